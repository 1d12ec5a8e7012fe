"""Every command that writes, stopped at its system calls: all of it or nothing, said truly, and safe to do again."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dxskills import Registry, i18n
from dxskills.cli import session
from dxskills.cli.main import main
from dxskills.journal import head
from dxskills.journal.journal import Journal
from dxskills.journal.names import Names
from tests.cli.conftest import ROLES, STAFF, TRAININGS
from tests.journal import counts, tracing
from tests.journal.tracing import DEEDS, Deed, Stops, Trial

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 4, 2, 3, tzinfo=UTC)
MORE_STAFF = STAFF + "00000004,高橋四郎,タカハシ シロウ,企画部,企画課,,一般職員,,2026-04-01\n"
ROWS = "職員番号,研修,受講日,結果\n" + "".join(
    f"0000000{number % 3 + 1},法令研修,2026-05-{number + 1:02},修了\n" for number in range(20)
)


class Command(NamedTuple):
    line: str
    now: datetime = NOW


COMMANDS = {
    "staff add": Command("staff add 7 新人 --unit 企画課 --appointment 一般職員"),
    "staff edit": Command("staff edit 00000003 --manager --grade 課長 --name 佐藤"),
    "staff transfer": Command("staff transfer 00000002 企画部/企画課 --on 2026-10-01"),
    "staff leave": Command("staff leave 00000001 --on 2027-03-31"),
    "assign": Command("assign 00000001 leader --start 2026-10-01"),
    "unassign": Command("unassign 00000002 leader --on 2026-09-30"),
    "record training": Command("record training law 00000001 00000002 00000003 --on 2026-05-20"),
    "record certification": Command("record certification it-passport 00000001 --on 2026-05-20"),
    "revoke": Command("revoke it-passport 00000002 --on 2026-10-01"),
    "assess": Command("assess analysis 00000001 --level 2 --on 2026-05-20"),
    "waive": Command("waive leader/exam 00000002 --from 2026-04-01 --until 2026-09-30 --reason leave"),
    "enrol": Command("enrol law 00000002 --on 2027-01-15"),
    "retract": Command("retract 4 --reason wrong"),
    "import staff": Command("import staff more.csv --on 2026-11-01"),
    "import trainings": Command("import trainings rows.csv"),
    "rotation": Command("record training law 00000001 00000002 --on 2027-04-01", NEXT_YEAR),
}
ALL_CALLS = ["assign", "import staff", "rotation"]
"""Those that are stopped at every call; the others at those that change anything, between which nothing can differ."""


class State(NamedTuple):
    entries: tuple[Any, ...]
    names: Names


class Scene:
    """A registry of three people in ever the same place, brought back to what it was for each trial."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._saved = folder.with_name("saved")

    def save(self) -> None:
        shutil.copytree(self.folder, self._saved)

    def restore(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._saved, self.folder)
        os.chdir(self.folder)

    def state(self) -> State:
        """What the journal says, after it was found whole; the index must say the same."""
        store = self.folder / "store"
        journal = Journal.open(store)
        journal.verify()
        events = list(journal.read())
        with Registry.open(store, self.folder / "data", by="tester") as registry:
            assert [entry.seq for entry in registry.log()] == [event.seq for event in events]
        return State(tuple((e.at, e.by, e.kind, e.staff, e.on, e.data) for e in events), journal.names())

    def files(self) -> set[str]:
        """What lies about, but for what SQLite keeps beside the index, and the quarantine's."""
        names = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*")}
        return {name for name in names if not name.endswith(("-wal", "-shm", "-journal")) and "quarantine/" not in name}


def run(arguments: Sequence[str]) -> int:
    try:
        with redirect_stdout(unheard()), redirect_stderr(unheard()):
            return main(arguments)
    finally:
        i18n.use("en")


