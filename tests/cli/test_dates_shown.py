"""Dates by era: an option of the Japanese tables, pages and workbooks, and of nothing that a program reads."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dxskills import i18n
from dxskills.render.text import width
from tests.cli.asking import ASKING
from tests.cli.conftest import Run

ERA = re.compile(r"(?:令和|平成|昭和|[RHS])\d+[.年]")
ISO = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture
def told(office: Run) -> Run:
    """The office with something of everything that has a date."""
    for line in (
        "record training security-basics 00000002 --on 2026-05-01 --end 2026-05-02",
        "record certification it-passport 00000001 --on 2020-05-01 --expires-on 2027-01-31",
        "waive leader/exam 00000002 --from 2026-04-01 --until 2027-03-31 --reason x",
        "enrol law 00000002 --on 2027-01-15",
        "staff leave 00000003 --on 2027-03-31",
    ):
        assert office(*line.split()).code == 0
    return office


def people(line: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("00000002" if word == "ALL" else "law" if word == "t3" else word for word in line)


LINES = [
    (*command.split(), *people(arguments))
    for command in ASKING
    for arguments in ASKING[command]
    if not command.startswith(("export", "store", "framework", "check"))
]


def test_all_that_people_read_has_eras_and_no_other_dates(told: Run) -> None:
    seen = set()
    for line in LINES:
        for form in ("table", "md"):
            ran = told("--lang", "ja", "--dates", "era", *line, "--format", form)
            assert ran.code in (0, 1), (line, ran.err)
            # A moment of entry, in UTC, is no date of the office's.
            left = re.sub(r"2026-11-24 \d\d:\d\d:\d\d", "", ran.out)
            assert ISO.findall(left) == [], line
            if ERA.search(left):
                seen.add(line[0])
    assert seen >= {"report", "why", "matrix", "due", "candidates", "forecast", "log", "staff"}


def test_what_programs_read_stays_as_it_is(told: Run) -> None:
    for line in LINES:
        for form in ("json", "csv"):
            plain = told("--lang", "ja", *line, "--format", form)
            assert told("--lang", "ja", "--dates", "era", *line, "--format", form) == plain, line
    assert not ERA.search(told("--lang", "ja", "--dates", "era", "export", "staff").out)


def test_columns_are_as_wide_as_what_they_hold(told: Run) -> None:
    table = told("--lang", "ja", "--dates", "era", "staff", "show", "00000002").out
    found = re.search(r"^(要件 .*)\n(─.*)\n(.*)$", table, re.MULTILINE)
    assert found is not None, table
    head, rule, first = found.groups()
    place = width(head[: head.index("期日")])
    assert width(rule[: width(head[: head.index("期日")])]) == place
    column = "".join(letter + "\0" * (width(letter) - 1) for letter in first)
    assert re.match(r"R\d+\.\d+\.\d+ ", column[place:])


def test_workbooks_have_days_that_are_shown_by_era(told: Run) -> None:
    line = ("report", "--people", "--output", "gaps.xlsx")
    assert told("--lang", "ja", "--dates", "era", *line).code == 0
    days = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(Path("gaps.xlsx").read_bytes()))
        for row in sheet.iter_rows()
        for cell in row
        if getattr(cell, "is_date", False)
    ]
    assert days
    assert {cell.number_format for cell in days} == {"[$-411]ge.m.d"}


def test_pages_show_eras_with_and_without_script(told: Run) -> None:
    assert told("--lang", "ja", "--dates", "era", "report", "--people", "--output", "gaps.html").code == 0
    page = Path("gaps.html").read_text(encoding="utf-8")
    assert "令和8年11月24日" in page
    assert '[[20190501,"R",2018],' in page.replace(" ", "")
    assert ISO.findall(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)) == []


def test_it_can_be_said_in_three_places(told: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    line = ("--lang", "ja", "report")
    assert "2026-11-24" in told(*line).out
    Path("dxskills.toml").write_text('store = "store"\nframework = "data"\ndates = "era"\n', encoding="utf-8")
    assert "令和8年11月24日" in told(*line).out
    monkeypatch.setenv("DXSKILLS_DATES", "iso")
    assert "2026-11-24" in told(*line).out
    assert "令和8年11月24日" in told("--dates", "era", *line).out
    assert "2026-11-24" in told("--lang", "en", "--dates=era", "report").out


def test_another_way_is_refused(told: Run) -> None:
    ran = told("--dates", "lunar", "report")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error[wrong-usage]: Dates cannot be shown as lunar: choose iso, era.\n"
    assert told("report", "--dates", "era").err.endswith(
        "--dates stands before the command: `dxskills --dates … COMMAND`.\n"
    )


def test_days_before_the_eras_stay_as_they_are() -> None:
    try:
        i18n.use("ja", dates="era")
        assert (i18n.shown_day(date(2019, 5, 1)), i18n.short_day(date(2019, 5, 1))) == ("令和元年5月1日", "R1.5.1")
        assert (i18n.shown_day(date(2019, 4, 30)), i18n.short_day(date(1989, 1, 7))) == ("平成31年4月30日", "S64.1.7")
        assert i18n.shown_day(date(1868, 1, 24)) == i18n.short_day(date(1868, 1, 24)) == "1868-01-24"
    finally:
        i18n.use("en")
