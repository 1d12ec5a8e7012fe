"""Who is nearest to a role: one test a sentence of docs/rules.md, "Candidates"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dxskills.analysis.candidates import Candidate, Candidates
from dxskills.errors import Refused
from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]

TRAININGS = """
schema: dxskills/trainings/1
domains: [{id: ict, name: ICT}, {id: administrative, name: Administration}]
skills:
  - {id: data, name: Data, domain: ict, levels: [One, Two, Three]}
  - {id: gis, name: GIS, domain: ict, levels: [One]}
trainings:
  - {id: intro, name: Intro, domain: ict, hours: 2, cost: 0}
  - {id: bi, name: BI, domain: ict, hours: 10, cost: 3000, prerequisites: [intro], grants: [{skill: data, level: 1}]}
  - {id: ai, name: AI, domain: ict, hours: 20, cost: 9000, prerequisites: [bi], grants: [{skill: data, level: 2}]}
  - {id: camp, name: Camp, domain: ict, hours: 40, cost: 0, satisfies: [bi], grants: [{skill: data, level: 2}]}
  - {id: law, name: Law, domain: administrative, hours: 6, cost: 500, validity: {months: 12}}
  - {id: tour, name: Tour, domain: administrative}
certifications:
  - {id: exam, name: Exam, domain: ict, subsidy: 7500}
"""
LEAD = "  - {{id: lead, name: Lead, {more}requirements: [{rules}]}}\n"


@pytest.fixture
def lead(office: MakeOffice) -> Callable[..., Office]:
    """An office with a role ``lead`` and three people, of whom c leads."""

    def make(*rules: str, more: str = "") -> Office:
        asked = ", ".join(f"{{id: q{number}, {rule}}}" for number, rule in enumerate(rules, start=1))
        made = office(LEAD.format(rules=asked, more=more), TRAININGS)
        for staff in "abc":
            made.person(staff, appointment="regular")
        made.assign("c", "lead", "2026-04-01")
        return made

    return make


def answer(office: Office, as_of: str = "2026-06-01", dept: str | None = None) -> Candidates:
    return office.registry.candidates("lead", day(as_of), dept=dept)


def one(office: Office, staff: str = "a") -> Candidate:
    return next(each for each in answer(office).candidates if each.staff == staff)


def steps(office: Office, staff: str = "a") -> list[str]:
    return [step.id for step in one(office, staff).steps]


def test_holders_and_those_who_left_are_no_candidates(lead: Callable[..., Office]) -> None:
    made = lead("training: law")
    made.registry.leave("b", on=day("2026-05-31"))
    assert [each.staff for each in answer(made).candidates] == ["a"]
    assert [each.staff for each in answer(made, "2026-03-31").candidates] == ["a", "b", "c"]


def test_only_appointments_that_lead_to_the_role_count(lead: Callable[..., Office]) -> None:
    made = lead("training: law", more="acquisition: [{route: recruitment, appointments: [regular]}], ")
    made.registry.edit_staff("b", on=day("2026-05-01"), appointment="yearly")
    found = answer(made)
    assert ([each.staff for each in found.candidates], found.barred, found.considered) == (["a"], 1, 1)


def test_the_fewest_gaps_come_first_then_hours_then_yen(lead: Callable[..., Office]) -> None:
    made = lead("training: law", "training: bi")
    made.train("bi", "2026-05-01", "b")
    made.person("d", appointment="regular")
    made.train("law", "2026-05-01", "d")
    assert [(e.staff, len(e.lacking), e.effort.hours, e.effort.cost) for e in answer(made).candidates] == [
        ("b", 1, 6, 500),
        ("d", 1, 12, 3000),
        ("a", 2, 18, 3500),
    ]


def test_what_must_come_before_is_counted_once_unless_it_counts_already(lead: Callable[..., Office]) -> None:
    made = lead("training: ai", "training: bi")
    assert steps(made) == ["intro", "bi", "ai"]
    assert (one(made).effort.hours, one(made).effort.cost) == (32, 12000)
    made.train("camp", "2026-05-01", "a")  # which stands for bi
    assert steps(made) == ["ai"]


def test_of_several_ways_the_one_that_adds_least_is_taken(lead: Callable[..., Office]) -> None:
    made = lead("skill: data, level: 2")
    assert steps(made) == ["intro", "bi", "ai"]  # 32 hours against the 40 of the camp
    made = lead("skill: data, level: 2", "training: camp")
    assert steps(made) == ["camp"]  # which has to be, and grants the skill too


def test_a_way_whose_hours_are_not_known_is_taken_only_where_there_is_no_other(lead: Callable[..., Office]) -> None:
    made = lead("any_of: [{certification: exam}, {training: camp}]")
    assert steps(made) == ["camp"]
    made = lead("certification: exam", "training: tour", "training: law")
    effort = one(made).effort
    assert (effort.hours_unknown, effort.hours, effort.cost_unknown, effort.cost) == (2, 6, 2, 500)


def test_a_skill_that_nothing_leads_to_is_to_be_assessed(lead: Callable[..., Office]) -> None:
    (step,) = one(lead("skill: gis, level: 1")).steps
    assert (step.kind, step.id, step.level, step.hours) == ("skill", "gis", 1, None)


def test_as_many_alternatives_as_are_still_wanting(lead: Callable[..., Office]) -> None:
    made = lead("any_of: [{training: intro}, {training: law}, {training: camp}], at_least: 2")
    assert steps(made) == ["intro", "law"]
    made.train("camp", "2026-05-01", "a")
    assert steps(made) == ["intro"]


def test_what_has_lapsed_or_was_done_in_another_year_is_lacking(lead: Callable[..., Office]) -> None:
    made = lead("training: law", "training: intro, cycle: {every: fiscal-year}")
    made.train("law", "2025-05-01", "a")
    made.train("intro", "2026-03-31", "a")
    assert one(made).lacking == ("q1", "q2")
    made.train("law", "2025-07-01", "a")
    made.train("intro", "2026-04-01", "a")
    assert one(made).lacking == ()


def test_what_is_waived_recommended_or_not_in_effect_is_not_lacking(lead: Callable[..., Office]) -> None:
    made = lead("training: law", "training: bi, necessity: recommended", "training: ai, effective_from: 2026-06-02")
    made.waive("lead/q1", "2026-06-01", "2026-06-01", "a")
    assert one(made).lacking == ()
    assert answer(made).asked == 1


def test_which_half_is_complete_and_what_they_hold_is_shown(office: MakeOffice) -> None:
    made = office(
        "  - {id: lead, name: Lead, placement: {units: [B]},"
        " requirements: [{id: q, training: law}, {id: r, training: bi}]}\n"
        "  - {id: other, name: Other}\n",
        TRAININGS,
    )
    made.person("a")
    made.train("law", "2026-05-01", "a")
    made.assign("a", "other", "2026-04-01", end="2026-12-31")
    found = one(made)
    assert (found.ict_free, found.administrative_free, found.in_placement) == (False, True, False)
    assert [(held.role, held.unit, str(held.end)) for held in found.roles] == [("other", "A/a", "2026-12-31")]


def test_a_department_asks_for_those_posted_in_it(lead: Callable[..., Office]) -> None:
    made = lead("training: law")
    made.person("x", "B/b")
    assert [each.staff for each in answer(made, dept="B").candidates] == ["x"]


def test_a_role_held_by_condition_has_no_candidates(office: MakeOffice) -> None:
    made = office("  - {id: lead, name: Lead, membership: everyone}\n")
    with pytest.raises(Refused) as refused:
        made.registry.candidates("lead", day("2026-06-01"))
    assert refused.value.code == "role-not-assigned"
