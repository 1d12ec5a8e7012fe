"""The log file of a fault of ours: where in the code it happened, and nothing of whom the data speaks of.

No message, no argument, no local value: any of them may hold a name.
"""

from __future__ import annotations

import os
import platform
import stat
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dxskills import __version__

_KEPT = 20
"""How many log files there are at most: the oldest go."""
_DEEPEST = 50
"""How many frames of one exception are told from either end: a recursion without end has thousands of the same."""


def write_report(error: BaseException) -> Path | None:
    """Write the file, readable by its owner only; None where even that fails."""
    import platformdirs

    from dxskills.cli.session import now

    try:
        folder = Path(platformdirs.user_log_path("dxskills", appauthor=False))
        _make_private(folder)
        path = folder / f"fault-{now():%Y%m%dT%H%M%S}-{os.getpid()}.log"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as file:
            if sys.platform != "win32":
                os.fchmod(file.fileno(), 0o600)  # whatever the umask
            file.write("\n".join(_lines(error)) + "\n")
        _remove_oldest(folder)
    except Exception:  # an exception may be of a kind that itself has faults
        return None
    return path


def _make_private(folder: Path) -> None:
    """OSError where the folder is a link or somebody else's, who could then put anything in its place."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(str(folder))
    if sys.platform != "win32":
        if found.st_uid != os.geteuid():
            raise PermissionError(str(folder))
        folder.chmod(0o700)


def _remove_oldest(folder: Path) -> None:
    with suppress(OSError):
        for old in sorted(folder.glob("fault-*.log"))[:-_KEPT]:
            old.unlink(missing_ok=True)


def _lines(error: BaseException) -> Iterator[str]:
    yield f"dxskills {__version__}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        link = waiting.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield f"{type(link).__module__}.{type(link).__qualname__}"
        yield from _frames(link)
        if isinstance(link, BaseExceptionGroup):
            waiting += reversed(link.exceptions)
        waiting += [other for other in (link.__context__, link.__cause__) if other is not None]


def _frames(error: BaseException) -> Iterator[str]:
    # Not by way of the lines of the source, which are of no use here and would be read from files.
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    left_out = len(frames) - 2 * _DEEPEST
    for number, (code, line) in enumerate(frames):
        if left_out <= 0 or not _DEEPEST <= number < _DEEPEST + left_out:
            yield f"  {_place(code.co_filename)}:{line} in {code.co_name}"
        elif number == _DEEPEST:
            yield f"  ({left_out} more)"


def _place(filename: str) -> str:
    """The path from the package's or the library's root on: the rest may name a user, and so may any other file."""
    path = Path(filename)
    roots = {Path(root) for root in (*sys.path, sys.prefix, sys.base_prefix) if root}
    for root in sorted(roots, key=lambda root: -len(root.parts)):
        if path.suffix == ".py" and path.is_absolute() and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return "(elsewhere)"
