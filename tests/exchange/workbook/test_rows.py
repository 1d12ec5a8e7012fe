"""Rows: their numbers, their width, and cells that say where they are."""

from __future__ import annotations

import pytest

from dxskills.errors import Refused
from dxskills.exchange.table import Row
from tests.exchange.workbook.made import cells_of, opened, parts, rows_of, sheet, styles


def test_rows_have_the_number_that_people_see() -> None:
    rows = '<row r="3"><c r="A3"><v>1</v></c></row><row r="7"/><row r="9"><c r="A9"><v>2</v></c></row>'
    assert list(opened(parts(sheet(rows))).table("Sheet1").rows()) == [Row(3, ["1"]), Row(9, ["2"])]


def test_every_row_is_as_wide_as_the_widest() -> None:
    rows = '<row r="1"><c r="B1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="D2"><v>3</v></c></row>'
    assert cells_of(rows) == {1: ["", "1", "", ""], 2: ["2", "", "", "3"]}


def test_empty_cells_with_a_style_do_not_widen_a_sheet() -> None:
    rows = '<row r="1"><c r="A1" s="1"/><c r="B1" s="1"><v>1</v></c><c r="C1" s="1"/><c r="XFD1" s="1"/></row>'
    assert cells_of(rows, shown=styles(14 + 35)) == {1: ["", "1"]}


def test_a_row_of_nothing_but_styles_is_none() -> None:
    assert cells_of('<row r="1"><c r="A1" s="1"/></row>', shown=styles(49)) == {}


def test_cells_that_do_not_say_where_they_are_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert cells_of(rows) == {1: ["1", "", "2"], 2: ["3", "", ""]}
    rows = '<row r="4"><c r="C4"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>'
    assert cells_of(rows) == {4: ["", "", "1", "2"], 5: ["3", "", "", ""]}


def test_rows_may_be_asked_for_again_and_changed() -> None:
    table = opened(parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))).table("Sheet1")
    (row,) = table.rows()
    row.cells.append("more")
    assert [row.cells for row in table.rows()] == [["1"]]


def test_what_the_sheet_says_about_its_size_is_not_believed() -> None:
    raw = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    lying = raw.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    assert rows_of(parts(lying)) == {1: ["1"]}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A11"><v>1</v></c></row>',
        '<row r="1"><c r="A"><v>1</v></c></row>',
        '<row r="1"><c r="1"><v>1</v></c></row>',
        '<row r="1"><c r=""><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="$A$1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"/><c><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1048576"/><row><c><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="-1"/>',
        '<row r=""/>',
        '<row r="x"/>',
        '<row r="99999999999999999999"/>',
    ],
)
def test_places_that_do_not_go_on(rows: str) -> None:
    for before in ("", "<!-- -->"):
        with pytest.raises(Refused, match="out of order or where no cell can be") as refused:
            cells_of(before + rows)
        assert refused.value.code == "broken-workbook"
        assert refused.value.hint is not None


@pytest.mark.parametrize("place", ["XFD1048576", "AMK1"])
def test_a_cell_too_far_to_the_right_is_refused_and_not_padded_to(place: str) -> None:
    row = "".join(sign for sign in place if sign.isdigit())
    for before in ("", "<!-- -->"):
        with pytest.raises(Refused, match=f"stands in cell {place}") as refused:
            cells_of(f'{before}<row r="{row}"><c r="{place}"><v>1</v></c></row>')
        assert refused.value.code == "workbook-too-large"


def test_the_widest_list() -> None:
    assert len(cells_of('<row r="1048576"><c r="AMJ1048576"><v>1</v></c></row>')[1048576]) == 1024


@pytest.mark.parametrize("style", ["1", "-1", "x", "99999999999999"])
def test_a_style_that_is_not_there(style: str) -> None:
    for before in ("", "<!-- -->"):
        with pytest.raises(Refused, match="cell A1 refers to a style that is not there"):
            cells_of(f'{before}<row r="1"><c r="A1" s="{style}"><v>1</v></c></row>')


def test_a_kind_that_there_is_not() -> None:
    for before in ("", "<!-- -->"):
        with pytest.raises(Refused, match="cell A1 is of a kind that there is not"):
            cells_of(f'{before}<row r="1"><c r="A1" t="z"><v>1</v></c></row>')


@pytest.mark.parametrize(
    ("place", "text"),
    [("B2", "2026-04-20"), ("A1", "研修"), ("$B$2", "2026-04-20"), ("C2", ""), ("A9", ""), ("XFD1", "")],
)
def test_one_cell(place: str, text: str) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>研修</t></is></c></row>'
        '<row r="2"><c r="B2" s="1"><v>46132</v></c></row><row r="12"><c r="A12"><v>1</v></c></row>'
    )
    assert opened(parts(sheet(rows), shown=styles(14))).cell("Sheet1", place) == text


@pytest.mark.parametrize("place", ["", "B", "2", "B0", "XFE1", "A1048577", "b2", "B2:C3", "B２"])
def test_what_names_no_cell(place: str) -> None:
    with pytest.raises(ValueError):
        opened(parts(sheet(""))).cell("Sheet1", place)
