"""What is in a page and what is not: its policy, its words, its figures, the people in it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from dxskills.analysis import overview
from dxskills.exchange.characters import visible
from dxskills.render.document import Block, Cell, Chart, Column, Document, Facts, Flat, Lines, Series, Table
from dxskills.render.html.document import render
from dxskills.render.html.page import inert_json
from tests.cli.conftest import Run
from tests.render.html.conftest import HOSTILE

PEOPLE = ("00000001", "00000002", "00000003", "00000004", "山田太郎", "鈴木花子", "佐藤次郎", "alert(1)")


def page(run: Run, *command: str) -> str:
    ran = run(*command, "--format", "html")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def data(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def test_the_policy_names_style_and_script_and_lets_nothing_else_in(full: Run) -> None:
    text = page(full, "report", "--people")
    policy = re.search('Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in html.unescape(policy[1]).split("; "))
    for element, rule in (("style", "style-src"), ("script", "script-src")):
        content = re.search(f"<{element}>(.*?)</{element}>", text, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert rules.pop(rule) == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    assert not re.search(r"https?:|@import|url\(", re.sub("<script.*", "", text, flags=re.DOTALL))
    assert not [tag for tag in re.findall("<[a-z][^>]*>", text) if re.search(r"\s(style|on\w+|src)=", tag)]


def test_a_page_names_nobody_unless_it_is_to(full: Run) -> None:
    for command in (["report"], ["report", "--suppress-below", "2"], ["report", "--dept"]):
        text = page(full, *command)
        assert [person for person in PEOPLE if person in text] == []
        assert "<script" not in text
    assert "report --people --output" in page(full, "report")
    text = page(full, "report", "--people", "--anonymise")
    assert [person for person in PEOPLE if person in text] == []
    assert len(data(text)["people"]) == 4


def test_rows_are_those_of_the_report(full: Run) -> None:
    found = data(page(full, "report", "--people"))
    told = full("report", "--people", "--format", "json").json["people"]
    people, units, statuses = found["people"], found["units"], found["statuses"]
    assert [(people[row[0]][0], units[row[1]], statuses[row[3]][0], row[4]) for row in found["rows"]] == [
        (row["staff"], row["unit"], row["status"], int(row["due_on"].replace("-", ""))) for row in told
    ]


def test_reasons_are_those_that_why_gives(full: Run) -> None:
    full("enrol", "security-basics", "00000003", "--on", "2026-12-01")
    found = data(page(full, "report", "--people"))
    reasons = set(found["reasons"])
    assert "Valid until 2027-01-09, 46 days more. Planned for 2026-12-10." in reasons
    assert "Valid, without an end." in reasons
    due = "Due on 2027-04-01: 12 months after 2026-04-01, when the role was taken up."
    assert f"Nothing that is valid is entered yet. {due}" in reasons
    assert due in full("why", "00000002", "leader/exam").out
    assert any(str(reason).endswith("each fiscal year. Planned for 2026-12-01.") for reason in reasons)


def test_of_too_many_people_there_is_no_list_and_the_page_says_so(full: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "MOST_PEOPLE", 3)
    text = page(full, "report", "--people")
    assert [person for person in PEOPLE if person in text] == []
    assert "There are 4 people here" in text
    assert "山田太郎" in page(full, "report", "--people", "--dept", "総務部")


def test_one_is_said_as_one(office: Run) -> None:
    text = page(office, "report", "--dept", "企画部")
    assert "mandatory requirements of 1 person are met." in text
    assert "1 person is missing where" in text
    assert "people are missing" not in text
    assert "2 people are met." in page(office, "report", "--dept", "総務部")


def test_months_are_shown_to_the_end_of_the_calendar(full: Run) -> None:
    last = ("record", "certification", "it-passport", "00000002", "--on", "2026-06-01", "--expires-on", "9999-12-20")
    assert full(*last).code == 0
    text = page(full, "report", "--as-of", "9999-12-01", "--horizon", "90")
    assert re.search('rowheader" class="short">9999-12</th><td class="num" role="cell"><span class="soon', text)


def test_hidden_counts_stay_hidden(full: Run) -> None:
    text = page(full, "report", "--suppress-below", "5")
    assert '<td class="num">x</td>' in text
    assert "hidden counts could be computed from them" in text
    assert 'id="heat"' not in text


def test_what_is_missing_for_pages_is_named(full: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from dxskills.render.html import page as module

    module._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    ran = full("roles", "list", "--output", "roles.html")
    assert ran.code == 4
    assert ran.err.splitlines() == [
        "error[missing-extra]: Pages need Jinja2, which is not installed.",
        "  Install it with: pip install 'dxskills[report]'",
    ]
    assert not Path("roles.html").exists()


def test_rows_alone_are_no_page(full: Run) -> None:
    assert full("export", "staff", "--format", "html").code == 2


def test_every_block_is_laid_out_and_escaped() -> None:
    text = f"{HOSTILE}\x1b\u202e"
    blocks: list[Block] = [
        Facts([(text, Cell(text, "bad"))], title=text),
        Lines([f"one\n  two {text}"], indent=1),
        Table(
            [Column(text), Column("m", marks=True)], [[text, Cell("met", "good", mark="○")]], note=text, foot=[["", ""]]
        ),
        Table([Column("n")], [], empty=text),
        Chart(["2026-12", "2027-01"], [Series(text, [0.5, None], ["50 %", "–"], ["good"])], top=1, title="c"),
    ]
    made = render(Document(lambda: blocks, lambda: None, lambda: Flat((), ()), heading=text)).decode()
    shown = html.escape(visible(text), quote=False).replace('"', "&#34;")
    assert made.count(shown) == 11
    assert made.count("<script") == made.count('onerror="') == 0
    assert '<rect class="good" width="50.00" height="10"/>' in made
    assert '<p class="in2 plain">two ' in made
    assert "○" in made and '<span class="heard">met</span>' in made


def test_data_cannot_end_its_element() -> None:
    text = inert_json(["</script>", "<!--", "a & b", "\u2028"])
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == ["</script>", "<!--", "a & b", "\u2028"]
