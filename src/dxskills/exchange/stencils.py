"""Rows of large files that differ from an earlier row in nothing but the person and the moment.

Such a row need not be read cell by cell, nor put to the rules: what they made of the earlier row they would make of it.
So the first row of its like serves as a stencil for the others. What is any different in a row goes the long way: a
person nobody knows, a date written as none before, the same entry seen already, in this import or in the registry.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from itertools import islice
from operator import itemgetter
from typing import NamedTuple, Self

import orjson

from dxskills.errors import Refused
from dxskills.exchange.cells import Sheet
from dxskills.exchange.delimited import DelimitedTable
from dxskills.exchange.japanese_dates import parse_moment
from dxskills.exchange.packing import PackedRows
from dxskills.exchange.table import Row
from dxskills.exchange.wanted import Kind, Wanted
from dxskills.index.alike import AlikeEntries, Frame, Span, is_marked
from dxskills.recording.transaction import Transaction

_MOST = 100_000
"""So many stencils of a sheet, and ways to write a day or a time, are kept; what else comes goes the long way."""
_FEW, _MANY = 64, 16_384
"""Rows looked at together: few at first, as none of them can be a stencil for its neighbours."""
_MASK = 2**28 - 1

_TIME_BEHIND = re.compile(r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?", re.ASCII)
"""What may stand behind a day of ten characters and means the same behind every other: a weekday would not."""

Pieces = list[str]
Follow = Callable[[Span], None]


class Stencil(NamedTuple):
    """``item`` is what the entry is about, ``before`` and ``after`` its data on both sides of the time of day."""

    item: str
    before: str
    after: str

    def filled(self, time: str | None) -> str:
        return self.before + _time_field(time) + self.after


Entry = tuple[str, str, str, int, int, int]
"""Staff number, day, data, the person's number, the day's, and the hash of the row's key."""


class Taken(NamedTuple):
    """Rows as entries, with the hashes of their keys."""

    frame: Frame
    hashes: array[int]

    @classmethod
    def none(cls) -> Self:
        return cls(Frame([], [], [], [], []), array("q"))

    def put(self, entry: Entry) -> None:
        staff, on, data, person, day, digest = entry
        self.frame.staff.append(staff)
        self.frame.on.append(on)
        self.frame.data.append(data)
        self.frame.people.append(person)
        self.frame.days.append(day)
        self.hashes.append(digest)


def _time_field(time: str | None) -> str:
    return f',"time":"{time}"' if time else ""


def stencil_of(tx: Transaction, kind: Kind, wanted: Wanted) -> Stencil | None:
    """What the rules make of a row where nothing else is entered of the person; None if that depends on the day."""
    if kind.days is None or wanted.given or any(wanted.said.get(key) for key in kind.days):
        return None
    trial = tx.trial(wanted.staff)
    try:
        outcome = kind.apply(trial, wanted, wanted.said)
    except Refused:
        return None
    if outcome.notices or [draft.kind for draft in trial.drafts] != [kind.event]:
        return None
    pieces = [orjson.dumps({key: value}).decode()[1:-1] for key, value in trial.drafts[0].data.items() if key != "time"]
    return Stencil(wanted.key[1] or "", "{" + pieces[0], "".join(f",{piece}" for piece in pieces[1:]) + "}")


