"""A large import and the processes beside it: whichever is stopped, and wherever, it is all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxskills.cli.main import main
from dxskills.exchange import delimited, reading, short_way
from tests.journal import counts, tracing
from tests.journal.office import Scene, do_again, prove
from tests.journal.stops import Stops
from tests.journal.tracing import DEEDS, FULL, KILLED_BEFORE, Deed, Trial

LINE = ["import", "trainings", "many.csv"]
ROWS = "職員番号,研修,受講日,結果\n" + "".join(
    f"0000000{number % 3 + 1},法令研修,{2000 + number // 12}-{number % 12 + 1:02}-01,修了\n" for number in range(300)
)
ROLES = ["main", "lines_ahead", "ahead"]


@pytest.fixture
def office(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Any file counts as a very large one, and is read a few rows at a time."""
    for module, name, value in (
        (reading, "LARGE", 1),
        (short_way, "VERY_LARGE", 1),
        (delimited, "_FEW", 20),
        (delimited, "_MANY", 100),
        (delimited, "_PART", 2**11),
    ):
        monkeypatch.setattr(module, name, value)
    return scene


class Whole:
    """What an import that nothing befalls makes of the office."""

    def __init__(self, office: Scene) -> None:
        begin(office)
        self.before = office.state()
        trial = tracing.run(lambda: main(LINE), office.folder)
        assert trial.code == 0, trial.said
        self.calls = trial.calls
        self.after, self.files = office.state(), office.files()


def begin(office: Scene) -> None:
    office.restore()
    Path("many.csv").write_text(ROWS, encoding="utf-8")


@pytest.fixture
def whole(office: Scene) -> Whole:
    return Whole(office)


def stopped(office: Scene, whole: Whole, role: str, deed: Deed, *, every: int = 1) -> int:
    """Stop the process at every ``every``-th of its calls that change anything, and prove what is left."""

    def prove_all(trial: Trial) -> None:
        prove(office, trial, deed, whole.before, whole.after)
        if role != "main" and not deed.lasting:
            assert trial.code == 0, "what a process beside cannot do is done without it"
        do_again(office, LINE, whole.after, whole.files)

    stops = Stops(office.folder, lambda: begin(office), lambda: main(LINE), prove_all)
    return stops.everywhere(whole.calls, deed, role, every=every)


@tracing.traced
@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])
def test_stopped_at_every_change(office: Scene, whole: Whole, role: str, deed: Deed) -> None:
    number = stopped(office, whole, role, deed)
    counts.ran(f"system calls of a large import, {role}: {deed.name}", number)
    assert number > 5


@tracing.traced
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("deed", [KILLED_BEFORE, FULL], ids=["killed", "disk full"])
def test_stopped_now_and_then(office: Scene, whole: Whole, role: str, deed: Deed) -> None:
    number = stopped(office, whole, role, deed, every=40)
    counts.ran(f"system calls of a large import, {role}: {deed.name}", number)
    assert number > 0
