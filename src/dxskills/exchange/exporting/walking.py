"""Entries of one kind that stand, person by person in order of staff number, a person at a time in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import orjson

from dxskills.index.facts import NUMBER, Entry

# The outer table decides the order, so that nothing has to be sorted as a whole.
_ENTRIES = """
SELECT p.staff, p.known, e.kind, e.seq, e.day, e.data FROM person p
CROSS JOIN told e ON e.person = p.id AND e.kind IN ({kinds}) WHERE e.retracted IS NULL ORDER BY p.staff
"""


class Teller(NamedTuple):
    """A person of whom something is told; ``known``: a joining stands.

    ``entries`` are in order of entry, which an import keeps: of two equally good ones, the one entered first counts.
    """

    staff: str
    known: bool
    entries: list[Entry]


def tellers(connection: sqlite3.Connection, kind: str) -> Iterator[Teller]:
    """Everybody of whom there are entries of the kind."""
    for staff, known, (entries,) in tellers_of(connection, kind):
        yield Teller(staff, known, entries)


def tellers_of(connection: sqlite3.Connection, *kinds: str) -> Iterator[tuple[str, bool, tuple[list[Entry], ...]]]:
    """The same for several kinds, with the entries of each."""
    loads = orjson.loads
    numbers = [NUMBER[kind] for kind in kinds]
    statement = _ENTRIES.format(kinds=", ".join(map(str, numbers)))
    for (staff, known), rows in groupby(connection.execute(statement), itemgetter(0, 1)):
        lists: dict[int, list[Entry]] = {number: [] for number in numbers}
        for _staff, _known, kind, seq, day, data in rows:
            lists[kind].append(Entry(seq, day or 0, loads(data)))
        for entries in lists.values():
            entries.sort(key=_seq)
        yield staff, bool(known), tuple(lists.values())


def _seq(entry: Entry) -> int:
    return entry.seq


@lru_cache(maxsize=16_384)
def iso(day: int) -> str:
    """The ISO date of an ordinal."""
    return date.fromordinal(day).isoformat()
