"""A few names out of people.json without reading the rest of it: its lines are sorted by staff number, one a person."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from pathlib import Path

from dxskills.journal.names import FILE, salvage


def some_names(folder: Path, people: Iterable[str]) -> dict[str, str]:
    """The names of those of ``people`` who have one. Checks nothing: for where a wrong or missing name does no harm."""
    with (folder / FILE).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        wanted = set(people)
        lines = b"\n".join(_line(raw, staff) for staff in wanted)
    return {staff: name.name for staff, name in salvage(lines).items() if staff in wanted}


def _line(raw: mmap.mmap, staff: str) -> bytes:
    """The line that begins with this staff number, or, where there is none, the one that would come next."""
    wanted = f'"{staff}":'.encode()
    low, high = raw.find(b"\n") + 1, len(raw)  # behind the file's head
    while low < high:
        start = raw.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        if raw[start:end] < wanted:
            low = end + 1
        else:
            high = start
    end = raw.find(b"\n", low)
    return raw[low:end]
