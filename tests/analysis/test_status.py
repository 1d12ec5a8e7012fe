"""The statuses of an obligation: one test a sentence of SPEC section 5."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]

LEAD = "  - {{id: lead, name: Lead, requirements: [{{id: q, {rule}}}]}}\n"
ALL = "  - {{id: all, name: All, membership: everyone, requirements: [{{id: q, {rule}}}]}}\n"


@pytest.fixture
def lead(office: MakeOffice) -> Callable[[str], Office]:
    """An office where p is assigned to the role ``lead`` from 2025-04-01, which has the requirement given."""

    def make(rule: str) -> Office:
        made = office(LEAD.format(rule=rule))
        made.person()
        made.assign("p", "lead", "2025-04-01")
        return made

    return make


# --- who has an obligation


def test_an_assignment_gives_the_obligation_from_its_start_to_its_end(office: MakeOffice) -> None:
    made = office(LEAD.format(rule="training: basics"))
    made.person()
    made.assign("p", "lead", "2025-04-01", end="2025-06-30")
    assert [len(made.rows(on)) for on in ("2025-03-31", "2025-04-01", "2025-06-30", "2025-07-01")] == [0, 1, 1, 0]


def test_a_member_has_the_obligation_only_while_in_service(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: basics"))
    made.person(joined="2025-04-01")
    made.registry.leave("p", on=day("2025-06-30"))
    assert [len(made.rows(on)) for on in ("2025-03-31", "2025-04-01", "2025-06-30", "2025-07-01")] == [0, 1, 1, 0]


def test_leaving_ends_the_obligations_of_an_open_assignment(lead: Callable[[str], Office]) -> None:
    made = lead("training: basics")
    made.registry.leave("p", on=day("2025-06-30"))
    assert [len(made.rows(on)) for on in ("2025-06-30", "2025-07-01")] == [1, 0]


def test_a_requirement_is_in_effect_on_its_first_and_its_last_day(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: basics, effective_from: 2025-04-01, effective_until: 2026-03-31"))
    made.person()
    assert [len(made.rows(on)) for on in ("2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01")] == [0, 1, 1, 0]


def test_a_role_is_in_effect_on_its_first_and_its_last_day(office: MakeOffice) -> None:
    made = office(
        "  - {id: all, name: All, membership: everyone, effective_from: 2025-04-01, effective_until: 2026-03-31,"
        " requirements: [{id: q, training: basics}]}\n"
    )
    made.person()
    assert [len(made.rows(on)) for on in ("2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01")] == [0, 1, 1, 0]


def test_two_assignments_in_different_units_give_obligations_in_each(lead: Callable[[str], Office]) -> None:
    made = lead("training: basics")
    made.person("other", unit="B")
    made.assign("p", "lead", "2025-05-01", unit="B")
    assert [(row.unit, row.held_since) for row in made.rows("2025-06-01")] == [
        ("A/a", day("2025-04-01")),
        ("B", day("2025-05-01")),
    ]


def test_all_keys_of_where_must_hold_and_any_value_of_a_list_suffices(office: MakeOffice) -> None:
    made = office(
        "  - {id: boss, name: Boss, membership: {where: {manager: true, unit: [A, C], appointment: [regular]}},"
        " requirements: [{id: q, training: basics}]}\n"
    )
    made.person("below", unit="A/a/1", manager=True, appointment="regular")
    made.person("other-list-value", unit="C", manager=True, appointment="regular")
    made.person("not-a-manager", unit="A", appointment="regular")
    made.person("elsewhere", unit="AB", manager=True, appointment="regular")
    made.person("other-kind", unit="A", manager=True, appointment="yearly")
    made.person("no-unit", unit=None, manager=True, appointment="regular")
    assert [row.staff for row in made.rows("2025-04-01")] == ["below", "other-list-value"]


# --- held since, due on


def test_a_membership_is_held_since_the_first_day_of_the_unbroken_spell(office: MakeOffice) -> None:
    made = office(
        "  - {id: boss, name: Boss, membership: {where: {manager: true}}, requirements: [{id: q, training: basics}]}\n"
    )
    made.person(manager=True)
    made.registry.edit_staff("p", on=day("2022-04-01"), manager=False)
    made.registry.edit_staff("p", on=day("2023-04-01"), manager=True)
    made.registry.transfer("p", "B", on=day("2024-04-01"))
    assert made.row("2021-01-01").held_since == day("2020-01-01")
    assert made.rows("2022-04-01") == []
    assert made.row("2025-01-01").held_since == day("2023-04-01")
    assert made.row("2025-01-01").unit == "B"


@pytest.mark.parametrize(
    ("within", "due_on"),
    [
        ("30d", "2025-05-01"),
        ("2w", "2025-04-15"),
        ("1m", "2025-05-01"),
        ("12m", "2026-04-01"),
        ("2y", "2027-04-01"),
        ("fiscal-year-end", "2026-03-31"),
    ],
)
def test_due_on_is_held_since_plus_within(lead: Callable[[str], Office], within: str, due_on: str) -> None:
    assert lead(f"training: basics, within: {within}").row("2025-04-01").due_on == day(due_on)


def test_without_within_it_is_due_on_the_day_itself(lead: Callable[[str], Office]) -> None:
    made = lead("training: basics")
    assert made.row("2025-04-01").due_on == day("2025-04-01")
    assert [made.status("2025-04-01"), made.status("2025-04-02")] == ["pending", "overdue"]


def test_grace_counts_from_the_requirement_coming_into_effect_where_that_is_later(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: basics, within: 1m, effective_from: 2025-04-01"))
    made.person()
    made.person("late", joined="2025-06-10")
    assert made.row("2025-07-01").due_on == day("2025-05-01")
    assert made.row("2025-07-01", "late").due_on == day("2025-07-10")


def test_grace_counts_from_the_role_coming_into_effect_where_that_is_later(office: MakeOffice) -> None:
    made = office(
        "  - {id: all, name: All, membership: everyone, effective_from: 2025-04-01,"
        " requirements: [{id: q, training: basics, within: 1m, effective_from: 2024-04-01}]}\n"
    )
    made.person()
    assert made.row("2025-07-01").due_on == day("2025-05-01")


# --- evidence


@pytest.mark.parametrize("outcome", ["completed", "exempt"])
def test_completed_and_exempt_count(lead: Callable[[str], Office], outcome: str) -> None:
    made = lead("training: basics")
    seq = made.train("basics", "2025-05-01", outcome=outcome)
    row = made.row("2025-05-01")
    assert (row.status, row.valid_until, row.evidence) == ("met", None, (seq,))


@pytest.mark.parametrize("outcome", ["attended", "failed", "absent", "withdrawn"])
def test_no_other_outcome_counts(lead: Callable[[str], Office], outcome: str) -> None:
    made = lead("training: basics")
    made.train("basics", "2025-05-01", outcome=outcome)
    row = made.row("2025-05-01")
    assert (row.status, row.valid_until, row.evidence) == ("overdue", None, ())


@pytest.mark.parametrize(("score", "status"), [(39.5, "overdue"), (40, "met")])
def test_a_score_decides_by_the_pass_score(lead: Callable[[str], Office], score: float, status: str) -> None:
    made = lead("training: basics")
    made.train("basics", "2025-05-01", score=score)
    assert made.status("2025-05-02") == status


def test_only_entries_dated_up_to_the_day_count(lead: Callable[[str], Office]) -> None:
    made = lead("training: basics")
    made.train("basics", "2025-05-02")
    assert [made.status("2025-05-01"), made.status("2025-05-02")] == ["overdue", "met"]


def test_training_over_several_days_is_dated_by_its_end(lead: Callable[[str], Office]) -> None:
    made = lead("training: yearly")
    made.train("yearly", "2025-05-01", end="2025-05-03")
    assert [made.status("2025-05-02"), made.status("2025-05-03")] == ["overdue", "met"]
    assert made.row("2025-05-03").valid_until == day("2026-05-02")


def test_a_retracted_entry_does_not_count(lead: Callable[[str], Office]) -> None:
    made = lead("training: basics")
    seq = made.train("basics", "2025-05-01")
    made.registry.retract(seq, "wrong person")
    assert made.status("2025-06-01") == "overdue"


def test_a_record_counts_for_what_it_satisfies_and_keeps_its_own_validity(lead: Callable[[str], Office]) -> None:
    made = lead("training: yearly")
    made.train("advanced", "2025-05-01")
    row = made.row("2030-05-01")
    assert (row.status, row.valid_until) == ("met", None)


def test_a_certification_satisfies_certifications(lead: Callable[[str], Office]) -> None:
    made = lead("certification: licence")
    made.certify("expert", "2025-05-01")
    assert made.row("2035-05-01").status == "met"


def test_an_item_is_valid_until_the_latest_end_of_its_records(lead: Callable[[str], Office]) -> None:
    made = lead("certification: licence")
    long = made.certify("licence", "2025-05-01", expires_on="2029-12-31")
    made.certify("licence", "2025-06-01", expires_on="2026-12-31")
    row = made.row("2025-07-01")
    assert (row.valid_until, row.evidence) == (day("2029-12-31"), (long,))


def test_a_revocation_caps_every_earlier_award_on_every_day(lead: Callable[[str], Office]) -> None:
    made = lead("certification: exam")
    award = made.certify("exam", "2025-05-01")
    revocation = made.revoke("exam", "2025-08-01")
    row = made.row("2025-07-31")
    assert (row.status, row.valid_until, row.evidence) == ("expiring", day("2025-07-31"), (award, revocation))
    assert made.status("2025-08-01") == "expired"


def test_a_later_award_is_unaffected_by_a_revocation(lead: Callable[[str], Office]) -> None:
    made = lead("certification: exam")
    made.certify("exam", "2025-05-01")
    made.revoke("exam", "2025-08-01")
    later = made.certify("exam", "2025-08-02")
    row = made.row("2025-08-02")
    assert (row.status, row.valid_until, row.evidence) == ("met", None, (later,))


def test_an_award_of_the_day_of_its_revocation_was_never_valid(lead: Callable[[str], Office]) -> None:
    made = lead("certification: exam")
    made.certify("exam", "2025-08-01")
    made.revoke("exam", "2025-08-01")
    assert made.status("2025-09-01") == "overdue"


def test_a_renewal_in_the_window_runs_on_from_the_expiry(lead: Callable[[str], Office]) -> None:
    made = lead("certification: licence")
    made.certify("licence", "2023-10-01")
    made.certify("licence", "2026-04-01")
    assert made.row("2026-03-31").valid_until == day("2026-09-30")
    assert made.row("2026-04-01").valid_until == day("2029-09-30")


def test_a_renewal_before_the_window_runs_from_its_own_day(lead: Callable[[str], Office]) -> None:
    made = lead("certification: licence")
    made.certify("licence", "2023-10-01")
    made.certify("licence", "2026-03-31")
    assert made.row("2026-04-01").valid_until == day("2029-03-30")


# --- skills


def test_the_latest_assessment_up_to_the_day_counts(lead: Callable[[str], Office]) -> None:
    made = lead("skill: data, level: 2")
    good = made.assess(2, "2025-05-01")
    made.assess(1, "2025-06-01")
    row = made.row("2025-05-31")
    assert (row.status, row.valid_until, row.evidence) == ("met", None, (good,))
    assert made.status("2025-06-01") == "expired"


def test_an_assessment_below_the_level_is_no_evidence(lead: Callable[[str], Office]) -> None:
    made = lead("skill: data, level: 2")
    made.assess(1, "2025-05-01")
    assert made.status("2025-05-02") == "overdue"


def test_a_record_grants_the_skill_until_it_ends(lead: Callable[[str], Office]) -> None:
    made = lead("skill: data, level: 2")
    made.assess(1, "2025-05-01")
    course = made.train("course", "2025-05-01")
    row = made.row("2025-05-02")
    assert (row.status, row.valid_until, row.evidence) == ("met", day("2025-08-08"), (course,))
    assert made.status("2025-08-09") == "expired"


def test_a_record_brings_the_grants_of_what_it_satisfies(office: MakeOffice) -> None:
    made = office(
        ALL.format(rule="skill: data, level: 1"),
        """
