"""Whether a value that a profile gives to a column is one that the import reads there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dxskills.errors import Refused
from dxskills.exchange.amounts import parse_number, parse_whole, parse_yen
from dxskills.exchange.characters import HALF_WIDTH
from dxskills.exchange.japanese_dates import Moment, parse_moment
from dxskills.exchange.outcomes import parse_outcome
from dxskills.exchange.profiles.profile import DATES
from dxskills.exchange.values import parse_label, parse_staff_number, parse_unit, parse_yes_no
from dxskills.framework.lookup import FINDERS
from dxskills.framework.model import Framework

_READERS: dict[str, Callable[[str], Any]] = {
    "staff": parse_staff_number,
    "instructor": parse_staff_number,
    "unit": parse_unit,
    "job_family": parse_label,
    "grade": parse_label,
    "manager": parse_yes_no,
    "outcome": parse_outcome,
    "score": lambda text: parse_number(text, "点"),
    "hours": lambda text: parse_number(text, "時間"),
    "subsidy": parse_yen,
    "level": parse_whole,
}


def check_value(column: str, text: str, form: str | None, framework: Framework) -> None:
    """Refuse, as a row with the value would be, what the column cannot hold. Any column may be blank.

    A day is written plainly or in ``form``, the dates' own.
    """
    if not text or (column in DATES and form is not None and _reads(text, form)):
        return
    if column in DATES:
        parse_moment(text)
    elif column in FINDERS:
        FINDERS[column](framework, text)
    elif column in _READERS:
        _READERS[column](text)


def as_in_list(column: str, text: str, form: str | None) -> str:
    """The value as the list's own cells have it: a day that is written otherwise, in the dates' ``form``.

    A constant is a plain date in the profile, and a cell outside the list may be a date cell or an era's date; what the
    list's form reads as it stands stays so.
    """
    if form is None or column not in DATES or _reads(text, form) or not _reads(text, None):
        return text
    return in_form(parse_moment(text), form)


def in_form(moment: Moment, form: str) -> str:
    """The moment as ``form`` has it, which may leave its time out."""
    hour, minute, second = (moment.time or "00:00:00").split(":")
    day = moment.day
    return datetime(day.year, day.month, day.day, int(hour), int(minute), int(second[:2])).strftime(
        form.translate(HALF_WIDTH)
    )


def _reads(text: str, form: str | None) -> bool:
    try:
        parse_moment(text, form)
    except Refused:
        return False
    return True
