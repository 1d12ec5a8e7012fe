"""Commands that answer: report, why, staff, log, check, and the framework's own pages."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run

REPORT = """\
Gap report: Sample City, as of 2026-11-24

People       3
Readiness    0.0 %
Mandatory    5 in all: pending 4, overdue 1
Recommended  1 in all: overdue 1
Staffing     1 missing (units concerned: 1)
Horizon      what ends within 90 days is expiring
"""


def test_the_report_starts_with_what_matters(office: Run) -> None:
    ran = office("report")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(REPORT)
    titles = [
        *("By department", "By role", "Requirements with gaps", "Recommended, with gaps"),
        *("Staffing", "By domain"),
    ]
    assert [title for title in titles if f"\n{title}\n" in ran.out] == titles


def test_json_is_the_report_itself(office: Run) -> None:
    document = office("report", "--format", "json").json
    assert document["schema"] == "dxskills/report/1"
    assert document["totals"]["people"] == 3
    assert document["totals"]["overdue"] == 1
    assert "people" not in document
    assert len(office("report", "--people", "--format", "json").json["people"]) == 6


@pytest.mark.parametrize(
    "arguments", [["--dept"], ["--dept", "--as-of", "2026-11-24"], ["--as-of", "2026-11-24", "--dept"]]
)
def test_dept_alone_is_one_row_per_department(office: Run, arguments: list[str]) -> None:
    ran = office("report", *arguments)
    assert ran.out.startswith(REPORT)
    assert ran.out.rstrip().splitlines()[-2].split()[:2] == ["企画部", "1"]
    assert ran.out.rstrip().splitlines()[-1].split()[:2] == ["総務部", "2"]
    assert "Requirements with gaps" not in ran.out


@pytest.mark.parametrize(
    "arguments", [["--dept", "職員課"], ["--dept=職員課"], ["--dept", "総務部/職員課", "--people"]]
)
def test_dept_with_a_unit_is_that_unit_and_below(office: Run, arguments: list[str]) -> None:
    document = office("report", *arguments, "--format", "json").json
    assert document["scope"] == {"dept": "総務部/職員課", "role": None}
    assert document["totals"]["people"] == 2


def test_dept_followed_by_an_option_is_dept_alone(office: Run) -> None:
    document = office("report", "--dept", "--format", "json").json
    assert document["scope"]["dept"] is None
    assert [row["unit"] for row in document["departments"]] == ["企画部", "総務部"]


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_has_requirements_departments_or_people(office: Run) -> None:
    assert [row["requirement"] for row in _rows(office("report", "--format", "csv").out)] == [
        *("yearly", "culture", "exam", "security"),
    ]
    assert [row["unit"] for row in _rows(office("report", "--dept", "--format", "csv").out)] == ["企画部", "総務部"]
    people = _rows(office("report", "--people", "--format", "csv").out)
    assert [(row["staff"], row["requirement"], row["status"]) for row in people[1:3]] == [
        ("00000002", "yearly", "pending"),
        ("00000002", "culture", "overdue"),
    ]


@pytest.mark.parametrize(
    ("failing", "code", "said"),
    [
        ("overdue", 1, "--fail-on: overdue 1\n"),
        ("expired", 0, ""),
        ("expired,pending", 1, "--fail-on: pending 4\n"),
        ("met, waived", 0, ""),
    ],
)
def test_fail_on(office: Run, failing: str, code: int, said: str) -> None:
    ran = office("report", "--fail-on", failing, "--format", "json")
    assert (ran.code, ran.err) == (code, said)
    assert ran.json["totals"]["people"] == 3


def test_fail_on_looks_at_the_scope_and_at_mandatory_requirements_only(office: Run) -> None:
    assert office("report", "--dept", "企画部", "--fail-on", "overdue").code == 0
    office("record", "training", "security-basics", "00000002", "--on", "2026-06-03")
    assert office("report", "--role", "leader", "--fail-on", "overdue").code == 0


def test_known_at_a_day_means_its_end_and_a_time_the_moment(office: Run) -> None:
    assert office("report", "--known-at", "2026-11-24", "--format", "json").json["totals"]["people"] == 3
    assert office("report", "--known-at", "令和8年11月24日", "--format", "json").json["totals"]["people"] == 3
    before = office("report", "--known-at", "2026-11-24T02:59:59Z", "--format", "json").json
    assert (before["totals"]["people"], before["journal"]["seq"]) == (0, 0)


def test_horizon_takes_days(office: Run) -> None:
    assert office("report", "--horizon", "30d", "--format", "json").json["horizon_days"] == 30
    assert office("report", "--horizon", "30", "--format", "json").json["horizon_days"] == 30


def test_an_unknown_unit_or_role_is_refused(office: Run) -> None:
    assert office("report", "--dept", "人事課").err.startswith("error[unknown-unit]: ")
    assert office("report", "--role", "boss").err.startswith("error[unknown-role]: ")


def test_an_argument_whose_bytes_are_no_text_names_nothing(office: Run) -> None:
    assert office("report", "--dept", "\udcff").err.startswith("error[unknown-unit]: There is no unit <U+DCFF>.")
    assert office("staff", "list", "--dept", "\udcff").err.startswith("error[unknown-unit]: ")
    assert office("retract", "--batch", "\udcff", "--reason", "?").err.startswith("error[unknown-batch]: ")


def test_why_in_words_and_in_json(office: Run) -> None:
    ran = office("why", "00000002", "leader/security")
    assert ran.code == 0
    assert "DX leader / " in ran.out
    assert "Overdue: nothing valid on 2026-11-24" in ran.out
    document = office("why", "00000002", "--format", "json").json
    assert document["schema"] == "dxskills/why/1"
    assert len(document["verdicts"]) == 4


def test_the_staff_list_has_the_imports_columns(office: Run) -> None:
    first = office("staff", "list", "--dept", "総務部", "--format", "json").json[0]
    assert first == {
        "staff": "00000001",
        "name": "山田太郎",
        "kana": "ヤマダ タロウ",
        "unit": "総務部/職員課",
        "appointment": "regular",
        "job_family": None,
        "grade": None,
        "manager": True,
        "joined": "2020-04-01",
        "left": None,
    }
    assert office("staff", "list", "--as-of", "2021-03-31").out.endswith("In service on 2021-03-31: 1.\n")


def test_a_listed_staff_file_can_be_imported_again_without_change(office: Run) -> None:
    office("staff", "list", "--output", "again.csv")
    done = office("import", "staff", "again.csv", "--format", "json").json
    assert (done["read"], done["unchanged"], done["problems"]) == (3, 3, [])


def test_a_persons_page(office: Run) -> None:
    office("record", "training", "law", "00000002", "--on", "2026-05-01")
    ran = office("staff", "show", "00000002")
    assert ran.out.startswith("00000002 鈴木花子 (スズキ ハナコ)\n\nAs of        2026-11-24\n")
    for title in ("Requirements", "Roles", "Postings", "Trainings"):
        assert f"\n{title}\n" in ran.out
    assert office("staff", "show", "00000002", "--format", "json").json["schema"] == "dxskills/person/1"


def test_the_log_marks_what_was_retracted(office: Run) -> None:
    office("retract", "4", "--reason", "wrong person")
    ran = office("log", "00000002")
    assert "[retracted by entry 5] role: DX leader" in ran.out
    assert [entry["seq"] for entry in office("log", "00000002", "--format", "json").json["entries"]] == [2, 4, 5]


def test_check_finds_nothing_and_then_something(office: Run) -> None:
    assert office("check").out == "Everything agrees.\nPeople: 3, entries: 4.\n"
    roles = Path("data/roles.yaml")
    roles.write_text(roles.read_text(encoding="utf-8").replace("id: leader", "id: head"), encoding="utf-8")
    ran = office("check", "--format", "json")
    assert ran.code == 1
    assert ran.json["findings"]


def test_hostile_names_neither_act_nor_become_formulas(office: Run) -> None:
    office("staff", "add", "66", "=1+1\u202e[bold]x[/bold]", "--unit", "総務部")
    shown = office("staff", "list")
    assert "=1+1<U+202E>[bold]x[/bold]" in shown.out
    listed = office("staff", "list", "--format", "csv").out
    assert "\n66,=1" not in listed.replace("\r", "")
    assert office("staff", "list", "--format", "json").json[-1]["name"] == "=1+1\u202e[bold]x[/bold]"


@pytest.mark.parametrize("kind", ["roles", "trainings", "certifications", "skills"])
def test_the_matrix_can_be_looked_up_without_a_store(run: Run, framework: Path, kind: str) -> None:
    listed = run(kind, "list", "--format", "json")
    assert listed.code == 0
    for row in listed.json:
        shown = run(kind, "show", row["id"], "--format", "json").json
        assert (shown["id"], shown["name"]) == (row["id"], row["name"])
        assert run(kind, "show", row["name"]["ja"]).out == run(kind, "show", row["id"]).out
    assert run(kind, "show", "nonesuch").code == 3


def test_framework_check_lists_what_is_left_to_decide(run: Run, framework: Path) -> None:
    ran = run("framework", "check")
    assert ran.code == 0
    assert ran.out.startswith(
        "The framework has no fault.\nRoles: 2, requirements: 4, trainings: 2, certifications: 1.\n"
    )
    assert "leader/exam" in ran.out


def test_framework_schema(run: Run, framework: Path) -> None:
    every = run("framework", "schema").json
    assert set(every) == {"roles", "trainings", "profile"}
    assert run("framework", "schema", "roles.yaml").json == every["roles"]
    assert run("framework", "schema", "people").code == 2


def test_the_store_is_verified_whatever_the_framework_says(office: Run) -> None:
    Path("data/roles.yaml").write_text("no: framework", encoding="utf-8")
    assert office("report").code == 3
    ran = office("store", "verify")
    assert ran.code == 0
    assert ran.out.startswith("The store is whole.\n\nEntries    4\n")
    assert office("store", "info", "--format", "json").json["entries"] == 4


def test_a_head_line_is_kept_and_the_store_held_against_it(office: Run) -> None:
    line = office("store", "head").out
    assert line.count("\n") == 1
    said = office("store", "head", "--format", "json").json
    assert (said["line"], said["seq"]) == (line.strip(), 4)
    assert office("store", "head", "--output", "heads.txt").code == 0
    assert Path("heads.txt").read_text(encoding="utf-8") == line
    shutil.copytree("store", "old")
    assert office("unassign", "00000002", "leader", "--on", "2026-11-01").code == 0
    assert office("store", "verify", "--expect", line).code == 0
    Path("heads.txt").write_text(line + office("store", "head").out, encoding="utf-8")
    assert office("store", "verify", "--expect", "heads.txt").code == 0
    ran = office("--store", "old", "store", "verify", "--expect", "heads.txt")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error[rolled-back]: The journal was put back: it ends with entry 4")


def test_a_backup_is_a_store_that_can_be_asked(office: Run) -> None:
    ran = office("store", "backup", "copy")
    assert ran.code == 0
    line = office("store", "head").out
    assert ran.out.endswith(f"The backup is whole. Keep this line elsewhere:\n\n{line}")
    asked = office("--store", "copy", "staff", "list", "--format", "json")
    assert asked.out == office("staff", "list", "--format", "json").out
    assert office("--store", "copy", "store", "verify", "--expect", line).code == 0
    assert office("store", "backup", "copy").code == 3
    assert office("store", "backup", "second", "--format", "json").json["line"] == line.strip()


def test_a_store_is_repaired_after_being_told_what_for(office: Run) -> None:
    assert office("store", "repair", "--dry-run").out == "The store is whole; there is nothing to repair.\n"
    Path("store/HEAD").unlink()
    assert office("report").code == 5
    ran = office("store", "repair", "--dry-run")
    assert (ran.code, ran.out.split(":")[0], Path("store/HEAD").exists()) == (1, "head-lost", False)
    ran = office("store", "repair")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "The store was repaired and is whole; entries: 4.")
    assert office("report").code == 0


def test_damaged_entries_are_only_set_aside_when_that_is_said(office: Run) -> None:
    [segment] = Path("store/journal").iterdir()
    segment.write_bytes(segment.read_bytes().replace(b"leader", b"header"))
    ran = office("store", "repair")
    assert (ran.code, ran.out) == (5, "")
    assert "line 4" in ran.err
    assert "keeps the 3 entries" in ran.err
    done = office("store", "repair", "--to-quarantine", "--format", "json").json
    assert (done["entries"], done["entries_set_aside"]) == (3, 1)
    assert [found["code"] for found in done["findings"]] == ["entries-set-aside"]
    assert office("store", "verify").code == 0
    assert office("assign", "00000001", "leader").code == 0


def test_a_damaged_store_ends_in_5(office: Run) -> None:
    [segment] = Path("store/journal").iterdir()
    segment.write_bytes(segment.read_bytes().replace(b"leader", b"header"))
    for command in (["store", "verify"], ["check"], ["assign", "00000001", "leader"]):
        ran = office(*command)
        assert ran.code == 5
        assert ran.err.startswith("error[")


def test_a_report_for_publication_hides_counts_of_few(office: Run) -> None:
    ran = office("report", "--suppress-below", "2", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    document = ran.json
    assert document["schema"] == "dxskills/report/1"
    assert document["suppressed"]["below"] == 2
    assert "/totals/overdue" in document["suppressed"]["hidden"]
    assert (document["totals"]["overdue"], document["totals"]["readiness"]) == (None, None)
    table = office("report", "--suppress-below", "2")
    assert table.out.startswith("Gap report: Sample City, as of 2026-11-24\n\nPeople       x\nReadiness    x\n")
    assert "Hidden       x: fewer than 2 people, or a count from which one could be computed" in table.out
    assert "2 more: everything hidden." in office("report", "--suppress-below", "4", "--dept").out


@pytest.mark.parametrize(("form", "separator"), [("csv", ","), ("tsv", "\t")])
def test_hidden_counts_are_marked_in_csv(office: Run, form: str, separator: str) -> None:
    out = office("report", "--suppress-below", "4", "--dept", "--format", form).out.lstrip("\ufeff")
    header, *rows = csv.reader(io.StringIO(out), delimiter=separator)
    assert header[:3] == ["unit", "people", "obligations"]
    assert [row[0] for row in rows] == ["企画部", "総務部"]
    assert {cell for row in rows for cell in row[1:9]} == {"x"}


@pytest.mark.parametrize(
    "arguments",
    [["5", "--people"], ["5", "--fail-on", "overdue"], ["1"], ["0"], ["-3"], ["five"], ["５"], ["1001"], [""]],
)
def test_what_would_tell_of_few_is_refused(office: Run, arguments: list[str]) -> None:
    ran = office("report", "--suppress-below", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "--suppress-below" in ran.err
