"""A table as a profile has it: with the columns that hold for every row, and with the values that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from dxskills.errors import Problem, Refused
from dxskills.exchange.characters import visible
from dxskills.exchange.columns import FORMS, HIGHEST_HEADER_ROW, Recogniser, holds_reasons
from dxskills.exchange.profiles.meanings import as_in_list
from dxskills.exchange.profiles.profile import OutsideCell, Profile, fold_cell
from dxskills.exchange.table import Faulty, Row, Table
from dxskills.i18n import _

_LONGEST_VALUE = 1000
"""Characters of a cell that a pattern is tried on."""


class Meant(str):
    """What a cell means by the profile, where that is not what is ``written`` in it."""

    __slots__ = ("written",)
    written: str

    @classmethod
    def of(cls, meaning: str, written: str) -> Meant:
        cell = cls(meaning)
        cell.written = written
        return cell


def written(cell: str) -> str:
    """What stands in the file, also where the profile has it mean something else."""
    return cell.written if isinstance(cell, Meant) else cell


def profiled(table: Table, profile: Profile) -> Table:
    """The table with the profile's constants, outside cells, values and header row; itself where it says none of them.

    Headers, sheets, encoding, dates and duplicates are the reader's to take from the profile.
    """
    if profile.provided or profile.values or profile.header_row:
        return ProfiledTable(table, profile)
    return table


class _Layout(NamedTuple):
    """Where a table's own list is, and what is added to it."""

    header: int | None  # the row's number; None where no row looks like one
    width: int
    known: tuple[int, ...]  # the places of the columns that the import reads
    added: tuple[str, ...]  # the columns added
    given: tuple[str, ...]  # and their values
    meanings: Mapping[int, Mapping[str, str]]  # by place


