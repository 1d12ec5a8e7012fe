"""What is odd about a person's records: things that are no longer, times that cannot be, bookings without an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dxskills.analysis.check import Finding
from dxskills.analysis.check_finding import finding
from dxskills.analysis.check_known import Known, Person
from dxskills.framework.model import Framework
from dxskills.index.facts import Entry, Facts

_PATIENCE_DAYS = 90
"""How long after a booked day its outcome may still be on its way."""


def record_findings(known: Known, person: Person) -> Iterator[Finding]:
    yield from _unknown_things(known, person)
    yield from _levels(known.tx.framework, person)
    yield from _outside_service(known, person)
    yield from _enrolments(known, person)
    yield from _references(known, person)


def _unknown_things(known: Known, person: Person) -> Iterator[Finding]:
    framework, facts = known.tx.framework, person.facts
    for kind, key, entries, ids in (
        ("unknown-role", "role", facts.role_assigned, framework.roles.keys()),
        ("unknown-training", "training", facts.training_recorded, framework.trainings.keys()),
        ("unknown-training", "training", facts.training_enrolled, framework.trainings.keys()),
        ("unknown-certification", "certification", facts.certification_recorded, framework.certifications.keys()),
        ("unknown-certification", "certification", facts.certification_revoked, framework.certifications.keys()),
        ("unknown-skill", "skill", facts.skill_assessed, framework.skills.keys()),
        ("unknown-requirement", "requirement", facts.requirement_waived, known.requirements),
    ):
        for entry in entries:
            if entry.data[key] not in ids:
                yield finding(kind, person.staff, entry.seq, entry.data[key])


def _levels(framework: Framework, person: Person) -> Iterator[Finding]:
    for entry in person.facts.skill_assessed:
        skill = framework.skills.get(entry.data["skill"])
        level = entry.data["level"]
        if skill is not None and level > len(skill.levels):
            yield finding("bad-level", person.staff, entry.seq, skill.id, level=level, levels=len(skill.levels))


def _outside_service(known: Known, person: Person) -> Iterator[Finding]:
    """Certifications may well have been passed before joining or after leaving."""
    facts = person.facts
    done = [(entry, entry.data["training"]) for entry in facts.training_recorded]
    done += [(entry, entry.data["skill"]) for entry in facts.skill_assessed]
    booked = [(entry, entry.data["training"]) for entry in facts.training_enrolled]
    for entry, item in done + booked:
        if not person.serves(entry.day):
            yield _when(person, entry, item)
    done += [(entry, entry.data["certification"]) for entry in facts.certification_recorded]
    for entry, item in done:
        if entry.day > known.today:
            yield finding("future-record", person.staff, entry.seq, item, day=date.fromordinal(entry.day))


def _when(person: Person, entry: Entry, item: str) -> Finding:
    day = date.fromordinal(entry.day)
    left = [span.last for span in person.spans if span.last < entry.day]
    if left:
        return finding("after-service", person.staff, entry.seq, item, day=day, left=date.fromordinal(max(left)))
    joined = date.fromordinal(min(joining.day for joining in person.facts.staff_joined))
    return finding("before-service", person.staff, entry.seq, item, day=day, joined=joined)


def _enrolments(known: Known, person: Person) -> Iterator[Finding]:
    """Bookings long past of which nothing came, of those still in service."""
    facts, trainings = person.facts, known.tx.framework.trainings
    for entry in facts.training_enrolled:
        training = entry.data["training"]
        if entry.day >= known.today - _PATIENCE_DAYS or training not in trainings:
            continue
        if not person.serves(entry.day) or not person.serves(known.today):
            continue
        if not any(_tells(known.tx.framework, record, training, entry.day) for record in facts.training_recorded):
            yield finding("past-enrolment", person.staff, entry.seq, training, day=date.fromordinal(entry.day))


def _tells(framework: Framework, record: Entry, training: str, booked: int) -> bool:
    """Whether a record of whatever outcome says what became of a booking: of that training, or of one as good."""
    recorded = framework.trainings.get(record.data["training"])
    return record.day >= booked - _PATIENCE_DAYS and recorded is not None and training in recorded.covers


def _references(known: Known, person: Person) -> Iterator[Finding]:
    facts = person.facts
    for entry in facts.training_recorded:
        instructor = entry.data.get("instructor")
        if instructor is not None and instructor not in known.everybody:
            yield finding("unknown-instructor", person.staff, entry.seq, instructor)
    for entry in facts.certification_revoked:
        if not _is_awarded(facts, entry):
            day = date.fromordinal(entry.day)
            yield finding("revokes-nothing", person.staff, entry.seq, entry.data["certification"], day=day)


def _is_awarded(facts: Facts, revocation: Entry) -> bool:
    certification = revocation.data["certification"]
    return any(
        award.data["certification"] == certification and award.day <= revocation.day
        for award in facts.certification_recorded
    )
