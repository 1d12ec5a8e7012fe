"""Segments' names: the fiscal year, and which edition of the journal they belong to.

A forgetting writes all segments anew, as the next edition; only that of HEAD's segment counts. The first one's segments
say nothing of it, and "", the segment of an empty journal, belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = re.compile(r"([0-9]{4})(?:\.([1-9][0-9]{0,8}))?\.jsonl")


def segment_name(year: int, edition: int) -> str:
    return f"{year:04}.jsonl" if edition == 1 else f"{year:04}.{edition}.jsonl"


def edition_of(name: str) -> int | None:
    """Which edition of the journal a segment belongs to; None for what is no segment's name."""
    if not name:
        return 1
    found = _NAME.fullmatch(name)
    if found is None or found[2] == "1":
        return None
    return int(found[2] or 1)


def in_edition(name: str, edition: int) -> str:
    """The name that a segment has in another edition."""
    return segment_name(int(name[:4]), edition)


def segments_of(names: Iterable[str], counting: str) -> list[str]:
    """Those of the names, sorted, that are segments of the same edition as ``counting``, HEAD's segment."""
    edition = edition_of(counting)
    return sorted(name for name in names if name and edition_of(name) == edition)