def unheard() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("crash") / "office"
    before = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        folder.mkdir()
        for name in ("DXSKILLS_STORE", "DXSKILLS_FRAMEWORK", "DXSKILLS_LANG", "NO_COLOR"):
            patch.delenv(name, raising=False)
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(folder / "home"))
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("DXSKILLS_BY", "tester")
        patch.setattr(session, "now", lambda: NOW)
        os.chdir(folder)
        assert run(["init"]) == 0
        for name, text in (("data/roles.yaml", ROLES), ("data/trainings.yaml", TRAININGS)):
            Path(name).write_text(text, encoding="utf-8")
        for name, text in (("staff.csv", STAFF), ("more.csv", MORE_STAFF), ("rows.csv", ROWS)):
            Path(name).write_text(text, encoding="utf-8")
        for line in (
            "import staff staff.csv --on 2026-04-01",
            "assign 00000002 leader --start 2026-04-01",
            "record certification it-passport 00000002 --on 2026-05-20",
        ):
            assert run(line.split()) == 0
        made = Scene(folder)
        made.save()
        yield made
        os.chdir(before)


def stopped(scene: Scene, command: Command, deed: Deed, *, every: int = 1, all_calls: bool = False) -> int:
    """Stop the command at every ``every``-th of its calls and prove what is left; returns how often."""
    words = command.line.split()
    scene.restore()
    before = scene.state()
    whole = tracing.run(lambda: main(words), scene.folder)
    assert whole.code == 0, whole.said
    after, files = scene.state(), scene.files()

    def prove_all(trial: Trial) -> None:
        prove(scene, trial, deed, before, after)
        do_again(scene, words, after, files)

    stops = Stops(scene.folder, scene.restore, lambda: main(words), prove_all)
    return stops.everywhere(whole.calls, deed, every=every, all_calls=all_calls)


def prove(scene: Scene, trial: Trial, deed: Deed, before: State, after: State) -> None:
    state = scene.state()
    assert state.entries in (before.entries, after.entries), "all of it or nothing"
    assert state.names in (before.names, after.names)
    if state.entries == after.entries:
        assert state.names == after.names
    if deed.kill and trial.struck and trial.struck.role == "main":
        assert trial.code == -9
    elif trial.code == 0:
        assert state == after, "it said that it was done"
    else:
        assert trial.code in (3, 4, 5, 6)
        assert trial.code == 6 or state.entries == before.entries, "it said that nothing was written"


def do_again(scene: Scene, words: Sequence[str], after: State, files: set[str]) -> None:
    assert run(words) in (0, 3), "it can be done again"
    assert scene.state() == after, "and then it is done once"
    assert scene.files() <= files, "and nothing is left behind"


@tracing.traced
@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])
@pytest.mark.parametrize("name", COMMANDS)
def test_stopped_at_every_call(scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str, deed: Deed) -> None:
    command = COMMANDS[name]
    monkeypatch.setattr(session, "now", lambda: command.now)
    number = stopped(scene, command, deed, all_calls=name in ALL_CALLS)
    counts.ran(f"system calls of commands: {deed.name}", number)
    assert number > 5


@tracing.traced
@pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])
def test_stopped_now_and_then(scene: Scene, deed: Deed) -> None:
    number = stopped(scene, COMMANDS["rotation"], deed, every=9)
    counts.ran(f"system calls of commands: {deed.name}", number)
    assert number > 0


@pytest.mark.parametrize("there", [True, False], ids=["it is there", "it is not"])
@pytest.mark.parametrize("name", COMMANDS)
def test_done_again_after_an_unknown_outcome(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str, there: bool
) -> None:
    """The sync of HEAD fails, and nobody knows; whatever was the case, doing it again leaves every entry once."""
    command = COMMANDS[name]
    words = command.line.split()
    monkeypatch.setattr(session, "now", lambda: command.now)
    scene.restore()
    assert run(words) == 0
    after = scene.state()
    scene.restore()
    where = scene.folder / "store" / "HEAD"
    old = where.read_bytes()
    real = os.fsync

    def fail(fd: int) -> None:
        if not os.path.sameopenfile(fd, known):
            return real(fd)
        if not there:
            os.pwrite(known, old, 0)
        raise OSError(errno.EIO, "broken")

    known = os.open(where, os.O_RDWR)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        assert run(words) == 6
    os.close(known)
    assert (scene.state().entries == after.entries) == there
    assert run(words) in (0, 3)
    assert scene.state() == after
    assert run(words) in (0, 3)
    assert scene.state() == after
    counts.ran("commands done again after an unknown outcome")


