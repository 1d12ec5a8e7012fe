"""Assigning and unassigning: every refusal that SPEC section 3 names, and what an exception overrides."""

from __future__ import annotations

from datetime import date

import pytest

from dxskills.index.holdings import Assignment, assignments
from tests.recording.conftest import Office


def assignment(office: Office, staff: str = "p") -> Assignment:
    registry = office.registry
    registry.index.catch_up()
    return assignments(registry.index.facts(staff), registry.framework)[-1]


def end(office: Office, staff: str = "p") -> str:
    return date.fromordinal(assignment(office, staff).end).isoformat()


def test_an_assignment_is_to_the_persons_own_unit_unless_another_is_named(office: Office) -> None:
    assert office.said("assign", "p", "leader", start="2026-04-01") == {"role": "leader", "unit": "総務部/職員課"}
    assert office.said("assign", "p", "leader", start="2026-04-01", unit="総務部")["unit"] == "総務部"


def test_the_own_unit_is_that_of_the_start(office: Office) -> None:
    office.call("transfer", "p", "企画部/企画課", on="2026-10-01")
    assert office.said("assign", "p", "mobile", start="2026-10-01")["unit"] == "企画部/企画課"


def test_a_unit_may_be_a_tail_and_a_role_any_of_its_names(office: Office) -> None:
    said = office.said("assign", "p", "リーダー", start="2026-04-01", unit="職員課")
    assert said == {"role": "leader", "unit": "総務部/職員課"}


def test_a_unit_that_nobody_knows_is_taken_and_said_to_be_new(office: Office) -> None:
    written = office.call("assign", "p", "leader", start="2026-04-01", unit="新／部")
    assert written.entries[0].data["unit"] == "新/部"
    assert written.notices == ("新/部 is a new unit: nobody is posted there yet.",)


def test_unknown_people_and_roles_are_refused(office: Office) -> None:
    assert office.refusal("assign", "q", "leader", start="2026-04-01") == "unknown-staff"
    assert office.refusal("assign", "p", "leadr", start="2026-04-01") == "unknown-role"


def test_who_is_not_in_service_on_the_start_is_refused(office: Office) -> None:
    office.call("leave", "p", on="2026-09-30")
    assert office.refusal("assign", "p", "leader", start="2020-03-31") == "not-in-service"
    assert office.refusal("assign", "p", "leader", start="2026-10-01") == "not-in-service"
    assert office.said("assign", "p", "leader", start="2026-09-30")


def test_a_role_held_by_all_who_meet_its_conditions_is_assigned_to_nobody(office: Office) -> None:
    assert office.refusal("assign", "p", "everyone", start="2026-04-01") == "role-not-assigned"


def test_an_end_before_the_start_is_refused(office: Office) -> None:
    assert office.refusal("assign", "p", "leader", start="2026-04-01", end="2026-03-31") == "end-before-start"


def test_an_assignment_needs_a_unit(office: Office) -> None:
    office.person("q", unit=None)
    assert office.refusal("assign", "q", "leader", start="2026-04-01") == "missing-unit"


@pytest.mark.parametrize(("start", "last"), [("2026-03-31", None), ("2026-09-30", None), ("2025-01-01", "2026-04-01")])
def test_a_second_assignment_to_the_same_role_and_unit_may_not_share_a_day(
    office: Office, start: str, last: str | None
) -> None:
    office.call("assign", "p", "leader", start="2026-04-01", end="2026-09-30")
    assert office.refusal("assign", "p", "leader", start=start, end=last) == "overlapping-assignment"


