"""What a profile says, in the terms of the import: plain values, already checked (docs/import.md, Profiles)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import NamedTuple

from dxskills.errors import WrongUsage
from dxskills.exchange.columns import FORMS
from dxskills.exchange.signs import fold_signs
from dxskills.framework.model import Text
from dxskills.i18n import _

DATES = frozenset({"on", "end", "start", "from", "until", "expires_on", "joined", "left"})
"""The columns of days, whatever the kind of file."""


class OutsideCell(NamedTuple):
    """A cell whose value holds for every row. ``row`` and ``place`` are counted from 1 and from 0."""

    column: str
    name: str
    row: int
    place: int
    pattern: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """How the files of one source are written.

    ``columns`` goes from headers to columns, None for a header to leave alone; ``values`` from what stands in a
    column's cells, folded by :func:`fold_cell`, to what it means. ``levels`` are the organisation's unit levels, which
    a staff file has as columns. ``duplicates`` says which row of a file counts among those about the same that say
    different things: ``first``, ``last``, or none of them (``error``).
    """

    path: str
    kind: str
    name: Text | None = None
    summary: Text | None = None
    format: str | None = None
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[OutsideCell, ...] = ()
    date_format: str | None = None
    duplicates: str = "error"
    levels: tuple[str, ...] = ()

    @property
    def provided(self) -> tuple[str, ...]:
        """The columns whose values hold for every row, in the order in which they are added to the list's own."""
        return (*self.constants, *(cell.column for cell in self.cells))

    def takes_sheet(self, name: str) -> bool:
        """Whether a sheet of that name is to be read; width and case do not matter."""
        folded = _fold(name)
        return not self.sheets or any(fnmatchcase(folded, _fold(pattern)) for pattern in self.sheets)

    def check_kind(self, kind: str) -> None:
        """Refuse ("wrong-kind") to read files of another kind."""
        if kind != self.kind:
            raise WrongUsage(
                "wrong-kind",
                _("The profile {profile} is for {own} files, not for {kind}."),
                hint=_("Say `dxskills import {own} FILE --profile {profile}`, or choose another profile."),
                profile=self.path,
                own=self.kind,
                kind=kind,
            )


def column_names(kind: str, levels: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that a profile for files of a kind can name."""
    return (*FORMS[kind].columns, *(levels if kind == "staff" else ()))


def column_name(text: str) -> str:
    """A column as it is called inside; a profile may write it with hyphens (job-family)."""
    return text.replace("-", "_")


def fold_cell(text: str) -> str:
    """The form in which a profile's values and cells are compared: NFKC, case folded, no blanks, ○〇◯ one sign."""
    return fold_signs(text)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
