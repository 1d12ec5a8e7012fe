"""The gap report: what a department head reads from the top, the totals first, then where the gaps are.

Tables fold what needs nobody's attention and say so; JSON and CSV have every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from dxskills.analysis.results import STATUSES, Counts, DepartmentRow, Report
from dxskills.i18n import _, n_, pick, shown_day
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Table
from dxskills.render.views import report_people
from dxskills.render.views.counts import count_cells, count_columns, readiness_cell
from dxskills.render.views.labels import (
    count_cell,
    domain_name,
    number_cell,
    requirement_name,
    role_name,
    scope_name,
    status_word,
)

if TYPE_CHECKING:
    from dxskills.framework.model import Framework


class _Coverage(NamedTuple):
    """Of one function: holders of its role, those who cover it, the departments with holders of whom none does."""

    holders: int = 0
    covered: int = 0
    bare: tuple[str, ...] = ()


_COUNTS = ("obligations", *STATUSES)
DEPARTMENTS = ("unit", "people", *_COUNTS, "readiness", "shortfall")
REQUIREMENTS = ("role", "requirement", "necessity", "domain", *_COUNTS)


def view(report: Report, framework: Framework, *, by_department: bool = False) -> Document:
    """``by_department``: one row per department and nothing else."""
    return Document(
        heading=heading(report, framework),
        blocks=lambda: _blocks(report, framework, by_department),
        payload=report.as_dict,
        flat=lambda: _flat(report, by_department),
        whole=lambda: _blocks(report, framework, by_department, fold=False),
        as_of=report.as_of,
    )


def _flat(report: Report, by_department: bool) -> Flat:
    document = report.as_dict()
    if report.people is not None:
        return Flat(report_people.COLUMNS, [list(row.values()) for row in document["people"]])
    if by_department:
        return Flat(DEPARTMENTS, [list(row.values()) for row in document["departments"]])
    return Flat(REQUIREMENTS, [list(row.values()) for row in document["requirements"]])


def heading(report: Report, framework: Framework) -> str:
    text = _("Gap report: {place}, as of {day}")
    return text.format(place=scope_name(framework, report.scope), day=shown_day(report.as_of))


def _blocks(report: Report, framework: Framework, by_department: bool, *, fold: bool = True) -> Iterator[Block]:
    yield _totals(report)
    if by_department:
        yield _departments(report)
        return
    if len(report.departments) > 1:
        yield _departments(report)
    yield _roles(report, framework)
    title = _("Requirements with gaps") if fold else _("Mandatory requirements")
    yield _requirements(report, framework, "mandatory", title, fold)
    if report.recommended.obligations:
        title = _("Recommended, with gaps") if fold else _("Recommended requirements")
        yield _requirements(report, framework, "recommended", title, fold)
    yield from _staffing(report, framework, fold)
    yield from _functions(report, framework, fold)
    yield _domains(report, framework)
    if report.people is not None:
        yield report_people.table(report, framework, fold=fold)


def _totals(report: Report) -> Facts:
    pairs: list[tuple[str, Cell | str]] = [
        (_("People"), f"{report.people_count:,}"),
        (_("Readiness"), readiness_cell(report.totals)),
        (_("Mandatory"), summary(report.totals)),
        (_("Recommended"), summary(report.recommended)),
    ]
    shortfall = sum(row.shortfall for row in report.staffing)
    if report.staffing:
        pairs.append((_("Staffing"), _staffingsummary(report, shortfall)))
    if report.known_at is not None:
        pairs.append((_("Known at"), report.known_at))
    soon = n_(
        "what ends within {days} day is expiring", "what ends within {days} days is expiring", report.horizon_days
    )
    pairs.append((_("Horizon"), soon.format(days=report.horizon_days)))
    return Facts(pairs)


def _staffingsummary(report: Report, shortfall: int) -> Cell:
    if not shortfall:
        return Cell(_("every unit has who it was promised"), "good")
    units = sum(1 for row in report.staffing if row.shortfall)
    return Cell(_("{count} missing (units concerned: {units})").format(count=shortfall, units=units), "bad")


def summary(counts: Counts) -> str:
    said = [f"{status_word(name)} {getattr(counts, name):,}" for name in STATUSES if getattr(counts, name)]
    total = _("{count} in all").format(count=f"{counts.obligations:,}")
    return ": ".join([total, ", ".join(said)]) if said else _("none")


def _departments(report: Report) -> Table:
    columns = [Column(_("Department")), Column(_("People"), right=True), Column(_("Readiness"), right=True)]
    columns += [*count_columns(), Column(_("Missing staff"), right=True)]
    rows = [_department(row) for row in report.departments]
    return Table(columns, rows, title=_("By department"), empty=_("Nobody is in service there on that day."))


def _department(row: DepartmentRow) -> list[Cell | str]:
    return [
        row.unit,
        Cell(f"{row.people:,}", value=row.people),
        readiness_cell(row.counts),
        *count_cells(row.counts),
        count_cell(row.shortfall, "overdue"),
    ]


def _roles(report: Report, framework: Framework) -> Table:
    columns = [
        Column(_("Role")),
        Column(_("Holders"), right=True),
        Column(_("Qualified"), right=True),
        Column(_("Lack ICT"), right=True),
        Column(_("Lack admin."), right=True),
        Column(_("Lack neither"), right=True),
        *count_columns(),
    ]
    held = [row for row in report.roles if row.holders]
    rows: list[list[Cell | str]] = []
    for row in held:
        halves = [_lacking(row.holders, row.ict_free), _lacking(row.holders, row.administrative_free)]
        both = Cell("", "quiet") if row.both_free is None else number_cell(row.both_free)
        name = role_name(framework, row.role)
        rows.append(
            [name, number_cell(row.holders), number_cell(row.qualified), *halves, both, *count_cells(row.counts)]
        )
    unheld = [role_name(framework, row.role) for row in report.roles if not row.holders]
    note = _("Held by nobody: {roles}.").format(roles=", ".join(unheld)) if unheld else None
    return Table(columns, rows, title=_("By role"), note=note, empty=_("Nobody holds a role."))


def _lacking(holders: int, free: int | None) -> Cell:
    return Cell("", "quiet") if free is None else count_cell(holders - free, "overdue")


def _requirements(report: Report, framework: Framework, necessity: str, title: str, fold: bool) -> Table:
    columns = [Column(_("Requirement")), Column(_("Role")), Column(_("Domain"), spare=7)]
    columns += [Column(_("Asked of"), right=True), *count_columns()]
    asked = [row for row in report.requirements if row.necessity == necessity]
    shown = [row for row in asked if not fold or row.counts.gaps or row.counts.expiring]
    rows: list[list[Cell | str]] = []
    for row in sorted(shown, key=lambda row: -row.counts.gaps):
        name = requirement_name(framework, row.role, row.requirement)
        where = [role_name(framework, row.role), domain_name(framework, row.domain)]
        rows.append([name, *where, number_cell(row.counts.obligations), *count_cells(row.counts)])
    folded = len(asked) - len(shown)
    note = _("{count} more: no gap, nothing that expires.").format(count=folded) if folded and rows else None
    return Table(columns, rows, title=title, note=note, empty=_("There are none."))


def _staffing(report: Report, framework: Framework, fold: bool) -> Iterable[Block]:
    if not report.staffing:
        return
    columns = [
        Column(_("Unit")),
        Column(_("Role")),
        Column(_("Missing"), right=True),
        Column(_("Target"), right=True),
        Column(_("Assigned"), right=True),
        Column(_("Qualified"), right=True, spare=1),
        Column(_("Ending"), right=True),
    ]
    shown = [row for row in report.staffing if not fold or row.shortfall or row.ending]
    rows: list[list[Cell | str]] = [
        [
            row.unit or _("whole organisation"),
            role_name(framework, row.role),
            count_cell(row.shortfall, "overdue"),
            number_cell(row.target),
            number_cell(row.assigned),
            number_cell(row.qualified),
            count_cell(row.ending, "expiring"),
        ]
        for row in sorted(shown, key=lambda row: (-row.shortfall, row.role, row.unit or ""))
    ]
    folded = len(report.staffing) - len(shown)
    note = _("{count} more: staffed as promised.").format(count=folded) if folded and rows else None
    yield Table(columns, rows, title=_("Staffing"), note=note, empty=_("Every place is staffed as promised."))


def _functions(report: Report, framework: Framework, fold: bool) -> Iterable[Block]:
    """The functions that some department has holders of the role for, but nobody who covers it."""
    merged: dict[tuple[str, str], _Coverage] = {}
    for row in report.functions:
        known = merged.get((row.role, row.function), _Coverage())
        bare: tuple[str, ...] = (row.unit,) if row.holders and not row.covered else ()
        merged[row.role, row.function] = _Coverage(
            known.holders + row.holders, known.covered + row.covered, known.bare + bare
        )
    held = {key: coverage for key, coverage in merged.items() if coverage.holders}
    shown = {key: coverage for key, coverage in held.items() if not fold or coverage.bare}
    if not held:
        return
    columns = [Column(_("Function")), Column(_("Role"), spare=1), Column(_("Holders"), right=True)]
    columns += [Column(_("Cover it"), right=True), Column(_("Departments where nobody does"))]
    rows: list[list[Cell | str]] = []
    for (role, function), (holders, covered, bare) in shown.items():
        name = function_name(framework, role, function)
        rows.append([name, role_name(framework, role), number_cell(holders), number_cell(covered), ", ".join(bare)])
    folded = len(held) - len(shown)
    note = _("{count} more: covered wherever the role is held.").format(count=folded) if folded and rows else None
    empty = _("Every function is covered wherever its role is held.")
    title = _("Functions without cover") if fold else _("Functions")
    yield Table(columns, rows, title=title, note=note, empty=empty)


def function_name(framework: Framework, role: str, function: str) -> str:
    known = framework.roles.get(role)
    found = next((f for f in known.functions if f.id == function), None) if known else None
    return pick(found.name) if found else function


def _domains(report: Report, framework: Framework) -> Table:
    columns = [Column(_("Domain")), Column(_("Asked"), right=True), Column(_("Readiness"), right=True)]
    rows: list[list[Cell | str]] = [
        [
            domain_name(framework, row.domain),
            number_cell(row.counts.obligations),
            readiness_cell(row.counts),
            *count_cells(row.counts),
        ]
        for row in report.domains
        if row.counts.obligations
    ]
    return Table([*columns, *count_columns()], rows, title=_("By domain"), empty=_("Nothing is asked in any domain."))
