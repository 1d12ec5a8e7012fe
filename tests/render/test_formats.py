"""The same document as plain text, on a terminal, as JSON, CSV and TSV."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dxskills.errors import Refused
from dxskills.exchange.characters import visible
from dxskills.exchange.guard import unguard
from dxskills.render import json_text, plain, separated, terminal
from dxskills.render.document import Cell, Column, Document, Facts, Flat, Lines, Table
from dxskills.render.text import width

COLUMNS = [Column("Name"), Column("Unit"), Column("Count", right=True), Column("Note", spare=1)]
ROWS: list[list[Cell | str]] = [
    ["山田太郎", "総務部/職員課", "1,234", ""],
    [Cell("Smith", "bad"), "-", "5", "a long note"],
]


def _document(*blocks: Table | Facts | Lines, flat: Flat | None = None) -> Document:
    return Document(lambda: blocks, lambda: None, lambda: flat or Flat((), ()), heading="Heading")


def test_plain_tables_align_wide_characters() -> None:
    table = Table(COLUMNS, ROWS, title="People", note="2 people")
    assert plain.render(
        _document(table, Lines(["one", "two\nthree"], indent=1), Facts([("A", "x"), ("長い", "y")]))
    ) == (
        "Heading\n"
        "\n"
        "People\n"
        "Name      Unit           Count  Note\n"
        "────────  ─────────────  ─────  ───────────\n"
        "山田太郎  総務部/職員課  1,234\n"
        "Smith     -                  5  a long note\n"
        "2 people\n"
        "\n"
        "  one\n"
        "  two\n"
        "  three\n"
        "\n"
        "A     x\n"
        "長い  y\n"
    )


def test_an_empty_table_says_so() -> None:
    assert (
        plain.render(_document(Table(COLUMNS, [], title="People", empty="Nobody."))) == "Heading\n\nPeople\nNobody.\n"
    )


def _on_terminal(document: Document, cells: int, *, colour: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=cells, force_terminal=colour, color_system="standard" if colour else None)
    terminal.print_to(console, document)
    return stream.getvalue()


def test_a_narrow_terminal_drops_spare_columns_and_wraps_the_rest() -> None:
    shown = _on_terminal(_document(Table(COLUMNS, ROWS)), 32)
    table, left_out = shown.split("\n\n")[1:]
    assert "Note" not in table
    assert "there is no room here: Note." in " ".join(left_out.split())
    noteless: list[list[Cell | str]] = [[*row[:3], ""] for row in ROWS]
    noteless.append(["a longer name", "x", "1", ""])
    assert "no room" not in _on_terminal(_document(Table(COLUMNS, noteless)), 34)
    assert "総務部/職員課" in shown
    narrower = _on_terminal(_document(Table(COLUMNS, ROWS)), 24)
    assert max(map(width, narrower.splitlines())) <= 24
    assert "".join(line[10:18] for line in narrower.splitlines()).replace(" ", "").startswith("Unit")


def test_japanese_wraps_where_its_rules_allow_and_keeps_its_indent() -> None:
    sentence = "期日は来年度の末日、それまでに済ませる。"
    table = Table([Column("A")], [[sentence]])
    for cells in range(10, 40):
        for line in _on_terminal(_document(table, Lines(["  " + sentence])), cells).splitlines():
            assert width(line) <= cells
            assert not line.lstrip().startswith(("、", "。"))
    lines = _on_terminal(_document(Lines(["  " + sentence])), 20).splitlines()[2:]
    assert [len(line) - len(line.lstrip()) for line in lines] == [2, 4, 4]


def test_colour_marks_what_is_bad() -> None:
    shown = _on_terminal(_document(Table(COLUMNS, ROWS)), 80, colour=True)
    assert "\x1b[1;31mSmith" in shown


@pytest.mark.parametrize("name", ["[bold]x[/bold]", "[python]", "[/]", ":smile:", "\\[x]"])
def test_data_is_never_markup(name: str) -> None:
    document = _document(Table(COLUMNS, [[name, name, "1", name]], note=name), Facts([(name, name)]), Lines([name]))
    assert _on_terminal(document, 80).count(name) == 7
    assert plain.render(document).count(name) == 7


HOSTILE = "\x1b]0;x\x07\x9b31m\u202e\u200bx"


def test_data_never_acts() -> None:
    document = _document(Table(COLUMNS, [[HOSTILE] * 4], title=HOSTILE), Facts([("A", HOSTILE)]), Lines([HOSTILE]))
    for shown in (_on_terminal(document, 300), plain.render(document)):
        assert not set(HOSTILE[:-1]) & set(shown) - set("]0;x31m")
        assert visible(HOSTILE) in shown


@given(st.recursive(st.none() | st.booleans() | st.text() | st.integers(-(2**53), 2**53), st.lists))
def test_json_comes_back_as_it_was_and_acts_on_no_terminal(payload: object) -> None:
    try:
        raw = json_text.dumps(payload)
    except TypeError:  # half a character, which no JSON in UTF-8 can hold
        assert any("\ud800" <= character <= "\udfff" for character in repr(payload))
        return
    assert json.loads(raw) == payload
    assert json.loads(json_text.ascii_only(raw)) == payload
    assert json_text.ascii_only(raw).isascii()
    assert visible(raw.decode().replace("\n", "")) == raw.decode().replace("\n", "")


@pytest.mark.parametrize("value", ["=1+1", "+81", "-5", "@x", "\t=1", "=HYPERLINK(1)", "'quoted", "plain", "０"])
def test_formulas_are_guarded_and_come_back(value: str) -> None:
    rendered = separated.render(_document(flat=Flat(("a",), [[value]], exact=True)), "csv", "utf-8")
    cell = rendered.decode().split("\r\n", 1)[1].removesuffix("\r\n").strip('"')
    assert not cell.startswith(("=", "+", "@", "\t"))
    assert unguard(cell) == value


def test_values_in_csv_and_tsv() -> None:
    flat = Flat(("a", "b", "c", "d"), [[None, True, [1, 2], 0.5], ["x,y", False, (), "l\nb"]])
    assert separated.render(_document(flat=flat), "csv", "utf-8-sig") == (
        b'\xef\xbb\xbfa,b,c,d\r\n,true,1 2,0.5\r\n"x,y",false,,l<U+000A>b\r\n'
    )
    assert separated.render(_document(flat=flat), "tsv", "utf-8").startswith(b"a\tb\tc\td\n\ttrue\t1 2\t0.5\n")


def test_what_an_encoding_lacks_is_listed_cell_by_cell() -> None:
    flat = Flat(("name", "kana"), [["髙﨑①㈱", "ｱ"], ["𠮷田", "辻\U000e0100"]])
    with pytest.raises(Refused) as refusal:
        separated.render(_document(flat=flat), "csv", "cp932")
    assert [(p.row, p.column, p.value) for p in refusal.value.problems] == [
        (3, "name", "𠮷田"),
        (3, "kana", "辻\U000e0100"),
    ]
    flat = Flat(("name",), [["髙﨑①㈱～"]])
    assert separated.render(_document(flat=flat), "csv", "cp932").decode("cp932") == "name\r\n髙﨑①㈱～\r\n"
