"""Columns of marks on terminals of any width, and where there is no width."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dxskills.render import plain, terminal
from dxskills.render.document import Cell, Column, Document, Flat, Table
from dxskills.render.grid import Layout
from dxskills.render.text import width

MET, OVERDUE = Cell("充足", "good", mark="○"), Cell("期限超過", "bad", mark="×")
COLUMNS = [
    Column("職員番号"),
    Column("Name", spare=2),
    Column("Unit", spare=3),
    Column("Security", marks=True),
    Column("法令", marks=True),
    Column("Exam", marks=True),
]
TABLE = Table(
    COLUMNS,
    [["00000001", "中野 花子", "総務部/職員課", MET, "", OVERDUE], ["00000002", "Smith", "企画部", OVERDUE, MET, ""]],
    foot=[["Gaps", "", "", Cell("1", "bad"), Cell("0", "quiet"), Cell("10", "bad")]],
    note="2 more.",
)


def document(table: Table) -> Document:
    return Document(lambda: [table], lambda: None, lambda: Flat((), ()))


def shown(table: Table, cells: int | None) -> list[str]:
    return ["".join(text for text, _tone in line) for line in Layout(table, cells).lines()]


def test_without_a_width_everything_is_on_one_page() -> None:
    assert plain.render(document(TABLE)) == (
        "職員番号  Name       Unit           1 2  3\n"
        "00000001  中野 花子  総務部/職員課  o    x\n"
        "00000002  Smith      企画部         x o\n"
        "Gaps                                1 0 10\n"
        "\n"
        "1  Security\n"
        "2  法令\n"
        "3  Exam\n"
        "\n"
        "o 充足  x 期限超過\n"
        "2 more.\n"
    )


def test_a_narrow_terminal_gets_further_pages_with_their_own_titles() -> None:
    assert shown(TABLE, 14) == [
        "職員番号  1 2",
        "00000001  o",
        "00000002  x o",
        "Gaps      1 0",
        "",
        "1  Security",
        "2  法令",
        "",
        "職員番号   3",
        "00000001   x",
        "00000002",
        "Gaps      10",
        "",
        "3  Exam",
        "",
        "o 充足",
        "x 期限超過",
    ]


def test_titles_stand_side_by_side_where_there_is_room() -> None:
    assert "1  Security  2  法令      3  Exam" in shown(TABLE, 60)


def test_what_finds_no_room_is_named_and_marks_have_colours() -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=40, force_terminal=True, color_system="standard")
    terminal.print_to(console, document(TABLE))
    text = stream.getvalue()
    assert "\nUnit. A wider window" in text.replace("\x1b[2m", "")
    assert "\x1b[1;31mx" in text
    assert "\x1b[32mo" in text


@pytest.mark.parametrize("encoding", ["cp932", "ascii"])
def test_marks_are_of_one_width_on_every_console(encoding: str) -> None:
    marks = [Cell("x", mark=mark) for mark in "○△□×▲－"]
    table = Table([Column("n"), *[Column("t", marks=True)] * 6], [["1", *marks]])
    assert shown(table, 80)[1].encode(encoding) == b"1  o ~ . x ! -"


@given(
    cells=st.integers(1, 120),
    names=st.lists(st.text("あいう abc", max_size=30), min_size=1, max_size=4),
    titles=st.lists(st.text("研修 xyz", min_size=1, max_size=20), min_size=1, max_size=30),
    total=st.integers(0, 9999),
)
def test_no_line_is_too_wide_and_no_column_is_lost(cells: int, names: list[str], titles: list[str], total: int) -> None:
    columns = [Column("Staff"), Column("Name", spare=1), *(Column(title, marks=True) for title in titles)]
    rows: list[list[Cell | str]] = [[f"{n:08}", name, *[OVERDUE] * len(titles)] for n, name in enumerate(names)]
    table = Table(columns, rows, foot=[["Gaps", "", *[str(total)] * len(titles)]])
    lines = shown(table, cells)
    assert max(map(width, lines)) <= max(cells, 24), "the narrowest in which a staff number and marks have room"
    assert "".join(lines).count("x") - "".join(titles).count("x") - 1 == len(names) * len(titles)
    assert [line for line in lines if line != line.rstrip()] == []
