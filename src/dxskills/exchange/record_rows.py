"""Rows of what people did or are to do: trainings, certifications, assessments, waivers, enrolments."""

from __future__ import annotations

from datetime import date

from dxskills.errors import Refused
from dxskills.exchange.amounts import parse_number, parse_whole, parse_yen
from dxskills.exchange.cells import Cells
from dxskills.exchange.columns import normal_header
from dxskills.exchange.outcomes import ATTENDANCE, parse_attendance, parse_outcome
from dxskills.exchange.values import parse_staff_number
from dxskills.exchange.wanted import Kind, Likeness, Said, Wanted, day_in, day_of, entry_of, stored
from dxskills.framework.lookup import find_certification, find_requirement, find_skill, find_training
from dxskills.i18n import _
from dxskills.index.facts import Entry, Facts, entry_like
from dxskills.recording import records
from dxskills.recording.transaction import UNCHANGED, Outcome, Transaction


def _read_training(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.known("training", tx.framework, find_training)
    moment = cells.needed_moment("on")
    end = cells.day("end")
    outcome = _outcome(cells)
    score = cells.read("score", _points)
    hours = cells.read("hours", _hours)
    instructor = cells.read("instructor", parse_staff_number)
    if instructor is not None:
        cells.somebody("instructor", instructor, tx)
    if cells.problems or staff is None or found is None or moment is None:
        return None
    said = stored(
        outcome=records.decide_outcome(found, outcome, score),
        score=score,
        hours=hours,
        end=end,
        instructor=instructor,
        note=cells.lines("note"),
    )
    return Wanted((staff, found.id, moment.day.isoformat(), moment.time), said)


def _points(text: str) -> float:
    return parse_number(text, "点")


def _hours(text: str) -> float:
    return parse_number(text, "時間")


def _outcome(cells: Cells) -> str | None:
    column = cells.sheet.header.columns.get("outcome")
    if column is None:
        return None
    if normal_header(column.header) == ATTENDANCE:
        return cells.needed("outcome", parse_attendance)
    return cells.read("outcome", parse_outcome)


def _standing_training(facts: Facts, wanted: Wanted) -> Entry | None:
    _staff, training, on, time = wanted.key
    return entry_of(facts.training_recorded, on, training=training, time=time)


def _record_training(tx: Transaction, wanted: Wanted, said: Said) -> Outcome:
    _staff, training, on, time = wanted.key
    rest = {key: value for key, value in said.items() if key != "end"}
    return records.record_training(
        tx, wanted.staff, training or "", on=day_of(on), time=time, end=day_in(said, "end"), **rest
    )


def _read_certification(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.known("certification", tx.framework, find_certification)
    on = cells.needed_day("on")
    expires_on = cells.day("expires_on")
    subsidy = cells.read("subsidy", parse_yen)
    revoked_on = _revoked_on(cells, on)
    if cells.problems or staff is None or found is None or on is None:
        return None
    said = stored(expires_on=expires_on, number=cells.text("number"), subsidy=subsidy, note=cells.lines("note"))
    # A revocation is an entry of its own, so a row that tells of one contradicts no row that does not.
    revocation = stored(revoked_on=revoked_on, revoked_reason=cells.lines("revoked_reason") if revoked_on else None)
    return Wanted((staff, found.id, on.isoformat()), said, revocation)


def _revoked_on(cells: Cells, on: date | None) -> date | None:
    revoked_on = cells.day("revoked_on")
    if revoked_on is not None and on is not None and revoked_on < on:
        message = _("The revocation of {revoked} is before the award of {on}.")
        refusal = Refused("end-before-start", message, revoked=revoked_on.isoformat(), on=on.isoformat())
        cells.refuse("revoked_on", refusal)
    return revoked_on


def _standing_certification(facts: Facts, wanted: Wanted) -> Entry | None:
    _staff, certification, on = wanted.key
    return entry_of(facts.certification_recorded, on, certification=certification)


def _record_certification(tx: Transaction, wanted: Wanted, said: Said) -> Outcome:
    _staff, certification, on = wanted.key
    rest = {key: value for key, value in said.items() if key != "expires_on"}
    expires_on = day_in(said, "expires_on")
    return records.record_certification(
        tx, wanted.staff, certification or "", on=day_of(on), expires_on=expires_on, **rest
    )


def _revoke(tx: Transaction, wanted: Wanted) -> Outcome:
    revoked_on = day_in(wanted.given, "revoked_on")
    if revoked_on is None:
        return UNCHANGED
    certification, reason = wanted.key[1] or "", wanted.given.get("revoked_reason")
    known = entry_like(
        tx.facts(wanted.staff).certification_revoked, revoked_on.toordinal(), {"certification": certification}
    )
    if known is not None and reason is None:
        return UNCHANGED
    return records.revoke(tx, wanted.staff, certification, on=revoked_on, reason=reason)


def _read_assessment(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.known("skill", tx.framework, find_skill)
    level = cells.needed("level", parse_whole)
    on = cells.needed_day("on")
    if cells.problems or staff is None or found is None or level is None or on is None:
        return None
    return Wanted((staff, found.id, on.isoformat()), stored(level=level, assessor=cells.text("assessor")))


def _standing_assessment(facts: Facts, wanted: Wanted) -> Entry | None:
    _staff, skill, on = wanted.key
    return entry_of(facts.skill_assessed, on, skill=skill)


def _assess(tx: Transaction, wanted: Wanted, said: Said) -> Outcome:
    _staff, skill, on = wanted.key
    return records.assess(tx, wanted.staff, skill or "", said["level"], on=day_of(on), assessor=said.get("assessor"))


def _read_waiver(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.needed("requirement", lambda text: find_requirement(tx.framework, text))
    start, until = cells.needed_day("from"), cells.needed_day("until")
    reason = cells.needed("reason", str) and cells.lines("reason")
    if cells.problems or staff is None or found is None or start is None or until is None or reason is None:
        return None
    # A waiver may be granted again from the same day, for longer or by somebody else: that is another one.
    key = (staff, start.isoformat(), found.path, until.isoformat(), reason, cells.text("approver"))
    return Wanted(key, {})


def _standing_waiver(facts: Facts, wanted: Wanted) -> Entry | None:
    _staff, start, requirement, until, reason, approver = wanted.key
    same = stored(requirement=requirement, until=until, reason=reason, approver=approver)
    return entry_of(facts.requirement_waived, start, **same)


def _waive(tx: Transaction, wanted: Wanted, _said: Said) -> Outcome:
    _staff, start, requirement, until, reason, approver = wanted.key
    return records.waive(
        tx,
        wanted.staff,
        requirement or "",
        start=day_of(start),
        until=day_of(until),
        reason=reason or "",
        approver=approver,
    )


def _read_enrolment(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    found = cells.known("training", tx.framework, find_training)
    on = cells.needed_day("on")
    if cells.problems or staff is None or found is None or on is None:
        return None
    return Wanted((staff, found.id, on.isoformat()), {})


def _standing_enrolment(facts: Facts, wanted: Wanted) -> Entry | None:
    _staff, training, on = wanted.key
    return entry_of(facts.training_enrolled, on, training=training)


def _enrol(tx: Transaction, wanted: Wanted, _said: Said) -> Outcome:
    _staff, training, on = wanted.key
    return records.enrol(tx, wanted.staff, training or "", on=day_of(on))


TRAININGS = Kind(
    _read_training,
    _standing_training,
    _record_training,
    ("outcome", "score", "hours", "end", "instructor", "note"),
    {"end-before-start": "end"},
    event="training.recorded",
    like=Likeness(
        ("training", "time", "outcome", "score", "hours", "end", "instructor", "note"), days=("end",), free=("note",)
    ),
    by_itself=True,
)
CERTIFICATIONS = Kind(
    _read_certification,
    _standing_certification,
    _record_certification,
    ("expires_on", "number", "subsidy", "note"),
    {"end-before-start": "expires_on"},
    event="certification.recorded",
    like=Likeness(
        ("certification", "expires_on", "number", "subsidy", "note"), days=("expires_on",), free=("number", "note")
    ),
    also=_revoke,
)
ASSESSMENTS = Kind(
    _read_assessment,
    _standing_assessment,
    _assess,
    ("level", "assessor"),
    {"bad-level": "level"},
    event="skill.assessed",
    like=Likeness(("skill", "level", "assessor"), free=("assessor",)),
    by_itself=True,
)
WAIVERS = Kind(_read_waiver, _standing_waiver, _waive, (), {"end-before-start": "until"}, by_itself=True)
ENROLMENTS = Kind(
    _read_enrolment,
    _standing_enrolment,
    _enrol,
    (),
    {},
    event="training.enrolled",
    like=Likeness(("training",)),
    by_itself=True,
)
