"""Dates as Japanese offices write them, read without a guess (docs/import.md).

An era's first and last day are those of the Gregorian calendar; of the two days that law gives to two eras, 1912-07-30
and 1926-12-25, the later era has them, as everywhere in computing. No library is exact here, hence this module.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dxskills.errors import Refused
from dxskills.exchange.characters import HALF_WIDTH, visible
from dxskills.i18n import _


class Moment(NamedTuple):
    """A day, and the time of day ("14:22:10") where one was written."""

    day: date
    time: str | None


class Era(NamedTuple):
    names: tuple[str, str, str]  # in full, its first character, its letter
    first: date
    last: date


_STARTS = (
    (("明治", "明", "M"), date(1868, 1, 25)),
    (("大正", "大", "T"), date(1912, 7, 30)),
    (("昭和", "昭", "S"), date(1926, 12, 25)),
    (("平成", "平", "H"), date(1989, 1, 8)),
    (("令和", "令", "R"), date(2019, 5, 1)),
)
_ENDS = (*(first - timedelta(days=1) for _names, first in _STARTS[1:]), date.max)
ERAS = tuple(Era(names, first, last) for (names, first), last in zip(_STARTS, _ENDS, strict=True))
_BY_NAME = {name: era for era in ERAS for name in era.names}

# Full-width forms, the squared era names, and the signs that conversions put in the place of a hyphen.
_FOLD = (
    HALF_WIDTH
    | {0x337E: "明治", 0x337D: "大正", 0x337C: "昭和", 0x337B: "平成", 0x32FF: "令和"}
    | {0x2010: "-", 0x2212: "-", 0xA0: " "}
)
_DAYS = "月火水木金土日"
_WEEKDAY = {name: number for number, name in enumerate(_DAYS)} | {
    name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_WRITTEN = rf"""(?: (?P<compact>\d{{8}})
      | (?: (?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])\s* (?P<era_year>元|\d{{1,2}}) | (?P<year>\d{{4}}) )
        (?: \s*(?P<sep>[-/.])\s* (?P<month>\d{{1,2}}) \s*(?P=sep)\s* (?P<day>\d{{1,2}})
          | \s*年\s*(?P<kanji_month>\d{{1,2}})\s*月\s*(?P<kanji_day>\d{{1,2}})\s*日 ) )
    (?: \s*\(?\s* (?P<weekday>[{_DAYS}]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*) (?:曜日?)? \s*\)? )?
    (?: (?:[\sT]\s*|(?<=[)日曜])) (?P<hour>\d{{1,2}})
      (?: :(?P<minute>\d{{2}})(?: :(?P<second>\d{{2}}(?:\.\d{{1,9}})?) )?
      | 時(?P<kanji_minute>\d{{1,2}})分(?:(?P<kanji_second>\d{{1,2}})秒)? ) )?"""
_AMBIGUOUS = r"\d{1,2}\s*([-/.])\s*\d{1,2}\s*\1\s*\d{1,4}(?!\d)"
_SERIAL = r"\d{5}(?:\.\d+)?"
EARLIEST = ERAS[0].first
_LONGEST = 60
"""Characters; nothing longer is a date, and taking it for one apart could take long."""


@lru_cache(maxsize=65_536)
def parse_moment(text: str, form: str | None = None) -> Moment:
    """The day, and the time if one is written. ``form`` (of ``strptime``) is then the only way to write it.

    Refuses with "bad-date", "ambiguous-date" or "date-outside-era".
    """
    if form is None and (plain := _plain(text[:10])):
        if len(text) == 10:
            return Moment(plain, None)
        if time := _plain_time(text[10:]):
            return Moment(plain, time)
    folded = text.translate(_FOLD).strip()
    if form is not None:
        return _by_form(text, folded, form)
    flags = re.VERBOSE | re.ASCII | re.IGNORECASE
    found = re.fullmatch(_WRITTEN, folded, flags) if len(folded) <= _LONGEST else None
    if found is None:
        raise _unreadable(text, folded)
    part = found.groupdict()
    day = _day(text, part)
    if part["weekday"] and day.weekday() != _WEEKDAY[part["weekday"][:3].lower()]:
        message = _("{text} names the wrong weekday: {day} is {weekday}.")
        raise Refused("bad-date", message, text=visible(text), day=day.isoformat(), weekday=_weekday(day))
    return Moment(day, _time(text, part))


def parse_day(text: str, form: str | None = None) -> date:
    """Like :func:`parse_moment`, less the time."""
    return parse_moment(text, form).day


def _plain(text: str) -> date | None:
    """The day if it is written 2026-04-01, as programs do, for which no pattern need be compiled."""
    if len(text) != 10 or not text.isascii() or not (text[:4] + text[5:7] + text[8:]).isdigit():
        return None
    if text[4] != "-" or text[7] != "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def _plain_time(text: str) -> str | None:
    """The time behind the day if it is written as programs do: a blank or T, then 14:22:10."""
    parts = text[1:3], text[4:6], text[7:]
    if len(text) != 9 or not text.isascii() or text[0] not in " T" or text[3] != ":" or text[6] != ":":
        return None
    if not all(part.isdigit() for part in parts) or parts[0] > "23" or parts[1] > "59" or parts[2] > "59":
        return None
    return text[1:]


def _day(text: str, part: dict[str, str]) -> date:
    if compact := part["compact"]:
        return _existing(text, int(compact[:4]), int(compact[4:6]), int(compact[6:]))
    month, day = int(part["month"] or part["kanji_month"]), int(part["day"] or part["kanji_day"])
    if part["year"]:
        return _existing(text, int(part["year"]), month, day)
    era = _BY_NAME[part["era"].upper()]
    year = 1 if part["era_year"] == "元" else int(part["era_year"])
    found = _existing(text, era.first.year + year - 1, month, day)
    if year == 0 or not era.first <= found <= era.last:
        message = _("{text} lies outside its era: {era} runs from {first} to {last}.")
        last = era.last.isoformat() if era.last < date.max else _("now")
        raise Refused(
            "date-outside-era", message, text=visible(text), era=era.names[0], first=era.first.isoformat(), last=last
        )
    return found


def _existing(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Refused("bad-date", _("There is no such day as {text}."), text=visible(text)) from None
    if found < EARLIEST:
        raise Refused("bad-date", _("{text} is before {first}."), text=visible(text), first=EARLIEST.isoformat())
    return found


def _time(text: str, part: dict[str, str]) -> str | None:
    if not part["hour"]:
        return None
    whole, _dot, fraction = (part["second"] or part["kanji_second"] or "0").partition(".")
    hour, minute, second = int(part["hour"]), int(part["minute"] or part["kanji_minute"]), int(whole)
    if hour > 23 or minute > 59 or second > 59:
        raise Refused("bad-date", _("There is no such time as in {text}."), text=visible(text))
    fraction = fraction.rstrip("0")
    return f"{hour:02}:{minute:02}:{second:02}" + (f".{fraction}" if fraction else "")


def _unreadable(text: str, folded: str) -> Refused:
    if re.match(_AMBIGUOUS, folded, re.ASCII):
        message = _("{text} can be read as more than one day.")
        hint = _("Write the year first (2026-04-03); an import can be told the form with --date-format %m/%d/%Y.")
        return Refused("ambiguous-date", message, hint=hint, text=visible(text))
    if re.fullmatch(_SERIAL, folded, re.ASCII):
        message = _("{text} is a number, perhaps a spreadsheet's day number, and not a date as written.")
        return Refused("bad-date", message, hint=_("Format the column as a date and save again."), text=visible(text))
    hint = _("Write it like 2026-04-01, 2026/4/1, 20260401, 2026年4月1日, 令和8年4月1日 or R8.4.1.")
    return Refused("bad-date", _("{text} is not a date."), hint=hint, text=visible(text))


def _by_form(text: str, folded: str, form: str) -> Moment:
    from datetime import datetime

    try:
        found = datetime.strptime(folded, form)
    except ValueError:
        message = _("{text} is not a date of the form {form}.")
        raise Refused("bad-date", message, text=visible(text), form=form) from None
    _existing(text, found.year, found.month, found.day)
    timed = any(sign in form for sign in ("%H", "%I", "%M", "%S", "%X", "%c", "%T"))
    return Moment(found.date(), found.time().isoformat() if timed else None)


def _weekday(day: date) -> str:
    names = (_("a Monday"), _("a Tuesday"), _("a Wednesday"), _("a Thursday"), _("a Friday"), _("a Saturday"))
    return (*names, _("a Sunday"))[day.weekday()]
