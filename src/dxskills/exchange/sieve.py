"""Letting most rows of a large file go the short way, and only those that are any different the long one.

Different is a row whose like has not been seen yet, that speaks of a person nobody knows, that has a date not plainly
written, or whose entry was seen already, in this import or in the registry.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import compress
from operator import itemgetter
from typing import Any, cast

from dxskills.exchange.alike_rows import AlikeRows
from dxskills.exchange.cells import Sheet
from dxskills.exchange.delimited import Block, DelimitedTable
from dxskills.exchange.stencils import MOST, Moments, Stencil, field_text, stencil_of
from dxskills.exchange.table import Row
from dxskills.exchange.wanted import Likeness, Wanted
from dxskills.journal.alike import BETWEEN, Frame

_FIRST, _FIELD = itemgetter(0), itemgetter(1)

Columns = tuple[Sequence[Any], ...]
"""Rows of a block, column by column: first their places in the block."""


class Sieve:
    """One sheet's rows on the short way, a block at a time.

    It works on columns of thousands of rows: a step done for a column costs a tenth of what it costs row by row.
    """

    def __init__(
        self, alike: AlikeRows, sheet: Sheet, table: DelimitedTable, reached: Callable[[int], None] = lambda _row: None
    ) -> None:
        """``reached`` is told the number of each block's last row."""
        self._alike = alike
        self._sheet = sheet
        self._table = table
        self._reached = reached
        self._width = len(sheet.header.cells)
        self._staff, self._on = sheet.place_of["staff"], sheet.place_of["on"]
        likeness = alike.kind.like or Likeness(())
        self._like = likeness
        place_of = sheet.place_of
        self._free = {name: place_of[name] for name in likeness.free if name in place_of}
        self._days = {name: place_of[name] for name in likeness.days if name in place_of}
        differing = {self._staff, self._on, *self._free.values(), *self._days.values()}
        self._same = sorted(sheet.known_places - differing)
        self._unread = [place for place in range(self._width) if place not in sheet.known_places]
        self._stencils: dict[tuple[str, ...], Stencil] = {}
        self._numbered: dict[tuple[str, ...], dict[tuple[str, ...], tuple[str, int]]] = {}  # first by the slots in use
        self._moments = Moments(sheet.date_format, timed=likeness.timed)
        self._unlike: set[tuple[str, ...]] = set()  # what there is no stencil for
        self._last: list[str] = []

    def rows(self) -> Iterator[Row]:
        """The rows below the header that have to go the long way."""
        for block in self._table.blocks(self._width, self._sheet.header.row):
            yield from self._long_way(block.odd)
            again: Block | None = block
            while again is not None:
                again = yield from self._first_of_their_like(again)
            self._reached(block.numbers[-1] if block.numbers else 0)

    def _first_of_their_like(self, block: Block) -> Generator[Row, None, Block | None]:
        """The rows that have to go the long way, of several alike the first; returns the others, to be sifted anew."""
        long, others = self._sift(block), list[int]()
        learning = max(len(self._stencils), len(self._unlike)) < MOST
        tried: set[tuple[str, ...]] = set()
        first: list[int] = []
        for place in long:
            like = self._like_of(block, place)
            if like in tried:
                others.append(place)
                continue
            first.append(place)
            if learning and like not in self._stencils and like not in self._unlike:
                tried.add(like)
        yield from self._long_way([_row_of(block, place) for place in first])
        # What made no stencil makes none of the others either.
        self._unlike |= tried - self._stencils.keys()
        if not others:
            return None
        numbers = [block.numbers[place] for place in others]
        return Block(numbers, [[column[place] for place in others] for column in block.columns], [])

    def _like_of(self, block: Block, place: int) -> tuple[str, ...]:
        return tuple([block.columns[at][place] for at in self._same])

    def _long_way(self, rows: list[tuple[int, list[str]]]) -> Iterator[Row]:
        for number, raw in rows:
            self._last = raw
            yield Row(number, self._table.cells(raw))

    def learn(self, wanted: Wanted) -> None:
        """Make a stencil of the row that was given out last, which was found good and without remarks."""
        if len(self._stencils) < MOST and (stencil := stencil_of(self._alike.tx, self._alike.kind, wanted)):
            like = tuple([self._last[place] for place in self._same])
            self._stencils[like] = stencil
            for slots, numbered in self._numbered.items():
                numbered[like] = self._number(stencil, slots)

    def _number(self, stencil: Stencil, slots: tuple[str, ...]) -> tuple[str, int]:
        """What the entries of a stencil are about, and its number where only these slots have something in them."""
        parts = [""]
        for part, slot in zip(stencil.parts, [*self._like.slots, ""], strict=True):
            parts[-1] += part
            if slot in slots:
                parts.append("")
        return stencil.item, self._alike.number(tuple(parts if slots else [*parts, ""]))

    def _numbers(self, slots: tuple[str, ...]) -> dict[tuple[str, ...], tuple[str, int]]:
        numbered = self._numbered.get(slots)
        if numbered is None:
            numbered = {like: self._number(stencil, slots) for like, stencil in self._stencils.items()}
            self._numbered[slots] = numbered
        return numbered

    def _sift(self, block: Block) -> list[int]:
        """The places of the rows that have to go the long way."""
        long: list[int] = []
        columns: Columns = (range(len(block.numbers)),)
        if columns[0]:
            columns = self._read(block, columns, long)
        if columns[0]:
            self._take(columns, long)
        long.sort()
        return long

    def _read(self, block: Block, columns: Columns, long: list[int]) -> Columns:
        """Behind the places: staff numbers and people's numbers, stencils, days, times, what differs in the data."""
        cells, staff = block.columns, block.columns[self._staff]
        days, times = self._moments.moments(cells[self._on])
        people = list(map(self._alike.people.get, staff))
        fields = {name: self._day_field(name, cells[at], days) for name, at in self._days.items() if any(cells[at])}
        fields |= {name: _free_field(name, cells[at]) for name, at in self._free.items() if any(cells[at])}
        if self._like.timed:
            known = cast("list[tuple[str | None, str]]", times)
            fields["time"] = list(map(_FIELD, known)) if all(known) else [time and time[1] for time in times]
        slots = tuple([slot for slot in self._like.slots if slot in fields])
        stencils = list(map(self._numbers(slots).get, zip(*(cells[place] for place in self._same), strict=True)))
        # No person's number is 0, and no stencil, day or time an empty tuple: whatever is false is not known.
        flaws = [list(map(bool, column)) for column in (people, stencils, days, times) if not all(column)]
        flaws += [[field is not None for field in column] for column in fields.values() if None in column]
        flaws += [list(map(_is_plain, column)) for column in self._unplain(block)]
        columns = (*columns, staff, people, stencils, days, times, _differing([fields[slot] for slot in slots], staff))
        return _kept(columns, list(map(all, zip(*flaws, strict=True))), long) if flaws else columns

    def _day_field(self, name: str, texts: Sequence[str], own: Sequence[tuple[str, int] | None]) -> list[str | None]:
        """The field of a day that may not be before the row's own; None where it has to be looked at."""
        return [
            "" if not text else field_text(name, day[0]) if day and one and day[1] >= one[1] else None
            for text, day, one in zip(texts, self._moments.days(texts), own, strict=True)
        ]

    def _unplain(self, block: Block) -> list[Sequence[str]]:
        """The columns that nobody reads and that have something in them that is better looked at."""
        return [column for place in self._unread if not _is_plain("".join(column := block.columns[place]))]

    def _take(self, columns: Columns, long: list[int]) -> None:
        """Make entries of rows that could be read, where their keys are new and the registry has none of them."""
        places, staff, people, stencils, dates, clock, differing = columns
        items, numbers = zip(*stencils, strict=True)
        days, ordinals = zip(*dates, strict=True)
        keys: Columns = (staff, items, days)
        if self._like.timed:
            keys = (*keys, list(map(_FIRST, clock)))
        hashes = list(map(hash, zip(*keys, strict=True)))
        columns = (places, hashes, staff, days, numbers, differing, people, ordinals)
        fresh = self._alike.fresh(hashes)
        if fresh is not None:
            columns = _kept(columns, fresh, long)
        known = self._alike.spoken_of(*columns[6:])
        if known is not None and any(known):
            self._take_standing(_kept(columns, known, []), long)
            columns = _kept(columns, [not one for one in known], [])
        if columns[0]:
            self._alike.add(_frame(columns), columns[1])
            self._sheet.read += len(columns[0])

    def _take_standing(self, columns: Columns, long: list[int]) -> None:
        columns = _kept(columns, self._alike.standing(_frame(columns)), long)
        if columns[0]:
            self._alike.add_unchanged(_frame(columns), columns[1])
            self._sheet.read += len(columns[0])


