"""Requirements that are asked anew each fiscal year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]


@pytest.fixture
def lead(office: MakeOffice) -> Callable[..., Office]:
    def make(rule: str, start: str = "2020-04-01") -> Office:
        made = office(f"  - {{id: lead, name: Lead, requirements: [{{id: q, {rule}}}]}}\n")
        made.person()
        made.assign("p", "lead", start)
        return made

    return make


YEARLY = "training: course, cycle: {every: fiscal-year}"
BY = 'training: course, cycle: {every: fiscal-year, by: "12-31"}'


def test_only_records_of_the_fiscal_year_count_and_they_count_to_its_end(lead: Callable[..., Office]) -> None:
    made = lead(YEARLY)
    made.train("course", "2025-04-01")
    row = made.row("2026-03-31")
    assert (row.status, row.valid_until, row.due_on) == ("met", day("2026-03-31"), day("2026-03-31"))
    assert made.status("2025-03-31") == "pending"
    assert made.status("2026-04-01") == "pending"


def test_validity_is_ignored_and_nothing_is_expiring_or_expired(lead: Callable[..., Office]) -> None:
    made = lead(BY)
    made.train("course", "2025-04-01")  # valid for 100 days
    assert [made.status(on) for on in ("2025-12-01", "2026-03-31", "2027-01-01")] == ["met", "met", "overdue"]


def test_it_is_pending_up_to_the_date_and_overdue_after(lead: Callable[..., Office]) -> None:
    made = lead(BY)
    assert [made.status(on) for on in ("2025-04-01", "2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01")] == [
        "pending",
        "pending",
        "overdue",
        "overdue",
        "pending",
    ]
    assert made.row("2026-02-01").due_on == day("2025-12-31")


def test_whoever_takes_the_role_up_after_the_date_has_the_rest_of_the_year(lead: Callable[..., Office]) -> None:
    made = lead(BY, start="2026-01-01")
    assert made.row("2026-02-01").due_on == day("2026-03-31")
    assert made.row("2026-04-01").due_on == day("2026-12-31")


def test_whoever_takes_the_role_up_on_the_date_has_that_day(lead: Callable[..., Office]) -> None:
    assert lead(BY, start="2025-12-31").row("2026-01-01").due_on == day("2025-12-31")


def test_it_is_not_due_before_the_grace_is_over(lead: Callable[..., Office]) -> None:
    made = lead(BY + ", within: 12m", start="2025-11-01")
    assert made.row("2025-12-01").due_on == day("2026-11-01")
    assert made.row("2026-04-01").due_on == day("2026-12-31")


def test_a_record_revoked_by_the_day_does_not_count(lead: Callable[..., Office]) -> None:
    made = lead('certification: exam, cycle: {every: fiscal-year, by: "06-30"}')
    made.certify("exam", "2025-05-01")
    made.revoke("exam", "2025-08-01")
    assert [made.status("2025-07-31"), made.status("2025-08-01")] == ["met", "overdue"]


def test_k_alternatives_need_a_record_in_the_year(lead: Callable[..., Office]) -> None:
    made = lead(
        "any_of: [{training: basics}, {training: course}, {training: law}], at_least: 2, cycle: {every: fiscal-year}"
    )
    first = made.train("law", "2025-05-01")
    made.train("law", "2025-05-02")
    made.train("basics", "2025-03-31")
    assert made.status("2025-06-01") == "pending"
    second = made.train("course", "2025-06-02")
    row = made.row("2025-06-02")
    assert (row.status, row.evidence) == ("met", (first, second))


def test_a_training_that_ends_in_the_next_year_belongs_to_that(lead: Callable[..., Office]) -> None:
    made = lead(YEARLY)
    made.train("course", "2025-03-31", end="2025-04-01")
    assert [made.status("2025-03-31"), made.status("2025-04-01")] == ["pending", "met"]


def test_an_assessment_of_the_year_counts_while_it_is_the_latest(lead: Callable[..., Office]) -> None:
    made = lead('skill: data, level: 2, cycle: {every: fiscal-year, by: "06-30"}')
    made.assess(2, "2025-05-01")
    made.assess(1, "2025-07-01")
    assert [made.status("2025-06-30"), made.status("2025-07-01")] == ["met", "overdue"]
