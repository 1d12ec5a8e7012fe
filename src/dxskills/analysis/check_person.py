"""What is odd about one person's entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from dxskills.analysis.check import Finding, Severity
from dxskills.framework.model import Framework, Role
from dxskills.i18n import N_, _
from dxskills.index.facts import NO_END, Entry, Facts
from dxskills.index.holdings import Assignment, assignments, within_unit
from dxskills.index.service import attribute_segments, attributes_on, in_service, segments_in_service
from dxskills.recording.roles import term_limit
from dxskills.recording.transaction import Transaction

_RENAMED = N_(
    "If it was renamed, put the old id back or retract the entry and enter it anew: dxskills retract {entry}."
)
_DATES = N_("Correct the date, or when the person was in service: dxskills log {staff}.")
_EXCEPTION = N_(
    "If it is meant, retract it and enter it anew with --exception; else end it: dxskills unassign {staff} {role}."
)


class Known(NamedTuple):
    """What one person's entries are held against.

    ``units`` are those that somebody was ever posted in or below, ``everybody`` the known staff numbers,
    ``requirements`` the framework's, as role/requirement.
    """

    tx: Transaction
    units: frozenset[str]
    everybody: frozenset[str]
    requirements: frozenset[str]


def finding(
    code: str,
    staff: str | None,
    entry: int | None,
    message: str,
    remedy: str,
    severity: Severity = "warning",
    **params: object,
) -> Finding:
    """A finding from two templates that are not translated yet; staff and entry fill them too."""
    values = {**params, "staff": staff, "entry": entry}
    return Finding(code, severity, staff, entry, _(message).format_map(values), _(remedy).format_map(values))


def person_findings(known: Known, staff: str, facts: Facts) -> Iterator[Finding]:
    if not facts.staff_joined:
        yield from _nobody(staff, facts)
        return
    framework = known.tx.framework
    yield from _unknown_things(framework, known.requirements, staff, facts)
    yield from _attributes(framework, staff, facts)
    yield from _service(staff, facts)
    yield from _outside_service(staff, facts)
    yield from _references(staff, facts, known.everybody)
    held = assignments(facts, framework)
    for assignment in held:
        yield from _assignment(known, staff, facts, assignment)
    yield from _overlaps(staff, held)


def _nobody(staff: str, facts: Facts) -> Iterator[Finding]:
    entries = [e for kind in Facts.__slots__ if kind != "entry_retracted" for e in getattr(facts, kind)]
    if entries:
        yield finding(
            "never-joined",
            staff,
            min(entry.seq for entry in entries),
            N_("There are entries about {staff}, whose joining was retracted; they count for nothing."),
            N_("Enter the person again with `dxskills staff add`, or retract the rest too: dxskills log {staff}."),
            "error",
        )


def _unknown_things(framework: Framework, requirements: frozenset[str], staff: str, facts: Facts) -> Iterator[Finding]:
    for code, key, entries, ids in (
        ("unknown-role", "role", facts.role_assigned, framework.roles.keys()),
        ("unknown-training", "training", facts.training_recorded, framework.trainings.keys()),
        ("unknown-training", "training", facts.training_enrolled, framework.trainings.keys()),
        ("unknown-certification", "certification", facts.certification_recorded, framework.certifications.keys()),
        ("unknown-certification", "certification", facts.certification_revoked, framework.certifications.keys()),
        ("unknown-skill", "skill", facts.skill_assessed, framework.skills.keys()),
        ("unknown-requirement", "requirement", facts.requirement_waived, requirements),
    ):
        for entry in entries:
            if entry.data[key] not in ids:
                message = N_(
                    "Entry {entry} is about {id}, which the framework does not have (any more): it counts for nothing."
                )
                yield finding(code, staff, entry.seq, message, _RENAMED, "error", id=entry.data[key])
    for entry in facts.skill_assessed:
        skill = framework.skills.get(entry.data["skill"])
        if skill is not None and entry.data["level"] > len(skill.levels):
            message = N_("Entry {entry} gives level {level} of {id}, which has {levels} levels now.")
            yield finding(
                "bad-level",
                staff,
                entry.seq,
                message,
                _RENAMED,
                id=skill.id,
                level=entry.data["level"],
                levels=len(skill.levels),
            )


def _attributes(framework: Framework, staff: str, facts: Facts) -> Iterator[Finding]:
    for entry in facts.staff_joined + facts.staff_changed:
        appointment = entry.data.get("appointment")
        if appointment is not None and appointment not in framework.appointments:
            message = N_(
                "Entry {entry} gives {staff} the appointment {id}, which the framework does not have (any more)."
            )
            yield finding("unknown-appointment", staff, entry.seq, message, _RENAMED, "error", id=appointment)
    segments = segments_in_service(facts)
    if segments and segments[-1].values.get("unit") is None:
        yield finding(
            "no-unit",
            staff,
            None,
            N_("{staff} is posted in no unit, so no department's report shows them."),
            N_("Enter it with `dxskills staff transfer {staff} UNIT --on DATE`."),
        )
    if segments and segments[-1].values.get("appointment") is None and framework.appointments:
        yield finding(
            "no-appointment",
            staff,
            None,
            N_("The appointment of {staff} is not known, so no term limits their assignments."),
            N_("Enter it with `dxskills staff edit {staff} --appointment`."),
        )


def _service(staff: str, facts: Facts) -> Iterator[Finding]:
    marks = sorted([(e.day, 0, e.seq) for e in facts.staff_joined] + [(e.day, 1, e.seq) for e in facts.staff_left])
    serving = False
    for day, leaving, seq in marks:
        if not leaving and serving:
            message = N_("Entry {entry} lets {staff} join on {day}, while in service already.")
            yield finding("overlapping-service", staff, seq, message, _DATES, day=date.fromordinal(day))
        if leaving and not serving:
            message = N_("Entry {entry} lets {staff} leave on {day}, while not in service.")
            yield finding("overlapping-service", staff, seq, message, _DATES, day=date.fromordinal(day))
        serving = not leaving
    known = attribute_segments(facts)
    first = min(entry.day for entry in facts.staff_joined)
    if known and known[0].first < first:
        message = N_("{staff} is described from {day}, before joining on {joined}.")
        yield finding(
            "before-joining",
            staff,
            None,
            message,
            _DATES,
            day=date.fromordinal(known[0].first),
            joined=date.fromordinal(first),
        )


def _outside_service(staff: str, facts: Facts) -> Iterator[Finding]:
    """Certifications may well have been passed before joining, so they are not looked at."""
    for entry in facts.training_recorded + facts.skill_assessed + facts.training_enrolled:
        if not in_service(facts, entry.day):
            message = N_("Entry {entry} is dated {day}, when {staff} was not in service.")
            yield finding("outside-service", staff, entry.seq, message, _DATES, day=date.fromordinal(entry.day))


def _references(staff: str, facts: Facts, everybody: frozenset[str]) -> Iterator[Finding]:
    for key, entries in (("instructor", facts.training_recorded),):
        for entry in entries:
            if entry.data.get(key) is not None and entry.data[key] not in everybody:
                message = N_("Entry {entry} names {other} as the instructor, whom nobody knows.")
                yield finding("unknown-instructor", staff, entry.seq, message, _RENAMED, other=entry.data[key])
    assigned = {entry.seq for entry in facts.role_assigned}
    for entry in facts.role_unassigned:
        if entry.data["assignment"] not in assigned:
            message = N_("Entry {entry} ends assignment {other}, which was retracted.")
            remedy = N_("It does nothing; retract it: dxskills retract {entry} --reason …")
            yield finding("ends-nothing", staff, entry.seq, message, remedy, other=entry.data["assignment"])
    for entry in facts.certification_revoked:
        if not any(_revokes(entry, award) for award in facts.certification_recorded):
            message = N_("Entry {entry} revokes {id} on {day}, but no award is dated on or before it.")
            remedy = N_("Enter the award, or retract the revocation: dxskills retract {entry} --reason …")
            yield finding(
                "ends-nothing",
                staff,
                entry.seq,
                message,
                remedy,
                id=entry.data["certification"],
                day=date.fromordinal(entry.day),
            )


def _revokes(revocation: Entry, award: Entry) -> bool:
    return award.data["certification"] == revocation.data["certification"] and award.day <= revocation.day


def _assignment(known: Known, staff: str, facts: Facts, assignment: Assignment) -> Iterator[Finding]:
    seq, unit, start = assignment.entry.seq, assignment.unit, assignment.start
    if not in_service(facts, start):
        message = N_("The assignment of entry {entry} starts on {day}, when {staff} was not in service.")
        yield finding("outside-service", staff, seq, message, _DATES, day=date.fromordinal(start))
    if unit is not None and unit not in known.units:
        message = N_("The assignment of entry {entry} is in {unit}, where nobody was ever posted.")
        remedy = N_("If the unit is written wrongly, retract the entry and enter it anew: dxskills retract {entry}.")
        yield finding("unknown-unit", staff, seq, message, remedy, unit=unit)
    role = known.tx.framework.roles.get(assignment.role)
    if role is not None:
        yield from _irregular(known.tx, staff, facts, assignment, role)


def _irregular(tx: Transaction, staff: str, facts: Facts, assignment: Assignment, role: Role) -> Iterator[Finding]:
    """What would be refused if it were entered now, as rules or the person's dates have changed since."""
    seq = assignment.entry.seq
    if role.membership != "assigned":
        message = N_("Entry {entry} assigns {staff} to {role}, which people are not assigned to (any more).")
        yield finding("role-not-assigned", staff, seq, message, _EXCEPTION, role=role.id)
    if assignment.entry.data.get("exception"):
        return
    unit = assignment.unit
    if role.placement is not None and not any(within_unit(unit, place) for place in role.placement):
        message = N_("The assignment of entry {entry} is in {unit}, outside the placement of {role}.")
        yield finding("outside-placement", staff, seq, message, _EXCEPTION, role=role.id, unit=unit)
    appointment = attributes_on(facts, assignment.start).get("appointment")
    if role.appointments and appointment not in role.appointments:
        message = N_("The appointment of {staff} is {id}, which {role} is not open to (entry {entry}).")
        yield finding(
            "wrong-appointment", staff, seq, message, _EXCEPTION, role=role.id, id=appointment or _("not known")
        )
    limit = term_limit(tx, facts, date.fromordinal(assignment.start))
    if limit is not None and assignment.end > limit.toordinal():
        end = _("open") if assignment.end == NO_END else date.fromordinal(assignment.end).isoformat()
        message = N_(
            "The assignment of entry {entry} runs on (end: {end}) when the appointment's term is over on {limit}."
        )
        yield finding("past-term", staff, seq, message, _EXCEPTION, role=role.id, end=end, limit=limit)


def _overlaps(staff: str, held: list[Assignment]) -> Iterator[Finding]:
    stretches = sorted(
        (a.role, unit or "", first, last, a.entry.seq) for a in held for unit, first, last in a.stretches
    )
    for before, after in pairwise(stretches):
        if before[:2] == after[:2] and after[2] <= before[3]:
            message = N_("The assignments of entries {other} and {entry} to {role} in {unit} overlap.")
            remedy = N_("End or retract one of them: dxskills retract {entry} --reason …")
            yield finding(
                "overlapping-assignment",
                staff,
                after[4],
                message,
                remedy,
                other=before[4],
                role=after[0],
                unit=after[1],
            )
