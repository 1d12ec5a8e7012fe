"""Joining, changes, transfers, leaving, coming back, names."""

from __future__ import annotations

from datetime import date
from typing import Any

from dxskills.index.service import attributes_on, service_spans
from tests.recording.conftest import Office


def attributes(office: Office, on: str, staff: str = "p") -> dict[str, Any]:
    return attributes_on(office.registry.index.facts(staff), date.fromisoformat(on).toordinal())


def spans(office: Office, staff: str = "p") -> list[tuple[str, str]]:
    found = service_spans(office.registry.index.facts(staff))
    return [(date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()) for first, last in found]


FOR_EVER = "9999-12-31"


def test_a_new_persons_attributes_hold_from_joining_and_not_said_is_no_manager(office: Office) -> None:
    said = office.said(
        "add_staff",
        "q",
        " 山田 花子　",
        joined="2026-04-01",
        kana="ヤマダ　ハナコ",
        unit="総務部 ／ 職員課",
        grade="Ａ１",
    )
    assert said == {"unit": "総務部/職員課", "grade": "A1", "manager": False}
    assert office.registry.journal.names()["q"] == ("山田 花子", "ヤマダ　ハナコ", "2026-04-01")


def test_names_are_kept_as_they_are_written(office: Office) -> None:
    office.call("add_staff", "q", "神\ufa19①", joined="2026-04-01")
    assert office.registry.journal.names()["q"].name == "神\ufa19①"


def test_a_number_is_somebodys_once(office: Office) -> None:
    assert office.refusal("add_staff", "p", "Another", joined="2026-04-01") == "staff-exists"
    assert office.refusal("add_staff", "ｐ", "Another", joined="2026-04-01") == "staff-exists"


def test_a_new_person_needs_a_name(office: Office) -> None:
    assert office.refusal("add_staff", "q", " ", joined="2026-04-01") == "missing-value"


def test_an_appointment_must_be_one_of_the_frameworks(office: Office) -> None:
    assert office.refusal("add_staff", "q", "Q", joined="2026-04-01", appointment="weekly") == "unknown-appointment"
    assert office.said("add_staff", "q", "Q", joined="2026-04-01", appointment="一般職員")["appointment"] == "regular"


def test_a_unit_may_be_a_unique_tail_and_an_ambiguous_one_lists_the_choices(office: Office) -> None:
    office.person("q", unit="企画部/庶務係")
    office.person("r", unit="区民部/庶務係")
    assert office.said("add_staff", "s", "S", joined="2026-04-01", unit="職員課")["unit"] == "総務部/職員課"
    assert office.refusal("add_staff", "t", "T", joined="2026-04-01", unit="庶務係") == "ambiguous-unit"


def test_control_characters_are_refused_wherever_they_are(office: Office) -> None:
    assert office.refusal("add_staff", "q", "Q\x1b[31m", joined="2026-04-01") == "control-character"
    assert office.refusal("add_staff", "q", "Q", joined="2026-04-01", unit="A\x07") == "control-character"
    assert office.refusal("edit_staff", "p", on="2026-04-01", kana="A\nB") == "control-character"


def test_a_day_long_ago_is_a_slip(office: Office) -> None:
    assert office.refusal("add_staff", "q", "Q", joined="0202-04-01") == "bad-date"


def test_only_what_changes_is_a_change(office: Office) -> None:
    assert office.said("edit_staff", "p", on="2026-04-01", unit="総務部/職員課", grade="G1") == {"grade": "G1"}
    assert office.call("edit_staff", "p", on="2026-05-01", grade="G1").entries == ()


def test_a_change_of_an_earlier_day_does_not_override_a_later_one(office: Office) -> None:
    office.call("edit_staff", "p", on="2026-10-01", grade="G2")
    office.call("edit_staff", "p", on="2026-04-01", grade="G1")
    assert attributes(office, "2026-09-30")["grade"] == "G1"
    assert attributes(office, "2026-10-01")["grade"] == "G2"


def test_no_longer_a_manager_is_a_change_and_blank_is_none(office: Office) -> None:
    office.call("edit_staff", "p", on="2026-04-01", manager=True)
    assert office.call("edit_staff", "p", on="2026-10-01", grade="", unit="").entries == ()
    assert office.said("edit_staff", "p", on="2026-10-01", manager=False) == {"manager": False}


def test_a_name_said_by_hand_is_the_name(office: Office) -> None:
    written = office.call("edit_staff", "p", on="2019-01-01", name="New name")
    assert written == ((), ("The name of p is changed.",))
    assert office.registry.journal.names()["p"].name == "New name"
    office.call("edit_staff", "p", on="2026-01-01", kana="ニュー")
    assert office.registry.journal.names()["p"][:2] == ("New name", "ニュー")


