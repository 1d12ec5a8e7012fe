"""A registry of three people, in ever the same place, on which commands are stopped."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from dxskills import Registry, i18n
from dxskills.cli.main import main
from dxskills.journal.journal import Journal
from dxskills.journal.names import Names
from tests.cli.conftest import STAFF
from tests.journal.tracing import Deed, Trial

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
MORE_STAFF = STAFF + "00000004,高橋四郎,タカハシ シロウ,企画部,企画課,,一般職員,,2026-04-01\n"
ROWS = "職員番号,研修,受講日,結果\n" + "".join(
    f"0000000{number % 3 + 1},法令研修,2026-05-{number + 1:02},修了\n" for number in range(20)
)


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


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
