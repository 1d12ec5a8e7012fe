"""Entries read back from the index with everything that is kept of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import orjson

from dxskills.index.facts import KINDS, STRUCTURAL, Facts
from dxskills.index.unit_names import is_storable

_LARGEST = 2**63 - 1  # what SQLite can compare


class StoredEntry(NamedTuple):
    """One entry of the journal; ``retracted_by`` is the seq of the retraction that stands, None while it counts."""

    seq: int
    at: str
    by: str
    batch: str | None
    kind: str
    staff: str | None
    on: str | None
    data: dict[str, Any]
    retracted_by: int | None


_SELECT = """
SELECT e.seq, o.at, o.by, o.batch, e.kind, p.staff, e.day, e.data, e.retracted
FROM told e
LEFT JOIN person p ON p.id = e.person
JOIN occasion o ON o.first_seq = (SELECT max(first_seq) FROM occasion WHERE first_seq <= e.seq)
"""


_FACTS = "SELECT seq, kind, day, data FROM told WHERE person = ? AND kind < ? AND retracted IS NULL ORDER BY kind, seq"


def read_facts(connection: sqlite3.Connection, person: int, *, structure_only: bool = False) -> Facts:
    """What is entered of one person and not retracted, or just what says where they are and what they hold."""
    loads = orjson.loads
    kinds = STRUCTURAL if structure_only else len(KINDS)
    rows = connection.execute(_FACTS, (person, kinds))
    return Facts((seq, kind, day, loads(data)) for seq, kind, day, data in rows)


def read_entry(connection: sqlite3.Connection, seq: int) -> StoredEntry | None:
    if not 0 < seq <= _LARGEST:
        return None
    rows = connection.execute(_SELECT + "WHERE e.seq = ?", (seq,))
    return next(map(_stored, rows), None)


def read_batch(connection: sqlite3.Connection, batch: str) -> list[StoredEntry]:
    """The entries of a batch in order of entry; empty if there is none."""
    result: list[StoredEntry] = []
    if not is_storable(batch):
        return result
    occasions = connection.execute("SELECT first_seq FROM occasion WHERE batch = ? ORDER BY first_seq", (batch,))
    for (first,) in occasions.fetchall():
        following = connection.execute("SELECT min(first_seq) FROM occasion WHERE first_seq > ?", (first,)).fetchone()
        rows = connection.execute(
            _SELECT + "WHERE e.seq >= ? AND e.seq < coalesce(?, 9e18) ORDER BY e.seq", (first, following[0])
        )
        result.extend(map(_stored, rows))
    return result


def read_entries(connection: sqlite3.Connection, staff: str | None = None) -> Iterator[StoredEntry]:
    """All entries, or one person's, in order of entry, retracted ones included."""
    if staff is None:
        return map(_stored, connection.execute(_SELECT + "ORDER BY e.seq"))
    return map(_stored, connection.execute(_SELECT + "WHERE p.staff = ? ORDER BY e.seq", (staff,)))


def _stored(row: tuple[Any, ...]) -> StoredEntry:
    seq, at, by, batch, kind, staff, day, data, retracted = row
    on = date.fromordinal(day).isoformat() if day is not None else None
    return StoredEntry(seq, at, by, batch, KINDS[kind], staff, on, orjson.loads(data), retracted)
