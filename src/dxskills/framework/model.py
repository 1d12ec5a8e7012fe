"""The compiled framework: what the rest of the program reads, free of YAML and pydantic.

Built by ``compile.py`` from the validated documents, and cached by content hash, so that most commands never parse
YAML. All ids are text; all tuples keep the order of the files.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from dxskills.dates import MonthDay, Period
from dxskills.frozen import Frozen

ItemKind = Literal["training", "certification"]


class Text(NamedTuple):
    """A display text. A plain string in the file is stored in both languages."""

    ja: str | None
    en: str | None


class Grant(NamedTuple):
    skill: str
    level: int


class Alternative(NamedTuple):
    """One way to meet a requirement; ``level`` is 0 unless ``kind`` is "skill"."""

    kind: Literal["training", "certification", "skill"]
    id: str
    level: int


class Validity(NamedTuple):
    """How long a record counts: ``unit`` is months, days, fiscal_year_end or year_end.

    ``window`` is set where a record in its predecessor's window runs from the predecessor's end (docs/rules.md).
    """

    unit: str
    count: int  # type: ignore[assignment] # a tuple's own method of that name is not used
    window: Period | None


class Named(Frozen):
    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    summary: Text | None = None
    source: str | None = None
    assumed: bool = False


class Domain(Named):
    pass


class Category(Named):
    pass


class Skill(Named):
    domain: str | None = None
    levels: tuple[Text, ...] = ()


class Item(Named):
    """What training and certification share: what can be recorded, lapse, grant skills and stand for others."""

    domain: str | None = None
    validity: Validity | None = None
    grants: tuple[Grant, ...] = ()
    satisfies: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()  # satisfies followed to the end, itself included, sorted
    all_grants: tuple[Grant, ...] = ()  # its own grants and those of everything it covers


class Training(Item):
    format: str | None = None
    hours: float | None = None
    cost: int | None = None
    capacity: int | None = None
    pass_score: float | None = None
    prerequisites: tuple[str, ...] = ()


class Certification(Item):
    issuer: str | None = None
    apply_before: Period | None = None
    subsidy: int | None = None


class Term(NamedTuple):
    """How long an appointment lasts: ``unit`` is fiscal_years or months."""

    unit: str
    count: int  # type: ignore[assignment] # a tuple's own method of that name is not used


class Appointment(Named):
    term: Term | None = None


class Where(Frozen):
    """Who holds a role by membership: every key that is set must hold, any value of a list suffices."""

    manager: bool | None = None
    unit: tuple[str, ...] | None = None
    appointment: tuple[str, ...] | None = None
    job_family: tuple[str, ...] | None = None
    grade: tuple[str, ...] | None = None


class Function(Named):
    pass


class Acquisition(NamedTuple):
    route: str
    appointments: tuple[str, ...]
    summary: Text | None
    source: str | None = None
    assumed: bool = False


class Staffing(NamedTuple):
    """``level`` is the position in ``unit_levels`` (0 is the top), or None for the whole organisation."""

    per: str
    level: int | None
    minimum: int
    source: str | None = None
    assumed: bool = False


class Requirement(Frozen):
    id: str
    role: str
    alternatives: tuple[Alternative, ...]
    name: Text | None = None
    at_least: int = 1
    within: Period | None = None
    cycle: bool = False
    cycle_by: MonthDay | None = None
    necessity: Literal["mandatory", "recommended"] = "mandatory"
    functions: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None
    domain: str | None = None
    summary: Text | None = None
    source: str | None = None
    assumed: bool = False

    @property
    def mandatory(self) -> bool:
        return self.necessity == "mandatory"

    @property
    def path(self) -> str:
        return f"{self.role}/{self.id}"


class Role(Named):
    """``membership`` is "assigned", "everyone" or the conditions that make one a member.

    ``placement`` None means any unit. ``appointments`` are those of its acquisition routes; empty means any.
    """

    category: str | None = None
    membership: Literal["assigned", "everyone"] | Where = "assigned"
    functions: tuple[Function, ...] = ()
    placement: tuple[str, ...] | None = None
    moves_with_person: bool = False
    acquisition: tuple[Acquisition, ...] = ()
    appointments: tuple[str, ...] = ()
    staffing: tuple[Staffing, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None


class Organisation(Frozen):
    id: str
    name: Text
    fiscal_year_start: MonthDay = (4, 1)
    unit_levels: tuple[str, ...] = ()
    source: str | None = None
    assumed: bool = False
    summary: Text | None = None


class Framework(Frozen):
    """Both files, checked and compiled. ``hash`` is "sha256:…" over the bytes of both."""

    hash: str
    organisation: Organisation
    domains: dict[str, Domain]
    skills: dict[str, Skill]
    trainings: dict[str, Training]
    certifications: dict[str, Certification]
    appointments: dict[str, Appointment]
    categories: dict[str, Category]
    roles: dict[str, Role]

    @cached_property
    def tables(self) -> dict[str, Any]:
        """What lookup.py worked out once: a cache that no one else reads."""
        return {}
