"""--date-format: the form that is said is the only one read, and never leaves a number to be guessed."""

from __future__ import annotations

from datetime import date

import pytest

from dxskills.errors import Refused, WrongUsage
from dxskills.exchange.date_forms import check_date_format
from dxskills.exchange.japanese_dates import parse_moment

APRIL = date(2026, 4, 3)


@pytest.mark.parametrize(
    ("text", "form", "time"),
    [
        ("04/03/2026", "%m/%d/%Y", None),
        ("4/3/2026", "%m/%d/%Y", None),
        ("０４／０３／２０２６", "%m/%d/%Y", None),
        ("04/03/2026", "％m／％d／％Y", None),
        ("2026年4月3日", "%Y年%m月%d日", None),
        ("２０２６年０４月０３日", "%Y年%m月%d日", None),
        ("03.04.26", "%d.%m.%y", None),
        ("20260403", "%Y%m%d", None),
        ("260403", "%y%m%d", None),
        ("Apr 3, 2026", "%b %d, %Y", None),
        ("APR 3, 2026", "%b %d, %Y", None),
        ("Fri 3 April 2026", "%a %d %B %Y", None),
        ("2026-093", "%Y-%j", None),
        ("2026-W14-5", "%G-W%V-%u", None),
        ("4/3/2026 2:05 PM", "%m/%d/%Y %I:%M %p", "14:05:00"),
        ("04/03/2026 14:05:06.250000", "%m/%d/%Y %H:%M:%S.%f", "14:05:06.250000"),
        ("20260403140506", "%Y%m%d%H%M%S", "14:05:06"),
        ("2026-04-03T14:05:06Z", "%Y-%m-%dT%H:%M:%S%z", "14:05:06"),
        ("2026-04-03T14:05:06+09:00", "%Y-%m-%dT%H:%M:%S%z", "14:05:06"),
    ],
)
def test_forms(text: str, form: str, time: str | None) -> None:
    check_date_format(form)
    assert parse_moment(text, form) == (APRIL, time)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2026-04-03", "%m/%d/%Y"),
        ("13/03/2026", "%m/%d/%Y"),
        ("02/29/2026", "%m/%d/%Y"),
        ("04/03/2026 10:00", "%m/%d/%Y"),
        ("04/03/1800", "%m/%d/%Y"),
        ("1112026", "%m%d%Y"),  # 11 January or 1 November
        ("2026111", "%Y%m%d"),
        ("26111", "%y%m%d"),
        ("٠٤/٠٣/٢٠٢٦", "%m/%d/%Y"),
        ("Mon 3 April 2026", "%a %d %B %Y"),  # it was a Friday
        ("令和8年4月3日", "%Y年%m月%d日"),
        ("", "%m/%d/%Y"),
        ("\x00", "%m/%d/%Y"),
        ("0" * 10_000, "%m/%d/%Y"),
    ],
)
def test_what_is_not_of_the_form_is_refused(text: str, form: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_moment(text, form)
    assert refusal.value.code == "bad-date"


@pytest.mark.parametrize(
    "form",
    [
        *("%m/%d", "%d %b", "%Y-%m", "%Y", "%H:%M", "", "today", "%", "%Q", "%Y-%m-%", "(%Y", "%s", "%C%m%d"),
        *("%Ey年%m月%d日", "%Y-%m-%d\x00", "\ud800%Y", "%Y-%Y-%m-%d", "MM/dd/yyyy"),
    ],
)
def test_a_form_must_give_a_whole_day(form: str) -> None:
    with pytest.raises(WrongUsage) as usage:
        check_date_format(form)
    assert usage.value.code == "bad-date-format"


def test_a_month_s_name_does_not_depend_on_the_language_of_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert parse_moment("3 April 2026 2:05 PM", "%d %B %Y %I:%M %p") == (APRIL, "14:05:00")
