"""XLSX: one sheet under a frozen header that every printed page has too, every text a text and nothing else.

Days are texts too, in ISO form: a date cell cannot hold a day before 1900 nor every time of day, and a spreadsheet may
show it in a form that can be read in two ways. The cells have the format of texts, so that a number typed over one
keeps its leading zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from dxskills.errors import Refused
from dxskills.i18n import _
from dxskills.render.book import A4, MOST_ROWS, Texts, open_book
from dxskills.render.document import Flat
from dxskills.render.text import width

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST = 40
_LOOKED_AT = 200
"""Rows by which the widths of columns are chosen."""


def write(flat: Flat, target: BinaryIO) -> None:
    """The rows as a workbook, a row in memory at a time; refused where a sheet has no room for a text or for a row."""
    with open_book(target) as book:
        page = _Sheet(book.add_worksheet(), flat, book.add_format({"num_format": "@"}), Texts(book))
        page.write(book.add_format({"bold": True, "num_format": "@"}))


class _Sheet:
    """The one sheet while it is being filled."""

    def __init__(self, sheet: Worksheet, flat: Flat, text: Format, texts: Texts) -> None:
        self._sheet = sheet
        self._flat = flat
        self._text = text
        self._texts = texts
        self._widths = [width(column) + 4 for column in flat.columns]  # room for the button of the filter

    def write(self, heading: Format) -> None:
        columns = self._flat.columns
        for place, column in enumerate(columns):
            self._sheet.write_string(0, place, column, heading)
        number = 0
        for number, row in enumerate(self._flat.rows, start=1):
            if number >= MOST_ROWS:
                raise Refused(
                    "too-many-rows",
                    _("A sheet of a workbook has room for {limit} rows; nothing was written."),
                    hint=_("Write CSV or JSON Lines instead: --format csv."),
                    limit=f"{MOST_ROWS - 1:,}",
                )
            self._write_row(number, row)
        self._texts.refuse_long_ones()
        for place, column in enumerate(columns):
            shape = None if column in self._flat.numeric else self._text
            self._sheet.set_column(place, place, min(self._widths[place], _WIDEST), shape)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.autofilter(0, 0, number, len(columns) - 1)

    def _write_row(self, number: int, row: Sequence[object]) -> None:
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                self._sheet.write_number(number, place, value)
            else:
                text = _written(value)
                self._texts.write(self._sheet, number, place, text, self._text, self._flat.columns[place])
                if number <= _LOOKED_AT:
                    self._widths[place] = max(self._widths[place], width(text) + 1)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return " ".join(str(item) for item in value)
    return str(value)
