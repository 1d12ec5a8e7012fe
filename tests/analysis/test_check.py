"""``check``: what does not agree, with itself or with the framework."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.analysis.office import TRAININGS, Office, day

MakeOffice = Callable[..., Office]

LEAD = "  - {id: lead, name: Lead, requirements: [{id: q, training: basics}]}\n"


@pytest.fixture
def sound(office: MakeOffice) -> Office:
    made = office(LEAD)
    made.person(appointment="regular", kana="ピー")
    return made


def codes(made: Office) -> list[tuple[str, str | None, int | None]]:
    return [(finding.code, finding.staff, finding.entry) for finding in made.registry.check().findings]


def test_a_sound_store_has_no_findings(sound: Office) -> None:
    sound.assign("p", "lead", "2025-04-01")
    sound.train("basics", "2025-05-01")
    result = sound.registry.check()
    assert (result.findings, result.found, result.people, result.entries) == ((), False, 1, 3)
    assert result.as_dict()["schema"] == "dxskills/check/1"


def test_ids_that_the_framework_lost_are_errors(sound: Office) -> None:
    entries = [
        sound.assign("p", "lead", "2025-04-01"),
        sound.train("law", "2025-05-01"),
        sound.enrol("law", "2025-06-01"),
        sound.certify("exam", "2025-05-01"),
        sound.assess(3, "2025-05-01"),
        sound.waive("lead/q", "2025-05-01", "2025-05-31"),
    ]
    less = TRAININGS.replace("id: law", "id: laws").replace("id: exam", "id: exams").replace("id: data", "id: date")
    sound.change_rules("roles:\n" + LEAD.replace("id: lead", "id: leader"), less.replace("skill: data", "skill: date"))
    assert codes(sound) == [
        ("unknown-certification", "p", entries[3]),
        ("unknown-requirement", "p", entries[5]),
        ("unknown-role", "p", entries[0]),
        ("unknown-skill", "p", entries[4]),
        ("unknown-training", "p", entries[1]),
        ("unknown-training", "p", entries[2]),
    ]
    assert {finding.severity for finding in sound.registry.check().findings} == {"error"}


def test_a_level_that_the_skill_no_longer_has(sound: Office) -> None:
    seq = sound.assess(3, "2025-05-01")
    sound.change_rules(
        "roles:\n" + LEAD,
        TRAININGS.replace("levels: [One, Two, Three]", "levels: [One, Two]").replace("level: 3", "level: 2"),
    )
    assert codes(sound) == [("bad-level", "p", seq)]


def test_people_without_a_unit_or_an_appointment(sound: Office) -> None:
    sound.person("q", unit=None)
    assert codes(sound) == [("no-appointment", "q", None), ("no-unit", "q", None)]


def test_an_appointment_that_the_framework_lost(sound: Office) -> None:
    seq = sound.person("q", appointment="yearly")
    text = (sound.folder / "data" / "roles.yaml").read_text(encoding="utf-8").replace("id: yearly", "id: annual")
    sound.registry.close()
    (sound.folder / "data" / "roles.yaml").write_text(text, encoding="utf-8")
    sound.registry = sound.open()
    assert codes(sound) == [("unknown-appointment", "q", seq)]


def test_records_while_not_in_service(sound: Office) -> None:
    sound.registry.leave("p", on=day("2025-03-31"))
    seq = sound.train("basics", "2025-05-01")
    sound.certify("exam", "2010-05-01")
    assert codes(sound) == [("outside-service", "p", seq)]


def test_an_assignment_that_began_while_not_in_service(sound: Office) -> None:
    seq = sound.assign("p", "lead", "2025-04-01")
    sound.registry.edit_staff("p", on=day("2025-06-01"), joined=day("2025-06-01"))
    assert ("outside-service", "p", seq) in codes(sound)


def test_an_assignment_in_a_unit_that_nobody_knows(sound: Office) -> None:
    seq = sound.assign("p", "lead", "2025-04-01", unit="A/x")
    assert codes(sound) == [("unknown-unit", "p", seq)]


def test_an_assignment_that_the_rules_would_refuse_now(sound: Office) -> None:
    seq = sound.assign("p", "lead", "2025-04-01")
    meant = sound.assign("p", "lead", "2025-05-01", unit="A", exception="agreed")
    sound.change_rules(
        "roles:\n  - {id: lead, name: Lead, placement: {units: [B]},"
        " acquisition: [{route: recruitment, appointments: [yearly]}]}\n"
    )
    assert codes(sound) == [("outside-placement", "p", seq), ("wrong-appointment", "p", seq)]
    assert meant not in {finding.entry for finding in sound.registry.check().findings}
    sound.change_rules("roles:\n  - {id: lead, name: Lead, membership: everyone}\n")
    assert ("role-not-assigned", "p", seq) in codes(sound)


def test_an_assignment_that_runs_past_the_term(sound: Office) -> None:
    seq = sound.assign("p", "lead", "2025-04-01")
    sound.registry.edit_staff("p", on=day("2020-01-01"), appointment="yearly")
    assert codes(sound) == [("past-term", "p", seq)]


def test_assignments_that_overlap_since_an_end_was_retracted(sound: Office) -> None:
    sound.assign("p", "lead", "2025-04-01")
    ended = sound.registry.unassign("p", "lead", on=day("2025-06-30")).entries[-1].seq
    second = sound.assign("p", "lead", "2025-07-01")
    sound.registry.retract(ended, "wrong person")
    assert codes(sound) == [("overlapping-assignment", "p", second)]


def test_what_ends_nothing(sound: Office) -> None:
    first = sound.assign("p", "lead", "2025-04-01")
    ended = sound.registry.unassign("p", "lead", on=day("2025-06-30")).entries[-1].seq
    sound.registry.retract(first, "wrong person")
    revoked = sound.revoke("exam", "2025-06-01")
    assert codes(sound) == [("ends-nothing", "p", ended), ("ends-nothing", "p", revoked)]


def test_entries_about_somebody_whose_joining_was_retracted(sound: Office) -> None:
    joined = sound.person("q", appointment="regular")
    seq = sound.train("basics", "2025-05-01", "q")
    sound.registry.retract(joined, "wrong number")
    assert codes(sound) == [("never-joined", "q", seq), ("name-without-person", "q", None)]


def test_of_a_name_without_a_person_nothing_else_is_said(sound: Office) -> None:
    """Nobody could mend it: only somebody who is known has a name to edit."""
    joined = sound.registry.add_staff(
        "q", "キュ\u200bー", joined=day("2025-04-01"), appointment="regular", unit="総務部"
    )
    assert ("hidden-character", "q", None) in codes(sound)
    sound.registry.retract(joined.entries[0].seq, "wrong number")
    assert codes(sound) == [("name-without-person", "q", None)]


def test_possible_duplicates_have_the_same_name_and_kana_after_nfkc(sound: Office) -> None:
    for staff, name, kana in (
        ("b1", "山田 太郎", "ヤマダ タロウ"),
        ("b2", "山田　太郎", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("b3", "山田太郎", "ヤマタ"),
    ):
        sound.registry.add_staff(staff, name, kana=kana, joined=day("2025-04-01"), unit="A", appointment="regular")
    assert codes(sound) == [("possible-duplicate", "b2", None)]
    assert "b1" in sound.registry.check().findings[0].message
