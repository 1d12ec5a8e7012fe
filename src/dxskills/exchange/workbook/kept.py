"""A sheet's rows, packed: read once from the file, they are at hand as often as they are asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from marshal import dumps, loads
from typing import NamedTuple

from dxskills.exchange.workbook.flaws import TooLarge, faulty
from dxskills.exchange.workbook.limits import LARGEST_AREA, LONGEST_ROW, MOST_KEPT_BYTES, MOST_TEXT
from dxskills.i18n import _

_BLOCK = 256 * 2**10
"""Characters and cells that make a block: enough to pack well, little enough to unpack at once."""


class CellFault(NamedTuple):
    column: int
    code: str


class Budget:
    """What a workbook may still take in memory."""

    def __init__(self) -> None:
        self._left = MOST_KEPT_BYTES

    def take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooLarge(_("it holds more than fits in memory"))


class KeptRows:
    """Rows with something in them, in the order of the sheet; columns count from 0."""

    def __init__(self, budget: Budget) -> None:
        self.width = 0
        self._budget = budget
        self._blocks: list[bytes] = []
        self._rows = 0
        self._text = 0
        self._begin_block()

    def _begin_block(self) -> None:
        self._numbers = array("L")
        self._cells: list[list[str]] = []
        self._faults: list[tuple[int, int, str]] = []  # place in the block, column, code
        self._size = 0

    def add(self, number: int, cells: list[str], faults: list[CellFault]) -> None:
        """Keep a row; its last cell holds something. Raises TooLarge."""
        length = sum(map(len, cells))
        if length > LONGEST_ROW:
            raise TooLarge(_("its row {row} has more than {limit} characters").format(row=number, limit=LONGEST_ROW))
        self._rows += 1
        self._text += length
        self.width = max(self.width, len(cells))
        if self._text > MOST_TEXT:
            raise TooLarge(_("a sheet of it holds too much text"))
        if self._rows * self.width > LARGEST_AREA:
            raise TooLarge(_("a sheet of it has too many cells"))
        if faults:
            self._faults.extend((len(self._numbers), column, code) for column, code in faults)
        self._numbers.append(number)
        self._cells.append(cells)
        self._size += length + len(cells)
        if self._size > _BLOCK:
            self.finish()

    def finish(self) -> None:
        """Pack what is not packed yet."""
        import zlib

        if not self._cells:
            return
        block = zlib.compress(dumps((self._numbers.tobytes(), self._cells, self._faults)), 1)
        self._budget.take(len(block))
        self._blocks.append(block)
        self._begin_block()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Each row's number and its cells, as many as the widest row has; lists that may be changed."""
        import zlib

        width = self.width
        for block in self._blocks:
            raw, rows, faults = loads(zlib.decompress(block))
            for place, column, code in faults:
                rows[place][column] = faulty(rows[place][column], code)
            numbers = array("L")
            numbers.frombytes(raw)
            rows.reverse()
            for number in numbers:
                cells = rows.pop()  # not kept until the block ends: as wide as it is now, it takes the more memory
                cells.extend([""] * (width - len(cells)))
                yield number, cells
