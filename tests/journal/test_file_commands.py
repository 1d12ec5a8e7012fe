"""Founding, repairing and backing up, stopped at their system calls: nothing is lost, and it can be done again."""

from __future__ import annotations

import pytest

from dxskills.cli.main import main
from dxskills.journal import head
from dxskills.journal.journal import Journal
from tests.journal import counts, tracing
from tests.journal.office import Scene, content, run
from tests.journal.stops import Stops
from tests.journal.tracing import DEEDS, Deed, Trial


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
