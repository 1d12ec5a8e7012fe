"""Entries to be added are the same whether they are kept in memory or on the disk."""

from __future__ import annotations

import tracemalloc

import pytest

from dxskills.journal.event import Draft
from dxskills.recording import drafts as drafts_module
from dxskills.recording.drafts import Drafts
from dxskills.recording.transaction import Transaction
from tests.recording.conftest import Office


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_module, "_AT_HAND", 10)
    monkeypatch.setattr(drafts_module, "_FRAME", 3)


def draft(number: int) -> Draft:
    return Draft("training.recorded", f"{number:08d}", "2026-04-01", {"training": "security", "score": number})


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 100])
def test_they_come_out_as_they_went_in(count: int) -> None:
    drafts, wanted = Drafts(), [draft(number) for number in range(count)]
    for one in wanted:
        drafts.append(one)
    assert len(drafts) == count
    assert list(drafts) == list(drafts) == wanted
    for length in range(max(0, count - 5), count + 1):
        assert list(drafts[length:]) == wanted[length:]
    assert list(drafts[2:count]) == wanted[2:]
    if count:
        assert (drafts[0], drafts[-1], drafts[count - 1]) == (wanted[0], wanted[-1], wanted[-1])


@pytest.mark.parametrize("length", [0, 1, 5, 49, 50])
def test_they_can_be_cut_anywhere_and_grow_again(length: int) -> None:
    drafts, wanted = Drafts(), [draft(number) for number in range(50)]
    for one in wanted:
        drafts.append(one)
    drafts.cut(length)
    assert list(drafts) == wanted[:length]
    for one in wanted:
        drafts.append(one)
    assert list(drafts) == wanted[:length] + wanted


def test_all_of_very_many_entries_are_taken_back_without_holding_them_at_once(office: Office) -> None:
    """So ends a large import that is refused, or that is a trial."""
    tx = Transaction(office.registry.index, office.registry.journal.names, 1)
    for _number in range(4000):
        tx.add("training.recorded", "p", "2026-04-01", {"training": "security", "note": "a note " * 20})
    tx.forget()
    tracemalloc.start()
    tx.undo(0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(tx.drafts) == 0
    assert peak < 200_000  # bytes; all of them take some millions
