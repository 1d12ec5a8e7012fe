"""Which of a store's files and folders other users of the machine may read or change."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dxskills.journal import disk

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def exposed(folder: Path) -> list[Path]:
    """The highest of the store's folders and files that are not for their owner alone; none where there are no modes.

    What lies in a folder that is named is not looked at."""
    if sys.platform == "win32":
        return []
    with disk.reading(folder):
        return sorted(_exposed(folder.resolve()))


def _exposed(path: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError):  # a writer's file, put in its place meanwhile
        mode = path.lstat().st_mode
        if mode & _OTHERS and not stat.S_ISLNK(mode):
            yield path
        elif stat.S_ISDIR(mode):
            for inside in path.iterdir():
                yield from _exposed(inside)
