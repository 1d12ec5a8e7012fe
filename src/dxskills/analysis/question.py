"""What a question is asked about: a day, a part of the office, a role; and the obligations there are then and there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from dxskills.dates import add_period, fiscal_year, fiscal_year_last, month_day_in_year
from dxskills.framework.model import Framework, Requirement, Role
from dxskills.index import Index

MET, EXPIRING, PENDING, OVERDUE, EXPIRED, WAIVED = range(6)


@dataclass(frozen=True, slots=True)
class Question:
    """``dept`` is a full unit path, ``role`` a role id; ``horizon`` is in days."""

    as_of: date
    dept: str | None = None
    role: str | None = None
    horizon: int = 90

    @property
    def day(self) -> int:
        return self.as_of.toordinal()

    @property
    def horizon_end(self) -> int:
        return min(self.day + self.horizon, date.max.toordinal() - 1)


def in_effect(thing: Role | Requirement, day: date) -> bool:
    """Whether a role or requirement is in effect on the day, both bounds inclusive."""
    start, end = thing.effective_from, thing.effective_until
    return (start is None or start <= day) and (end is None or day <= end)


def effective_start(framework: Framework, requirement: Requirement, held_since: int) -> int:
    """The s of SPEC section 5: the latest of taking up the role and the rule's and the role's coming into effect."""
    role = framework.roles[requirement.role]
    days = [day.toordinal() for day in (role.effective_from, requirement.effective_from) if day]
    return max([held_since, *days])


def due_on(framework: Framework, requirement: Requirement, held_since: int, as_of: date) -> int:
    """The day up to which a missing obligation is pending; in a cycle, that of the fiscal year of ``as_of``."""
    year_start = framework.organisation.fiscal_year_start
    s = effective_start(framework, requirement, held_since)
    grace = s
    if requirement.within is not None:
        try:
            grace = add_period(date.fromordinal(s), requirement.within, year_start).toordinal()
        except (ValueError, OverflowError):  # beyond the year 9999
            grace = date.max.toordinal()
    if not requirement.cycle:
        return grace
    year = fiscal_year(as_of, year_start)
    base = last = fiscal_year_last(year, year_start).toordinal()
    if requirement.cycle_by is not None:
        by = month_day_in_year(requirement.cycle_by, year, year_start).toordinal()
        base = last if s > by else by
    return max(base, grace) if requirement.within is not None else base


_FILL = """
INSERT INTO temp.obligation
SELECT h.person, h.role, h.unit, u.top, q.id, q.mandatory, h.since, h.entry,
  CASE
    WHEN {waived} THEN 5
    WHEN s.until >= :day THEN q.cycle = 0 AND s.until <= :horizon_end
    WHEN due(q.id, h.since) >= :day THEN 2
    WHEN q.cycle = 0 AND s.ever THEN 4
    ELSE 3
  END
FROM {scope} holding h
CROSS JOIN unit u ON u.id = h.unit
CROSS JOIN requirement q ON q.role = h.role AND q.first <= :day AND q.last >= :day
LEFT JOIN state s ON s.person = h.person AND s.requirement = q.id AND s.first <= :day AND s.last >= :day
WHERE h.first <= :day AND h.last >= :day AND (:role IS NULL OR h.role = :role)
"""
_WAIVED = (
    "EXISTS (SELECT 1 FROM waiver w WHERE w.person = h.person AND w.requirement = q.id"
    " AND w.first <= :day AND w.last >= :day)"
)
_SCOPE = "temp.scope CROSS JOIN"


@contextmanager
def obligations(index: Index, question: Question) -> Iterator[sqlite3.Connection]:
    """The temporary tables ``obligation`` (mandatory and recommended) and ``scope`` (the units asked about), filled."""
    connection = index.connection
    fill_scope(index, question)
    index.refresh(scoped=question.dept is not None)
    connection.execute("DROP TABLE IF EXISTS temp.obligation")
    connection.execute(
        "CREATE TEMP TABLE obligation (person INTEGER, role INTEGER, unit INTEGER, top INTEGER, requirement INTEGER,"
        " mandatory INTEGER, since INTEGER, entry INTEGER, status INTEGER)"
    )
    _define_due(index, question)
    any_waiver = connection.execute("SELECT EXISTS (SELECT 1 FROM waiver)").fetchone()[0]
    statement = _FILL.format(waived=_WAIVED if any_waiver else "0", scope=_SCOPE if question.dept is not None else "")
    if question.dept is not None:
        statement = statement.replace("CROSS JOIN holding h", "CROSS JOIN holding h ON h.unit = scope.unit")
    connection.execute(statement, parameters(index, question))
    try:
        yield connection
    finally:
        connection.execute("DROP TABLE temp.obligation")


def parameters(index: Index, question: Question) -> dict[str, int | None]:
    role = None if question.role is None else index.numbering.role_number[question.role]
    return {"day": question.day, "horizon_end": question.horizon_end, "role": role}


def fill_scope(index: Index, question: Question) -> None:
    """Put the numbers of the units at or below the department into the temporary table ``scope``."""
    connection = index.connection
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS scope (unit INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.scope")
    if question.dept is not None:
        connection.execute(
            "INSERT INTO temp.scope SELECT id FROM unit WHERE path = :path OR substr(path, 1, :length) = :prefix",
            {"path": question.dept, "prefix": question.dept + "/", "length": len(question.dept) + 1},
        )


def _define_due(index: Index, question: Question) -> None:
    known: dict[tuple[int, int], int] = {}
    requirements, framework, as_of = index.numbering.requirements, index.framework, question.as_of

    def due(number: int, held_since: int) -> int:
        key = (number, held_since)
        day = known.get(key)
        if day is None:
            day = known[key] = due_on(framework, requirements[number], held_since, as_of)
        return day

    index.connection.create_function("due", 2, due)
