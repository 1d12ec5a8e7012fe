"""What records amount to (SPEC sections 4 and 5), each worked example and each clause in its own sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dxskills.framework.model import Framework, Requirement, Validity
from dxskills.index.evidence import Sources, State, awards, last_valid_day, timeline
from dxskills.index.facts import NO_END, NUMBER, Facts
from tests.index.worlds import framework

TRAININGS = """
schema: dxskills/trainings/1
domains: [{id: ict, name: ICT}]
skills: [{id: data, name: Data, domain: ict, levels: [One, Two, Three]}]
trainings:
  - {id: basics, name: Basics, domain: ict, validity: {months: 12}, grants: [{skill: data, level: 1}]}
  - {id: advanced, name: Advanced, domain: ict, validity: {months: 6}, satisfies: [basics]}
  - {id: expert, name: Expert, domain: ict, satisfies: [advanced], grants: [{skill: data, level: 3}]}
  - {id: lasting, name: Lasting, domain: ict}
certifications:
  - {id: licence, name: Licence, domain: ict, validity: {months: 36, renew: from-expiry, window: 6m}}
  - {id: exam, name: Exam, domain: ict, validity: {months: 12}, grants: [{skill: data, level: 2}]}
"""

ROLES = """
schema: dxskills/roles/1
organisation: {id: office, name: Office, fiscal_year_start: "04-01"}
roles:
  - id: r
    name: R
    requirements:
      - {id: basics, training: basics}
      - {id: licence, certification: licence}
      - {id: exam, certification: exam}
      - {id: data, skill: data, level: 2}
      - {id: either, any_of: [{training: basics}, {certification: exam}]}
      - {id: both, any_of: [{training: basics}, {certification: exam}, {training: lasting}], at_least: 2}
      - {id: yearly, training: basics, cycle: {every: fiscal-year}}
      - {id: yearly-two, any_of: [{training: basics}, {certification: exam}], at_least: 2, cycle: {every: fiscal-year}}
      - {id: yearly-data, skill: data, level: 2, cycle: {every: fiscal-year}}
