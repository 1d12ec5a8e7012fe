"""Files of assignments, trainings, certifications, assessments, waivers and enrolments, and the same entry again."""

from __future__ import annotations

from datetime import date

import pytest

from dxskills.exchange import packing
from tests.exchange.office import Office, faults

ONE, TWO, THREE = "00000001", "00000002", "00000003"

ROWS = {
    "assignments": ("職員番号,役割,配置先,開始日,終了日", f"{ONE},DXリーダー,総務部,2026-06-01,2027-03-31"),
    "trainings": ("職員番号,研修,受講日,結果,点数", f"{ONE},security,2026-06-01,修了,80"),
    "certifications": ("職員番号,資格,合格日,補助額", f"{ONE},iパス,2026-06-01,5000"),
    "assessments": ("職員番号,スキル,評価日,レベル", f"{ONE},analysis,2026-06-01,1"),
    "waivers": ("職員番号,要件,開始日,終了日,理由", f"{ONE},leader/basics,2026-06-01,2026-12-31,育休"),
}
OTHER = {
    "assignments": f"{ONE},ＤＸリーダー,総務部,R8.6.1,2026-12-31",
    "trainings": f"{ONE},Security Basics,R8.6.1,修了,90",
    "certifications": f"{ONE},ITパスポート試験,R8.6.1,6000",
    "assessments": f"{ONE},データ分析,R8.6.1,2",
}
ENTRY = {
    "assignments": "role.assigned",
    "trainings": "training.recorded",
    "certifications": "certification.recorded",
    "assessments": "skill.assessed",
}
COLUMN = {
    "assignments": "終了日",
    "trainings": "点数",
    "certifications": "補助額",
    "assessments": "レベル",
}
KINDS = list(ROWS)
KEYED = list(OTHER)


def table(kind: str, *rows: str) -> str:
    return "\n".join((ROWS[kind][0], *rows, ""))


# --- what is the same, what is another


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_row_again_is_one_entry(office: Office, kind: str) -> None:
    row = ROWS[kind][1]
    first = office.take(kind, table(kind, row, row))
    assert (first.read, first.added, first.unchanged) == (2, 1, 1)
    before = office.seq()
    again = office.take(kind, table(kind, row))
    assert (again.added, again.unchanged, again.batch) == (0, 1, None)
    assert office.seq() == before


@pytest.mark.parametrize("kind", KEYED)
def test_other_values_under_the_same_key_are_a_conflict(office: Office, kind: str) -> None:
    office.take(kind, table(kind, ROWS[kind][1]))
    before = office.seq()
    result = office.take(kind, table(kind, OTHER[kind]))
    assert faults(result) == [(2, COLUMN[kind], "conflict")]
    assert "--update" in result.problems[0].message
    assert office.seq() == before


@pytest.mark.parametrize("kind", KEYED)
def test_an_update_retracts_the_old_and_records_the_new(office: Office, kind: str) -> None:
    office.take(kind, table(kind, ROWS[kind][1]))
    result = office.take(kind, table(kind, OTHER[kind]), update=True)
    assert (result.added, result.updated) == (0, 1)
    assert len(office.entries(ENTRY[kind])) == 1
    assert len(office.entries("entry.retracted")) == 1
    assert office.take(kind, table(kind, OTHER[kind]), update=True).unchanged == 1


@pytest.mark.parametrize("kind", KEYED)
def test_two_rows_of_one_key_and_other_values_are_both_refused(office: Office, kind: str) -> None:
    for update in (False, True):
        result = office.take(kind, table(kind, ROWS[kind][1], OTHER[kind]), update=update, skip_invalid=True)
        assert faults(result) == [(2, COLUMN[kind], "conflict"), (3, COLUMN[kind], "conflict")]
        assert office.entries(ENTRY[kind]) == []


def test_rows_of_two_files_conflict_too_and_both_files_are_named(office: Office) -> None:
    result = office.take("trainings", table("trainings", ROWS["trainings"][1]), table("trainings", OTHER["trainings"]))
    assert {problem.file for problem in result.problems} == {
        str(office.desk / "file.csv"),
        str(office.desk / "file1.csv"),
    }
    assert "file1.csv 2" in result.problems[0].message


