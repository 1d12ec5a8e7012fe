"""The index follows the journal, and is thrown away whenever it does not match it."""

from __future__ import annotations

import shutil
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dxskills.errors import Unavailable
from dxskills.framework import load as loading
from dxskills.index import Index
from dxskills.index.database import SCHEMA_VERSION
from dxskills.journal.journal import Journal
from tests.index.worlds import MORE_ROLES, World, contents, draft, joined, retracted, sources


def assigned(staff: str = "p", on: str = "2024-04-01", role: str = "leader", **data: Any) -> Any:
    return draft("role.assigned", staff, on, **{"role": role, "unit": "A/a", **data})


def trained(staff: str = "p", on: str = "2025-05-01", training: str = "basics") -> Any:
    return draft("training.recorded", staff, on, training=training, outcome="completed")


def index_file(world: World) -> Path:
    (path,) = (world.folder / "index").glob("*.sqlite")
    return path


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("the journal was read again")

    monkeypatch.setattr(Journal, "read", refuse)


def test_an_empty_journal_is_answered_for(world: World) -> None:
    index = world.index()
    assert (index.seq, index.hash) == (0, world.journal.head().hash)
    assert index.people() == []
    assert contents(index) == world.anew()


def test_it_knows_where_the_journal_ends(world: World) -> None:
    world.write(joined())
    index = world.index()
    assert index.head == world.journal.head()


def test_only_what_is_new_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(joined("p"))
    index = world.index()
    world.write(joined("q"), trained("q"))
    read, taken = Journal.read, []

    def reading(*arguments: Any) -> Any:
        for event in read(*arguments):
            taken.append(event.seq)
            yield event

    monkeypatch.setattr(Journal, "read", reading)
    index.catch_up()
    assert taken == [2, 3]


def test_events_just_appended_are_not_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(joined())
    index = world.index()
    with world.journal.writing() as writing:
        before = writing.head
        events = writing.append([trained()], at=world.now, by="tester", batch=None)
        index.follow(events, before, writing.head)
    forbid_reading(monkeypatch)
    index.catch_up()
    monkeypatch.undo()
    assert index.head == world.journal.head()
    assert contents(index) == world.anew()


def test_events_that_do_not_follow_are_left_to_the_next_catching_up(world: World) -> None:
    world.write(joined())
    index = world.index()
    world.write(trained())
    with world.journal.writing() as writing:
        before = writing.head
        events = writing.append([trained(on="2026-05-01")], at=world.now, by="tester", batch=None)
        index.follow(events, before, writing.head)
    assert index.seq == 1
    index.catch_up()
    assert contents(index) == world.anew()


def test_a_second_process_finds_the_work_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(joined(), assigned())
    first, second = world.index(), world.index()
    world.write(trained())
    first.catch_up()
    forbid_reading(monkeypatch)
    second.catch_up()
    assert second.seq == 3
    assert len(second.facts("p").training_recorded) == 1


def test_one_that_has_read_further_than_a_reader_knows_is_left_as_it_is(world: World) -> None:
    world.write(joined())
    early = world.journal.head()
    world.write(trained())
    index = world.index()
    index.catch_up(early)
    assert index.seq == 2


def test_a_journal_that_was_put_back_is_read_anew(world: World, tmp_path: Path) -> None:
    world.write(joined("p"))
    shutil.copytree(tmp_path / "store", tmp_path / "backup")
    world.write(joined("q"))
    index = world.index()
    shutil.rmtree(tmp_path / "store")
    shutil.copytree(tmp_path / "backup", tmp_path / "store")
    index.catch_up()
    assert index.people() == ["p"]
    world.write(joined("r"), trained("r"))
    index.catch_up()
    assert index.people() == ["p", "r"]
    assert contents(index) == world.anew()


def test_a_journal_put_back_and_written_on_is_read_anew(world: World, tmp_path: Path) -> None:
    world.write(joined("p"))
    shutil.copytree(tmp_path / "store", tmp_path / "backup")
    world.write(joined("q"))
    index = world.index()
    shutil.rmtree(tmp_path / "store")
    shutil.copytree(tmp_path / "backup", tmp_path / "store")
    world.write(joined("r"))
    index.catch_up()
    assert index.people() == ["p", "r"]
    assert contents(index) == world.anew()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_file_that_is_no_database_is_made_anew(world: World, content: bytes) -> None:
    world.write(joined())
    world.index().close()
    path = index_file(world)
    path.write_bytes(content)
    index = world.index()
    assert index.people() == ["p"]
    assert index_file(world) == path
    index.close()
    assert world.index().people() == ["p"]


