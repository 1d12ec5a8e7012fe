"""Reading: exactly what HEAD names, every break in the chain found and named, and going on from a known point."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from dxskills.errors import Damaged
from dxskills.journal.event import MAX_LINE
from dxskills.journal.journal import Diverged, Journal
from tests.journal import counts
from tests.journal.entries import NEXT_YEAR, NOW, enter, make, notes, quarantined, segment


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Five entries in two segments."""
    journal = make(tmp_path / "store")
    enter(journal, "a", "b")
    enter(journal, "c")
    enter(journal, "d", at=NEXT_YEAR)
    enter(journal, "e", at=NEXT_YEAR)
    return journal


def test_segments_follow_the_fiscal_year_of_entry(journal: Journal) -> None:
    assert segment(journal, 2026).read_bytes().count(b"\n") == 3
    assert segment(journal, 2027).read_bytes().count(b"\n") == 2
    assert notes(journal) == ["a", "b", "c", "d", "e"]
    assert [event.seq for event in journal.read()] == [1, 2, 3, 4, 5]


def test_a_clock_that_goes_back_moves_neither_moments_nor_segments(journal: Journal) -> None:
    (event,) = enter(journal, "f", at=NOW)
    assert event.at == "2027-04-01T00:00:00.000000Z"
    assert segment(journal, 2027).read_bytes().count(b"\n") == 3
    (later,) = enter(journal, "g", at=NEXT_YEAR + timedelta(microseconds=1))
    assert later.at == "2027-04-01T00:00:00.000001Z"


def test_a_start_of_the_year_that_is_moved_never_reopens_a_segment(journal: Journal) -> None:
    moved = Journal.open(journal.folder, year_start=(10, 1))
    enter(moved, "f", at=NEXT_YEAR)
    assert segment(journal, 2027).read_bytes().count(b"\n") == 3
    assert notes(moved) == ["a", "b", "c", "d", "e", "f"]


def test_reading_goes_on_from_any_point(journal: Journal) -> None:
    store = make(journal.folder.parent / "other")
    heads = [store.head()]
    for number, at in enumerate([NOW, NOW, NEXT_YEAR, NEXT_YEAR]):
        enter(store, f"{number}", at=at)
        heads.append(store.head())
    for start, after in enumerate(heads):
        for end, up_to in enumerate(heads[start:], start):
            found = [event.data["note"] for event in store.read(after, up_to)]
            assert found == [str(number) for number in range(start, end)]


def test_what_lies_beyond_head_is_not_read_but_counted(journal: Journal) -> None:
    with segment(journal, 2027).open("ab") as file:
        file.write(b'{"seq":6,"at":"20')
    assert notes(journal) == ["a", "b", "c", "d", "e"]
    assert journal.verify().surplus == 17


@pytest.mark.parametrize("tail", [b"\0" * 5000, b"x", b"\n", b'{"seq":6}\n', b"\xff\xfe\n\n"])
def test_the_next_writer_moves_a_tail_to_the_quarantine(journal: Journal, tail: bytes) -> None:
    with segment(journal, 2027).open("ab") as file:
        file.write(tail)
    enter(journal, "f", at=NEXT_YEAR)
    assert notes(journal) == ["a", "b", "c", "d", "e", "f"]
    assert quarantined(journal) == [tail]


def test_a_segment_cut_anywhere_before_head_is_damage_and_anywhere_beyond_is_not(journal: Journal) -> None:
    path = segment(journal, 2027)
    whole, end = path.read_bytes(), journal.head().length
    more = whole + b'{"seq":6,"at'
    for cut in range(len(more) + 1):
        path.write_bytes(more[:cut])
        if cut >= end:
            assert notes(journal) == ["a", "b", "c", "d", "e"]
            continue
        with pytest.raises(Damaged) as damaged:
            journal.verify()
        assert damaged.value.params["segment"] == "2027.jsonl"
        assert damaged.value.params["line"] == more[:cut].count(b"\n") + 1
        if cut % 50 == 0:
            with pytest.raises(Damaged):
                enter(journal, "f", at=NEXT_YEAR)
            assert path.read_bytes() == more[:cut]
    counts.ran("cuts of segments, line named", end)
    counts.ran("cuts of what lies beyond HEAD", len(more) + 1 - end)


def test_a_sealed_segment_cut_anywhere_is_damage(journal: Journal) -> None:
    path = segment(journal, 2026)
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with pytest.raises(Damaged) as damaged:
            journal.verify()
        assert damaged.value.exit_code == 5
    counts.ran("cuts of segments, line named", len(whole))


