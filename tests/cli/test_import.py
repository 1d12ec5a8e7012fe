"""Importing what offices have: workbooks with several sheets, text files of every form, many files in one call."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.books import HEADER, Rows, text_file, workbook
from tests.cli.conftest import Ran, Run

JUNE, JULY = date(2026, 6, 3), date(2026, 7, 1)
FIRST = [HEADER, ("00000001", "security-basics", JUNE, 80)]
SECOND = [HEADER, ("00000002", "security-basics", JUNE, 90), ("00000002", "law", JULY, None)]
CSV = "職員番号,研修,受講日,点数\n00000003,law,2026-06-03,\n"
TSV = CSV.replace(",", "\t")
JSON = [{"staff": "00000003", "training": "law", "on": "2026-06-03", "score": None}]
LINES = "".join(json.dumps(row) + "\n" for row in JSON)


def take(run: Run, *files: str, kind: str = "trainings") -> Ran:
    return run("import", kind, *files, "--format", "json")


def counted(ran: Ran) -> tuple[int, int, int]:
    return ran.code, ran.json["read"], ran.json["added"]


def typed(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))


# --- the sheets of a workbook


def test_every_visible_sheet_with_the_header_is_read(office: Run) -> None:
    sheets: dict[str, Rows] = {"表紙": [("研修記録",)], "4月": FIRST, "5月": SECOND, "旧": FIRST}
    ran = take(office, workbook("a.xlsx", sheets, hidden=["旧"]))
    assert counted(ran) == (0, 3, 3)
    assert ran.err.splitlines() == [
        "a.xlsx: the sheet 旧 is hidden, so it is not read; --sheet names it.",
        "a.xlsx: the sheet 表紙 has no header of such a file, so it is not read.",
    ]


@pytest.mark.parametrize(
    ("wanted", "read"),
    [(["5月"], 2), (["5月", "5月"], 2), (["5月", "4月"], 3), (["旧"], 1), (["all"], 4), (["all", "4月"], 4)],
)
def test_sheets_are_chosen_by_name(office: Run, wanted: list[str], read: int) -> None:
    book = workbook("a.xlsx", {"4月": FIRST, "5月": SECOND, "旧": FIRST, "注": [("なし",)]}, hidden=["旧"])
    options = [part for name in wanted for part in ("--sheet", name)]
    ran = take(office, book, *options)
    assert (ran.code, ran.json["read"]) == (0, read)
    assert ("注" in ran.err) is ("all" in wanted)


def test_a_sheet_that_is_named_must_be_there_and_have_the_header(office: Run) -> None:
    book = workbook("a.xlsx", {"4月": FIRST, "注": [("職員番号", "受講日")]})
    ran = take(office, book, "--sheet", "6月")
    assert ran.code == 3
    assert ran.err.startswith("error[unknown-sheet]: a.xlsx has no sheet 6月.\n")
    ran = take(office, book, "--sheet", "4月", "--sheet", "注")
    assert (ran.code, ran.json["added"]) == (3, 0)
    assert ran.err.startswith("error[missing-column]: a.xlsx [注] has no column for training")
    (problem,) = ran.json["problems"]
    assert (problem["file"], problem["sheet"], problem["code"]) == ("a.xlsx", "注", "missing-column")


def test_a_workbook_without_any_such_sheet_is_refused(office: Run) -> None:
    ran = take(office, workbook("a.xlsx", {"注": [("職員番号", "受講日")], "表": [("x",)]}))
    assert ran.code == 3
    assert ran.err.startswith("error[missing-column]: a.xlsx [注] has no column for training")


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl"])
def test_a_text_file_has_no_sheets(office: Run, name: str) -> None:
    ran = office("import", "trainings", text_file(name, CSV), "--sheet", "4月")
    assert ran.code == 2
    assert ran.err == f"error[wrong-usage]: --sheet is for workbooks, and {name} is none.\n"


def test_a_problem_has_its_sheet_wherever_it_is_told(office: Run) -> None:
    bad = [HEADER, ("00000002", "security-basics", JUNE, "八十")]
    book = workbook("a.xlsx", {"4月": FIRST, "5月": bad})
    ran = take(office, book)
    (problem,) = ran.json["problems"]
    place = ("a.xlsx", "5月", 2, "点数")
    assert (problem["file"], problem["sheet"], problem["row"], problem["column"]) == place
    assert '\n  a.xlsx [5月]:2:点数: "八十" [bad-number] ' in ran.err
    (row,) = csv.DictReader(io.StringIO(office("import", "trainings", book, "--format", "csv").out.lstrip("\ufeff")))
    assert (row["file"], row["sheet"], row["row"], row["column"]) == ("a.xlsx", "5月", "2", "点数")
    (problem,) = take(office, text_file("a.csv", CSV.replace("law", "lew"))).json["problems"]
    assert "sheet" not in problem


def test_sheets_of_one_workbook_are_held_against_each_other(office: Run) -> None:
    other = [HEADER, ("00000001", "security-basics", JUNE, 70)]
    ran = take(office, workbook("a.xlsx", {"4月": FIRST, "5月": other}))
    assert [(problem["sheet"], problem["row"], problem["code"]) for problem in ran.json["problems"]] == [
        ("4月", 2, "conflict"),
        ("5月", 2, "conflict"),
    ]
    assert "a.xlsx [4月] 2, a.xlsx [5月] 2" in ran.err


def test_cells_that_are_no_values_are_refused_where_they_are_read(office: Run) -> None:
    rows = [(*HEADER, "備"), ("00000001", "security-basics", JUNE, "#N/A", "x"), ("00000002", "law", JUNE, "", "#REF!")]
    book = workbook("a.xlsx", {"表": rows})
    ran = take(office, book)
    assert [(problem["row"], problem["column"], problem["code"]) for problem in ran.json["problems"]] == [
        (2, "点数", "error-cell")
    ]


def test_the_header_may_stand_below_a_title_and_this_is_said(office: Run) -> None:
    title = [("研修記録",), (), *FIRST]
    ran = office("import", "trainings", workbook("a.xlsx", {"表": title}))
    assert ran.code == 0
    assert "a.xlsx [表]: the header is row 3; the rows above it are skipped.\n" in ran.err


# --- rows that were rejected


def test_the_rejects_of_a_workbook_are_one_file_and_can_be_imported_again(office: Run) -> None:
    bad = [HEADER, ("00000002", "security-basics", JUNE, "八十")]
    book = workbook("a.xlsx", {"4月": [*FIRST, ("0000000九", "law", JULY, "")], "5月": bad})
    ran = take(office, book, "--skip-invalid")
    assert (ran.code, ran.json["added"], ran.json["rejected"]) == (1, 1, 2)
    assert ran.err.endswith("The bad rows, each with its reason, are in a.xlsx.rejects.csv.\n")
    mended = Path("a.xlsx.rejects.csv").read_text("utf-8-sig").replace("八十", "80").replace("九", "3")
    assert counted(take(office, text_file("mended.csv", mended))) == (0, 2, 2)


def test_sheets_with_another_header_have_rejects_of_their_own(office: Run) -> None:
    other = [("研修", "職員番号", "受講日"), ("lew", "00000002", JUNE)]
    ran = take(office, workbook("a.xlsx", {"4月": [HEADER, ("9", "law", JUNE, "")], "5月": other}), "--skip-invalid")
    assert (ran.code, ran.json["rejected"]) == (1, 2)
    names = ["a.xlsx.rejects.csv", "a.xlsx.rejects.2.csv"]
    assert [line.rpartition(" ")[2] for line in ran.err.splitlines()[-2:]] == [f"{name}." for name in names]
    mended = [Path(name).read_text("utf-8-sig").replace(",9,", ",00000001,").replace("lew", "law") for name in names]
    files = [text_file(f"{number}.csv", text) for number, text in enumerate(mended)]
    assert counted(take(office, *files)) == (0, 2, 2)


def test_days_of_date_cells_are_rejected_in_the_form_of_the_texts(office: Run) -> None:
    rows = [HEADER, ("00000009", "law", date(2026, 4, 3), ""), ("00000001", "law", "03/05/2026", "")]
    form = ("--date-format", "%d/%m/%Y")
    ran = take(office, workbook("a.xlsx", {"表": rows}), "--skip-invalid", *form)
    assert (ran.json["added"], ran.json["rejected"]) == (1, 1)
    rejects = Path("a.xlsx.rejects.csv").read_text("utf-8-sig")
    assert ",03/04/2026," in rejects
    assert counted(take(office, text_file("m.csv", rejects.replace("00000009", "00000003")), *form)) == (0, 1, 1)
    found = office("log", "--format", "json").json["entries"][-2:]
    assert [(entry["staff"], entry["on"]) for entry in found] == [
        ("00000001", "2026-05-03"),
        ("00000003", "2026-04-03"),
    ]


# --- forms and standard input


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", CSV), ("a.tsv", TSV), ("a.jsonl", LINES), ("a.ndjson", LINES), ("a.json", json.dumps(JSON))],
)
def test_the_form_is_known_by_the_ending(office: Run, name: str, text: str) -> None:
    assert counted(take(office, text_file(name, text))) == (0, 1, 1)


@pytest.mark.parametrize(
    ("form", "raw"),
    [
        ("csv", CSV.encode()),
        ("csv", CSV.encode("cp932")),
        ("tsv", TSV.encode("utf-16")),
        ("jsonl", LINES.encode()),
        ("jsonl", json.dumps(JSON).encode()),
    ],
)
def test_standard_input_is_in_the_form_that_is_said(
    office: Run, monkeypatch: pytest.MonkeyPatch, form: str, raw: bytes
) -> None:
    typed(monkeypatch, raw)
    assert counted(take(office, "-", "--input-format", form)) == (0, 1, 1)


def test_a_workbook_may_come_on_standard_input(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = Path(workbook("a.xlsx", {"4月": FIRST, "5月": SECOND})).read_bytes()
    typed(monkeypatch, raw)
    assert counted(take(office, "-", "--input-format", "xlsx", "--sheet", "5月")) == (0, 2, 2)


def test_the_form_of_standard_input_must_be_said(office: Run) -> None:
    ran = office("import", "trainings", "-")
    assert ran.code == 2
    assert "--input-format" in ran.err


def test_rejects_of_standard_input_lie_here(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, CSV.replace("law", "lew").encode())
    assert take(office, "-", "--input-format", "csv", "--skip-invalid").code == 1
    assert "lew" in Path("stdin.rejects.csv").read_text("utf-8-sig")


# --- many files


def test_many_files_of_any_form_are_one_batch(office: Run) -> None:
    files = (
        workbook("a.xlsx", {"4月": FIRST, "5月": SECOND}),
        text_file("b.csv", CSV),
        text_file("c.jsonl", LINES.replace("06-03", "06-04")),
    )
    ran = take(office, *files)
    assert counted(ran) == (0, 5, 5)
    batches = {entry["batch"] for entry in office("log", "--format", "json").json["entries"][-5:]}
    assert batches == {ran.json["batch"]}
    assert office("retract", "--batch", ran.json["batch"], "--reason", "試し").code == 0
    assert counted(take(office, *files)) == (0, 5, 5)


def test_one_bad_row_in_one_of_many_files_keeps_all_of_them_out(office: Run) -> None:
    files = text_file("a.csv", CSV), text_file("b.csv", CSV.replace("law", "lew"))
    ran = take(office, *files)
    assert (ran.code, ran.json["read"], ran.json["added"]) == (3, 2, 0)
    assert [problem["file"] for problem in ran.json["problems"]] == ["b.csv"]


def test_the_same_row_in_two_files_is_one_entry(office: Run) -> None:
    ran = take(office, text_file("a.csv", CSV), text_file("b.jsonl", LINES))
    assert (ran.json["read"], ran.json["added"], ran.json["unchanged"]) == (2, 1, 1)


def test_nothing_to_import_is_wrong_usage(office: Run) -> None:
    for arguments in (["import"], ["import", "trainings"]):
        ran = office(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error[wrong-usage]: Say what is imported and from where")
