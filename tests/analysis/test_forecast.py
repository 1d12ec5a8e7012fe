"""The months ahead: one test a sentence of docs/rules.md, "Forecast"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dxskills.analysis.forecast import Forecast
from dxskills.errors import WrongUsage
from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]

ALL = "  - {{id: all, name: All, membership: everyone, requirements: [{{id: q, {rule}}}]}}\n"


def events(forecast: Forecast) -> list[tuple[str, str, str | None, str | None, int, str]]:
    return [
        (month.month, event.kind, event.role, event.requirement, event.count, event.last.isoformat())
        for month in forecast.months
        for event in month.events
    ]


def asked(made: Office, as_of: str, until: str, **scope: Any) -> Forecast:
    return made.registry.forecast(day(as_of), until=day(until), **scope)


def test_months_go_from_that_of_the_day_through_that_of_until(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: law"))
    made.person()
    days = [month.point.as_of for month in asked(made, "2026-11-24", "2027-02-01").months]
    assert days == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]
    forecast = made.registry.forecast(day("2026-11-24"))
    assert (len(forecast.months), forecast.until) == (13, date(2027, 11, 30))


def test_it_goes_ahead_and_not_for_more_than_ten_years(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: law"))
    made.person()
    for until in ("2026-11-23", "2036-12-01"):
        with pytest.raises(WrongUsage) as refused:
            asked(made, "2026-11-24", until)
        assert refused.value.code == "bad-until"
    assert len(asked(made, "2026-11-24", "2036-11-30").months) == 121


def test_the_calendar_may_end(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: law"))
    made.person()
    assert made.registry.forecast(day("9999-11-24")).months[-1].point.as_of == date.max


def test_a_lapse_is_named_in_the_month_of_its_last_day_and_missing_in_the_next(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: yearly"))
    made.person("a")
    made.person("b")
    made.train("yearly", "2026-01-01", "a")
    made.train("yearly", "2026-01-15", "b")
    forecast = asked(made, "2026-11-24", "2027-02-28")
    assert events(forecast) == [
        ("2026-12", "evidence-lapses", "all", "q", 1, "2026-12-31"),
        ("2027-01", "evidence-lapses", "all", "q", 1, "2027-01-14"),
    ]
    assert [month.point.totals.readiness for month in forecast.months] == [1.0, 1.0, 0.0, 0.0]


def test_what_was_renewed_ahead_does_not_lapse(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: yearly"))
    made.person()
    made.train("yearly", "2026-01-01")
    made.train("yearly", "2026-12-20")
    assert events(asked(made, "2026-11-24", "2027-02-28")) == []


def test_a_yearly_requirement_starts_anew_with_the_fiscal_year(office: MakeOffice) -> None:
    made = office(ALL.format(rule='training: yearly, cycle: {every: fiscal-year, by: "06-30"}'))
    made.person()
    made.train("yearly", "2026-05-01")
    assert events(asked(made, "2026-11-24", "2027-07-31")) == [
        ("2027-03", "cycle-restarts", "all", "q", 1, "2027-03-31"),
        ("2027-06", "deadline-passes", "all", "q", 1, "2027-06-30"),
    ]


def test_terms_end_people_leave_deadlines_pass_and_waivers_end(office: MakeOffice) -> None:
    made = office(
        "  - {id: lead, name: Lead, staffing: [{per: 部, min: 1}],"
        " requirements: [{id: q, training: law, within: 12m}, {id: r, training: basics}]}\n"
    )
    made.person("a", appointment="yearly")
    made.person("b")
    made.assign("a", "lead", "2026-04-01")
    made.assign("b", "lead", "2026-02-15")
    made.waive("lead/r", "2026-04-01", "2026-12-31", "b")
    made.registry.leave("b", on=day("2027-04-30"))
    forecast = made.registry.forecast(day("2026-11-24"), until=day("2027-05-31"), people=True)
    assert events(forecast) == [
        ("2026-12", "waiver-ends", "lead", "r", 1, "2026-12-31"),
        ("2027-02", "deadline-passes", "lead", "q", 1, "2027-02-15"),
        ("2027-03", "assignment-ends", "lead", None, 1, "2027-03-31"),
        ("2027-04", "leaves", None, None, 1, "2027-04-30"),
    ]
    assert [month.point.shortfall for month in forecast.months] == [0, 0, 0, 0, 0, 0, 1]
    assert [month.point.staffing[0].assigned for month in forecast.months] == [2, 2, 2, 2, 2, 1, 0]
    assert [(row.staff, row.name, row.unit, row.kind) for row in forecast.people or ()] == [
        ("b", "B", "A/a", "waiver-ends"),
        ("b", "B", "A/a", "deadline-passes"),
        ("a", "A", "A/a", "assignment-ends"),
        ("b", "B", "A/a", "leaves"),
    ]


def test_a_missing_leader_shows_from_the_month_after_the_term(office: MakeOffice) -> None:
    made = office("  - {id: lead, name: Lead, staffing: [{per: 部, min: 1}]}\n")
    made.person(appointment="yearly")
    made.assign("p", "lead", "2026-04-01")
    assert [m.point.shortfall for m in asked(made, "2027-02-01", "2027-04-30").months] == [0, 0, 1]


def test_a_term_that_goes_on_at_once_does_not_end(office: MakeOffice) -> None:
    made = office("  - {id: lead, name: Lead}\n")
    made.person()
    made.assign("p", "lead", "2026-04-01", end="2026-12-31")
    made.assign("p", "lead", "2027-01-01")
    assert events(asked(made, "2026-11-24", "2027-01-31")) == []


def test_rules_that_start_and_end_are_named_with_the_holders_they_concern(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: law, within: 1y, effective_from: 2027-01-15, effective_until: 2027-03-31"))
    made.person("a")
    made.person("b", "B/b")
    assert events(asked(made, "2026-11-24", "2027-04-30")) == [
        ("2027-01", "rule-starts", "all", "q", 2, "2027-01-15"),
        ("2027-03", "rule-ends", "all", "q", 2, "2027-03-31"),
    ]
    assert [each[4] for each in events(asked(made, "2026-11-24", "2027-04-30", dept="B"))] == [1, 1]


def test_what_is_recommended_is_not_told(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: yearly, necessity: recommended"))
    made.person()
    made.train("yearly", "2026-01-01")
    forecast = asked(made, "2026-11-24", "2027-01-31")
    assert events(forecast) == []
    assert [month.point.recommended.met + month.point.recommended.expiring for month in forecast.months] == [1, 1, 0]


def test_the_document_has_the_figures_of_the_day_and_of_each_month(office: MakeOffice) -> None:
    made = office(ALL.format(rule="training: yearly"))
    made.person()
    made.train("yearly", "2026-01-01")
    document = asked(made, "2026-12-24", "2026-12-31").as_dict()
    assert (document["schema"], document["until"], "people" in document) == ("dxskills/forecast/1", "2026-12-31", False)
    assert document["start"]["totals"] == made.report("2026-12-24").as_dict()["totals"]
    (month,) = document["months"]
    assert month["totals"] == made.report("2026-12-31").as_dict()["totals"]
    assert month["events"] == [
        {
            "kind": "evidence-lapses",
            "role": "all",
            "requirement": "q",
            "count": 1,
            "first": "2026-12-31",
            "last": "2026-12-31",
        }
    ]
