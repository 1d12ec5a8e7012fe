"""How days are meant that can be read in two ways: told by those of them that can be read in only one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from dxskills.errors import Refused
from dxskills.exchange.japanese_dates import parse_moment
from dxskills.exchange.suggesting.contents import is_ambiguous

_SHAPE = re.compile(r"\s*\d{1,2}\s*([-/.])\s*\d{1,2}\s*[-/.]\s*(\d{2,4})(?!\d)(.*)", re.ASCII | re.DOTALL)
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


class DayForms(NamedTuple):
    """``forms`` are those of ``strptime`` that fit every ambiguous day: one says how they are meant, two leave it open.

    ``example`` is a day that tells the two apart, or one of those that do not; ``others`` is a day written otherwise,
    which such a form would refuse.
    """

    forms: tuple[str, ...]
    example: str
    others: str


def find_day_forms(days: Iterable[str]) -> DayForms | None:
    """The forms for the days of a file; None where none is ambiguous."""
    all_days = list(days)
    ambiguous = [day for day in all_days if is_ambiguous(day)]
    others = [day for day in all_days if not is_ambiguous(day)]
    if not ambiguous:
        return None
    forms = tuple(form for form in _candidates(ambiguous[0]) if all(_reads(day, form) for day in ambiguous))
    telling = ambiguous[0]
    if len(forms) == 1:
        swapped = [form for form in _candidates(telling) if _is_swapped(form, forms[0])]
        telling = next((day for day in ambiguous if not any(_reads(day, form) for form in swapped)), telling)
    return DayForms(forms, telling, others[0] if others else "")


def _candidates(day: str) -> list[str]:
    """Every form that the day's shape may be meant in."""
    found = _SHAPE.fullmatch(unicodedata.normalize("NFKC", day))
    if found is None:
        return []
    sign, year = found[1], "%Y" if len(found[2]) == 4 else "%y"
    orders = [("%m", "%d", year), ("%d", "%m", year)] + ([(year, "%m", "%d")] if year == "%y" else [])
    return [sign.join(order) + time for order in orders for time in _TIMES]


def _is_swapped(form: str, other: str) -> bool:
    return form != other and form.replace("%d", "%m") == other.replace("%d", "%m")


def _reads(day: str, form: str) -> bool:
    try:
        parse_moment(day, form)
    except Refused:
        return False
    return True