def test_a_batch_can_be_undone(office: Office) -> None:
    result = office.take("trainings", table("trainings", ROWS["trainings"][1]))
    assert result.batch is not None
    office.registry.retract_batch(result.batch, "wrong file")
    assert office.entries("training.recorded") == []
    assert office.take("trainings", table("trainings", ROWS["trainings"][1])).added == 1


def test_a_blank_cell_says_nothing_against_an_entry(office: Office) -> None:
    office.take("certifications", f"職員番号,資格,合格日,番号,補助額\n{ONE},iパス,2026-06-01,A-1,5000\n")
    assert office.take("certifications", f"職員番号,資格,合格日,番号\n{ONE},iパス,2026-06-01,A-1\n").unchanged == 1
    result = office.take("certifications", f"職員番号,資格,合格日,番号\n{ONE},iパス,2026-06-01,A-2\n", update=True)
    assert result.updated == 1
    (data,) = office.data("certification.recorded")
    assert (data["number"], data["subsidy"]) == ("A-2", 5000)


# --- trainings


def test_the_time_of_day_belongs_to_the_key(office: Office) -> None:
    text = (
        "User ID,Course Name,Completed At,Score,Status\n"
        f"{ONE},Security Basics,2026-06-03 14:22:10,35,Failed\n"
        f"{ONE},セキュリティ研修,2026-06-03 15:40:00,80,Passed\n"
        f"{ONE},ｾｷｭﾘﾃｨ研修,2026/6/3 15:40,80,Completed\n"
    )
    result = office.take("trainings", text)
    assert (result.added, result.unchanged) == (2, 1)
    assert [(d["time"], d["outcome"]) for d in office.data("training.recorded")] == [
        ("14:22:10", "failed"),
        ("15:40:00", "completed"),
    ]


def test_a_blank_outcome_is_by_the_score_or_else_completed(office: Office) -> None:
    text = (
        "職員番号,研修,受講日,結果,点数\n"
        f"{ONE},security,2026-06-01,,39.5\n{ONE},security,2026-06-02,,40\n"
        f"{ONE},security,2026-06-03,,\n{ONE},literacy,2026-06-04,,1\n"
    )
    office.take("trainings", text)
    assert [d["outcome"] for d in office.data("training.recorded")] == ["failed", "completed", "completed", "completed"]


def test_under_attendance_a_cross_is_absent_and_a_blank_is_refused(office: Office) -> None:
    text = f"職員番号,研修,受講日,出欠\n{ONE},security,2026-06-01,◯\n{TWO},security,2026-06-01,✕\n"
    office.take("trainings", text)
    assert [d["outcome"] for d in office.data("training.recorded")] == ["completed", "absent"]
    result = office.take("trainings", f"職員番号,研修,受講日,出欠\n{THREE},security,2026-06-01,\n")
    assert faults(result) == [(2, "出欠", "missing-value")]


def test_everything_that_a_training_row_can_say(office: Office) -> None:
    text = (
        "職員番号,研修,受講日,終了日,結果,点数,時間,講師,備考\n"
        f'{ONE},security,2026年7月7日(火),R8.7.8,修了,９２．５点,1.5時間,{TWO},"一日目\r\n二日目"\n'
    )
    office.take("trainings", text)
    (entry,) = office.entries("training.recorded")
    assert (entry.on, entry.data) == (
        "2026-07-07",
        {
            "training": "security",
            "end": "2026-07-08",
            "outcome": "completed",
            "score": 92.5,
            "hours": 1.5,
            "instructor": TWO,
            "note": "一日目\n二日目",
        },
    )


def test_a_teacher_must_be_somebody(office: Office) -> None:
    text = f"職員番号,研修,受講日,講師\n{ONE},security,2026-06-01,00000077\n{ONE},security,2026-06-02,外部講師\n"
    assert faults(office.take("trainings", text)) == [(2, "講師", "unknown-staff"), (3, "講師", "bad-staff-number")]


