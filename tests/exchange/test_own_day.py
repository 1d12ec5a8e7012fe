"""Staff files whose rows are each stated of a day of their own: a person's history in one file."""

from __future__ import annotations

from datetime import date

from tests.exchange.office import JUNE, Office, faults
from tests.exchange.test_staff_files import on, service

ONE, NEW = "00000001", "00000009"
HEADER = "職員番号,氏名,所属,職層,採用日,退職日,基準日"
HISTORY = f"""{HEADER}
{NEW},森　彩,総務部,主事,2020-04-01,2024-03-31,2020-04-01
{NEW},,企画部,主任,2020-04-01,2024-03-31,2022-04-01
{NEW},,区民部,主任,2025-04-01,,2025-04-01
{NEW},森　彩子,区民部,係長,2025-04-01,,2026-04-01
"""


def test_each_row_is_a_state_of_the_person(empty_office: Office) -> None:
    result = empty_office.take("staff", HISTORY)
    assert (result.added, result.rejected) == (4, 0)
    assert service(empty_office, NEW) == [("2020-04-01", "2024-03-31"), ("2025-04-01", None)]
    states = [
        on(empty_office, NEW, date(2020, 4, 1)),
        on(empty_office, NEW, date(2022, 4, 1)),
        on(empty_office, NEW, date(2025, 4, 1)),
        on(empty_office, NEW, date(2026, 4, 1)),
    ]
    assert [(state["unit"], state["grade"]) for state in states] == [
        ("総務部", "主事"),
        ("企画部", "主任"),
        ("区民部", "主任"),
        ("区民部", "係長"),
    ]
    name = empty_office.registry.journal.names()[NEW]
    assert (name.name, name.as_of) == ("森　彩子", "2026-04-01")


def test_the_same_file_again_changes_nothing(empty_office: Office) -> None:
    empty_office.take("staff", HISTORY)
    again = empty_office.take("staff", HISTORY)
    assert (again.read, again.unchanged) == (4, 4)


def test_the_rows_are_taken_in_order_of_day_wherever_they_stand(empty_office: Office) -> None:
    header, *lines = HISTORY.splitlines()
    result = empty_office.take("staff", "\n".join([header, *reversed(lines)]))
    assert (result.added, result.rejected) == (4, 0)
    assert on(empty_office, NEW, date(2023, 1, 1))["grade"] == "主任"
    assert service(empty_office, NEW) == [("2020-04-01", "2024-03-31"), ("2025-04-01", None)]


def test_a_row_without_a_day_of_its_own_is_of_the_day_of_the_file(office: Office) -> None:
    office.take("staff", f"{HEADER}\n{ONE},,区民部,,,,2026-05-01\n{ONE},,,係長,,,\n", on=JUNE)
    assert [(entry.on, entry.data) for entry in office.entries("staff.changed", ONE)] == [
        ("2026-05-01", {"unit": "区民部"}),
        ("2026-06-01", {"grade": "係長"}),
    ]


def test_two_rows_of_one_person_and_day_contradict_each_other(office: Office) -> None:
    rows = f"{ONE},,区民部,,,,2026-06-01\n{ONE},,総務部,,,,\n{ONE},,税務部,,,,2026-07-01\n"
    assert faults(office.take("staff", f"{HEADER}\n{rows}", on=JUNE)) == [
        (2, "所属", "conflict"),
        (3, "所属", "conflict"),
    ]


def test_a_row_that_states_the_end_and_a_later_day_means_that_day(empty_office: Office) -> None:
    """So does an export tell what changed while a person was not in service."""
    row = (
        f"{NEW},森　彩,総務部,主事,2020-04-01,2024-03-31,2020-04-01\n{NEW},,企画部,,2020-04-01,2024-03-31,2024-06-01\n"
    )
    empty_office.take("staff", f"{HEADER}\n{row}")
    assert [(entry.on, entry.data) for entry in empty_office.entries("staff.changed")] == [
        ("2024-06-01", {"unit": "企画部"})
    ]
    assert service(empty_office, NEW) == [("2020-04-01", "2024-03-31")]


def test_a_day_that_is_none_is_a_fault_of_its_row(office: Office) -> None:
    assert faults(office.take("staff", f"{HEADER}\n{ONE},,,係長,,,2026-02-30\n")) == [(2, "基準日", "bad-date")]


def test_a_file_without_names_leaves_the_day_of_the_name(office: Office) -> None:
    office.take("staff", f"職員番号,職層\n{ONE},係長\n", on=date(2026, 9, 1))
    office.take("staff", f"職員番号,氏名\n{ONE},山田　学美\n", on=JUNE)
    assert office.name(ONE) == "山田　学美"
