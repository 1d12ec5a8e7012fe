"""A sheet's part, element by element, to rows of texts and merged cells."""

from __future__ import annotations

from collections.abc import Iterable

from dxskills.exchange.workbook.contents import Contents
from dxskills.exchange.workbook.flaws import Broken, TooLarge
from dxskills.exchange.workbook.gathering import Gathering
from dxskills.exchange.workbook.kept import KeptRows
from dxskills.exchange.workbook.limits import MOST_MERGES
from dxskills.exchange.workbook.markup import Attributes, parse
from dxskills.exchange.workbook.merges import Merge
from dxskills.exchange.workbook.plain import PlainRows
from dxskills.exchange.workbook.references import cell_at
from dxskills.exchange.workbook.strings import LONGEST_WRITTEN, TextParts
from dxskills.i18n import _

_START, _TOP, _DATA, _ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _RUN, _RUN_TEXT, _MERGES, _MERGE = range(13)
_INSIDE = {
    (_START, "worksheet"): _TOP,
    (_TOP, "sheetData"): _DATA,
    (_DATA, "row"): _ROW,
    (_ROW, "c"): _CELL,
    (_CELL, "v"): _VALUE,
    (_CELL, "f"): _FORMULA,
    (_CELL, "is"): _INLINE,
    (_INLINE, "t"): _TEXT,
    (_INLINE, "r"): _RUN,
    (_RUN, "t"): _RUN_TEXT,
    (_TOP, "mergeCells"): _MERGES,
    (_MERGES, "mergeCell"): _MERGE,
}
_AROUND = {inside: around for (around, _name), inside in _INSIDE.items()}
_WITH_TEXT = (_VALUE, _FORMULA, _TEXT, _RUN_TEXT)


def read_sheet(pieces: Iterable[bytes], contents: Contents, rows: KeptRows) -> list[Merge]:
    """Put the sheet's rows into ``rows``, and give its merged cells. Raises ExpatError, or a flaw."""
    gathering = Gathering(contents, rows)
    elements = _Sheet(gathering)
    parse(PlainRows(gathering, elements.between_rows).leave_out(pieces), elements)
    rows.finish()
    return elements.merges


class _Sheet:
    def __init__(self, gathering: Gathering) -> None:
        self.texts: list[str] = []
        self.depth = self.foreign = 0
        self.merges: list[Merge] = []
        self._gathering = gathering
        self._state = _START
        self._kept = False
        self._kind: str | None = None
        self._style: str | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._inline = TextParts()

    def between_rows(self) -> bool:
        return self._state == _DATA and not self.depth and not self._kept

    def start(self, name: str, attributes: Attributes) -> None:
        inside = None if self.depth else _INSIDE.get((self._state, name))
        if inside is None:
            if self._state == _START:
                raise Broken(_("the part of a sheet is not what it should be"))
            self.depth += 1
            self.foreign += 1
            return
        self._state = inside
        if inside == _CELL:
            self._gathering.begin_cell(attributes.get("r"))
            self._kind, self._style = attributes.get("t"), attributes.get("s")
        elif inside in _WITH_TEXT:
            self.texts.clear()
            self._inline.begin(attributes, self._kept)
        elif inside == _ROW:
            self._gathering.begin_row(attributes.get("r"))
        elif inside == _MERGE:
            self._merge(attributes.get("ref", ""))
        elif inside == _TOP:
            self._kept = attributes.get("xml:space") == "preserve"

    def end(self, name: str) -> None:
        if self.depth:
            self.depth -= 1
            return
        state = self._state
        self._state = _AROUND[state]
        if state == _CELL:
            self._gathering.put(self._kind, self._style, self._value, self._formula, self._inline.take())
            self._value = self._formula = None
        elif state == _VALUE:
            self._value = "".join(self.texts)
        elif state in (_TEXT, _RUN_TEXT):
            self._inline.end(self.texts)
        elif state == _FORMULA:
            self._formula = "".join(self.texts)
        elif state == _ROW:
            self._gathering.end_row()

    def room(self) -> int | None:
        return LONGEST_WRITTEN if self._state in _WITH_TEXT else None

    def _merge(self, written: str) -> None:
        first, _colon, last = written.partition(":")
        begin, end = cell_at(first), cell_at(last or first)
        if begin is None or end is None or end < begin or end[1] < begin[1]:
            raise Broken(_("{place} is no place of merged cells").format(place=written[:20]))
        if len(self.merges) >= MOST_MERGES:
            raise TooLarge(_("a sheet of it has too many merged cells"))
        if begin != end:
            self.merges.append(Merge(begin[0], end[0], begin[1], end[1]))
