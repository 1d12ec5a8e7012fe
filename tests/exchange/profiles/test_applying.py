"""A profile around a table: what stands outside the list is in every row, and cells say what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxskills.errors import Refused
from dxskills.exchange.columns import REASON_HEADER
from dxskills.exchange.profiles.applying import profiled, written
from dxskills.exchange.profiles.opening import chosen, format_and_encoding
from dxskills.exchange.source import Source
from dxskills.exchange.table import Faulty, Row
from tests.exchange.profiles.lists import Listed, profile, read_with

SHEET = """
kind: trainings
header_row: 5
cells: {training: B2, on: B3, end: D3, note: {at: A1, pattern: "回：(.*)"}}
columns: {No.: null, 氏名: null, 参加: outcome}
values: {outcome: {○: completed, ×: absent, "": absent, 代理: absent}}
"""
TOP: tuple[list[str], ...] = (
    ["回：第1回", "", "", ""],
    ["研修名", "セキュリティ研修", "", ""],
    ["開催日", "令和8年6月1日", "終了日", ""],
    [],
    ["No.", "職員番号", "氏名", "参加"],
)
ROWS = (["1", "00000001", "山田", "〇"], ["2", "00000002", "髙橋", "✕"], ["3", "00000003", "林", " 代理 "])
FORM = (["4", "", "", ""], ["5", "", "　", ""])


def sheet(*rows: list[str], top: tuple[list[str], ...] = TOP) -> Listed:
    return Listed(*top, *rows, sheet="第1回")


def test_what_stands_outside_the_list_is_in_every_row() -> None:
    header, rows = read_with(profile(SHEET), sheet(*ROWS))
    assert header.row == 5
    assert header.unknown == ()
    assert {key: header.columns[key].header for key in ("staff", "training", "on")} == {
        "staff": "職員番号",
        "training": "training",
        "on": "on",
    }
    same = {"training": "セキュリティ研修", "on": "令和8年6月1日", "end": "", "note": "第1回"}
    assert rows == [
        {"staff": "00000001", "outcome": "completed"} | same,
        {"staff": "00000002", "outcome": "absent"} | same,
        {"staff": "00000003", "outcome": "absent"} | same,
    ]


def test_the_rest_of_a_pre_printed_form_is_blank() -> None:
    shown = profiled(sheet(*ROWS, *FORM), profile(SHEET))
    assert [row.number for row in shown.rows() if row.number > 5 and not row.blank] == [6, 7, 8]
    assert {len(row.cells) for row in shown.rows() if row.number >= 5} == {8}


def test_a_blank_line_and_a_row_of_another_width_stay_what_they_are() -> None:
    shown = list(profiled(sheet([], ["1", "00000001"]), profile(SHEET)).rows())
    assert shown[5].blank
    assert len(shown[6].cells) == 2 + 4 != len(shown[4].cells)


def test_what_was_written_is_known_beside_what_it_means() -> None:
    (*_above, row) = profiled(sheet(ROWS[1]), profile(SHEET)).rows()
    assert row.cells[3] == "absent"
    assert written(row.cells[3]) == "✕"
    assert written(row.cells[1]) == "00000002"


def test_a_cell_at_fault_means_nothing_else() -> None:
    broken = Faulty.of("×", "faulty-cell", "no value")
    (*_above, row) = profiled(sheet(["1", "00000001", "", broken]), profile(SHEET)).rows()
    assert row.cells[3] is broken


def test_a_table_that_a_profile_does_not_touch_is_not_wrapped() -> None:
    table = sheet()
    assert profiled(table, profile("kind: trainings\ncolumns: {氏名: null}\ndate_format: '%m/%d/%Y'\n")) is table


# --- the header


def test_rows_above_the_header_that_was_named_are_taken_for_nothing() -> None:
    table = Listed(
        ["職員番号", "研修", "受講日"], ["職員番号", "研修", "受講日"], ["00000001", "security", "2026-06-01"]
    )
    header, rows = read_with(profile("kind: trainings\nheader_row: 2\n"), table)
    assert (header.row, len(rows)) == (2, 1)


def test_rejected_rows_have_their_header_in_row_1_whatever_the_profile_says() -> None:
    table = Listed([REASON_HEADER, "職員番号", "研修", "受講日"], ["x", "00000001", "security", "2026-06-01"])
    header, rows = read_with(profile("kind: trainings\nheader_row: 2\n"), table)
    assert (header.row, len(rows)) == (1, 1)


def test_a_header_is_found_where_it_lacks_only_what_the_profile_gives() -> None:
    table = Listed(["出席簿"], ["職員番号", "結果"], ["00000001", "修了"])
    header, rows = read_with(profile("kind: trainings\nconstants: {training: security, on: 2026-06-01}\n"), table)
    assert header.row == 2
    assert rows == [{"staff": "00000001", "outcome": "修了", "training": "security", "on": "2026-06-01"}]


def test_a_header_that_lacks_more_is_refused_for_what_it_lacks_alone() -> None:
    made = profile("kind: trainings\nheader_row: 1\ncells: {training: B9, on: B9x}\n".replace("B9x", "C9"))
    with pytest.raises(Refused) as refusal:
        read_with(made, Listed(["番号", "結果"], ["1", "修了"]))
    assert refusal.value.code == "missing-column"
    assert "staff" in refusal.value.message
    assert "training" not in refusal.value.message.replace("trainings", "")


def test_a_sheet_with_nothing_of_the_list_is_handed_on_as_it_is() -> None:
    table = Listed(["注記"], ["一覧は人事係が作成した"])
    assert list(profiled(table, profile("kind: trainings\ncells: {training: B2, on: B3}\n")).rows()) == list(
        table.rows()
    )


def test_the_units_of_a_list_go_before_a_constant_one() -> None:
    made = profile("kind: staff\nconstants: {unit: 総務部, appointment: regular}\n")
    header, _rows = read_with(made, Listed(["職員番号", "課"], ["00000001", "職員課"]))
    assert "unit" not in header.columns
    assert [column.header for column in header.levels] == ["課"]
    assert "appointment" in header.columns


def test_a_level_of_the_unit_can_be_constant() -> None:
    made = profile("kind: staff\nconstants: {部: 総務部}\n")
    shown = list(profiled(Listed(["職員番号", "課"], ["00000001", "職員課"]), made).rows())
    assert [row.cells for row in shown] == [["職員番号", "課", "部"], ["00000001", "職員課", "総務部"]]
    assert next(profiled(Listed(["職員番号", "所属"], ["1", "総務部"]), made).rows()).cells == ["職員番号", "所属"]


def test_a_constant_is_not_lost_where_its_name_is_a_header_of_something_else() -> None:
    made = profile(
        "kind: trainings\ncolumns: {'On': end, note: null}\nconstants: {training: security, on: 2026-06-01, note: x}\n"
    )
    table = Listed(["職員番号", "On", "Note"], ["00000001", "2026-06-02", "secret"])
    _header, rows = read_with(made, table)
    assert rows == [{"staff": "00000001", "training": "security", "on": "2026-06-01", "end": "2026-06-02", "note": "x"}]


# --- rejected rows, mended


@pytest.mark.parametrize("reasons", [True, False], ids=["with the reasons", "without them"])
def test_rejected_rows_are_read_with_the_same_profile(reasons: bool) -> None:
    made = profile(SHEET)
    rejected = [row.cells for row in profiled(sheet(*ROWS), made).rows() if row.number >= 5]
    rejected[1][5] = "2026-06-02"
    table = Listed(
        *([[REASON_HEADER if not n else "x", *cells] for n, cells in enumerate(rejected)] if reasons else rejected)
    )
    header, rows = read_with(made, table)
    assert header.row == 1
    assert [row["on"] for row in rows] == ["2026-06-02", "令和8年6月1日", "令和8年6月1日"]
    assert [row["outcome"] for row in rows] == ["completed", "absent", "absent"]


# --- cells outside the list


def problems_of(table: Listed, text: str = SHEET) -> list[tuple[str | None, str | None, str]]:
    with pytest.raises(Refused) as refusal:
        list(profiled(table, profile(text)).rows())
    assert refusal.value.code == "outside-cell"
    assert "第1回" in refusal.value.message
    assert {problem.sheet for problem in refusal.value.problems} == {"第1回"}
    return [(problem.column, problem.value, problem.message) for problem in refusal.value.problems]


def test_all_cells_that_do_not_say_what_they_should_are_named_at_once() -> None:
    broken = Faulty.of("#N/A", "cell-error", "an error value")
    top = (["第1回"], ["研修名", "　"], ["開催日", broken, "終了日", ""], *TOP[3:])
    assert problems_of(sheet(*ROWS, top=top)) == [
        ("B2", None, "Cell B2, for training, is blank."),
        ("B3", "#N/A", "Cell B3, for on: an error value"),
        ("A1", "第1回", "Cell A1, for note, is not of the pattern 回：(.*)."),
    ]


def test_a_cell_that_the_sheet_does_not_have_is_blank() -> None:
    assert problems_of(sheet(*ROWS), "kind: trainings\nconstants: {on: 2026-06-01}\ncells: {training: ZZ2000}\n") == [
        ("ZZ2000", None, "Cell ZZ2000, for training, is blank.")
    ]


def test_a_cell_below_or_beside_the_list_is_found() -> None:
    table = Listed(["職員番号", "結果"], ["00000001", "修了", ""], ["00000002", "修了", "2026-06-01"], sheet="x")
    shown = list(profiled(table, profile("kind: trainings\ncells: {on: C3}\nconstants: {training: security}\n")).rows())
    assert shown[1] == Row(2, ["00000001", "修了", "", "security", "2026-06-01"])


def test_the_value_map_holds_outside_the_list_too() -> None:
    text = SHEET.replace("values: {", "values: {training: {セキュリティ研修: security}, ")
    assert read_with(profile(text), sheet(ROWS[0]))[1][0]["training"] == "security"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("令和8年6月1日（月）", "06/01/2026"), ("2026-06-01", "06/01/2026"), ("06/02/2026", "06/02/2026"), ("?", "?")],
)
def test_a_day_outside_the_list_is_put_in_the_form_of_the_list(cell: str, meant: str) -> None:
    made = profile(
        "kind: trainings\ncells: {on: B1}\nconstants: {training: security, end: 2026-06-03}\ndate_format: '%m/%d/%Y'\n"
    )
    _header, rows = read_with(made, Listed(["日付", cell], ["職員番号"], ["00000001"]))
    assert (rows[0]["on"], rows[0]["end"]) == (meant, "06/03/2026")


def test_the_table_may_be_read_again() -> None:
    shown = profiled(sheet(*ROWS, *FORM), profile(SHEET))
    assert list(shown.rows()) == list(shown.rows())
    assert shown.added == 4  # type: ignore[attr-defined]


def test_values_that_are_days_are_put_in_that_form_too() -> None:
    made = profile("kind: trainings\ndate_format: '%m/%d/%Y'\nvalues: {end: {翌日: 2026-06-02}}\n")
    _header, rows = read_with(made, Listed(["職員番号", "研修", "受講日", "終了日"], ["1", "x", "06/01/2026", "翌日"]))
    assert rows[0]["end"] == "06/02/2026"


# --- which files, and which tables of them


def test_the_sheets_are_those_that_the_profile_names() -> None:
    tables = [Listed(sheet="第1回"), Listed(sheet="備考")]
    assert chosen(tables, profile("kind: trainings\nsheets: '第*'\n")) == tables[:1]
    assert chosen(tables, profile("kind: trainings\n")) == tables
    plain = [Listed()]
    assert chosen(plain, profile("kind: trainings\nsheets: '第*'\n")) == plain
    with pytest.raises(Refused) as refusal:
        chosen(tables, profile("kind: trainings\nsheets: [出席簿, 研修*]\n"))
    assert refusal.value.code == "unknown-sheet"
    assert "出席簿, 研修*" in refusal.value.message
    assert refusal.value.hint == "It has: 第1回, 備考."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_rejected_rows_are_not_in_the_form_of_their_source(tmp_path: Path, encoding: str) -> None:
    made = profile("kind: trainings\nformat: tsv\nencoding: euc_jp\n")
    path = tmp_path / "x.csv"
    path.write_text("職員番号,研修\n", encoding=encoding)
    assert format_and_encoding(Source(path), made) == ("tsv", "euc_jp")
    path.write_text(f"{REASON_HEADER},職員番号,研修\n", encoding=encoding)
    assert format_and_encoding(Source(path), made) == (None, None)
