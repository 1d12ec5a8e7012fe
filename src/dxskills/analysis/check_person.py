"""What is odd about one person: their service and what is dated about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from dxskills.analysis.check import Finding
from dxskills.analysis.check_assignments import assignment_findings
from dxskills.analysis.check_finding import finding
from dxskills.analysis.check_kinds import TAKEN_BACK
from dxskills.analysis.check_known import Known, Person
from dxskills.analysis.check_records import record_findings
from dxskills.dates import add_months
from dxskills.index.facts import NO_END, Entry, Facts
from dxskills.index.service import attributes_on, segments_in_service, service_spans, unbroken_since

_OF_NOTHING = ("entry_retracted", "staff_forgotten")
"""Kinds that say nothing of a person that could count."""

_PLANS_YEARS = 10
_CAREER_YEARS = 60
_DAYS_A_YEAR = 366
_DATED = ("staff_joined", "staff_changed", "staff_left", "role_assigned", "training_enrolled", "requirement_waived")
"""What may well be entered ahead."""


def person_findings(known: Known, staff: str, facts: Facts, joining: Callable[[], int | None]) -> Iterator[Finding]:
    """``joining`` finds the retraction of the person's joining, for somebody who does not stand as joined."""
    if not facts.staff_joined:
        yield from _nobody(staff, facts, joining)
        return
    person = Person(staff, facts, service_spans(facts))
    yield from _appointments(known, person)
    yield from _attributes(known, person)
    yield from _service(person)
    yield from _described_too_early(person)
    yield from _far_off(known, person)
    yield from record_findings(known, person)
    yield from assignment_findings(known, person)


def _nobody(staff: str, facts: Facts, joining: Callable[[], int | None]) -> Iterator[Finding]:
    entries = [e for kind in Facts.__slots__ if kind not in _OF_NOTHING for e in getattr(facts, kind)]
    if entries:
        first = min(entry.seq for entry in entries)
        # Without a joining that could come back, the entries are what is to go.
        retraction = joining() or first
        yield finding("never-joined", staff, first, joining=retraction)


def _appointments(known: Known, person: Person) -> Iterator[Finding]:
    """Every change to an appointment that is none, unless another entry of that day says otherwise."""
    framework, facts = known.tx.framework, person.facts
    said: dict[int, Entry] = {}
    for entry in sorted(facts.staff_joined + facts.staff_changed):
        if entry.data.get("appointment") is not None:
            said[entry.day] = entry
    for day, entry in sorted(said.items()):
        appointment = entry.data["appointment"]
        if appointment not in framework.appointments:
            yield finding("unknown-appointment", person.staff, entry.seq, appointment, day=date.fromordinal(day))
    if not any(span.first <= known.today <= span.last for span in person.spans):
        return
    over = _term_over(known, person)
    if over is not None and over < known.today:
        yield finding(
            "expired-appointment",
            person.staff,
            None,
            attributes_on(facts, known.today)["appointment"],
            limit=date.fromordinal(over),
            day=date.fromordinal(over + 1),
        )


def _term_over(known: Known, person: Person) -> int | None:
    """The last day of today's appointment where its term is in months: one in fiscal years is an assignment's."""
    name = attributes_on(person.facts, known.today).get("appointment")
    appointment = known.tx.framework.appointments.get(name or "")
    if appointment is None or appointment.term is None or appointment.term[0] != "months":
        return None
    joined = max(span.first for span in person.spans if span.first <= known.today)
    since = max(joined, unbroken_since(person.facts, "appointment", known.today) or joined)
    try:
        return add_months(date.fromordinal(since), appointment.term[1]).toordinal() - 1
    except (ValueError, OverflowError):  # beyond the year 9999
        return None


def _attributes(known: Known, person: Person) -> Iterator[Finding]:
    segments = segments_in_service(person.facts)
    if not segments:
        return
    day = date.fromordinal(segments[0].first)
    if segments[-1].values.get("unit") is None:
        yield finding("no-unit", person.staff, day=day)
    if segments[-1].values.get("appointment") is None and known.tx.framework.appointments:
        yield finding("no-appointment", person.staff, day=day)


class _Mark(NamedTuple):
    day: int
    leaving: bool
    seq: int


def _service(person: Person) -> Iterator[Finding]:
    facts = person.facts
    marks = [_Mark(entry.day, False, entry.seq) for entry in facts.staff_joined]
    marks += [_Mark(entry.day, True, entry.seq) for entry in facts.staff_left]
    since = 0
    last = max(entry.day for entry in facts.staff_joined)
    for day, leaving, seq in sorted(marks):
        on = date.fromordinal(day)
        if leaving and not since:
            yield finding("left-twice", person.staff, seq, day=on)
        elif since and not leaving:
            # Only the latest spell can be corrected by naming its first day.
            latest = not any(day <= entry.day < last for entry in facts.staff_left)
            command = None if latest else TAKEN_BACK
            yield finding("joined-twice", person.staff, seq, day=on, joined=date.fromordinal(since), command=command)
        since = 0 if leaving else since or day


def _described_too_early(person: Person) -> Iterator[Finding]:
    joined = min(entry.day for entry in person.facts.staff_joined)
    for entry in person.facts.staff_changed:
        if entry.day < joined:
            yield finding(
                "before-joining",
                person.staff,
                entry.seq,
                day=date.fromordinal(entry.day),
                joined=date.fromordinal(joined),
            )


def _far_off(known: Known, person: Person) -> Iterator[Finding]:
    """Days that nobody can mean: a year with a figure too many or too few."""
    latest = min(known.today + _PLANS_YEARS * _DAYS_A_YEAR, NO_END)
    earliest = known.today - _CAREER_YEARS * _DAYS_A_YEAR
    for kind in Facts.__slots__:
        for entry in getattr(person.facts, kind) if kind not in _OF_NOTHING else ():
            day = date.fromordinal(entry.day) if entry.day else None
            correct = "dxskills staff edit {staff} --joined DATE" if kind == "staff_joined" else None
            if kind in _DATED and entry.day > latest:
                yield finding("far-future", person.staff, entry.seq, day=day, command=correct)
            elif 0 < entry.day < earliest:
                yield finding("far-past", person.staff, entry.seq, day=day, command=correct)
