"""The report's page as a reader has it: on screens and on paper, by keyboard, in both languages, light and dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.render.html.conftest import HOSTILE, WIDTHS, Open, Visit

LANGUAGES = ("ja", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_complains_of_nothing_asks_for_nothing_and_fits_every_screen(full: Run, visit: Open, language: str) -> None:
    assert full("--lang", language, "report", "--people", "--output", "gaps.html").code == 0
    with visit("gaps.html") as seen:
        assert seen.page.get_attribute("html", "lang") == language
        for width in WIDTHS:
            seen.page.set_viewport_size({"width": width, "height": 900})
            assert seen.page.evaluate("document.documentElement.scrollWidth") == width
            for section in ("glance", "heat", "staffing", "halves", "months", "people", "tables"):
                assert seen.page.is_visible(f"#{section}"), section
            assert len(seen.rows()) == 8
        assert seen.faults == []


@pytest.mark.parametrize(("language", "width"), [("ja", 375), ("en", 1440)])
def test_axe_finds_nothing(full: Run, visit: Open, axe: str, language: str, width: int) -> None:
    full("--lang", language, "report", "--people", "--output", "gaps.html")
    with visit("gaps.html", width) as seen:
        for scheme in ("light", "dark"):
            seen.page.emulate_media(color_scheme=scheme)
            check(seen, axe)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["report --suppress-below 2", "matrix", "forecast"])
def test_axe_finds_nothing_in_other_results(full: Run, visit: Open, axe: str, command: str) -> None:
    assert full(*command.split(), "--output", "result.html").code == 0
    with visit("result.html", 375, "dark") as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 375
        check(seen, axe)
        assert seen.faults == []


def check(seen: Visit, axe: str) -> None:
    seen.page.evaluate(axe)
    found: Any = seen.page.evaluate("axe.run({resultTypes: ['violations', 'passes']})")
    assert len(found["passes"]) > 10
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []


def test_people_are_searched_filtered_and_sorted_by_keyboard(full: Run, visit: Open) -> None:
    full("report", "--people", "--output", "gaps.html")
    with visit("gaps.html") as seen:
        assert seen.text("#count") == "8 of 10 rows; 4 people"
        keys = seen.page.keyboard
        seen.page.focus("#search")
        keys.type("ＬＥＡＤＥＲ")
        assert {row[2].split()[-1] for row in seen.rows()} == {"leader"}
        keys.press("Tab")
        assert seen.page.evaluate("document.activeElement.id") == "status"
        seen.page.select_option("#status", label="all")
        everything = seen.rows()
        assert len(everything) > 2
        seen.page.fill("#search", "")
        assert len(seen.rows()) == 10
        seen.page.select_option("#unit", "総務部")
        assert {row[1].split("/")[0] for row in seen.rows()} == {"総務部"}
        seen.page.select_option("#status", label="overdue")
        assert {row[3] for row in seen.rows()} == {"×overdue"}
        seen.page.fill("#search", "nobody is called that")
        assert seen.rows() == []
        assert seen.page.is_visible("#none")
        assert seen.faults == []


def test_columns_sort_both_ways_and_say_so(full: Run, visit: Open) -> None:
    full("report", "--people", "--output", "gaps.html")
    with visit("gaps.html") as seen:
        seen.page.select_option("#status", "")
        head = seen.page.locator("#people th[data-by='4']")
        head.locator("button").focus()
        seen.page.keyboard.press("Enter")
        days = [row[4] for row in seen.rows()]
        assert days == sorted(days)
        assert len(set(days)) > 1
        assert head.get_attribute("aria-sort") == "ascending"
        seen.page.keyboard.press("Space")
        assert [row[4] for row in seen.rows()] == sorted(days, reverse=True)
        assert head.get_attribute("aria-sort") == "descending"
        assert seen.page.locator("#people [aria-sort]").count() == 1


def test_many_rows_come_in_pages_and_all_on_paper(full: Run, visit: Open) -> None:
    rows = "\n".join(f"{n:08d},職員{n},企画部,企画課,一般職員,2020-04-01" for n in range(100, 260))
    Path("more.csv").write_text(f"職員番号,氏名,部,課,任用形態,採用日\n{rows}\n", encoding="utf-8")
    assert full("import", "staff", "more.csv", "--on", "2026-04-01").code == 0
    full("report", "--people", "--output", "gaps.html")
    with visit("gaps.html") as seen:
        assert len(seen.rows()) == 50
        assert seen.text("#place") == "Page 1 of 4"
        assert seen.page.is_disabled("#back")
        seen.page.focus("#next")
        for _turn in range(3):
            seen.page.keyboard.press("Enter")
        assert seen.text("#place") == "Page 4 of 4"
        assert len(seen.rows()) == 18
        sheets = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", seen.page.pdf(prefer_css_page_size=True))
        assert {(round(float(wide)), round(float(high))) for wide, high in sheets} == {(595, 842)}
        assert 5 < len(sheets) < 30
        seen.page.emulate_media(media="print")
        seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert len(seen.rows()) == 168
        assert not seen.page.is_visible("#tools")
        assert not seen.page.is_visible("nav")
        seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert len(seen.rows()) == 18
        assert seen.faults == []


def test_names_are_names_whatever_they_are(full: Run, visit: Open) -> None:
    full("report", "--people", "--output", "gaps.html")
    for script in (True, False):
        with visit("gaps.html", script=script) as seen:
            assert HOSTILE in seen.text("#people")
            assert seen.faults == []


def test_without_script_what_is_to_be_done_is_there(full: Run, visit: Open) -> None:
    full("report", "--people", "--output", "gaps.html")
    with visit("gaps.html", script=False) as seen:
        assert not seen.page.is_visible("#live")
        text = seen.text("#people")
        assert text.count("overdue") + text.count("pending") + text.count("expiring") >= 4
        assert "Not done for this fiscal year yet. Due on 2026-12-31" in text
