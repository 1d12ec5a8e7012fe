"""Whatever goes wrong at whatever step: what was acknowledged is there, and nothing half-written counts."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from dxskills.errors import DxError, OutcomeUnknown, Unavailable
from dxskills.journal import disk
from dxskills.journal import lines as lines_module
from dxskills.journal.journal import Journal
from dxskills.journal.names import Name
from dxskills.journal.repair import repair
from tests.journal import faults
from tests.journal.entries import NEXT_YEAR, NOW, draft, enter, make, notes, segment
from tests.journal.faults import Deed, Faults, Machine, PowerCut

OLD = {"001": Name("森 一", None, "2026-04-01")}
NEW = {**OLD, "002": Name("林 二", "ハヤシ", "2026-11-24")}

BATCH = ["c", "d", "dd"]
WRITTEN = [*BATCH, "e"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="kills a forked child, and looks at /proc")


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of three lines takes two writes, as a large import does, so that things go wrong between them too."""
    monkeypatch.setattr(lines_module, "_LINES_AT_ONCE", 2)


class Scene:
    """A store in some state, the write that is tried on it, and what may be there afterwards."""

    def __init__(self, journal: Journal, state: str) -> None:
        self.journal = journal
        self.before = list[str]()
        self.at = NOW
        if state != "empty":
            enter(journal, "a", "b")
            self.before = ["a", "b"]
        with journal.writing() as writing:
            writing.save_names(OLD)
        if state == "new year":
            self.at = NEXT_YEAR
        if state == "after a crash":
            with segment(journal).open("ab") as file:
                file.write(b'{"seq":3,"at":"2026-')
            (journal.folder / "LOCK.holder").write_bytes(b'{"host":"else","pid":1}')
            (journal.folder / "people.json.tmp").write_bytes(b"{")
            segment(journal, 2027).write_bytes(b"never acknowledged\n")
            segment(journal, 2028).with_suffix(".jsonl.tmp").write_bytes(b"neither")

    def write(self) -> None:
        """Two writes with the lock held once: everything that a command can do."""
        with self.journal.writing(timeout=10) as writing:
            writing.save_names(NEW)
            writing.append([draft(note) for note in BATCH], at=self.at, by="mori", batch="x")
            writing.append([draft("e")], at=self.at, by="mori", batch=None)

    def prove(self, journal: Journal | None = None, *, torn: bool = False) -> list[str]:
        """The store is whole, and a step that began either counts entirely or not at all; returns the notes.

        Where the slot of HEAD was ``torn`` to rubbish that was to name what follows, it takes a repair to be so.
        """
        journal = journal or self.journal
        found = notes(journal)
        if torn:
            repair(journal)
            assert notes(journal)[: len(found)] == found
            found = notes(journal)
        assert found in (self.before, [*self.before, *BATCH], [*self.before, *WRITTEN])
        assert journal.names() in (OLD, NEW)
        if found != self.before:
            assert journal.names() == NEW
        journal.verify()
        enter(journal, "z", at=self.at)
        assert notes(journal) == [*found, "z"]
        assert journal.verify().surplus == 0
        return found


@pytest.fixture(params=["empty", "some entries", "new year", "after a crash"])
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def scenes(folder: Path, state: str) -> Iterator[Scene]:
    """The same scene in ever new folders."""
    number = 0
    while True:
        number += 1
        yield Scene(make(folder / str(number)), state)


@pytest.mark.parametrize(
    "deed",
    [
        faults.failing(errno.EIO),
        faults.failing(errno.ENOSPC),
        faults.failing(errno.EACCES),
        faults.failing_halfway(errno.EIO),
        faults.failing_halfway(errno.ENOSPC),
        faults.short,
    ],
    ids=["EIO", "ENOSPC", "EACCES", "half then EIO", "half then ENOSPC", "short"],
)
def test_every_call_fails_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, deed: Deed) -> None:
    faulty = Faults(monkeypatch)
    for nth, scene in enumerate(scenes(tmp_path, state), 1):
        faulty.arm(nth, deed)
        error = None
        try:
            scene.write()
        except DxError as raised:
            error = raised
        calls = faulty.disarm()
        if len(calls) < nth:
            break
        found = scene.prove()
        if error is None:
            assert found == [*scene.before, *WRITTEN]
        elif isinstance(error, Unavailable):
            assert found != [*scene.before, *WRITTEN], "said that nothing was written, and it was"
        else:
            assert isinstance(error, OutcomeUnknown)
    assert nth > 30


def test_a_failed_sync_is_an_unknown_outcome_and_never_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    faulty = Faults(monkeypatch)
    scene = next(scenes(tmp_path, state))
    faulty.arm(0, None)
    scene.write()
    syncs = [nth for nth, name in enumerate(faulty.disarm(), 1) if name == "fsync"]
    assert len(syncs) >= 6
    for nth, scene in zip(syncs, scenes(tmp_path / "again", state), strict=False):
        faulty.arm(nth, faults.failing(errno.EIO))
        with pytest.raises(OutcomeUnknown) as raised:
            scene.write()
        assert "fsync" not in faulty.disarm()[nth:]
        assert raised.value.exit_code == 6
        scene.prove()


