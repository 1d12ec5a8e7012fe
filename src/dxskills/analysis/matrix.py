"""People by requirements: who is asked what, and how it stands, one cell each.

Who is asked for the same in two units has one cell for it all the same. The two differ in their due dates alone, and
the worse of them is shown; so a column counts people, where a report counts obligations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dxskills.analysis.results import GAPS, WORST_FIRST, Head, Report
from dxskills.frozen import Frozen


class MatrixRow(Frozen):
    """``units`` are those in which something is asked of the person, ``cells`` the statuses by role/requirement."""

    staff: str
    name: str
    units: tuple[str, ...]
    cells: Mapping[str, str]


class MatrixColumn(Frozen):
    """A requirement: of how many people it is asked, and how many of them have a gap there."""

    role: str
    requirement: str
    necessity: str
    domain: str | None
    asked: int
    gaps: int

    @property
    def path(self) -> str:
        return f"{self.role}/{self.requirement}"


class Matrix(Head):
    """``people`` are those of whom anything is asked, ``requirements`` those in effect; both sorted."""

    requirements: tuple[MatrixColumn, ...]
    people: tuple[MatrixRow, ...]

    def as_dict(self) -> dict[str, Any]:
        """The ``dxskills/matrix/1`` document."""
        return {
            **self.head("dxskills/matrix/1"),
            "requirements": [column.as_fields() for column in self.requirements],
            "people": [row.as_fields() | {"units": list(row.units)} for row in self.people],
        }


def matrix(report: Report) -> Matrix:
    """From a report that lists its people."""
    people = tuple(_rows(report))
    asked: dict[str, int] = {}
    gaps: dict[str, int] = {}
    for person in people:
        for path, status in person.cells.items():
            asked[path] = asked.get(path, 0) + 1
            if status in GAPS:
                gaps[path] = gaps.get(path, 0) + 1
    columns = []
    for row in report.requirements:
        path = f"{row.role}/{row.requirement}"
        counts = (asked.get(path, 0), gaps.get(path, 0))
        columns.append(MatrixColumn(row.role, row.requirement, row.necessity, row.domain, *counts))
    head = {name: getattr(report, name) for name in Head._fields}
    return Matrix(**head, requirements=tuple(columns), people=people)


def _rows(report: Report) -> Iterable[MatrixRow]:
    cells: dict[str, dict[str, str]] = {}
    units: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for row in report.people or ():
        own = cells.setdefault(row.staff, {})
        path = f"{row.role}/{row.requirement}"
        own[path] = min(own.get(path, row.status), row.status, key=WORST_FIRST.index)
        names[row.staff] = row.name
        if row.unit is not None:
            units.setdefault(row.staff, set()).add(row.unit)
    for staff in sorted(cells):
        yield MatrixRow(staff, names[staff], tuple(sorted(units.get(staff, ()))), dict(sorted(cells[staff].items())))
