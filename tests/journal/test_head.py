"""HEAD survives torn writes and flipped bits, and says so where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxskills.errors import Damaged
from dxskills.journal import disk, head
from dxskills.journal.head import SLOT, Head
from dxskills.journal.journal import Journal
from tests.journal import counts
from tests.journal.entries import enter, make, notes, quarantined, segment


def test_slots_are_written_in_turn(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    for generation in range(1, 6):
        before = (journal.folder / "HEAD").read_bytes()
        enter(journal, "x")
        after = (journal.folder / "HEAD").read_bytes()
        kept = (generation + 1) % 2 * SLOT
        assert before[kept : kept + SLOT] == after[kept : kept + SLOT]
        assert (journal.head().generation, journal.head().seq) == (generation, generation)


def test_a_slot_torn_at_any_byte_leaves_the_last_acknowledged_end_or_the_new_one(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    enter(journal, "a")
    enter(journal, "b")
    path = journal.folder / "HEAD"
    old, old_head = path.read_bytes(), journal.head()
    enter(journal, "c")
    new, new_head = path.read_bytes(), journal.head()
    slot = new_head.generation % 2 * SLOT
    # Every byte of both copies of the record, and some of the blanks between them.
    cuts = {*range(350), *range(SLOT // 2, SLOT // 2 + 350), *range(0, SLOT, 97), SLOT}
    counts.ran("bytes at which a slot of HEAD was torn", len(cuts))
    for cut in cuts:
        path.write_bytes(old[:slot] + new[slot : slot + cut] + old[slot + cut :])
        assert journal.head() in (old_head, new_head)
    for rubbish in (b"\0", b"\xff", b" "):
        path.write_bytes(old[:slot] + rubbish * SLOT + old[slot + SLOT :])
        assert journal.head() == old_head


def test_an_entry_whose_acknowledgement_was_torn_is_quarantined(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    enter(journal, "a")
    path = journal.folder / "HEAD"
    old = path.read_bytes()
    enter(journal, "b")
    path.write_bytes(old)
    assert notes(journal) == ["a"]
    enter(journal, "c")
    assert notes(journal) == ["a", "c"]
    assert [b'"note":"b"' in tail for tail in quarantined(journal)] == [True]


def test_no_single_bit_makes_an_older_head_win(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    enter(journal, "a")
    enter(journal, "b")
    path = journal.folder / "HEAD"
    whole, expected = path.read_bytes(), journal.head()
    used = [at for at in range(2 * SLOT) if whole[at] != 0x20]
    for at in [*used, *range(0, 2 * SLOT, 97)]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        assert journal.head() == expected


@pytest.mark.parametrize("content", [b"", b"\0" * 2 * SLOT, b"\xff" * 2 * SLOT, b" " * 2 * SLOT, b"{}"])
def test_without_a_whole_slot_nothing_is_read_or_written(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(head, "_PAUSE", 0)
    journal = make(tmp_path / "store")
    enter(journal, "a")
    (journal.folder / "HEAD").write_bytes(content)
    before = segment(journal).read_bytes()
    for attempt in (journal.head, journal.verify, lambda: enter(journal, "b")):
        with pytest.raises(Damaged, match="HEAD") as damaged:
            attempt()
        assert damaged.value.exit_code == 5
    assert segment(journal).read_bytes() == before
    assert (journal.folder / "HEAD").read_bytes() == content


def test_a_missing_head_is_damage(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    (journal.folder / "HEAD").unlink()
    with pytest.raises(Damaged):
        journal.head()


def test_another_stores_head_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(head, "_PAUSE", 0)
    ours, theirs = make(tmp_path / "ours"), make(tmp_path / "theirs")
    (theirs.folder / "HEAD").replace(ours.folder / "HEAD")
    with pytest.raises(Damaged):
        Journal.open(ours.folder).head()


def test_a_reader_that_meets_both_slots_while_they_are_written_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make(tmp_path / "store")
    enter(journal, "a")
    whole = (journal.folder / "HEAD").read_bytes()
    answers = [b"\0" * 2 * SLOT, b"\0" * 2 * SLOT, whole]
    monkeypatch.setattr(disk, "read_file", lambda path: answers.pop(0))
    assert isinstance(journal.head(), Head)
    assert answers == []


@pytest.mark.parametrize("name", ["../2026.jsonl", "2026.1.jsonl", "2026.02.jsonl", "2026.jsonl.tmp", "x"])
def test_what_names_no_segment_is_no_head(tmp_path: Path, name: str) -> None:
    journal = make(tmp_path / "store")
    enter(journal, "a")
    end = journal.head()
    head.renew(journal.folder, end._replace(segment=name), journal.id)
    with pytest.raises(Damaged):
        journal.head()
    head.renew(journal.folder, end._replace(segment="2026.2.jsonl"), journal.id)
    assert (journal.head().edition, end.edition) == (2, 1)
