"""What people completed, passed, were assessed at, were excused from, and are booked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from dxskills.errors import Refused
from dxskills.framework.lookup import find_certification, find_requirement, find_skill, find_training
from dxskills.framework.model import Training
from dxskills.i18n import _, pick
from dxskills.index.facts import Entry, entry_like
from dxskills.recording.staff_numbers import fold_staff_number
from dxskills.recording.texts import called, said_in
from dxskills.recording.transaction import UNCHANGED, Outcome, Transaction

OUTCOMES = ("completed", "attended", "failed", "absent", "withdrawn", "exempt")


def decide_outcome(training: Training, outcome: str | None, score: float | None) -> str:
    """The outcome as said; else by the training's pass score, where there is a score; else completed."""
    if outcome is not None:
        return outcome
    if score is None or training.pass_score is None:
        return "completed"
    return "completed" if score >= training.pass_score else "failed"


def record_training(
    tx: Transaction,
    staff: str,
    training: str,
    *,
    on: date,
    time: str | None = None,
    outcome: str | None = None,
    score: float | None = None,
    hours: float | None = None,
    end: date | None = None,
    instructor: str | None = None,
    note: str | None = None,
) -> Outcome:
    """Record a training; ``score`` in points, ``hours`` in hours. One of that moment with other values conflicts."""
    facts = tx.known_facts(staff)
    found = find_training(tx.framework, training)
    if outcome is not None and outcome not in OUTCOMES:
        allowed = ", ".join(OUTCOMES)
        raise Refused("bad-outcome", _("{outcome} is not an outcome: {allowed}."), outcome=outcome, allowed=allowed)
    _not_negative(score=score, hours=hours)
    if end is not None and end < on:
        raise Refused("end-before-start", _("The end {end} is before the start {start}."), end=str(end), start=str(on))
    if instructor is not None:
        instructor = fold_staff_number(instructor)
        tx.known_facts(instructor)
    data = {
        "training": found.id,
        "time": time,
        "outcome": decide_outcome(found, outcome, score),
        "score": _whole(score),
        "hours": _whole(hours),
        "end": end.isoformat() if end else None,
        "instructor": instructor,
        "note": note,
    }
    return _add_once(tx, "training.recorded", staff, on, data, ("training", "time"), facts.training_recorded)


def record_certification(
    tx: Transaction,
    staff: str,
    certification: str,
    *,
    on: date,
    expires_on: date | None = None,
    number: str | None = None,
    subsidy: int | None = None,
    note: str | None = None,
) -> Outcome:
    """Record an award; ``expires_on``, inclusive, overrides the computed last valid day; ``subsidy`` is in yen."""
    facts = tx.known_facts(staff)
    found = find_certification(tx.framework, certification)
    _not_negative(subsidy=subsidy)
    if expires_on is not None and expires_on < on:
        raise Refused(
            "end-before-start", _("The end {end} is before the start {start}."), end=str(expires_on), start=str(on)
        )
    data = {
        "certification": found.id,
        "expires_on": expires_on.isoformat() if expires_on else None,
        "number": number,
        "subsidy": subsidy,
        "note": note,
    }
    notices: tuple[str, ...] = ()
    if subsidy is not None and found.subsidy is not None and subsidy > found.subsidy:
        text = _("The subsidy of {paid} yen is above the ceiling of {ceiling} yen for {name}.")
        notices = (text.format(paid=subsidy, ceiling=found.subsidy, name=pick(found.name)),)
    done = _add_once(tx, "certification.recorded", staff, on, data, ("certification",), facts.certification_recorded)
    return Outcome(done.seqs, notices)


def revoke(tx: Transaction, staff: str, certification: str, *, on: date, reason: str | None = None) -> Outcome:
    """End the validity of every award of the certification dated on or before ``on``, the day before it."""
    facts = tx.known_facts(staff)
    found = find_certification(tx.framework, certification)
    data = {"certification": found.id, "reason": reason}
    done = _add_once(tx, "certification.revoked", staff, on, data, ("certification",), facts.certification_revoked)
    awarded = [e for e in facts.certification_recorded if e.data["certification"] == found.id]
    if any(entry.day <= on.toordinal() for entry in awarded):
        return done
    text = _("{staff} has no record of {name} on or before {day}, so this changes nothing yet.")
    return Outcome(done.seqs, (text.format(staff=staff, name=pick(found.name), day=on.isoformat()),))


def assess(tx: Transaction, staff: str, skill: str, level: int, *, on: date, assessor: str | None = None) -> Outcome:
    """Record the level of a skill that a person was assessed at, 1 up to the number of the skill's levels."""
    facts = tx.known_facts(staff)
    found = find_skill(tx.framework, skill)
    if not 1 <= level <= len(found.levels):
        raise Refused(
            "bad-level",
            _("{name} has the levels 1 to {highest}, not {level}."),
            name=pick(found.name),
            highest=len(found.levels),
            level=level,
        )
    data = {"skill": found.id, "level": level, "assessor": assessor}
    return _add_once(tx, "skill.assessed", staff, on, data, ("skill",), facts.skill_assessed)


def waive(
    tx: Transaction,
    staff: str,
    requirement: str,
    *,
    start: date,
    until: date,
    reason: str,
    approver: str | None = None,
) -> Outcome:
    """Excuse a person from a requirement (written role/requirement) from ``start`` to ``until``, both inclusive."""
    facts = tx.known_facts(staff)
    found = find_requirement(tx.framework, requirement)
    if until < start:
        raise Refused(
            "end-before-start", _("The end {end} is before the start {start}."), end=str(until), start=str(start)
        )
    if not reason.strip():
        raise Refused("missing-value", _("A waiver needs a reason."))
    data = {"requirement": found.path, "until": until.isoformat(), "reason": reason, "approver": approver}
    # A waiver may well be granted again from the same day, for longer or by somebody else; both then stand.
    return _add_once(tx, "requirement.waived", staff, start, data, tuple(data), facts.requirement_waived)


def enrol(tx: Transaction, staff: str, training: str, *, on: date) -> Outcome:
    """Book a person for a training on a day; counts for nothing, and is shown beside the gap it will close."""
    facts = tx.known_facts(staff)
    found = find_training(tx.framework, training)
    data = {"training": found.id}
    return _add_once(tx, "training.enrolled", staff, on, data, ("training",), facts.training_enrolled)


def _whole(number: float | None) -> float | None:
    """A whole number without the fraction that a script may give it: 3 and 3.0 are one, in files too."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _not_negative(**amounts: float | None) -> None:
    for name, amount in amounts.items():
        if amount is not None and (amount < 0 or amount != amount or amount == float("inf")):
            raise Refused("bad-number", _("{name} cannot be {amount}."), name=name, amount=amount)


def _add_once(
    tx: Transaction,
    kind: str,
    staff: str,
    on: date,
    data: dict[str, Any],
    key: tuple[str, ...],
    existing: list[Entry],
) -> Outcome:
    """Add the entry unless it is there; refuse one that has the same key (the day included) and other values."""
    said = said_in(data)
    entry = entry_like(existing, on.toordinal(), {name: said.get(name) for name in key})
    if entry is None:
        return Outcome((tx.add(kind, staff, on.isoformat(), data),))
    if entry.data == said:
        return UNCHANGED
    raise Refused(
        "conflict",
        _("Entry {seq} says something else of {staff}, {item} on {day}."),
        hint=_("Retract it first with `dxskills retract {seq} --reason …`, if it is wrong."),
        seq=entry.seq,
        staff=staff,
        item=called(tx.framework, key[0], said[key[0]]),
        day=on.isoformat(),
    )
