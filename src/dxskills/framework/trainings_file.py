"""The schema of trainings.yaml: what is learned, awarded and held as an ability."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from dxskills.framework.entries import Entry, Months, Positive, Spelled, Strict, Text, exactly_one
from dxskills.framework.values import (
    LARGEST_NUMBER,
    Id,
    Length,
    Line,
    ListOf,
    Maybe,
    Number,
    Part,
    one_of,
    whole,
)

TRAININGS_SCHEMA = "dxskills/trainings/1"
VALIDITY_UNITS = ("months", "days", "fiscal_year_end", "year_end")
FORMATS = (
    "course",
    "workshop",
    "e-learning",
    "exam-preparation",
    "on-the-job",
    "secondment",
    "exchange",
    "self-study",
)

Format = Annotated[str, one_of(*FORMATS)]
Renew = Annotated[str, one_of("from-expiry")]
Money = Annotated[int, whole(0, LARGEST_NUMBER)]
Days = Annotated[int, whole(1, 36_525)]
Years = Annotated[int, whole(0, 100)]
TrainingsSchema = Annotated[str, one_of(TRAININGS_SCHEMA)]


class Domain(Entry):
    """A field of knowledge; the office wants ict and administrative in one person."""


class Skill(Spelled):
    """An ability that is held at a level."""

    domain: Maybe[Id] = Field(None, description="The id of its domain; default: none.")
    levels: ListOf[Text] = Field(
        (), description="What levels 1, 2, 3, … are called; default: a single level, held or not."
    )


class Grant(Strict):
    """A skill at a level that comes with an item."""

    skill: Id = Field(description="The id of the skill.")
    level: Positive = Field(1, description="1 up to the number of the skill's levels; default: 1.")


class Validity(Strict):
    """How long a record counts; the last valid day is inclusive."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*VALIDITY_UNITS))

    months: Maybe[Months] = Field(None, description="The record's date plus this many months, less a day.")
    days: Maybe[Days] = Field(None, description="This many days, the record's date included.")
    fiscal_year_end: Maybe[Years] = Field(
        None, description="To the end of the fiscal year this many years after the record's; 0: the same."
    )
    year_end: Maybe[Years] = Field(None, description="To 31 December this many years after the record's; 0: the same.")
    renew: Maybe[Renew] = Field(
        None,
        description="from-expiry: a record dated in its predecessor's window runs from the predecessor's end; "
        "default: every record runs from its own date.",
    )
    window: Maybe[Length] = Field(
        None, description="How long before the day after expiry the window opens (6m, 60d); required with renew."
    )


class Item(Spelled):
    """What trainings and certifications share."""

    domain: Maybe[Id] = Field(None, description="The id of its domain; default: none.")
    validity: Maybe[Part[Validity]] = Field(None, description="How long a record counts; default: for ever.")
    grants: ListOf[Part[Grant]] = Field((), description="The skills it brings while it is valid; default: none.")
    satisfies: ListOf[Id] = Field(
        (), description="Ids of the same kind: a record of this also counts as one of those, and so on; default: none."
    )


class Training(Item):
    """What is learned by a course or the like."""

    format: Maybe[Format] = Field(None, description="How it is learned; default: not said.")
    hours: Maybe[Number] = Field(None, description="Hours it takes; default: not said.")
    cost: Maybe[Money] = Field(None, description="Yen per person; default: not said.")
    capacity: Maybe[Positive] = Field(None, description="Seats in a session; default: no limit.")
    pass_score: Maybe[Number] = Field(
        None,
        description="A record with a score and no outcome is completed at or above, failed below; "
        "default: the score decides nothing.",
    )
    prerequisites: ListOf[Id] = Field((), description="Ids of the trainings to take before; default: none.")


class Renewal(Strict):
    """How a certification is kept."""

    apply_before: Maybe[Length] = Field(
        None, description="How long before its last valid day to apply at the latest (60d); default: not said."
    )


class Certification(Item):
    """What is awarded by an issuer."""

    issuer: Maybe[Line] = Field(None, description="Who awards it; default: not said.")
    renewal: Maybe[Part[Renewal]] = Field(None, description="How it is kept; default: nothing to do.")
    subsidy: Maybe[Money] = Field(None, description="Yen, the ceiling of what the office pays; default: not said.")


class TrainingsDocument(Strict):
    """trainings.yaml: what is learned, awarded and held as an ability."""

    schema_: TrainingsSchema = Field(alias="schema", description="The kind of file and its version.")
    domains: ListOf[Part[Domain]] = Field((), description="The fields of knowledge; default: none.")
    skills: ListOf[Part[Skill]] = Field((), description="Abilities held at a level; default: none.")
    trainings: ListOf[Part[Training]] = Field((), description="What is learned; default: none.")
    certifications: ListOf[Part[Certification]] = Field((), description="What is awarded; default: none.")
