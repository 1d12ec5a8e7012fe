"""Dates as offices write them are read as meant, or refused; never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxskills.errors import Refused
from dxskills.exchange.japanese_dates import parse_day, parse_moment

# (in full, short, letter, squared form, first day, last day): a table of its own, from an almanac.
ERAS = (
    ("明治", "明", "M", "㍾", date(1868, 1, 25), date(1912, 7, 29)),
    ("大正", "大", "T", "㍽", date(1912, 7, 30), date(1926, 12, 24)),
    ("昭和", "昭", "S", "㍼", date(1926, 12, 25), date(1989, 1, 7)),
    ("平成", "平", "H", "㍻", date(1989, 1, 8), date(2019, 4, 30)),
    ("令和", "令", "R", "㋿", date(2019, 5, 1), date(2099, 12, 31)),
)
WEEKDAYS = "月火水木金土日"


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def spellings(day: date) -> list[str]:
    """The day in every form that needs no era."""
    plain = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ]
    weekday = WEEKDAYS[day.weekday()]
    return [
        *plain,
        *map(wide, plain),
        f"{plain[4]}({weekday})",
        f"{plain[4]}（{weekday}）",
        f"{plain[4]}{weekday}曜日",
        f"{plain[0]} {day:%a}",
    ]


def spellings_in_era(day: date, era: tuple[str, str, str, str, date, date]) -> list[str]:
    """The day in every form of an era, whether it lies in the era or not."""
    number = day.year - era[4].year + 1
    forms = []
    for year in {str(number), f"{number:02}"} | ({"元"} if number == 1 else set()):
        for name in (*era[:4], era[2].lower()):
            forms += [
                f"{name}{year}年{day.month}月{day.day}日",
                f"{name}{year}.{day.month}.{day.day}",
                f"{name}{year}/{day.month:02}/{day.day:02}",
                wide(f"{name}{year}.{day.month}.{day.day}"),
            ]
    return [*forms, f"{era[0]} {number} 年 {day.month} 月 {day.day} 日"]


@given(st.dates(date(1868, 1, 25), date(2200, 1, 1)))
def test_every_form_of_a_day_is_that_day(day: date) -> None:
    for text in spellings(day):
        assert parse_day(text) == day, text


@given(st.sampled_from(ERAS), st.data())
def test_every_form_of_an_era_is_the_day_it_names(
    era: tuple[str, str, str, str, date, date], data: st.DataObject
) -> None:
    day = data.draw(st.dates(era[4], era[5]))
    for text in spellings_in_era(day, era):
        assert parse_day(text) == day, text


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era[0])
def test_an_era_holds_its_first_and_its_last_day_and_no_day_beyond(era: tuple[str, str, str, str, date, date]) -> None:
    _full, _short, _letter, _squared, first, last = era
    assert parse_day(spellings_in_era(first, era)[0]) == first
    assert parse_day(spellings_in_era(last, era)[0]) == last
    outside = [first - timedelta(days=1)] + ([] if era is ERAS[-1] else [last + timedelta(days=1)])
    for day in outside:
        for text in spellings_in_era(day, era):
            if day < date(1868, 1, 25) or day.year < first.year:
                continue
            with pytest.raises(Refused) as refusal:
                parse_day(text)
            assert refusal.value.code == "date-outside-era", text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R05.04.01", date(2023, 4, 1)),
        ("令8.4.1", date(2026, 4, 1)),
        ("令和８年４月１日", date(2026, 4, 1)),
        (" 2026-04-01　", date(2026, 4, 1)),
        ("2024/2/29", date(2024, 2, 29)),
    ],
)
def test_known_days(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-06-03 14:22:10", "14:22:10"),
        ("2026-06-03T14:22:10", "14:22:10"),
        ("2026/6/3 9:05", "09:05:00"),
        ("令和8年6月3日(水) 14:22", "14:22:00"),
        ("2026年6月3日14時5分", "14:05:00"),
        ("2026-06-03 14:22:10.500", "14:22:10.5"),
        ("2026-06-03 00:00:00", "00:00:00"),
        ("2026-06-03", None),
    ],
)
def test_a_time_is_kept(text: str, time: str | None) -> None:
    assert parse_moment(text) == (date(2026, 6, 3), time)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2026", "ambiguous-date"),
        ("13/04/2026", "ambiguous-date"),
        ("3-4-26", "ambiguous-date"),
        ("26/4/1", "ambiguous-date"),
        ("8.4.1", "ambiguous-date"),
        ("03/04/2026 10:00", "ambiguous-date"),
        ("46115", "bad-date"),
        ("46115.5", "bad-date"),
        ("令和5年2月30日", "bad-date"),
        ("2026-02-29", "bad-date"),
        ("2026-13-01", "bad-date"),
        ("20260431", "bad-date"),
        ("2026-04-01 24:00", "bad-date"),
        ("2026-04-01 24:00:00", "bad-date"),
        ("2026-04-01T10:60:00", "bad-date"),
        ("2026-04-01 10:00:60", "bad-date"),
        ("2026-04-01 10:0x:00", "bad-date"),
        ("2026-04-01x10:00:00", "bad-date"),
        ("2026-02-30 10:00:00", "bad-date"),
        ("2026-04-01 10:61", "bad-date"),
        ("2026-04-01 (木)", "bad-date"),  # it was a Wednesday
        ("2026年4月", "bad-date"),
        ("4月1日", "bad-date"),
        ("2026-4/1", "bad-date"),
        ("²026-04-01", "bad-date"),
        ("٢٠٢٦-٠٤-٠١", "bad-date"),
        ("1626-04-01", "bad-date"),
        ("未定", "bad-date"),
        ("2026-04-01+09:00", "bad-date"),
        ("2026-04-01" + " " * 100_000 + "x", "bad-date"),
        ("平成31年5月1日", "date-outside-era"),
        ("昭和65年1月1日", "date-outside-era"),
        ("令和0年5月1日", "date-outside-era"),
        ("R1.4.30", "date-outside-era"),
        ("M99.1.1", "date-outside-era"),
    ],
)
def test_what_is_no_date_beyond_doubt_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_moment(text)
    assert refusal.value.code == code


@given(st.text(alphabet="0123456789-/.年月日令和平成元RHS 　:T(水)", max_size=14))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        day, _time = parse_moment(text)
    except Refused as refusal:
        assert refusal.code in ("bad-date", "ambiguous-date", "date-outside-era")
    else:
        assert day >= date(1868, 1, 25)


def test_a_form_is_then_the_only_way() -> None:
    assert parse_moment("04/03/2026", "%m/%d/%Y") == (date(2026, 4, 3), None)
    assert parse_moment("04/03/2026 10:20", "%m/%d/%Y %H:%M") == (date(2026, 4, 3), "10:20:00")
    for text in ("2026-04-03", "13/03/2026"):
        with pytest.raises(Refused) as refusal:
            parse_moment(text, "%m/%d/%Y")
        assert refusal.value.code == "bad-date"


def test_a_refusal_does_not_print_what_acts() -> None:
    with pytest.raises(Refused) as refusal:
        parse_day("\x1b[2J\u202e")
    assert refusal.value.message == "<U+001B>[2J<U+202E> is not a date."
