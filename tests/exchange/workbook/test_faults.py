"""Cells that must not be taken for a value: errors, and formulas that nobody has calculated."""

from __future__ import annotations

import pytest

from dxskills import i18n
from dxskills.exchange.table import Faulty
from tests.exchange.workbook.made import cells_of, one, opened, parts, sheet, strings, styles


def fault(cell: str) -> tuple[str, str]:
    text = one(cell)
    assert isinstance(text, Faulty)
    return str(text), text.code


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#SPILL!"])
def test_error_cell(error: str) -> None:
    assert fault(f'<c r="A1" t="e"><v>{error}</v></c>') == (error, "error-cell")
    assert fault(f'<c r="A1" t="e"><f>VLOOKUP(B1,C:D,2,0)</f><v>{error}</v></c>') == (error, "error-cell")


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ('<c r="A1"><f>ROW()-4</f><v></v></c>', "=ROW()-4"),
        ('<c r="A1"><f>ROW()-4</f><v/></c>', "=ROW()-4"),
        ('<c r="A1"><f>ROW()-4</f></c>', "=ROW()-4"),
        ('<c r="A1" t="n"><f>ROW()-4</f></c>', "=ROW()-4"),
        ('<c r="A1" t="str"><f>A2&amp;"様"</f></c>', '=A2&"様"'),
        ('<c r="A1"><f t="shared" si="0"/></c>', "="),
        ('<c r="A1"><f t="array" ref="A1:A2">SUM(B1:B2)</f></c>', "=SUM(B1:B2)"),
        (f'<c r="A1"><f>{"A" * 500}</f></c>', "=" + "A" * 199),
    ],
)
def test_formula_without_a_value(cell: str, seen: str) -> None:
    assert fault(cell) == (seen, "no-cached-value")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1"><f>ROW()</f><v>1</v></c>', "1"),
        ('<c r="A1"><f>A2-A3</f><v>0</v></c>', "0"),
        ('<c r="A1" t="str"><f>B1</f><v>中野</v></c>', "中野"),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', ""),
        ('<c r="A1" t="b"><f>B1</f><v>1</v></c>', "true"),
    ],
)
def test_formula_with_its_value(cell: str, text: str) -> None:
    assert one(cell) == text
    assert not isinstance(one(cell), Faulty)


def test_a_zero_that_the_writing_program_did_not_calculate_is_no_value() -> None:
    made = parts(sheet('<row r="1"><c r="A1"><f>B1</f><v>0</v></c><c r="B1"><v>0</v></c></row>'))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(b"</sheets>", b'</sheets><calcPr fullCalcOnLoad="1"/>')
    (row,) = opened(made).table("Sheet1").rows()
    assert row.cells == ["=B1", "0"]
    assert [getattr(cell, "code", None) for cell in row.cells] == ["no-cached-value", None]


def test_a_day_that_is_none_shows_its_number() -> None:
    cells = cells_of('<row r="1"><c r="A1" s="1"><v>60</v></c></row>', shown=styles("yyyy/m/d"))[1]
    assert cells == ["60"]
    assert isinstance(cells[0], Faulty)


def test_messages_are_in_the_language_of_the_reader() -> None:
    table = opened(parts(sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'))).table("Sheet1")
    messages = []
    for language in ("en", "ja"):
        i18n.use(language)
        try:
            (row,) = table.rows()
        finally:
            i18n.use("en")
        cell = row.cells[0]
        assert isinstance(cell, Faulty)
        messages.append(cell.message)
    assert messages[0].startswith("The cell shows an error")
    assert messages[1].startswith("セル")


def test_faults_far_apart_stay_where_they_are() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="{"n" if n % 1000 else "e"}"><v>{n}</v></c></row>'
        for n in range(1, 30_001)
    )
    found = cells_of(rows, shared=strings(f"<t>{'中' * 50}</t>"))
    assert {number for number, cells in found.items() if isinstance(cells[1], Faulty)} == set(range(1000, 30_001, 1000))
