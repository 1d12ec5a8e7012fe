"""Calendars: what another program reads of them, and what hostile texts cannot do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Parsed

from dxskills.exchange.characters import visible
from dxskills.render.calendar import Calendar, Event, escaped, folded, render

STAMP = "2026-11-24T09:00:01.123456Z"
TEXTS = st.text(st.characters(codec=None), max_size=90) | st.sampled_from(
    ["END:VEVENT", "a;b,c\\n:d", "x\r\nBEGIN:VALARM", "\x1b[2J", "氏名" * 40, "\ud800", "👩‍👩‍👧" * 12]
)


def made(*events: Event, name: str = "Due") -> bytes:
    return render(Calendar(name, STAMP, events))


def test_an_event_is_the_whole_of_its_day() -> None:
    raw = made(Event("1@dxskills", date(2026, 12, 31), "Exam", ["Unit: 総務部", "Role: Lead"]))
    (event,) = Parsed.from_ical(raw).walk("VEVENT")
    assert event["uid"] == "1@dxskills"
    assert event["summary"] == "Exam"
    assert event["description"] == "Unit: 総務部\nRole: Lead"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 31), date(2027, 1, 1))
    assert event.decoded("dtstamp") == datetime(2026, 11, 24, 9, 0, 1, tzinfo=UTC)


def test_the_last_day_there_is_has_no_day_after_it() -> None:
    (event,) = Parsed.from_ical(made(Event("1@dxskills", date.max, "x", []))).walk("VEVENT")
    assert event.decoded("dtstart") == date.max
    assert "dtend" not in event


def test_a_calendar_without_events_still_holds_a_component() -> None:
    calendar = Parsed.from_ical(made())
    assert [each.name for each in calendar.subcomponents] == ["VTIMEZONE"]
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]


def test_lines_are_folded_at_75_octets_and_never_within_a_character() -> None:
    text = "SUMMARY:" + "あ" * 100
    lines = folded(text).split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert len(lines[0]) > 72
    assert [line.decode()[:1] for line in lines[1:-1]] == [" "] * (len(lines) - 2)
    assert "".join(line.decode().removeprefix(" ") for line in lines) == text
    assert folded("X" * 75) == b"X" * 75 + b"\r\n"


def test_texts_are_escaped() -> None:
    assert escaped("a\\b;c,d:e\nf") == "a\\\\b\\;c\\,d:e<U+000A>f"


@given(st.lists(st.tuples(TEXTS, TEXTS, st.dates()), max_size=4), TEXTS)
def test_whatever_the_texts_hold_another_program_reads_them_back(drawn: list[tuple[str, str, date]], name: str) -> None:
    events = [Event(f"{number}@x", day, one, [other, one]) for number, (one, other, day) in enumerate(drawn)]
    raw = made(*events, name=name)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode()
    calendar = Parsed.from_ical(raw)
    assert str(calendar["x-wr-calname"]) == escaped(name)  # which it leaves as it is
    found = calendar.walk("VEVENT")
    assert len(found) == len(events)
    assert not calendar.walk("VALARM")
    for event, (one, other, day) in zip(found, drawn, strict=True):
        assert event["summary"] == visible(one)
        assert event["description"] == f"{visible(other)}\n{visible(one)}"
        assert event.decoded("dtstart") == day
        assert day == date.max or event.decoded("dtend") - day == timedelta(days=1)
