"""Tables in memory, and what the import's own header finds in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dxskills.exchange.columns import FORMS, Header, Recogniser
from dxskills.exchange.profiles.applying import profiled
from dxskills.exchange.profiles.loading import inspect_profile
from dxskills.exchange.profiles.profile import Profile
from dxskills.exchange.table import Row, Table
from dxskills.framework.load import load
from dxskills.framework.sources import make_sources
from tests.exchange.office import ROLES, TRAININGS

FRAMEWORK = load(make_sources(Path("data"), ROLES.encode(), TRAININGS.encode()))
LEVELS = FRAMEWORK.organisation.unit_levels


class Listed:
    """Rows in memory, the first of them row 1."""

    def __init__(self, *rows: Sequence[str], sheet: str | None = None) -> None:
        self.path, self.file, self.sheet = Path("file.xlsx"), "file.xlsx", sheet
        self._rows = [Row(number, list(cells)) for number, cells in enumerate(rows, start=1)]

    def rows(self) -> Iterator[Row]:
        return iter(self._rows)


def profile(text: str) -> Profile:
    """The profile of a text, which starts behind its first line."""
    made, problems = inspect_profile(f"schema: dxskills/profile/1\n{text}".encode(), "p.yaml", FRAMEWORK)
    assert made is not None, problems
    return made


def read_with(made: Profile, table: Table) -> tuple[Header, list[dict[str, str]]]:
    """The header that the import finds, and below it each row's cells by column; blank rows left out."""
    shown = profiled(table, made)
    recogniser = Recogniser(FORMS[made.kind], {}, LEVELS, made.columns)
    header = recogniser.find(shown.rows(), "file.xlsx")
    below = [row for row in shown.rows() if row.number > header.row and not row.blank]
    places = {key: column.place for key, column in header.columns.items()}
    return header, [{key: row.cells[place] for key, place in places.items()} for row in below]