# --- certifications, assessments, waivers, enrolments


def test_what_a_certification_row_can_say(office: Office) -> None:
    text = (
        f"職員番号,資格名,合格日,合格証書番号,有効期限,補助額,備考\n{ONE},ｉパス,Ｒ３．１．２,第IP号,R9.3.31,￥7,500,\n"
    )
    result = office.take("certifications", text.replace("￥7,500", '"￥7,500"'))
    assert result.notices == ()
    (entry,) = office.entries("certification.recorded")
    assert (entry.on, entry.data) == (
        "2021-01-02",
        {"certification": "passport", "number": "第IP号", "expires_on": "2027-03-31", "subsidy": 7500},
    )


def test_nothing_said_of_a_subsidy_is_not_none_paid(office: Office) -> None:
    text = f"職員番号,資格名,合格日,補助額\n{ONE},iパス,2026-06-01,0円\n{TWO},iパス,2026-06-01,\n"
    office.take("certifications", text)
    assert [d.get("subsidy") for d in office.data("certification.recorded")] == [0, None]


def test_a_certification_that_expires_before_it_is_awarded_is_refused(office: Office) -> None:
    result = office.take("certifications", f"職員番号,資格,合格日,有効期限\n{ONE},iパス,2026-06-01,2026-05-31\n")
    assert faults(result) == [(2, "有効期限", "end-before-start")]


@pytest.mark.parametrize(
    ("level", "code"), [("3", "bad-level"), ("0", "bad-level"), ("実務", "bad-number"), ("", "missing-value")]
)
def test_a_level_must_be_one_of_the_skill(office: Office, level: str, code: str) -> None:
    result = office.take("assessments", f"職員番号,スキル,評価日,レベル\n{ONE},analysis,2026-06-01,{level}\n")
    assert faults(result) == [(2, "レベル", code)]


def test_a_waiver_granted_again_from_the_same_day_is_another_one(office: Office) -> None:
    header, row = ROWS["waivers"]
    longer = row.replace("2026-12-31", "2027-01-31")
    assert office.take("waivers", f"{header}\n{row}\n{longer}\n").added == 2
    assert office.take("waivers", f"{header},承認者\n{row},人事課長\n").added == 1
    assert office.take("waivers", f"{header}\n{longer}\n").unchanged == 1


def test_a_waiver_needs_an_end_after_its_start_and_a_reason(office: Office) -> None:
    text = (
        "職員番号,要件,開始日,終了日,理由\n"
        f"{ONE},leader/basics,2026-06-01,2026-05-31,育休\n{TWO},leader/basics,2026-06-01,2026-12-31,\n"
        f"{THREE},leader/nothing,2026-06-01,2026-12-31,育休\n"
    )
    assert faults(office.take("waivers", text)) == [
        (2, "終了日", "end-before-start"),
        (3, "理由", "missing-value"),
        (4, "要件", "unknown-requirement"),
    ]


def test_enrolments(office: Office) -> None:
    text = f"職員番号,研修,予定日\n{ONE},security,2026-12-01\n{ONE},Security Basics,R8.12.1\n"
    result = office.take("enrolments", text)
    assert (result.added, result.unchanged) == (1, 1)
    assert office.entries("training.enrolled")[0].on == "2026-12-01"


# --- assignments


def test_a_unit_may_be_a_tail_a_wide_path_or_blank(office: Office) -> None:
    rows = (f"{ONE},DXリーダー,職員課,2026-06-01", f"{TWO},leader,総務部／総務課,R8.6.1", f"{THREE},leader,,R8.6.1")
    text = "\n".join(("職員番号,役割,配置先,開始日", *rows, ""))
    office.take("assignments", text)
    assert [d["unit"] for d in office.data("role.assigned")] == ["総務部/職員課", "総務部/総務課", "区民部/税務課"]
    assert office.take("assignments", text).unchanged == 3


