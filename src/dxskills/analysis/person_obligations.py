"""One person's obligations on a day, straight from what is entered of them: for questions about a single person.

The same rules as in :mod:`dxskills.analysis.question`, which asks them of everybody at once in SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dxskills.analysis.obligation_rows import Closing, earliest
from dxskills.analysis.question import (
    EXPIRED,
    EXPIRING,
    MET,
    OVERDUE,
    PENDING,
    WAIVED,
    Question,
    due_on,
    in_effect,
)
from dxskills.analysis.results import STATUSES, ObligationRow
from dxskills.framework.model import Framework, Requirement
from dxskills.index.evidence import Sources, State, timeline
from dxskills.index.facts import NO_END, Entry, Facts, ordinal
from dxskills.index.holdings import Holding, holdings

NOTHING = State(1, NO_END, 0, False, ())
"""Stands for the time before there is any evidence."""


class Obligation(NamedTuple):
    """``states`` are the requirement's from first to last, ``state`` the one on the day; ``due`` is an ordinal."""

    requirement: Requirement
    holding: Holding
    states: list[State]
    state: State
    waiver: Entry | None
    due: int
    status: str

    @property
    def valid_until(self) -> date | None:
        until = self.state.until
        return date.fromordinal(until) if 0 < until < NO_END else None

    @property
    def evidence(self) -> tuple[int, ...]:
        return (self.waiver.seq,) if self.waiver else self.state.evidence


def person_obligations(facts: Facts, framework: Framework, question: Question) -> list[Obligation]:
    """Sorted as in a report: by role, unit and requirement. The question's department is not looked at."""
    sources = Sources(facts, framework)
    found = [
        _obligation(facts, framework, question, sources, holding, requirement)
        for holding, requirement in _asked(facts, framework, question)
    ]
    return sorted(found, key=lambda o: (o.requirement.role, o.holding.unit or "", o.requirement.id, o.holding.since))


def _asked(facts: Facts, framework: Framework, question: Question) -> Iterator[tuple[Holding, Requirement]]:
    for holding in holdings(facts, framework):
        role = framework.roles[holding.role]
        if holding.first <= question.day <= holding.last and in_effect(role, question.as_of):
            for requirement in role.requirements:
                if in_effect(requirement, question.as_of):
                    yield holding, requirement


def _obligation(
    facts: Facts,
    framework: Framework,
    question: Question,
    sources: Sources,
    holding: Holding,
    requirement: Requirement,
) -> Obligation:
    states = timeline(requirement, sources, framework.organisation.fiscal_year_start)
    state = next((s for s in states if s.first <= question.day <= s.last), NOTHING)
    waiver = covering_waiver(facts, requirement, question.day)
    due = due_on(framework, requirement, holding.since, question.as_of)
    status = STATUSES[_status(requirement, question, state, waiver, due)]
    return Obligation(requirement, holding, states, state, waiver, due, status)


def _status(requirement: Requirement, question: Question, state: State, waiver: Entry | None, due: int) -> int:
    if waiver is not None:
        return WAIVED
    if state.until >= question.day:
        return EXPIRING if not requirement.cycle and state.until <= question.horizon_end else MET
    if question.day <= due:
        return PENDING
    return EXPIRED if state.ever and not requirement.cycle else OVERDUE


def covering_waiver(facts: Facts, requirement: Requirement, day: int) -> Entry | None:
    """The first entered waiver of the requirement that covers the day."""
    for entry in facts.requirement_waived:
        if entry.data["requirement"] == requirement.path and entry.day <= day <= ordinal(entry.data["until"]):
            return entry
    return None


def plans(facts: Facts, question: Question) -> list[Entry]:
    """The enrolments on or after the day, in order of date."""
    return sorted((e for e in facts.training_enrolled if e.day >= question.day), key=lambda e: (e.day, e.seq))


def person_rows(staff: str, name: str, facts: Facts, framework: Framework, question: Question) -> list[ObligationRow]:
    """The person's obligations as the rows that a report has of them."""
    planned = [(entry.day, str(entry.data["training"])) for entry in plans(facts, question)]
    closing = Closing(framework)
    return [
        ObligationRow(
            staff=staff,
            name=name,
            unit=o.holding.unit,
            role=o.requirement.role,
            requirement=o.requirement.id,
            necessity=o.requirement.necessity,
            status=o.status,
            held_since=date.fromordinal(o.holding.since),
            due_on=date.fromordinal(o.due),
            valid_until=o.valid_until,
            evidence=o.evidence,
            planned_on=earliest(planned, closing.trainings(o.requirement)),
        )
        for o in person_obligations(facts, framework, question)
    ]