@pytest.mark.parametrize("year", [2026, 2027])
def test_every_flipped_bit_is_found_and_its_place_named(journal: Journal, year: int) -> None:
    path = segment(journal, year)
    whole = path.read_bytes()
    for at in range(len(whole)):
        line = whole[:at].count(b"\n") + 1
        # What changes a line without spoiling it shows at the line that follows it, in the next segment for the last.
        following = (f"{year}.jsonl", line + 1) if line < whole.count(b"\n") else (f"{year + 1}.jsonl", 1)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        with pytest.raises(Damaged) as damaged:
            journal.verify()
        assert (damaged.value.params["segment"], damaged.value.params["line"]) in {(path.name, line), following}
    counts.ran("bits flipped in segments, line named", len(whole))


def test_a_missing_segment_is_found(journal: Journal) -> None:
    for year in (2026, 2027):
        content = segment(journal, year).read_bytes()
        segment(journal, year).unlink()
        with pytest.raises(Damaged, match=r"2027\.jsonl"):
            journal.verify()
        segment(journal, year).write_bytes(content)
    assert notes(journal) == ["a", "b", "c", "d", "e"]


def test_swapped_or_doubled_segments_are_found(journal: Journal) -> None:
    first, second = segment(journal, 2026).read_bytes(), segment(journal, 2027).read_bytes()
    segment(journal, 2026).write_bytes(second)
    segment(journal, 2027).write_bytes(first)
    with pytest.raises(Damaged):
        journal.verify()
    segment(journal, 2026).write_bytes(first)
    segment(journal, 2027).write_bytes(second)
    segment(journal, 2025).write_bytes(first)
    with pytest.raises(Damaged):
        journal.verify()


def test_another_stores_segment_is_found(journal: Journal, tmp_path: Path) -> None:
    other = make(tmp_path / "other")
    enter(other, "a", "b")
    enter(other, "c")
    shutil.copy(segment(other), segment(journal))
    with pytest.raises(Damaged) as damaged:
        journal.verify()
    assert (damaged.value.params["segment"], damaged.value.params["line"]) == ("2026.jsonl", 1)


def test_a_segment_that_head_has_never_heard_of_is_set_aside(journal: Journal) -> None:
    segment(journal, 2028).write_bytes(segment(journal, 2027).read_bytes())
    assert notes(journal) == ["a", "b", "c", "d", "e"]
    enter(journal, "f", at=NEXT_YEAR.replace(year=2028))
    assert notes(journal) == ["a", "b", "c", "d", "e", "f"]
    assert len(quarantined(journal)) == 1


def test_a_whole_store_that_was_put_back_is_found_by_whoever_remembers_a_later_head(journal: Journal) -> None:
    old = journal.folder.parent / "old"
    shutil.copytree(journal.folder, old)
    enter(journal, "f", at=NEXT_YEAR)
    remembered = journal.head()
    with pytest.raises(Diverged):
        Journal.open(old).read(after=remembered)
    enter(Journal.open(old), "another f", at=NEXT_YEAR)
    with pytest.raises(Diverged):
        Journal.open(old).read(after=remembered)


def test_a_point_of_another_store_diverges_even_when_both_are_empty(tmp_path: Path) -> None:
    with pytest.raises(Diverged):
        make(tmp_path / "one").read(after=make(tmp_path / "two").head())


def test_a_line_over_the_limit_is_damage_and_costs_no_memory_beyond_it(journal: Journal) -> None:
    path = segment(journal, 2026)
    first, _feed, rest = path.read_bytes().partition(b"\n")
    for long in (b"x" * (MAX_LINE + 1), b"x" * (MAX_LINE + 1_500_000)):
        path.write_bytes(first + b"\n" + long + b"\n" + rest)
        with pytest.raises(Damaged, match="16 MB") as damaged:
            journal.verify()
        assert damaged.value.params["line"] == 2


def test_lines_longer_than_a_block_are_read(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    long = "長" * 1_500_000
    enter(journal, "a", long, "b")
    enter(journal, long)
    enter(journal, "c")
    assert notes(journal) == ["a", long, "b", long, "c"]


def test_verification_counts(journal: Journal) -> None:
    found = journal.verify()
    size = segment(journal, 2026).stat().st_size + segment(journal, 2027).stat().st_size
    assert (found.segments, found.entries, found.size, found.surplus, found.people) == (2, 5, size, 0, 0)
    assert found.head == journal.head()
