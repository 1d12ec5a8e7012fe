"""A workbook file: which sheets it has, and the rows of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from dxskills.errors import Refused
from dxskills.exchange.table import Row
from dxskills.exchange.workbook.archive import Archive, opened
from dxskills.exchange.workbook.contents import Contents
from dxskills.exchange.workbook.flaws import refusing
from dxskills.exchange.workbook.foreign import refuse_another_kind, refuse_what_is_none
from dxskills.exchange.workbook.formats import Show, read_formats
from dxskills.exchange.workbook.kept import Budget, KeptRows
from dxskills.exchange.workbook.merges import Merge, Merged
from dxskills.exchange.workbook.package import Package, SheetInfo, read_package
from dxskills.exchange.workbook.references import cell_at
from dxskills.exchange.workbook.sheet import read_sheet
from dxskills.exchange.workbook.strings import Strings, read_strings
from dxskills.i18n import _


def read_workbook(path: Path, open_stream: Callable[[], IO[bytes]] | None = None) -> Workbook:
    """The workbook at ``path``, or in the stream that ``open_stream`` opens anew at each call; a sheet is read when its
    rows are asked for.

    Refuses ("not-a-workbook", "encrypted-workbook", "old-workbook", "broken-workbook", "unsafe-workbook",
    "workbook-too-large", "empty-file", "unreadable-file") what cannot be read, as reading its rows does.
    """
    return Workbook(path, open_stream or partial(_open, path))


class Workbook:
    def __init__(self, path: Path, open_stream: Callable[[], IO[bytes]]) -> None:
        self.path = path
        self.file = str(path)
        self._open = open_stream
        self._budget = Budget()
        self._contents: Contents | None = None
        self._read: dict[str, tuple[KeptRows, list[Merge]]] = {}
        with refusing(self.file), self._open() as stream:
            refuse_what_is_none(stream, self.file)
            with opened(stream) as archive:
                refuse_another_kind(archive.names, self.file)
                self._package = read_package(archive)

    @property
    def sheets(self) -> tuple[SheetInfo, ...]:
        """The sheets with cells, in the workbook's order."""
        return self._package.sheets

    def table(self, name: str) -> SheetTable:
        """The rows of the sheet ``name``. Refuses ("unknown-sheet") a name that there is not."""
        if name not in self._package.parts:
            known = ", ".join(sheet.name for sheet in self.sheets)
            message = _("{file} has no sheet {sheet}.")
            hint = _("It has: {known}.")
            raise Refused("unknown-sheet", message, hint=hint, file=self.file, sheet=name, known=known)
        return SheetTable(self, next(sheet for sheet in self.sheets if sheet.name == name))

    def cell(self, name: str, place: str) -> str:
        """What stands in ``place``, such as "B2", of the sheet ``name``; empty where nothing does.

        ValueError where ``place`` names no cell.
        """
        found = cell_at(place)
        if found is None:
            raise ValueError(place)
        number, column = found
        for row in self.table(name).rows():
            if row.number == number:
                return row.cells[column] if column < len(row.cells) else ""
            if row.number > number:
                break
        return ""

    def kept(self, name: str) -> tuple[KeptRows, list[Merge]]:
        """The rows and merged cells of a sheet, read at the first call."""
        if name not in self._read:
            with refusing(self.file), self._open() as stream, opened(stream) as archive:
                rows = KeptRows(self._budget)
                merges = read_sheet(archive.pieces(self._package.parts[name]), self._around(archive), rows)
                self._read[name] = rows, merges
        return self._read[name]

    def _around(self, archive: Archive) -> Contents:
        if self._contents is None:
            package = self._package
            self._contents = Contents(
                _strings(archive, package, self._budget), _formats(archive, package), package.recalculated
            )
        return self._contents


def _open(path: Path) -> IO[bytes]:
    if not path.is_file() and path.exists():
        raise Refused("not-a-file", _("{file} is not an ordinary file."), file=str(path))
    return path.open("rb")


def _strings(archive: Archive, package: Package, budget: Budget) -> Strings:
    return read_strings(archive.pieces(package.strings), budget) if package.strings else []


def _formats(archive: Archive, package: Package) -> Sequence[Show | None]:
    if not package.styles:
        return []
    return read_formats(archive.pieces(package.styles), package.epoch_1904)


class SheetTable:
    """A sheet as a list of rows; those that hold nothing are left out, and all are as wide as the widest."""

    def __init__(self, workbook: Workbook, sheet: SheetInfo) -> None:
        self.path = workbook.path
        self.file = workbook.file
        self.sheet: str | None = sheet.name
        self.hidden = sheet.hidden
        self._workbook = workbook
        self._name = sheet.name

    def rows(self) -> Iterator[Row]:
        """The rows from the top; may be called again. Refuses a sheet that is damaged, unsafe or too large."""
        kept, merges = self._workbook.kept(self._name)
        merged = Merged(merges, kept.width) if merges else None
        with refusing(self.file):
            for number, cells in kept:
                if merged:
                    merged.fill(number, cells)
                yield Row(number, cells)
