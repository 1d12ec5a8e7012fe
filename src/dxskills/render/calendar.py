"""Days for a calendar program: iCalendar (RFC 5545), an all-day event each.

Texts are data: they are escaped, so that a name can neither end its line nor begin a property of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dxskills.exchange.characters import visible
from dxskills.frozen import Frozen

_LONGEST = 75
"""Octets of a line without its end; what follows is folded onto the next, behind a blank."""

# A calendar must hold something: this is what one without events holds.
_NOTHING = """\
BEGIN:VTIMEZONE
TZID:Etc/UTC
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


class Event(Frozen):
    """``uid`` is the same whenever the same thing is told again; ``description`` has a line each."""

    uid: str
    day: date
    summary: str
    description: Sequence[str]


class Calendar(Frozen):
    """``stamp`` is a moment in UTC (2026-11-24T09:00:00.000000Z): of two tellings of an event the later one counts."""

    name: str
    stamp: str
    events: Sequence[Event]


def render(calendar: Calendar) -> bytes:
    return b"".join(folded(line) for line in _calendar(calendar))


def folded(line: str) -> bytes:
    """The line with its end, broken where it is too long, never within a character."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        raw = character.encode()
        if len(piece) + len(raw) > _LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += raw
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def escaped(text: str) -> str:
    """``text`` as the value of a property; nothing in it acts."""
    shown = visible(text)
    for character in ("\\", ";", ","):
        shown = shown.replace(character, "\\" + character)
    return shown


def _calendar(calendar: Calendar) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//dxskills//dxskills//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{escaped(calendar.name)}"
    for event in calendar.events:
        yield from _event(event, calendar.stamp)
    if not calendar.events:
        yield from _NOTHING.splitlines()
    yield "END:VCALENDAR"


def _event(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp[:19].replace('-', '').replace(':', '')}Z"
    yield f"DTSTART;VALUE=DATE:{_basic(event.day)}"
    if event.day < date.max:
        yield f"DTEND;VALUE=DATE:{_basic(event.day + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield "DESCRIPTION:" + "\\n".join(map(escaped, event.description))
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"  # it is a day to remember, not one on which somebody is busy
    yield "END:VEVENT"


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")
