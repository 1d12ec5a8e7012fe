"""Dates in a form that somebody has said, in the words of ``strptime``."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime

from dxskills.errors import Refused, WrongUsage
from dxskills.exchange.characters import HALF_WIDTH, visible
from dxskills.i18n import _

# Two numbers with nothing between them: without leading zeros nobody knows where one ends, though strptime guesses.
_ADJACENT = "%[dfGHIjmMSuUVwWyY]%[dfGHIjmMSuUVwWyY]"
_OF_A_WEEKDAY = "%[aAuw]"
_OF_A_TIME = ("%H", "%I", "%M", "%S", "%X", "%c")


def check_date_format(form: str) -> None:
    """Refuse ("bad-date-format") a form in which a date has no day, month or year."""
    day = datetime(2026, 4, 3, tzinfo=UTC)
    folded = form.translate(HALF_WIDTH)
    try:
        meant = datetime.strptime(day.strftime(folded), folded).date() == day.date()
    except (ValueError, UnicodeError, re.error):
        meant = False
    if not meant:
        message = _("{form} is not a date format that gives a day, a month and a year, such as %m/%d/%Y.")
        raise WrongUsage("bad-date-format", message, form=visible(form))


def read_by_form(text: str, folded: str, form: str) -> tuple[date, str | None]:
    """The day that ``folded`` names by the form, and the time if the form has one. Refuses with "bad-date".

    An offset from UTC (%z) is read over: day and time are taken as they are written.
    """
    wanted = form.translate(HALF_WIDTH)
    found = _found(folded, wanted)
    if found is None:
        message = _("{text} is not a date of the form {form}.")
        raise Refused("bad-date", message, text=visible(text), form=visible(form))
    timed = any(sign in wanted for sign in _OF_A_TIME)
    return found.date(), found.time().isoformat() if timed else None


def _found(folded: str, form: str) -> datetime | None:
    if not folded.isascii() and any(sign.isdecimal() and not sign.isascii() for sign in folded):
        return None  # strptime takes any script's digits
    try:
        found = datetime.strptime(folded, form)
        if re.search(_ADJACENT, form) and found.strftime(form).casefold() != folded.casefold():
            return None
        if re.search(_OF_A_WEEKDAY, form) and time.strptime(folded, form).tm_wday != found.weekday():
            return None  # strptime reads over the weekday where there is a day
    except (ValueError, UnicodeError, OverflowError):
        return None
    return found
