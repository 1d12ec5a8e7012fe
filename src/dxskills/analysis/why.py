"""How a verdict came about: the rule, the entries, the dates, in the order in which they decide (docs/rules.md).

Result types only; :mod:`dxskills.analysis.explanation` fills them in and :mod:`dxskills.analysis.sentences` words them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dxskills.analysis.plain import plain
from dxskills.framework.model import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """The requirement as the framework has it. ``within`` is written as there ("12m", "fiscal-year-end"), ``cycle_by``
    as "MM-DD"; ``effective_*`` of the requirement and ``role_effective_*`` of its role, both inclusive."""

    at_least: int
    alternatives: int
    within: str | None
    cycle: bool
    cycle_by: str | None
    necessity: str
    domain: str | None
    functions: tuple[str, ...]
    effective_from: date | None
    effective_until: date | None
    role_effective_from: date | None
    role_effective_until: date | None
    source: str | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class Held:
    """``by`` is assignment, everyone or membership; ``entry`` the seq of the assignment, ``conditions`` the keys and
    values of a membership. ``until`` is the last day the assignment runs to, None for open."""

    by: str
    unit: str | None
    since: date
    until: date | None
    entry: int | None
    conditions: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """``counted_from`` is the s of docs/rules.md; ``because`` says what made it so: held, role or requirement.

    ``how`` is one of at-once (no grace), within (s + grace), by (the cycle's date), year-end (the cycle has no such
    date), taken-up-late (s after the cycle's date), grace (s + grace lies beyond the cycle's date).
    """

    counted_from: date
    because: str
    due_on: date
    how: str


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that speaks to an alternative.

    ``kind`` is training, certification or assessment; ``item`` the training, certification or skill that was entered;
    ``on`` the day that counts (the end of a training over several days). ``through`` is itself, satisfies or grants.
    ``valid_until`` None: no end. ``ends_by`` says what sets it: nothing, validity, renewal (runs on from
    ``renews_until``, the predecessor's last day), expires-on, revocation (entry ``revoked_by`` of ``revoked_on``),
    assessment (no end) or cycle (the end of the fiscal year it lies in).
    ``counts`` is true where it is evidence on the as-of date; else ``because`` says why not: outcome, future, level,
    replaced (by a later assessment), revoked (in a cycle) or outside-year. It is lapsed where the entry counts but is
    over. ``decides`` marks the entries that the verdict rests on.
    """

    entry: int
    kind: str
    item: str
    item_name: Text | None
    on: date
    through: str
    level: int | None
    outcome: str | None
    valid_until: date | None
    ends_by: str
    renews_until: date | None
    revoked_by: int | None
    revoked_on: date | None
    counts: bool
    because: str | None
    decides: bool


@dataclass(frozen=True, slots=True)
class AlternativeFound:
    """One way to meet the requirement and all that was entered about it; ``level`` is 0 unless ``kind`` is skill.

    ``valid_until`` None: no end if ``evident``, else nothing counts."""

    kind: str
    id: str
    name: Text | None
    level: int
    evident: bool
    valid_until: date | None
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class WaiverFound:
    entry: int
    start: date = field(metadata={"key": "from"})
    until: date
    reason: str | None
    approver: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """An enrolment on or after the as-of date in a training that is evidence for the requirement."""

    entry: int
    training: str
    training_name: Text | None
    on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """One requirement on one holder and how its status came about.

    ``decided_by`` names the sentence of docs/rules.md that applied: waiver, no-end, beyond-horizon, within-horizon,
    not-due-yet, was-valid, never-valid, cycle-done, cycle-open or cycle-missed. ``was_valid_until`` is the last day on
    which an expired one was valid. ``status``, ``due_on``, ``valid_until``, ``evidence`` and ``planned_on`` are as in
    the report.
    """

    role: str
    role_name: Text
    requirement: str
    requirement_name: Text | None
    unit: str | None
    rule: Rule
    held: Held
    due: Due
    alternatives: tuple[AlternativeFound, ...]
    waiver: WaiverFound | None
    planned: tuple[Planned, ...]
    status: str
    decided_by: str
    due_on: date
    valid_until: date | None
    was_valid_until: date | None
    evidence: tuple[int, ...]
    planned_on: date | None


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Why a requirement is not asked of the person on the day.

    ``code`` is not-in-service, role-not-in-effect, requirement-not-in-effect, not-assigned, assignment-ended,
    assignment-to-come or not-a-member. ``params`` has what the sentence needs: dates (ISO), units, the seq of the
    entry, the ``condition`` that fails with the values ``wanted`` and the one that ``is``.
    """

    role: str
    role_name: Text
    requirement: str
    requirement_name: Text | None
    code: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to ``why``: all obligations of the person on the day, or those of the one requirement asked about.

    ``joined`` and ``left`` are of the service that the day lies in, else the last before it, else the first to come.
    """

    staff: str
    name: str
    as_of: date
    known_at: str | None
    horizon_days: int
    requirement: str | None
    in_service: bool
    joined: date | None
    left: date | None
    verdicts: tuple[Verdict, ...]
    not_asked: tuple[NotAsked, ...]

    def as_dict(self) -> dict[str, Any]:
        """The ``dxskills/why/1`` document."""
        return {"schema": "dxskills/why/1", **plain(self)}
