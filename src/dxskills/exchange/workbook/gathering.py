"""The cells of a sheet, one after the other, to rows.

The row and column that a cell says it is in must go on from the one before: everything else is no workbook that a
program wrote, and reading it would mean guessing.
"""

from __future__ import annotations

from dxskills.exchange.workbook.contents import Contents
from dxskills.exchange.workbook.flaws import Broken, CellFlaw, TooLarge
from dxskills.exchange.workbook.kept import CellFault, KeptRows
from dxskills.exchange.workbook.limits import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_ROW,
    LONGEST_TEXT,
    MOST_CELLS,
    WIDEST_LIST,
)
from dxskills.exchange.workbook.references import columns, letters_of
from dxskills.exchange.workbook.strings import text_too_long
from dxskills.i18n import _

_LONG = 1_000
"""Characters from which a text is counted before its row is complete."""


_LONGEST_ROW_NUMBER = len(str(LAST_ROW))


class Gathering:
    """``row`` (from 1) and ``column`` (from 0) are those of the cell at hand, ``digits`` the row as it is written."""

    def __init__(self, contents: Contents, kept: KeptRows) -> None:
        self.contents = contents
        self.row, self.digits, self.column = 0, "0", -1
        self.cells: list[str] = []
        self._kept = kept
        self._columns = columns()
        self._faults: list[CellFault] = []
        self._seen = 0  # cells, empty ones included
        self._long = 0

    def begin_row(self, written: str | None) -> None:
        """A row begins, the one that is ``written`` or else the next."""
        row = self.row + 1
        if written is not None:
            said = int(written) if written.isdecimal() and len(written) <= _LONGEST_ROW_NUMBER else 0
            if said < row:
                raise self._misplaced(written)
            row = said
        if row > LAST_ROW:
            raise self._misplaced(str(row))
        self.row, self.digits = row, str(row)
        self.column = -1

    def begin_cell(self, place: str | None) -> None:
        """A cell begins, the one in ``place`` or else the next."""
        self.count_cells(1)
        column: int | None = self.column + 1
        if place is not None:
            digits = self.digits
            column = self._columns.get(place[: -len(digits)]) if place.endswith(digits) else None
        if column is None or column <= self.column or column >= LAST_COLUMN:
            raise self._misplaced(place or letters_of(LAST_COLUMN))
        self.column = column

    def count_cells(self, count: int) -> None:
        self._seen += count
        if self._seen > MOST_CELLS:
            raise TooLarge(_("a sheet of it has too many cells"))

    def columns_of(self, letters: list[str | None], digits: list[str | None]) -> list[int]:
        """The columns of all cells of the row at hand."""
        found: list[int] = []
        for name, row in zip(letters, digits, strict=True):
            self.begin_cell(f"{name}{row}")
            found.append(self.column)
        return found

    def put(self, kind: str | None, style: str | None, value: str | None, formula: str | None, inline: str) -> None:
        """What the cell at hand holds (see Contents)."""
        code = None
        try:
            text = self.contents.text(kind, style, value, formula, inline)
        except CellFlaw as flaw:
            text, code = self.contents.seen(value, formula), flaw.code
        except Broken as flaw:
            place = f"{letters_of(self.column)}{self.row}"
            raise Broken(_("cell {place} {reason}").format(place=place, reason=flaw.reason)) from None
        if text:
            self.add(self.column, text)
            if code:
                self._faults.append(CellFault(self.column, code))

    def add(self, column: int, text: str) -> None:
        """Put a text that is not empty into a column of the row at hand."""
        if column >= WIDEST_LIST:
            place = f"{letters_of(column)}{self.row}"
            message = _("something stands in cell {place}, and a list has {limit} columns at most")
            raise TooLarge(message.format(place=place, limit=WIDEST_LIST))
        if len(text) > _LONG:
            self._count_text(len(text))
        cells = self.cells
        if column > len(cells):
            cells.extend([""] * (column - len(cells)))
        cells.append(text)

    def end_row(self) -> None:
        if self.cells:
            self._kept.add(self.row, self.cells, self._faults)
            self.cells, self._faults, self._long = [], [], 0

    def _count_text(self, length: int) -> None:
        if length > LONGEST_TEXT:
            raise text_too_long()
        self._long += length
        if self._long > LONGEST_ROW:
            message = _("its row {row} has more than {limit} characters")
            raise TooLarge(message.format(row=self.row, limit=LONGEST_ROW))

    def _misplaced(self, place: str) -> Broken:
        message = _("after row {row} comes {place}, out of order or where no cell can be")
        return Broken(message.format(row=self.row, place=place[:20]))
