"""Letting most rows of a large file go the short way, and only those that are any different the long one.

Different is a row whose like has not been seen yet, that speaks of a person nobody knows, that has a date not plainly
written, or whose entry was seen already, in this import or in the registry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, islice
from typing import Any

from dxskills.exchange.alike_rows import AlikeRows
from dxskills.exchange.cells import Sheet
from dxskills.exchange.delimited import DelimitedTable
from dxskills.exchange.stencils import MOST, Moments, Stencil, stencil_of
from dxskills.exchange.table import Row
from dxskills.exchange.wanted import Wanted
from dxskills.index.alike import Frame

_FEW, _MANY = 64, 16_384
"""Rows looked at together: few at first, as none of them can be a stencil for its neighbours."""

Pieces = list[str]
Columns = tuple[Sequence[Any], ...]
"""Rows, column by column: first the numbers and the pieces, which is what the long way needs."""


class Sieve:
    """One sheet's rows on the short way, in pieces as :meth:`DelimitedTable.pieces` gives them.

    It works on columns of thousands of rows: a step done for a column costs a tenth of what it costs row by row.
    """

    def __init__(self, alike: AlikeRows, sheet: Sheet, table: DelimitedTable) -> None:
        self._alike = alike
        self._sheet = sheet
        self._table = table
        self._staff, self._on = sheet.place_of["staff"], sheet.place_of["on"]
        self._cut, self._count = table.cut(max(self._staff, self._on), len(sheet.header.cells))
        self._rest = [place for place in range(self._count) if place not in (self._staff, self._on)]
        self._stencils: dict[tuple[str, ...], Stencil] = {}
        self._moments = Moments(sheet.date_format, timed=alike.kind.timed)
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
        if len(pieces) == self._count and len(self._stencils) < MOST:
            stencil = stencil_of(self._alike.tx, self._alike.kind, wanted)
            if stencil is not None:
                self._stencils[tuple([pieces[place] for place in self._rest])] = stencil

    def _sift(self, rows: list[Pieces], number: int) -> list[tuple[int, Pieces]]:
        """Of these rows, of which the first has this number, those that have to go the long way."""
        long: list[tuple[int, Pieces]] = []
        columns: Columns = (range(number, number + len(rows)), rows)
        widths = list(map(len, rows))
        if widths.count(self._count) < len(rows):
            columns = _kept(columns, [width == self._count for width in widths], long)
        if columns[0]:
            columns = self._read(columns, long)
        if columns[0]:
            self._take(columns, long)
        long.sort()
        return long

    def _read(self, columns: Columns, long: list[tuple[int, Pieces]]) -> Columns:
        """Behind numbers and pieces: staff numbers and people's numbers, stencils, days and times."""
        cells = list(zip(*columns[1], strict=True))
        staff, moments = cells[self._staff], cells[self._on]
        days, behind = [text[:10] for text in moments], [text[10:] for text in moments]
        self._moments.learn(days, behind)
        columns = (
            *columns,
            staff,
            list(map(self._alike.people.get, staff)),
            list(map(self._stencils.get, zip(*(cells[place] for place in self._rest), strict=True))),
            list(map(self._moments.days.get, days)),
            list(map(self._moments.times.get, behind)),
        )
        if all(map(all, columns[3:])):
            return columns
        return _kept(columns, [all(row) for row in zip(*columns[3:], strict=True)], long)

    def _take(self, columns: Columns, long: list[tuple[int, Pieces]]) -> None:
        """Make entries of rows that could be read, where their keys are new and the registry has none of them."""
        numbers, rows, staff, people, stencils, dates, clock = columns
        items, before, after = zip(*stencils, strict=True)
        days, ordinals = zip(*dates, strict=True)
        times, fields = zip(*clock, strict=True)
        keys = (staff, items, days, times) if self._alike.kind.timed else (staff, items, days)
        hashes = list(map(hash, zip(*keys, strict=True)))
        data = list(map("".join, zip(before, fields, after, strict=True)))
        columns = (numbers, rows, hashes, staff, days, data, people, ordinals)
        fresh = self._alike.fresh(hashes)
        if fresh is not None:
            columns = _kept(columns, fresh, long)
        known = self._alike.spoken_of(columns[6], columns[7])
        if known is not None and any(known):
            self._take_standing(_kept(columns, known, []), long)
            columns = _kept(columns, [not one for one in known], [])
        if columns[0]:
            self._alike.add(_frame(columns), columns[2])
            self._sheet.read += len(columns[0])

    def _take_standing(self, columns: Columns, long: list[tuple[int, Pieces]]) -> None:
        columns = _kept(columns, self._alike.standing(_frame(columns)), long)
        if columns[0]:
            self._alike.add_unchanged(_frame(columns), columns[2])
            self._sheet.read += len(columns[0])


def _frame(columns: Columns) -> Frame:
    _numbers, _rows, _hashes, staff, days, data, people, ordinals = columns
    return Frame(staff, days, data, people, ordinals)


def _kept(columns: Columns, chosen: list[bool], long: list[tuple[int, Pieces]]) -> Columns:
    """The chosen rows; the others are put among those that go the long way."""
    left_out = [not one for one in chosen]
    long.extend(zip(compress(columns[0], left_out), compress(columns[1], left_out), strict=True))
    return tuple([list(compress(column, chosen)) for column in columns])
