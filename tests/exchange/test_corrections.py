"""Conflicts, rejects and batches as somebody at a terminal meets them: files in, files mended, imports taken back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run, _alone, framework, office, run

__all__ = ["_alone", "framework", "office", "run"]

HEADER = "職員番号,研修,受講日,点数,結果,備考\n"
FIRST = HEADER + "00000001,security-basics,2026-06-01,80,修了,初回\n00000002,security-basics,2026-06-01,90,,\n"
DAY = ("--as-of", "2026-11-24")


def file(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def answers(run: Run) -> list[str]:
    """What the registry answers to everything, less what only counts entries, and since when a name is known."""
    report = run("report", "--people", *DAY, "--format", "json").json | {"journal": None}
    for row in report["people"]:
        del row["evidence"]  # numbers of entries
    found = [repr(report), run("staff", "list", *DAY, "--format", "json").out]
    for kind in ("staff", "assignments", "trainings", "certifications", "assessments", "waivers", "enrolments"):
        rows = list(csv.reader(io.StringIO(run("export", kind).out, newline="")))
        found.append(repr([row[:-1] for row in rows] if kind == "staff" else rows))
    return found


def summary(ran: Ran) -> tuple[int, int, int, int, int]:
    document = ran.json
    return (ran.code, *(document[key] for key in ("added", "unchanged", "updated", "rejected")))


def take(run: Run, kind: str, name: str, *options: str) -> Ran:
    return run("import", kind, name, "--format", "json", *options)


# --- conflicts


def test_another_value_is_a_conflict_and_an_update_replaces_the_entry(office: Run) -> None:
    assert summary(take(office, "trainings", file("a.csv", FIRST))) == (0, 2, 0, 0, 0)
    other = file("b.csv", FIRST.replace("80,修了,初回", "75,修了,"))
    refused = take(office, "trainings", other)
    assert summary(refused) == (3, 0, 1, 0, 1)
    (problem,) = refused.json["problems"]
    assert (problem["row"], problem["column"], problem["value"], problem["code"]) == (2, "点数", "75", "conflict")
    assert "--update" in problem["message"]
    assert summary(take(office, "trainings", other, "--update")) == (0, 0, 1, 1, 0)
    rows = list(csv.DictReader(office("export", "trainings").out.removeprefix("\ufeff").splitlines()))
    (row,) = (row for row in rows if row["staff"] == "00000001")
    assert (row["score"], row["outcome"], row["note"]) == ("75", "completed", "初回")  # a blank cell says nothing
    assert summary(take(office, "trainings", other, "--update")) == (0, 0, 2, 0, 0)


def test_rows_that_contradict_each_other_are_refused_even_by_an_update(office: Run) -> None:
    text = FIRST + "00000001,セキュリティ基礎,2026-06-01,70,,\n00000001,security-basics,2026/6/1,71,,\n"
    ran = take(office, "trainings", file("a.csv", text), "--update")
    assert ran.code == 3
    assert {(problem["row"], problem["code"]) for problem in ran.json["problems"]} >= {(2, "conflict"), (5, "conflict")}


def test_a_conflict_can_be_skipped_and_settled_by_its_mended_reject(office: Run) -> None:
    take(office, "trainings", file("a.csv", FIRST))
    text = FIRST.replace(",80,", ",75,") + "00000003,security-basics,令和8年6月31日,60,,\n00000003,law,R8.6.1,,済,\n"
    ran = take(office, "trainings", file("b.csv", text), "--skip-invalid")
    assert summary(ran) == (1, 1, 1, 0, 2)
    rejects = Path("b.csv.rejects.csv")
    assert summary(take(office, "trainings", str(rejects))) == (3, 0, 0, 0, 2)
    mended = rejects.read_text(encoding="utf-8-sig").replace("令和8年6月31日", "令和8年6月30日").replace(",75,", ",80,")
    assert summary(take(office, "trainings", file("mended.csv", "\ufeff" + mended))) == (0, 1, 1, 0, 0)


# --- taking an import back


def test_records_of_a_batch_are_taken_back_and_can_be_imported_again(office: Run) -> None:
    before = answers(office)
    name = file("a.csv", FIRST)
    batch = take(office, "trainings", name).json["batch"]
    after = answers(office)
    assert after != before
    assert office("retract", "--batch", batch, "--reason", "wrong file").code == 0
    assert answers(office) == before
    again = office("retract", "--batch", batch, "--reason", "wrong file")
    assert (again.code, "already-retracted" in again.err) == (3, True)
    assert summary(take(office, "trainings", name)) == (0, 2, 0, 0, 0)
    assert answers(office) == after


def test_an_update_that_is_taken_back_brings_the_old_values_back(office: Run) -> None:
    take(office, "trainings", file("a.csv", FIRST))
    before = answers(office)
    batch = take(office, "trainings", file("b.csv", FIRST.replace(",80,", ",75,")), "--update").json["batch"]
    assert answers(office) != before
    assert office("retract", "--batch", batch, "--reason", "wrong file").code == 0
    assert answers(office) == before


def test_taking_back_can_itself_be_taken_back(office: Run) -> None:
    batch = take(office, "trainings", file("a.csv", FIRST)).json["batch"]
    after = answers(office)
    undone = office("retract", "--batch", batch, "--reason", "wrong file", "--format", "json").json
    events = undone["entries"] if isinstance(undone, dict) else undone
    assert office("retract", "--batch", events[0]["batch"], "--reason", "it was right").code == 0
    assert answers(office) == after


def test_transfers_that_are_taken_back_give_their_assignments_back(office: Run) -> None:
    before = answers(office)
    text = (
        "職員番号,氏名,部,課,任用形態,管理職,採用日,退職日\n"
        "00000001,山田太郎,総務部,職員課,一般職員,×,2020-04-01,2026-12-31\n"
        "00000002,鈴木花子,企画部,企画課,一般職員,,2021-04-01,\n"
        "00000009,新人五郎,企画部,企画課,一般職員,,2026-10-01,\n"
    )
    ran = take(office, "staff", file("b.csv", text), "--on", "2026-10-01")
    assert "ends the assignment" in ran.err
    assert summary(ran) == (0, 3, 0, 0, 0)
    after = answers(office)
    undone = office("retract", "--batch", ran.json["batch"], "--reason", "wrong file")
    assert undone.code == 0
    assert "Names stay as they are" in undone.err
    assert answers(office) == before
    assert summary(take(office, "staff", "b.csv", "--on", "2026-10-01")) == (0, 3, 0, 0, 0)
    assert answers(office) == after


def test_records_of_somebody_whose_joining_is_taken_back_are_no_longer_shown_and_come_back(office: Run) -> None:
    text = "職員番号,氏名,部,課,任用形態,採用日\n00000009,新人五郎,企画部,企画課,一般職員,2026-04-01\n"
    batch = take(office, "staff", file("new.csv", text), "--on", "2026-04-01").json["batch"]
    take(office, "trainings", file("a.csv", HEADER + "00000009,law,2026-06-01,,,\n"))
    after = answers(office)
    assert office("retract", "--batch", batch, "--reason", "wrong file").code == 0
    assert office("report", *DAY).code == 0
    assert office("staff", "show", "00000009").code == 3
    assert office("check").code == 1
    assert summary(take(office, "staff", "new.csv", "--on", "2026-04-01"))[:2] == (0, 1)
    assert answers(office) == after


def test_names_are_changed_back_by_a_file_of_the_same_day(office: Run) -> None:
    text = "職員番号,氏名\n00000001,山田次郎\n"
    ran = take(office, "staff", file("wrong.csv", text), "--on", "2026-10-01")
    assert summary(ran) == (0, 0, 0, 1, 0)
    assert ran.json["batch"] is None
    right = file("right.csv", text.replace("次郎", "太郎"))
    assert summary(take(office, "staff", right, "--on", "2026-09-30")) == (0, 0, 1, 0, 0)
    assert summary(take(office, "staff", right, "--on", "2026-10-01")) == (0, 0, 0, 1, 0)
    assert "山田太郎" in office("staff", "list", *DAY).out


def test_an_unknown_batch_is_refused(office: Run) -> None:
    ran = office("retract", "--batch", "20261124-00000000", "--reason", "x")
    assert (ran.code, "unknown-batch" in ran.err) == (3, True)


# --- rejects of every kind

ROWS = {
    "staff": (
        "職員番号,氏名,採用日\n",
        "00000010,中野花子,2026-04-01\n",
        "00000011,,2026-04-01\n",
        ("11,,", "11,沼袋,"),
    ),
    "assignments": (
        "職員番号,役割,開始日\n",
        "00000001,leader,2026-05-01\n",
        "00000003,leeder,2026-05-01\n",
        ("ee", "ea"),
    ),
    "trainings": ("職員番号,研修,受講日\n", "00000001,law,2026-05-01\n", "00000003,law,2026-05-32\n", ("-32", "-31")),
    "certifications": (
        "職員番号,資格,取得日,補助額\n",
        "00000001,it-passport,2026-05-01,7500\n",
        "00000003,it-passport,2026-05-01,▲500\n",
        ("▲", ""),
    ),
    "assessments": (
        "職員番号,スキル,レベル,評価日\n",
        "00000001,analysis,1,2026-05-01\n",
        "00000003,analysis,7,2026-05-01\n",
        (",7,", ",2,"),
    ),
    "waivers": (
        "職員番号,要件,開始日,終了日,理由\n",
        "00000001,leader/exam,2026-05-01,2026-06-01,休職\n",
        "00000003,leader/exam,2026-05-01,2026-04-01,休職\n",
        ("2026-04-01", "2026-07-01"),
    ),
    "enrolments": ("職員番号,研修,予定日\n", "00000001,law,2027-05-01\n", "3,law,2027-05-01\n", (",3,", ",00000003,")),
}


@pytest.mark.parametrize("kind", ROWS)
def test_mended_rejects_of_each_kind(office: Run, kind: str) -> None:
    header, good, bad, (wrong, right) = ROWS[kind]
    name = file(f"{kind}.csv", header + bad + good)
    before = answers(office)
    assert summary(take(office, kind, name))[0] == 3
    assert answers(office) == before
    dry = take(office, kind, name, "--skip-invalid", "--dry-run")
    assert summary(dry)[1:] == (1, 0, 0, 1)
    assert not Path(f"{name}.rejects.csv").exists()
    ran = take(office, kind, name, "--skip-invalid")
    assert summary(ran) == (1, 1, 0, 0, 1)
    reasons = Path(f"{name}.rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(reasons) == 2
    assert ran.json["problems"][0]["code"] in reasons[1]
    mended = file("mended.csv", "\ufeff" + reasons[0] + "\n" + reasons[1].replace(wrong, right) + "\n")
    # Taken on its own, the mended file is as good as the rows that had been right.
    assert summary(take(office, kind, mended)) == (0, 1, 0, 0, 0)
    assert summary(take(office, kind, mended)) == (0, 0, 1, 0, 0)
