"""Which row of a file is its header, and which column each of its cells names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from dxskills.errors import Refused, WrongUsage
from dxskills.exchange.characters import INVISIBLE, visible
from dxskills.exchange.forms import FORMS as FORMS
from dxskills.exchange.forms import Form as Form
from dxskills.exchange.slips import meant, with_meant
from dxskills.exchange.table import Row
from dxskills.i18n import _

HIGHEST_HEADER_ROW = 20
REASON_HEADER = "却下理由 (reject reason)"
"""The column that a file of rejected rows has before the file's own; taken off when such a file is imported."""


def holds_reasons(row: Row) -> bool:
    """Whether the row is the header of a file of rejects, whose first column is ours."""
    return bool(row.cells) and normal_header(row.cells[0]) == normal_header(REASON_HEADER)


class Column(NamedTuple):
    """A known column of a file: its place, and its header as the file writes it, line breaks made blanks."""

    place: int
    header: str


class Header(NamedTuple):
    """A file's header row. ``levels`` are the columns of the unit levels, in the order of the framework's levels.

    ``absent`` are the headers that a profile expects and the file has not.
    """

    row: int
    cells: list[str]
    columns: dict[str, Column]
    levels: tuple[Column, ...]
    unknown: tuple[str, ...]
    absent: tuple[str, ...] = ()

    @property
    def places(self) -> frozenset[int]:
        """The places of all known columns."""
        return frozenset(column.place for column in (*self.columns.values(), *self.levels))