def test_assignments_that_follow_each_other_or_lie_elsewhere_do_not_overlap(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01", end="2026-09-30")
    office.call("assign", "p", "leader", start="2026-10-01")
    office.call("assign", "p", "leader", start="2026-04-01", unit="企画部")
    office.call("assign", "p", "mobile", start="2026-04-01")
    assert office.registry.journal.head().seq == 5


def test_another_assignment_from_the_same_day_is_refused(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01")
    assert office.refusal("assign", "p", "leader", start="2026-04-01", end="2026-09-30") == "overlapping-assignment"


def test_the_same_assignment_again_is_an_overlap(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01", end="2026-09-30")
    assert office.refusal("assign", "p", "leader", start="2026-04-01", end="2026-09-30") == "overlapping-assignment"


def test_what_a_transfer_ended_is_no_longer_in_the_way(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01")
    office.call("transfer", "p", "企画部", on="2026-10-01")
    assert office.said("assign", "p", "leader", start="2026-10-01", unit="総務部/職員課")


def test_a_transfer_that_is_entered_already_ends_the_assignment_and_that_is_said(office: Office) -> None:
    office.call("transfer", "p", "企画部", on="2026-10-01")
    written = office.call("assign", "p", "leader", start="2026-04-01")
    assert written.notices == ("A transfer that is already entered ends this assignment on 2026-09-30.",)
    assert end(office) == "2026-09-30"


def test_a_move_into_the_unit_of_another_assignment_is_an_overlap(office: Office) -> None:
    office.call("assign", "p", "mobile", start="2026-12-01", unit="企画部")
    office.call("transfer", "p", "企画部", on="2026-10-01")
    assert office.refusal("assign", "p", "mobile", start="2026-04-01") == "overlapping-assignment"


# --- placement, appointment, term, and the exception


def test_outside_the_placement_is_refused_at_or_below_it_is_not(office: Office) -> None:
    assert office.refusal("assign", "p", "placed", start="2026-04-01", unit="企画部") == "outside-placement"
    assert office.refusal("assign", "p", "placed", start="2026-04-01", unit="総務部門") == "outside-placement"
    assert office.said("assign", "p", "placed", start="2026-04-01", unit="総務部")
    assert office.said("assign", "p", "placed", start="2026-04-01")


def test_an_appointment_that_the_role_is_not_open_to_is_refused(office: Office) -> None:
    office.person("q", appointment="yearly")
    office.person("r", appointment=None)
    assert office.refusal("assign", "q", "open", start="2026-04-01") == "wrong-appointment"
    assert office.refusal("assign", "r", "open", start="2026-04-01") == "wrong-appointment"
    assert office.said("assign", "p", "open", start="2026-04-01")


def test_a_yearly_appointments_end_is_that_of_the_fiscal_year_the_assignment_starts_in(office: Office) -> None:
    office.person("q", appointment="yearly")
    assert office.said("assign", "q", "leader", start="2026-06-01")["end"] == "2027-03-31"
    assert office.said("assign", "q", "leader", start="2026-03-31")["end"] == "2026-03-31"


def test_a_term_in_months_counts_from_the_day_the_appointment_took_effect(office: Office) -> None:
    office.person("q", "2023-07-15", appointment="fixed")
    assert office.said("assign", "q", "leader", start="2026-06-01")["end"] == "2028-07-14"


def test_a_change_of_appointment_starts_the_term_and_a_transfer_does_not(office: Office) -> None:
    office.call("edit_staff", "p", on="2024-04-01", appointment="fixed")
    office.call("transfer", "p", "企画部", on="2025-04-01")
    assert office.said("assign", "p", "leader", start="2026-06-01")["end"] == "2029-03-31"


def test_who_comes_back_starts_a_term_anew(office: Office) -> None:
    office.person("q", "2015-04-01", appointment="fixed")
    office.call("leave", "q", on="2020-03-31")
    office.call("edit_staff", "q", on="2025-04-01", joined="2025-04-01")
    assert office.said("assign", "q", "leader", start="2026-06-01")["end"] == "2030-03-31"


def test_an_end_up_to_the_terms_is_kept_and_one_past_it_is_refused(office: Office) -> None:
    office.person("q", appointment="yearly")
    assert office.refusal("assign", "q", "leader", start="2026-06-01", end="2027-04-01") == "past-term"
    assert office.said("assign", "q", "leader", start="2026-06-01", end="2027-03-31")["end"] == "2027-03-31"


def test_a_start_past_the_term_is_refused(office: Office) -> None:
    office.person("q", "2015-04-01", appointment="fixed")
    assert office.refusal("assign", "q", "leader", start="2026-06-01") == "past-term"


def test_an_exception_overrides_these_three_and_is_recorded(office: Office) -> None:
    office.person("q", appointment="yearly", unit="企画部")
    said = office.said("assign", "q", "open", start="2026-06-01", end="2028-03-31", exception="nobody else")
    assert said == {"role": "open", "unit": "企画部", "end": "2028-03-31", "exception": "nobody else"}
    assert office.said("assign", "q", "placed", start="2026-06-01", exception="for now")["end"] == "2027-03-31"


def test_an_exception_to_a_term_that_is_over_has_no_end(office: Office) -> None:
    office.person("q", "2015-04-01", appointment="fixed")
    said = office.said("assign", "q", "leader", start="2026-06-01", exception="extended")
    assert said == {"role": "leader", "unit": "総務部/職員課", "exception": "extended"}


def test_an_exception_needs_a_reason_and_overrides_nothing_else(office: Office) -> None:
    values = {"start": "2026-04-01", "exception": "because"}
    assert office.refusal("assign", "p", "leader", start="2026-04-01", exception=" ") == "missing-value"
    assert office.refusal("assign", "p", "everyone", **values) == "role-not-assigned"
    assert office.refusal("assign", "p", "leader", start="2019-04-01", exception="because") == "not-in-service"
    office.call("assign", "p", "leader", start="2025-04-01")
    assert office.refusal("assign", "p", "leader", **values) == "overlapping-assignment"


# --- ending


def test_unassigning_ends_the_assignment_on_the_day(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01")
    office.call("unassign", "p", "leader", on="2026-09-30")
    assert end(office) == "2026-09-30"


def test_unassigning_again_on_the_day_changes_nothing(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01")
    office.call("unassign", "p", "leader", on="2026-09-30")
    assert office.call("unassign", "p", "leader", on="2026-09-30").entries == ()


def test_there_must_be_an_assignment_that_runs_on_the_day(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01", end="2026-09-30")
    for on in ("2026-03-31", "2026-10-01"):
        assert office.refusal("unassign", "p", "leader", on=on) == "no-assignment"
    assert office.refusal("unassign", "p", "mobile", on="2026-05-01") == "no-assignment"


def test_of_several_assignments_the_unit_says_which(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01")
    office.call("assign", "p", "leader", start="2026-04-01", unit="企画部")
    assert office.refusal("unassign", "p", "leader", on="2026-09-30") == "ambiguous-assignment"
    assert office.said("unassign", "p", "leader", on="2026-09-30", unit="企画部")["unit"] == "企画部"
    assert office.said("unassign", "p", "leader", on="2026-09-30")["unit"] == "総務部/職員課"


def test_one_that_moved_is_found_by_the_unit_it_moved_to(office: Office) -> None:
    office.call("assign", "p", "mobile", start="2026-04-01")
    office.call("transfer", "p", "企画部", on="2026-10-01")
    office.call("unassign", "p", "mobile", on="2026-12-31", unit="企画部")
    assert end(office) == "2026-12-31"


def test_retracting_an_unassignment_lets_the_assignment_run_on(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01")
    seq = office.seq("unassign", "p", "leader", on="2026-09-30")
    office.call("retract", seq, "mistaken")
    assert end(office) == date.max.isoformat()
