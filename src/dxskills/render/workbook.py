"""XLSX: one sheet under a frozen header, every text a text and nothing else.

Days are texts too, in ISO form: a date cell cannot hold a day before 1900 nor every time of day, and a spreadsheet may
show it in a form that can be read in two ways. The cells have the format of texts, so that a number typed over one
keeps its leading zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from dxskills.errors import Problem, Refused, Unavailable
from dxskills.i18n import _
from dxskills.render.document import Flat
from dxskills.render.text import width

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""Of one cell, in UTF-16 as a spreadsheet counts them."""

_MOST_PROBLEMS = 1000
_SHOWN = 40
_WIDEST = 40
_LOOKED_AT = 200
"""Rows by which the widths of columns are chosen."""


def write(flat: Flat, target: BinaryIO) -> None:
    """The rows as a workbook, a row in memory at a time; refused where a sheet has no room for a text or for a row."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise Unavailable(
            "missing-extra",
            _("Workbooks need {library}, which is not installed."),
            hint=_("Install it with: pip install 'dxskills[{extra}]'"),
            library="XlsxWriter",
            extra="excel",
        ) from None
    settings = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(target, settings)
    sheet = _Sheet(book.add_worksheet(), flat, book.add_format({"num_format": "@"}), book.add_format())
    sheet.write(book.add_format({"bold": True, "num_format": "@"}))
    book.close()


class _Sheet:
    """The one sheet while it is being filled."""

    def __init__(self, sheet: Worksheet, flat: Flat, text: Format, plain: Format) -> None:
        self._sheet = sheet
        self._flat = flat
        self._text = text
        self._plain = plain
        self._problems: list[Problem] = []
        self._count = 0
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
        self._refuse_long_texts()
        for place, column in enumerate(columns):
            shape = None if column in self._flat.numeric else self._text
            self._sheet.set_column(place, place, min(self._widths[place], _WIDEST), shape)
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, number, len(columns) - 1)

    def _write_row(self, number: int, row: Sequence[object]) -> None:
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                done = self._sheet.write_number(number, place, value)
            else:
                text = _written(value)
                done = self._write_text(number, place, text)
                if number <= _LOOKED_AT:
                    self._widths[place] = max(self._widths[place], width(text) + 1)
            if done:
                self._note(number, place, str(value))

    def _write_text(self, number: int, place: int, text: str) -> int:
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would take it for its own markup; in two pieces it is a text again.
            pieces = (self._plain, text[:1], self._plain, text[1:], self._text)
            return int(self._sheet.write_rich_string(number, place, *pieces))
        return int(self._sheet.write_string(number, place, text, self._text))

    def _note(self, number: int, place: int, text: str) -> None:
        self._count += 1
        if self._count <= _MOST_PROBLEMS:
            message = _("The text has {found} characters; a cell has room for {limit}.")
            said = message.format(found=f"{len(text):,}", limit=f"{MOST_CHARACTERS:,}")
            column = self._flat.columns[place]
            self._problems.append(Problem("-", number + 1, column, text[:_SHOWN] + "…", "text-too-long", said))

    def _refuse_long_texts(self) -> None:
        if self._count:
            raise Refused(
                "text-too-long",
                _("{count} texts are too long for a cell of a workbook; nothing was written."),
                hint=_("Write CSV or JSON Lines instead: --format csv."),
                problems=self._problems,
                count=self._count,
            )


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return " ".join(str(item) for item in value)
    return str(value)
