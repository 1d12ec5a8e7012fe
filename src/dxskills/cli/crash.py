"""The log file of a fault of ours: where in the code it happened, and nothing of whom the data speaks of.

No message, no argument, no local value: any of them may hold a name.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from dxskills import __version__


def write_report(error: BaseException) -> Path | None:
    """Write the file, readable by its owner only; None where even that fails."""
    import platformdirs

    from dxskills.cli.session import now

    try:
        folder = Path(platformdirs.user_log_path("dxskills", appauthor=False))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"fault-{now():%Y%m%dT%H%M%S}-{os.getpid()}.log"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(_lines(error)) + "\n")
    except OSError:
        return None
    return path


def _lines(error: BaseException) -> Iterator[str]:
    yield f"dxskills {__version__}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield f"{type(link).__module__}.{type(link).__qualname__}"
        for frame in traceback.extract_tb(link.__traceback__):
            yield f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
        link = link.__cause__ or link.__context__


def _place(filename: str) -> str:
    """The path from the package's or the library's root on: the rest may name a user."""
    path = Path(filename)
    for root in sorted(map(Path, sys.path), key=lambda root: -len(root.parts)):
        if root.parts and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
