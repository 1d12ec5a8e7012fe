"""Rows of what people did or are to do: trainings, certifications, assessments, waivers, enrolments."""

from __future__ import annotations

from dxskills.exchange.amounts import parse_number, parse_whole, parse_yen
from dxskills.exchange.cells import Cells
from dxskills.exchange.columns import normal_header
from dxskills.exchange.outcomes import ATTENDANCE, parse_attendance, parse_outcome
from dxskills.exchange.values import parse_staff_number
from dxskills.exchange.wanted import Said, Wanted, day_in, entry_of, stored
from dxskills.framework.lookup import find_certification, find_requirement, find_skill, find_training
from dxskills.recording import records
from dxskills.recording.transaction import Outcome, Transaction

_VALUES = {
    "trainings": ("outcome", "score", "hours", "end", "instructor", "note"),
    "certifications": ("expires_on", "number", "subsidy", "note"),
    "assessments": ("level", "assessor"),
}


def training(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.known("training", tx.framework, find_training)
    moment = cells.needed_moment("on")
    end = cells.day("end")
    outcome = _outcome(cells)
    score = cells.read("score", lambda text: parse_number(text, "点"))
    hours = cells.read("hours", lambda text: parse_number(text, "時間"))
    instructor = cells.read("instructor", parse_staff_number)
    if instructor is not None:
        cells.somebody("instructor", instructor, tx)
    if cells.problems or staff is None or found is None or moment is None:
        return None
    on, time = moment
    said = stored(
        outcome=records.decide_outcome(found, outcome, score),
        score=score,
        hours=hours,
        end=end,
        instructor=instructor,
        note=cells.lines("note"),
    )

    def apply(tx: Transaction, said: Said) -> Outcome:
        rest = {key: value for key, value in said.items() if key != "end"}
        return records.record_training(tx, staff, found.id, on=on, time=time, end=day_in(said, "end"), **rest)

    return Wanted(
        (staff, found.id, on, time),
        staff,
        said,
        apply,
        lambda facts: entry_of(facts.training_recorded, on, training=found.id, time=time),
        _VALUES["trainings"],
        {"end-before-start": "end"},
    )


def _outcome(cells: Cells) -> str | None:
    column = cells.sheet.header.columns.get("outcome")
    if column is not None and normal_header(column.header) == ATTENDANCE:
        return cells.needed("outcome", parse_attendance)
    return cells.read("outcome", parse_outcome)


def certification(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.known("certification", tx.framework, find_certification)
    on = cells.needed_day("on")
    expires_on = cells.day("expires_on")
    subsidy = cells.read("subsidy", parse_yen)
    if cells.problems or staff is None or found is None or on is None:
        return None
    said = stored(expires_on=expires_on, number=cells.text("number"), subsidy=subsidy, note=cells.lines("note"))

    def apply(tx: Transaction, said: Said) -> Outcome:
        rest = {key: value for key, value in said.items() if key != "expires_on"}
        return records.record_certification(tx, staff, found.id, on=on, expires_on=day_in(said, "expires_on"), **rest)

    return Wanted(
        (staff, found.id, on),
        staff,
        said,
        apply,
        lambda facts: entry_of(facts.certification_recorded, on, certification=found.id),
        _VALUES["certifications"],
        {"end-before-start": "expires_on"},
    )


def assessment(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.known("skill", tx.framework, find_skill)
    level = cells.needed("level", parse_whole)
    on = cells.needed_day("on")
    if cells.problems or staff is None or found is None or level is None or on is None:
        return None

    def apply(tx: Transaction, said: Said) -> Outcome:
        return records.assess(tx, staff, found.id, said["level"], on=on, assessor=said.get("assessor"))

    return Wanted(
        (staff, found.id, on),
        staff,
        stored(level=level, assessor=cells.text("assessor")),
        apply,
        lambda facts: entry_of(facts.skill_assessed, on, skill=found.id),
        _VALUES["assessments"],
        {"bad-level": "level"},
    )


def waiver(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.needed("requirement", lambda text: find_requirement(tx.framework, text))
    start, until = cells.needed_day("from"), cells.needed_day("until")
    reason = cells.needed("reason", str) and cells.lines("reason")
    if cells.problems or staff is None or found is None or start is None or until is None or reason is None:
        return None
    # A waiver may be granted again from the same day, for longer or by somebody else: that is another one.
    same = stored(requirement=found.path, until=until, reason=reason, approver=cells.text("approver"))
    return Wanted(
        (staff, start, *sorted(same.items())),
        staff,
        {},
        lambda tx, _said: records.waive(
            tx, staff, found.path, start=start, until=until, reason=reason, approver=same.get("approver")
        ),
        lambda facts: entry_of(facts.requirement_waived, start, **same),
        (),
        {"end-before-start": "until"},
    )


def enrolment(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.known("training", tx.framework, find_training)
    on = cells.needed_day("on")
    if cells.problems or staff is None or found is None or on is None:
        return None
    return Wanted(
        (staff, found.id, on),
        staff,
        {},
        lambda tx, _said: records.enrol(tx, staff, found.id, on=on),
        lambda facts: entry_of(facts.training_enrolled, on, training=found.id),
        (),
        {},
    )
