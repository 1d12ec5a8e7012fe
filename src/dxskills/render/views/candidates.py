"""Who is nearest to a role: the people in order, with what each lacks and what it would take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dxskills.i18n import _, pick, shown_day
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Table
from dxskills.render.views.labels import appointment_name, count_cell, item_name, requirement_name, role_name
from dxskills.render.views.tables import without_empty_columns

if TYPE_CHECKING:
    from dxskills.analysis.candidates import Candidate, Candidates
    from dxskills.framework.model import Framework

COLUMNS = (
    *("rank", "staff", "name", "unit", "appointment", "lacking", "hours", "hours_unknown", "cost", "cost_unknown"),
    *("ict_free", "administrative_free", "in_placement", "roles", "requirements", "steps"),
)


def view(answer: Candidates, framework: Framework, limit: int | None) -> Document:
    """``limit`` is how many people tables show; the other forms have all that are in ``answer``."""
    return Document(
        heading=_heading(answer, framework),
        blocks=lambda: _blocks(answer, framework, limit),
        payload=answer.as_dict,
        flat=lambda: _flat(answer),
        whole=lambda: _blocks(answer, framework, None),
        as_of=answer.as_of,
    )


def _heading(answer: Candidates, framework: Framework) -> str:
    place = answer.scope.dept or pick(framework.organisation.name)
    text = _("Candidates for {role}: {place}, as of {day}")
    return text.format(role=role_name(framework, answer.role), place=place, day=shown_day(answer.as_of))


def _flat(answer: Candidates) -> Flat:
    """Lists are written in one cell, by id, with blanks between."""
    rows = []
    for rank, candidate in enumerate(answer.candidates, start=1):
        row = candidate.as_dict()
        row["roles"] = " ".join(sorted({held.role for held in candidate.roles}))
        row["requirements"] = " ".join(candidate.lacking)
        row["steps"] = " ".join(f"{step.kind}:{step.id}" for step in candidate.steps)
        rows.append([rank, *row.values()])
    return Flat(COLUMNS, rows, numeric=frozenset({"rank", "lacking", "hours", "hours_unknown", "cost", "cost_unknown"}))


def _blocks(answer: Candidates, framework: Framework, limit: int | None) -> Iterator[Block]:
    pairs: list[tuple[str, Cell | str]] = [
        (_("Mandatory requirements"), f"{answer.asked:,}"),
        (
            _("Considered"),
            _("{count} in service who do not hold the role").format(count=f"{answer.considered:,}"),
        ),
    ]
    if answer.barred:
        barred = _("{count} more, whose appointment does not lead to the role")
        pairs.append((_("Left out"), barred.format(count=f"{answer.barred:,}")))
    pairs.append((_("Lack nothing"), Cell(f"{answer.complete:,}", "good") if answer.complete else "–"))
    if answer.known_at is not None:
        pairs.append((_("Known at"), answer.known_at))
    yield Facts(pairs)
    yield _table(answer, framework, answer.candidates[:limit])


def _table(answer: Candidates, framework: Framework, shown: tuple[Candidate, ...]) -> Table:
    columns = [
        Column(_("Rank"), right=True),
        Column(_("Staff")),
        Column(_("Name")),
        Column(_("Unit"), spare=2),
        Column(_("Lacking"), right=True),
        Column(_("Hours"), right=True),
        Column(_("Yen"), right=True),
        Column(_("Complete"), spare=3),
        Column(_("What is lacking")),
        Column(_("What to do"), spare=5),
        Column(_("Holds already"), spare=4),
        Column(_("Appointment"), spare=6),
    ]
    rows = [[f"{rank}", *_cells(candidate, answer, framework)] for rank, candidate in enumerate(shown, start=1)]
    note = "\n".join(_notes(answer, shown)) or None
    return without_empty_columns(Table(columns, rows, title=_("The nearest"), note=note, empty=_("Nobody.")))


def _cells(candidate: Candidate, answer: Candidates, framework: Framework) -> Iterator[Cell | str]:
    effort = candidate.effort
    yield candidate.staff
    yield candidate.name
    yield Cell(candidate.unit or "", "plain" if candidate.in_placement else "soon")
    yield count_cell(len(candidate.lacking), "overdue")
    yield Cell(_amount(f"{effort.hours:g}", effort.hours_unknown), value=effort.hours)
    yield Cell(_amount(f"{effort.cost:,}", effort.cost_unknown), value=effort.cost)
    yield _halves(candidate)
    yield ", ".join(requirement_name(framework, answer.role, each) for each in candidate.lacking)
    yield ", ".join(item_name(framework, step.kind, step.id, step.level or 0) for step in candidate.steps)
    yield ", ".join(dict.fromkeys(role_name(framework, held.role) for held in candidate.roles))
    yield appointment_name(framework, candidate.appointment)


def _amount(known: str, unknown: int) -> str:
    if not unknown:
        return known
    return f"{known}+" if known != "0" else "?"


def _halves(candidate: Candidate) -> Cell:
    if candidate.ict_free and candidate.administrative_free:
        return Cell(_("both halves"), "good")
    if candidate.ict_free:
        return Cell(_("ICT only"))
    return Cell(_("admin. only")) if candidate.administrative_free else Cell(_("neither"), "quiet")


def _notes(answer: Candidates, shown: tuple[Candidate, ...]) -> Iterator[str]:
    more = answer.considered - len(shown)
    if more:
        yield _("{count} more: --limit shows more of them, without it --format json or csv has all.").format(
            count=f"{more:,}"
        )
    if any(candidate.effort.hours_unknown or candidate.effort.cost_unknown for candidate in shown):
        yield _("?, +: there is more to do of which the framework gives no hours or yen, as for an exam.")
    if not all(candidate.in_placement for candidate in shown):
        yield _("Where the role cannot be held in the person's own unit, the assignment needs another one.")
