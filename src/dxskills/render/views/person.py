"""Everything about one person on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dxskills.analysis.results import STATUSES, Counts
from dxskills.i18n import _, pick, shown_day
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Table
from dxskills.render.views.labels import appointment_name, day_cell, day_text, outcome_word, value_text
from dxskills.render.views.report import summary
from dxskills.render.views.report_people import COLUMNS, requirement_cells, requirement_columns

if TYPE_CHECKING:
    from dxskills.analysis.person import PersonPage, RoleLine
    from dxskills.framework.model import Framework

_GAPS_FIRST = ("overdue", "expired", "pending", "expiring", "waived", "met")


def view(page: PersonPage, framework: Framework) -> Document:
    return Document(
        heading=f"{page.staff} {page.name}" + (f" ({page.kana})" if page.kana else ""),
        blocks=lambda: _blocks(page, framework),
        payload=page.as_dict,
        flat=lambda: Flat(COLUMNS, [list(row.values()) for row in page.as_dict()["obligations"]]),
        as_of=page.as_of,
    )


def _blocks(page: PersonPage, framework: Framework) -> Iterator[Block]:
    yield Facts(_facts(page, framework))
    yield _requirements(page, framework)
    yield _roles(page)
    yield _postings(page)
    for table in (_trainings(page), _certifications(page), _assessments(page), _waivers(page), _enrolments(page)):
        if table.rows:
            yield table


def _facts(page: PersonPage, framework: Framework) -> list[tuple[str, Cell | str]]:
    service = _span(page.joined, page.left)
    pairs: list[tuple[str, Cell | str]] = [
        (_("As of"), shown_day(page.as_of)),
        (_("In service"), service if page.in_service else Cell(_("no ({span})").format(span=service), "bad")),
        (_("Unit"), page.unit or "–"),
        (_("Appointment"), appointment_name(framework, page.appointment) or "–"),
        (_("Job family"), page.job_family or "–"),
        (_("Grade"), page.grade or "–"),
        (_("Manager"), _("yes") if page.manager else _("no")),
    ]
    if page.obligations:
        pairs += [(_("Mandatory"), _standing(page, "mandatory")), (_("Recommended"), _standing(page, "recommended"))]
    if page.known_at is not None:
        pairs.append((_("Known at"), page.known_at))
    return pairs


def _standing(page: PersonPage, necessity: str) -> str:
    """How many requirements there are of the person, and how they stand."""
    found = [row.status for row in page.obligations if row.necessity == necessity]
    return summary(Counts.of([found.count(status) for status in STATUSES]))


def _span(start: date | None, end: date | None) -> str:
    if end is None:
        return _("since {start}").format(start=day_text(start) or "…")
    return _("{start} to {end}").format(start=day_text(start) or "…", end=day_text(end))


def _requirements(page: PersonPage, framework: Framework) -> Table:
    ordered = sorted(page.obligations, key=lambda row: (row.necessity, _GAPS_FIRST.index(row.status)))
    rows: list[list[Cell | str]] = [[*requirement_cells(row, framework), row.unit or ""] for row in ordered]
    return Table(
        [*requirement_columns(), Column(_("Unit"), spare=5)],
        rows,
        title=_("Requirements"),
        empty=_("Nothing is asked of this person."),
    )


def _roles(page: PersonPage) -> Table:
    columns = [Column(_("Role")), Column(_("Unit")), Column(_("From")), Column(_("To")), Column(_("Held by"), spare=2)]
    columns += [Column(_("Entry"), right=True, spare=1), Column(_("Exception"), spare=3)]
    return Table(columns, [_role(line) for line in page.roles], title=_("Roles"), empty=_("None."))


def _role(line: RoleLine) -> list[Cell | str]:
    held_by = {"assignment": _("assignment"), "everyone": _("everybody"), "membership": _("membership")}[line.by]
    cells: list[Cell | str] = [
        pick(line.role_name) or line.role,
        line.unit or "",
        *(day_cell(line.start), day_cell(line.end), held_by, _entry(line.entry), line.exception or ""),
    ]
    return _toned(cells, line.when)


def _toned(cells: Sequence[Cell | str], when: str) -> list[Cell | str]:
    """What is past or to come stands back."""
    if when == "now":
        return list(cells)
    return [cell.replaced(tone="quiet") if isinstance(cell, Cell) else Cell(cell, "quiet") for cell in cells]


def _entry(seq: int | None) -> Cell:
    return Cell("" if seq is None else str(seq), value=seq)


def _postings(page: PersonPage) -> Table:
    columns = [Column(_("Unit")), Column(_("From")), Column(_("To"))]
    rows: list[list[Cell | str]] = [
        [line.unit or "–", day_cell(line.start), day_cell(line.end)] for line in page.postings
    ]
    return Table(columns, rows, title=_("Postings"), empty=_("None."))


def _validity(valid: bool, until: date | None) -> Cell:
    return Cell(day_text(until) or (_("no end") if valid else "–"), "good" if valid else "quiet", until)


def _trainings(page: PersonPage) -> Table:
    columns = [
        Column(_("Training")),
        *(Column(_("On")), Column(_("Outcome")), Column(_("Valid until"))),
        *(Column(_("Score"), right=True, spare=3), Column(_("Hours"), right=True, spare=4)),
        *(Column(_("Instructor"), spare=5), Column(_("Entry"), right=True, spare=1), Column(_("Note"), spare=6)),
    ]
    rows: list[list[Cell | str]] = []
    for line in page.trainings:
        more = (f"–{day_text(line.end)}" if line.end else "") + (f" {line.time}" if line.time else "")
        day = day_text(line.on) + more if more else day_cell(line.on)
        score, hours = (_number(value) for value in (line.score, line.hours))
        name = pick(line.training_name) or line.training
        rest = (score, hours, line.instructor or "", _entry(line.entry), line.note or "")
        rows.append([name, day, outcome_word(line.outcome), _validity(line.valid, line.valid_until), *rest])
    return Table(columns, rows, title=_("Trainings"))


def _number(value: float | None) -> Cell:
    return Cell("") if value is None else Cell(value_text(float(value)), value=float(value))


def _certifications(page: PersonPage) -> Table:
    columns = [
        Column(_("Certification")),
        *(Column(_("On")), Column(_("Valid until")), Column(_("Revoked")), Column(_("Number"), spare=2)),
        *(
            Column(_("Subsidy"), right=True, spare=3),
            Column(_("Entry"), right=True, spare=1),
            Column(_("Note"), spare=4),
        ),
    ]
    rows: list[list[Cell | str]] = []
    for line in page.certifications:
        subsidy = "" if line.subsidy is None else Cell(f"{line.subsidy:,}", value=line.subsidy)
        name = pick(line.certification_name) or line.certification
        revoked = day_cell(line.revoked_on, "bad")
        rest = (line.number or "", subsidy, _entry(line.entry), line.note or "")
        rows.append([name, day_cell(line.on), _validity(line.valid, line.valid_until), revoked, *rest])
    return Table(columns, rows, title=_("Certifications"))


def _assessments(page: PersonPage) -> Table:
    columns = [Column(_("Skill")), Column(_("On")), Column(_("Level"))]
    columns += [Column(_("Assessor"), spare=2), Column(_("Entry"), right=True, spare=1)]
    rows: list[list[Cell | str]] = []
    for line in page.assessments:
        level = f"{line.level} {pick(line.level_name)}".strip()
        name, on = pick(line.skill_name) or line.skill, day_cell(line.on)
        rows.append(
            _toned([name, on, level, line.assessor or "", _entry(line.entry)], "now" if line.latest else "past")
        )
    return Table(columns, rows, title=_("Assessments"))


def _waivers(page: PersonPage) -> Table:
    columns = [Column(_("Requirement")), Column(_("From")), Column(_("To")), Column(_("Reason"))]
    columns += [Column(_("Approver"), spare=2), Column(_("Entry"), right=True, spare=1)]
    rows: list[list[Cell | str]] = []
    for line in page.waivers:
        said = (line.reason or "", line.approver or "", _entry(line.entry))
        rows.append(_toned([line.requirement, day_cell(line.start), day_cell(line.until), *said], line.when))
    return Table(columns, rows, title=_("Waivers"))


def _enrolments(page: PersonPage) -> Table:
    columns = [Column(_("Training")), Column(_("Planned")), Column(_("Entry"), right=True, spare=1)]
    rows: list[list[Cell | str]] = []
    for line in page.enrolments:
        name = pick(line.training_name) or line.training
        rows.append(_toned([name, day_cell(line.on), _entry(line.entry)], line.when))
    return Table(columns, rows, title=_("Enrolments"))
