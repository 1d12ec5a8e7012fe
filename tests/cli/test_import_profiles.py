"""Imports with a profile, and a first profile for an unknown file."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dxskills.exchange import reading
from tests.cli.books import text_file, workbook
from tests.cli.conftest import Ran, Run

SIGN_IN = """\
schema: dxskills/profile/1
kind: trainings
sheets: 第*回
header_row: 5
cells:
  training: B1
  on: {at: A2, pattern: "開催日：(.+)"}
columns:
  社員No.: staff
  氏名: null
  参加: outcome
values:
  outcome: {○: completed, ×: absent, "": absent}
constants: {hours: 3}
"""
LMS = """\
schema: dxskills/profile/1
kind: trainings
encoding: cp932
date_format: "%m/%d/%Y"
columns: {受講者: staff, コース: training, 完了: on}
"""


def profile(name: str, text: str) -> str:
    return text_file(f"data/profiles/{name}.yaml", text)


def sheet(training: str, day: str, *marks: tuple[str, str, str]) -> list[tuple[Any, ...]]:
    return [("研修名", training), (f"開催日：{day}",), (), ("出席簿",), ("社員No.", "氏名", "参加"), *marks]


def take(run: Run, *arguments: str) -> Ran:
    return run("import", "trainings", *arguments, "--format", "json")


def recorded(run: Run) -> list[tuple[str, str, str, Any]]:
    entries = run("log", "--format", "json").json["entries"]
    found = [entry for entry in entries if entry["kind"] == "training.recorded"]
    return [(one["staff"], one["on"], one["data"]["training"], one["data"].get("outcome")) for one in found]


FIRST = sheet("セキュリティ", "令和8年6月3日", ("00000001", "山田太郎", "○"), ("00000002", "鈴木花子", ""))
SECOND = sheet("法令研修", "R8.7.1", ("00000003", "佐藤次郎", "✕"))


@pytest.fixture
def signed(office: Run) -> Run:
    """An office that has the profile ``ours``."""
    roles = Path("data/trainings.yaml")
    text = roles.read_text("utf-8").replace("    pass_score: 40\n", "    aliases: [セキュリティ]\n")
    roles.write_text(text, encoding="utf-8")
    profile("ours", SIGN_IN)
    return office


def test_training_and_day_stand_above_the_list(signed: Run) -> None:
    book = workbook("a.xlsx", {"第1回": FIRST, "第2回": SECOND, "集計": [("社員No.", "参加")]})
    ran = take(signed, book, "--profile", "ours")
    assert (ran.code, ran.json["added"], ran.err) == (0, 3, "")
    assert recorded(signed) == [
        ("00000001", "2026-06-03", "security-basics", "completed"),
        ("00000002", "2026-06-03", "security-basics", "absent"),
        ("00000003", "2026-07-01", "law", "absent"),
    ]


def test_a_profile_may_be_named_or_be_a_file(signed: Run) -> None:
    book = workbook("a.xlsx", {"第1回": FIRST})
    elsewhere = text_file("elsewhere.yaml", SIGN_IN)
    for number, name in enumerate(("ours", "ours.yaml", "data/profiles/ours.yaml", elsewhere)):
        ran = take(signed, book, "--profile", name)
        assert (ran.code, ran.json["added"], ran.json["unchanged"]) == (0, 0 if number else 2, 2 if number else 0)


def test_a_profile_that_there_is_not_or_of_another_kind_is_wrong_usage(signed: Run) -> None:
    book = workbook("a.xlsx", {"第1回": FIRST})
    ran = signed("import", "trainings", book, "--profile", "our")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[unknown-profile]: There is no profile our.\n  Did you mean ours?")
    ran = signed("import", "staff", book, "--profile", "ours")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[wrong-kind]: The profile ")
    assert "ours.yaml is for trainings files, not for staff.\n" in ran.err


def test_a_faulty_profile_is_refused_with_every_fault(signed: Run) -> None:
    profile("ours", SIGN_IN.replace("header_row: 5", "header_row: five").replace("outcome: {○", "result: {○"))
    ran = signed("import", "trainings", workbook("a.xlsx", {"第1回": FIRST}), "--profile", "ours")
    assert (ran.code, ran.out) == (3, "")
    assert "error[profile-faults]: " in ran.err
    assert "data/profiles/ours.yaml:4:13 header_row" in ran.err
    assert "[unknown-column]" in ran.err


def test_a_blank_cell_that_all_rows_need_is_named_with_its_sheet(signed: Run) -> None:
    ran = take(
        signed, workbook("a.xlsx", {"第1回": sheet("", "令和8年6月3日", ("00000001", "", "○"))}), "--profile", "ours"
    )
    (problem,) = ran.json["problems"]
    assert (ran.code, problem["sheet"], problem["row"], problem["column"]) == (3, "第1回", 1, "B1")
    assert "a.xlsx [第1回]:1:B1: [outside-cell] " in ran.err


def test_a_workbook_without_a_sheet_of_the_profile_is_refused(signed: Run) -> None:
    ran = take(signed, workbook("a.xlsx", {"6月": FIRST}), "--profile", "ours")
    assert ran.code == 3
    assert ran.err.startswith("error[unknown-sheet]: a.xlsx has no sheet that the profile ")


def test_a_sheet_that_is_named_goes_before_the_profiles(signed: Run) -> None:
    book = workbook("a.xlsx", {"第1回": FIRST, "補講": SECOND})
    assert take(signed, book, "--profile", "ours", "--sheet", "補講").json["added"] == 1


def test_rejected_rows_are_mended_and_imported_with_the_same_profile(signed: Run) -> None:
    first = sheet("セキュリティ", "令和8年6月3日", ("00000001", "山田太郎", "○"), ("0000000二", "鈴木花子", "△"))
    second = sheet("法令研修", "R8.7.1", ("00000009", "佐藤次郎", "×"))
    ran = take(signed, workbook("a.xlsx", {"第1回": first, "第2回": second}), "--profile", "ours", "--skip-invalid")
    assert (ran.code, ran.json["added"], ran.json["rejected"]) == (1, 1, 2)
    text = Path("a.xlsx.rejects.csv").read_text("utf-8-sig")
    mended = text.replace("0000000二", "00000002").replace("△", "").replace("00000009", "00000003")
    ran = take(signed, text_file("mended.csv", mended), "--profile", "ours")
    assert (ran.code, ran.json["added"], ran.err) == (0, 2, "")
    assert recorded(signed) == [
        ("00000001", "2026-06-03", "security-basics", "completed"),
        ("00000002", "2026-06-03", "security-basics", "absent"),
        ("00000003", "2026-07-01", "law", "absent"),
    ]


# --- what the options say goes before


CSV = "受講者,コース,完了\n00000001,法令研修,06/03/2026\n"


def test_encoding_and_dates_are_the_profiles(signed: Run) -> None:
    profile("lms", LMS)
    Path("a.csv").write_bytes(CSV.encode("cp932"))
    assert take(signed, "a.csv", "--profile", "lms").json["added"] == 1
    assert recorded(signed) == [("00000001", "2026-06-03", "law", "completed")]


def test_options_go_before_the_profile(signed: Run) -> None:
    profile("lms", LMS)
    text = text_file("a.csv", "受講者,コース,完了,訂正\n00000001,法令研修,06/03/2026,04.05.2026\n")
    assert take(signed, text, "--profile", "lms").code == 3  # not cp932
    ran = take(signed, text, "--profile", "lms", *("--encoding", "utf-8"))
    assert (ran.code, recorded(signed)) == (0, [("00000001", "2026-06-03", "law", "completed")])
    options = ("--encoding", "utf-8", "--map", "訂正=on", "--date-format", "%d.%m.%Y")
    assert take(signed, text, "--profile", "lms", *options).code == 0
    assert recorded(signed)[1:] == [("00000001", "2026-05-04", "law", "completed")]


def test_date_cells_are_days_whatever_form_the_profile_has_for_texts(signed: Run) -> None:
    profile("lms", LMS)
    rows = [("受講者", "コース", "完了"), ("00000001", "law", date(2026, 6, 3)), ("00000002", "law", "07/08/2026")]
    ran = take(signed, workbook("a.xlsx", {"表": rows}), "--profile", "lms")
    assert (ran.code, [found[1] for found in recorded(signed)]) == (0, ["2026-06-03", "2026-07-08"])


def test_a_header_that_the_profile_names_and_the_file_lacks_is_warned_of(signed: Run) -> None:
    profile("lms", LMS.replace("cp932", "utf-8").replace("完了: on", "完了: on, 点: score"))
    ran = take(signed, text_file("a.csv", CSV), "--profile", "lms")
    assert ran.err == "a.csv: columns that the profile names and the file does not have: 点.\n"


def test_the_header_row_is_said_only_where_the_profile_does_not(signed: Run) -> None:
    profile("lms", LMS.replace("encoding: cp932", "encoding: utf-8"))
    text = text_file("a.csv", "題名,,\n" + CSV)
    assert take(signed, text, "--profile", "lms").err == "a.csv: the header is row 2; the rows above it are skipped.\n"
    profile("lms", LMS.replace("encoding: cp932", "encoding: utf-8\nheader_row: 2"))
    assert take(signed, text, "--profile", "lms").err == ""


# --- rows that contradict each other


TWICE = CSV.replace("完了", "完了,点数").replace("2026\n", "2026,70\n") + "00000001,law,06/03/2026,80\n"


@pytest.mark.parametrize(("which", "score"), [("first", 70), ("last", 80)])
@pytest.mark.parametrize("large", [False, True])
def test_the_row_that_counts_is_the_profiles_to_say(
    signed: Run, monkeypatch: pytest.MonkeyPatch, which: str, score: int, large: bool
) -> None:
    if large:
        monkeypatch.setattr(reading, "LARGE", 0)
    profile("lms", LMS.replace("cp932", f"utf-8\nduplicates: {which}"))
    ran = take(signed, text_file("a.csv", TWICE), "--profile", "lms")
    assert (ran.code, ran.json["read"], ran.json["added"], ran.json["unchanged"]) == (0, 2, 1, 1)
    assert signed("export", "trainings", "--format", "json").json[0]["score"] == score
    assert take(signed, "a.csv", "--profile", "lms").json["unchanged"] == 2


def test_without_a_word_on_it_both_rows_are_refused(signed: Run) -> None:
    profile("lms", LMS.replace("cp932", "utf-8"))
    ran = take(signed, text_file("a.csv", TWICE), "--profile", "lms")
    assert (ran.code, [problem["code"] for problem in ran.json["problems"]]) == (3, ["conflict", "conflict"])


def test_which_row_counts_is_said_of_one_file_and_not_of_several(signed: Run) -> None:
    profile("lms", LMS.replace("cp932", "utf-8\nduplicates: last"))
    first, second = text_file("a.csv", TWICE), text_file("b.csv", TWICE.replace(",80", ",90"))
    ran = take(signed, first, second, "--profile", "lms")
    assert (ran.code, [problem["file"] for problem in ran.json["problems"]]) == (3, ["a.csv", "b.csv"])


def test_a_conflict_with_what_is_entered_is_no_business_of_the_profile(signed: Run) -> None:
    profile("lms", LMS.replace("cp932", "utf-8\nduplicates: last"))
    take(signed, text_file("a.csv", TWICE), "--profile", "lms")
    other = text_file("b.csv", TWICE.replace(",80", ",90"))
    assert take(signed, other, "--profile", "lms").code == 3
    ran = take(signed, other, "--profile", "lms", "--update")
    assert (ran.code, ran.json["updated"], ran.json["unchanged"]) == (0, 1, 1)


# --- a first profile


def test_a_suggestion_is_a_profile_to_start_from(signed: Run) -> None:
    text = "利用者,講座,修了した日\n00000001,法令研修,06/13/2026\n00000002,法令研修,06/03/2026\n"
    ran = signed("import", "--suggest", text_file("a.csv", text), "trainings")
    assert (ran.code, ran.err) == (0, "")
    profile("new", ran.out)
    assert "date_format" in ran.out
    ran = take(signed, "a.csv", "--profile", "new", "--dry-run")
    assert (ran.code, ran.json["added"]) == (0, 2)


def test_a_suggestion_is_for_one_file_in_which_there_is_a_list(signed: Run) -> None:
    ran = signed("import", "--suggest", text_file("a.csv", "1,2026-04-01\n2,2026-04-02\n"))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error[no-header]: ")
    assert signed("import", "--suggest", "nowhere.csv").err.startswith("error[no-such-file]: ")
    assert signed("import", "--suggest", "-").code == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["courses"], "unknown-kind"),
        (["trainings", "b.csv"], "wrong-usage"),
        (["--output", "lms.yaml"], "wrong-usage"),
        (["--format", "json"], "wrong-usage"),
    ],
)
def test_a_suggestion_is_told_a_file_and_perhaps_a_kind(signed: Run, more: list[str], code: str) -> None:
    ran = signed("import", "--suggest", text_file("a.csv", CSV), *more)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error[{code}]: ")


def test_a_suggestion_from_standard_input(signed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(CSV.encode("cp932"))))
    ran = signed("import", "--suggest", "-", "--input-format", "csv")
    assert (ran.code, "encoding: cp932" in ran.out, "kind: trainings" in ran.out) == (0, True, True)


@pytest.mark.parametrize("said", [(), ("--profile", "german")])
def test_a_file_of_semicolons_is_refused_with_the_line_to_write_above_it(office: Run, said: tuple[str, ...]) -> None:
    columns = "columns: {Personal-Nr: staff, Kurs: training, Datum: on, Std: hours}"
    values = 'values: {hours: {"1,5": 1.5}}'
    profile("german", f'schema: dxskills/profile/1\nkind: trainings\n{columns}\n{values}\ndate_format: "%d.%m.%Y"\n')
    lines = (
        "Personal-Nr;Kurs;Datum;Std\n00000001;security-basics;13.06.2026;1,5\n00000002;security-basics;13.06.2026;\n"
    )
    ran = office("import", "trainings", text_file("kurse.csv", lines), *said)
    assert ran.code == 3
    assert "sep=;" in ran.err.splitlines()[-1]
    if said:
        assert take(office, text_file("kurse.csv", "sep=;\n" + lines), *said).json["added"] == 2
