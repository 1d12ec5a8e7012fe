"""The oracle against what SPEC works out by hand, and against itself walked day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.oracle.document import document
from tests.oracle.oracle import (
    DAY,
    FOREVER,
    Assessed,
    Assigned,
    Certified,
    Changed,
    Doc,
    Entry,
    Joined,
    Left,
    Oracle,
    Retracted,
    Revoked,
    Trained,
    Unassigned,
    Waived,
    fiscal_year_of,
    lasts_until,
    minus,
    plus,
    plus_months,
    standing,
)

APRIL = (4, 1)
TRAININGS: Doc = {
    "domains": [{"id": "ict"}, {"id": "administrative"}],
    "skills": [{"id": "security", "domain": "ict", "levels": ["a", "b", "c"]}],
    "trainings": [
        {"id": "basics", "domain": "ict", "validity": {"months": 12}, "pass_score": 40},
        {"id": "law", "domain": "administrative"},
        {"id": "advanced", "satisfies": ["basics"], "grants": [{"skill": "security", "level": 2}]},
    ],
    "certifications": [
        {"id": "riss", "domain": "ict", "validity": {"months": 36, "renew": "from-expiry", "window": "6m"}},
        {"id": "badge", "validity": {"days": 10}},
    ],
}


def at(seq: int) -> dict[str, Any]:
    return {"seq": seq, "at": datetime(2026, 1, 1, 0, seq, tzinfo=UTC)}


def day(text: str) -> date:
    return date.fromisoformat(text)


def framework(*requirements: Doc, **role: Any) -> Doc:
    return {
        "organisation": {"id": "office", "unit_levels": ["部", "課"]},
        "roles": [{"id": "leader", "requirements": list(requirements)} | role],
    }


JOINED = Joined(**at(1), staff="01", on=day("2020-04-01"), attributes={"unit": "A/x"})
LEADER = Assigned(**at(2), staff="01", role="leader", unit="A", start=day("2026-04-01"), end=None)


def only_row(roles: Doc, entries: list[Entry], as_of: str, **options: Any) -> Doc:
    (row,) = document(roles, TRAININGS, entries, {"01": "甲"}, day(as_of), **options)["people"]
    return row  # type: ignore[no-any-return]


def test_months_are_added_as_the_spec_works_out() -> None:
    assert plus_months(day("2026-01-31"), 1) == day("2026-02-28")
    assert plus_months(day("2024-02-29"), 12) == day("2025-02-28")
    assert plus_months(day("2026-01-15"), -13) == day("2024-12-15")


def test_fiscal_year_2026_is_as_the_spec_says() -> None:
    assert fiscal_year_of(day("2026-04-01"), APRIL) == (day("2026-04-01"), day("2027-03-31"))
    assert fiscal_year_of(day("2027-03-31"), APRIL) == (day("2026-04-01"), day("2027-03-31"))


@pytest.mark.parametrize(
    ("validity", "dated", "last"),
    [
        ({"months": 36}, "2021-10-01", "2024-09-30"),
        ({"year_end": 2}, "2024-06-01", "2026-12-31"),
        ({"months": 12}, "2024-02-29", "2025-02-27"),
        ({"fiscal_year_end": 0}, "2026-03-31", "2026-03-31"),
        ({"fiscal_year_end": 1}, "2026-03-31", "2027-03-31"),
        ({"days": 1}, "2026-03-31", "2026-03-31"),
    ],
)
def test_validity_is_as_worked_out_in_the_spec(validity: Doc, dated: str, last: str) -> None:
    assert lasts_until(validity, day(dated), APRIL) == day(last)


def test_a_registration_until_2024_09_30_is_renewed_by_2024_08_01() -> None:
    assert minus(day("2024-09-30"), "60d") == day("2024-08-01")


def test_periods_of_grace() -> None:
    assert plus(day("2026-04-01"), "2w", APRIL) == day("2026-04-15")
    assert plus(day("2024-02-29"), "1y", APRIL) == day("2025-02-28")
    assert plus(day("2026-04-01"), "fiscal-year-end", APRIL) == day("2027-03-31")


def renewed(*days: str, revoked: str | None = None) -> date:
    records: list[Entry] = [Certified(**at(n), staff="01", certification="riss", on=day(d)) for n, d in enumerate(days)]
    if revoked:
        records.append(Revoked(**at(9), staff="01", certification="riss", on=day(revoked)))
    oracle = Oracle(framework(), TRAININGS, records)
    return oracle.valid_until(oracle.records("01")[len(days) - 1])


def test_renewal_within_the_window_runs_from_expiry() -> None:
    assert renewed("2023-10-01", "2026-04-01") == day("2029-09-30")
    assert renewed("2023-10-01", "2026-03-31") == day("2029-03-30")  # a day too early: its own date
    assert renewed("2023-10-01", "2026-10-01") == day("2029-09-30")  # a day too late: the same date by itself
    assert renewed("2023-10-01", "2026-04-01", "2029-05-01") == day("2032-09-30")


def test_a_revocation_caps_what_was_awarded_up_to_it() -> None:
    assert renewed("2023-10-01", revoked="2023-10-01") == day("2023-09-30")
    assert renewed("2023-10-01", "2026-04-01", revoked="2026-03-31") == day("2029-03-31")


def test_a_retracted_retraction_restores_the_entry() -> None:
    once = Retracted(**at(3), target=1)
    twice = Retracted(**at(4), target=3)
    assert [entry.seq for entry in standing([JOINED, LEADER, once])] == [2, 3]
    assert [entry.seq for entry in standing([JOINED, LEADER, once, twice])] == [1, 2, 4]


def test_status_over_the_life_of_one_training() -> None:
    roles = framework({"id": "q", "training": "basics", "within": "1m"})
    entries = [JOINED, LEADER, Trained(**at(3), staff="01", training="basics", on=day("2026-06-01"))]

    def status(as_of: str) -> str:
        return str(only_row(roles, entries, as_of)["status"])

    assert [status("2026-04-01"), status("2026-05-01"), status("2026-05-02")] == ["pending", "pending", "overdue"]
    assert [status("2026-06-01"), status("2027-03-01")] == ["met", "met"]  # 91 days before 2027-05-31
    assert [status("2027-03-02"), status("2027-05-31"), status("2027-06-01")] == ["expiring", "expiring", "expired"]
    assert only_row(roles, entries, "2027-06-01") == {
        "staff": "01",
        "name": "甲",
        "unit": "A",
        "role": "leader",
        "requirement": "q",
        "necessity": "mandatory",
        "status": "expired",
        "held_since": "2026-04-01",
        "due_on": "2026-05-01",
        "valid_until": "2027-05-31",
        "evidence": [3],
        "planned_on": None,
    }


def test_a_score_below_the_pass_score_does_not_count() -> None:
    roles = framework({"id": "q", "training": "basics"})
    failed = Trained(**at(3), staff="01", training="basics", on=day("2026-06-01"), score=39)
    passed = Trained(**at(4), staff="01", training="basics", on=day("2026-06-02"), score=40)
    assert only_row(roles, [JOINED, LEADER, failed, passed], "2026-06-01")["status"] == "overdue"
    assert only_row(roles, [JOINED, LEADER, failed, passed], "2026-06-02")["status"] == "met"


def test_a_lower_assessment_takes_a_skill_away_and_it_is_expired() -> None:
    roles = framework({"id": "q", "skill": "security", "level": 2})
    high = Assessed(**at(3), staff="01", skill="security", level=2, on=day("2026-06-01"))
    low = Assessed(**at(4), staff="01", skill="security", level=1, on=day("2026-07-01"))
    assert only_row(roles, [JOINED, LEADER, high, low], "2026-06-30")["status"] == "met"
    row = only_row(roles, [JOINED, LEADER, high, low], "2026-07-01")
    assert (row["status"], row["valid_until"], row["evidence"]) == ("expired", None, [])


def test_a_revoked_award_is_expired_though_every_day_knows_the_cap() -> None:
    roles = framework({"id": "q", "certification": "riss"})
    award = Certified(**at(3), staff="01", certification="riss", on=day("2026-06-01"))
    gone = Revoked(**at(4), staff="01", certification="riss", on=day("2026-07-01"))
    assert only_row(roles, [JOINED, LEADER, award, gone], "2026-06-15")["status"] == "expiring"
    assert only_row(roles, [JOINED, LEADER, award, gone], "2026-07-01")["status"] == "expired"


def test_two_of_three_are_valid_until_the_second_latest() -> None:
    some = [{"training": "basics"}, {"certification": "riss"}, {"certification": "badge"}]
    roles = framework({"id": "q", "any_of": some, "at_least": 2})
    entries = [
        JOINED,
        LEADER,
        Trained(**at(3), staff="01", training="advanced", on=day("2026-06-01")),
        Certified(**at(4), staff="01", certification="badge", on=day("2026-06-01")),
        Certified(**at(5), staff="01", certification="riss", on=day("2026-06-09")),
    ]
    assert only_row(roles, entries, "2026-06-08")["valid_until"] == "2026-06-10"
    row = only_row(roles, entries, "2026-06-09")
    assert (row["valid_until"], row["evidence"], row["status"]) == ("2029-06-08", [3, 5], "met")


@pytest.mark.parametrize(
    ("since", "as_of", "due", "status"),
    [
        ("2026-04-01", "2026-12-31", "2026-12-31", "pending"),
        ("2026-04-01", "2027-01-01", "2026-12-31", "overdue"),
        ("2026-12-31", "2027-01-01", "2026-12-31", "overdue"),
        ("2027-01-01", "2027-03-31", "2027-03-31", "pending"),
        ("2027-01-01", "2027-04-01", "2027-12-31", "pending"),
    ],
)
def test_a_cycle_is_due_by_its_day_or_for_late_comers_by_the_year_s_last(
    since: str, as_of: str, due: str, status: str
) -> None:
    roles = framework({"id": "q", "training": "basics", "cycle": {"every": "fiscal-year", "by": "12-31"}})
    leader = Assigned(**at(2), staff="01", role="leader", unit="A", start=day(since), end=None)
    before = Trained(**at(3), staff="01", training="basics", on=day("2026-03-31"))
    row = only_row(roles, [JOINED, leader, before], as_of)
    assert (row["due_on"], row["status"], row["valid_until"]) == (due, status, None)


def test_a_cycle_is_met_until_the_year_s_last_day_unless_revoked() -> None:
    roles = framework({"id": "q", "certification": "badge", "cycle": {"every": "fiscal-year"}, "within": "400d"})
    award = Certified(**at(3), staff="01", certification="badge", on=day("2026-05-01"))
    gone = Revoked(**at(4), staff="01", certification="badge", on=day("2026-07-01"))
    row = only_row(roles, [JOINED, LEADER, award, gone], "2026-06-30")
    assert (row["status"], row["valid_until"], row["due_on"]) == ("met", "2027-03-31", "2027-05-06")
    assert only_row(roles, [JOINED, LEADER, award, gone], "2026-07-01")["status"] == "pending"


def moved(moves_with_person: bool, entries: list[Entry], as_of: str) -> list[str | None]:
    roles = framework({"id": "q", "training": "basics"}, moves_with_person=moves_with_person)
    people = document(roles, TRAININGS, [JOINED, LEADER, *entries], {"01": "甲"}, day(as_of))["people"]
    return [row["unit"] for row in people]


def test_a_transfer_out_of_the_unit_ends_the_assignment_or_takes_it_along() -> None:
    inside = Changed(**at(3), staff="01", on=day("2026-05-01"), attributes={"unit": "A/y"})
    outside = Changed(**at(4), staff="01", on=day("2026-06-01"), attributes={"unit": "B"})
    assert moved(False, [inside], "2026-05-01") == ["A"]
    assert moved(False, [inside, outside], "2026-05-31") == ["A"]
    assert moved(False, [inside, outside], "2026-06-01") == []
    assert moved(True, [outside, inside], "2026-06-01") == ["B"]
    assert moved(True, [outside, inside], "2026-05-31") == ["A/y"]


def test_an_assignment_counts_up_to_its_last_day_and_while_in_service() -> None:
    assert moved(False, [Unassigned(**at(3), assignment=2, on=day("2026-05-31"))], "2026-05-31") == ["A"]
    assert moved(False, [Unassigned(**at(3), assignment=2, on=day("2026-05-31"))], "2026-06-01") == []
    assert moved(False, [Left(**at(3), staff="01", on=day("2026-05-31"))], "2026-05-31") == ["A"]
    assert moved(False, [Left(**at(3), staff="01", on=day("2026-05-31"))], "2026-06-01") == []


def test_a_waiver_comes_before_everything_and_leaves_readiness_alone() -> None:
    roles = framework({"id": "q", "training": "law"})
    waiver = Waived(
        **at(3), staff="01", role="leader", requirement="q", start=day("2026-05-01"), until=day("2026-05-31")
    )
    report = document(roles, TRAININGS, [JOINED, LEADER, waiver], {"01": "甲"}, day("2026-05-31"))
    assert report["totals"] == {
        "people": 1,
        "obligations": 1,
        "met": 0,
        "expiring": 0,
        "pending": 0,
        "overdue": 0,
        "expired": 0,
        "waived": 1,
        "readiness": None,
    }
    assert report["roles"][0]["qualified"] == report["roles"][0]["both_free"] == 1


def test_known_at_believes_only_what_was_entered_by_then() -> None:
    roles = framework({"id": "q", "training": "basics"})
    record = Trained(**at(3), staff="01", training="basics", on=day("2026-04-01"))
    entries = [JOINED, LEADER, record, Retracted(**at(4), target=3)]
    assert only_row(roles, entries, "2026-05-01")["status"] == "overdue"
    assert only_row(roles, entries, "2026-05-01", known_at=at(3)["at"])["status"] == "met"
    assert only_row(roles, entries, "2026-05-01", known_at=at(2)["at"])["status"] == "overdue"


def test_staffing_wants_a_row_where_somebody_is_posted() -> None:
    roles = framework(staffing=[{"per": "課", "min": 2}, {"per": "organisation", "min": 1}])
    leader = Assigned(**at(2), staff="01", role="leader", unit="A/x/1", start=day("2026-04-01"), end=day("2026-05-30"))
    report = document(roles, TRAININGS, [JOINED, leader], {"01": "甲"}, day("2026-05-01"), horizon=29)
    whole, unit = report["staffing"]
    assert (whole["unit"], whole["shortfall"], whole["ending"]) == (None, 0, 1)
    assert (unit["unit"], unit["assigned"], unit["shortfall"]) == ("A/x", 1, 1)
    assert report["departments"][0]["shortfall"] == 1


def test_membership_is_held_since_the_first_day_of_the_unbroken_spell() -> None:
    roles = framework(
        {"id": "q", "training": "law", "within": "1m"}, membership={"where": {"unit": ["A"], "manager": True}}
    )
    entries: list[Entry] = [
        JOINED,
        Changed(**at(2), staff="01", on=day("2026-01-10"), attributes={"manager": True}),
        Changed(**at(3), staff="01", on=day("2026-02-10"), attributes={"unit": "B"}),
        Changed(**at(4), staff="01", on=day("2026-03-10"), attributes={"unit": "A/z"}),
        Changed(**at(5), staff="01", on=day("2026-04-10"), attributes={"unit": "A"}),
    ]
    assert only_row(roles, entries, "2026-02-09")["held_since"] == "2026-01-10"
    row = only_row(roles, entries, "2026-05-01")
    assert (row["held_since"], row["due_on"], row["unit"]) == ("2026-03-10", "2026-04-10", "A")


def test_forever_is_no_end() -> None:
    roles = framework({"id": "q", "training": "law"})
    record = Trained(**at(3), staff="01", training="law", on=day("2026-04-01"))
    oracle = Oracle(roles, TRAININGS, [JOINED, LEADER, record])
    assert oracle.valid_until(record) == FOREVER
    assert only_row(roles, [JOINED, LEADER, record], "2026-04-01")["valid_until"] is None
    assert day("2026-03-31") + DAY == day("2026-04-01")
