"""What is odd about a person's assignments: where and when they are, and what the rules of today would refuse.

What the rules of today say is asked only of assignments that still run or are to come: the ended ones were right by the
rules of their time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from dxskills.analysis.check import Finding
from dxskills.analysis.check_finding import finding
from dxskills.analysis.check_kinds import TAKEN_BACK
from dxskills.analysis.check_known import Known, Person
from dxskills.framework.model import Role
from dxskills.i18n import _
from dxskills.index.facts import NO_END
from dxskills.index.holdings import Assignment, assignments, within_unit
from dxskills.index.service import attributes_on
from dxskills.recording.roles import term_limit


def assignment_findings(known: Known, person: Person) -> Iterator[Finding]:
    held = assignments(person.facts, known.tx.framework)
    for assignment in held:
        yield from _place_and_time(known, person, assignment)
        role = known.tx.framework.roles.get(assignment.role)
        if role is not None:
            yield from _irregular(known, person, assignment, role)
    yield from _overlaps(person.staff, held)
    standing = {entry.seq for entry in person.facts.role_assigned}
    for entry in person.facts.role_unassigned:
        if entry.data["assignment"] not in standing:
            yield finding("unassigns-nothing", person.staff, entry.seq, str(entry.data["assignment"]))


def _place_and_time(known: Known, person: Person, assignment: Assignment) -> Iterator[Finding]:
    seq, unit, role, start = assignment.entry.seq, assignment.unit, assignment.role, assignment.start
    if not person.serves(start):
        yield finding("assigned-outside-service", person.staff, seq, role, day=date.fromordinal(start))
    if unit is not None and unit not in known.units:
        yield finding("unknown-unit", person.staff, seq, role, unit=unit)


def _irregular(known: Known, person: Person, assignment: Assignment, role: Role) -> Iterator[Finding]:
    """What would be refused if it were entered now, as rules or the person's dates have changed since."""
    runs = assignment.end > known.today
    if runs and role.membership != "assigned":
        yield finding("role-not-assigned", person.staff, assignment.entry.seq, role.id)
    span = next((span for span in person.spans if span.first <= assignment.start <= span.last), None)
    if span is not None and span.last < min(assignment.end, known.today) and span is person.spans[-1]:
        yield _ending("open-after-leaving", person, assignment, span.last)
    if assignment.entry.data.get("exception"):
        return
    if runs and (span is None or span.last > known.today):
        yield from _against_rules(known, person, assignment, role)
    yield from _past_term(known, person, assignment)


def _against_rules(known: Known, person: Person, assignment: Assignment, role: Role) -> Iterator[Finding]:
    unit = assignment.unit
    if role.placement is not None and not any(within_unit(unit, place) for place in role.placement):
        yield _ending("outside-placement", person, assignment, known.today)
    appointment = attributes_on(person.facts, max(assignment.start, known.today)).get("appointment")
    if role.appointments and appointment not in role.appointments:
        called = appointment or _("not known")
        yield _ending("wrong-appointment", person, assignment, known.today, appointment=called)
    posted = attributes_on(person.facts, assignment.start).get("unit")
    related = posted is None or unit is None or within_unit(posted, unit) or within_unit(unit, posted)
    if person.serves(assignment.start) and unit in known.units and not related:
        yield _ending("outside-posting", person, assignment, known.today, posting=posted)


def _past_term(known: Known, person: Person, assignment: Assignment) -> Iterator[Finding]:
    limit = term_limit(known.tx, person.facts, date.fromordinal(assignment.start))
    if limit is not None and assignment.end > limit.toordinal():
        end = _("open") if assignment.end == NO_END else date.fromordinal(assignment.end).isoformat()
        yield _ending("past-term", person, assignment, limit.toordinal(), end=end)


def _ending(kind: str, person: Person, assignment: Assignment, last: int, **params: object) -> Finding:
    """A finding that ``last`` as the last day mends; one that starts later can only be taken back."""
    return finding(
        kind,
        person.staff,
        assignment.entry.seq,
        assignment.role,
        role=assignment.role,
        unit=assignment.unit,
        last=date.fromordinal(last),
        command=TAKEN_BACK if last < assignment.start or assignment.unit is None else None,
        **params,
    )


def _overlaps(staff: str, held: list[Assignment]) -> Iterator[Finding]:
    stretches = sorted(
        (a.role, unit or "", first, last, a.entry.seq) for a in held for unit, first, last in a.stretches
    )
    for before, after in pairwise(stretches):
        if before[:2] == after[:2] and after[2] <= before[3]:
            yield finding("overlapping-assignment", staff, after[4], after[0], unit=after[1], other=before[4])
