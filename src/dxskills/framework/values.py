"""The schema's smallest parts: texts, ids, numbers, dates and periods, typed strictly from what is written.

Each is a text in the tree (:class:`~dxskills.framework.tree.Scalar`). A text that YAML would read as something else
must be quoted; a number, a date, true or false is read from its text here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Optional, TypeVar

import yaml
from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from dxskills.dates import MonthDay, Period
from dxskills.framework.suggestion import Vocabulary, with_hint
from dxskills.framework.tree import Mapping, Scalar, Sequence
from dxskills.i18n import _

LONGEST_TERM = {"d": 36_525, "w": 5_218, "m": 1_200, "y": 100}
"""A hundred years in each unit: longer periods are slips of the hand, and would leave the calendar."""

LARGEST_NUMBER = 1_000_000_000

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PERIOD = re.compile(r"([0-9]{1,6})([dwmy])")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NULLS = frozenset({"~", "null", "Null", "NULL"})


def fault(code: str, message: str, **params: object) -> PydanticCustomError:
    """The error of a value; ``message`` is a translated template."""
    # Filled here: pydantic would fill the template again and again, and a value may hold braces itself.
    return PydanticCustomError(code, "{message}", {"message": message.format_map(params) if params else message})


class Reads:
    """Annotates a type with the function that makes a value of it from the tree, and with its JSON Schema."""

    def __init__(self, read: Callable[[Any], Any], **schema: Any) -> None:
        self._read = read
        self._schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self._schema)


def read_as(text: str) -> str | None:
    """What a YAML reader makes of a plain text if not a text: "a number", …; None if it stays a text."""
    if text == "":
        return _("nothing")
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[0], ()):
        if pattern.match(text):
            return _READ_AS.get(tag, lambda: None)()
    return None


_READ_AS: dict[str, Callable[[], str | None]] = {
    "tag:yaml.org,2002:int": lambda: _("a number"),
    "tag:yaml.org,2002:float": lambda: _("a number"),
    "tag:yaml.org,2002:bool": lambda: _("true or false"),
    "tag:yaml.org,2002:null": lambda: _("nothing"),
    "tag:yaml.org,2002:timestamp": lambda: _("a date"),
}


def _written(value: Any, wanted: str) -> Scalar:
    if isinstance(value, Scalar):
        return value
    found = _("a list") if isinstance(value, Sequence) else _("a mapping")
    raise fault("wrong-type", _("Here belongs {wanted}, not {found}."), wanted=wanted, found=found)


def _empty() -> PydanticCustomError:
    return fault("empty-value", _("The key has no value; write one, or leave the key out."))


def read_text(value: Any) -> Scalar:
    """A text as it is written; refuses one that must be quoted, an empty one and control characters."""
    text = _written(value, _("a text"))
    if text.plain:
        if text == "":
            raise _empty()
        reading = read_as(text)
        if reading is not None:
            message = _("{text} must be quoted: YAML reads it as {reading}. Write {quoted}.")
            raise fault("must-be-quoted", message, text=text, reading=reading, quoted=f'"{text}"')
    if not text.strip():
        raise fault("empty-text", _("The text is empty."))
    control = _CONTROL.search(text)
    if control is not None:
        message = _("The text holds the control character {point}.")
        raise fault("control-character", message, point=f"U+{ord(control[0]):04X}")
    return text


def _read_id(value: Any) -> Scalar:
    text = read_text(value)
    if not _ID.fullmatch(text):
        message = _(
            "{text} is no id: an id consists of A-Z, a-z, 0-9, dots, underscores and hyphens, a letter or digit first."
        )
        raise fault("bad-id", message, text=text)
    return text


def _plain(value: Any, wanted: str) -> Scalar:
    """A value that is written without quotes, because it is no text."""
    text = _written(value, wanted)
    if text == "" and text.plain:
        raise _empty()
    if not text.plain:
        message = _("Here belongs {wanted}; write it without quotes.")
        raise fault("wrong-type", message, wanted=wanted)
    return text


def _read_yes_no(value: Any) -> bool:
    text = _plain(value, _("true or false"))
    if text.lower() not in ("true", "false"):
        raise fault("bad-boolean", _("{text} is neither true nor false."), text=text)
    return text.lower() == "true"


def _read_number(value: Any) -> float:
    text = _plain(value, _("a number"))
    number = float(text) if _NUMBER.fullmatch(text) else -1.0
    if not 0 <= number <= LARGEST_NUMBER:
        message = _("{text} is no number from 0 to {most}, written in digits as in 3 or 1.5.")
        raise fault("bad-number", message, text=text, most=LARGEST_NUMBER)
    return number


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        text = _plain(value, _("a whole number"))
        digits = text.isascii() and text.isdecimal() and len(text) <= 12 and (text == "0" or text[0] != "0")
        if not digits or not least <= int(text) <= most:
            message = _("{text} is no whole number from {least} to {most}.")
            raise fault("bad-number", message, text=text, least=least, most=most)
        return int(text)

    return read


def _read_date(value: Any) -> date:
    text = _written(value, _("a date"))
    if text == "" and text.plain:
        raise _empty()
    match = _DATE.fullmatch(text)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        raise fault("bad-date", _("There is no day {text}."), text=text) from None
    if day is None or day.year < 1000:
        raise fault("bad-date", _("{text} is no date; write it as 2027-04-01."), text=text)
    return day


def _read_month_day(value: Any) -> MonthDay:
    text = _written(value, _("a day of the year"))
    match = _MONTH_DAY.fullmatch(text)
    if match is None:
        message = _('{text} is no day of the year; write month and day, as in "04-01".')
        raise fault("bad-month-day", message, text=text)
    month, day = int(match[1]), int(match[2])
    if (month, day) == (2, 29):
        raise fault("bad-month-day", _("02-29 does not come every year; choose 02-28 or 03-01."))
    try:
        date(2001, month, day)
    except ValueError:
        raise fault("bad-month-day", _("There is no day {text} in a year."), text=text) from None
    return month, day


def _read_period(value: Any) -> Period:
    text = _written(value, _("a period"))
    match = _PERIOD.fullmatch(text)
    if match is None or int(match[1]) > LONGEST_TERM[match[2]]:
        message = _(
            "{text} is no period; write a number of days, weeks, months or years: 60d, 2w, 6m, 1y (100 years at most)."
        )
        raise fault("bad-period", message, text=text)
    return Period(match[2], int(match[1]))


def _read_grace(value: Any) -> Period:
    text = _written(value, _("a period"))
    if text == "fiscal-year-end":
        return Period("fiscal-year-end", 0)
    if not _PERIOD.fullmatch(text):
        message = _(
            "{text} is no period; write a number of days, weeks, months or years (60d, 2w, 6m, 1y) or fiscal-year-end."
        )
        raise fault("bad-period", message, text=text)
    return _read_period(value)


def one_of(*choices: str) -> Reads:
    """A text that is one of ``choices``."""

    def read(value: Any) -> str:
        text = _written(value, _("a word"))
        if text in choices:
            return str(text)
        if text == "" and text.plain:
            raise _empty()
        raise choice_fault(text, choices)

    return Reads(read, type="string", enum=list(choices))


def choice_fault(text: str, choices: tuple[str, ...]) -> PydanticCustomError:
    sentence = _("{text} is not one of: {choices}.").format(text=text, choices=", ".join(choices))
    return fault("bad-choice", with_hint(sentence, Vocabulary(choices).near(text)))


def is_null(value: Any) -> bool:
    """Whether the value is written as null: as if the key were left out."""
    return isinstance(value, Scalar) and value.plain and value in _NULLS


def _absent_if_null(value: Any) -> Any:
    return None if is_null(value) else value


def as_mapping(value: Any) -> Any:
    """The value if it is keys with values; refuses any other that stands in the file."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, Scalar) and value.plain and value == "":
        raise _empty()
    if isinstance(value, Scalar | Sequence):
        found = _("a list") if isinstance(value, Sequence) else _("a text")
        message = _("Here belong keys with values, not {found}.")
        raise fault("wrong-type", message, found=found)
    return value


