"""Who must do what by when: what is late first, then what is to come, by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dxskills.analysis.results import GAPS
from dxskills.i18n import _, n_, shown_day
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Table
from dxskills.render.views.labels import (
    day_text,
    item_name,
    requirement_name,
    role_name,
    scope_name,
    status_cell,
    status_word,
)
from dxskills.render.views.tables import without_empty_columns

if TYPE_CHECKING:
    from dxskills.analysis.due import Due, DueRow
    from dxskills.framework.model import Framework, Requirement
    from dxskills.render.calendar import Calendar, Event

COLUMNS = ("staff", "name", "unit", "role", "requirement", "status", "due_on", "valid_until", "apply_by")


def view(due: Due, framework: Framework) -> Document:
    return Document(
        heading=heading(due, framework),
        blocks=lambda: _blocks(due, framework),
        payload=due.as_list,
        flat=lambda: Flat(COLUMNS, [list(row.values()) for row in due.as_list()]),
        calendar=lambda: _calendar(due, framework),
    )


def heading(due: Due, framework: Framework) -> str:
    place = scope_name(framework, due.scope)
    text = n_("Due within {days} day: {place}, as of {day}", "Due within {days} days: {place}, as of {day}", due.within)
    return text.format(days=due.within, place=place, day=shown_day(due.as_of))


def _blocks(due: Due, framework: Framework) -> Iterator[Block]:
    late = [row for row in due.rows if row.by < due.as_of]
    coming = [row for row in due.rows if row.by >= due.as_of]
    pairs: list[tuple[str, Cell | str]] = [
        (_("Late"), Cell(_extent(late), "bad") if late else Cell(_("none"), "good")),
        (_("To come"), _extent(coming) if coming else _("none")),
    ]
    if due.known_at is not None:
        pairs.append((_("Known at"), due.known_at))
    yield Facts(pairs)
    if late:
        yield _table(due, late, framework, _("Late"))
    if coming:
        yield _table(due, coming, framework, _("To come"))


def _extent(rows: Iterable[DueRow]) -> str:
    rows = list(rows)
    text = _("{count} (people concerned: {people})")
    return text.format(count=f"{len(rows):,}", people=f"{len({row.staff for row in rows}):,}")


def _table(due: Due, rows: Iterable[DueRow], framework: Framework, title: str) -> Table:
    columns = [
        Column(_("Do by")),
        Column(_("Staff")),
        Column(_("Name")),
        Column(_("Requirement")),
        Column(_("Status")),
        Column(_("Unit"), spare=4),
        Column(_("Role"), spare=5),
        Column(_("Met by"), spare=6),
        Column(_("Valid until"), spare=2),
        Column(_("Apply by"), spare=1),
        Column(_("Planned"), spare=3),
    ]
    cells = [list(_cells(due, row, framework)) for row in rows]
    return without_empty_columns(Table(columns, cells, title=title))


def _cells(due: Due, row: DueRow, framework: Framework) -> Iterator[Cell | str]:
    yield Cell(day_text(row.by), "bad" if row.by < due.as_of else "plain", value=row.by)
    yield row.staff
    yield row.name
    yield _asked(framework, row)
    yield status_cell(row.status)
    yield row.unit or ""
    yield role_name(framework, row.role)
    yield ways(framework, row)
    yield Cell(day_text(row.valid_until), value=row.valid_until)
    missed = row.apply_by is not None and row.apply_by < due.as_of
    yield Cell(day_text(row.apply_by), "bad" if missed else "plain", value=row.apply_by)
    yield Cell(day_text(row.planned_on), value=row.planned_on)


def _asked(framework: Framework, row: DueRow) -> str:
    name = requirement_name(framework, row.role, row.requirement)
    q = _requirement(framework, row)
    return name if q is None or q.mandatory else _("{requirement} (recommended)").format(requirement=name)


def _requirement(framework: Framework, row: DueRow) -> Requirement | None:
    role = framework.roles.get(row.role)
    return next((q for q in role.requirements if q.id == row.requirement), None) if role else None


def ways(framework: Framework, row: DueRow) -> str:
    """The trainings, certifications and skills that meet it."""
    q = _requirement(framework, row)
    if q is None:
        return ""
    names = " / ".join(item_name(framework, kind, id_, level) for kind, id_, level in q.alternatives)
    return names if q.at_least == 1 else _("{count} of {names}").format(count=q.at_least, names=names)


def _calendar(due: Due, framework: Framework) -> Calendar:
    from dxskills.render.calendar import Calendar

    stamp = max(f"{due.as_of.isoformat()}T00:00:00Z", due.changed_at or "")
    return Calendar(heading(due, framework), stamp, list(_events(due, framework)))


def _events(due: Due, framework: Framework) -> Iterator[Event]:
    from dxskills.digest import blake2b
    from dxskills.render.calendar import Event

    told: dict[str, int] = {}
    for row in due.rows:
        thing = "\0".join([due.organisation, row.staff, row.role, row.unit or "", row.requirement])
        digest = blake2b(thing.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        told[digest] = told.get(digest, 0) + 1
        number = "" if told[digest] == 1 else f"-{told[digest]}"
        # What is late already would not be seen on the day it was due.
        day = max(row.by, due.as_of)
        yield Event(f"{digest}{number}@dxskills", day, _summary(row, framework), list(_description(row, framework)))


def _summary(row: DueRow, framework: Framework) -> str:
    text = _("{status}: {requirement}, {name} ({staff})")
    if row.apply_by is not None and row.status not in GAPS:
        text = _("Apply for renewal: {requirement}, {name} ({staff})")
    asked = _asked(framework, row)
    return text.format(status=status_word(row.status), requirement=asked, name=row.name, staff=row.staff)


def _description(row: DueRow, framework: Framework) -> Iterator[str]:
    labelled = (
        (_("Unit"), row.unit or ""),
        (_("Role"), role_name(framework, row.role)),
        (_("Met by"), ways(framework, row)),
        (_("Due on"), day_text(row.due_on)),
        (_("Valid until"), day_text(row.valid_until)),
        (_("Apply by"), day_text(row.apply_by)),
        (_("Planned"), day_text(row.planned_on)),
    )
    for label, text in labelled:
        if text:
            yield f"{label}: {text}"
