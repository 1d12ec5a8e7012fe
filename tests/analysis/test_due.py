"""Who must do what by when: one test a sentence of docs/rules.md, "What is due"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxskills.analysis.due import DueRow
from dxskills.errors import WrongUsage
from tests.analysis.office import TRAININGS, Office, day

MakeOffice = Callable[..., Office]

LEAD = "  - {{id: lead, name: Lead, requirements: [{{id: q, {rule}}}]}}\n"
RISS = TRAININGS + (
    "  - {id: riss, name: RISS, domain: ict, validity: {months: 36}, renewal: {apply_before: 60d}}\n"
    "  - {id: coordinator, name: Coordinator, domain: ict, validity: {months: 36}, renewal: {apply_before: 180d}}\n"
)


@pytest.fixture
def lead(office: MakeOffice) -> Callable[..., Office]:
    def make(rule: str, start: str = "2020-04-01") -> Office:
        made = office(LEAD.format(rule=rule), RISS)
        made.person()
        made.assign("p", "lead", start)
        return made

    return make


def rows(office: Office, as_of: str, **asked: Any) -> tuple[DueRow, ...]:
    return office.registry.due(day(as_of), **asked).rows


def told(office: Office, as_of: str, **asked: Any) -> list[tuple[str, str]]:
    return [(row.status, row.by.isoformat()) for row in rows(office, as_of, **asked)]


def test_a_certificate_is_to_be_applied_for_before_it_lapses(lead: Callable[..., Office]) -> None:
    made = lead("certification: riss")
    made.certify("riss", "2021-10-01")
    (row,) = rows(made, "2024-07-15")
    assert (row.status, str(row.valid_until), str(row.apply_by), str(row.by)) == (
        *("expiring", "2024-09-30"),
        *("2024-08-01", "2024-08-01"),
    )


def test_the_day_to_apply_by_enters_the_window_before_the_last_day_valid_does(lead: Callable[..., Office]) -> None:
    made = lead("certification: riss")
    made.certify("riss", "2021-10-01")
    assert told(made, "2024-07-01", within=30) == []
    assert told(made, "2024-07-02", within=30) == [("met", "2024-08-01")]
    assert told(made, "2024-08-02", within=30) == [("met", "2024-08-01")]
    assert told(made, "2024-09-30", within=0) == [("expiring", "2024-08-01")]
    assert told(made, "2024-10-01", within=0) == [("expired", "2024-09-30")]


def test_what_has_no_renewal_presses_on_its_last_day(lead: Callable[..., Office]) -> None:
    made = lead("certification: licence")
    made.certify("licence", "2021-10-01")
    assert told(made, "2024-07-01", within=90) == []
    assert told(made, "2024-07-02", within=90) == [("expiring", "2024-09-30")]


def test_nothing_is_to_be_applied_for_where_a_certificate_was_revoked(lead: Callable[..., Office]) -> None:
    made = lead("certification: riss")
    made.certify("riss", "2021-10-01")
    made.revoke("riss", "2023-05-01")
    (row,) = rows(made, "2024-07-15")
    assert (row.status, str(row.valid_until), row.apply_by, str(row.by)) == (
        "expired",
        "2023-04-30",
        None,
        "2023-04-30",
    )


def test_of_several_the_one_that_decides_is_applied_for(lead: Callable[..., Office]) -> None:
    made = lead("any_of: [{certification: riss}, {certification: coordinator}], at_least: 2")
    made.certify("riss", "2022-10-01")
    made.certify("coordinator", "2021-10-01")
    (row,) = rows(made, "2024-07-15", within=90)
    assert (str(row.valid_until), str(row.apply_by)) == ("2024-09-30", "2024-04-03")


def test_what_is_pending_presses_on_the_day_it_is_due(lead: Callable[..., Office]) -> None:
    made = lead("training: basics, within: 3m", "2026-04-01")
    assert told(made, "2026-04-01", within=90) == []
    assert told(made, "2026-04-02", within=90) == [("pending", "2026-07-01")]
    assert told(made, "2026-07-02", within=0) == [("overdue", "2026-07-01")]


def test_a_cycle_is_due_on_its_day_and_never_lapses(lead: Callable[..., Office]) -> None:
    made = lead('training: yearly, cycle: {every: fiscal-year, by: "12-31"}')
    assert told(made, "2026-11-24") == [("pending", "2026-12-31")]
    made.train("yearly", "2026-11-25")
    assert told(made, "2027-03-01") == []


def test_what_is_waived_is_not_due(lead: Callable[..., Office]) -> None:
    made = lead("training: basics")
    made.waive("lead/q", "2026-01-01", "2026-12-31")
    assert told(made, "2026-12-31") == []
    assert told(made, "2027-01-01") == [("overdue", "2020-04-01")]


def test_recommended_ones_are_listed_when_asked_for(lead: Callable[..., Office]) -> None:
    made = lead("training: basics, necessity: recommended")
    assert told(made, "2026-01-01") == []
    assert told(made, "2026-01-01", recommended=True) == [("overdue", "2020-04-01")]


def test_rows_are_sorted_by_what_presses_first_and_asked_for_by_unit_and_role(office: MakeOffice) -> None:
    made = office(
        "  - {id: a, name: A, membership: everyone, requirements: [{id: q, training: basics, within: 1m}]}\n"
        "  - {id: b, name: B, requirements: [{id: q, training: law}]}\n"
    )
    made.person("z", joined="2020-01-01")
    made.person("m", "B/b", joined="2021-01-01")
    made.person("n", "B/b", joined="2021-01-01")
    made.assign("z", "b", "2021-02-01")
    assert [(r.staff, r.role, str(r.by)) for r in rows(made, "2026-01-01")] == [
        ("z", "a", "2020-02-01"),
        ("m", "a", "2021-02-01"),
        ("n", "a", "2021-02-01"),
        ("z", "b", "2021-02-01"),
    ]
    assert [r.staff for r in rows(made, "2026-01-01", dept="B", role="a")] == ["m", "n"]


def test_it_is_a_function_of_what_was_known(lead: Callable[..., Office]) -> None:
    made = lead("certification: riss")
    before = made.now
    made.certify("riss", "2025-10-01")
    assert told(made, "2026-01-01") == []
    known = made.registry.due(day("2026-01-01"), known_at=before)
    assert [row.status for row in known.rows] == ["overdue"]
    assert known.changed_at is not None
    assert known.changed_at[:19] == before.isoformat()[:19]


def test_the_array_has_the_keys_that_are_promised(lead: Callable[..., Office]) -> None:
    made = lead("certification: riss")
    made.certify("riss", "2021-10-01")
    assert made.registry.due(day("2024-07-15")).as_list() == [
        {
            "staff": "p",
            "name": "P",
            "unit": "A/a",
            "role": "lead",
            "requirement": "q",
            "status": "expiring",
            "due_on": "2020-04-01",
            "valid_until": "2024-09-30",
            "apply_by": "2024-08-01",
        }
    ]


def test_a_window_of_fewer_than_no_days_is_refused(lead: Callable[..., Office]) -> None:
    with pytest.raises(WrongUsage, match="-1") as refused:
        lead("training: law").registry.due(day("2026-01-01"), within=-1)
    assert refused.value.code == "bad-horizon"
