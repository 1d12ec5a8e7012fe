"""When people serve, where, and which roles they hold (SPEC section 5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from dxskills.index.facts import NO_END, NUMBER, Facts
from dxskills.index.holdings import assignments, holdings
from dxskills.index.projection import posting_rows
from dxskills.index.service import attributes_on, service_spans, transfers
from tests.index.worlds import framework

ROLES = """
schema: dxskills/roles/1
organisation: {id: office, name: Office, fiscal_year_start: "04-01"}
appointments: [{id: regular, name: Regular}, {id: yearly, name: Yearly}]
roles:
  - {id: leader, name: Leader}
  - {id: mobile, name: Mobile, moves_with_person: true}
  - {id: everyone, name: Everyone, membership: everyone}
  - id: heads
    name: Heads
    membership: {where: {manager: true, unit: [A, B/b], appointment: [regular], grade: [G1, G2]}}
"""

OFFICE = framework(ROLES)
Row = tuple[str, str, dict[str, Any]]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def said(text: int) -> str:
    return "open" if text >= NO_END else date.fromordinal(text).isoformat()


def facts(*rows: Row) -> Facts:
    """Entries numbered from 1 in the order given."""
    return Facts((seq, NUMBER[kind], day(on), data) for seq, (kind, on, data) in enumerate(rows, 1))


def joined(on: str = "2020-04-01", **data: Any) -> Row:
    return "staff.joined", on, {"unit": "A/a", **data}


def changed(on: str, **data: Any) -> Row:
    return "staff.changed", on, data


def left(on: str) -> Row:
    return "staff.left", on, {}


def assigned(on: str, role: str = "leader", unit: str = "A/a", **data: Any) -> Row:
    return "role.assigned", on, {"role": role, "unit": unit, **data}


def unassigned(on: str, assignment: int) -> Row:
    return "role.unassigned", on, {"assignment": assignment}


def spans(*rows: Row) -> list[tuple[str, str]]:
    return [(said(span.first), said(span.last)) for span in service_spans(facts(*rows))]


def held(role: str, *rows: Row) -> list[tuple[str | None, str, str, str]]:
    """(unit, first, last, since) of each stretch, in order."""
    found = [h for h in holdings(facts(*rows), OFFICE) if h.role == role]
    return [(h.unit, said(h.first), said(h.last), said(h.since)) for h in found]


def end(*rows: Row) -> str:
    (assignment,) = assignments(facts(*rows), OFFICE)
    return said(assignment.end)


# --- service


def test_service_runs_from_the_day_of_joining_to_the_last_day() -> None:
    assert spans(joined("2020-04-01"), left("2026-03-31")) == [("2020-04-01", "2026-03-31")]


def test_who_has_not_left_serves_on() -> None:
    assert spans(joined("2020-04-01")) == [("2020-04-01", "open")]


def test_joining_again_starts_another_service() -> None:
    rows = joined("2020-04-01"), left("2022-03-31"), joined("2024-04-01")
    assert spans(*rows) == [("2020-04-01", "2022-03-31"), ("2024-04-01", "open")]


def test_the_order_of_entry_does_not_matter_for_service() -> None:
    rows = joined("2024-04-01"), left("2022-03-31"), joined("2020-04-01")
    assert spans(*rows) == [("2020-04-01", "2022-03-31"), ("2024-04-01", "open")]


def test_one_day_of_service_is_a_service() -> None:
    assert spans(joined("2020-04-01"), left("2020-04-01")) == [("2020-04-01", "2020-04-01")]


def test_leaving_before_joining_says_nothing() -> None:
    assert spans(left("2019-03-31"), joined("2020-04-01")) == [("2020-04-01", "open")]


# --- attributes


def test_of_two_changes_on_a_day_the_later_entry_wins() -> None:
    rows = facts(joined(), changed("2026-04-01", unit="B"), changed("2026-04-01", unit="C"))
    assert attributes_on(rows, day("2026-04-01"))["unit"] == "C"


def test_a_change_of_an_earlier_day_entered_later_does_not_override_the_later_one() -> None:
    rows = facts(joined(), changed("2026-10-01", unit="C"), changed("2026-04-01", unit="B"))
    assert attributes_on(rows, day("2026-09-30"))["unit"] == "B"
    assert attributes_on(rows, day("2026-10-01"))["unit"] == "C"


def test_what_a_change_does_not_say_stays() -> None:
    rows = facts(joined(grade="G1", manager=True), changed("2026-04-01", unit="B"))
    assert attributes_on(rows, day("2026-04-01")) == {"unit": "B", "grade": "G1", "manager": True}


def test_the_first_posting_is_no_transfer_and_staying_is_none() -> None:
    rows = facts(joined(), changed("2026-04-01", grade="G2"), changed("2026-10-01", unit="B"))
    assert [(said(t.day), t.old, t.new) for t in transfers(rows)] == [("2026-10-01", "A/a", "B")]


def test_postings_are_joined_where_the_unit_stays() -> None:
    rows = facts(joined(), changed("2026-04-01", grade="G2"), changed("2026-10-01", unit="B"), left("2027-03-31"))
    assert [(unit, said(first), said(last)) for unit, first, last in posting_rows(rows)] == [
        ("A/a", "2020-04-01", "2026-09-30"),
        ("B", "2026-10-01", "2027-03-31"),
    ]


# --- assignments and transfers


def test_an_assignment_is_held_from_its_start_to_its_end() -> None:
    rows = joined(), assigned("2024-04-01", end="2026-03-31")
    assert held("leader", *rows) == [("A/a", "2024-04-01", "2026-03-31", "2024-04-01")]


def test_nobody_holds_a_role_out_of_service() -> None:
    rows = joined(), assigned("2024-04-01"), left("2025-03-31"), joined("2026-04-01")
    assert held("leader", *rows) == [
        ("A/a", "2024-04-01", "2025-03-31", "2024-04-01"),
        ("A/a", "2026-04-01", "open", "2024-04-01"),
    ]


def test_a_transfer_out_of_the_unit_ends_the_assignment_the_day_before() -> None:
    assert end(joined(), assigned("2024-04-01"), changed("2026-10-01", unit="B")) == "2026-09-30"


def test_a_transfer_applies_by_date_though_it_was_entered_first() -> None:
    assert end(joined(), changed("2026-10-01", unit="B"), assigned("2024-04-01")) == "2026-09-30"


def test_a_transfer_inside_the_unit_ends_nothing() -> None:
    assert end(joined(), assigned("2024-04-01", unit="A"), changed("2026-10-01", unit="A/b")) == "open"


def test_a_transfer_elsewhere_does_not_end_an_assignment_elsewhere() -> None:
    assert end(joined(), assigned("2024-04-01", unit="C"), changed("2026-10-01", unit="B")) == "open"


def test_a_transfer_after_the_end_changes_nothing() -> None:
    rows = joined(), assigned("2024-04-01", end="2026-03-31"), changed("2026-10-01", unit="B")
    assert end(*rows) == "2026-03-31"


def test_coming_back_does_not_bring_an_ended_assignment_back() -> None:
    rows = joined(), assigned("2024-04-01"), changed("2026-04-01", unit="B"), changed("2026-10-01", unit="A/a")
    assert end(*rows) == "2026-03-31"


def test_a_transfer_before_the_assignment_does_not_end_it() -> None:
    assert end(joined(), changed("2023-04-01", unit="B"), assigned("2024-04-01")) == "open"


def test_a_role_that_moves_is_held_in_the_new_unit_from_the_transfer_on() -> None:
    rows = joined(), assigned("2024-04-01", "mobile"), changed("2026-10-01", unit="B")
    assert held("mobile", *rows) == [
        ("A/a", "2024-04-01", "2026-09-30", "2024-04-01"),
        ("B", "2026-10-01", "open", "2024-04-01"),
    ]


def test_an_unassignment_is_the_last_day_and_the_earliest_of_several_counts() -> None:
    rows = joined(), assigned("2024-04-01"), unassigned("2026-09-30", 2), unassigned("2026-03-31", 2)
    assert end(*rows) == "2026-03-31"


def test_an_end_to_come_is_known_on_every_day() -> None:
    (holding,) = [
        h
        for h in holdings(facts(joined(), assigned("2024-04-01"), unassigned("2026-09-30", 2)), OFFICE)
        if h.role == "leader"
    ]
    assert said(holding.ends) == "2026-09-30"


def test_an_assignment_to_a_role_that_is_gone_is_held_by_nobody() -> None:
    assert held("gone", joined(), assigned("2024-04-01", "gone")) == []


# --- membership


def test_everybody_in_service_is_held_to_what_everyone_must() -> None:
    assert held("everyone", joined(), left("2026-03-31")) == [("A/a", "2020-04-01", "2026-03-31", "2020-04-01")]


def test_changes_of_unit_do_not_break_a_spell_of_membership() -> None:
    assert held("everyone", joined(), changed("2026-04-01", unit="B")) == [
        ("A/a", "2020-04-01", "2026-03-31", "2020-04-01"),
        ("B", "2026-04-01", "open", "2020-04-01"),
    ]


def test_a_gap_in_service_breaks_a_spell_and_no_gap_does_not() -> None:
    gap = held("everyone", joined(), left("2022-03-31"), joined("2022-04-02"))
    assert [since for *_rest, since in gap] == ["2020-04-01", "2022-04-02"]
    none = held("everyone", joined(), left("2022-03-31"), joined("2022-04-01"))
    assert {since for *_rest, since in none} == {"2020-04-01"}


def test_all_conditions_must_hold_and_any_value_of_a_list_suffices() -> None:
    member: dict[str, Any] = {"manager": True, "appointment": "regular", "grade": "G2"}
    assert held("heads", joined(**member)) != []
    for missing in ({"manager": False}, {"unit": "B"}, {"appointment": "yearly"}, {"grade": "G3"}):
        assert held("heads", joined(**{**member, **missing})) == []
    for enough in ({"unit": "B/b/x"}, {"unit": "A"}, {"grade": "G1"}):
        assert held("heads", joined(**{**member, **enough})) != []


def test_a_unit_whose_name_only_begins_alike_is_not_covered() -> None:
    member: dict[str, Any] = {"manager": True, "appointment": "regular", "grade": "G2"}
    assert held("heads", joined(**{**member, "unit": "AB"})) == []


def test_who_stops_meeting_the_conditions_starts_anew_later() -> None:
    rows = (
        joined(manager=True, appointment="regular", grade="G1"),
        changed("2022-04-01", manager=False),
        changed("2024-04-01", manager=True),
        changed("2025-04-01", grade="G2"),
    )
    assert held("heads", *rows) == [
        ("A/a", "2020-04-01", "2022-03-31", "2020-04-01"),
        ("A/a", "2024-04-01", "2025-03-31", "2024-04-01"),
        ("A/a", "2025-04-01", "open", "2024-04-01"),
    ]
