"""What is to come if nobody does anything: ends, lapses and deadlines, each on the last day before it shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dxskills.analysis.question import Question, due_on
from dxskills.dates import fiscal_year, fiscal_year_last
from dxskills.framework.model import Requirement, Role
from dxskills.index import NO_END, Index

KINDS = (
    "assignment-ends",
    "cycle-restarts",
    "deadline-passes",
    "evidence-lapses",
    "leaves",
    "rule-ends",
    "rule-starts",
    "waiver-ends",
)

# Whether the obligation of a holding h under a requirement q is asked on the days {v} and {v} + 1 by the same holding.
_ASKED = """
  q.mandatory AND q.first <= {v} AND q.last > {v} AND h.first <= {v} + 1 AND h.last > {v}
  AND EXISTS (SELECT 1 FROM holding b WHERE b.person = h.person AND b.role = h.role AND b.since = h.since
    AND b.first <= {v} AND b.last >= {v})
"""
_VALID = """
EXISTS (SELECT 1 FROM state n WHERE n.person = h.person AND n.requirement = q.id
  AND n.first <= {day} AND n.last >= {day} AND n.until >= {day})
"""
_WAIVED = """
EXISTS (SELECT 1 FROM waiver n WHERE n.person = h.person AND n.requirement = q.id
  AND n.first <= {day} AND n.last >= {day})
"""
_LAPSES = f"""
SELECT h.person, h.unit, q.id, min(s.until, s.last) AS v, q.cycle FROM {{scope}}
CROSS JOIN requirement q ON q.role = h.role CROSS JOIN state s ON s.person = h.person AND s.requirement = q.id
WHERE s.until >= s.first AND v BETWEEN :first AND :last AND (:role IS NULL OR h.role = :role) AND {_ASKED.format(v="v")}
  AND NOT {_VALID.format(day="v + 1")} AND NOT {_WAIVED.format(day="v")} AND NOT {_WAIVED.format(day="v + 1")}
"""
_DEADLINES = f"""
SELECT h.person, h.unit, q.id, d.day FROM {{scope}}
CROSS JOIN temp.deadline d ON d.role = h.role AND d.since = h.since CROSS JOIN requirement q ON q.id = d.requirement
WHERE {_ASKED.format(v="d.day")} AND NOT {_VALID.format(day="d.day")} AND NOT {_VALID.format(day="d.day + 1")}
  AND NOT {_WAIVED.format(day="d.day")} AND NOT {_WAIVED.format(day="d.day + 1")}
"""
_WAIVERS = f"""
SELECT h.person, h.unit, q.id, w.last FROM {{scope}}
CROSS JOIN requirement q ON q.role = h.role CROSS JOIN waiver w ON w.person = h.person AND w.requirement = q.id
WHERE w.first <= w.last AND w.last BETWEEN :first AND :last AND (:role IS NULL OR h.role = :role)
  AND w.seq = (SELECT min(m.seq) FROM waiver m WHERE m.person = h.person AND m.requirement = q.id AND m.last = w.last)
  AND {_ASKED.format(v="w.last")} AND NOT {_WAIVED.format(day="w.last + 1")} AND NOT {_VALID.format(day="w.last + 1")}
"""
_ENDS = """
SELECT h.person, h.unit, h.role, h.ends FROM {scope}
WHERE h.entry AND h.ends = h.last AND h.ends BETWEEN :first AND :last AND (:role IS NULL OR h.role = :role)
  AND NOT EXISTS (SELECT 1 FROM holding n WHERE n.person = h.person AND n.role = h.role AND n.unit = h.unit
    AND n.first <= h.ends + 1 AND n.last > h.ends)
"""
_LEAVES = """
SELECT h.person, h.unit, h.last FROM {scope}
WHERE h.last BETWEEN :first AND :last
  AND NOT EXISTS (SELECT 1 FROM posting n WHERE n.person = h.person AND n.first <= h.last + 1 AND n.last > h.last)
  AND (:role IS NULL OR EXISTS (SELECT 1 FROM holding r WHERE r.person = h.person AND r.role = :role
    AND r.first <= h.last AND r.last >= h.last))
"""


class Happening(NamedTuple):
    """Something that happens to one person (``times`` 1), or to ``times`` obligations at once (``person`` None).

    ``day`` is the last day on which things are as they were; of a rule that starts, its first.
    """

    day: int
    kind: str
    person: int | None
    unit: int
    role: str | None
    requirement: str | None
    times: int = 1


def happenings(index: Index, question: Question, until: date) -> Iterator[Happening]:
    """Everything from the question's day through ``until``, in its scope; ``question`` must be prepared."""
    ahead = _Ahead(index, question, until)
    yield from ahead.of_requirements()
    yield from ahead.of_assignments()
    yield from ahead.of_people()
    yield from ahead.of_rules()


