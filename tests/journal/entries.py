"""Stores to try things on: made, filled, looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from dxskills.journal.event import Draft, Event
from dxskills.journal.journal import Journal

NOW = datetime(2026, 11, 24, 8, 15, 33, 123456, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 4, 1, tzinfo=UTC)


def draft(note: str = "") -> Draft:
    data = {"training": "security-basics", "outcome": "completed", "score": 72.5, "note": note}
    return Draft("training.recorded", "00012345", "2026-06-03", data)


def make(folder: Path) -> Journal:
    return Journal.create(folder, year_start=(4, 1))


def enter(journal: Journal, *notes: str, at: datetime = NOW) -> tuple[Event, ...]:
    """One write of an entry for each note."""
    with journal.writing(timeout=10) as writing:
        return writing.append([draft(note) for note in notes], at=at, by="mori", batch=None)


def notes(journal: Journal) -> list[str]:
    """The notes of every entry that counts, the whole chain checked."""
    return [event.data["note"] for event in journal.read()]


def segment(journal: Journal, year: int = 2026) -> Path:
    return journal.folder / "journal" / f"{year}.jsonl"


def quarantined(journal: Journal) -> list[bytes]:
    return [path.read_bytes() for path in sorted((journal.folder / "quarantine").iterdir())]
