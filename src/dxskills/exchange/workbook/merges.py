"""Merged cells: what one shows stands in its first column in every row that it spans."""

from __future__ import annotations

from typing import NamedTuple

from dxskills.exchange.workbook.flaws import Broken, faulty
from dxskills.i18n import _


class Merge(NamedTuple):
    """Rows from 1, columns from 0; all four are inside."""

    top: int
    bottom: int
    left: int
    right: int


class Merged:
    """Fills the rows of one sheet, given from the top. A row that holds nothing of its own is not filled."""

    def __init__(self, merges: list[Merge], width: int) -> None:
        self._width = width
        self._coming = sorted((merge for merge in merges if merge.left < width), reverse=True)
        self._open: dict[int, tuple[Merge, str]] = {}
        """By their left column, those that span the row at hand, and the text that they show."""

    def fill(self, number: int, cells: list[str]) -> None:
        """Raises Broken where two merged cells overlap."""
        for left in [left for left, (merge, _text) in self._open.items() if merge.bottom < number]:
            del self._open[left]
        for left, (merge, text) in self._open.items():
            if cells[left] and cells[left] != text:
                cells[left] = faulty(cells[left], "hidden-cell")
            else:
                cells[left] = text
            self._mark_hidden(merge, cells, text)
        while self._coming and self._coming[-1].top <= number:
            self._begin(self._coming.pop(), number, cells)

    def _begin(self, merge: Merge, number: int, cells: list[str]) -> None:
        if merge.bottom < number:
            return
        if any(merge.left <= other.right and other.left <= merge.right for other, _text in self._open.values()):
            raise Broken(_("merged cells in it overlap in row {row}").format(row=number))
        # Where the first row holds nothing it is not among the rows, and the merged cell shows nothing.
        text = cells[merge.left] if merge.top == number else ""
        self._open[merge.left] = (merge, text)
        if merge.top < number and cells[merge.left]:
            cells[merge.left] = faulty(cells[merge.left], "hidden-cell")
        self._mark_hidden(merge, cells, text)

    def _mark_hidden(self, merge: Merge, cells: list[str], text: str) -> None:
        last = min(merge.right, self._width - 1)
        for column in range(merge.left + 1, last + 1):
            if cells[column] and cells[column] != text:
                cells[column] = faulty(cells[column], "hidden-cell")