"""

OFFICE: Framework = framework(ROLES, TRAININGS)
YEAR_START = (4, 1)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def said(text: int) -> str:
    return "no end" if text >= NO_END else date.fromordinal(text).isoformat()


def facts(*rows: tuple[str, str, dict[str, Any]]) -> Facts:
    """Entries numbered from 1 in the order given."""
    return Facts((seq, NUMBER[kind], day(on), data) for seq, (kind, on, data) in enumerate(rows, 1))


def trained(on: str, training: str = "basics", **data: Any) -> tuple[str, str, dict[str, Any]]:
    return "training.recorded", on, {"training": training, "outcome": "completed", **data}


def certified(on: str, certification: str = "licence", **data: Any) -> tuple[str, str, dict[str, Any]]:
    return "certification.recorded", on, {"certification": certification, **data}


def revoked(on: str, certification: str = "licence") -> tuple[str, str, dict[str, Any]]:
    return "certification.revoked", on, {"certification": certification}


def assessed(on: str, level: int) -> tuple[str, str, dict[str, Any]]:
    return "skill.assessed", on, {"skill": "data", "level": level}


def requirement(name: str) -> Requirement:
    return next(q for q in OFFICE.roles["r"].requirements if q.id == name)


def state(name: str, as_of: str, *rows: tuple[str, str, dict[str, Any]]) -> State | None:
    states = timeline(requirement(name), Sources(facts(*rows), OFFICE), YEAR_START)
    found = [state for state in states if state.first <= day(as_of) <= state.last]
    assert len(found) <= 1
    return found[0] if found else None


def until(name: str, as_of: str, *rows: tuple[str, str, dict[str, Any]]) -> str | None:
    """The valid-until of the requirement as of the day, whether it has passed or not; None for no evidence."""
    found = state(name, as_of, *rows)
    return said(found.until) if found and found.until else None


def ends(*rows: tuple[str, str, dict[str, Any]]) -> list[str]:
    """The valid-until of each award, in order of entry."""
    return [said(award.until) for award in sorted(awards(facts(*rows), OFFICE), key=lambda award: award.seq)]


@pytest.mark.parametrize(
    ("on", "validity", "last"),
    [
        ("2021-10-01", ("months", 36), "2024-09-30"),
        ("2024-06-01", ("year_end", 2), "2026-12-31"),
        ("2024-02-29", ("months", 12), "2025-02-27"),
        ("2026-03-31", ("fiscal_year_end", 0), "2026-03-31"),
        ("2026-04-01", ("fiscal_year_end", 0), "2027-03-31"),
        ("2026-03-31", ("fiscal_year_end", 2), "2028-03-31"),
        ("2026-01-31", ("months", 1), "2026-02-27"),
        ("2026-01-01", ("days", 1), "2026-01-01"),
        ("2026-12-31", ("year_end", 0), "2026-12-31"),
        ("2026-01-01", ("months", 12), "2026-12-31"),
        ("2026-01-01", ("months", 120_000), "no end"),
        ("2026-01-01", ("days", 10_000_000), "no end"),
        ("2026-01-01", ("fiscal_year_end", 9_000), "no end"),
        ("9999-12-31", ("fiscal_year_end", 0), "no end"),
    ],
)
def test_the_last_valid_day(on: str, validity: tuple[str, int], last: str) -> None:
    assert said(last_valid_day(Validity(*validity, None), day(on), YEAR_START)) == last


def test_without_a_validity_there_is_no_end() -> None:
    assert last_valid_day(None, day("2026-01-01"), YEAR_START) == NO_END


# --- renewal


def test_a_renewal_in_the_window_runs_from_the_predecessors_end() -> None:
    assert ends(certified("2023-10-01"), certified("2026-04-01")) == ["2026-09-30", "2029-09-30"]


@pytest.mark.parametrize(
    ("renewed", "last"),
    [
        ("2026-03-31", "2029-03-30"),  # the day before the window opens
        ("2026-04-01", "2029-09-30"),  # its first day
        ("2026-09-30", "2029-09-30"),  # its last
        ("2026-10-01", "2029-09-30"),  # the day after, from its own date
        ("2026-10-02", "2029-10-01"),
    ],
)
def test_the_window_runs_from_six_months_before_the_day_after_the_end_to_the_end(renewed: str, last: str) -> None:
    assert ends(certified("2023-10-01"), certified(renewed))[1] == last


def test_renewals_run_on_from_renewals() -> None:
    assert ends(certified("2020-10-01"), certified("2023-09-01"), certified("2026-09-01"))[2] == "2029-09-30"


def test_the_order_of_entry_does_not_matter_for_a_renewal() -> None:
    assert ends(certified("2026-04-01"), certified("2023-10-01")) == ["2029-09-30", "2026-09-30"]


def test_an_award_of_the_same_day_is_no_predecessor() -> None:
    assert ends(certified("2023-10-01"), certified("2023-10-01")) == ["2026-09-30", "2026-09-30"]


def test_the_predecessor_is_the_latest_of_an_earlier_date_though_another_reaches_further() -> None:
    first, second = certified("2023-10-01", expires_on="2030-01-01"), certified("2024-10-01")
    assert ends(first, second, certified("2027-09-01"))[2] == "2030-09-30"


def test_what_expires_on_says_overrides_the_computed_end_and_is_what_a_renewal_runs_from() -> None:
    assert ends(certified("2023-10-01", expires_on="2026-12-31"), certified("2026-08-01")) == [
        "2026-12-31",
        "2029-12-31",
    ]


# --- revocation


def test_a_revocation_ends_what_is_dated_on_or_before_it_the_day_before_it() -> None:
    assert ends(certified("2023-10-01"), certified("2025-01-01"), revoked("2025-01-01")) == [
        "2024-12-31",
        "2024-12-31",
    ]


def test_later_awards_are_unaffected_by_a_revocation() -> None:
    assert ends(certified("2023-10-01"), revoked("2025-01-01"), certified("2025-01-02"))[1] == "2028-01-01"


def test_a_revocation_after_the_end_changes_nothing() -> None:
    assert ends(certified("2020-10-01"), revoked("2025-01-01")) == ["2023-09-30"]


def test_of_two_revocations_the_earlier_counts() -> None:
    assert ends(certified("2023-10-01"), revoked("2025-06-01"), revoked("2025-01-01")) == ["2024-12-31"]


def test_a_revocation_concerns_its_certification_only() -> None:
    assert ends(certified("2023-10-01"), revoked("2024-01-01", "exam")) == ["2026-09-30"]


def test_a_revocation_to_come_is_known_before_it() -> None:
    assert until("licence", "2024-06-01", certified("2023-10-01"), revoked("2025-01-01")) == "2024-12-31"


def test_an_award_revoked_on_its_day_was_never_valid() -> None:
    found = state("licence", "2026-01-01", certified("2023-10-01"), revoked("2023-10-01"))
    assert found is not None and not found.ever


# --- what counts


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        ("completed", True),
        ("exempt", True),
        ("attended", False),
        ("failed", False),
        ("absent", False),
        ("withdrawn", False),
    ],
)
def test_only_completed_and_exempt_count(outcome: str, counts: bool) -> None:
    assert (until("basics", "2026-01-01", trained("2025-06-01", outcome=outcome)) is not None) is counts


def test_what_is_dated_later_does_not_count_yet() -> None:
    assert until("basics", "2025-05-31", trained("2025-06-01")) is None
    assert until("basics", "2025-06-01", trained("2025-06-01")) == "2026-05-31"


def test_training_over_several_days_is_dated_by_its_end() -> None:
    row = trained("2025-06-01", end="2025-06-30")
    assert until("basics", "2025-06-29", row) is None
    assert until("basics", "2025-06-30", row) == "2026-06-29"


def test_the_latest_valid_until_is_that_of_a_training() -> None:
    assert until("basics", "2026-01-01", trained("2025-06-01"), trained("2025-03-01")) == "2026-05-31"


def test_what_is_no_longer_in_the_framework_counts_for_nothing() -> None:
    assert ends(trained("2025-06-01", "gone"), certified("2025-06-01", "gone")) == []


# --- satisfies and grants


def test_what_satisfies_counts_with_its_own_validity() -> None:
    assert until("basics", "2026-01-01", trained("2025-06-01", "advanced")) == "2025-11-30"


def test_satisfies_is_transitive() -> None:
    assert until("basics", "2026-01-01", trained("2025-06-01", "expert")) == "no end"


def test_what_is_satisfied_does_not_satisfy_in_turn() -> None:
    assert until("both", "2026-01-01", trained("2025-06-01", "basics")) is None


def test_a_record_brings_the_grants_of_what_it_satisfies() -> None:
    source = Sources(facts(trained("2025-06-01", "advanced")), OFFICE)
    assert [(level, said(each.until)) for level, each in source.grants["data"]] == [(1, "2025-11-30")]


def test_a_granted_skill_lasts_as_long_as_the_record() -> None:
    assert until("data", "2026-01-01", certified("2025-06-01", "exam")) == "2026-05-31"


def test_a_grant_below_the_level_does_not_count() -> None:
    assert until("data", "2026-01-01", trained("2025-06-01", "basics")) is None


# --- assessments


def test_an_assessment_at_the_level_has_no_end() -> None:
    assert until("data", "2035-01-01", assessed("2025-06-01", 2)) == "no end"


def test_the_latest_assessment_counts_though_it_is_lower() -> None:
    rows = assessed("2025-06-01", 3), assessed("2025-09-01", 1)
    assert until("data", "2025-08-31", *rows) == "no end"
    found = state("data", "2025-09-01", *rows)
    assert found is not None and found.until == 0 and found.ever


def test_of_two_assessments_on_a_day_the_later_entry_counts() -> None:
    assert until("data", "2026-01-01", assessed("2025-06-01", 3), assessed("2025-06-01", 1)) is None
    assert until("data", "2026-01-01", assessed("2025-06-01", 1), assessed("2025-06-01", 3)) == "no end"


def test_a_lower_assessment_does_not_take_away_what_a_record_grants() -> None:
    assert until("data", "2026-01-01", certified("2025-06-01", "exam"), assessed("2025-09-01", 1)) == "2026-05-31"


def test_the_order_of_entry_does_not_matter_for_assessments_of_different_days() -> None:
    assert until("data", "2026-01-01", assessed("2025-09-01", 1), assessed("2025-06-01", 3)) is None


# --- several alternatives


def test_of_alternatives_the_one_that_reaches_furthest_counts() -> None:
    rows = trained("2025-06-01"), certified("2025-09-01", "exam")
    assert until("either", "2025-12-01", *rows) == "2026-08-31"
    found = state("either", "2025-12-01", *rows)
    assert found is not None and found.evidence == (2,)


def test_at_least_two_is_valid_until_the_second_latest() -> None:
    rows = trained("2025-06-01"), certified("2025-09-01", "exam"), trained("2025-07-01", "lasting")
    assert until("both", "2025-06-30", *rows) is None
    assert until("both", "2025-07-01", *rows) == "2026-05-31"
    assert until("both", "2025-12-01", *rows) == "2026-08-31"
    found = state("both", "2025-12-01", *rows)
    assert found is not None and found.evidence == (2, 3)


def test_two_records_of_one_alternative_are_not_two_alternatives() -> None:
    assert until("both", "2026-01-01", trained("2025-06-01"), trained("2025-07-01")) is None


def test_what_was_valid_on_some_day_before_was_valid_once() -> None:
    found = state("basics", "2030-01-01", trained("2025-06-01"))
    assert found is not None and found.ever and said(found.until) == "2026-05-31"


def test_two_that_were_never_valid_on_the_same_day_were_never_valid() -> None:
    rows = trained("2023-06-01"), certified("2025-06-01", "exam")
    found = state("both", "2030-01-01", *rows)
    assert found is not None and not found.ever


# --- cycles


def test_in_a_cycle_only_this_fiscal_years_records_count() -> None:
    assert state("yearly", "2026-04-01", trained("2026-03-31")) is None
    assert until("yearly", "2026-04-01", trained("2026-04-01")) == "2027-03-31"
    assert state("yearly", "2027-04-01", trained("2026-04-01")) is None


def test_in_a_cycle_validity_is_ignored() -> None:
    assert until("yearly", "2027-03-31", trained("2026-04-01", "advanced")) == "2027-03-31"


def test_in_a_cycle_a_record_counts_until_it_is_revoked() -> None:
    rows = trained("2026-05-01"), certified("2026-05-01", "exam"), revoked("2026-09-01", "exam")
    assert until("yearly-two", "2026-08-31", *rows) == "2027-03-31"
    assert state("yearly-two", "2026-09-01", *rows) is None


def test_in_a_cycle_at_least_two_needs_two_alternatives_with_a_record() -> None:
    assert state("yearly-two", "2026-09-01", trained("2026-05-01"), trained("2026-06-01")) is None
    assert until("yearly-two", "2026-09-01", trained("2026-05-01"), certified("2026-08-01", "exam")) == "2027-03-31"


def test_in_a_cycle_an_assessment_counts_in_its_year_and_until_it_is_replaced() -> None:
    rows = assessed("2026-05-01", 2), assessed("2026-09-01", 1)
    assert until("yearly-data", "2026-08-31", *rows) == "2027-03-31"
    assert state("yearly-data", "2026-09-01", *rows) is None
    assert state("yearly-data", "2027-04-01", assessed("2026-05-01", 2)) is None


def test_dates_at_the_end_of_the_calendar_do_no_harm() -> None:
    rows = trained("9999-12-31"), certified("9999-12-31"), assessed("9999-12-31", 2)
    for name in ("basics", "licence", "data", "yearly", "both"):
        assert state(name, "2026-01-01", *rows) is None
