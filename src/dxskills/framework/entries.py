"""What the entries of both files share: texts in two languages, ids, sources, and counts within bounds.

The models here, in :mod:`~dxskills.framework.trainings_file` and in :mod:`~dxskills.framework.roles_file` are the
schema: what may be written where, and the default of what is left out. What one entry says of another (ids that exist,
levels within bounds, no circles) is checked beside them, in :mod:`~dxskills.framework.rules`,
:mod:`~dxskills.framework.references` and :mod:`~dxskills.framework.circles`.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from dxskills.framework.tree import Scalar
from dxskills.framework.values import Id, Line, ListOf, Maybe, Part, YesNo, fault, read_text, whole
from dxskills.i18n import _

Count = Annotated[int, whole(0, 1_000_000)]
Positive = Annotated[int, whole(1, 1_000_000)]
Months = Annotated[int, whole(1, 1_200)]


def exactly_one(*keys: str) -> dict[str, Any]:
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
