"""Every day from the first of Meiji on, in every form: no form is off by a day, a month, a year or an era."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from dxskills.errors import Refused
from dxskills.exchange.japanese_dates import parse_moment

FIRST, LAST = date(1868, 1, 25), date(2100, 12, 31)
ERAS = (
    # in full, short, letter, squared; the year before its first; its first day and its last
    ("明治", "明", "M", "㍾", 1867, date(1868, 1, 25), date(1912, 7, 29)),
    ("大正", "大", "T", "㍽", 1911, date(1912, 7, 30), date(1926, 12, 24)),
    ("昭和", "昭", "S", "㍼", 1925, date(1926, 12, 25), date(1989, 1, 7)),
    ("平成", "平", "H", "㍻", 1988, date(1989, 1, 8), date(2019, 4, 30)),
    ("令和", "令", "R", "㋿", 2018, date(2019, 5, 1), LAST),
)
WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")
ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KANJI = "〇一二三四五六七八九"


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text).replace(" ", "　")


def kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else KANJI[tens]) + "十" if tens else "") + (KANJI[ones] if ones or not tens else "")


def western(day: date) -> list[str]:
    y, m, d = day.year, day.month, day.day
    plain = [f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}/{m:02}/{d:02}", f"{y}.{m}.{d}", f"{y}{m:02}{d:02}"]
    in_words = f"{y}年{m}月{d}日"
    name, number = WEEKDAYS[day.weekday()], "".join(KANJI[int(digit)] for digit in str(y))
    forms = [*plain, in_words, f"{y}年{m:02}月{d:02}日", f"{y}年 {m}月 {d}日", f"{number}年{kanji(m)}月{kanji(d)}日"]
    forms += [f"{in_words}({name})", f"{in_words}（{name}）", f"{in_words} {name}曜日", f"{in_words}{name}曜"]
    forms += [f"{plain[1]} ({name})", f"{plain[1]}（{name}・祝）", f"{plain[0]} {ENGLISH[day.weekday()]}"]
    forms += [f"{plain[0]} ({ENGLISH[day.weekday()][:3]})", f"{in_words}{chr(0x322A + day.weekday())}"]
    return [*forms, *map(wide, (*plain, in_words))]


def of_era(day: date) -> list[str]:
    (era,) = (era for era in ERAS if era[5] <= day <= era[6])
    full, short, letter, squared, before, _first, _last = era
    year, m, d = day.year - before, day.month, day.day
    name = WEEKDAYS[day.weekday()]
    forms = []
    for written in {str(year), f"{year:02}"} | ({"元"} if year == 1 else set()):
        for sign in (full, squared):
            forms += [f"{sign}{written}年{m}月{d}日", f"{sign}{written}.{m}.{d}", f"{sign} {written}年 {m}月 {d}日"]
        for sign in (short, letter, letter.lower(), f"{letter}."):
            forms += [f"{sign}{written}.{m}.{d}", f"{sign}{written}/{m:02}/{d:02}", f"{sign}{written}-{m}-{d}"]
            forms += [f"{sign}{written}年{m}月{d}日"]
        forms += [f"{full}{written}年{m}月{d}日({name})", f"{letter}{written}.{m:02}.{d:02}（{name}）"]
    forms += [
        f"{full}{kanji(year)}年{kanji(m)}月{kanji(d)}日",
        f"{full}{'元' if year == 1 else year}年{m:02}月{d:02}日",
    ]
    return [*forms, *map(wide, forms[:10])]


def days(step: int) -> Iterator[date]:
    for number in range(FIRST.toordinal(), LAST.toordinal() + 1, step):
        yield date.fromordinal(number)


def read_all(chosen: Iterator[date]) -> None:
    read = parse_moment.__wrapped__
    for day in chosen:
        for text in western(day) + of_era(day):
            assert read(text) == (day, None), text


def test_every_form_of_some_days() -> None:
    read_all(days(397))


def test_every_form_of_the_days_about_the_changes_of_era() -> None:
    changes = [first for *_names, first, _last in ERAS[1:]]
    read_all(change + timedelta(days=distance) for change in changes for distance in range(-40, 41))


@pytest.mark.slow
def test_every_form_of_every_day() -> None:
    read_all(days(1))


def refusal_of(text: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        parse_moment(text)
    return refusal.value


@pytest.mark.parametrize("distance", [0, 1, 30, 200])
def test_days_after_an_era_are_refused_in_it_and_the_right_era_is_named(distance: int) -> None:
    for (_full, _s, letter, _sq, before, _f, last), follower in pairwise(ERAS):
        day = last + timedelta(days=1 + distance)
        refusal = refusal_of(f"{letter}{day.year - before}.{day.month}.{day.day}")
        assert refusal.code == "date-outside-era"
        year = day.year - follower[4]
        assert refusal.hint == f"Did you mean {follower[0]}{'元' if year == 1 else year}年{day.month}月{day.day}日?"


@pytest.mark.parametrize("distance", [1, 2, 6])
def test_days_before_an_era_are_refused_in_it(distance: int) -> None:
    for full, *_names, before, first, _last in ERAS:
        day = first - timedelta(days=distance)
        if day.year == first.year:
            assert refusal_of(f"{full}{day.year - before}年{day.month}月{day.day}日").code == "date-outside-era"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("明治45年7月30日", "大正元年7月30日"),
        ("大正15年12月25日", "昭和元年12月25日"),
        ("昭和64年1月8日", "平成元年1月8日"),
        ("平成元年1月7日", "昭和64年1月7日"),
        ("平成31年5月1日", "令和元年5月1日"),
        ("令和元年4月30日", "平成31年4月30日"),
        ("昭和元年12月24日", "大正15年12月24日"),
        ("大正元年7月29日", "明治45年7月29日"),
        ("昭和100年4月1日", "令和7年4月1日"),
    ],
)
def test_the_days_on_both_sides_of_each_change(text: str, meant: str) -> None:
    refusal = refusal_of(text)
    assert (refusal.code, refusal.hint) == ("date-outside-era", f"Did you mean {meant}?")
    assert parse_moment(meant).time is None


@pytest.mark.parametrize("text", ["M1.1.1", "明治元年1月24日", "令和0年5月1日", "昭和00年1月1日", "令和〇年五月一日"])
def test_a_day_of_no_era_has_no_other_to_be_named(text: str) -> None:
    refusal = refusal_of(text)
    assert (refusal.code, refusal.hint) == ("date-outside-era", None)


def test_the_end_of_february_in_every_year() -> None:
    for year in range(1869, 2101):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        for text in (f"{year}-02-29", f"{year}/2/29", f"{year}0229", f"{year}年2月29日"):
            if leap:
                assert parse_moment(text).day == date(year, 2, 28) + timedelta(days=1)
            else:
                assert refusal_of(text).code == "bad-date"


@pytest.mark.slow
def test_no_day_that_the_calendar_lacks_is_read() -> None:
    for year in range(1868, 2101):
        for month in range(14):
            for day in range(33):
                try:
                    known = date(year, month, day)
                except ValueError:
                    for text in (
                        f"{year}-{month:02}-{day:02}",
                        f"{year}年{month}月{day}日",
                        f"{year}{month:02}{day:02}",
                    ):
                        assert refusal_of(text).code == "bad-date"
                else:
                    assert known < FIRST or parse_moment(f"{year}{month:02}{day:02}").day == known


def test_only_the_right_weekday_is_read() -> None:
    for day in days(1009):
        for number in range(7):
            for text in (
                f"{day}（{WEEKDAYS[number]}）",
                f"{day} {ENGLISH[number]}",
                f"{day}({ENGLISH[number][:3].lower()})",
            ):
                if number == day.weekday():
                    assert parse_moment(text).day == day
                else:
                    assert refusal_of(text).code == "bad-date"


@pytest.mark.parametrize(
    "text",
    ["3/4/26", "03/04/2026", "13/04/2026", "26.4.3", "26/4/3", "8.4.1", "3-4-2026", "４．３．２６", "03/04/2026 10:00"],
)
def test_what_may_be_two_days_is_ambiguous(text: str) -> None:
    assert refusal_of(text).code == "ambiguous-date"


@pytest.mark.parametrize("text", ["1-Apr-26", "Apr-26", "26-Apr-01", "Apr 1", "1 April, 26"])
def test_a_month_s_name_without_a_whole_year_is_ambiguous(text: str) -> None:
    assert refusal_of(text).code == "ambiguous-date"


@pytest.mark.parametrize(
    "text", ["1 April 2026", "Apr 1, 2026", "1-Apr-2026", "April 1st, 2026", "Wed Apr 1 10:00:00 2026"]
)
def test_a_month_s_name_is_refused_with_the_way_to_have_it_read(text: str) -> None:
    refusal = refusal_of(text)
    assert refusal.code == "bad-date"
    assert "--date-format" in str(refusal.hint)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-13-01",
            "2026/2/29",
            "R8.2.30",
            "20260431",
            "2026-00-10",
            "2026-4-0",
            "令和8年4月31日",
            "昭和64年2月30日",
        ),
        *(
            "2026-4",
            "2026年4月",
            "4月1日",
            "令和08年",
            "平成元年",
            "昭和00年",
            "2026",
            "令和",
            "R8",
            "R080401",
            "080401",
        ),
        *(
            "2026-4/1",
            "2026-04-01-",
            "2026--04--01",
            "2026-004-01",
            "+2026-04-01",
            "-2026-04-01",
            "2026-04-01.",
            "2026,4,1",
        ),
        *(
            "令和8年4月1",
            "令和8年4月1日頃",
            "約2026年4月1日",
            "2026/4/1～2026/4/3",
            "2026/4/1,2026/4/2",
            "2026/4/1現在",
        ),
        *(
            "令和二〇十年四月一日",
            "令和百年四月一日",
            "令和八年四月十十日",
            "令和③年4月1日",
            "令和²年4月1日",
            "X8.4.1",
            "令令8.4.1",
        ),
        *(
            "2026-04-01 (水",
            "2026-04-01 水)",
            "2026-04-01 wedding",
            "2026-04-01 sundry",
            "2026-04-01 曜",
            "2026-04-01 祝",
        ),
        *(
            "46115",
            "46115.25",
            "1775001600",
            "0",
            "-1",
            "nan",
            "NULL",
            "none",
            "today",
            "昨日",
            "同上",
            "〃",
            "未定",
            "",
            " ",
            "-",
        ),
        *(
            "٢٠٢٦-٠٤-٠١",
            "२०२६-०४-०१",
            "2026-04-0١",
            "𝟐𝟎𝟐𝟔-𝟎𝟒-𝟎𝟏",
            "2026\u200b-04-01",
            "\u202e2026-04-01",
            "2026-04-01\x00",
        ),
        *("1868-01-24", "1867-12-31", "0026-04-01", "0001-01-01", "0000-04-01", "99999-04-01"),
    ],
)
def test_what_is_no_day_beyond_doubt_is_refused(text: str) -> None:
    assert refusal_of(text).code == "bad-date"


def test_what_a_pdf_makes_of_a_date_is_read() -> None:
    radicals = str.maketrans("月日年令", "\u2f49\u2f47\uf98e\uf9a8")
    assert parse_moment("令和8年4月1日".translate(radicals)).day == date(2026, 4, 1)
    assert parse_moment("令和8年4月1日（水）".replace("水", "\u2f54")).day == date(2026, 4, 1)


@pytest.mark.parametrize("hyphen", "-－−‐‑–")
def test_any_hyphen_will_do(hyphen: str) -> None:
    assert parse_moment(f"2026{hyphen}04{hyphen}01").day == date(2026, 4, 1)


@pytest.mark.parametrize("part", ["jan", "1 ", "1-", "/", "一", "十", "令和", "(", "1:", "\u3000"])
def test_a_book_in_a_cell_of_dates_is_refused_at_once(part: str) -> None:
    assert refusal_of(part * 100_000).code in ("bad-date", "ambiguous-date")