def _listed(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, Sequence):
        if isinstance(value, Scalar) and value.plain and value == "":
            raise _empty()
        raise fault("wrong-type", _("Here belongs a list, as in [a, b]."))
    return tuple(value)


def _filled(value: Any) -> tuple[Any, ...]:
    listed = _listed(value)
    if not listed:
        raise fault("empty-list", _("The list is empty; at least one entry belongs here."))
    return listed


def whole(least: int, most: int) -> Reads:
    """A whole number in bounds."""
    return Reads(_whole(least, most), type="integer", minimum=least, maximum=most)


T = TypeVar("T")
Maybe = Annotated[Optional[T], BeforeValidator(_absent_if_null)]  # noqa: UP045 - T | None is no generic alias
Part = Annotated[T, BeforeValidator(as_mapping)]
ListOf = Annotated[tuple[T, ...], BeforeValidator(_listed)]
FilledListOf = Annotated[tuple[T, ...], BeforeValidator(_filled), Field(min_length=1)]

Line = Annotated[str, Reads(lambda value: str(read_text(value)), type="string", minLength=1)]
Id = Annotated[str, Reads(lambda value: str(_read_id(value)), type="string", pattern=f"^{_ID.pattern}$")]
YesNo = Annotated[bool, Reads(_read_yes_no, type="boolean")]
Number = Annotated[float, Reads(_read_number, type="number", minimum=0, maximum=LARGEST_NUMBER)]
Day = Annotated[date, Reads(_read_date, type="string", format="date")]
DayOfYear = Annotated[MonthDay, Reads(_read_month_day, type="string", pattern="^[0-9]{2}-[0-9]{2}$")]
Length = Annotated[Period, Reads(_read_period, type="string", pattern="^[0-9]+[dwmy]$")]
Grace = Annotated[Period, Reads(_read_grace, type="string", pattern="^([0-9]+[dwmy]|fiscal-year-end)$")]
