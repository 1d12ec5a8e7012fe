"""The people of a gap report: who lacks what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dxskills.i18n import _
from dxskills.render.document import Cell, Column, Laid, Table
from dxskills.render.views.labels import day_cell, requirement_name, role_name, status_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dxskills.analysis.results import ObligationRow, Report
    from dxskills.framework.model import Framework

COLUMNS = (
    *("staff", "name", "unit", "role", "requirement", "necessity", "status"),
    *("held_since", "due_on", "valid_until", "evidence", "planned_on"),
)
_FOLDED = ("met", "waived")


def table(report: Report, framework: Framework, *, fold: bool = True) -> Table:
    """What is a gap or soon will be; what is met or waived is folded, unless everything is wanted."""
    people = report.people or ()
    shown = [row for row in people if row.status not in _FOLDED] if fold else people
    folded = len(people) - len(shown)
    note = _("{count} more: met or waived; --format json or csv lists them too.").format(count=folded)
    columns = [Column(_("Staff")), Column(_("Name")), Column(_("Unit"), spare=2), *requirement_columns()]
    rows = Laid(shown, lambda row: [row.staff, row.name, row.unit or "", *requirement_cells(row, framework)])
    return Table(columns, rows, title=_("People"), note=note if folded else None, empty=_("Nobody lacks anything."))


def requirement_columns() -> list[Column]:
    return [
        Column(_("Requirement")),
        Column(_("Role"), spare=3),
        Column(_("Status")),
        Column(_("Due on")),
        Column(_("Valid until"), spare=1),
        Column(_("Planned"), spare=4),
    ]


def requirement_cells(row: ObligationRow, framework: Framework) -> Iterable[Cell | str]:
    name = requirement_name(framework, row.role, row.requirement)
    return [
        name if row.necessity == "mandatory" else _("{requirement} (recommended)").format(requirement=name),
        role_name(framework, row.role),
        status_cell(row.status),
        day_cell(row.due_on),
        day_cell(row.valid_until),
        day_cell(row.planned_on),
    ]