class _Ahead:
    def __init__(self, index: Index, question: Question, until: date) -> None:
        self._index = index
        self._question = question
        self._until = until
        numbering = index.numbering
        self._roles = [role for role in numbering.roles if question.role in (None, role.id)]
        self._asked = numbering.requirements
        number = None if question.role is None else numbering.role_number[question.role]
        # The day after the last there is cannot be asked about.
        last = min(until.toordinal(), NO_END - 1)
        self._days = range(question.day, last + 1)
        self._values = {"first": question.day, "last": last, "role": number}

    def _select(self, statement: str, table: str = "holding") -> sqlite3.Cursor:
        scoped = f"temp.scope CROSS JOIN {table} h ON h.unit = scope.unit"
        scope = f"{table} h" if self._question.dept is None else scoped
        return self._index.connection.execute(statement.format(scope=scope), self._values)

    def of_requirements(self) -> Iterator[Happening]:
        for person, unit, number, day, cycle in self._select(_LAPSES):
            yield self._of("cycle-restarts" if cycle else "evidence-lapses", person, unit, number, day)
        self._fill_deadlines()
        for person, unit, number, day in self._select(_DEADLINES):
            yield self._of("deadline-passes", person, unit, number, day)
        for person, unit, number, day in self._select(_WAIVERS):
            yield self._of("waiver-ends", person, unit, number, day)

    def _of(self, kind: str, person: int, unit: int, number: int, day: int) -> Happening:
        return Happening(day, kind, person, unit, self._asked[number].role, self._asked[number].id)

    def of_assignments(self) -> Iterator[Happening]:
        roles = self._index.numbering.roles
        for person, unit, role, day in self._select(_ENDS):
            if _is_within(roles[role], day):
                yield Happening(day, "assignment-ends", person, unit, roles[role].id, None)

    def of_people(self) -> Iterator[Happening]:
        for person, unit, day in self._select(_LEAVES, "posting"):
            if self._question.role is None or _is_within(self._roles[0], day):
                yield Happening(day, "leaves", person, unit, None, None)

    def of_rules(self) -> Iterator[Happening]:
        """Roles and mandatory requirements that start or end, with how many holders they concern."""
        for role in self._roles:
            for requirement, start, end in _bounds(role):
                if start is not None and self._question.as_of < start <= self._until:
                    yield self._rule("rule-starts", start.toordinal(), role, requirement)
                if end is not None and self._question.as_of <= end <= self._until:
                    yield self._rule("rule-ends", end.toordinal(), role, requirement)

    def _rule(self, kind: str, day: int, role: Role, requirement: str | None) -> Happening:
        holding = "holding h"
        if self._question.dept is not None:
            holding = "temp.scope CROSS JOIN holding h ON h.unit = scope.unit"
        number = self._index.numbering.role_number[role.id]
        (count,) = self._index.connection.execute(
            f"SELECT count(*) FROM {holding} WHERE h.role = ? AND h.first <= ? AND h.last >= ?", (number, day, day)
        ).fetchone()
        return Happening(day, kind, None, 0, role.id, requirement, count)

    def _fill_deadlines(self) -> None:
        """The days through which obligations are in time, by role, day of taking it up and requirement."""
        connection = self._index.connection
        connection.execute("DROP TABLE IF EXISTS temp.deadline")
        connection.execute(
            "CREATE TEMP TABLE deadline (role INTEGER, since INTEGER, requirement INTEGER, day INTEGER,"
            " PRIMARY KEY (role, since, requirement, day)) WITHOUT ROWID"
        )
        taken_up = self._select("SELECT DISTINCT h.role, h.since FROM {scope} WHERE h.last > :first").fetchall()
        connection.executemany("INSERT INTO temp.deadline VALUES (?, ?, ?, ?)", self._deadlines(taken_up))

    def _deadlines(self, taken_up: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
        numbering = self._index.numbering
        asked: dict[int, list[tuple[int, Requirement]]] = {}
        for number, q in enumerate(self._asked):
            if q.mandatory and self._question.role in (None, q.role):
                asked.setdefault(numbering.role_of[number], []).append((number, q))
        for role, since in taken_up:
            for number, q in asked.get(role, ()):
                for day in self._due(q, since):
                    if day in self._days:
                        yield role, since, number, day

    def _due(self, q: Requirement, since: int) -> Iterator[int]:
        framework = self._index.framework
        if not q.cycle:
            yield due_on(framework, q, since, self._question.as_of)
            return
        start = framework.organisation.fiscal_year_start
        for year in range(fiscal_year(self._question.as_of, start), fiscal_year(self._until, start) + 1):
            year_end = fiscal_year_last(year, start)
            day = due_on(framework, q, since, year_end)
            # What is in time to the year's end is asked anew after it, and never late.
            if fiscal_year_last(year - 1, start).toordinal() < day < year_end.toordinal():
                yield day


def _bounds(role: Role) -> Iterator[tuple[str | None, date | None, date | None]]:
    """From when to when the role is in effect, and each of its mandatory requirements that has bounds of its own."""
    own = role.effective_from, role.effective_until
    yield None, *own
    for q in role.requirements:
        if q.mandatory and (q.effective_from, q.effective_until) != own:
            yield q.id, q.effective_from, q.effective_until


def _is_within(role: Role, day: int) -> bool:
    """Whether the role is in effect on the day."""
    first, last = role.effective_from, role.effective_until
    return (first is None or first.toordinal() <= day) and (last is None or day <= last.toordinal())
