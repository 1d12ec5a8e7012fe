"""One person's page, and the list of everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxskills.analysis.person import PersonPage
from dxskills.analysis.staff_list import staff_list
from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]

ROLES = """
  - {id: lead, name: Lead, requirements: [{id: q, training: basics}]}
  - {id: adviser, name: Adviser, moves_with_person: true, requirements: [{id: q, training: basics}]}
  - {id: boss, name: Boss, membership: {where: {manager: true}}}
"""


@pytest.fixture
def known(office: MakeOffice) -> Office:
    made = office(ROLES)
    made.person(joined="2020-04-01", appointment="regular", job_family="事務", grade="主事", kana="ピー")
    made.assign("p", "lead", "2025-04-01")
    made.assign("p", "adviser", "2025-04-01")
    made.registry.edit_staff("p", on=day("2024-04-01"), grade="主任", manager=True)
    made.registry.transfer("p", "B", on=day("2025-10-01"))
    return made


def page(made: Office, on: str, **values: Any) -> PersonPage:
    answer: PersonPage = made.registry.person("p", as_of=day(on), **values)
    return answer


def test_the_attributes_are_those_of_the_day(known: Office) -> None:
    before, after = page(known, "2024-03-31"), page(known, "2025-10-01")
    assert (before.unit, before.grade, before.manager, before.appointment) == ("A/a", "主事", False, "regular")
    assert (after.unit, after.grade, after.manager, after.kana) == ("B", "主任", True, "ピー")
    assert (after.in_service, after.joined, after.left) == (True, day("2020-04-01"), None)


def test_postings_follow_each_other(known: Office) -> None:
    known.registry.leave("p", on=day("2026-03-31"))
    assert [(line.unit, line.start, line.end) for line in page(known, "2025-05-01").postings] == [
        ("A/a", day("2020-04-01"), day("2025-09-30")),
        ("B", day("2025-10-01"), day("2026-03-31")),
    ]


def test_roles_end_or_move_with_a_transfer(known: Office) -> None:
    lines = page(known, "2025-10-01").roles
    assert [(line.role, line.unit, line.by, line.start, line.end, line.when) for line in lines] == [
        ("boss", "A/a", "membership", day("2024-04-01"), day("2025-09-30"), "past"),
        ("adviser", "A/a", "assignment", day("2025-04-01"), day("2025-09-30"), "past"),
        ("lead", "A/a", "assignment", day("2025-04-01"), day("2025-09-30"), "past"),
        ("adviser", "B", "assignment", day("2025-10-01"), None, "now"),
        ("boss", "B", "membership", day("2025-10-01"), None, "now"),
    ]


def test_records_say_whether_they_count_on_the_day(known: Office) -> None:
    known.train("yearly", "2024-05-01")
    known.train("yearly", "2025-05-01", score=80, hours=3)
    known.train("basics", "2025-05-01", outcome="absent")
    known.certify("exam", "2025-01-01", number="12")
    known.revoke("exam", "2025-06-01")
    known.assess(1, "2025-01-01")
    known.assess(2, "2025-02-01")
    known.assess(3, "2026-02-01")
    shown = page(known, "2025-07-01")
    assert [(line.training, line.outcome, line.valid, line.valid_until) for line in shown.trainings] == [
        ("yearly", "completed", False, day("2025-04-30")),
        ("yearly", "completed", True, day("2026-04-30")),
        ("basics", "absent", False, None),
    ]
    (award,) = shown.certifications
    assert (award.number, award.valid, award.valid_until, award.revoked_on) == (
        "12", False, day("2025-05-31"), day("2025-06-01"),
    )  # fmt: skip
    assert [(line.level, line.latest) for line in shown.assessments] == [(1, False), (2, True), (3, False)]


def test_waivers_and_enrolments_say_whether_they_are_past(known: Office) -> None:
    known.waive("lead/q", "2025-05-01", "2025-06-30")
    known.enrol("basics", "2025-07-01")
    assert [page(known, on).waivers[0].when for on in ("2025-04-30", "2025-06-30", "2025-07-01")] == [
        "later", "now", "past",
    ]  # fmt: skip
    assert [page(known, on).enrolments[0].when for on in ("2025-06-30", "2025-07-02")] == ["later", "past"]


def test_retracted_entries_are_not_on_the_page(known: Office) -> None:
    known.registry.retract(known.train("basics", "2025-05-01"), "wrong person")
    assert page(known, "2025-06-01").trainings == ()


def test_the_page_is_named_and_writes_from(known: Office) -> None:
    known.waive("lead/q", "2025-05-01", "2025-06-30")
    document = page(known, "2025-06-01").as_dict()
    assert document["schema"] == "dxskills/person/1"
    assert document["waivers"][0]["from"] == "2025-05-01"
    assert document["obligations"][0]["due_on"] == "2025-04-01"


def test_the_list_has_who_is_in_service_on_the_day_in_the_import_s_columns(known: Office) -> None:
    known.person("a", unit="A/b", joined="2025-01-01")
    known.person("z", unit="AB", joined="2021-01-01")
    known.registry.leave("z", on=day("2025-01-31"))
    listed = [row.staff for row in known.registry.staff(day("2025-01-31"))]
    assert listed == ["a", "p", "z"]
    assert [row.staff for row in known.registry.staff(day("2025-02-01"))] == ["a", "p"]
    assert known.registry.staff(day("2025-02-01"))[1].as_dict() == {
        "staff": "p", "name": "P", "kana": "ピー", "unit": "A/a", "appointment": "regular", "job_family": "事務",
        "grade": "主任", "manager": True, "joined": "2020-04-01", "left": None,
    }  # fmt: skip


def test_a_department_lists_who_is_posted_at_or_below_it_on_the_day(known: Office) -> None:
    known.person("z", unit="AB", joined="2021-01-01")
    assert [row.staff for row in known.registry.staff(day("2025-09-30"), dept="A")] == ["p"]
    assert [row.staff for row in known.registry.staff(day("2025-10-01"), dept="A")] == []


def test_everybody_includes_who_left_and_who_is_to_come(known: Office) -> None:
    known.person("gone", unit="A/b", joined="2015-04-01")
    known.registry.leave("gone", on=day("2020-03-31"))
    known.person("new", unit="A/c", joined="2030-04-01")
    index, names = known.registry.index, known.registry.journal.names()
    index.catch_up()
    rows = staff_list(index, day("2025-05-01"), names, everybody=True)
    assert [(row.staff, row.unit, row.joined, row.left) for row in rows] == [
        ("gone", "A/b", day("2015-04-01"), day("2020-03-31")),
        ("new", "A/c", day("2030-04-01"), None),
        ("p", "A/a", day("2020-04-01"), None),
    ]
    assert [row.staff for row in staff_list(index, day("2025-05-01"), names, dept="A/c", everybody=True)] == ["new"]


def test_the_log_has_every_entry_and_who_retracted_it(known: Office) -> None:
    seq = known.train("basics", "2025-05-01")
    known.registry.retract(seq, "wrong person")
    entries = known.registry.log("p")
    assert [entry.kind for entry in entries][-2:] == ["training.recorded", "entry.retracted"]
    assert (entries[-2].retracted_by, entries[-2].on, entries[-2].by) == (seq + 1, "2025-05-01", "tester")
    assert entries[-1].data["reason"] == "wrong person"
