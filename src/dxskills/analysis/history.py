"""What was entered, when and by whom: for ``log``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dxskills.analysis.plain import plain
from dxskills.index import Index


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of the journal. ``on`` is its date (ISO), ``retracted_by`` the seq of the retraction that stands."""

    seq: int
    at: str
    by: str
    batch: str | None
    kind: str
    staff: str | None
    on: str | None
    data: dict[str, Any]
    retracted_by: int | None

    def as_dict(self) -> dict[str, Any]:
        row: dict[str, Any] = plain(self)
        return row


def log(index: Index, staff: str | None = None) -> Iterator[LogEntry]:
    """Every entry, or those about one person, in order of entry, retracted ones included."""
    for entry in index.entries(staff):
        yield LogEntry(*entry)


def log_document(entries: Iterable[LogEntry]) -> dict[str, Any]:
    """The ``dxskills/log/1`` document."""
    return {"schema": "dxskills/log/1", "entries": [entry.as_dict() for entry in entries]}
