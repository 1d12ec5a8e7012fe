"""Taking the journal's new events into the index, in order of entry."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from itertools import islice

import orjson

from dxskills.errors import Unavailable
from dxskills.i18n import _
from dxskills.index.derive import derive_structure
from dxskills.index.facts import NUMBER, STRUCTURAL
from dxskills.index.numbering import Numbering
from dxskills.journal.event import Event

_CHUNK = 10_000
_RETRACTED = NUMBER["entry.retracted"]

EntryRow = tuple[int, int, int, int | None, str]


class Intake:
    """One run of events taken in, inside the caller's transaction; :meth:`finish` brings the derived rows in step."""

    def __init__(self, connection: sqlite3.Connection, numbering: Numbering) -> None:
        self._connection = connection
        self._numbering = numbering
        self._people: dict[str, int] = {}
        self._moved: set[int] = set()
        self._learned: set[int] = set()
        row = connection.execute("SELECT at, by, batch FROM occasion ORDER BY first_seq DESC LIMIT 1").fetchone()
        self._occasion: tuple[str, str, str | None] | None = row

    def take(self, events: Iterable[Event]) -> None:
        remaining = iter(events)
        while chunk := list(islice(remaining, _CHUNK)):
            self._take_chunk(chunk)

    def _take_chunk(self, events: list[Event]) -> None:
        connection = self._connection
        connection.executemany(
            "INSERT INTO entry (seq, person, kind, day, own) VALUES (?, ?, ?, ?, ?)", map(self._row, events)
        )
        for event in events:
            if event.kind == "entry.retracted":
                target = event.data["seq"]
                connection.execute("INSERT INTO retraction VALUES (?, ?)", (target, event.seq))
                self._touch_all(settle(connection, target))

    def _row(self, event: Event) -> EntryRow:
        kind = NUMBER.get(event.kind)
        if kind is None:
            raise Unavailable(
                "newer-store",
                _("Entry {seq} is of a kind this version does not know: {kind}."),
                hint=_("Update dxskills on this machine."),
                seq=event.seq,
                kind=event.kind,
            )
        occasion = (event.at, event.by, event.batch)
        if occasion != self._occasion:
            self._connection.execute("INSERT INTO occasion VALUES (?, ?, ?, ?)", (event.seq, *occasion))
            self._occasion = occasion
        person = self._person(event.staff) if event.staff is not None else 0
        self._touch(person, kind)
        day = date.fromisoformat(event.on).toordinal() if event.on else None
        return event.seq, person, kind, day, orjson.dumps(event.data).decode()

    def _person(self, staff: str) -> int:
        person = self._people.get(staff)
        if person is None:
            connection = self._connection
            row = connection.execute("SELECT id FROM person WHERE staff = ?", (staff,)).fetchone()
            if row is None:
                row = (connection.execute("INSERT INTO person (staff) VALUES (?)", (staff,)).lastrowid,)
            person = self._people[staff] = int(row[0])
        return person

    def _touch(self, person: int, kind: int) -> None:
        if kind != _RETRACTED:
            (self._moved if kind < STRUCTURAL else self._learned).add(person)

    def _touch_all(self, changed: Iterable[tuple[int, int]]) -> None:
        for person, kind in changed:
            self._touch(person, kind)

    def finish(self) -> None:
        """Work out where the people concerned are posted and what they hold; their evidence when it is asked for."""
        self._connection.executemany(
            "UPDATE person SET stale = 1 WHERE id = ?", ((person,) for person in sorted(self._learned | self._moved))
        )
        derive_structure(self._connection, self._numbering, sorted(self._moved))


def settle(connection: sqlite3.Connection, target: int) -> list[tuple[int, int]]:
    """Say anew whether an entry is retracted, and what that does to an entry that it retracts itself.

    Returns (person, kind) of the entries it went through. An entry is retracted while any retraction of it stands.
    """
    changed: list[tuple[int, int]] = []
    following: int | None = target
    while following is not None:
        connection.execute(
            "UPDATE entry SET retracted = (SELECT max(r.seq) FROM retraction r JOIN entry e ON e.seq = r.seq"
            " WHERE r.target = :seq AND e.retracted IS NULL) WHERE seq = :seq",
            {"seq": following},
        )
        found = connection.execute("SELECT person, kind, data FROM told WHERE seq = ?", (following,)).fetchone()
        if found is None:
            break
        person, kind, data = found
        changed.append((person, kind))
        following = orjson.loads(data)["seq"] if kind == _RETRACTED else None
    return changed