@lru_cache(maxsize=512)
def normal_header(text: str) -> str:
    """The form in which headers are compared: NFKC, case folded, without blanks, line breaks, ``_`` and ``-``, and
    without characters that nobody sees."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not folded.isprintable():
        folded = re.sub(INVISIBLE, "", folded)
    return "".join(folded.split()).replace("_", "").replace("-", "")


class Recogniser:
    """Knows the headers of one kind of file: the framework's unit levels and the user's own mapping among them.

    A header of ``mapping`` must be there. One of ``expected`` (a profile's) need not; it stands for no column at all if
    it is expected as None, and gives way to ``mapping``.
    """

    def __init__(
        self,
        form: Form,
        mapping: Mapping[str, str],
        levels: Sequence[str],
        expected: Mapping[str, str | None] = MappingProxyType({}),
    ) -> None:
        self.form = form
        self._levels = {level: f"unit/{depth}" for depth, level in enumerate(levels)} if form.kind == "staff" else {}
        self._names = {normal_header(level): key for level, key in self._levels.items()}
        for key, names in form.columns.items():
            self._names |= {normal_header(name): key for name in (key, *names)}
        self._spelled = {name: key for key, names in form.columns.items() for name in (*names, key)}
        mapped = {normal_header(header): self._target(target) for header, target in mapping.items()}
        self._mapped: dict[str, str | None] = {}
        for header, wanted in expected.items():
            column = None if wanted is None else self._target(wanted)
            if column is None or column not in mapped.values():
                self._mapped[normal_header(header)] = column
        self._mapped |= mapped
        self._mapping = mapping
        self._expected = expected

    def _target(self, target: str) -> str:
        key = target.strip().replace("-", "_")
        if key in self.form.columns:
            return key
        if target in self._levels:
            return self._levels[target]
        raise WrongUsage(
            "unknown-column",
            _("{kind} files have no column {column}; there are: {known}."),
            kind=self.form.kind,
            column=target,
            known=", ".join((*self.form.columns, *self._levels)),
        )

    def key(self, cell: str) -> str | None:
        """The column that a header names, ``unit/0`` … for the unit levels; None for an unknown one."""
        name = normal_header(cell)
        return self._mapped[name] if name in self._mapped else self._names.get(name)

    def find(self, rows: Iterable[Row], file: str) -> Header:
        """The header: the first of the top rows that holds all required columns.

        Refuses ("missing-column", "doubled-column") and says what was looked for and what was found.
        """
        best: tuple[int, list[str], Row | None] = (0, list(self.form.required), None)
        for row in rows:
            if row.number > HIGHEST_HEADER_ROW:
                break
            found = {key for cell in row.cells if (key := self.key(cell))}
            missing = [key for key in self.form.required if key not in found]
            if not missing:
                return self._header(row, file)
            if len(found) > best[0]:
                best = (len(found), missing, row)
        raise self._no_header(file, best[1], best[2])

    def _no_header(self, file: str, missing: list[str], nearest: Row | None) -> Refused:
        wanted = "; ".join(self._spellings(key) for key in missing)
        if nearest is None:
            message = _("None of the first {rows} rows of {file} is a header of a {kind} file: it must have {wanted}.")
        else:
            message = _("{file} has no column for {wanted}; row {row} looks like the header and lacks it.")
        hint = _("Name the column in the header, or say which it is with --map 列名=column.")
        near = self._meant(nearest.cells, missing) if nearest else {}
        if near:
            hint = _("Is {header} meant for {near}? Then mend it, or say --map {header}={column}.")
        header, name = next(iter(near.items()), ("", ""))
        return Refused(
            "missing-column",
            message,
            hint=hint,
            file=file,
            kind=self.form.kind,
            wanted=wanted,
            rows=HIGHEST_HEADER_ROW,
            row=nearest.number if nearest else 0,
            header=visible(header),
            near=name,
            column=self._spelled.get(name, ""),
        )

    def _meant(self, cells: Iterable[str], lacking: Iterable[str]) -> dict[str, str]:
        """For the headers nobody knows, which of the columns lacking they are perhaps meant for."""
        unknown = [" ".join(cell.split()) for cell in cells if cell.strip() and self.key(cell) is None]
        return meant(unknown, self._spelled, lacking)

    def _spellings(self, key: str) -> str:
        names = self.form.columns[key]
        return f"{key} ({', '.join(names)})" if names else key

    def _header(self, row: Row, file: str) -> Header:
        present = {normal_header(cell) for cell in row.cells}
        for header in self._mapping:
            if normal_header(header) not in present:
                message = _("{file} has no column {column}, which --map names.")
                raise Refused("missing-column", message, file=file, column=header)
        columns: dict[str, Column] = {}
        unknown: list[str] = []
        claimed = {key for name, key in self._mapped.items() if key is not None and name in present}
        for place, cell in enumerate(row.cells):
            key, title = self.key(cell), " ".join(cell.split())
            mapped = normal_header(cell) in self._mapped
            if key is None or (not mapped and self._given_away(key, claimed)):
                if title and not mapped:
                    unknown.append(title)
                continue
            if key in columns:
                raise self._doubled(file, row.number, key, columns[key].header, visible(title))
            columns[key] = Column(place, visible(title))
        levels = tuple(columns.pop(key) for key in sorted(columns) if key.startswith("unit/"))
        if levels and "unit" in columns:
            raise self._doubled(file, row.number, "unit", columns["unit"].header, levels[0].header)
        lacking = [key for key in self.form.columns if key not in columns and not (key == "unit" and levels)]
        titles = with_meant(unknown, meant(unknown, self._spelled, lacking) if unknown else {})
        absent = tuple(
            header
            for header, target in self._expected.items()
            if target is not None and normal_header(header) not in present
        )
        return Header(row.number, row.cells, columns, levels, tuple(titles), absent)

    @staticmethod
    def _given_away(key: str, claimed: set[str]) -> bool:
        """Whether ``--map`` has given another header this column; the unit is one value, however it is written."""
        if key.partition("/")[0] == "unit":
            whole, parts = "unit" in claimed, any(other.startswith("unit/") for other in claimed)
            return key in claimed or (whole if key != "unit" else parts)
        return key in claimed

    def _doubled(self, file: str, row: int, key: str, first: str, second: str) -> Refused:
        return Refused(
            "doubled-column",
            _("Row {row} of {file} has two columns for {column}: {first} and {second}."),
            hint=_("Say which one counts with --map 列名={column}."),
            file=file,
            row=row,
            column=key,
            first=first,
            second=second,
        )
