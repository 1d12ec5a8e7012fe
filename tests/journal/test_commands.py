"""Every command that writes, stopped at its system calls: all of it or nothing, said truly, and safe to do again."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from dxskills.cli import session
from dxskills.cli.main import main
from tests.journal import counts, tracing
from tests.journal.office import NOW, Scene, do_again, prove, run
from tests.journal.stops import Stops
from tests.journal.tracing import DEEDS, Deed, Trial

NEXT_YEAR = datetime(2027, 4, 2, 3, tzinfo=UTC)


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
            where.write_bytes(old)
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