def test_a_blank_end_is_the_end_of_the_term(office: Office) -> None:
    text = f"職員番号,役割,開始日,終了日\n{THREE},leader,2026-06-01,\n{ONE},leader,2026-06-01,\n"
    office.take("assignments", text)
    assert [d.get("end") for d in office.data("role.assigned")] == ["2027-03-31", None]
    assert office.take("assignments", text).unchanged == 2


def test_rules_of_assignment_name_the_column(office: Office) -> None:
    text = (
        "職員番号,役割,開始日,終了日\n"
        f"{ONE},leader,2009-06-01,\n{TWO},leader,2026-06-01,2026-05-31\n{THREE},leader,2026-06-01,2028-03-31\n"
    )
    assert faults(office.take("assignments", text)) == [
        (2, "開始日", "not-in-service"),
        (3, "終了日", "end-before-start"),
        (4, "終了日", "past-term"),
    ]


def test_an_overlap_is_refused_and_a_refused_row_leaves_nothing_behind(office: Office) -> None:
    text = (
        f"職員番号,役割,開始日,終了日\n{ONE},leader,2026-06-01,\n{ONE},leader,2026-07-01,\n{TWO},leader,2026-06-01,\n"
    )
    result = office.take("assignments", text, skip_invalid=True)
    assert faults(result) == [(3, "開始日", "overlapping-assignment")]
    assert [e.staff for e in office.entries("role.assigned")] == [ONE, TWO]


def test_an_update_that_is_refused_keeps_the_old_entry(office: Office) -> None:
    office.take(
        "assignments", f"職員番号,役割,開始日,終了日\n{ONE},leader,2026-06-01,2026-07-31\n{ONE},leader,2026-09-01,\n"
    )
    text = f"職員番号,役割,開始日,終了日\n{ONE},leader,2026-06-01,2026-09-30\n{TWO},leader,2026-06-01,\n"
    result = office.take("assignments", text, update=True, skip_invalid=True)
    assert faults(result) == [(2, "開始日", "overlapping-assignment")]
    assert [(e.staff, e.on) for e in office.entries("role.assigned")] == [
        (ONE, "2026-06-01"),
        (ONE, "2026-09-01"),
        (TWO, "2026-06-01"),
    ]


def test_new_units_are_said_to_be_new(office: Office) -> None:
    result = office.take("assignments", f"職員番号,役割,配置先,開始日\n{ONE},leader,総務部/新設課,2026-06-01\n")
    assert result.added == 1
    assert "総務部/新設課" in result.notices[0]


def test_dates_of_the_future_are_legal(office: Office) -> None:
    assert office.take("trainings", f"職員番号,研修,受講日\n{ONE},security,{date(2031, 4, 1)}\n").added == 1


def test_keys_whose_hashes_happen_to_be_alike_are_no_contradiction(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "hash", lambda _key: 7, raising=False)
    rows = [f"{staff},security,2026-06-01,修了,{score}" for staff, score in ((ONE, 80), (TWO, 90), (TWO, 91))]
    result = office.take("trainings", table("trainings", *rows), skip_invalid=True)
    assert result.added == 1
    assert faults(result) == [(3, "点数", "conflict"), (4, "点数", "conflict")]


def test_rows_refused_late_are_given_back_with_their_cells(office: Office) -> None:
    office.take("trainings", table("trainings", f"{ONE},security,2026-06-01,修了,80"))
    bad = "Security Basics"
    rows = (f"{TWO},security,2026-06-02,修了,70", f"{ONE},{bad},R8.6.1,修了,90", f"{THREE},none such,2026-06-02,修了,1")
    result = office.take("trainings", table("trainings", *rows), skip_invalid=True)
    assert (result.added, result.rejected) == (1, 2)
    assert [problem.row for problem in result.problems] == [3, 4]
    lines = result.rejects[0].read_text(encoding="utf-8-sig").splitlines()
    assert [line.partition(f"{staff},")[2] for line, staff in zip(lines[1:], (ONE, THREE), strict=True)] == [
        f"{bad},R8.6.1,修了,90",
        "none such,2026-06-02,修了,1",
    ]
