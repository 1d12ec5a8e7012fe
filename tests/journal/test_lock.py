"""One writer at a time, whatever becomes of the others."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from dxskills.errors import Unavailable
from dxskills.journal import lock as locks
from dxskills.journal.journal import Journal
from tests.journal.entries import NOW, draft, enter, make, notes, segment
from tests.journal.faults import in_child

posix = pytest.mark.skipif(sys.platform == "win32", reason="forks")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = make(tmp_path / "store")
    enter(journal, "a")
    return journal


def test_a_second_writer_is_told_who_holds_the_lock(journal: Journal) -> None:
    with journal.writing():
        start = monotonic()
        with pytest.raises(Unavailable) as refused, journal.writing(timeout=0.2):
            pass
        assert monotonic() - start >= 0.2
    error = refused.value
    assert (error.code, error.exit_code) == ("locked", 4)
    assert (error.params["pid"], error.params["host"]) == (os.getpid(), socket.gethostname())
    assert str(error.params["since"]).startswith("20")
    enter(journal, "b")


def test_without_a_readable_note_the_holder_is_somebody(journal: Journal) -> None:
    with journal.writing():
        (journal.folder / "LOCK.holder").write_bytes(b"{")
        with pytest.raises(Unavailable, match="Somebody else"), journal.writing(timeout=0):
            pass


def test_the_lock_file_stays(journal: Journal) -> None:
    before = (journal.folder / "LOCK").stat().st_ino
    enter(journal, "b")
    assert (journal.folder / "LOCK").stat().st_ino == before
    assert not (journal.folder / "LOCK.holder").exists()


def test_a_missing_linked_or_foreign_lock_file_is_refused(journal: Journal, tmp_path: Path) -> None:
    path = journal.folder / "LOCK"
    path.unlink()
    (tmp_path / "elsewhere").touch()
    for kind in ("missing", "link", "folder"):
        if kind == "link":
            path.symlink_to(tmp_path / "elsewhere")
        elif kind == "folder":
            path.mkdir()
        with pytest.raises(Unavailable) as refused:
            enter(journal, "b")
        assert (refused.value.code, refused.value.exit_code) == ("lock-lost", 4)
        if kind == "link":
            path.unlink()
    path.rmdir()
    path.touch()
    enter(journal, "b")
    assert notes(journal) == ["a", "b"]


@posix
@pytest.mark.parametrize("replaced", [False, True])
def test_a_lock_file_taken_away_while_writing_ends_the_writing(journal: Journal, replaced: bool) -> None:
    path = journal.folder / "LOCK"
    with journal.writing() as writing:
        path.unlink()
        if replaced:
            path.touch()
        with pytest.raises(Unavailable) as refused:
            writing.append([draft("b")], at=NOW, by="mori", batch=None)
    assert refused.value.code == "lock-lost"
    path.touch()
    assert notes(journal) == ["a"]
    enter(journal, "c")
    assert notes(journal) == ["a", "c"]


@posix
def test_a_forked_child_neither_holds_nor_releases(journal: Journal) -> None:
    def child() -> None:
        try:
            writing.append([draft("child")], at=NOW, by="mori", batch=None)
        except RuntimeError:
            context.__exit__(None, None, None)

    context = journal.writing()
    writing = context.__enter__()
    assert in_child(child) == 0
    with pytest.raises(Unavailable, match="locked"), journal.writing(timeout=0):
        pass
    writing.append([draft("parent")], at=NOW, by="mori", batch=None)
    context.__exit__(None, None, None)
    assert notes(journal) == ["a", "parent"]


@posix
def test_a_child_does_not_keep_the_lock_of_a_parent_that_was_killed(journal: Journal) -> None:
    read, write = os.pipe()

    def parent() -> None:
        with journal.writing():
            child = os.fork()
            if child == 0:
                signal.pause()
            os.write(write, f"{child}".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(parent) == signal.SIGKILL
    child = int(os.read(read, 20))
    try:
        os.kill(child, 0)
        with journal.writing(timeout=2) as writing:
            writing.append([draft("b")], at=NOW, by="mori", batch=None)
    finally:
        os.kill(child, signal.SIGKILL)
        os.close(read)
        os.close(write)
    assert notes(journal) == ["a", "b"]


HOLDER = """
import sys
from pathlib import Path
from dxskills.journal.journal import Journal
from tests.journal.entries import NOW, draft

