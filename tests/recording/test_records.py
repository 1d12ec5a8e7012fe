"""Trainings, awards, revocations, assessments, waivers and enrolments: what is kept and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.recording.conftest import Office


def trained(office: Office, **values: Any) -> dict[str, Any]:
    return office.said("record_training", "basics", ["p"], on="2026-06-03", **values)


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({}, "completed"),
        ({"score": 40}, "completed"),
        ({"score": 39.5}, "failed"),
        ({"score": 10, "outcome": "completed"}, "completed"),
        ({"outcome": "absent"}, "absent"),
    ],
)
def test_the_pass_score_decides_where_no_outcome_is_said(office: Office, values: dict[str, Any], outcome: str) -> None:
    assert trained(office, **values)["outcome"] == outcome


def test_a_score_without_a_pass_score_is_completed(office: Office) -> None:
    assert office.said("record_training", "plain", ["p"], on="2026-06-03", score=1)["outcome"] == "completed"


def test_everything_that_is_said_of_a_training_is_kept(office: Office) -> None:
    office.person("teacher")
    said = trained(
        office, score=80, hours=6.5, end="2026-06-04", instructor="ｔｅａｃｈｅｒ", note="with\nlines", time="14:22:10"
    )
    assert said == {
        "training": "basics",
        "outcome": "completed",
        "score": 80,
        "hours": 6.5,
        "end": "2026-06-04",
        "instructor": "teacher",
        "note": "with\nlines",
        "time": "14:22:10",
    }


def test_a_training_may_be_given_by_its_alias(office: Office) -> None:
    assert office.said("record_training", "基礎", ["p"], on="2026-06-03")["training"] == "basics"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"outcome": "done"}, "bad-outcome"),
        ({"score": -1}, "bad-number"),
        ({"hours": -0.5}, "bad-number"),
        ({"hours": float("inf")}, "bad-number"),
        ({"end": "2026-06-02"}, "end-before-start"),
        ({"instructor": "nobody"}, "unknown-staff"),
        ({"instructor": "a b"}, "bad-staff-number"),
        ({"note": "\x00"}, "control-character"),
        ({"note": "a\tb"}, "control-character"),
    ],
)
def test_what_makes_no_sense_of_a_training_is_refused(office: Office, values: dict[str, Any], code: str) -> None:
    assert office.refusal("record_training", "basics", ["p"], on="2026-06-03", **values) == code


def test_unknown_items_are_refused(office: Office) -> None:
    on = "2026-06-03"
    assert office.refusal("record_training", "nothing", ["p"], on=on) == "unknown-training"
    assert office.refusal("record_certification", "nothing", ["p"], on=on) == "unknown-certification"
    assert office.refusal("revoke", "nothing", ["p"], on=on) == "unknown-certification"
    assert office.refusal("assess", "nothing", ["p"], 1, on=on) == "unknown-skill"
    assert office.refusal("enrol", "nothing", ["p"], on=on) == "unknown-training"
    values = {"start": on, "until": on, "reason": "ill"}
    assert office.refusal("waive", "leader/nothing", ["p"], **values) == "unknown-requirement"


def test_records_before_joining_and_after_leaving_are_legal(office: Office) -> None:
    office.call("leave", "p", on="2026-09-30")
    assert office.said("record_training", "basics", ["p"], on="2001-01-01")
    assert office.said("record_training", "basics", ["p"], on="2030-01-01")


def test_the_same_record_again_is_one_entry(office: Office) -> None:
    trained(office, score=80)
    assert office.call("record_training", "basics", ["p"], on="2026-06-03", score=80).entries == ()


def test_the_same_key_with_other_values_is_a_conflict_and_another_time_another_record(office: Office) -> None:
    trained(office, score=80)
    assert office.refusal("record_training", "basics", ["p"], on="2026-06-03", score=70) == "conflict"
    assert trained(office, score=70, time="15:00:00")["score"] == 70


def test_what_was_retracted_is_no_longer_in_the_way(office: Office) -> None:
    seq = office.seq("record_training", "basics", ["p"], on="2026-06-03", score=80)
    office.call("retract", seq, "mistaken")
    assert trained(office, score=70)["score"] == 70


def test_what_an_award_says_is_kept(office: Office) -> None:
    said = office.said(
        "record_certification", "exam", ["p"], on="2026-05-17", expires_on="2029-05-16", number="A-1", subsidy=7500
    )
    assert said == {"certification": "exam", "expires_on": "2029-05-16", "number": "A-1", "subsidy": 7500}


def test_an_award_that_ends_before_it_begins_and_a_negative_subsidy_are_refused(office: Office) -> None:
    values = {"on": "2026-05-17"}
    refusal = office.refusal("record_certification", "exam", ["p"], expires_on="2026-05-16", **values)
    assert refusal == "end-before-start"
    assert office.refusal("record_certification", "exam", ["p"], subsidy=-1, **values) == "bad-number"


def test_a_subsidy_above_the_ceiling_is_taken_and_said(office: Office) -> None:
    written = office.call("record_certification", "exam", ["p"], on="2026-05-17", subsidy=8000)
    assert written.entries[0].data["subsidy"] == 8000
    assert written.notices == ("The subsidy of 8000 yen is above the ceiling of 7500 yen for Exam.",)


def test_a_revocation_is_an_entry_of_its_own_and_says_when_there_is_nothing_to_revoke(office: Office) -> None:
    office.call("record_certification", "exam", ["p"], on="2026-05-17")
    assert office.call("revoke", "exam", ["p"], on="2026-05-16").notices != ()
    written = office.call("revoke", "exam", ["p"], on="2026-05-17", reason="found out")
    assert written.notices == ()
    assert written.entries[0].data == {"certification": "exam", "reason": "found out"}


@pytest.mark.parametrize("level", [0, 4, -1])
def test_a_level_that_the_skill_does_not_have_is_refused(office: Office, level: int) -> None:
    assert office.refusal("assess", "data", ["p"], level, on="2026-06-03") == "bad-level"


def test_an_assessment_keeps_who_made_it(office: Office) -> None:
    said = office.said("assess", "data", ["p"], 3, on="2026-06-03", assessor="Head of section")
    assert said == {"skill": "data", "level": 3, "assessor": "Head of section"}


def test_a_waiver_keeps_its_reason_and_approver(office: Office) -> None:
    values = {"start": "2026-04-01", "until": "2026-09-30", "reason": "parental leave", "approver": "DX office"}
    said = office.said("waive", "Leader/basics", ["p"], **values)
    assert said == {
        "requirement": "leader/basics",
        "until": "2026-09-30",
        "reason": "parental leave",
        "approver": "DX office",
    }


def test_a_waiver_needs_a_reason_and_an_end_after_its_start(office: Office) -> None:
    values = {"start": "2026-04-01", "until": "2026-03-31", "reason": "ill"}
    assert office.refusal("waive", "leader/basics", ["p"], **values) == "end-before-start"
    values = {"start": "2026-04-01", "until": "2026-09-30", "reason": "\u3000"}
    assert office.refusal("waive", "leader/basics", ["p"], **values) == "missing-value"


def test_an_enrolment_is_one_a_day(office: Office) -> None:
    assert office.said("enrol", "basics", ["p"], on="2027-01-15") == {"training": "basics"}
    assert office.call("enrol", "basics", ["p"], on="2027-01-15").entries == ()


def test_texts_are_kept_as_an_import_would_read_them(office: Office) -> None:
    assert office.said("record_training", "basics", "p", on="2025-05-01", note=" a b\u3000\n")["note"] == "a b"
    assert office.call("record_training", "basics", "p", on="2025-05-01", note="a b").entries == ()
    assert "note" not in office.said("record_training", "basics", "p", on="2025-05-02", note="\u3000 ")
    said = office.said("record_certification", "exam", "p", on="2025-05-01", number=" 12 ", note=" ")
    assert said == {"certification": "exam", "number": "12"}
    assert office.said("assess", "data", "p", 1, on="2025-05-01", assessor=" q ")["assessor"] == "q"
    waived = office.said(
        "waive", "leader/basics", "p", start="2025-05-01", until="2025-06-01", reason=" r ", approver=" "
    )
    assert waived == {"requirement": "leader/basics", "until": "2025-06-01", "reason": "r"}
    assert office.said("assign", "p", "placed", start="2025-05-01", exception=" why ")["exception"] == "why"
    assert office.refusal("assess", "data", "p", 1, on="2025-06-01", assessor="a\x1f") == "control-character"
