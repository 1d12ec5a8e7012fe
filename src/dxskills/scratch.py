"""Files for the time of one command, in the system's folder for them, which is named where there is no room in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from dxskills.errors import Unavailable
from dxskills.i18n import _


def scratch_file(in_memory: int = 0) -> IO[bytes]:
    """An unnamed file that goes with its last user; up to ``in_memory`` bytes take no room on the disk."""
    import tempfile

    with scratch_writing():
        return tempfile.SpooledTemporaryFile(in_memory) if in_memory else tempfile.TemporaryFile()


@contextmanager
def scratch_writing() -> Iterator[None]:
    """Turn what the operating system says about such a file into a coded error."""
    try:
        yield
    except OSError as error:
        raise no_room(error) from error


def no_room(error: OSError) -> Unavailable:
    """What to say where such a file cannot be made or written to."""
    import tempfile

    try:
        folder = tempfile.gettempdir()
    except OSError:  # every folder that it could be was tried
        folder = "TMPDIR"
    return Unavailable(
        "no-temporary-space",
        _("The folder for temporary files, {folder}, cannot be written to: {reason}. Nothing was written."),
        hint=_("Make room there, or name another folder in the environment as TMPDIR (on Windows: TEMP)."),
        folder=folder,
        reason=error.strerror or type(error).__name__,
    )