def _row_of(block: Block, place: int) -> tuple[int, list[str]]:
    return block.numbers[place], [column[place] for column in block.columns]


def _is_plain(text: str) -> bool:
    """Whether no character acts or hides; the wide blank of Japanese names does neither, though Python thinks so."""
    return text.replace("\u3000", "").isprintable()


def _free_field(name: str, texts: Sequence[str]) -> list[str | None]:
    """The field of a text that is kept as it is; None where it has to be looked at."""
    return [
        None if text[:1] == "'" or not _is_plain(text) else field_text(name, text.strip() or None) for text in texts
    ]


def _differing(fields: Sequence[Sequence[str | None]], rows: Sequence[str]) -> Sequence[str | None]:
    """What differs in the data of each row, as frames have it; of rows that have to be looked at it means nothing."""
    if len(fields) < 2:
        return fields[0] if fields else [""] * len(rows)
    return [BETWEEN.join([field or "" for field in row]) for row in zip(*fields, strict=True)]


def _frame(columns: Columns) -> Frame:
    return Frame(*columns[2:])


def _kept(columns: Columns, chosen: list[bool], long: list[int]) -> Columns:
    """The chosen rows; the others are put among those that go the long way."""
    long.extend(compress(columns[0], [not one for one in chosen]))
    return tuple([list(compress(column, chosen)) for column in columns])
