"""The good rows of an import, kept until all of its files are read: many of them on the disk, packed.

A row stays as what it wants; its cells are read once more where it turns out that it cannot be taken.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from marshal import dumps, loads
from sys import intern
from typing import NamedTuple

from dxskills.errors import Refused
from dxskills.exchange.cells import Cells, Sheet
from dxskills.exchange.wanted import Wanted
from dxskills.scratch import scratch_file, scratch_writing

_IN_MEMORY = 2**23  # bytes
_FORMAT = 2
"""Of ``marshal``: strings in full. What is packed leaves neither this process nor this version of Python."""


class Place(NamedTuple):
    """Where a row stands; ``number`` is the one that a spreadsheet shows."""

    sheet: Sheet
    number: int


class Fault(NamedTuple):
    column: str | None
    refusal: Refused


class PackedRows:
    """Rows by their place in the order of reading, the files one after the other."""

    def __init__(self) -> None:
        self._file = scratch_file(_IN_MEMORY)
        self._offsets = array("Q", [0])  # where each row begins, and where the next one will
        self._numbers = array("L")
        self._sheets: list[tuple[int, Sheet]] = []  # how many rows there were before the sheet's first
        self._faults: dict[int, Fault] = {}
        # Keys by their hash: a key whose hash is the only one of its kind has no other row beside it.
        self._hashes = array("q")
        self.dropped: set[int] = set()
        self.twins: dict[int, int] = {}
        """Rows that say what another one, before them, says."""

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def close(self) -> None:
        self._file.close()

    def take(self, sheet: Sheet, rows: Iterable[tuple[int, Wanted]]) -> None:
        """Pack a sheet's rows, each with its number."""
        self._sheets.append((len(self), sheet))
        for number, wanted in rows:
            self._numbers.append(number)
            self._hashes.append(hash(wanted.key))
            raw = dumps((wanted.key, wanted.said, dict(wanted.given)), _FORMAT)
            with scratch_writing():
                self._file.write(raw)
            self._offsets.append(self._offsets[-1] + len(raw))
        with scratch_writing():
            self._file.flush()

    def wanted(self, row: int) -> Wanted:
        """What a row wants; to be asked for when all rows are taken."""
        begins = self._offsets[row]
        self._file.seek(begins)
        key, said, given = loads(self._file.read(self._offsets[row + 1] - begins))
        # People, things and days come again and again, and entries keep them.
        return Wanted(tuple([part and intern(part) for part in key]), said, given)

    def place(self, row: int) -> Place:
        sheet = next(sheet for first, sheet in reversed(self._sheets) if first <= row)
        return Place(sheet, self._numbers[row])

    def position(self, row: int) -> tuple[int, int]:
        """What to sort rows by, to have them as they stand in the files."""
        first = next(first for first, _sheet in reversed(self._sheets) if first <= row)
        return first, self._numbers[row]

    def people(self) -> Iterator[str]:
        """Whom the rows speak of, as often as they do."""
        return (self.wanted(row).staff for row in range(len(self)))

    def repeated(self) -> list[list[int]]:
        """The rows that share their key with others, key by key."""
        ordered = sorted(self._hashes)
        several = {one for one, next_one in pairwise(ordered) if one == next_one}
        del ordered
        if not several:
            return []
        by_key: dict[tuple[object, ...], list[int]] = {}
        for row, digest in enumerate(self._hashes):
            if digest in several:
                by_key.setdefault(self.wanted(row).key, []).append(row)
        return [group for group in by_key.values() if len(group) > 1]

    def by_hash(self) -> dict[int, list[int]]:
        """The rows by the hash of their key."""
        found: dict[int, list[int]] = {}
        for row, digest in enumerate(self._hashes):
            found.setdefault(digest, []).append(row)
        return found

    def drop(self, row: int) -> None:
        """Take a row for one that says nothing new."""
        self.dropped.add(row)

    # --- faults found in what rows want

    def refuse(self, row: int, column: str | None, refusal: Refused) -> None:
        """Note why a row cannot be taken; ``column`` as for :meth:`Cells.refuse`."""
        self._faults[row] = Fault(column, refusal.with_traceback(None))

    def fault(self, row: int) -> Fault | None:
        return self._faults.get(row)

    def good(self) -> range | list[int]:
        """The rows without a fault so far that may say something new."""
        everything = range(len(self))
        left_out = self._faults.keys() | self.dropped
        return [row for row in everything if row not in left_out] if left_out else everything

    def reject(self) -> None:
        """Put the rows with faults among those that their sheets reject, with their cells."""
        if not self._sheets:
            return
        ends = [first for first, _sheet in self._sheets[1:]] + [len(self)]
        for (first, sheet), end in zip(self._sheets, ends, strict=True):
            faulty = {self._numbers[row]: self._faults[row] for row in sorted(self._faults) if first <= row < end}
            if not faulty:
                continue
            for row in sheet.table.rows():
                fault = faulty.get(row.number)
                if fault is not None:
                    cells = Cells(sheet, row)
                    cells.refuse(*fault)
                    sheet.rejected.append(cells)
