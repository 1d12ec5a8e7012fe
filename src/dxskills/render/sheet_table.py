"""One table on one sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dxskills.exchange.characters import visible
from dxskills.render.book import Texts
from dxskills.render.document import Cell, Table
from dxskills.render.grid import from_good_to_bad
from dxskills.render.sheet_look import Looks
from dxskills.render.text import width

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets do not agree on the number of a day; it is written as a text."""
_WIDEST = 44
_NARROWEST = 6
_MARK = 3.4
_LINE = 16
_HIGHEST = 300
"""Of a row, in points."""
_EVERYWHERE = "A1:XFD1048576"
_NUMBER = re.compile(r"-?[\d,.]+( ?%)?|–")
_LOOKED_AT = 200
"""Rows by which the widths of columns are chosen."""
_LONGEST = 255
"""Characters that a spreadsheet shows of a cell in the form of texts."""


class TableSheet:
    def __init__(self, sheet: Worksheet, table: Table, looks: Looks, texts: Texts) -> None:
        self._sheet = sheet
        self._table = table
        self._looks = looks
        self._texts = texts
        self._columns = table.columns
        self._titles = [visible(column.title) for column in table.columns]
        self._widths: list[float] = [float(width(title) + 4) for title in self._titles]
        self._marks: dict[str, str] = {}
        self._legend: dict[str, str] = {}
        self._marked: set[int] = set()
        self._shares: set[int] = set()

    def write(self, rows: Iterable[Sequence[Cell | str]], *, last: bool) -> None:
        """``last``: the foot and the note come on this sheet."""
        self._header()
        number = 0
        for number, row in enumerate(rows, start=1):
            self._row(number, row)
        self._sheet.autofilter(0, 0, number, max(len(self._columns) - 1, 0))
        if number:
            self._rules(number)
        if last:
            self._below(number)
        self._set_up()

    def _header(self) -> None:
        upright = [width(t) for t, column in zip(self._titles, self._columns, strict=True) if column.marks]
        if upright:
            self._sheet.set_row(0, min(max(upright) * 7 + 24, _HIGHEST))
        for place, (title, column) in enumerate(zip(self._titles, self._columns, strict=True)):
            form = "mark" if column.marks else "right" if column.right else "text"
            self._texts.write(self._sheet, 0, place, title, self._looks.header(form), title)

    def _row(self, number: int, row: Sequence[Cell | str], foot: bool = False) -> None:
        lines = max(map(_lines, row), default=1)
        if lines > 1:  # before its cells; not every program finds the height by itself
            self._sheet.set_row(number, min(lines * _LINE, _HIGHEST))
        for place, cell in enumerate(row):
            self._cell(number, place, cell if isinstance(cell, Cell) else Cell(cell), foot)

    def _cell(self, number: int, place: int, cell: Cell, foot: bool) -> None:
        column, text, tone = self._columns[place], visible(cell.text), cell.tone
        if cell.mark:
            text, tone = self._marked_text(place, cell), "plain"
        form = _form_of(cell.value, text)
        if form == "day":
            self._sheet.write_datetime(number, place, cell.value, self._looks.cell(form, tone, foot))
        elif form is not None:
            if form == "share":
                self._shares.add(place)
            self._sheet.write_number(number, place, cell.value, self._looks.cell(form, tone, foot))
        elif text:
            self._text(number, place, text, tone, foot)
        elif foot:
            self._sheet.write_blank(number, place, None, self._looks.cell("text", tone, foot))
        if number <= _LOOKED_AT and not column.marks:
            self._widths[place] = max(self._widths[place], width(text) + 2)

    def _marked_text(self, place: int, cell: Cell) -> str:
        """What is shown of a cell with a mark. A rule colours it, which goes on to when somebody changes the cell."""
        if self._columns[place].marks:
            self._legend[cell.mark] = cell.text
            text = cell.mark
        else:
            text = f"{cell.mark} {cell.text}"
        self._marks[text] = cell.tone
        self._marked.add(place)
        return text

    def _text(self, number: int, place: int, text: str, tone: str, foot: bool) -> None:
        column = self._columns[place]
        if len(text) > _LONGEST or width(text) > _WIDEST:
            form = "long"
            self._widths[place] = _WIDEST
        else:
            form = "mark" if column.marks else "right" if column.right else "text"
        self._texts.write(self._sheet, number, place, text, self._looks.cell(form, tone, foot), column.title)

    def _rules(self, rows: int) -> None:
        """What colours cells by what is in them, now and after somebody has changed it."""
        for place in sorted(self._shares):
            self._sheet.conditional_format(1, place, rows, place, _BAR)
        if not self._marked:
            return
        ranges = [_range(first, last, rows) for first, last in _runs(sorted(self._marked))]
        for text, tone in sorted(self._marks.items()):
            quoted = text.replace('"', '""')
            rule: dict[str, Any] = {"type": "cell", "criteria": "==", "value": f'"{quoted}"'}
            rule |= {"format": self._looks.tone(tone), "multi_range": " ".join(ranges)}
            self._sheet.conditional_format(ranges[0], rule)

    def _below(self, number: int) -> None:
        for row in self._table.foot:
            number += 1
            self._row(number, row, foot=True)
        empty = None if self._table.rows else self._table.empty
        marks = "  ".join(f"{mark} {word}" for mark, word in from_good_to_bad(self._legend).items())
        for text in (empty, marks, self._table.note):
            if text:
                number += 2 if number else 1
                self._texts.write(self._sheet, number, 0, visible(text), self._looks.note(), "")

    def _set_up(self) -> None:
        leads = [column.marks for column in self._columns].index(True) if any(c.marks for c in self._columns) else 0
        for place, column in enumerate(self._columns):
            room = _MARK if column.marks else min(max(self._widths[place], _NARROWEST), _WIDEST)
            self._sheet.set_column(place, place, room)
        # Staff numbers are texts on purpose.
        self._sheet.ignore_errors({"number_stored_as_text": _EVERYWHERE})
        self._sheet.freeze_panes(1, leads)
        self._sheet.repeat_rows(0)
        if leads:
            self._sheet.repeat_columns(0, leads - 1)


_BAR: dict[str, Any] = {
    "type": "data_bar",
    "min_type": "num",
    "max_type": "num",
    "min_value": 0,
    "max_value": 1,
    "bar_color": "#CFE0F1",
    "bar_solid": True,
}


def _form_of(value: float | date | None, text: str) -> str | None:
    """Of what people read as ``text``; None for a text, which a number is too where they read more than the number."""
    if value is None:
        return None
    if isinstance(value, date):
        return "day" if value >= _FIRST_DAY else None
    if not _NUMBER.fullmatch(text):
        return None
    if isinstance(value, int):
        return "identifier" if value >= 1000 and "," not in text else "whole"
    return "share" if text.endswith("%") else "number"


def _lines(cell: Cell | str) -> int:
    """How many lines a cell takes in the widest of columns."""
    text = cell.text if isinstance(cell, Cell) else cell
    return 1 if len(text) <= _WIDEST // 2 else -(-width(text) // (_WIDEST - 2))


def _runs(places: Sequence[int]) -> Iterable[tuple[int, int]]:
    first = before = places[0]
    for place in places[1:]:
        if place != before + 1:
            yield first, before
            first = place
        before = place
    yield first, before


def _range(first: int, last: int, rows: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(1, first, rows, last))
