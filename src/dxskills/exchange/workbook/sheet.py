"""A sheet's part, element by element, to rows of texts.

The row and column that a cell says it is in must go on from the one before: everything else is no workbook that a
program wrote, and reading it would mean guessing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dxskills.exchange.workbook import numbers
from dxskills.exchange.workbook.flaws import Broken, CellFlaw, TooLarge
from dxskills.exchange.workbook.formats import Show
from dxskills.exchange.workbook.kept import CellFault, KeptRows
from dxskills.exchange.workbook.limits import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_ROW,
    LONGEST_TEXT,
    MOST_CELLS,
    MOST_MERGES,
    WIDEST_LIST,
)
from dxskills.exchange.workbook.markup import Attributes, parse
from dxskills.exchange.workbook.merges import Merge
from dxskills.exchange.workbook.references import cell_at, columns, letters_of
from dxskills.exchange.workbook.strings import LONGEST_WRITTEN, Strings, TextParts, text_too_long, unescape
from dxskills.i18n import _

_START, _TOP, _DATA, _ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _RUN, _RUN_TEXT, _MERGES, _MERGE = range(13)
_AROUND = {
    _TOP: _START,
    _DATA: _TOP,
    _ROW: _DATA,
    _CELL: _ROW,
    _VALUE: _CELL,
    _FORMULA: _CELL,
    _INLINE: _CELL,
    _TEXT: _INLINE,
    _RUN: _INLINE,
    _RUN_TEXT: _RUN,
    _MERGES: _TOP,
    _MERGE: _MERGES,
}
_INSIDE = {
    (_START, "worksheet"): _TOP,
    (_TOP, "sheetData"): _DATA,
    (_DATA, "row"): _ROW,
    (_CELL, "f"): _FORMULA,
    (_CELL, "is"): _INLINE,
    (_INLINE, "t"): _TEXT,
    (_INLINE, "r"): _RUN,
    (_RUN, "t"): _RUN_TEXT,
    (_TOP, "mergeCells"): _MERGES,
    (_MERGES, "mergeCell"): _MERGE,
}
_WITH_TEXT = (_VALUE, _FORMULA, _TEXT, _RUN_TEXT)
_TRUTHS = {"1": "true", "0": "false", "true": "true", "false": "false"}
_LONG = 1_000
"""Characters from which a text is counted before its row is complete."""
_LONGEST_FORMULA_SHOWN = 200


class Context(NamedTuple):
    """What a sheet's cells refer to."""

    strings: Strings
    formats: Sequence[Show | None]
    recalculated: bool
    """Whether a formula's 0 stands for a value that nobody has calculated."""


def read_sheet(pieces: Iterable[bytes], context: Context, rows: KeptRows) -> list[Merge]:
    """Put the sheet's rows into ``rows``, and give its merged cells. Raises ExpatError, or a flaw."""
    elements = _Sheet(context, rows)
    parse(pieces, elements)
    rows.finish()
    return elements.merges


