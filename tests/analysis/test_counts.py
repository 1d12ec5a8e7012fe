"""The counts of a report: totals, rows of zeros, domains, halves, functions, staffing, scopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxskills.analysis.results import Counts, Report, StaffingRow
from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]

LEAD = """
  - id: lead
    name: Lead
    functions: [{id: plan, name: Plan}, {id: teach, name: Teach}]
    staffing: [{per: 課, min: 2}, {per: organisation, min: 5}]
    requirements:
      - {id: exam, certification: exam, functions: [plan]}
      - {id: law, training: law, within: 12m}
      - {id: more, training: advanced, necessity: recommended, functions: [teach]}
  - id: all
    name: All
    membership: everyone
    requirements: [{id: basics, training: basics}]
"""


def rows(report: Report, table: str, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in report.as_dict()[table]]


@pytest.fixture
def staffed(office: MakeOffice) -> Office:
    """Leads: p and r in A/a, q in A/b; somebody in A/c/1 and B; r has passed the exam, p everything."""
    made = office(LEAD)
    for staff, unit in (("p", "A/a"), ("q", "A/b"), ("r", "A/a/1"), ("s", "A/c/1"), ("t", "B")):
        made.person(staff, unit=unit, joined="2025-04-01")
    for staff in ("p", "q", "r"):
        made.assign(staff, "lead", "2025-04-01")
    made.certify("exam", "2025-05-01", "p")
    made.train("law", "2025-05-01", "p")
    made.train("basics", "2025-05-01", "p")
    made.certify("exam", "2025-05-01", "r")
    return made


def test_totals_count_mandatory_obligations_and_people_in_service(staffed: Office) -> None:
    report = staffed.report("2025-06-01")
    assert report.people_count == 5
    assert report.totals == Counts(obligations=11, met=4, pending=2, overdue=5)
    assert report.totals.readiness == 0.3636
    assert report.recommended == Counts(obligations=3, overdue=3)


def test_readiness_leaves_out_what_is_waived_and_is_null_where_nothing_is_asked(staffed: Office) -> None:
    staffed.waive("all/basics", "2025-06-01", "2025-06-30", "t")
    departments = rows(staffed.report("2025-06-01"), "departments", "unit", "obligations", "waived", "readiness")
    assert departments == [("A", 10, 0, 0.4), ("B", 1, 1, None)]


def test_departments_are_top_level_units_with_their_people_and_shortfall(staffed: Office) -> None:
    report = staffed.report("2025-06-01")
    assert rows(report, "departments", "unit", "people", "obligations", "shortfall") == [
        ("A", 4, 10, 3),
        ("B", 1, 1, 0),
    ]


def test_a_department_where_only_a_role_is_held_has_a_row_and_nobody(staffed: Office) -> None:
    staffed.person("u", unit="C", joined="2025-04-01")
    staffed.assign("p", "lead", "2025-04-01", unit="C")
    staffed.registry.leave("u", on=day("2025-05-31"))
    departments = rows(staffed.report("2025-06-01"), "departments", "unit", "people", "obligations")
    assert departments == [("A", 4, 10), ("B", 1, 1), ("C", 0, 2)]


def test_people_without_a_unit_count_in_the_total_only(office: MakeOffice) -> None:
    made = office(LEAD)
    made.person(unit=None)
    report = made.report("2025-06-01", people=True)
    assert (report.people_count, report.totals.obligations, report.departments) == (1, 1, ())
    assert report.people is not None
    assert report.people[0].unit is None


def test_every_role_and_requirement_in_effect_and_every_domain_has_a_row(office: MakeOffice) -> None:
    made = office(
        """
  - {id: now, name: Now, functions: [{id: f, name: F}], requirements: [{id: q, training: law},
     {id: not-yet, training: basics, effective_from: 2026-04-01}]}
  - {id: not-yet, name: Not yet, effective_from: 2026-04-01, requirements: [{id: q, training: basics}]}