def test_a_file_damaged_inside_is_made_anew(world: World) -> None:
    world.write(*(joined(f"p{number}") for number in range(500)))
    world.index().close()
    path = index_file(world)
    raw = bytearray(path.read_bytes())
    raw[8192:] = b"\xff" * (len(raw) - 8192)
    path.write_bytes(raw)
    index = world.index()
    assert len(index.ask(index.people)) == 500
    assert contents(index) == world.anew()


def test_an_index_of_another_version_is_made_anew(world: World) -> None:
    world.write(joined())
    world.index().close()
    with sqlite3.connect(index_file(world)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        connection.execute("DELETE FROM posting")
    index = world.index()
    assert contents(index) == world.anew()


def test_an_index_that_lost_its_rows_of_meta_is_made_anew(world: World) -> None:
    world.write(joined(), trained())
    world.index().close()
    with sqlite3.connect(index_file(world)) as connection:
        connection.execute("DELETE FROM meta")
    assert contents(world.index()) == world.anew()


def test_a_cache_folder_that_cannot_be_written_keeps_it_in_memory(world: World) -> None:
    world.write(joined())
    (world.folder / "index").write_text("a file where the folder should be", encoding="utf-8")
    index = world.index()
    assert index.people() == ["p"]
    world.write(joined("q"))
    index.catch_up()
    assert index.people() == ["p", "q"]


def test_stores_at_two_places_have_an_index_each(world: World, tmp_path: Path) -> None:
    world.write(joined("p"))
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    world.write(joined("q"))
    copy = Index.open(Journal.open(tmp_path / "copy"), sources(), folder=tmp_path / "index")
    copy.catch_up()
    assert world.index().people() == ["p", "q"]
    assert copy.people() == ["p"]


def test_another_framework_is_taken_in_without_reading_the_journal(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write(joined(manager=True), assigned(), trained())
    contents(world.index())
    forbid_reading(monkeypatch)
    index = world.index(sources(MORE_ROLES))
    monkeypatch.undo()
    assert contents(index) == world.anew(sources(MORE_ROLES))


def test_two_frameworks_in_turn_each_get_their_own_answer(world: World) -> None:
    world.write(joined(manager=True), assigned(), trained())
    one, two = world.index(), world.index(sources(MORE_ROLES))
    for _turn in range(2):
        for index, rules in ((one, sources()), (two, sources(MORE_ROLES))):
            index.catch_up()
            assert index.ask(partial(contents, index)) == world.anew(rules)


def test_a_framework_that_is_known_is_not_parsed_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = world.index().framework

    def refuse(_sources: object) -> None:
        raise AssertionError("the files were parsed again")

    monkeypatch.setattr(loading, "load", refuse)
    assert world.index().framework == compiled


def test_an_entry_of_a_later_version_is_refused(world: World) -> None:
    world.write(draft("moon.reached", on="2026-04-01"))
    with pytest.raises(Unavailable) as refused:
        world.index()
    assert refused.value.code == "newer-store"


def test_a_failure_on_the_way_leaves_the_index_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(joined("p"))
    index = world.index()
    world.write(joined("q"), joined("r"))
    read = Journal.read

    def interrupted(*arguments: Any) -> Any:
        yield next(iter(read(*arguments)))
        raise KeyboardInterrupt

    monkeypatch.setattr(Journal, "read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        index.catch_up()
    monkeypatch.undo()
    assert world.index().people() == ["p", "q", "r"]
    assert contents(index) == world.anew()


def test_what_is_asked_is_of_one_moment(world: World) -> None:
    world.write(joined("p"))
    index, other = world.index(), world.index()

    def question() -> tuple[list[str], int]:
        before = index.people()
        world.write(joined("q"))
        other.catch_up()
        assert index.people() == before
        return index.people(), index.seq

    assert index.ask(question) == (["p"], 1)
    assert index.ask(index.people) == ["p", "q"]


def test_evidence_is_worked_out_for_those_who_are_asked_about(world: World) -> None:
    world.write(joined("p"), joined("q", unit="B/b"), trained("p"), trained("q"))
    index = world.index()
    index.connection.execute("CREATE TEMP TABLE scope (unit INTEGER PRIMARY KEY)")
    index.connection.execute("INSERT INTO temp.scope SELECT id FROM unit WHERE path = 'B/b'")
    index.refresh(scoped=True)
    stale = [staff for (staff,) in index.connection.execute("SELECT staff FROM person WHERE stale")]
    assert stale == ["p"]


def test_a_write_touches_only_the_people_it_is_about(world: World) -> None:
    world.write(joined("p"), joined("q"))
    index = world.index()
    contents(index)
    world.write(assigned("q"))
    index.catch_up()
    stale = [staff for (staff,) in index.connection.execute("SELECT staff FROM person WHERE stale")]
    assert stale == ["q"]


# --- what was entered


def test_an_entry_is_given_back_with_all_that_is_kept_of_it(world: World) -> None:
    world.write(joined(), batch="b1")
    seq = world.write(trained())
    entry = world.index().entry(seq)
    assert entry is not None
    assert entry == (
        2,
        "2026-04-01T00:02:00.000000Z",
        "tester",
        None,
        "training.recorded",
        "p",
        "2025-05-01",
        {"training": "basics", "outcome": "completed"},
        None,
    )


@pytest.mark.parametrize("seq", [0, -1, 3, 2**63, 10**30])
def test_there_is_no_entry_of_a_number_that_was_not_given(world: World, seq: int) -> None:
    world.write(joined(), trained())
    assert world.index().entry(seq) is None


def test_a_batch_is_all_that_was_written_under_its_name(world: World) -> None:
    world.write(joined("p"))
    world.write(trained(), trained(on="2025-06-01"), batch="b1")
    world.write(trained(on="2025-07-01"))
    index = world.index()
    assert [entry.seq for entry in index.batch("b1")] == [2, 3]
    assert index.batch("b2") == []


def test_entries_come_in_order_one_persons_or_all(world: World) -> None:
    world.write(joined("p"), joined("q"), trained("p"))
    index = world.index()
    assert [entry.seq for entry in index.entries()] == [1, 2, 3]
    assert [entry.seq for entry in index.entries("p")] == [1, 3]
    assert list(index.entries("nobody")) == []


def test_a_retracted_entry_counts_for_nothing_and_is_kept(world: World) -> None:
    world.write(joined(), trained())
    world.write(retracted(2))
    index = world.index()
    assert index.facts("p").training_recorded == []
    assert [(entry.seq, entry.retracted_by) for entry in index.entries("p")] == [(1, None), (2, 3), (3, None)]


def test_retracting_a_retraction_brings_the_entry_back(world: World) -> None:
    world.write(joined(), trained())
    world.write(retracted(2))
    world.write(retracted(3))
    index = world.index()
    assert [entry.seq for entry in index.facts("p").training_recorded] == [2]
    world.write(retracted(4))
    index.catch_up()
    assert index.facts("p").training_recorded == []


def test_an_entry_retracted_twice_comes_back_only_when_neither_retraction_stands(world: World) -> None:
    world.write(joined(), trained())
    world.write(retracted(2))  # 3
    world.write(retracted(3))  # 4 brings the record back
    world.write(retracted(2))  # 5
    world.write(retracted(4))  # 6 lets the first retraction stand again, beside the second
    index = world.index()
    entry = index.entry(2)
    assert entry is not None and entry.retracted_by == 5
    world.write(retracted(5))
    index.catch_up()
    entry = index.entry(2)
    assert entry is not None and entry.retracted_by == 3
    world.write(retracted(3))
    index.catch_up()
    assert [entry.seq for entry in index.facts("p").training_recorded] == [2]


def test_whose_joining_is_retracted_is_nobody(world: World) -> None:
    world.write(joined(), trained())
    index = world.index()
    world.write(retracted(1))
    index.catch_up()
    assert index.people() == []
    assert index.unit_paths() == []


# --- people and units


def test_people_are_everybody_or_those_in_service(world: World) -> None:
    world.write(joined("b", "2020-04-01"), joined("a", "2026-04-01"), draft("staff.left", "b", "2026-03-31"))
    index = world.index()
    assert index.people() == ["a", "b"]
    assert [index.people(day) for day in (739707, 739706)] == [["a"], ["b"]]  # 2026-04-01 and the day before


def test_zeros_that_a_spreadsheet_ate_are_put_back(world: World) -> None:
    world.write(joined("00123"), joined("0456"), joined("456"))
    index = world.index()
    assert index.padded("123") == "00123"
    assert index.padded("00456") is None
    assert index.padded("789") is None


def test_units_are_those_in_use(world: World) -> None:
    world.write(joined("p", unit="A/a"), assigned("p", unit="B"))
    index = world.index()
    assert index.unit_paths() == ["A/a", "B"]
    world.write(retracted(2))
    index.catch_up()
    assert index.unit_paths() == ["A/a"]
