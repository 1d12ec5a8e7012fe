"""Making, opening and refusing stores, and the names that lie beside the journal."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import orjson
import pytest

from dxskills.errors import Damaged, DxError, Refused, Unavailable
from dxskills.journal.journal import Journal
from dxskills.journal.names import Name
from tests.journal import faults
from tests.journal.entries import NEXT_YEAR, NOW, draft, enter, make, notes
from tests.journal.faults import Faults

NAMES = {"002": Name("﨑山 \u2028 神", "サキヤマ", "2026-04-01"), "0001": Name('"as_of":', None, "2026-11-24")}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return make(tmp_path / "store")


def test_a_new_store_is_empty_and_whole(journal: Journal) -> None:
    assert (journal.head().seq, journal.head().segment, notes(journal), journal.names()) == (0, "", [], {})
    found = journal.verify()
    assert (found.entries, found.segments, found.size) == (0, 0, 0)


def test_opening_finds_the_same_store_and_two_stores_differ(journal: Journal, tmp_path: Path) -> None:
    assert Journal.open(journal.folder).id == journal.id
    assert make(tmp_path / "deep" / "er" / "store").id != journal.id


def test_where_nothing_is_the_error_names_init(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent", tmp_path / "absent" / "too"):
        with pytest.raises(Unavailable) as refused:
            Journal.open(folder)
        assert (refused.value.code, refused.value.exit_code) == ("no-store", 4)
        assert "dxskills init" in (refused.value.hint or "")
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="no store"):
        Journal.open(tmp_path / "file")


def test_a_store_is_never_made_over_another(journal: Journal) -> None:
    enter(journal, "a")
    with pytest.raises(Refused, match="already"):
        make(journal.folder)
    (journal.folder / "store.json").unlink()
    with pytest.raises(Refused, match="already"):
        make(journal.folder)
    with pytest.raises(Damaged, match=r"store\.json"):
        Journal.open(journal.folder)


def test_a_making_that_fails_anywhere_can_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = Faults(monkeypatch)
    for nth in range(1, 200):
        folder = tmp_path / f"{nth}" / "store"
        faulty.arm(nth, faults.short)
        try:
            made = make(folder)
            break
        except DxError:
            faulty.disarm()
            try:
                made = Journal.open(folder)
            except DxError:
                made = make(folder)
        enter(made, "a")
        assert notes(Journal.open(folder)) == ["a"]
    assert nth > 30


def test_a_newer_format_is_left_alone(journal: Journal) -> None:
    path = journal.folder / "store.json"
    content = orjson.loads(path.read_bytes())
    del content["check"]
    path.write_bytes(orjson.dumps(content | {"schema": "dxskills/store/2", "more": 1}))
    with pytest.raises(Unavailable, match="newer") as refused:
        Journal.open(journal.folder)
    assert (refused.value.code, refused.value.exit_code) == ("newer-store", 4)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"schema":"x"}', b'{"schema":"dxskills/store/1"}', b'{"schema":1}', b"\xff", b"null",
     b'{"schema":"dxskills/store/1","id":"zz","year_start":"04-01"}',
     b'{"schema":"dxskills/store/1","id":"00112233445566778899aabbccddeeff","year_start":"x"}'],
)  # fmt: skip
def test_an_unreadable_store_file_is_damage(journal: Journal, content: bytes) -> None:
    (journal.folder / "store.json").write_bytes(content)
    with pytest.raises(Damaged) as damaged:
        Journal.open(journal.folder)
    assert damaged.value.exit_code == 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mask", [0o000, 0o777])
def test_everything_is_its_owners_alone_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    with Umask(mask):
        journal = make(tmp_path / "store")
        with journal.writing() as writing:
            writing.save_names(NAMES)
            writing.append([draft("a")], at=NOW, by="mori", batch=None)
            assert stat.S_IMODE((journal.folder / "LOCK.holder").stat().st_mode) == 0o600
        enter(journal, "b", at=NEXT_YEAR)
        with (journal.folder / "journal" / "2027.jsonl").open("ab") as file:
            file.write(b"tail")
        enter(journal, "c", at=NEXT_YEAR)
    everything = [journal.folder, *journal.folder.rglob("*")]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in everything}
    assert len(modes) == 10
    assert modes == {path.name: 0o700 if path.is_dir() else 0o600 for path in everything}


class Umask:
    def __init__(self, mask: int) -> None:
        self._mask = mask

    def __enter__(self) -> None:
        self._before = os.umask(self._mask)

    def __exit__(self, *error: object) -> None:
        os.umask(self._before)


def test_names_are_kept_as_they_are(journal: Journal) -> None:
    with journal.writing() as writing:
        writing.save_names(NAMES)
    assert journal.names() == NAMES
    content = orjson.loads((journal.folder / "people.json").read_bytes())
    assert content["schema"] == "dxskills/people/1"
    assert content["people"]["002"] == {"name": "﨑山 \u2028 神", "kana": "サキヤマ", "as_of": "2026-04-01"}
    assert (journal.folder / "people.json").read_text(encoding="utf-8").count("\n") == 4


def test_a_name_that_is_no_text_costs_nothing(journal: Journal) -> None:
    with journal.writing() as writing:
        writing.save_names(NAMES)
    with journal.writing() as writing, pytest.raises(Refused, match="cannot be stored"):
        writing.save_names({"003": Name("\ud800", None, "2026-04-01")})
    assert journal.names() == NAMES


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"schema":"dxskills/people/2","people":{}}', b'{"schema":"dxskills/people/1"}',
     b'{"schema":"dxskills/people/1","people":{"1":{"name":1,"kana":null,"as_of":"2026-04-01"}}}',
     b'{"schema":"dxskills/people/1","people":{"1":{"name":"a"}}}',
     b'{"schema":"dxskills/people/1","people":{"1":{"name":"a","kana":null,"as_of":"x","more":1}}}',
     b'{"schema":"dxskills/people/1","people":{"1":{"name":"a","kana":null,"as_of":"2026-04-01"},'
     b'"1":{"name":"b","kana":null,"as_of":"2026-04-01"}}}'],
)  # fmt: skip
def test_unreadable_names_are_damage(journal: Journal, content: bytes) -> None:
    (journal.folder / "people.json").write_bytes(content)
    with pytest.raises(Damaged, match=r"people\.json"):
        journal.names()
    with pytest.raises(Damaged, match=r"people\.json"):
        journal.verify()


def test_missing_names_are_damage(journal: Journal) -> None:
    (journal.folder / "people.json").unlink()
    with pytest.raises(Damaged):
        journal.names()


def test_an_entry_that_cannot_be_stored_costs_nothing_and_ends_nothing(journal: Journal) -> None:
    enter(journal, "a")
    before = {path: path.read_bytes() for path in journal.folder.rglob("*") if path.is_file()}
    with journal.writing() as writing:
        bad = draft("b")._replace(data={"x": "\ud800"})
        with pytest.raises(Refused):
            writing.append([draft("b"), bad], at=NOW, by="mori", batch=None)
    assert {path: path.read_bytes() for path in journal.folder.rglob("*") if path.is_file()} == before
    with journal.writing() as writing:
        with pytest.raises(Refused):
            writing.append([bad], at=NOW, by="mori", batch=None)
        writing.append([draft("b")], at=NOW, by="mori", batch=None)
    assert notes(journal) == ["a", "b"]


def test_many_entries_are_those_that_are_read_back(journal: Journal) -> None:
    drafts = [draft(str(number)) for number in range(5000)]
    with journal.writing() as writing:
        appended = writing.append_many(drafts, writing.occasion(NOW, "mori", "b"))
        assert writing.head == journal.head()
    assert list(appended.events) == list(journal.read())
    assert notes(journal) == [str(number) for number in range(5000)]


def test_a_bad_one_among_many_costs_nothing(journal: Journal) -> None:
    drafts = [draft(str(number)) for number in range(5000)]
    drafts[4000] = drafts[4000]._replace(data={"x": float("nan")})
    with journal.writing() as writing:
        with pytest.raises(Refused):
            writing.append_many(drafts, writing.occasion(NOW, "mori", "b"))
        writing.append([draft("a")], at=NOW, by="mori", batch=None)
    assert notes(journal) == ["a"]


def test_writing_nothing_changes_nothing(journal: Journal) -> None:
    with journal.writing() as writing:
        assert writing.append([], at=NOW, by="mori", batch=None) == ()
    assert journal.head().generation == 0


def test_a_writing_that_has_ended_writes_no_more(journal: Journal) -> None:
    with journal.writing() as writing:
        pass
    with pytest.raises(RuntimeError):
        writing.append([draft("a")], at=NOW, by="mori", batch=None)


def test_what_a_body_raises_passes_through_and_what_it_wrote_stays(journal: Journal) -> None:
    with pytest.raises(KeyError), journal.writing() as writing:
        writing.append([draft("a")], at=NOW, by="mori", batch=None)
        raise KeyError
    assert notes(journal) == ["a"]
    assert not (journal.folder / "LOCK.holder").exists()


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_store_that_may_not_be_written_is_read(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    enter(journal, "a")
    real_open = os.open

    def read_only(path: Path, flags: int, *mode: int) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
            raise OSError(number, os.strerror(number))
        return real_open(path, flags, *mode)

    monkeypatch.setattr(os, "open", read_only)
    assert notes(Journal.open(journal.folder)) == ["a"]
    assert journal.verify().entries == 1
    with pytest.raises(Unavailable) as refused:
        enter(journal, "b")
    assert (refused.value.code, refused.value.exit_code) == ("not-writable", 4)


@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "not-readable"), (errno.EIO, "read-failed")])
def test_a_store_that_cannot_be_read_says_so(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    enter(journal, "a")

    def unreadable(path: Path, flags: int, *mode: int) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", unreadable)
    for read in (lambda: Journal.open(journal.folder), journal.head, journal.names, journal.verify):
        with pytest.raises(Unavailable) as refused:
            read()
        assert refused.value.code == code


def test_no_link_is_followed(journal: Journal, tmp_path: Path) -> None:
    enter(journal, "a")
    for name, read in (("HEAD", journal.head), ("people.json", journal.names), ("journal/2026.jsonl", journal.verify)):
        path, moved = journal.folder / name, tmp_path / "moved"
        path.replace(moved)
        path.symlink_to(moved)
        with pytest.raises(DxError):
            read()
        path.unlink()
        moved.replace(path)
    assert notes(journal) == ["a"]
