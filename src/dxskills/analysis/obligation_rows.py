"""The single obligations behind a report, one row each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from dxskills.analysis.question import Question, due_on, parameters
from dxskills.analysis.results import STATUSES, ObligationRow
from dxskills.framework.model import Framework, Requirement
from dxskills.index import NO_END, Index
from dxskills.journal.names import Name

_ROWS = """
SELECT p.staff, o.person, u.path, o.requirement, o.since, o.status, s.until, s.evidence,
  (SELECT min(w.seq) FROM waiver w WHERE w.person = o.person AND w.requirement = o.requirement
   AND w.first <= :day AND w.last >= :day)
FROM temp.obligation o
JOIN person p ON p.id = o.person
JOIN unit u ON u.id = o.unit
LEFT JOIN state s ON s.person = o.person AND s.requirement = o.requirement AND s.first <= :day AND s.last >= :day
"""
# By person, so that a department's report reads only its own people's enrolments.
_PLANS = """
SELECT p.person, p.day, p.training
FROM (SELECT DISTINCT person FROM temp.obligation) o CROSS JOIN plan p ON p.person = o.person
WHERE p.day >= ?
"""


def obligation_rows(
    index: Index,
    question: Question,
    connection: sqlite3.Connection,
    names: Mapping[str, Name],
    *,
    only: str = "",
    values: Mapping[str, int] | None = None,
) -> list[ObligationRow]:
    """Every obligation in scope, gap or not, sorted by staff, role, unit and requirement.

    ``only`` is a condition in SQL on obligations ``o`` and states ``s``, with ``values`` for its parameters.
    """
    framework = index.framework
    requirements = index.numbering.requirements
    planned = _plans(connection, question)
    closing = Closing(framework)
    dates = _Dates()
    rows: list[ObligationRow] = []
    for staff, person, unit, number, since, status, until, evidence, waiver in connection.execute(
        _ROWS + only, {**parameters(index, question), **(values or {})}
    ):
        q = requirements[number]
        name = names.get(staff)
        plans = planned.get(person)
        rows.append(
            ObligationRow(
                staff=staff,
                name=name.name if name else "",
                unit=unit or None,
                role=q.role,
                requirement=q.id,
                necessity=q.necessity,
                status=STATUSES[status],
                held_since=dates[since],
                due_on=dates[due_on(framework, q, since, question.as_of)],
                valid_until=dates[until] if until and until < NO_END else None,
                evidence=(waiver,) if waiver else _seqs(evidence),
                planned_on=earliest(plans, closing.trainings(q)) if plans else None,
            )
        )
    return sorted(rows, key=lambda row: (row.staff, row.role, row.unit or "", row.requirement, row.held_since))


class _Dates(dict[int, date]):
    def __missing__(self, day: int) -> date:
        self[day] = date.fromordinal(day)
        return self[day]


def _seqs(evidence: str | None) -> tuple[int, ...]:
    return tuple(map(int, evidence.split(","))) if evidence else ()


def _plans(connection: sqlite3.Connection, question: Question) -> dict[int, list[tuple[int, str]]]:
    plans: dict[int, list[tuple[int, str]]] = {}
    for person, day, training in connection.execute(_PLANS, (question.day,)):
        plans.setdefault(person, []).append((day, training))
    return plans


def earliest(plans: Iterable[tuple[int, str]], trainings: frozenset[str]) -> date | None:
    """The first of the (day, training) that is in one of the trainings."""
    day = min((day for day, training in plans if training in trainings), default=None)
    return date.fromordinal(day) if day is not None else None


class Closing:
    """Which trainings are evidence for a requirement: as an alternative, in its stead, or by a skill they grant."""

    def __init__(self, framework: Framework) -> None:
        self._covering: dict[str, set[str]] = {}
        self._granting: dict[str, list[tuple[int, str]]] = {}
        for training in framework.trainings.values():
            for covered in training.covers:
                self._covering.setdefault(covered, set()).add(training.id)
            for skill, level in training.all_grants:
                self._granting.setdefault(skill, []).append((level, training.id))
        self._known: dict[str, frozenset[str]] = {}

    def trainings(self, requirement: Requirement) -> frozenset[str]:
        found = self._known.get(requirement.path)
        if found is None:
            found = self._known[requirement.path] = frozenset(self._find(requirement))
        return found

    def _find(self, requirement: Requirement) -> Iterable[str]:
        for kind, wanted, level in requirement.alternatives:
            if kind == "training":
                yield from self._covering.get(wanted, ())
            elif kind == "skill":
                yield from (training for given, training in self._granting.get(wanted, ()) if given >= level)