@pytest.mark.parametrize("deed", [faults.short, faults.failing_halfway(errno.ENOSPC)], ids=["short", "half"])
def test_a_full_disk_leaves_the_segment_as_long_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: Deed
) -> None:
    faulty = Faults(monkeypatch)
    full = 0
    for nth in range(1, 60):
        journal = make(tmp_path / f"{nth}")
        enter(journal, "a")
        length = segment(journal).stat().st_size
        faulty.arm(nth, deed)
        try:
            enter(journal, "b")
            break
        except Unavailable:
            if faulty.struck == "write":
                full += 1
                assert segment(journal).stat().st_size == length
        except OutcomeUnknown:
            # Once HEAD is being written, nothing may be taken back.
            assert segment(journal).stat().st_size > length
        finally:
            faulty.disarm()
    assert full == 2  # who holds the lock, and the entry


@pytest.mark.parametrize("year", [NOW, NEXT_YEAR], ids=["same segment", "new segment"])
def test_a_disk_that_fills_up_between_two_writes_of_a_batch_leaves_none_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: datetime
) -> None:
    journal = make(tmp_path)
    enter(journal, "a")
    length = segment(journal).stat().st_size
    real, pieces = disk.write, list[int]()

    def write(fd: int, data: bytes) -> int:
        pieces.append(len(data))
        if len(pieces) == 2:
            raise OSError(errno.ENOSPC, "no space")
        return real(fd, data)

    with journal.writing() as writing, monkeypatch.context() as patch:
        patch.setattr(disk, "write", write)
        with pytest.raises(Unavailable) as raised:
            writing.append([draft(note) for note in BATCH], at=year, by="mori", batch="x")
    assert (raised.value.code, len(pieces)) == ("disk-full", 2)
    assert segment(journal).stat().st_size == length
    assert [file.name for file in segment(journal).parent.iterdir()] == [segment(journal).name]
    enter(journal, "z", at=year)
    assert notes(journal) == ["a", "z"]
    assert journal.verify().surplus == 0


@posix
@pytest.mark.parametrize("deed", [faults.killed_before, faults.killed_within], ids=["before", "within"])
def test_killed_at_every_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, deed: Deed) -> None:
    faulty = Faults(monkeypatch)
    for nth, scene in enumerate(scenes(tmp_path, state), 1):
        faulty.arm(nth, deed)
        status = faults.in_child(scene.write)
        faulty.disarm()
        found = scene.prove()
        if status == 0:
            assert found == [*scene.before, *WRITTEN]
            break
        assert status == 9, "the child must die by the kill and nothing else"
    assert nth > 30


def test_interrupted_after_every_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    faulty = Faults(monkeypatch)
    for nth, scene in enumerate(scenes(tmp_path, state), 1):
        faulty.arm(nth, faults.interrupted)
        try:
            scene.write()
            break
        except KeyboardInterrupt:
            pass
        finally:
            faulty.disarm()
        scene.prove()
    assert nth > 30


@posix
def test_power_cut_after_every_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    for nth in range(1, 200):
        scene = Scene(make(tmp_path / f"{nth}"), state)
        with monkeypatch.context() as patch:
            machine = Machine(scene.journal.folder, patch)
            machine.cut_after(nth)
            cut = _cut(scene.write)
            machine.go_on()
            for number, rebuild in enumerate(_aftermaths(machine)):
                target = tmp_path / f"{nth}-{number}"
                rebuild(target)
                found = scene.prove(Journal.open(target), torn="torn" in rebuild.keywords)
                if not cut:
                    assert found == [*scene.before, *WRITTEN]
            machine.forget()
        if not cut:
            break
    assert nth > 20


@posix
def test_a_head_that_only_memory_held_is_made_durable_before_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer is killed; the next one runs into a power cut: what was acknowledged before both must be there."""
    tried = 0
    for killed_at in range(1, 60):
        finished = False
        for cut_at in range(1, 60):
            journal = make(tmp_path / f"{killed_at}-{cut_at}")
            enter(journal, "a")
            enter(journal, "b")
            with monkeypatch.context() as patch:
                machine = Machine(journal.folder, patch)
                machine.cut_after(killed_at)
                finished = not _cut(partial(enter, journal, "c"))
                machine.go_on()
                if not machine.dirty_slots():
                    machine.forget()
                    break
                machine.cut_after(cut_at)
                survived = not _cut(partial(enter, journal, "d"))
                machine.go_on()
                for torn in machine.dirty_slots():
                    target = tmp_path / f"{killed_at}-{cut_at}-{torn}"
                    machine.rebuild(target, names_lost=False, content_lost=True, torn=torn)
                    assert notes(Journal.open(target))[:2] == ["a", "b"]
                    tried += 1
                machine.forget()
            if survived:
                break
        if finished:
            break
    assert tried > 3


def _cut(work: Callable[[], object]) -> bool:
    try:
        work()
    except PowerCut:
        return True
    return False


def _aftermaths(machine: Machine) -> Iterator[partial[None]]:
    for names_lost in (False, True):
        for content_lost in (False, True):
            yield partial(machine.rebuild, names_lost=names_lost, content_lost=content_lost)
    for torn in machine.dirty_slots():
        yield partial(machine.rebuild, names_lost=False, content_lost=True, torn=torn)
