"""Dates as Japanese offices write them, read without a guess (docs/import.md)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dxskills.eras import BY_NAME, EARLIEST, in_its_era
from dxskills.errors import Refused
from dxskills.exchange.characters import HALF_WIDTH, visible
from dxskills.exchange.numerals import arabic
from dxskills.i18n import _


class Moment(NamedTuple):
    """A day, and the time of day ("14:22:10") where one was written."""

    day: date
    time: str | None


_DAYS = "月火水木金土日"
# Full-width forms, the squared era names, days in a circle or in brackets, the radicals and compatibility characters
# that a text taken out of a PDF has, and the signs that conversions put in the place of a hyphen or a blank.
_FOLD = (
    HALF_WIDTH
    | {0x337E: "明治", 0x337D: "大正", 0x337C: "昭和", 0x337B: "平成", 0x32FF: "令和"}
    | {0x322A + place: f"({day})" for place, day in enumerate(_DAYS)}
    | {0x328A + place: f"({day})" for place, day in enumerate(_DAYS)}
    | dict(zip((0x2F47, 0x2F49, 0x2F55, 0x2F54, 0x2F4A, 0x2FA6, 0x2F1F), "日月火水木金土", strict=True))
    | dict(zip((0x2F00, 0x2F06, 0x2F0B, 0x2F17, 0x2F24), "一二八十大", strict=True))
    | dict(zip((0xF98E, 0xF9A8, 0xF9D1, 0xF90A), "年令六金", strict=True))
    | dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-")
    | dict.fromkeys((0xA0, 0x202F), " ")
)
_WEEKDAY = {name: number for number, name in enumerate(_DAYS)} | {
    name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_WRITTEN = rf"""(?: (?P<compact>\d{{8}})
      | (?: (?P<era>明治|大正|昭和|平成|令和|[明大昭平令]|[MTSHR]\.?)\s* (?P<era_year>元|\d{{1,3}})
          | (?P<year>\d{{4}}) )
        (?: \s*(?P<sep>[-/.])\s* (?P<month>\d{{1,2}}) \s*(?P=sep)\s* (?P<day>\d{{1,2}})
          | \s*年\s*(?P<kanji_month>\d{{1,2}})\s*月\s*(?P<kanji_day>\d{{1,2}})\s*日 ) )
    (?: \s*(?P<open>\()?\s* (?P<weekday>[{_DAYS}] | mon(?:day)? | tue(?:s(?:day)?)? | wed(?:nesday)?
          | thu(?:r(?:s(?:day)?)?)? | fri(?:day)? | sat(?:urday)? | sun(?:day)? )
        (?:曜日?)? (?:[・･]?祝日?)? \s*(?(open)\)) )?
    (?: (?:,?\s\s*|T|(?<=[)日曜])) (?:(?P<half>午[前後])\s*)? (?P<hour>\d{{1,2}})
      (?: :(?P<minute>\d{{2}})
          (?: :(?P<second>\d{{2}}(?:\.\d{{1,9}})?) (?P<zone>\s?(?:Z|UTC)|[-+](?:0\d|1[0-4])(?::?[0-5]\d)?)? )?
          (?: \s?(?P<am_pm>[AP]M) )?
        | 時(?: (?P<kanji_minute>\d{{1,2}})分(?:(?P<kanji_second>\d{{1,2}})秒)? )? ) )?"""
_AMBIGUOUS = r"\d{1,2}\s*([-/.])\s*\d{1,2}\s*\1\s*\d{1,4}(?!\d)"
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_MONTH_NAMED = rf"\d\W*{_MONTHS}|{_MONTHS}[a-z]*\W*\d"
_SERIAL = r"\d{5}(?:\.\d+)?"
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
    return _as_written(text, folded)


def _as_written(text: str, folded: str) -> Moment:
    found = None
    if len(folded) <= _LONGEST:
        if not folded.isascii():
            folded = arabic(folded)
        found = re.fullmatch(_WRITTEN, folded, re.VERBOSE | re.ASCII | re.IGNORECASE)
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
    return _day_of_era(text, part["era"].rstrip(".").upper(), part["era_year"], month, day)


def _day_of_era(text: str, name: str, written_year: str, month: int, day: int) -> date:
    era = BY_NAME[name]
    year = 1 if written_year == "元" else int(written_year)
    found = _on_calendar(text, era.first.year + year - 1, month, day)
    if year == 0 or not era.first <= found <= era.last:
        message = _("{text} lies outside its era: {era} runs from {first} to {last}.")
        near = in_its_era(found) if year else None
        raise Refused(
            "date-outside-era",
            message,
            hint=_("Did you mean {near}?") if near else None,
            text=visible(text),
            era=era.names[0],
            first=era.first.isoformat(),
            last=era.last.isoformat() if era.last < date.max else _("now"),
            near=near or "",
        )
    return found


def _existing(text: str, year: int, month: int, day: int) -> date:
    found = _on_calendar(text, year, month, day)
    if found < EARLIEST:
        raise Refused("bad-date", _("{text} is before {first}."), text=visible(text), first=EARLIEST.isoformat())
    return found


def _on_calendar(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("bad-date", _("There is no such day as {text}."), text=visible(text)) from None


def _time(text: str, part: dict[str, str | None]) -> str | None:
    if not part["hour"]:
        return None
    _check_zone(text, part["zone"])
    whole, _dot, fraction = (part["second"] or part["kanji_second"] or "0").partition(".")
    minute, second = int(part["minute"] or part["kanji_minute"] or 0), int(whole)
    hour = _hour(text, int(part["hour"]), part["half"], (part["am_pm"] or "").upper())
    if hour > 23 or minute > 59 or second > 59:
        raise Refused("bad-date", _("There is no such time as in {text}."), text=visible(text))
    fraction = fraction.rstrip("0")
    return f"{hour:02}:{minute:02}:{second:02}" + (f".{fraction}" if fraction else "")


def _hour(text: str, hour: int, half: str | None, am_pm: str) -> int:
    """The hour of the day; more than 23 for what there is not."""
    if half and am_pm:
        return 24
    if am_pm:
        return hour % 12 + (12 if am_pm == "PM" else 0) if 1 <= hour <= 12 else 24
    if half and hour == 12:
        # By the decree of 1872 午前12時 is noon; on the dials of most programs 午後12時 is.
        message = _("{text} can be read as noon and as midnight.")
        hint = _("Write the hour from 0 to 23.")
        raise Refused("ambiguous-date", message, hint=hint, text=visible(text))
    if half:
        return hour + (12 if half == "午後" else 0) if hour < 12 else 24
    return hour


def _check_zone(text: str, zone: str | None) -> None:
    """Refuse times of UTC, the form in which systems keep them: in the office's own time the day may be another.

    Any other offset stands behind the wall time of the place, which counts as it is written.
    """
    if zone and not zone.upper().strip(" +-:0UTCZ"):
        message = _("{text} is a time of UTC; where the training was, it may have been another day.")
        hint = _("Export local times, or take it as written with --date-format %Y-%m-%dT%H:%M:%S%z.")
        raise Refused("bad-date", message, hint=hint, text=visible(text))


def _unreadable(text: str, folded: str) -> Refused:
    named = re.search(_MONTH_NAMED, folded[:_LONGEST], re.ASCII | re.IGNORECASE)
    if named or re.match(_AMBIGUOUS, folded, re.ASCII):
        hint = _("Write the year first (2026-04-03); an import can be told the form with --date-format %m/%d/%Y.")
        if named and re.search(r"\d{4}", folded[:_LONGEST], re.ASCII):
            return Refused("bad-date", _("{text} is not a date."), hint=hint, text=visible(text))
        message = _("{text} can be read as more than one day.")
        return Refused("ambiguous-date", message, hint=hint, text=visible(text))
    if re.fullmatch(_SERIAL, folded, re.ASCII):
        message = _("{text} is a number, perhaps a spreadsheet's day number, and not a date as written.")
        return Refused("bad-date", message, hint=_("Format the column as a date and save again."), text=visible(text))
    hint = _("Write it like 2026-04-01, 2026/4/1, 20260401, 2026年4月1日, 令和8年4月1日 or R8.4.1.")
    return Refused("bad-date", _("{text} is not a date."), hint=hint, text=visible(text))


def _by_form(text: str, folded: str, form: str) -> Moment:
    from dxskills.exchange.date_forms import read_by_form

    day, time = read_by_form(text, folded, form)
    _existing(text, day.year, day.month, day.day)
    return Moment(day, time)


def _weekday(day: date) -> str:
    names = (_("a Monday"), _("a Tuesday"), _("a Wednesday"), _("a Thursday"), _("a Friday"), _("a Saturday"))
    return (*names, _("a Sunday"))[day.weekday()]