def test_the_same_name_again_is_not_written(office: Office) -> None:
    office.call("edit_staff", "p", on="2026-04-01", name="New name")
    before = (office.registry.journal.folder / "people.json").stat().st_mtime_ns
    assert office.call("edit_staff", "p", on="2026-04-01", name="New name") == ((), ())
    assert (office.registry.journal.folder / "people.json").stat().st_mtime_ns == before


# --- joining


def test_a_day_of_joining_is_corrected_and_the_attributes_with_it(office: Office) -> None:
    office.call("edit_staff", "p", on="2026-04-01", joined="2019-04-01")
    assert spans(office) == [("2019-04-01", FOR_EVER)]
    assert attributes(office, "2019-04-01")["unit"] == "総務部/職員課"


def test_a_later_day_of_joining_does_not_undo_what_changed_before_it(office: Office) -> None:
    office.call("transfer", "p", "企画部", on="2020-06-01")
    office.call("edit_staff", "p", on="2026-04-01", joined="2020-07-01")
    assert spans(office) == [("2020-07-01", FOR_EVER)]
    assert attributes(office, "2020-07-01")["unit"] == "企画部"


def test_who_left_joins_again_with_the_attributes_of_before(office: Office) -> None:
    office.call("leave", "p", on="2022-03-31")
    office.call("edit_staff", "p", on="2024-04-01", joined="2024-04-01")
    assert spans(office) == [("2020-04-01", "2022-03-31"), ("2024-04-01", FOR_EVER)]
    assert attributes(office, "2024-04-01")["unit"] == "総務部/職員課"


def test_a_day_of_joining_again_is_corrected_within_its_bounds(office: Office) -> None:
    office.call("leave", "p", on="2022-03-31")
    office.call("edit_staff", "p", on="2024-04-01", joined="2024-04-01")
    office.call("edit_staff", "p", on="2024-05-01", joined="2024-05-01")
    assert spans(office) == [("2020-04-01", "2022-03-31"), ("2024-05-01", FOR_EVER)]
    assert office.refusal("edit_staff", "p", on="2022-03-31", joined="2022-03-31") in (
        "end-before-start",
        "overlapping-service",
    )


def test_a_day_of_joining_that_is_known_already_changes_nothing(office: Office) -> None:
    office.call("leave", "p", on="2022-03-31")
    office.call("edit_staff", "p", on="2024-04-01", joined="2024-04-01")
    assert office.call("edit_staff", "p", on="2024-04-01", joined="2020-04-01").entries == ()


# --- transfers and leaving


def test_a_transfer_says_what_it_ends_and_what_it_moves(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01")
    office.call("assign", "p", "mobile", start="2026-04-01")
    assert office.call("transfer", "p", "企画部", on="2026-10-01").notices == (
        "The transfer ends the assignment to Leader in 総務部/職員課 on 2026-09-30 (entry 2).",
        "The assignment to Mobile moves to 企画部 with the person (entry 3).",
    )


def test_a_transfer_back_says_that_the_assignment_goes_on(office: Office) -> None:
    office.call("assign", "p", "leader", start="2026-04-01")
    office.call("transfer", "p", "企画部", on="2026-10-01")
    assert office.call("transfer", "p", "職員課", on="2026-10-01").notices == (
        "After this transfer the assignment to Leader in 総務部/職員課 goes on (entry 2).",
    )
    office.call("unassign", "p", "leader", on="2027-03-31")
    office.call("transfer", "p", "企画部", on="2026-12-01")
    assert office.call("transfer", "p", "職員課", on="2026-12-01").notices == (
        "After this transfer the assignment to Leader in 総務部/職員課 goes on until 2027-03-31 (entry 2).",
    )


def test_a_transfer_to_the_same_unit_is_none(office: Office) -> None:
    assert office.call("transfer", "p", "職員課", on="2026-10-01").entries == ()


def test_a_transfer_needs_a_unit_and_somebody_in_service(office: Office) -> None:
    assert office.refusal("transfer", "p", " / ", on="2026-10-01") == "missing-value"
    assert office.refusal("transfer", "p", "企画部", on="2020-03-31") == "not-in-service"
    assert office.refusal("transfer", "q", "企画部", on="2026-10-01") == "unknown-staff"


def test_leaving_ends_the_service_on_the_day(office: Office) -> None:
    office.call("leave", "p", on="2026-09-30")
    assert spans(office) == [("2020-04-01", "2026-09-30")]
    assert office.call("leave", "p", on="2026-09-30").entries == ()


def test_another_last_day_replaces_the_one_before(office: Office) -> None:
    office.call("leave", "p", on="2026-09-30")
    written = office.call("leave", "p", on="2026-12-31")
    assert [entry.kind for entry in written.entries] == ["entry.retracted", "staff.left"]
    assert written.notices == ("The last day in service was 2026-09-30.",)
    assert spans(office) == [("2020-04-01", "2026-12-31")]


def test_nobody_leaves_before_joining(office: Office) -> None:
    assert office.refusal("leave", "p", on="2020-03-31") == "end-before-start"
