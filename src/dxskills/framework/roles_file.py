"""The schema of roles.yaml: which roles there are, what each does and what its holders must have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from dxskills.framework.entries import Count, Entry, Months, Positive, Sourced, Spelled, Strict, Text, exactly_one
from dxskills.framework.tree import Scalar
from dxskills.framework.values import (
    Day,
    DayOfYear,
    FilledListOf,
    Grace,
    Id,
    Line,
    ListOf,
    Maybe,
    Part,
    YesNo,
    choice_fault,
    one_of,
    whole,
)

ROLES_SCHEMA = "dxskills/roles/1"
WAYS = ("training", "certification", "skill")
ROUTES = ("internal-development", "external-hire", "recruitment")

Route = Annotated[str, one_of(*ROUTES)]
Necessity = Annotated[str, one_of("mandatory", "recommended")]
Every = Annotated[str, one_of("fiscal-year")]
FiscalYears = Annotated[int, whole(1, 100)]
RolesSchema = Annotated[str, one_of(ROLES_SCHEMA)]


class Organisation(Sourced):
    """Whose framework it is."""

    id: Id = Field(description="The organisation's id; it stands in every report.")
    name: Text = Field(description="The organisation's name.")
    summary: Maybe[Text] = Field(None, description="What it is, in a sentence; default: nothing.")
    fiscal_year_start: DayOfYear = Field(
        (4, 1),
        description='Month and day the fiscal year starts on; default: "04-01".',
        json_schema_extra={"default": "04-01"},
    )
    unit_levels: ListOf[Line] = Field(
        (), description="What the levels of a unit path are called, top first; default: none."
    )


class Term(Strict):
    """How long an appointment lasts."""

    model_config = ConfigDict(json_schema_extra=exactly_one("fiscal_years", "months"))

    fiscal_years: Maybe[FiscalYears] = Field(
        None, description="To the end of the n-th fiscal year, the one an assignment starts in included."
    )
    months: Maybe[Months] = Field(None, description="This many months from the day it took effect, less a day.")


class Appointment(Spelled):
    """A legal kind of employment."""

    term: Maybe[Part[Term]] = Field(None, description="How long it lasts; default: without limit.")


class Category(Entry):
    """A kind of talent."""


class Where(Strict):
    """The conditions of membership: every key must hold, any value of a list suffices (an empty one has none)."""

    manager: Maybe[YesNo] = Field(None, description="Whether managers are members or everybody else; default: either.")
    unit: Maybe[ListOf[Line]] = Field(None, description="Unit paths; each covers what is below it; default: any.")
    appointment: Maybe[ListOf[Id]] = Field(None, description="Ids of appointments; default: any.")
    job_family: Maybe[ListOf[Line]] = Field(None, description="Job families; default: any.")
    grade: Maybe[ListOf[Line]] = Field(None, description="Grades; default: any.")


MEMBERSHIPS = ("assigned", "everyone")


def _word_or(word_choices: tuple[str, ...]) -> WrapValidator:
    def read(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        if isinstance(value, Scalar) and not (value.plain and value == ""):
            if value not in word_choices:
                raise choice_fault(value, word_choices)
            return str(value)
        return handler(value)

    return WrapValidator(read)


class Conditions(Strict):
    """Membership: a word, or conditions that make one a member without an assignment."""

    where: Part[Where] = Field(description="The conditions.")

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        mapping = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": "string", "enum": list(MEMBERSHIPS)}, dict(mapping)]}


UNITS_SCHEMA = {"anyOf": [{"const": "any"}, {"type": "array", "items": {"type": "string"}}]}

if TYPE_CHECKING:
    Membership = str | Conditions
    Units = str | tuple[str, ...]
else:  # pydantic need not try the one after the other: what is no word is read as the rest, and its faults are told
    Membership = Annotated[Part[Conditions], _word_or(MEMBERSHIPS)]
    Units = Annotated[ListOf[Line], _word_or(("any",)), WithJsonSchema(UNITS_SCHEMA)]


class Function(Entry):
    """Something that a role does."""


class Placement(Strict):
    """Where holders of the role work."""

    units: Units = Field("any", description="any, or a list of unit paths; at or below one of them. Default: any.")


class Acquisition(Sourced):
    """A way in which the office comes by holders of the role."""

    route: Route = Field(description="How they are found.")
    appointments: ListOf[Id] = Field(
        (),
        description="Ids of the appointments that this route leads to; default: none. "
        "A role none of whose routes names one is open to all.",
    )
    summary: Maybe[Text] = Field(None, description="What it is, in a sentence; default: nothing.")


class Staffing(Sourced):
    """How many people a unit, or the organisation, needs in the role."""

    per: Line = Field(description="organisation, or one of unit_levels.")
    min: Count = Field(1, description="How many people each needs; default: 1.")


class Way(Strict):
    """One way to meet a requirement."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*WAYS))

    training: Maybe[Id] = Field(None, description="The id of a training to complete.")
    certification: Maybe[Id] = Field(None, description="The id of a certification to hold.")
    skill: Maybe[Id] = Field(None, description="The id of a skill to have at the level.")
    level: Maybe[Positive] = Field(None, description="The level of the skill; default: 1.")


