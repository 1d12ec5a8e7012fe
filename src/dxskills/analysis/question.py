"""What a question is asked about: a day, a part of the office, a role; and the obligations there are then and there."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from dxskills.analysis.results import Scope
from dxskills.dates import MonthDay, add_period, fiscal_year, fiscal_year_last, month_day_in_year
from dxskills.framework.model import Framework, Requirement, Role
from dxskills.frozen import Frozen
from dxskills.index import Index

MET, EXPIRING, PENDING, OVERDUE, EXPIRED, WAIVED = range(6)
LACKING = frozenset({PENDING, OVERDUE, EXPIRED})
"""The statuses that are gaps."""


class Question(Frozen):
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


def head(index: Index, question: Question, known_at: str | None) -> dict[str, Any]:
    """The fields of :class:`dxskills.analysis.results.Head` for an answer to the question from ``index``."""
    return {
        "organisation": index.framework.organisation.id,
        "as_of": question.as_of,
        "known_at": known_at,
        "horizon_days": question.horizon,
        "scope": Scope(question.dept, question.role),
        "framework": index.framework.hash,
        "journal_seq": index.seq,
        "journal_hash": index.hash,
    }


def in_effect(thing: Role | Requirement, day: date) -> bool:
    """Whether a role or requirement is in effect on the day, both bounds inclusive."""
    start, end = thing.effective_from, thing.effective_until
    return (start is None or start <= day) and (end is None or day <= end)


def effective_start(framework: Framework, requirement: Requirement, held_since: int) -> int:
    """The s of docs/rules.md: the latest of taking up the role and the rule's and the role's coming into effect."""
    role = framework.roles[requirement.role]
    days = [day.toordinal() for day in (role.effective_from, requirement.effective_from) if day]
    return max([held_since, *days])


def due_on(framework: Framework, requirement: Requirement, held_since: int, as_of: date) -> int:
    """The day up to which a missing obligation is pending; in a cycle, that of the fiscal year of ``as_of``."""
    s = effective_start(framework, requirement, held_since)
    return _due(requirement, s, as_of, framework.organisation.fiscal_year_start)


def _due(requirement: Requirement, s: int, as_of: date, year_start: MonthDay) -> int:
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


_STATUS = """CASE
    WHEN {waived} THEN 5
    WHEN s.until >= :day THEN q.cycle = 0 AND s.until <= :horizon_end
    WHEN h.since >= q.pending_since THEN 2
    WHEN q.cycle = 0 AND s.ever THEN 4
    ELSE 3
  END"""
_STATE = "state s ON s.person = h.person AND s.requirement = q.id AND s.first <= :day AND s.last >= :day"
_HELD = "h.first <= :day AND h.last >= :day AND (:role IS NULL OR h.role = :role)"
_FILL = f"""
INSERT INTO temp.obligation
SELECT h.person, h.unit, q.id, h.since, {_STATUS}
FROM {{scope}}
CROSS JOIN temp.asked q ON q.role = h.role
LEFT JOIN {_STATE}
WHERE {_HELD}
"""
_HOLDINGS = f"""
SELECT h.role, h.person, h.unit, h.ends,
  (SELECT group_concat(8 * q.id + {_STATUS})
   FROM temp.asked q LEFT JOIN {_STATE}
   WHERE q.role = h.role)
FROM {{scope}}
WHERE {_HELD}
"""
_WAIVED = (
    "EXISTS (SELECT 1 FROM waiver w WHERE w.person = h.person AND w.requirement = q.id"
    " AND w.first <= :day AND w.last >= :day)"
)


def prepare(index: Index, question: Question) -> None:
    """Fill the temporary tables ``scope`` (the units asked about) and ``asked`` (the requirements in effect).

    Evidence of the people in scope that is still to be worked out is worked out first.
    """
    fill_scope(index, question)
    index.refresh(scoped=question.dept is not None)
    _fill_asked(index, question)


def holdings(index: Index, question: Question) -> Iterable[tuple[int, int, int, int, str | None]]:
    """Who holds what: role, person, unit (numbers), last day, and :func:`statuses` of what is asked, still as text."""
    return index.connection.execute(_statement(_HOLDINGS, index, question), parameters(index, question))


def statuses(told: str | None) -> list[tuple[int, int]]:
    """The requirements (by number) that come with one holding, and the status of each."""
    return [divmod(int(pair), 8) for pair in told.split(",")] if told else []


@contextmanager
def obligations(index: Index, question: Question) -> Iterator[sqlite3.Connection]:
    """The temporary table ``obligation``, mandatory and recommended, of what was prepared."""
    connection = index.connection
    connection.execute("DROP TABLE IF EXISTS temp.obligation")
    connection.execute(
        "CREATE TEMP TABLE obligation"
        " (person INTEGER, unit INTEGER, requirement INTEGER, since INTEGER, status INTEGER)"
    )
    connection.execute(_statement(_FILL, index, question), parameters(index, question))
    try:
        yield connection
    finally:
        connection.execute("DROP TABLE temp.obligation")


def _statement(template: str, index: Index, question: Question) -> str:
    any_waiver = index.connection.execute("SELECT EXISTS (SELECT 1 FROM waiver)").fetchone()[0]
    scope = "holding h" if question.dept is None else "temp.scope CROSS JOIN holding h ON h.unit = scope.unit"
    return template.format(waived=_WAIVED if any_waiver else "0", scope=scope)


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
            "INSERT INTO temp.scope SELECT id FROM unit WHERE path = ?1 OR path > ?1 || '/' AND path < ?1 || '0'",
            (question.dept,),
        )


def _fill_asked(index: Index, question: Question) -> None:
    connection, numbering, framework = index.connection, index.numbering, index.framework
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS asked"
        " (role INTEGER, id INTEGER, cycle INTEGER, pending_since INTEGER, PRIMARY KEY (role, id)) WITHOUT ROWID"
    )
    connection.execute("DELETE FROM temp.asked")
    known: dict[tuple[object, ...], int] = {}
    connection.executemany(
        "INSERT INTO temp.asked VALUES (?, ?, ?, ?)",
        (
            (role, number, cycle, _pending_since(framework, numbering.requirements[number], question, known))
            for number, role, cycle in connection.execute(
                "SELECT id, role, cycle FROM requirement WHERE first <= ?1 AND last >= ?1", (question.day,)
            ).fetchall()
        ),
    )


def _pending_since(
    framework: Framework, requirement: Requirement, question: Question, known: dict[tuple[object, ...], int]
) -> int:
    """The first day such that who holds the role only since then is still in time on the day asked about.

    A later start never has an earlier due date, so that one comparison of days tells pending from late.
    """
    key = (requirement.within, requirement.cycle, requirement.cycle_by)
    first = known.get(key)
    if first is None:
        year_start, as_of, day = framework.organisation.fiscal_year_start, question.as_of, question.day
        days = range(1, day + 1)
        first = known[key] = 1 + bisect_left(days, True, key=lambda s: _due(requirement, s, as_of, year_start) >= day)
    return 0 if effective_start(framework, requirement, 0) >= first else first
