"""Results as workbooks, read back by another's reader and opened by an office program."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dxskills.errors import Refused
from dxskills.render import book, sheet_table, sheets
from dxskills.render.document import Block, Cell, Chart, Column, Document, Facts, Flat, Laid, Lines, Series, Table
from dxskills.render.sheet_names import SheetNames

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")  # openpyxl's, of bars
OFFICE = shutil.which("soffice")
DAY = date(2026, 11, 24)
COLUMNS = [Column("Name"), Column("Count", right=True), Column("Share", right=True), Column("Day"), Column("Status")]
ROW: list[Cell | str] = [
    "山田",
    Cell("1,234", "bad", 1234),
    Cell("84.2 %", "soon", 0.842),
    Cell("2026-11-24", value=DAY),
    Cell("overdue", "bad", mark="×"),
]


def document(*blocks: Block, heading: str | None = "Report: Town", as_of: date | None = DAY) -> Document:
    return Document(lambda: blocks, lambda: None, lambda: Flat((), ()), heading=heading, as_of=as_of)


def written(*blocks: Block, **named: Any) -> bytes:
    target = io.BytesIO()
    sheets.write(document(*blocks, **named), target)
    return target.getvalue()


def read(raw: bytes) -> Workbook:
    return load_workbook(io.BytesIO(raw))


def only(*blocks: Block, **named: Any) -> Worksheet:
    sheet = read(written(*blocks, **named)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_numbers_are_numbers_days_are_days_and_shares_in_per_cent() -> None:
    sheet = only(Table(COLUMNS, [ROW]))
    name, count, share, day, status = sheet[2]
    assert (name.value, name.number_format) == ("山田", "@")
    assert (count.value, share.value) == (1234, 0.842)
    assert share.number_format == "0.0%"
    assert day.value == datetime(2026, 11, 24)
    assert day.number_format == "yyyy-mm-dd"
    assert status.value == "× overdue"


def test_nothing_in_a_number_column_is_a_dash_that_counts_as_nought() -> None:
    cell = only(Table([Column("Count", right=True)], [[Cell("–", "quiet", 0)]]))["A2"]
    assert cell.value == 0
    assert cell.number_format.endswith('"–"')


def test_what_people_read_more_of_than_the_number_is_a_text() -> None:
    cell = only(Table([Column("Hours", right=True)], [[Cell("40+", value=40)]]))["A2"]
    assert (cell.value, cell.alignment.horizontal) == ("40+", "right")


def test_days_that_spreadsheets_count_differently_are_texts() -> None:
    day = date(1900, 2, 28)
    cell = only(Table([Column("Day")], [[Cell(day.isoformat(), value=day)]]))["A2"]
    assert (cell.value, cell.data_type) == ("1900-02-28", "s")


def test_no_program_complains_of_staff_numbers() -> None:
    with zipfile.ZipFile(io.BytesIO(written(Table(COLUMNS, [ROW])))) as archive:
        assert 'numberStoredAsText="1"' in archive.read("xl/worksheets/sheet1.xml").decode()


HOSTILE = ["=1+1", "+81", "-5", "@x", "http://x.jp", "00123", "1e5", "TRUE", "2026-01-01", "<r>x</r>", "'q", " x "]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_texts(text: str) -> None:
    sheet = only(Table([Column(text), Column("n", right=True)], [[text, Cell(text, "bad")]], title="T"))
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet[2]] == [(text, "s", None)] * 2
    assert sheet["A1"].value == text
    book_ = read(written(Facts([(text, text)]), Lines([text])))
    values = [cell.value for row in book_.worksheets[0].iter_rows() for cell in row if cell.value]
    assert values.count(text) == 3


def test_what_acts_on_a_screen_is_written_out() -> None:
    assert only(Table([Column("a")], [["x\u202ey\x1b"]]))["A2"].value == "x<U+202E>y<U+001B>"


def test_headers_stay_filter_and_are_printed_on_every_page() -> None:
    sheet = only(Table(COLUMNS, [ROW, ROW], foot=[["All", Cell("2", value=2), "", "", ""]]))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet["A4"].value == "All"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == book.A4
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_columns_are_as_wide_as_japanese_is() -> None:
    sheet = only(Table([Column("a"), Column("b")], [["あ" * 10, "x" * 10], ["あ" * 100, "y"]]))
    widths = [sheet.column_dimensions[letter].width for letter in "AB"]
    assert widths[0] == pytest.approx(sheet_table._WIDEST, abs=1)
    assert widths[1] == pytest.approx(12, abs=1)
    assert sheet["A3"].alignment.wrap_text
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height == pytest.approx(5 * sheet_table._LINE, abs=1)


def test_colours_follow_the_cell_and_come_with_a_mark() -> None:
    sheet = only(Table(COLUMNS, [ROW]))
    rules = {str(each.sqref): each.rules for each in sheet.conditional_formatting}
    assert [rule.type for rule in rules["C2"]] == ["dataBar"]
    [status] = rules["E2"]
    assert status.formula == ['"× overdue"']
    assert sheet["B2"].font.color.rgb == "FF8F2A00"


def test_a_sheet_for_each_table_after_one_for_the_rest() -> None:
    chart = Chart(["4月"], [Series("Readiness", [0.5], ["50.0 %"])], title="Forecast")
    raw = written(
        Facts([("People", "3"), ("Readiness", Cell("84.2 %", "soon"))]),
        Table(COLUMNS, [ROW], title="By role", note="2 more."),
        Lines(["one\ntwo"]),
        Table(COLUMNS, [], title="By role", empty="None."),
        chart,
    )
    found = read(raw)
    assert found.sheetnames == ["Summary", "By role", "By role (2)", "Forecast"]
    first = [[cell.value for cell in row] for row in found["Summary"].iter_rows()]
    assert first == [
        ["Report: Town", None],
        [None, None],
        ["People", "3"],
        ["Readiness", "84.2 %"],
        [None, None],
        ["one", None],
        ["two", None],
        [None, None],
        ["Sheets", None],
        ["By role", "rows: 1"],
        ["By role (2)", "None."],
        ["Forecast", "rows: 1"],
    ]
    assert found["Summary"]["A10"].hyperlink.location == "'By role'!A1"
    assert found["By role"]["A4"].value == "2 more."
    assert found["By role (2)"]["A2"].value == "None."
    assert found["Forecast"]["B2"].value == 0.5


def test_one_table_alone_is_one_sheet() -> None:
    assert read(written(Table(COLUMNS, [ROW]))).sheetnames == ["Report"]
    assert read(written(Table(COLUMNS, [ROW]), heading=None)).sheetnames == ["Table"]
    assert read(written(Table(COLUMNS, [ROW], title="People"))).sheetnames == ["People"]
    assert read(written(Lines(["x"]))).sheetnames == ["Summary"]


def test_grids_have_upright_titles_and_explain_their_marks() -> None:
    mark = Cell("met", "good", mark="○")
    sheet = only(
        Table([Column("Staff"), Column("Security", marks=True)], [["1", mark]], foot=[["Gaps", Cell("2", value=2)]])
    )
    assert sheet["B1"].alignment.textRotation == 90
    assert sheet.freeze_panes == "B2"
    assert [sheet["B2"].value, sheet["B3"].value, sheet["A5"].value] == ["○", 2, "○ met"]
    assert sheet.column_dimensions["B"].width < 5
    assert sheet.print_title_cols == "$A:$A"


def test_more_rows_than_a_sheet_has_go_on_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 14)
    rows = Laid(range(10), lambda number: [Cell(str(number), value=number)])
    table = Table([Column("n", right=True)], rows, title="People", note="end", foot=[[Cell("45", value=45)]])
    found = read(written(table))
    assert found.sheetnames == ["People", "People (2)", "People (3)", "People (4)"]
    values = [[cell.value for cell in sheet["A"]] for sheet in found.worksheets]
    assert values == [["n", 0, 1, 2], ["n", 3, 4, 5], ["n", 6, 7, 8], ["n", 9, 45, None, "end"]]


def test_the_same_result_is_the_same_bytes_and_says_nothing_of_who_made_it() -> None:
    raw = written(Table(COLUMNS, [ROW]))
    assert raw == written(Table(COLUMNS, [ROW]))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "2026-11-24T00:00:00Z" in core
    assert "<dc:creator></dc:creator>" in core
    assert "Town" not in core


def test_a_text_that_no_cell_has_room_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    target = io.BytesIO()
    with pytest.raises(Refused) as caught:
        sheets.write(document(Table([Column("Note")], [["x"], ["あ" * 40_000]])), target)
    assert [(p.row, p.column, p.code) for p in caught.value.problems] == [(3, "Note", "text-too-long")]
    assert list(tmp_path.iterdir()) == []


def test_names_of_sheets_are_what_programs_allow() -> None:
    names = SheetNames()
    long = "職員" * 20
    assert [names.of(title) for title in ("a/b:c", "A-B-C", "'x'", "", "History", long, long, "𠮷" * 16)] == [
        "a-b-c",
        "A-B-C (2)",
        "x",
        "-",
        "History_",
        long[:31],
        long[:27] + " (2)",
        "𠮷" * 15,
    ]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    assert OFFICE is not None
    table = Table([*COLUMNS, Column("Law", marks=True)], [[*ROW, Cell("met", "good", mark="○")]], title="役割別")
    hostile = Table([Column("a")], [[text] for text in HOSTILE], title="a/b")
    (tmp_path / "gaps.xlsx").write_bytes(written(Facts([("People", "3")]), table, hostile, heading="&L 00123 & 山田"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # Every sheet as CSV: comma, quotes, UTF-8, as shown.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [OFFICE, profile, "--headless", "--norestore", "--convert-to", form, "--outdir", str(tmp_path)]
    ran = subprocess.run([*command, str(tmp_path / "gaps.xlsx")], capture_output=True, text=True, timeout=180)
    assert ran.returncode == 0, ran.stderr
    assert "rror" not in ran.stdout + ran.stderr
    shown = {path.name: path.read_text(encoding="utf-8").splitlines() for path in tmp_path.glob("*.csv")}
    assert set(shown) == {"gaps-Summary.csv", "gaps-役割別.csv", "gaps-a-b.csv"}
    assert shown["gaps-役割別.csv"][1] == "山田,1234,84.2%,2026-11-24,× overdue,○"
    assert shown["gaps-a-b.csv"][1:] == HOSTILE
