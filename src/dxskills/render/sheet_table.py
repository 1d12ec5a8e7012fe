"""One table on one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dxskills.exchange.characters import visible
from dxskills.render.book import Texts
from dxskills.render.document import Cell, Column, Table
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
_HIGHEST = 300
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
        for place, cell in enumerate(row):
            column = self._columns[place]
            text, tone, value, mark = (
                (cell.text, cell.tone, cell.value, cell.mark) if isinstance(cell, Cell) else (cell, "plain", None, "")
            )
            if mark:
                if column.marks:
                    self._legend[mark] = text
                text = mark if column.marks else f"{mark} {text}"
                self._marks[text] = tone
                self._marked.add(place)
                tone = "plain"  # the rule colours it, and goes on to when somebody changes the cell
            if value is None or (isinstance(value, date) and value < _FIRST_DAY):
                if text:
                    self._text(number, place, text, tone, column, foot)
                elif foot:
                    self._sheet.write_blank(number, place, None, self._looks.cell("text", tone, foot))
            elif isinstance(value, date):
                self._sheet.write_datetime(number, place, value, self._looks.cell("day", tone, foot))
            else:
                form = _form_of(value, text)
                if form == "share":
                    self._shares.add(place)
                self._sheet.write_number(number, place, value, self._looks.cell(form, tone, foot))
            if number <= _LOOKED_AT and not column.marks:
                self._widths[place] = max(self._widths[place], width(text) + 2)

    def _text(self, number: int, place: int, text: str, tone: str, column: Column, foot: bool) -> None:
        shown = visible(text)
        if len(shown) > _LONGEST or width(shown) > _WIDEST:
            form = "long"
        else:
            form = "mark" if column.marks else "right" if column.right else "text"
        self._texts.write(self._sheet, number, place, shown, self._looks.cell(form, tone, foot), column.title)

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


def _form_of(value: float, text: str) -> str:
    """Of a number that people read as ``text``."""
    if isinstance(value, int):
        return "identifier" if value >= 1000 and "," not in text else "whole"
    return "share" if text.endswith("%") else "number"


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
