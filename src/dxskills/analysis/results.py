"""The answers: frozen objects that a renderer or a script reads. ``as_dict`` gives the JSON document of `report`."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from dxskills.frozen import Frozen

STATUSES = ("met", "expiring", "pending", "overdue", "expired", "waived")
"""The statuses, numbered by their place."""

WORST_FIRST = ("overdue", "expired", "pending", "expiring", "met", "waived")
"""The same by how much they press."""

GAPS = frozenset({"pending", "overdue", "expired"})


class Counts(Frozen):
    """How many obligations there are, and how many of each status."""

    obligations: int = 0
    met: int = 0
    expiring: int = 0
    pending: int = 0
    overdue: int = 0
    expired: int = 0
    waived: int = 0

    @classmethod
    def of(cls, by_status: list[int]) -> Counts:
        """From counts in the order of ``STATUSES``."""
        return cls(sum(by_status), *by_status)

    @property
    def asked(self) -> int:
        """What is not waived."""
        return self.obligations - self.waived

    @property
    def gaps(self) -> int:
        return self.pending + self.overdue + self.expired

    @property
    def readiness(self) -> float | None:
        """The share of what is not waived that is met, to 4 decimals; None where nothing is asked."""
        return round((self.met + self.expiring) / self.asked, 4) if self.asked else None


class DepartmentRow(Frozen):
    unit: str
    people: int
    counts: Counts
    shortfall: int


class RoleRow(Frozen):
    """``*_free`` count the holders of an assigned role without a mandatory gap in that half; None for other roles."""

    role: str
    holders: int
    qualified: int
    counts: Counts
    ict_free: int | None
    administrative_free: int | None
    both_free: int | None


class RequirementRow(Frozen):
    role: str
    requirement: str
    necessity: str
    domain: str | None
    counts: Counts


class StaffingRow(Frozen):
    """``unit`` is None for the whole organisation."""

    role: str
    unit: str | None
    target: int
    assigned: int
    qualified: int
    shortfall: int
    ending: int


class FunctionRow(Frozen):
    role: str
    function: str
    unit: str
    holders: int
    covered: int


class DomainRow(Frozen):
    domain: str
    counts: Counts


class ObligationRow(NamedTuple):
    """One requirement on one holder. ``valid_until`` None: no end, or no evidence."""

    staff: str
    name: str
    unit: str | None
    role: str
    requirement: str
    necessity: str
    status: str
    held_since: date
    due_on: date
    valid_until: date | None
    evidence: tuple[int, ...]
    planned_on: date | None


class Scope(Frozen):
    dept: str | None = None
    role: str | None = None


class Head(Frozen):
    """What an answer was asked about, and what it rests on: the framework and the journal up to an entry."""

    organisation: str
    as_of: date
    known_at: str | None
    horizon_days: int
    scope: Scope
    framework: str
    journal_seq: int
    journal_hash: str

    def head(self, schema: str) -> dict[str, Any]:
        """What the JSON document of that schema begins with."""
        return {
            "schema": schema,
            "organisation": self.organisation,
            "as_of": self.as_of.isoformat(),
            "known_at": self.known_at,
            "horizon_days": self.horizon_days,
            "scope": self.scope.as_fields(),
            "framework": self.framework,
            "journal": {"seq": self.journal_seq, "hash": self.journal_hash},
        }


class Report(Head):
    """The gap report. Counts in totals, departments, roles and domains are of mandatory obligations."""

    people_count: int
    totals: Counts
    recommended: Counts
    departments: tuple[DepartmentRow, ...]
    roles: tuple[RoleRow, ...]
    requirements: tuple[RequirementRow, ...]
    staffing: tuple[StaffingRow, ...]
    functions: tuple[FunctionRow, ...]
    domains: tuple[DomainRow, ...]
    people: tuple[ObligationRow, ...] | None

    def as_dict(self) -> dict[str, Any]:
        """The ``dxskills/report/1`` document; ``people`` only where it was asked for."""
        document: dict[str, Any] = {
            **self.head("dxskills/report/1"),
            "totals": {"people": self.people_count, **self.totals.as_fields(), "readiness": self.totals.readiness},
            "recommended": self.recommended.as_fields(),
            "departments": [_department(row) for row in self.departments],
            "roles": [_flat(row) for row in self.roles],
            "requirements": [_flat(row) for row in self.requirements],
            "staffing": [row.as_fields() for row in self.staffing],
            "functions": [row.as_fields() for row in self.functions],
            "domains": [_flat(row) for row in self.domains],
        }
        if self.people is not None:
            document["people"] = [obligation_dict(row) for row in self.people]
        return document


def _department(row: DepartmentRow) -> dict[str, Any]:
    return {
        "unit": row.unit,
        "people": row.people,
        **row.counts.as_fields(),
        "readiness": row.counts.readiness,
        "shortfall": row.shortfall,
    }


def _flat(row: RoleRow | RequirementRow | DomainRow) -> dict[str, Any]:
    """A row's fields with its counts spread out in their place."""
    flat: dict[str, Any] = {}
    for key, value in row.as_fields().items():
        flat.update(value.as_fields() if key == "counts" else {key: value})
    return flat


def obligation_dict(row: ObligationRow) -> dict[str, Any]:
    return {
        "staff": row.staff,
        "name": row.name,
        "unit": row.unit,
        "role": row.role,
        "requirement": row.requirement,
        "necessity": row.necessity,
        "status": row.status,
        "held_since": row.held_since.isoformat(),
        "due_on": row.due_on.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "evidence": list(row.evidence),
        "planned_on": row.planned_on.isoformat() if row.planned_on else None,
    }
