"""``export``: what comes out, in which form, and that it goes back in."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import sys
from pathlib import Path

import openpyxl
import pytest

from dxskills.render import workbook
from tests.cli.conftest import Ran, Run

KINDS = ("staff", "assignments", "trainings", "certifications", "assessments", "waivers", "enrolments")


@pytest.fixture
def filled(office: Run) -> Run:
    """The office with something of every kind."""
    one = "00000001"
    Path("lms.csv").write_text(
        f"staff,training,on,score,note\n{one},security-basics,2026-05-01 09:30,85,'=1+1\n", encoding="utf-8"
    )
    for line in (
        ["import", "trainings", "lms.csv"],
        ["record", "certification", "it-passport", one, "--on", "2026-05-02", "--number", "0012", "--subsidy", "7500"],
        ["revoke", "it-passport", one, "--on", "2026-06-01", "--reason", "誤り"],
        ["assess", "analysis", "00000002", "--level", "2", "--on", "2026-05-03"],
        ["waive", "everybody/yearly", one, "--from", "2026-04-01", "--until", "2027-03-31", "--reason", "育休"],
        ["enrol", "law", one, "--on", "2027-01-15"],
        ["staff", "transfer", "00000002", "企画部", "--on", "2026-10-01"],
        ["staff", "leave", "00000003", "--on", "2027-03-31"],
    ):
        assert office(*line).code == 0, line
    return office


def test_csv_is_the_form_where_nothing_is_said(filled: Run) -> None:
    ran = filled("export", "trainings")
    assert ran == Ran(
        0,
        "\ufeffstaff,training,on,end,outcome,score,hours,instructor,note\r\n"
        "00000001,security-basics,2026-05-01T09:30:00,,completed,85,,,'=1+1\r\n",
        "",
    )


def test_a_roster_of_people_who_did_not_change_looks_like_one(office: Run) -> None:
    rows = list(csv.reader(io.StringIO(office("export", "staff").out.removeprefix("\ufeff"))))
    assert rows[:2] == [
        ["staff", "name", "kana", "unit", "appointment", "job_family", "grade", "manager", "joined", "left", "on"],
        [
            "00000001",
            "山田太郎",
            "ヤマダ タロウ",
            "総務部/職員課",
            "regular",
            "",
            "",
            "true",
            "2020-04-01",
            "",
            "2026-04-01",
        ],
    ]
    assert len(rows) == 4


def test_json_is_an_array_and_json_lines_are_objects_of_the_same(filled: Run) -> None:
    expected = [
        {
            "staff": "00000001",
            "certification": "it-passport",
            "on": "2026-05-02",
            "expires_on": None,
            "number": "0012",
            "subsidy": 7500,
            "note": None,
            "revoked_on": "2026-06-01",
            "revoked_reason": "誤り",
        }
    ]
    assert filled("export", "certifications", "--format", "json").json == expected
    lines = filled("export", "certifications", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == expected


def test_a_table_for_people(filled: Run) -> None:
    ran = filled("export", "enrolments", "--format", "table")
    assert ran.out.splitlines()[0].split() == ["staff", "training", "on"]
    assert "Rows: 1." in ran.out
    assert filled("export", "waivers", "--output", "waivers.txt").out == ""
    assert "everybody/yearly" in Path("waivers.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "xlsx"])
def test_everything_goes_into_an_empty_registry_and_answers_the_same(filled: Run, ending: str) -> None:
    for kind in KINDS:
        assert filled("export", kind, "--output", f"{kind}.{ending}") == Ran(0, "", "")
    Path("store").rename("before")
    expected = [answer(filled, "before", *question) for question in QUESTIONS]
    assert filled("--framework", "data", "init", "copy").code == 0
    for kind in KINDS:
        ran = filled("--store", "copy/store", "--framework", "data", "import", kind, f"{kind}.{ending}")
        assert ran.code == 0, ran.err
    assert [answer(filled, "copy/store", *question) for question in QUESTIONS] == expected


QUESTIONS = (
    ("report", "--as-of", "2026-11-24"),
    ("report", "--as-of", "2026-11-24", "--format", "csv"),
    ("report", "--as-of", "2027-06-01", "--people"),
    ("staff", "list", "--as-of", "2026-11-24", "--format", "json"),
    ("why", "00000002", "--as-of", "2026-05-04", "--format", "table"),
    ("check",),
)


def answer(run: Run, store: str, *question: str) -> Ran:
    framework = "office/data" if Path("office").exists() else "data"
    ran = run("--store", store, "--framework", framework, *question)
    # What is another journal's: how many entries it has, and the numbers of the entries that decide.
    out = [line for line in ran.out.splitlines() if "ntries" not in line and "ntry" not in line]
    return Ran(ran.code, "\n".join(out), ran.err)


# --- workbooks


def test_a_workbook_keeps_texts_as_texts(filled: Run) -> None:
    assert filled("export", "trainings", "--output", "trainings.xlsx") == Ran(0, "", "")
    sheet = openpyxl.load_workbook("trainings.xlsx").active
    assert sheet is not None
    header, row = sheet.iter_rows()
    assert [cell.value for cell in header][:3] == ["staff", "training", "on"]
    cells = {name.value: cell for name, cell in zip(header, row, strict=True)}
    assert {name: (cells[name].value, cells[name].data_type) for name in ("staff", "on", "score", "note")} == {
        "staff": ("00000001", "s"),
        "on": ("2026-05-01T09:30:00", "s"),
        "score": (85, "n"),
        "note": ("=1+1", "s"),
    }
    assert cells["staff"].number_format == "@"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:I2")
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$1:$1",
        "landscape",
        0,
    )


def test_what_a_sheet_has_no_room_for_is_refused(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    filled("record", "training", "law", "00000002", "--on", "2026-05-01", "--note", "長" * 32_768)
    ran = filled("export", "trainings", "--output", "trainings.xlsx")
    assert ran.code == 3
    assert '-:3:note: "' in ran.err
    assert "[text-too-long] The text has 32,768 characters; a cell has room for 32,767." in ran.err
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    filled("enrol", "law", "00000002", "--on", "2027-01-15")
    assert filled("export", "enrolments", "--output", "enrolments.xlsx").code == 0
    filled("enrol", "law", "00000003", "--on", "2027-01-15")
    ran = filled("export", "enrolments", "--output", "more.xlsx")
    assert (ran.code, ran.err.startswith("error[too-many-rows]: ")) == (3, True)
    assert sorted(path.name for path in Path().glob("*.xlsx*")) == ["enrolments.xlsx"]


def test_a_workbook_is_not_for_a_terminal(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _stream: True)
    ran = filled("export", "trainings", "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "A workbook is nothing to read on a terminal" in ran.err


def test_what_is_missing_for_workbooks_is_named(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    ran = filled("export", "trainings", "--output", "trainings.xlsx")
    assert ran.code == 4
    assert ran.err.splitlines() == [
        "error[missing-extra]: Workbooks need XlsxWriter, which is not installed.",
        "  Install it with: pip install 'dxskills[excel]'",
    ]
    assert not Path("trainings.xlsx").exists()


# --- encodings and files


def test_a_character_that_cp932_lacks_names_its_row_and_nothing_is_written(filled: Run) -> None:
    assert filled("staff", "edit", "00000002", "--name", "𠮷田", "--on", "2026-06-03").code == 0
    for where in (["--output", "people.csv"], ["--format", "csv"]):
        ran = filled("export", "staff", "--encoding", "cp932", *where)
        assert (ran.code, ran.out) == (3, "")
        assert '-:3:name: "𠮷田" [unencodable] cp932 lacks 𠮷 (U+20BB7).' in ran.err
    assert not list(Path().glob("*people*"))


def test_every_character_that_cp932_lacks_is_named_once(filled: Run) -> None:
    assert filled("staff", "edit", "00000002", "--name", "𠮷田𠮷🙂 葛\U000e0100é", "--on", "2026-06-03").code == 0
    ran = filled("export", "staff", "--encoding", "cp932")
    named = "cp932 lacks 𠮷 (U+20BB7), 🙂 (U+1F642), \U000e0100 (U+E0100), é (U+00E9)."
    assert ran.err.splitlines()[1].endswith(named)


def test_cp932_on_request(filled: Run) -> None:
    assert filled("export", "staff", "--encoding", "cp932", "--output", "staff_cp932.csv").code == 0
    assert Path("staff_cp932.csv").read_bytes().decode("cp932").startswith("staff,name,")


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions")
def test_a_file_is_its_owners(filled: Run) -> None:
    filled("export", "staff", "--output", "people.csv")
    assert stat.S_IMODE(Path("people.csv").stat().st_mode) == 0o600


def test_what_an_import_will_refuse_is_said(filled: Run) -> None:
    trainings = Path("data/trainings.yaml")
    trainings.write_text(trainings.read_text(encoding="utf-8").replace("id: it-passport", "id: ip"), encoding="utf-8")
    roles = Path("data/roles.yaml")
    roles.write_text(roles.read_text(encoding="utf-8").replace("it-passport", "ip"), encoding="utf-8")
    ran = filled("export", "certifications")
    assert ran.code == 0
    assert ran.err == (
        "row 2, entry 6: the framework does not have it-passport (any more), so an import will refuse the row.\n"
    )
    assert "row 1, entry 6" in filled("export", "certifications", "--format", "jsonl").err


def test_wrong_wishes_are_refused(filled: Run) -> None:
    assert filled("export", "people").err.startswith("error[unknown-kind]: people is nothing that is exported: staff,")
    assert filled("export", "staff", "--output", "staff.pdf").err.startswith(
        "error[bad-format]: The ending of staff.pdf"
    )
    assert filled("export", "staff", "--format", "md").code == 2
    assert filled("export", "staff", "--format", "xlsx", "--encoding", "cp932").code == 2


def test_an_empty_registry_gives_headers(run: Run) -> None:
    assert run("init").code == 0
    for kind in KINDS:
        ran = run("export", kind)
        assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert run("export", "staff", "--format", "json").json == []
    assert run("export", "staff", "--format", "jsonl").out == ""


@pytest.mark.slow
def test_the_sample_office_goes_into_an_empty_registry_and_answers_the_same(run: Run) -> None:
    assert run("demo", "office").code == 0
    first = ("--store", "office/store", "--framework", "office/data")
    assert run("--framework", "office/data", "init", "copy").code == 0
    second = ("--store", "copy/store", "--framework", "office/data")
    for kind in KINDS:
        assert run(*first, "export", kind, "--output", f"{kind}.csv") == Ran(0, "", "")
        assert run(*second, "import", kind, f"{kind}.csv").code == 0
    for question in QUESTIONS[:4]:
        assert answer(run, second[1], *question) == answer(run, first[1], *question)
