"""The single obligations behind a report, one row each."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
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


def obligation_rows(
    index: Index, question: Question, connection: sqlite3.Connection, names: Mapping[str, Name]
) -> list[ObligationRow]:
    """Every obligation in scope, gap or not, sorted by staff, role, unit and requirement."""
    framework = index.framework
    requirements = index.numbering.requirements
    planned = _plans(connection, question)
    closing = [closing_trainings(framework, q) for q in requirements]
    dates = _Dates()
    rows: list[ObligationRow] = []
    for staff, person, unit, number, since, status, until, evidence, waiver in connection.execute(
        _ROWS, parameters(index, question)
    ):
        q = requirements[number]
        name = names.get(staff)
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
                planned_on=_earliest(planned.get(person), closing[number], dates),
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
    rows = connection.execute("SELECT person, day, training FROM plan WHERE day >= ?", (question.day,))
    for person, day, training in rows:
        plans.setdefault(person, []).append((day, training))
    return plans


def _earliest(plans: list[tuple[int, str]] | None, closing: frozenset[str], dates: _Dates) -> date | None:
    if not plans:
        return None
    day = min((day for day, training in plans if training in closing), default=None)
    return dates[day] if day is not None else None


def closing_trainings(framework: Framework, requirement: Requirement) -> frozenset[str]:
    """The trainings that are evidence for the requirement: as an alternative, in its stead, or by a skill they grant."""
    found: set[str] = set()
    for kind, wanted, level in requirement.alternatives:
        for training in framework.trainings.values():
            if kind == "training" and wanted in training.covers:
                found.add(training.id)
            if kind == "skill" and any(skill == wanted and given >= level for skill, given in training.all_grants):
                found.add(training.id)
    return frozenset(found)
