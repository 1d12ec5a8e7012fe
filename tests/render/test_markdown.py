"""Markdown, read back by another's parser: what was written is what a reader sees, and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dxskills.exchange.characters import visible
from dxskills.render import markdown
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Lines, Table
from dxskills.render.text import width

COLUMNS = [Column("Name"), Column("Count", right=True)]


def written(*blocks: Block, heading: str | None = None) -> str:
    return markdown.render(Document(lambda: blocks, lambda: None, lambda: Flat((), ()), heading=heading))


class Page(HTMLParser):
    """The elements of a page, and the texts of each in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(MarkdownIt("gfm-like", {"linkify": False}).render(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data


SIGNS = "|\\`*_{}[]<>()#+-.!~&$@:=/\"'^ \u3000\t\n1aw😀漢é"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=12) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def cells(text: str) -> list[list[Cell | str]]:
    return [[text, Cell(text)], [Cell(text, "bad"), text]]


@given(TEXTS)
@example("\\|")
@example("| --- |")
@example("<script>alert(1)</script>")
@example("[x](javascript:alert(1)) ![y](z) [z]: q")
@example("&lt;&#60;&amp;")
@example("www.example.jp")
@example(" \u3000 ")
def test_cells_come_back_as_they_were(text: str) -> None:
    page = Page(written(Table(COLUMNS, cells(text))))
    assert [each or "" for each in page.texts["td"]] == [visible(text)] * 4
    assert page.tags == ["table", "thead", "tr", "th", "th", "tbody", *["tr", "td", "td"] * 2]


@given(TEXTS.filter(bool))
@example("- x")
@example("1. x")
@example("12) x")
@example("===")
@example("# x")
@example("> x")
@example("    code")
@example("+ x")
@example("---")
def test_headings_facts_and_sentences_come_back_as_they_were(text: str) -> None:
    shown = visible(text)
    page = Page(written(Facts([(text, "v"), ("l", text)]), Table([], [], title=text), heading=text))
    assert page.texts["h1"] == page.texts["h2"] == [shown]
    assert page.texts["li"] == [f"{shown}: v", f"l: {shown}"]
    assert page.tags == ["h1", "ul", "li", "li", "h2"]
    sentence = visible(text.replace("\n", " ")).strip(" ")
    page = Page(written(Lines([sentence])))
    assert page.tags == (["p"] if sentence else [])
    assert page.texts.get("p", [""]) == [sentence]


@pytest.mark.parametrize("text", ["http://x.jp", "https://x.jp", "www.x.jp", "a@x.jp", "mailto:a@x.jp", ":smile:"])
def test_addresses_in_data_are_no_links(text: str) -> None:
    """Not even where the reader makes links of bare addresses: these begin at the sign that is escaped."""
    shown = written(Table(COLUMNS, [[text, "1"]])).splitlines()[-1]
    assert not any(sign in shown for sign in ("p:/", "s:/", "www.", "a@", "o:a", " :s"))
    assert Page(written(Table(COLUMNS, [[text, "1"]]))).texts["td"][0] == text


def test_tables_can_be_read_as_they_stand() -> None:
    table = Table(COLUMNS, [["山田太郎", "1,234"], [Cell("Smith", "bad"), "5"]], title="People", note="2 people")
    assert written(table, Facts([("A", "x"), ("長い", "")]), heading="令和8年度") == (
        "# 令和8年度\n"
        "\n"
        "## People\n"
        "\n"
        "| Name     | Count |\n"
        "|----------|------:|\n"
        "| 山田太郎 | 1,234 |\n"
        "| Smith    |     5 |\n"
        "\n"
        "2 people\n"
        "\n"
        "- A: x\n"
        "- 長い:\n"
    )


def test_one_long_text_does_not_widen_every_row() -> None:
    shown = written(Table([Column("Note"), Column("x")], [["長" * 100, "1"], ["short", "2"]])).splitlines()
    assert [width(line) for line in shown] == [15, 15, 210, 15]


def test_an_empty_table_says_so() -> None:
    assert written(Table(COLUMNS, [], title="People", empty="Nobody.")) == "## People\n\nNobody.\n"


def test_indented_sentences_are_lists_below_theirs() -> None:
    page = written(Lines(["Head", "  one", "    two", "          far", "", "Head 2", "  one"]))
    assert page == "Head\n\n- one\n  - two\n    - far\n\nHead 2\n\n- one\n"
    assert Page(page).tags == ["p", "ul", "li", "ul", "li", "ul", "li", "p", "ul", "li"]


def test_columns_of_marks_are_numbered_and_explained() -> None:
    table = Table(
        [Column("Name"), Column("Security", marks=True), Column("Law", marks=True)],
        [["山田", Cell("met", "good", mark="○"), Cell("", "quiet")]],
        foot=[["Gaps", "–", "3"]],
    )
    assert written(table) == (
        "| Name | 1   | 2   |\n"
        "|------|:---:|:---:|\n"
        "| 山田 | ○   |     |\n"
        "| Gaps | –   | 3   |\n"
        "\n"
        "- 1: Security\n"
        "- 2: Law\n"
        "- ○: met\n"
    )