with Journal.open(Path(sys.argv[1])).writing() as writing:
    print("mine", flush=True)
    sys.stdin.readline()
    writing.append([draft("held")], at=NOW, by="mori", batch=None)
"""


@posix
@pytest.mark.parametrize("ended", [False, True], ids=["wakes up", "is ended"])
def test_a_holder_that_hangs_is_named_and_goes_on_or_is_ended(journal: Journal, ended: bool) -> None:
    line = [sys.executable, "-c", HOLDER, str(journal.folder)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"mine\n"
        holder.send_signal(signal.SIGSTOP)
        for _attempt in range(2):
            with pytest.raises(Unavailable, match="locked by process") as refused, journal.writing(timeout=0.3):
                pass
            assert (refused.value.params["pid"], refused.value.params["host"]) == (holder.pid, socket.gethostname())
        assert notes(journal) == ["a"], "who only reads waits for nobody"
        if ended:
            holder.kill()
        else:
            holder.send_signal(signal.SIGCONT)
            holder.communicate(b"go on\n")
        enter(journal, "b")
    assert notes(journal) == (["a", "b"] if ended else ["a", "held", "b"])


@pytest.fixture
def fiction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system on which everybody gets the lock."""
    monkeypatch.setattr(locks, "_try_lock", lambda fd: True)


@pytest.mark.usefixtures("fiction")
def test_where_locks_do_nothing_the_second_writer_is_refused(journal: Journal) -> None:
    with journal.writing() as first, journal.writing() as second:
        first.append([draft("first")], at=NOW, by="mori", batch=None)
        with pytest.raises(Unavailable) as refused:
            second.append([draft("second")], at=NOW, by="mori", batch=None)
    assert (refused.value.code, refused.value.exit_code) == ("locks-broken", 4)
    assert notes(journal) == ["a", "first"]


@pytest.mark.usefixtures("fiction")
def test_where_locks_do_nothing_bytes_that_came_between_are_not_acknowledged(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both wrote at once: whoever sees the other's bytes behind the own ones does not count them as own."""
    write = os.write

    def write_both(fd: int, data: bytes) -> int:
        written = write(fd, data)
        if b'"note":"b"' in data:
            with segment(journal).open("ab") as file:
                file.write(b"theirs\n")
        return written

    monkeypatch.setattr(os, "write", write_both)
    with pytest.raises(Unavailable) as refused:
        enter(journal, "b")
    assert refused.value.code == "locks-broken"
    assert segment(journal).read_bytes().endswith(b"theirs\n")
    assert notes(journal) == ["a"]


@pytest.mark.usefixtures("fiction")
def test_where_locks_do_nothing_a_head_that_moved_is_not_overwritten(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync
    theirs: list[bytes] = []

    def fsync_and_theirs(fd: int) -> None:
        fsync(fd)
        if not theirs:
            theirs.append((journal.folder / "HEAD").read_bytes())
            (journal.folder / "HEAD").write_bytes(later)

    other = (journal.folder / "HEAD").read_bytes()
    enter(journal, "b")
    later = (journal.folder / "HEAD").read_bytes()
    (journal.folder / "HEAD").write_bytes(other)
    segment(journal).write_bytes(segment(journal).read_bytes()[: journal.head().length])
    monkeypatch.setattr(os, "fsync", fsync_and_theirs)
    with pytest.raises(Unavailable) as refused:
        enter(journal, "c")
    assert refused.value.code == "locks-broken"
    assert (journal.folder / "HEAD").read_bytes() == later
