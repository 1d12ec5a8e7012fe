"""Who must do what by when (docs/rules.md, "What is due")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from dxskills.analysis.obligation_rows import obligation_rows
from dxskills.analysis.question import Question, obligations, prepare
from dxskills.analysis.renewals import Renewals
from dxskills.analysis.results import GAPS, ObligationRow, Scope
from dxskills.frozen import Frozen
from dxskills.index import Index
from dxskills.journal.names import Name

_PRESSING = """
WHERE (o.status IN (2, 3, 4) OR o.status < 2 AND s.until <= :soon)
  AND o.requirement IN (SELECT id FROM requirement WHERE mandatory >= :least AND (o.status >= 2 OR NOT cycle))
"""


class DueRow(NamedTuple):
    """One thing to do. ``by`` is the day that presses: to apply by, valid until or due on, whichever comes first for
    what there is to do; it is past for what is late."""

    staff: str
    name: str
    unit: str | None
    role: str
    requirement: str
    status: str
    due_on: date
    valid_until: date | None
    apply_by: date | None
    by: date
    planned_on: date | None

    def as_dict(self) -> dict[str, Any]:
        return {
            "staff": self.staff,
            "name": self.name,
            "unit": self.unit,
            "role": self.role,
            "requirement": self.requirement,
            "status": self.status,
            "due_on": self.due_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "apply_by": self.apply_by.isoformat() if self.apply_by else None,
        }


class Due(Frozen):
    """``within`` is in days; ``changed_at`` is when the last entry was made that is believed (None: there is none)."""

    organisation: str
    as_of: date
    known_at: str | None
    within: int
    scope: Scope
    changed_at: str | None
    rows: tuple[DueRow, ...]

    def as_list(self) -> list[dict[str, Any]]:
        """What ``due --format json`` prints: an array of objects."""
        return [row.as_dict() for row in self.rows]


def due(
    index: Index,
    question: Question,
    names: Mapping[str, Name],
    known_at: str | None = None,
    *,
    recommended: bool = False,
) -> Due:
    """What is late, falls due, lapses or must be applied for within the question's horizon, the most pressing first."""
    prepare(index, question)
    renewals = Renewals(index)
    values = {"soon": question.horizon_end + renewals.longest, "least": 0 if recommended else 1}
    with obligations(index, question) as connection:
        found = obligation_rows(index, question, connection, names, only=_PRESSING, values=values)
    rows = _within(found, question, renewals)
    return Due(
        organisation=index.framework.organisation.id,
        as_of=question.as_of,
        known_at=known_at,
        within=question.horizon,
        scope=Scope(question.dept, question.role),
        changed_at=_last_entered(index),
        rows=tuple(sorted(rows, key=order)),
    )


def _last_entered(index: Index) -> str | None:
    found = index.connection.execute("SELECT at FROM occasion ORDER BY first_seq DESC LIMIT 1").fetchone()
    return None if found is None else str(found[0])


def order(row: DueRow) -> tuple[object, ...]:
    return row.by, row.staff, row.role, row.unit or "", row.requirement, row.due_on


def _within(rows: list[ObligationRow], question: Question, renewals: Renewals) -> Iterator[DueRow]:
    last = date.fromordinal(question.horizon_end)
    for row in rows:
        apply_by = renewals.apply_by(row)
        by = _pressing(row, apply_by)
        if by <= last:
            yield DueRow(
                staff=row.staff,
                name=row.name,
                unit=row.unit,
                role=row.role,
                requirement=row.requirement,
                status=row.status,
                due_on=row.due_on,
                valid_until=row.valid_until,
                apply_by=apply_by,
                by=by,
                planned_on=row.planned_on,
            )


def _pressing(row: ObligationRow, apply_by: date | None) -> date:
    if row.status not in GAPS:
        return apply_by or row.valid_until or date.max
    if row.status == "expired" and row.valid_until is not None:
        return max(row.due_on, row.valid_until)
    return row.due_on
