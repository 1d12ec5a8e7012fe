"""Letting most rows of a large file go the short way, and only those that are any different the long one.

Different is a row whose like has not been seen yet, that speaks of a person nobody knows, that has a date not plainly
written, or whose entry was seen already, in this import or in the registry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Any

from dxskills.exchange.alike_rows import AlikeRows
from dxskills.exchange.cells import Sheet
from dxskills.exchange.delimited import Block, DelimitedTable
from dxskills.exchange.stencils import MOST, Moments, Stencil, stencil_of
from dxskills.exchange.table import Row
from dxskills.exchange.wanted import Wanted
from dxskills.index.alike import Frame

Columns = tuple[Sequence[Any], ...]
"""Rows of a block, column by column: first their places in the block."""


class Sieve:
    """One sheet's rows on the short way, a block at a time.

    It works on columns of thousands of rows: a step done for a column costs a tenth of what it costs row by row.
    """

    def __init__(self, alike: AlikeRows, sheet: Sheet, table: DelimitedTable) -> None:
        self._alike = alike
        self._sheet = sheet
        self._table = table
        self._width = len(sheet.header.cells)
        self._staff, self._on = sheet.place_of["staff"], sheet.place_of["on"]
        self._same = sorted(sheet.known_places - {self._staff, self._on})
        self._unread = [place for place in range(self._width) if place not in sheet.known_places]
        self._stencils: dict[tuple[str, ...], Stencil] = {}
        self._moments = Moments(sheet.date_format, timed=alike.kind.timed)
        self._last: list[str] = []

    def rows(self) -> Iterator[Row]:
        """The rows below the header that have to go the long way."""
        for block in self._table.blocks(self._width, self._sheet.header.row):
            long = [(block.numbers[place], [column[place] for column in block.columns]) for place in self._sift(block)]
            for number, raw in sorted(long + block.odd) if block.odd else long:
                self._last = raw
                yield Row(number, self._table.cells(raw))

    def learn(self, wanted: Wanted) -> None:
        """Make a stencil of the row that was given out last, which was found good and without remarks."""
        if len(self._stencils) < MOST and (stencil := stencil_of(self._alike.tx, self._alike.kind, wanted)):
            self._stencils[tuple([self._last[place] for place in self._same])] = stencil

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
        """Behind the places: staff numbers and people's numbers, stencils, days and times."""
        staff, moments = block.columns[self._staff], block.columns[self._on]
        days, behind = [text[:10] for text in moments], [text[10:] for text in moments]
        self._moments.learn(days, behind)
        columns = (
            *columns,
            staff,
            list(map(self._alike.people.get, staff)),
            list(map(self._stencils.get, zip(*(block.columns[place] for place in self._same), strict=True))),
            list(map(self._moments.days.get, days)),
            list(map(self._moments.times.get, behind)),
            *([cell.isprintable() for cell in column] for column in self._unprintable(block)),
        )
        if all(map(all, columns[2:])):
            return columns[:6]
        return _kept(columns, [all(row) for row in zip(*columns[2:], strict=True)], long)[:6]

    def _unprintable(self, block: Block) -> list[Sequence[str]]:
        """The columns that nobody reads and that have something in them that is better looked at."""
        return [column for place in self._unread if not "".join(column := block.columns[place]).isprintable()]

    def _take(self, columns: Columns, long: list[int]) -> None:
        """Make entries of rows that could be read, where their keys are new and the registry has none of them."""
        places, staff, people, stencils, dates, clock = columns
        items, before, after = zip(*stencils, strict=True)
        days, ordinals = zip(*dates, strict=True)
        times, fields = zip(*clock, strict=True)
        keys = (staff, items, days, times) if self._alike.kind.timed else (staff, items, days)
        hashes = list(map(hash, zip(*keys, strict=True)))
        data = list(map("".join, zip(before, fields, after, strict=True)))
        columns = (places, hashes, staff, days, data, people, ordinals)
        fresh = self._alike.fresh(hashes)
        if fresh is not None:
            columns = _kept(columns, fresh, long)
        known = self._alike.spoken_of(columns[5], columns[6])
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


def _frame(columns: Columns) -> Frame:
    return Frame(*columns[2:])


def _kept(columns: Columns, chosen: list[bool], long: list[int]) -> Columns:
    """The chosen rows; the others are put among those that go the long way."""
    long.extend(compress(columns[0], [not one for one in chosen]))
    return tuple([list(compress(column, chosen)) for column in columns])