class Cycle(Strict):
    """Anew in each fiscal year."""

    every: Every = Field("fiscal-year", description="What it is done in each of.")
    by: Maybe[DayOfYear] = Field(
        None, description='Month and day, as in "12-31", to have done it by; default: the last day of the fiscal year.'
    )


class Requirement(Way, Sourced):
    """What a holder of the role must have."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*WAYS, "any_of"))

    id: Id = Field(description="Unique in its role, whatever the case.")
    name: Maybe[Text] = Field(None, description="What people call it; default: its id is shown.")
    summary: Maybe[Text] = Field(None, description="What it is, in a sentence; default: nothing.")
    any_of: Maybe[FilledListOf[Part[Way]]] = Field(
        None, description="The ways to meet it; default: the single one named."
    )
    at_least: Positive = Field(1, description="How many of any_of it takes; default: 1.")
    within: Maybe[Grace] = Field(
        None,
        description="Grace after taking up the role: Nd, Nw, Nm, Ny or fiscal-year-end; default: due at once.",
    )
    cycle: Maybe[Part[Cycle]] = Field(None, description="Anew in each fiscal year; default: once.")
    necessity: Necessity = Field("mandatory", description="mandatory or recommended; default: mandatory.")
    functions: ListOf[Id] = Field((), description="Ids of the role's functions it serves; default: none in particular.")
    effective_from: Maybe[Day] = Field(None, description="The first day it is in effect; default: always was.")
    effective_until: Maybe[Day] = Field(None, description="The last day it is in effect; default: without end.")


class Role(Spelled):
    """What people hold."""

    category: Maybe[Id] = Field(None, description="The id of its category; default: none.")
    membership: Membership = Field(
        "assigned", description="assigned: by an assignment; everyone; or where: by conditions. Default: assigned."
    )
    functions: ListOf[Part[Function]] = Field((), description="What the role does; default: nothing in particular.")
    placement: Part[Placement] = Field(
        default_factory=lambda: Placement.model_construct(units="any"),
        description="Where holders work; default: in any unit.",
        json_schema_extra={"default": {"units": "any"}},
    )
    moves_with_person: YesNo = Field(
        False, description="False: a transfer out of the assignment's unit ends the assignment; default: false."
    )
    acquisition: ListOf[Part[Acquisition]] = Field(
        (), description="How the office comes by holders; default: not said."
    )
    staffing: ListOf[Part[Staffing]] = Field(
        (), description="How many are needed; assigned roles only; default: not said."
    )
    requirements: ListOf[Part[Requirement]] = Field((), description="What holders must have; default: nothing.")
    effective_from: Maybe[Day] = Field(None, description="The first day it is in effect; default: always was.")
    effective_until: Maybe[Day] = Field(None, description="The last day it is in effect; default: without end.")


class RolesDocument(Strict):
    """roles.yaml: which roles there are, what each does and what its holders must have."""

    schema_: RolesSchema = Field(alias="schema", description="The kind of file and its version.")
    organisation: Part[Organisation] = Field(description="The organisation that has the roles.")
    appointments: ListOf[Part[Appointment]] = Field((), description="Legal kinds of employment; default: none.")
    categories: ListOf[Part[Category]] = Field((), description="Kinds of talent; default: none.")
    roles: ListOf[Part[Role]] = Field((), description="What people hold; default: none.")
