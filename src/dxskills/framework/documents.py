"""The schema of both files, as pydantic models: what may be written where, and the default of what is left out.

What one entry says of another (ids that exist, levels within bounds, no circles) is checked beside it, in
:mod:`~dxskills.framework.rules` and :mod:`~dxskills.framework.references`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from dxskills.framework.tree import Scalar
from dxskills.framework.values import (
    LARGEST_NUMBER,
    Day,
    DayOfYear,
    FilledListOf,
    Grace,
    Id,
    Length,
    Line,
    ListOf,
    Maybe,
    Number,
    Part,
    YesNo,
    choice_fault,
    fault,
    one_of,
    read_text,
    whole,
)
from dxskills.i18n import _

ROLES_SCHEMA = "dxskills/roles/1"
TRAININGS_SCHEMA = "dxskills/trainings/1"

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
VALIDITY_UNITS = ("months", "days", "fiscal_year_end", "year_end")
WAYS = ("training", "certification", "skill")
ROUTES = ("internal-development", "external-hire", "recruitment")

Format = Annotated[str, one_of(*FORMATS)]
Route = Annotated[str, one_of(*ROUTES)]
Necessity = Annotated[str, one_of("mandatory", "recommended")]
Renew = Annotated[str, one_of("from-expiry")]
Every = Annotated[str, one_of("fiscal-year")]
Money = Annotated[int, whole(0, LARGEST_NUMBER)]
Count = Annotated[int, whole(0, 1_000_000)]
Positive = Annotated[int, whole(1, 1_000_000)]
Months = Annotated[int, whole(1, 1_200)]
Days = Annotated[int, whole(1, 36_525)]
Years = Annotated[int, whole(0, 100)]
FiscalYears = Annotated[int, whole(1, 100)]
RolesSchema = Annotated[str, one_of(ROLES_SCHEMA)]
TrainingsSchema = Annotated[str, one_of(TRAININGS_SCHEMA)]


def _exactly_one(*keys: str) -> dict[str, Any]:
    """The JSON Schema of what rules.py checks: one of the keys and no other."""
    return {"oneOf": [{"required": [key]} for key in keys]}


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Bilingual(Strict):
    """A display text: a plain string for both languages, or one for each."""

    ja: Maybe[Line] = Field(None, description="The text in Japanese; default: the English one.")
    en: Maybe[Line] = Field(None, description="The text in English; default: the Japanese one.")

    @model_validator(mode="after")
    def _one_language(self) -> Bilingual:
        if self.ja is None and self.en is None:
            raise fault("empty-text", _("The text has neither ja nor en."))
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        mapping = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": "string", "minLength": 1}, {**mapping, "minProperties": 1}]}


def _plain_as_both(value: Any) -> Any:
    if isinstance(value, Scalar):
        text = str(read_text(value))
        return Bilingual.model_construct(ja=text, en=text)
    return value


Text = Annotated[Part[Bilingual], BeforeValidator(_plain_as_both)]


class Sourced(Strict):
    """What every entry may say of where it comes from."""

    source: Maybe[Line] = Field(
        None, description="The place in the office's policy that this comes from; default: not said."
    )
    assumed: YesNo = Field(
        False, description="True where the policy leaves this open and the office has yet to decide; default: false."
    )


class Entry(Sourced):
    id: Id = Field(
        description="Unique in its list, whatever the case; quoted where YAML would read a number or the like."
    )
    name: Text = Field(description="What people call it; need not be unique.")
    summary: Maybe[Text] = Field(None, description="What it is, in a sentence; default: nothing.")


class Spelled(Entry):
    aliases: ListOf[Line] = Field((), description="Other spellings found in source files; default: none.")


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

    model_config = ConfigDict(json_schema_extra=_exactly_one(*VALIDITY_UNITS))

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

    model_config = ConfigDict(json_schema_extra=_exactly_one("fiscal_years", "months"))

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
    """The conditions of membership: every key must hold, any value of a list suffices."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    manager: Maybe[YesNo] = Field(None, description="Whether managers are members or everybody else; default: either.")
    unit: Maybe[FilledListOf[Line]] = Field(None, description="Unit paths; each covers what is below it; default: any.")
    appointment: Maybe[FilledListOf[Id]] = Field(None, description="Ids of appointments; default: any.")
    job_family: Maybe[FilledListOf[Line]] = Field(None, description="Job families; default: any.")
    grade: Maybe[FilledListOf[Line]] = Field(None, description="Grades; default: any.")

    @model_validator(mode="after")
    def _some_condition(self) -> Where:
        if not self.model_fields_set:
            raise fault("empty-where", _("There is no condition here; write `membership: everyone` if that is meant."))
        return self


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


UNITS_SCHEMA = {"anyOf": [{"const": "any"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}

if TYPE_CHECKING:
    Membership = str | Conditions
    Units = str | tuple[str, ...]
else:  # pydantic need not try the one after the other: what is no word is read as the rest, and its faults are told
    Membership = Annotated[Part[Conditions], _word_or(MEMBERSHIPS)]
    Units = Annotated[FilledListOf[Line], _word_or(("any",)), WithJsonSchema(UNITS_SCHEMA)]


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

    model_config = ConfigDict(json_schema_extra=_exactly_one(*WAYS))

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

    model_config = ConfigDict(json_schema_extra=_exactly_one(*WAYS, "any_of"))

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