# --- what is done to the files themselves


def harmed(scene: Scene) -> None:
    """A tail, a lost slot of HEAD, half of the names, no lock: what a repair has to do with, all at once."""
    scene.restore()
    store = scene.folder / "store"
    with (store / "journal" / "2026.jsonl").open("ab") as file:
        file.write(b'{"seq":9,"at"')
    (store / "HEAD.tmp").write_bytes(b"half")
    names, where = store / "people.json", store / "HEAD"
    names.write_bytes(names.read_bytes()[:-30])
    slot = Journal.open(store).head().generation % 2 * 4096
    raw = where.read_bytes()
    where.write_bytes(raw[:slot] + b"\xff" * 4096 + raw[slot + 4096 :])
    (store / "LOCK").unlink()


@tracing.traced
@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])
def test_a_repair_stopped_at_every_call(scene: Scene, monkeypatch: pytest.MonkeyPatch, deed: Deed) -> None:
    monkeypatch.setattr(head, "_PAUSE", 0)  # nobody else writes HEAD
    line = ["store", "repair"]
    harmed(scene)
    store = content(scene.folder / "store")
    whole = tracing.run(lambda: main(line), scene.folder)
    assert whole.code == 0, whole.said
    after, files = scene.state(), scene.files()

    def prove_it(trial: Trial) -> None:
        assert trial.code in (-9, 0, 3, 4, 5, 6)
        left = content(scene.folder / "store").values()
        for name, raw in store.items():
            for line_of_it in raw.split(b"\n") if name != "HEAD" else []:
                assert any(line_of_it in other for other in left), "nothing is thrown away"
        assert run(line) == 0
        assert scene.state() == after
        assert scene.files() - {"store/LOCK.holder"} == files

    stops = Stops(scene.folder, lambda: harmed(scene), lambda: main(line), prove_it)
    number = stops.everywhere(whole.calls, deed, all_calls=True)
    counts.ran(f"system calls of repairs: {deed.name}", number)
    assert number > 3


@tracing.traced
@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])
def test_a_backup_stopped_at_every_call(scene: Scene, deed: Deed) -> None:
    line, target = ["store", "backup", "copy"], scene.folder / "copy"
    scene.restore()
    store = content(scene.folder / "store")
    whole = tracing.run(lambda: main(line), scene.folder)
    assert whole.code == 0, whole.said
    copy = content(target)

    def prove_it(trial: Trial) -> None:
        assert content(scene.folder / "store") == store, "the store is never touched"
        assert target.exists() or trial.code != 0
        if target.exists():
            assert content(target) == copy, "a whole one or none"
            assert run(["store", "backup", "another"]) == 0
        else:
            assert run(line) == 0

    stops = Stops(scene.folder, scene.restore, lambda: main(line), prove_it)
    number = stops.everywhere(whole.calls, deed, all_calls=True)
    counts.ran(f"system calls of backups: {deed.name}", number)
    assert number > 3


@tracing.traced
@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])
def test_a_founding_stopped_at_every_call(scene: Scene, deed: Deed) -> None:
    line, new = ["init", "new"], scene.folder / "new"
    scene.restore()
    whole = tracing.run(lambda: main(line), scene.folder)
    assert whole.code == 0, whole.said

    def prove_it(trial: Trial) -> None:
        assert trial.code in (-9, 0, 3, 4, 6)
        assert run(line) in (0, 3)
        assert Journal.open(new / "store").verify().entries == 0, "a registry, after the second attempt at the latest"
        assert run(["--store", "new/store", "--framework", "new/data", "report"]) == 0

    stops = Stops(scene.folder, scene.restore, lambda: main(line), prove_it)
    number = stops.everywhere(whole.calls, deed)
    counts.ran(f"system calls of foundings: {deed.name}", number)
    assert number > 5


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
