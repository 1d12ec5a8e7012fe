"""Workbooks that programs write: every cell comes back as it was put in."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl.worksheet.worksheet import Worksheet

from dxskills.exchange.table import Faulty
from dxskills.exchange.workbook import read_workbook
from tests.exchange.workbook.made import opened, rows_of

Value = str | int | float | bool | date | datetime | None

_TEXTS = some.text(
    some.characters(codec="utf-8", exclude_categories=("Cs", "Cn"), exclude_characters="\0"), max_size=20
)
_MOMENTS = some.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 12, 31, 23, 59, 59)).map(
    lambda moment: moment.replace(microsecond=0)
)
_VALUES = some.one_of(
    some.none(),
    _TEXTS,
    some.sampled_from(
        ["00012345", "=1+1", "https://example.com", " 中野　", "髙﨑𠮷", "_x000D_", "a\nb", "'x", "#N/A", "true"]
    ),
    some.integers(-(10**14), 10**14),
    some.floats(-1e6, 1e6).map(lambda number: round(number, 4)),
    some.booleans(),
    some.dates(min_value=date(1900, 3, 1)),
    _MOMENTS,
)
_GRIDS = some.lists(some.lists(_VALUES, min_size=1, max_size=6), min_size=1, max_size=8)


def text_of(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat(" ").removesuffix(" 00:00:00")
        case date():
            return value.isoformat()
        case int() | float():
            return f"{value:.15g}" if value else "0"
    return value


def expected(grid: list[list[Value]]) -> dict[int, list[str]]:
    texts = {number: [text_of(value) for value in row] for number, row in enumerate(grid, start=1)}
    width = max((place for row in texts.values() for place, text in enumerate(row, start=1) if text), default=0)
    return {number: (row + [""] * width)[:width] for number, row in texts.items() if any(row)}


def written_by_xlsxwriter(grid: list[list[Value]], shared: bool) -> bytes:
    raw = io.BytesIO()
    settings = {"in_memory": True, "constant_memory": not shared}
    with xlsxwriter.Workbook(raw, settings) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": 'ggge"年"m"月"d"日"'})
        moment = workbook.add_format({"num_format": "yyyy/m/d h:mm"})
        for row, values in enumerate(grid):
            for column, value in enumerate(values):
                match value:
                    case str():
                        sheet.write_string(row, column, value)
                    case datetime():
                        sheet.write_datetime(row, column, value, moment)
                    case date():
                        sheet.write_datetime(row, column, value, day)
                    case bool():
                        sheet.write_boolean(row, column, value)
                    case int() | float():
                        sheet.write_number(row, column, value)
    return raw.getvalue()


@given(_GRIDS, some.booleans())
@settings(max_examples=100, deadline=None)
def test_xlsxwriter(grid: list[list[Value]], shared: bool) -> None:
    assert rows_of(written_by_xlsxwriter(grid, shared)) == expected(grid)


def first_sheet(workbook: openpyxl.Workbook) -> Worksheet:
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    return sheet


def is_written_exactly(value: Value) -> bool:
    """Whether openpyxl writes it so that every reader gets it back."""
    return not isinstance(value, str) or (value.isprintable() and "_x" not in value)


def written_by_openpyxl(grid: list[list[Value]]) -> bytes:
    workbook = openpyxl.Workbook()
    for row, values in enumerate(grid, start=1):
        for column, value in enumerate(values, start=1):
            cell = first_sheet(workbook).cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = is none of its formulas
    raw = io.BytesIO()
    workbook.save(raw)
    return raw.getvalue()


@given(some.lists(some.lists(_VALUES.filter(is_written_exactly), min_size=1)))
@settings(max_examples=100, deadline=None)
def test_openpyxl(grid: list[list[Value]]) -> None:
    assert rows_of(written_by_openpyxl(grid)) == expected(grid)


def test_a_sign_in_sheet() -> None:
    """A title and a date above the list, numbers of people shown with zeros, and lines that nobody has filled in."""
    workbook = openpyxl.Workbook()
    sheet = first_sheet(workbook)
    sheet.title = "04_0707_業務改善WS"
    sheet["A1"] = "研修出席簿"
    sheet.merge_cells("A1:E1")
    sheet["A3"], sheet["C3"] = "研修名", "業務改善ワークショップ（BI・RPA）"
    sheet["A4"], sheet["C4"] = "開催日", datetime(2026, 7, 7)
    sheet["C4"].number_format = '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@'
    for column, title in enumerate(("No.", "職員番号", "氏名", "所属", "出欠"), start=1):
        sheet.cell(8, column, title)
    for row in range(9, 12):
        sheet.cell(row, 1, f"=ROW()-{8}")
    sheet["B9"], sheet["C9"], sheet["E9"] = "00160001", "沼袋　太郎", "○"
    sheet["B10"], sheet["C10"], sheet["E10"] = 70001, "髙橋 一郎", "欠席"
    sheet["B10"].number_format = "00000000"
    raw = io.BytesIO()
    workbook.save(raw)

    found = opened(raw.getvalue())
    assert [info.name for info in found.sheets] == ["04_0707_業務改善WS"]
    assert found.cell("04_0707_業務改善WS", "C4") == "2026-07-07"
    rows = {row.number: row.cells for row in found.table("04_0707_業務改善WS").rows()}
    assert rows == {
        1: ["研修出席簿", "", "", "", ""],
        3: ["研修名", "", "業務改善ワークショップ（BI・RPA）", "", ""],
        4: ["開催日", "", "2026-07-07", "", ""],
        8: ["No.", "職員番号", "氏名", "所属", "出欠"],
        9: ["=ROW()-8", "00160001", "沼袋　太郎", "", "○"],
        10: ["=ROW()-8", "00070001", "髙橋 一郎", "", "欠席"],
        11: ["=ROW()-8", "", "", "", ""],
    }
    assert [getattr(rows[number][0], "code", None) for number in (9, 10, 11)] == ["no-cached-value"] * 3


def test_a_workbook_that_counts_from_1904() -> None:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(
        raw, {"in_memory": True, "date_1904": True, "default_date_format": "yyyy/m/d"}
    ) as workbook:
        workbook.add_worksheet().write_datetime(0, 0, datetime(2026, 4, 1))
    assert rows_of(raw.getvalue()) == {1: ["2026-04-01"]}


def test_a_formula_that_xlsxwriter_does_not_calculate() -> None:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_formula(0, 0, "=B1+1")
        sheet.write_formula(0, 1, "=40+2", None, 42)
        sheet.write_formula(0, 2, '="中"&"野"', None, "中野")
    (row,) = opened(raw.getvalue()).table("Sheet1").rows()
    assert row.cells == ["=B1+1", "42", "中野"]
    assert [isinstance(cell, Faulty) for cell in row.cells] == [True, False, False]


def test_sheets_that_show_a_chart_are_left_out() -> None:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as workbook:
        workbook.add_worksheet("一覧").write_string(0, 0, "x")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=一覧!$A$1:$A$1"})
        workbook.add_chartsheet("グラフ").set_chart(chart)
        workbook.add_worksheet("隠し").hide()
    assert [(sheet.name, sheet.hidden) for sheet in opened(raw.getvalue()).sheets] == [("一覧", False), ("隠し", True)]


SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice(tmp_path: Path) -> None:
    grid: list[list[Value]] = [
        ["職員番号", "氏名", "修了日", "点数", "済"],
        ["00012345", "髙橋 一郎", date(2026, 4, 1), 92.5, True],
        [12, " 沼袋　", datetime(2026, 4, 1, 10, 14, 28), 80, False],
        [None, "a\nb", date(1989, 1, 8), -0.1, None],
    ]
    (tmp_path / "made.xlsx").write_bytes(written_by_xlsxwriter(grid, shared=True))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "ods", "made.xlsx"]
    for form in ("ods", "xlsx"):
        command[-2:] = [form, "made.ods" if form == "xlsx" else "made.xlsx"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    table = read_workbook(tmp_path / "made.xlsx").table("Sheet1")
    assert {row.number: row.cells for row in table.rows()} == expected(grid)


def test_every_second_of_a_day_is_told_from_the_next() -> None:
    moments = [datetime(2026, 4, 1) + timedelta(seconds=61 * number) for number in range(1_416)]
    rows = rows_of(written_by_xlsxwriter([[moment] for moment in moments], shared=True))
    assert [row[0] for row in rows.values()] == [text_of(moment) for moment in moments]
