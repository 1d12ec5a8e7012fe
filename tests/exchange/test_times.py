"""Times of day behind a date: those that are one time beyond doubt are read, in the office's own time."""

from __future__ import annotations

from datetime import date

import pytest

from dxskills.errors import Refused
from dxskills.exchange.japanese_dates import parse_moment


def refusal_of(text: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        parse_moment(text)
    return refusal.value


@pytest.mark.parametrize(
    ("text", "time"),
    [
        *(
            (f"2026-06-03{between}14:22:10", "14:22:10")
            for between in (" ", "T", "t", "  ", "　", ", ", "(水) ", "（水）", "水曜 ")
        ),
        *(
            (f"令和8年6月3日{time}", "14:05:00")
            for time in ("14時5分", " 14時05分", "（水）14時5分0秒", "　１４：０５", "午後2時5分")
        ),
        ("2026年6月3日14時", "14:00:00"),
        ("20260603 14:22", "14:22:00"),
        ("2026-06-03 午前0:00", "00:00:00"),
        ("2026-06-03 午前11:59:59", "11:59:59"),
        ("2026-06-03 午後 0:30", "12:30:00"),
        ("2026-06-03 午後11:59", "23:59:00"),
        ("2026-06-03 12:00 AM", "00:00:00"),
        ("2026-06-03 12:30:00pm", "12:30:00"),
        ("2026-06-03 1:05 PM", "13:05:00"),
        ("2026-06-03 14:22:10.000", "14:22:10"),
        ("2026-06-03 14:22:10.120", "14:22:10.12"),
        ("2026-06-03 14:22:10.123456789", "14:22:10.123456789"),
        ("2026-06-03T14:22:10+09:00", "14:22:10"),
        ("2026-06-03T14:22:10.5+0900", "14:22:10.5"),
        ("2026-06-03 14:22:10+09", "14:22:10"),
        ("2026-06-03T14:22:10-05:00", "14:22:10"),
    ],
)
def test_a_time_is_read_and_of_an_offset_the_wall_time(text: str, time: str) -> None:
    assert parse_moment(text) == (date(2026, 6, 3), time)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (f"2026-06-03 {time}", "bad-date")
            for time in ("24:00", "23:60", "23:59:60", "25時00分", "14:2", "14:22:1", "1422")
        ),
        *(
            (f"2026-06-03 {time}", "bad-date")
            for time in ("午後13:00", "午前13時0分", "0:30 PM", "13:00 AM", "午後2:00 PM")
        ),
        *(
            (f"2026-06-03 {time}", "bad-date")
            for time in ("10:00-12:00", "10:00~12:00", "10:00～12:00", "14:22:10+15:00")
        ),
        *(
            (f"2026-06-03T14:22:10{zone}", "bad-date")
            for zone in ("Z", "z", "+00:00", "-00:00", "+0000", " UTC", "+00")
        ),
        ("2026-06-03 午後12:30", "ambiguous-date"),
        ("2026-06-03 午前12時0分", "ambiguous-date"),
    ],
)
def test_other_times_are_refused(text: str, code: str) -> None:
    assert refusal_of(text).code == code


def test_a_time_of_utc_is_refused_with_the_way_to_take_it_as_it_is_written() -> None:
    refusal = refusal_of("2026-03-31T16:00:00Z")
    assert "--date-format %Y-%m-%dT%H:%M:%S%z" in str(refusal.hint)
    assert parse_moment("2026-03-31T16:00:00Z", "%Y-%m-%dT%H:%M:%S%z") == (date(2026, 3, 31), "16:00:00")
