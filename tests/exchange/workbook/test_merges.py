"""Merged cells: what one shows counts for every row that it spans."""

from __future__ import annotations

import pytest

from dxskills.errors import Refused
from dxskills.exchange.table import Faulty
from tests.exchange.workbook.made import cells_of


def grid(*rows: str, merged: str) -> dict[int, list[str]]:
    """Rows written as ``a . c``, each cell a text or ``.`` for none."""
    xml = ""
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in zip("ABCDEF", row.split(), strict=False)
            if text != "."
        )
        xml += f'<row r="{number}">{cells}</row>'
    places = "".join(f'<mergeCell ref="{place}"/>' for place in merged.split())
    return cells_of(xml, after=f'<mergeCells count="1">{places}</mergeCells>')


def seen(rows: dict[int, list[str]]) -> list[str]:
    return [" ".join(cell or "." for cell in cells) for cells in rows.values()]


def test_a_cell_counts_for_every_row_that_it_spans() -> None:
    assert seen(grid("x a", ". b", ". c", ". d", merged="A1:A3")) == ["x a", "x b", "x c", ". d"]


def test_only_in_its_first_column() -> None:
    assert seen(grid("x . a", ". . b", merged="A1:B2")) == ["x . a", "x . b"]


def test_a_cell_merged_sideways_stays_where_it_is() -> None:
    assert seen(grid("title . .", "a b c", merged="A1:C1")) == ["title . .", "a b c"]


def test_a_row_with_nothing_of_its_own_stays_empty() -> None:
    assert grid("x y", ". .", "z w", merged="A1:A2 B1:B2") == {1: ["x", "y"], 3: ["z", "w"]}


def test_several_one_below_the_other() -> None:
    rows = grid("x a", ". b", "y c", ". d", merged="A3:A4 A1:A2")
    assert seen(rows) == ["x a", "x b", "y c", "y d"]


def test_an_empty_merged_cell_fills_nothing() -> None:
    assert seen(grid(". a", ". b", merged="A1:A2")) == [". a", ". b"]
    assert seen(grid(". .", ". b", merged="A1:A2")) == [". b"]


def test_what_a_merged_cell_hides_is_no_value() -> None:
    for rows in (
        grid("x a", "hidden b", merged="A1:A2"),
        grid("x hidden", merged="A1:B1"),
        grid("x . a", ". hidden b", merged="A1:B2"),
        grid(". .", "hidden b", merged="A1:A2"),
    ):
        faults = [cell for cells in rows.values() for cell in cells if isinstance(cell, Faulty)]
        assert [(cell, cell.code) for cell in faults] == [("hidden", "hidden-cell")]


def test_the_same_text_beneath_hides_nothing() -> None:
    assert not any(isinstance(cell, Faulty) for cells in grid("x x", "x x", merged="A1:B2").values() for cell in cells)


def test_a_fault_counts_for_every_row_too() -> None:
    rows = cells_of(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>',
        after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    )
    cell = rows[2][0]
    assert isinstance(cell, Faulty)
    assert cell.code == "error-cell"


def test_beside_the_list_and_below_it() -> None:
    assert seen(grid("x a", ". b", merged="A2:A1048576 E1:XFD1048576 A1")) == ["x a", ". b"]


@pytest.mark.parametrize("merged", ["A1:A3 A2:A4", "A1:B2 B2:C3", "A1:A2 A1:A2"])
def test_merged_cells_that_overlap(merged: str) -> None:
    with pytest.raises(Refused, match="merged cells in it overlap") as refused:
        grid("a b c", "a b c", "a b c", "a b c", merged=merged)
    assert refused.value.code == "broken-workbook"


@pytest.mark.parametrize(
    "merged", ["", "A", "A3:A1", "B1:A3", "A1:XFE2", "A0:A2", "A1:A1048577", "A1:B2:C3", "Sheet2!A1:A2"]
)
def test_what_is_no_place(merged: str) -> None:
    with pytest.raises(Refused, match="is no place of merged cells"):
        cells_of("", after=f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>')
