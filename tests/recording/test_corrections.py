"""Nothing is edited or removed: an entry is taken back by another, with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from tests.recording.conftest import Office


def counts(office: Office) -> bool:
    return bool(office.registry.index.facts("p").training_recorded)


def record(office: Office) -> int:
    return office.seq("record_training", "basics", ["p"], on="2026-06-03")


def test_a_retraction_names_the_entry_and_the_reason(office: Office) -> None:
    seq = record(office)
    assert office.said("retract", seq, "wrong person") == {"seq": seq, "reason": "wrong person"}
    assert not counts(office)
    assert [entry.retracted_by for entry in office.registry.log("p")] == [None, 3, None]


def test_retracting_a_retraction_brings_the_entry_back_and_so_on(office: Office) -> None:
    seq = record(office)
    for number in range(4):
        seq = office.seq("retract", seq, "mistaken")
        assert counts(office) is (number % 2 == 1)


def test_an_entry_can_be_retracted_again_once_it_is_back(office: Office) -> None:
    seq = record(office)
    office.call("retract", office.seq("retract", seq, "mistaken"), "not mistaken")
    assert counts(office)
    office.call("retract", seq, "mistaken after all")
    assert not counts(office)


def test_what_is_retracted_cannot_be_retracted(office: Office) -> None:
    seq = record(office)
    office.call("retract", seq, "mistaken")
    assert office.refusal("retract", seq, "mistaken") == "already-retracted"


@pytest.mark.parametrize("seq", [0, 99, -1, 10**30])
def test_what_was_never_entered_cannot_be_retracted(office: Office, seq: int) -> None:
    assert office.refusal("retract", seq, "mistaken") == "unknown-entry"


def test_a_retraction_needs_a_reason(office: Office) -> None:
    assert office.refusal("retract", 1, " ") == "missing-value"
    assert office.refusal("retract_batch", "b", "") == "missing-value"


def test_a_batch_is_taken_back_as_a_whole_and_its_retraction_too(office: Office) -> None:
    office.person("q")
    written = office.call("record_training", "basics", ["p", "q"], on="2026-06-03")
    batch = written.entries[0].batch
    undone = office.call("retract_batch", batch, "wrong list")
    assert [entry.data["seq"] for entry in undone.entries] == [4, 3]
    assert not counts(office)
    assert office.refusal("retract_batch", batch, "wrong list") == "already-retracted"
    office.call("retract_batch", undone.entries[0].batch, "right after all")
    assert counts(office)


def test_of_a_batch_only_what_stands_is_taken_back(office: Office) -> None:
    office.person("q")
    written = office.call("record_training", "basics", ["p", "q"], on="2026-06-03")
    office.call("retract", 3, "wrong person")
    undone = office.call("retract_batch", written.entries[0].batch, "wrong list")
    assert [entry.data["seq"] for entry in undone.entries] == [4]


def test_a_batch_that_replaced_an_entry_gives_it_back(office: Office) -> None:
    office.call("leave", "p", on="2026-09-30")
    batch = office.call("leave", "p", on="2026-12-31").entries[0].batch
    office.call("retract_batch", batch, "not yet")
    left = office.registry.index.facts("p").staff_left
    assert [date.fromordinal(entry.day).isoformat() for entry in left] == ["2026-09-30"]


def test_there_must_be_such_a_batch(office: Office) -> None:
    assert office.refusal("retract_batch", "b", "mistaken") == "unknown-batch"