class ProfiledTable:
    """The rows of another table. Behind the cells of each below the header stand those that hold for all of them.

    The header has the added columns' own names. A column that the list has itself is not added, so that rejected rows,
    which carry the added ones, can be mended and read again with the same profile. A row that is blank in every column
    of the list, as on the rest of a pre-printed form, is blank throughout. Reading refuses ("outside-cell") a cell
    outside the list that does not say what it should.
    """

    def __init__(self, table: Table, profile: Profile) -> None:
        self.path, self.file, self.sheet = table.path, table.file, table.sheet
        self.own = table  # as the file has it
        self._profile = profile
        self._recogniser = Recogniser(FORMS[profile.kind], {}, profile.levels, profile.columns)
        self._layout: _Layout | None = None

    @property
    def added(self) -> int:
        """How many cells at the end of each row of the list are not the file's own."""
        return len(self._known_layout().added)

    def rows(self) -> Iterator[Row]:
        layout = self._known_layout()
        for row in self.own.rows():
            if layout.header is None:
                yield row
            elif row.number == layout.header:
                yield row._replace(cells=[*row.cells, *map(self._title, layout.added)])
            elif row.number > layout.header:
                yield self._completed(row, layout)
            elif self._profile.header_row:
                yield row._replace(cells=[])  # nothing above the header that was named is taken for one
            else:
                yield row

    def _known_layout(self) -> _Layout:
        if self._layout is None:
            self._layout = self._find_layout()
        return self._layout

    def _completed(self, row: Row, layout: _Layout) -> Row:
        cells = row.cells
        if len(cells) != layout.width:
            # The reader tells of the width; a blank line stays one.
            return row if row.blank else row._replace(cells=[*cells, *layout.given])
        if not any(cells[place].strip() for place in layout.known):
            return row._replace(cells=[""] * (layout.width + len(layout.added)))
        if layout.meanings:
            cells = cells.copy()
            for place, meanings in layout.meanings.items():
                cells[place] = _meant(cells[place], meanings)
        return row._replace(cells=[*cells, *layout.given])

    # --- where things are

    def _find_layout(self) -> _Layout:
        cells = self._profile.cells
        last = max(HIGHEST_HEADER_ROW, *(cell.row for cell in cells)) if cells else HIGHEST_HEADER_ROW
        wanted = {cell.row for cell in cells}
        top: list[Row] = []
        outside: dict[int, list[str]] = {}
        for row in takewhile(lambda row: row.number <= last, self.own.rows()):
            if row.number <= HIGHEST_HEADER_ROW:
                top.append(row)
            if row.number in wanted:
                outside[row.number] = row.cells
        header, complete = self._header(top)
        if header is None:
            return _Layout(None, 0, (), (), (), {})
        keys = [self._recogniser.key(cell) for cell in header.cells]
        added = tuple(column for column in self._profile.provided if not self._has(column, keys))
        # Where the header is not all there, the rows are refused for that, whatever stands outside the list.
        given = self._values(added, outside) if complete else ("",) * len(added)
        known = tuple(place for place, key in enumerate(keys) if key is not None)
        values = {self._key(column): self._meanings(column) for column in self._profile.values}
        meanings = {place: values[key] for place, key in enumerate(keys) if key in values}
        return _Layout(header.number, len(header.cells), known, added, given, meanings)

    def _header(self, top: list[Row]) -> tuple[Row | None, bool]:
        """The header row, or the one that is most like it; and whether the list can be read under it."""
        required = set(FORMS[self._profile.kind].required)
        provided = set(self._profile.provided)
        best: tuple[int, Row | None] = (0, None)
        for row in top:
            found = {key for cell in row.cells if (key := self._recogniser.key(cell))}
            if required - provided <= found and (self._is_named(row) or self._holds_all_provided(found)):
                return row, True
            if len(found) > best[0]:
                best = len(found), row
        named = next((row for row in top if row.number == self._profile.header_row), None)
        return named or best[1], False

    def _is_named(self, row: Row) -> bool:
        """Whether the header may be in this row; rejected rows have theirs wherever the profile says it is."""
        return self._profile.header_row in (None, row.number) or holds_reasons(row)

    def _holds_all_provided(self, found: set[str]) -> bool:
        """Whether these are the columns of rejected rows, as only our own file has them, less that of the reasons."""
        return bool(self._profile.provided) and {self._key(column) for column in self._profile.provided} <= found

    def _key(self, column: str) -> str:
        """What the recogniser calls the column."""
        levels = self._profile.levels
        return f"unit/{levels.index(column)}" if column in levels and column not in FORMS["staff"].columns else column

    def _title(self, column: str) -> str:
        """A header that is read as the column also where the profile takes its own name for something else."""
        names = (column, *FORMS[self._profile.kind].columns.get(column, ()))
        return next((name for name in names if self._recogniser.key(name) == self._key(column)), column)

    def _meanings(self, column: str) -> dict[str, str]:
        form = self._profile.date_format
        return {text: as_in_list(column, meaning, form) for text, meaning in self._profile.values[column].items()}

    def _has(self, column: str, keys: list[str | None]) -> bool:
        """Whether the list has the column itself; the unit is one value, however it is written."""
        key = self._key(column)
        if key == "unit":
            return any(other is not None and other.partition("/")[0] == "unit" for other in keys)
        return key in keys or (key.startswith("unit/") and "unit" in keys)

    # --- what stands outside the list

    def _values(self, added: tuple[str, ...], outside: Mapping[int, list[str]]) -> tuple[str, ...]:
        cells = {cell.column: cell for cell in self._profile.cells}
        problems: list[Problem] = []
        values = []
        for column in added:
            constant = self._profile.constants.get(column)
            value = self._outside(cells[column], outside, problems) if constant is None else constant
            values.append(as_in_list(column, value, self._profile.date_format))
        if problems:
            message = _("{file}: not every cell outside the list says what the profile takes from it.")
            hint = _("Mend the cells named, or the profile {profile}.")
            raise Refused(
                "outside-cell",
                message,
                hint=hint,
                problems=problems,
                file=self._called,
                profile=self._profile.path,
            )
        return tuple(values)

    def _outside(self, cell: OutsideCell, outside: Mapping[int, list[str]], problems: list[Problem]) -> str:
        row = outside.get(cell.row, [])
        text = row[cell.place] if cell.place < len(row) else ""
        reason = None
        value = text.strip()
        if isinstance(text, Faulty):
            reason = _("Cell {cell}, for {column}: {reason}").format(
                cell=cell.name, column=cell.column, reason=text.message
            )
        elif value and cell.pattern:
            found = re.search(cell.pattern, value[:_LONGEST_VALUE])
            value = (found[1] or "").strip() if found else ""
            if found is None:
                message = _("Cell {cell}, for {column}, is not of the pattern {pattern}.")
                reason = message.format(cell=cell.name, column=cell.column, pattern=cell.pattern)
        if reason is None and not value and cell.column in FORMS[self._profile.kind].required:
            reason = _("Cell {cell}, for {column}, is blank.").format(cell=cell.name, column=cell.column)
        if reason is not None:
            shown = visible(text.strip()) or None
            problems.append(Problem(self.file, cell.row, cell.name, shown, "outside-cell", reason, self.sheet))
            return ""
        return _meant(value, self._profile.values.get(cell.column, {}))

    @property
    def _called(self) -> str:
        return f"{self.file} [{self.sheet}]" if self.sheet is not None else self.file


def _meant(cell: str, meanings: Mapping[str, str]) -> str:
    """What a cell means; a cell at fault means nothing else than that."""
    meaning = meanings.get(fold_cell(cell)) if meanings and not isinstance(cell, Faulty) else None
    return cell if meaning is None else Meant.of(meaning, cell)