class _Sheet:
    """``start`` and ``end`` are called for every element of millions of cells, and are written for that."""

    def __init__(self, context: Context, rows: KeptRows) -> None:
        self.texts: list[str] = []
        self.depth = self.foreign = 0
        self.merges: list[Merge] = []
        self._context = context
        self._rows = rows
        self._columns = columns()
        self._state = _START
        self._kept = False
        self._seen = 0  # cells, empty ones included
        self._row, self._digits = 0, "0"
        self._cells: list[str] = []
        self._faults: list[CellFault] = []
        self._long = 0
        self._column = -1
        self._type: str | None = None
        self._style: str | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._inline = TextParts()

    def start(self, name: str, attributes: Attributes) -> None:
        state = self._state
        if self.depth:
            self.depth += 1
            self.foreign += 1
        elif state == _CELL and name == "v":
            self._state = _VALUE
            self.texts.clear()
        elif state == _ROW and name == "c":
            self._state = _CELL
            self._seen += 1
            given = attributes.get
            place = given("r")
            if place is None:
                self._column += 1
            else:
                digits = self._digits
                column = self._columns.get(place[: -len(digits)]) if place.endswith(digits) else None
                if column is None or column <= self._column:
                    raise self._misplaced(place)
                self._column = column
            self._type, self._style = given("t"), given("s")
        else:
            self._start_other(state, name, attributes)

    def _start_other(self, state: int, name: str, attributes: Attributes) -> None:
        inside = _INSIDE.get((state, name))
        if inside is None:
            if state == _START:
                raise Broken(_("the part of a sheet is not what it should be"))
            self.depth = 1
            self.foreign += 1
            return
        self._state = inside
        if inside == _ROW:
            self._start_row(attributes.get("r"))
        elif inside in (_TEXT, _RUN_TEXT):
            self._inline.begin(attributes, self._kept)
            self.texts.clear()
        elif inside == _FORMULA:
            self.texts.clear()
        elif inside == _MERGE:
            self._merge(attributes.get("ref", ""))
        elif inside == _TOP:
            self._kept = attributes.get("xml:space") == "preserve"

    def end(self, name: str) -> None:
        state = self._state
        if self.depth:
            self.depth -= 1
        elif state == _VALUE:
            self._value = "".join(self.texts)
            self._state = _CELL
        elif state == _CELL:
            self._state = _ROW
            if self._value is not None or self._formula is not None or self._type == "inlineStr":
                self._end_cell()
                self._value = self._formula = None
        else:
            self._end_other(state)

    def _end_other(self, state: int) -> None:
        self._state = _AROUND[state]
        if state == _ROW and self._cells:
            self._rows.add(self._row, self._cells, self._faults)
            self._cells, self._faults, self._long = [], [], 0
        elif state in (_TEXT, _RUN_TEXT):
            self._inline.end(self.texts)
        elif state == _FORMULA:
            self._formula = "".join(self.texts)

    def room(self) -> int | None:
        if self._seen > MOST_CELLS:
            raise TooLarge(_("a sheet of it has too many cells"))
        return LONGEST_WRITTEN if self._state in _WITH_TEXT else None

    def _start_row(self, written: str | None) -> None:
        row = self._row + 1
        if written is not None:
            if not written.isdecimal() or len(written) > len(str(LAST_ROW)) or int(written) < row:
                raise self._misplaced(written)
            row = int(written)
        if row > LAST_ROW:
            raise self._misplaced(str(row))
        self._row, self._digits = row, str(row)
        self._column = -1

    def _misplaced(self, place: str) -> Broken:
        text = _("after row {row} comes {place}, out of order or where no cell can be")
        return Broken(text.format(row=self._row, place=place[:20]))

    def _merge(self, written: str) -> None:
        first, _colon, last = written.partition(":")
        begin, end = cell_at(first), cell_at(last or first)
        if begin is None or end is None or end < begin or end[1] < begin[1]:
            raise Broken(_("{place} is no place of merged cells").format(place=written[:20]))
        if len(self.merges) >= MOST_MERGES:
            raise TooLarge(_("a sheet of it has too many merged cells"))
        if begin != end:
            self.merges.append(Merge(begin[0], end[0], begin[1], end[1]))

    def _end_cell(self) -> None:
        """The cell's text among those of its row, if it has one."""
        code = None
        try:
            text = self._text()
        except CellFlaw as flaw:
            text, code = self._seen_text(), flaw.code
        if not text:
            return
        column, cells = self._column, self._cells
        if column >= WIDEST_LIST:
            raise self._too_far_right()
        if len(text) > _LONG:
            self._count(len(text))
        if column > len(cells):
            cells.extend([""] * (column - len(cells)))
        cells.append(text)
        if code:
            self._faults.append(CellFault(column, code))

    def _text(self) -> str:
        """Raises CellFlaw where what is seen is not the cell's value."""
        kind, value = self._type, self._value
        if kind == "s":
            return self._shared(value or "")
        if kind == "inlineStr":
            return self._inline.take()
        if value is None or (not value and kind != "str" and self._formula is not None):
            raise CellFlaw("no-cached-value")
        if kind is None or kind == "n":
            return self._number(value.strip())
        match kind:
            case "str":
                return unescape(value)
            case "b":
                return _TRUTHS.get(value.strip(), value)
            case "d":
                return numbers.iso_day(value.strip()) if value else ""
            case "e":
                raise CellFlaw("error-cell")
        raise Broken(_("cell {place} is of a kind that there is not").format(place=self._place()))

    def _seen_text(self) -> str:
        """What stands in a cell that has no value: its formula, if that was never calculated."""
        if self._value and not (self._formula is not None and self._value == "0"):
            return self._value
        return f"={self._formula}"[:_LONGEST_FORMULA_SHOWN]

    def _shared(self, number: str) -> str:
        strings = self._context.strings
        if not number.isdecimal() or len(number) > 9 or int(number) >= len(strings):
            raise Broken(_("cell {place} refers to a text that is not there").format(place=self._place()))
        return strings[int(number)]

    def _number(self, value: str) -> str:
        if not value:
            return ""
        if self._formula is not None and value == "0" and self._context.recalculated:
            raise CellFlaw("no-cached-value")
        style = self._style
        if style is None or style == "0":
            return numbers.plain(value)
        formats = self._context.formats
        if not style.isdecimal() or len(style) > 9 or int(style) >= len(formats):
            raise Broken(_("cell {place} refers to a style that is not there").format(place=self._place()))
        show = formats[int(style)]
        return numbers.plain(value) if show is None else show(value)

    def _count(self, length: int) -> None:
        if length > LONGEST_TEXT:
            raise text_too_long()
        self._long += length
        if self._long > LONGEST_ROW:
            text = _("its row {row} has more than {limit} characters")
            raise TooLarge(text.format(row=self._row, limit=LONGEST_ROW))

    def _place(self) -> str:
        return f"{letters_of(self._column)}{self._row}"

    def _too_far_right(self) -> TooLarge | Broken:
        if self._column >= LAST_COLUMN:
            return self._misplaced(self._place())
        text = _("something stands in cell {place}, and a list has {limit} columns at most")
        return TooLarge(text.format(place=self._place(), limit=WIDEST_LIST))