class AlikeRows:
    """The rows of an import that went the short way, as entries; ``follow`` is told of each frame of them.

    ``unchanged`` are rows whose very entry stands in the registry. Rows whose key hashes to one of ``excluded`` have to
    go the long way.
    """

    def __init__(
        self,
        tx: Transaction,
        kind: Kind,
        entries: AlikeEntries,
        unchanged: AlikeEntries,
        follow: Follow,
        excluded: frozenset[int],
    ) -> None:
        self.tx = tx
        self.kind = kind
        self.entries = entries
        self.unchanged = unchanged
        self.people = tx.index.numbers()
        self.seen = bytearray((_MASK + 1) // 8)
        self.standing = tx.index.entered(kind.event)
        self.excluded = excluded
        self._follow = follow
        self._added_hashes = array("q")
        self._unchanged_hashes = array("q")

    def add(self, taken: Taken) -> int:
        """Keep rows as entries to be added; returns how many they are."""
        if taken.hashes:
            self._added_hashes.extend(taken.hashes)
            self._follow(self.entries.add(taken.frame))
        return len(taken.hashes)

    def add_unchanged(self, taken: Taken) -> int:
        if taken.hashes:
            self._unchanged_hashes.extend(taken.hashes)
            self.unchanged.add(taken.frame)
        return len(taken.hashes)

    def settle_with(self, rows: PackedRows) -> set[int]:
        """Drop those of ``rows`` that say what a row here says; returns the hashes of keys with contradictions."""
        clashes: set[int] = set()
        by_hash = rows.by_hash()
        for entries, hashes in ((self.entries, self._added_hashes), (self.unchanged, self._unchanged_hashes)):
            for place in [place for place, digest in enumerate(hashes) if digest in by_hash]:
                staff, on, data = entries.entry(place)
                for row in by_hash[hashes[place]]:
                    if self._same(rows.wanted(row), staff, on, data):
                        rows.drop(row)
                    elif rows.wanted(row).key[0] == staff:
                        clashes.add(hashes[place])
        return clashes

    def _same(self, wanted: Wanted, staff: str, on: str, data: str) -> bool:
        if (wanted.staff, wanted.key[2]) != (staff, on):
            return False
        stencil = stencil_of(self.tx, self.kind, wanted)
        return stencil is not None and stencil.filled(_time_of(wanted)) == data


def _time_of(wanted: Wanted) -> str | None:
    return wanted.key[3] if len(wanted.key) > 3 else None


class Sieve:
    """One sheet's rows on the short way, in pieces as :meth:`DelimitedTable.pieces` gives them."""

    def __init__(self, alike: AlikeRows, sheet: Sheet, table: DelimitedTable) -> None:
        self._alike = alike
        self._sheet = sheet
        self._table = table
        self._staff, self._on = sheet.place_of["staff"], sheet.place_of["on"]
        self._cut, self._count = table.cut(max(self._staff, self._on), len(sheet.header.cells))
        rest = [place for place in range(self._count) if place not in (self._staff, self._on)]
        self._rest: Callable[[Pieces], object] = itemgetter(*rest)
        self._stencils: dict[object, Stencil] = {}
        self._days: dict[str, tuple[str, int]] = {}
        self._times: dict[str, tuple[str | None, str]] = {}
        self._last: Pieces = []

    def rows(self) -> Iterator[Row]:
        """The rows below the header that have to go the long way."""
        first = self._sheet.header.row
        remaining, number, size = islice(self._table.pieces(self._cut), first, None), first, _FEW
        while some := list(islice(remaining, size)):
            for place, pieces in self._sift(some, number + 1):
                self._last = pieces
                yield Row(place, self._table.cells(pieces))
            number += len(some)
            size = min(size * 2, _MANY)

    def learn(self, wanted: Wanted) -> None:
        """Make a stencil of the row that was given out last, which was found good and without remarks."""
        pieces = self._last
        if len(pieces) != self._count:
            return
        self._learn_moment(pieces[self._on], wanted)
        if len(self._stencils) < _MOST and (stencil := stencil_of(self._alike.tx, self._alike.kind, wanted)):
            self._stencils[self._rest(pieces)] = stencil

    def _learn_moment(self, text: str, wanted: Wanted) -> None:
        day, behind = text[:10], text[10:]
        if len(self._days) > _MOST or len(self._times) > _MOST or not _TIME_BEHIND.fullmatch(behind):
            return
        form = self._sheet.date_format
        try:
            alone = parse_moment(day, form)
        except Refused:
            return
        iso = wanted.key[2] or ""
        if (form is None or not behind) and alone.time is None and alone.day.isoformat() == iso:
            time = _time_of(wanted)
            self._days[day] = iso, alone.day.toordinal()
            self._times[behind] = time, _time_field(time)

    def _sift(self, rows: list[Pieces], number: int) -> list[tuple[int, Pieces]]:
        """Of these rows, of which the first has this number, those that have to go the long way."""
        alike, staff_at, on_at, rest_of, count = self._alike, self._staff, self._on, self._rest, self._count
        people, days, times, stencils = alike.people, self._days, self._times, self._stencils
        seen, standing, excluded, timed = alike.seen, alike.standing, alike.excluded, alike.kind.timed
        long: list[tuple[int, Pieces]] = []
        maybe: list[tuple[int, Pieces, Entry]] = []
        taken = Taken.none()
        put_staff, put_on, put_data = taken.frame.staff.append, taken.frame.on.append, taken.frame.data.append
        put_person, put_day, put_hash = taken.frame.people.append, taken.frame.days.append, taken.hashes.append
        for place, pieces in enumerate(rows, number):
            try:
                staff, on = pieces[staff_at], pieces[on_at]
                person = people[staff]
                item, before, after = stencils[rest_of(pieces)]
                iso, day = days[on[:10]]
                time, field = times[on[10:]]
            except (KeyError, IndexError):
                long.append((place, pieces))
                continue
            digest = hash((staff, item, iso, time)) if timed else hash((staff, item, iso))
            bit = digest & _MASK
            if len(pieces) != count or seen[bit >> 3] >> (bit & 7) & 1 or digest in excluded:
                long.append((place, pieces))
                continue
            seen[bit >> 3] |= 1 << (bit & 7)
            if standing and is_marked(standing, person, day):
                maybe.append((place, pieces, (staff, iso, before + field + after, person, day, digest)))
                continue
            put_staff(staff)
            put_on(iso)
            put_data(before + field + after)
            put_person(person)
            put_day(day)
            put_hash(digest)
        if maybe:
            long = sorted([*long, *self._sift_standing(maybe)], key=itemgetter(0))
        self._sheet.read += alike.add(taken)
        return long

    def _sift_standing(self, rows: list[tuple[int, Pieces, Entry]]) -> Iterator[tuple[int, Pieces]]:
        """Of rows about people and days of which something is entered, those whose very entry does not stand."""
        alike, unchanged = self._alike, Taken.none()
        for place, pieces, entry in rows:
            _staff, _on, data, person, day, _digest = entry
            if alike.tx.index.stands(person, alike.kind.event, day, data):
                unchanged.put(entry)
            else:
                yield place, pieces
        self._sheet.read += alike.add_unchanged(unchanged)
