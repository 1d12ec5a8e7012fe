"""Everything about one person on one page: for ``staff show``. Result types only; see ``person_records``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dxskills.analysis.plain import plain
from dxskills.analysis.results import ObligationRow
from dxskills.framework.model import Text


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A stretch of days in one unit; both days inclusive, no ``end`` while it is open."""

    unit: str | None
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role held, that was held or will be. ``by`` is assignment, everyone or membership; ``when`` past, now or later.

    ``role_name`` None: the framework no longer has the role."""

    role: str
    role_name: Text | None
    unit: str | None
    by: str
    start: date
    end: date | None
    when: str
    entry: int | None
    exception: str | None


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """``valid_until`` None: no end, or it does not count. ``valid`` says whether it counts on the as-of date."""

    entry: int
    training: str
    training_name: Text | None
    on: date
    end: date | None
    time: str | None
    outcome: str
    score: float | None
    hours: float | None
    instructor: str | None
    note: str | None
    valid: bool
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CertificationLine:
    entry: int
    certification: str
    certification_name: Text | None
    on: date
    expires_on: date | None
    number: str | None
    subsidy: int | None
    note: str | None
    valid: bool
    valid_until: date | None
    revoked_on: date | None


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """``latest`` marks the assessment that counts on the as-of date."""

    entry: int
    skill: str
    skill_name: Text | None
    level: int
    level_name: Text | None
    on: date
    assessor: str | None
    latest: bool


@dataclass(frozen=True, slots=True)
class WaiverLine:
    entry: int
    requirement: str
    start: date = field(metadata={"key": "from"})
    until: date
    reason: str | None
    approver: str | None
    when: str


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    entry: int
    training: str
    training_name: Text | None
    on: date
    when: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as of a day; lists in order of date, entries after the day included and marked."""

    staff: str
    name: str
    kana: str | None
    as_of: date
    known_at: str | None
    horizon_days: int
    in_service: bool
    joined: date | None
    left: date | None
    unit: str | None
    appointment: str | None
    job_family: str | None
    grade: str | None
    manager: bool
    postings: tuple[PostingLine, ...]
    roles: tuple[RoleLine, ...]
    trainings: tuple[TrainingLine, ...]
    certifications: tuple[CertificationLine, ...]
    assessments: tuple[AssessmentLine, ...]
    waivers: tuple[WaiverLine, ...]
    enrolments: tuple[EnrolmentLine, ...]
    obligations: tuple[ObligationRow, ...]

    def as_dict(self) -> dict[str, Any]:
        """The ``dxskills/person/1`` document."""
        return {"schema": "dxskills/person/1", **plain(self)}
