"""A backup is a whole store as it was at one moment, or there is none; the store itself is never touched."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dxskills.errors import Damaged, DxError, Refused, Unavailable
from dxskills.journal.backup import back_up
from dxskills.journal.head import SLOT
from dxskills.journal.headline import head_line
from dxskills.journal.journal import Journal
from dxskills.journal.names import Name
from tests.journal import faults
from tests.journal.entries import NEXT_YEAR, enter, make, notes, segment
from tests.journal.faults import Deed, Faults

WRITER = Path(__file__).parent / "writer.py"
NAMES = {"00012345": Name("中野 花子", None, "2026-04-01")}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = make(tmp_path / "store")
    with journal.writing() as writing:
        writing.save_names(NAMES)
    enter(journal, "a", "b")
    enter(journal, "c", at=NEXT_YEAR)
    return journal


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_copy_is_a_store_of_its_own(journal: Journal, tmp_path: Path) -> None:
    before = content(journal.folder)
    made = back_up(journal, tmp_path / "copy")
    copy = Journal.open(made.folder)
    assert (notes(copy), copy.names(), copy.id) == (["a", "b", "c"], NAMES, journal.id)
    assert made.line == head_line(journal) == head_line(copy)
    assert content(journal.folder) == before
    enter(copy, "d", at=NEXT_YEAR)
    assert (notes(copy)[-1], notes(journal)[-1]) == ("d", "c")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "store"]


def test_an_empty_store_is_backed_up_too(tmp_path: Path) -> None:
    copy = Journal.open(back_up(make(tmp_path / "store"), tmp_path / "copy").folder)
    enter(copy, "a")
    assert notes(copy) == ["a"]


def test_a_backup_is_put_back_by_copying_it_into_place(journal: Journal, tmp_path: Path) -> None:
    made = back_up(journal, tmp_path / "copy")
    enter(journal, "d", at=NEXT_YEAR)
    segment(journal).write_bytes(b"gone\n")
    journal.folder.rename(tmp_path / "damaged")
    shutil.copytree(made.folder, journal.folder)
    restored = Journal.open(journal.folder)
    assert notes(restored) == ["a", "b", "c"]
    enter(restored, "e", at=NEXT_YEAR)
    assert restored.verify().entries == 4


def test_what_is_not_acknowledged_is_left_behind(journal: Journal, tmp_path: Path) -> None:
    with segment(journal, 2027).open("ab") as file:
        file.write(b'{"seq":4,')
    segment(journal, 2028).write_bytes(b"never acknowledged\n")
    copy = Journal.open(back_up(journal, tmp_path / "copy").folder)
    assert (notes(copy), copy.verify().surplus) == (["a", "b", "c"], 0)


@pytest.mark.parametrize("slot", [0, 1])
def test_either_slot_of_its_head_is_enough(journal: Journal, tmp_path: Path, slot: int) -> None:
    copy = Journal.open(back_up(journal, tmp_path / "copy").folder)
    raw = bytearray((copy.folder / "HEAD").read_bytes())
    raw[slot * SLOT : slot * SLOT + SLOT] = b"\0" * SLOT
    (copy.folder / "HEAD").write_bytes(raw)
    assert notes(copy) == ["a", "b", "c"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_nobody_else_may_read_it_whatever_the_umask(journal: Journal, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = back_up(journal, tmp_path / "copy").folder
    finally:
        os.umask(before)
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def _file(folder: Path) -> Path:
    (folder / "there").write_bytes(b"mine")
    return folder / "there"


def _folder(folder: Path) -> Path:
    (folder / "there").mkdir()
    return folder / "there"


def _dangling(folder: Path) -> Path:
    (folder / "there").symlink_to(folder / "nowhere")
    return folder / "there"


def _linked(folder: Path) -> Path:
    (folder / "link").symlink_to(folder / "store" / "quarantine")
    return folder / "link" / "copy"


@pytest.mark.parametrize(
    "place",
    [_file, _folder, _dangling, _linked,
     lambda f: f / "store" / "copy", lambda f: f / "store" / "journal" / "2030.jsonl",
     lambda f: f / "absent" / "copy", lambda f: _file(f) / "copy", lambda f: f / "other" / "copy",
     lambda f: f / "x\0y"],
    ids=["file", "folder", "link", "link into store", "store", "journal", "absent", "below a file", "another", "NUL"],
)  # fmt: skip
def test_it_is_written_over_and_into_nothing(journal: Journal, tmp_path: Path, place: Callable[[Path], Path]) -> None:
    make(tmp_path / "other")
    target = place(tmp_path)
    before = content(tmp_path)
    with pytest.raises(Refused) as raised:
        back_up(journal, target)
    assert raised.value.code == "bad-backup"
    assert content(tmp_path) == before


@pytest.mark.parametrize("name", ["journal/2026.jsonl", "journal/2027.jsonl", "people.json", "HEAD", "store.json"])
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_damaged_store_is_not_backed_up(journal: Journal, tmp_path: Path, name: str, harm: str) -> None:
    path = journal.folder / name
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b'"', b"!"))
    with pytest.raises(DxError) as raised:
        back_up(journal, tmp_path / "copy")
    assert raised.value.exit_code in (4, 5)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def failed(work: Callable[[], Any]) -> str | None:
    try:
        work()
    except DxError as error:
        return error.code
    except KeyboardInterrupt:
        return "interrupted"
    return None


@pytest.mark.parametrize("deed", faults.DEEDS.values(), ids=faults.DEEDS.keys())
def test_every_call_fails_once(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: Deed) -> None:
    before = content(journal.folder)
    faulty = Faults(monkeypatch)
    for nth in range(1, 500):
        target = tmp_path / f"copy-{nth}"
        faulty.arm(nth, deed)
        error = failed(lambda target=target: back_up(journal, target))  # type: ignore[misc]
        calls = faulty.disarm()
        if target.exists():
            assert notes(Journal.open(target)) == ["a", "b", "c"]
        else:
            assert error
        assert content(journal.folder) == before
        if len(calls) < nth:
            break
    assert error is None
    assert nth > 50


@pytest.mark.skipif(sys.platform == "win32", reason="kills a forked child")
@pytest.mark.parametrize("deed", [faults.killed_before, faults.killed_within], ids=["before", "within"])
def test_killed_at_every_call(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: Deed) -> None:
    before = content(journal.folder)
    faulty = Faults(monkeypatch)
    for nth in range(1, 500):
        target = tmp_path / f"copy-{nth}"
        faulty.arm(nth, deed)
        status = faults.in_child(lambda target=target: back_up(journal, target))  # type: ignore[misc]
        faulty.disarm()
        if target.exists():
            assert notes(Journal.open(target)) == ["a", "b", "c"]
        assert content(journal.folder) == before
        if status == 0:
            break
        assert status == 9
        # Doing it again is all that is needed.
        assert nth % 20 or back_up(journal, tmp_path / f"again-{nth}").found.entries == 3
    assert target.exists()
    assert nth > 50


def test_a_failed_sync_is_no_backup(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(fd: int) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unavailable) as raised:
        back_up(journal, tmp_path / "copy")
    assert raised.value.code == "backup-failed"
    assert not (tmp_path / "copy").exists()


def test_backups_are_whole_while_others_write(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITER), str(journal.folder), f"w{number}", "60"], stdout=subprocess.DEVNULL
        )
        for number in range(3)
    ]
    seen = list[int]()
    while any(writer.poll() is None for writer in writers):
        made = back_up(journal, tmp_path / f"copy-{len(seen)}")
        assert made.found.entries % 3 == 0, "a batch is whole or not there"
        seen.append(made.found.entries)
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert seen == sorted(seen)
    assert len(set(seen)) > 3
    assert back_up(journal, tmp_path / "last").found.entries == 540


def test_damage_is_found_in_the_copy_and_named(journal: Journal, tmp_path: Path) -> None:
    raw = bytearray(segment(journal).read_bytes())
    raw[20] ^= 1
    segment(journal).write_bytes(raw)
    with pytest.raises(Damaged, match=r"2026\.jsonl, line 2"):
        back_up(journal, tmp_path / "copy")