schema: dxskills/trainings/1
domains: [{id: ict, name: ICT}]
skills: [{id: data, name: Data, domain: ict, levels: [One, Two]}]
trainings:
  - {id: small, name: Small, domain: ict, grants: [{skill: data, level: 1}]}
  - {id: middle, name: Middle, domain: ict, satisfies: [small]}
  - {id: large, name: Large, domain: ict, validity: {days: 200}, satisfies: [middle]}
""",
    )
    made.person()
    made.train("large", "2025-05-01")
    row = made.row("2025-05-02")
    assert (row.status, row.valid_until) == ("met", day("2025-11-16"))


# --- several alternatives


def test_at_least_k_is_valid_until_the_kth_latest_end(lead: Callable[[str], Office]) -> None:
    made = lead("any_of: [{training: basics}, {certification: licence}, {training: yearly}], at_least: 2")
    made.train("yearly", "2025-05-01")
    assert made.row("2025-05-02").status == "overdue"
    licence = made.certify("licence", "2025-06-01")
    assert made.row("2025-06-01").valid_until == day("2026-04-30")
    basics = made.train("basics", "2025-07-01")
    row = made.row("2025-07-01")
    assert (row.status, row.valid_until, row.evidence) == ("met", day("2028-05-31"), (licence, basics))


# --- the statuses in their order


@pytest.mark.parametrize(
    ("on", "status"),
    [("2025-05-31", "overdue"), ("2025-06-01", "waived"), ("2025-06-30", "waived"), ("2025-07-01", "overdue")],
)
def test_a_waiver_covers_its_first_and_its_last_day(lead: Callable[[str], Office], on: str, status: str) -> None:
    made = lead("training: basics")
    seq = made.waive("lead/q", "2025-06-01", "2025-06-30")
    row = made.row(on)
    assert (row.status, row.evidence) == (status, (seq,) if status == "waived" else ())


def test_waived_comes_before_met(lead: Callable[[str], Office]) -> None:
    made = lead("training: yearly")
    made.train("yearly", "2025-05-01")
    made.waive("lead/q", "2025-06-01", "2025-06-30")
    row = made.row("2025-06-01")
    assert (row.status, row.valid_until) == ("waived", day("2026-04-30"))


@pytest.mark.parametrize(
    ("on", "horizon", "status"),
    [
        ("2026-01-29", 90, "met"),  # valid until 2026-04-30, which is 91 days later
        ("2026-01-30", 90, "expiring"),
        ("2026-04-30", 90, "expiring"),
        ("2026-04-30", 0, "expiring"),
        ("2026-04-29", 0, "met"),
        ("2026-05-01", 90, "expired"),
        ("2025-06-01", 100_000_000, "expiring"),
    ],
)
def test_expiring_is_within_the_horizon(lead: Callable[[str], Office], on: str, horizon: int, status: str) -> None:
    made = lead("training: yearly")
    made.train("yearly", "2025-05-01")
    assert made.status(on, horizon=horizon) == status


def test_what_has_no_end_is_met_however_far_the_horizon(lead: Callable[[str], Office]) -> None:
    made = lead("training: basics")
    made.train("basics", "2025-05-01")
    assert made.status("2025-06-01", horizon=100_000_000) == "met"


def test_pending_comes_before_expired(lead: Callable[[str], Office]) -> None:
    made = lead("training: yearly, within: 24m")
    made.train("yearly", "2025-05-01")
    assert [made.status("2026-05-01"), made.status("2027-04-01"), made.status("2027-04-02")] == [
        "pending",
        "pending",
        "expired",
    ]


def test_what_was_valid_before_the_role_was_taken_up_is_expired_too(lead: Callable[[str], Office]) -> None:
    made = lead("training: yearly")
    seq = made.train("yearly", "2023-05-01")
    row = made.row("2025-05-01")
    assert (row.status, row.valid_until, row.evidence) == ("expired", day("2024-04-30"), (seq,))


def test_whether_it_was_valid_once_is_asked_as_of_that_day(lead: Callable[[str], Office]) -> None:
    """Two of three held, but never two on one day: so it never was valid."""
    made = lead("any_of: [{training: yearly}, {certification: licence}], at_least: 2")
    made.train("yearly", "2020-01-01")
    made.certify("licence", "2022-01-01")
    assert made.status("2026-01-01") == "overdue"


def test_an_entry_made_good_later_was_not_valid_before(lead: Callable[[str], Office]) -> None:
    """On 2025-05-01 the licence was over already when it was entered with its own last day."""
    made = lead("training: course")
    made.train("course", "2024-01-01", outcome="failed")
    assert made.status("2025-05-01") == "overdue"


# --- what is shown beside


def test_planned_on_is_the_earliest_enrolment_from_the_day_on_in_a_training_that_is_evidence(
    lead: Callable[[str], Office],
) -> None:
    made = lead("any_of: [{training: yearly}, {skill: data, level: 3}]")
    made.enrol("basics", "2025-06-01")  # no evidence for it
    made.enrol("advanced", "2025-07-01")  # satisfies yearly, though it grants but level 2
    made.enrol("course", "2025-08-01")  # grants level 3
    planned = [made.row(on).planned_on for on in ("2025-05-01", "2025-07-01", "2025-07-02", "2025-08-02")]
    assert planned == [day("2025-07-01"), day("2025-07-01"), day("2025-08-01"), None]


def test_the_people_are_sorted_by_staff_role_unit_and_requirement_by_code_point(office: MakeOffice) -> None:
    made = office(
        "  - {id: b, name: B, membership: everyone,"
        " requirements: [{id: z, training: law}, {id: Y, training: basics}]}\n"
        "  - {id: A, name: A, requirements: [{id: q, training: basics}]}\n"
    )
    made.person("b2", unit="い")
    made.person("B1", unit="あ")
    made.assign("b2", "A", "2025-04-01", unit="い")
    made.assign("b2", "A", "2025-04-01", unit="あ")
    assert [(row.staff, row.role, row.unit, row.requirement) for row in made.rows("2025-04-01")] == [
        ("B1", "b", "あ", "Y"),
        ("B1", "b", "あ", "z"),
        ("b2", "A", "あ", "q"),
        ("b2", "A", "い", "q"),
        ("b2", "b", "い", "Y"),
        ("b2", "b", "い", "z"),
    ]


def test_a_waiver_granted_again_from_the_same_day_stands_beside_the_first(lead: Callable[[str], Office]) -> None:
    made = lead("training: basics")
    made.waive("lead/q", "2025-06-01", "2025-06-30")
    made.waive("lead/q", "2025-06-01", "2025-12-31")
    assert [made.status("2025-06-15"), made.status("2025-07-01")] == ["waived", "waived"]