"""
    )
    report = made.report("2025-06-01")
    assert rows(report, "roles", "role", "holders", "qualified", "obligations") == [("now", 0, 0, 0)]
    assert rows(report, "requirements", "role", "requirement", "necessity", "domain", "obligations") == [
        ("now", "q", "mandatory", "administrative", 0)
    ]
    assert rows(report, "domains", "domain", "obligations") == [("administrative", 0), ("ict", 0), ("other", 0)]
    assert (report.people_count, report.totals.readiness, report.departments, report.functions) == (0, None, (), ())


def test_a_holder_without_a_mandatory_gap_is_qualified(staffed: Office) -> None:
    assert rows(staffed.report("2025-06-01"), "roles", "role", "holders", "qualified") == [
        ("all", 5, 1),
        ("lead", 3, 1),
    ]


def test_holders_are_distinct_people(staffed: Office) -> None:
    staffed.assign("p", "lead", "2025-04-01", unit="A/b")
    report = staffed.report("2025-06-01")
    assert rows(report, "roles", "role", "holders", "obligations") == [("all", 5, 5), ("lead", 3, 8)]


def test_both_halves_are_counted_for_assigned_roles_only(staffed: Office) -> None:
    report = staffed.report("2025-06-01")
    assert rows(report, "roles", "role", "ict_free", "administrative_free", "both_free") == [
        ("all", None, None, None),
        ("lead", 2, 1, 1),
    ]


def test_a_requirement_s_domain_is_that_of_its_first_alternative(office: MakeOffice) -> None:
    made = office("  - {id: r, name: R, requirements: [{id: q, any_of: [{training: law}, {training: basics}]}]}\n")
    made.person()
    made.assign("p", "r", "2025-04-01")
    assert rows(made.report("2025-06-01"), "domains", "domain", "obligations", "overdue") == [
        ("administrative", 1, 1),
        ("ict", 0, 0),
        ("other", 0, 0),
    ]


def test_a_function_is_covered_by_holders_without_a_gap_in_what_lists_it(staffed: Office) -> None:
    """``plan`` rests on the exam alone; ``teach`` on a recommended requirement only, which is never a gap."""
    report = staffed.report("2025-06-01", dept="A")
    assert rows(report, "functions", "role", "function", "unit", "holders", "covered") == [
        ("lead", "plan", "A", 3, 2),
        ("lead", "teach", "A", 3, 3),
    ]


def test_a_function_that_nothing_lists_rests_on_all_requirements(office: MakeOffice) -> None:
    made = office(
        "  - {id: r, name: R, functions: [{id: f, name: F}], requirements: [{id: one, training: law},"
        " {id: two, training: basics, functions: [f], effective_from: 2026-04-01}]}\n"
    )
    made.person()
    made.assign("p", "r", "2025-04-01")
    made.train("basics", "2025-05-01")
    functions = [rows(made.report(on), "functions", "holders", "covered") for on in ("2026-03-31", "2026-04-01")]
    assert functions == [[(1, 0)], [(1, 1)]]


def test_functions_are_shown_for_every_department(staffed: Office) -> None:
    assert rows(staffed.report("2025-06-01"), "functions", "function", "unit", "holders") == [
        ("plan", "A", 3),
        ("plan", "B", 0),
        ("teach", "A", 3),
        ("teach", "B", 0),
    ]


def test_every_unit_of_the_level_with_somebody_at_or_below_it_has_a_staffing_row(staffed: Office) -> None:
    assert staffed.report("2025-06-01").staffing == (
        StaffingRow("lead", None, target=5, assigned=3, qualified=1, shortfall=2, ending=0),
        StaffingRow("lead", "A/a", target=2, assigned=2, qualified=1, shortfall=0, ending=0),
        StaffingRow("lead", "A/b", target=2, assigned=1, qualified=0, shortfall=1, ending=0),
        StaffingRow("lead", "A/c", target=2, assigned=0, qualified=0, shortfall=2, ending=0),
    )


def test_staffing_of_the_organisation_is_left_out_under_a_department(staffed: Office) -> None:
    assert rows(staffed.report("2025-06-01", dept="A"), "staffing", "unit") == [("A/a",), ("A/b",), ("A/c",)]
    assert rows(staffed.report("2025-06-01", dept="A/a"), "staffing", "unit") == [("A/a",)]
    assert rows(staffed.report("2025-06-01", dept="B"), "staffing", "unit") == []


def test_ending_counts_assignments_that_end_within_the_horizon_however_the_end_was_set(office: MakeOffice) -> None:
    made = office(LEAD)
    for staff in ("own", "unassigned", "moved", "later", "open"):
        made.person(staff, unit="A/a", joined="2025-04-01")
    made.assign("own", "lead", "2025-04-01", end="2025-06-30")
    for staff in ("unassigned", "moved", "open"):
        made.assign(staff, "lead", "2025-04-01")
    made.assign("later", "lead", "2025-04-01", end="2025-07-01")
    made.registry.unassign("unassigned", "lead", on=day("2025-06-01"))
    made.registry.transfer("moved", "B", on=day("2025-06-15"))
    (row,) = [row for row in made.report("2025-06-01", horizon=29).staffing if row.unit == "A/a"]
    assert (row.assigned, row.ending) == (5, 3)


def test_a_department_s_report_is_about_the_units_at_or_below_it(staffed: Office) -> None:
    staffed.person("u", unit="AB", joined="2025-04-01")
    report = staffed.report("2025-06-01", dept="A/a", people=True)
    assert report.people_count == 2
    assert report.totals == Counts(obligations=6, met=4, pending=1, overdue=1)
    assert rows(report, "departments", "unit", "people", "obligations") == [("A", 2, 6)]
    assert {row.staff for row in report.people or ()} == {"p", "r"}
    assert staffed.report("2025-06-01", dept="A").people_count == 4


def test_a_department_s_obligations_are_those_of_assignments_there(staffed: Office) -> None:
    staffed.assign("t", "lead", "2025-04-01", unit="A/b")
    report = staffed.report("2025-06-01", dept="A/b", people=True)
    assert [(row.staff, row.role) for row in report.people or ()] == [
        ("q", "all"), ("q", "lead"), ("q", "lead"), ("q", "lead"), ("t", "lead"), ("t", "lead"), ("t", "lead"),
    ]  # fmt: skip
    assert report.people_count == 1


def test_under_a_role_the_people_are_its_holders(staffed: Office) -> None:
    staffed.assign("t", "lead", "2025-04-01", unit="A/b")
    report = staffed.report("2025-06-01", role="lead")
    assert report.people_count == 4
    assert rows(report, "departments", "unit", "people", "obligations") == [("A", 4, 8), ("B", 0, 0)]
    assert rows(report, "roles", "role") == [("lead",)]
    assert rows(report, "requirements", "requirement") == [("exam",), ("law",), ("more",)]
    assert report.totals.obligations == 8


def test_known_at_believes_what_was_entered_by_then(staffed: Office) -> None:
    before = staffed.now
    seq = staffed.train("basics", "2025-05-01", "q")
    entered = staffed.now
    staffed.registry.retract(seq, "wrong person")
    met = [
        staffed.report("2025-06-01", role="all", known_at=moment).totals.met
        for moment in (before, entered, staffed.now)
    ]
    assert met == [1, 2, 1]


def test_the_document_has_the_keys_of_the_specification(staffed: Office) -> None:
    document = staffed.report("2025-06-01", people=True, dept="A").as_dict()
    counts = ["obligations", "met", "expiring", "pending", "overdue", "expired", "waived"]
    assert list(document) == [
        "schema", "organisation", "as_of", "known_at", "horizon_days", "scope", "framework", "journal", "totals",
        "recommended", "departments", "roles", "requirements", "staffing", "functions", "domains", "people",
    ]  # fmt: skip
    assert document["scope"] == {"dept": "A", "role": None}
    assert list(document["totals"]) == ["people", *counts, "readiness"]
    assert list(document["recommended"]) == counts
    assert list(document["departments"][0]) == ["unit", "people", *counts, "readiness", "shortfall"]
    assert list(document["roles"][0]) == [
        "role", "holders", "qualified", *counts, "ict_free", "administrative_free", "both_free",
    ]  # fmt: skip
    assert list(document["requirements"][0]) == ["role", "requirement", "necessity", "domain", *counts]
    assert list(document["domains"][0]) == ["domain", *counts]
    assert list(document["people"][0]) == [
        "staff", "name", "unit", "role", "requirement", "necessity", "status", "held_since", "due_on", "valid_until",
        "evidence", "planned_on",
    ]  # fmt: skip
