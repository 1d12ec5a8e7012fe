"""Many processes at one journal: one order, nothing lost, nothing twice, readers never led back."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import pytest

from dxskills.journal.journal import Journal
from tests.journal import counts
from tests.journal.entries import make

WRITER = Path(__file__).parent / "writer.py"


def start(journal: Journal, name: str, times: int) -> subprocess.Popen[bytes]:
    out = (journal.folder.parent / f"{name}.acknowledged").open("wb")
    return subprocess.Popen([sys.executable, str(WRITER), str(journal.folder), name, str(times)], stdout=out)


def acknowledged(journal: Journal) -> dict[int, str]:
    """What every writer was promised: the first entry's number, and the batch."""
    lines = [line for path in journal.folder.parent.glob("*.acknowledged") for line in path.read_text().splitlines()]
    found = {int(seq): note for seq, note in (line.split() for line in lines)}
    assert len(found) == len(lines), "one number was given twice"
    return found


def prove(journal: Journal) -> tuple[int, int]:
    """Every batch is whole and what was promised is there; returns how many are there, and how many were promised."""
    events = list(journal.read())
    firsts = events[::3]
    assert len(events) % 3 == 0
    assert [event.data["part"] for event in events] == [0, 1, 2] * len(firsts)
    assert all(a.batch == b.batch == c.batch for a, b, c in zip(firsts, events[1::3], events[2::3], strict=True))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert all(number == 1 for number in Counter(event.batch for event in firsts).values())
    promised = acknowledged(journal)
    there = {event.seq: event.batch for event in firsts}
    assert promised.items() <= there.items()
    return len(there), len(promised)


def watch(journal: Journal, writers: list[subprocess.Popen[bytes]]) -> int:
    """Read, as an index does, while the others write: always further, never a fault; returns how often it moved."""
    at = journal.head()
    moved = 0
    while any(writer.poll() is None for writer in writers):
        end = journal.head()
        assert end.seq >= at.seq
        assert [event.seq for event in journal.read(at, end)] == list(range(at.seq + 1, end.seq + 1))
        moved += end.seq > at.seq
        at = end
    return moved


@pytest.mark.parametrize("times", [20, pytest.param(1000, marks=pytest.mark.slow)])
def test_eight_writers_and_a_reader(tmp_path: Path, times: int) -> None:
    journal = make(tmp_path / "store")
    writers = [start(journal, f"w{number}", times) for number in range(8)]
    moved = watch(journal, writers)
    assert [writer.wait() for writer in writers] == [0] * 8
    assert prove(journal) == (8 * times, 8 * times)
    counts.ran("batches of eight writers at once", 8 * times)
    assert moved > 10
    assert journal.verify().surplus == 0
    assert not any((journal.folder / "quarantine").iterdir())


@pytest.mark.parametrize("kills", [25, pytest.param(1000, marks=pytest.mark.slow)])
def test_writers_killed_again_and_again(tmp_path: Path, kills: int) -> None:
    journal = make(tmp_path / "store")
    dice = random.Random(7)
    names = (f"w{number}" for number in count())
    writers = [start(journal, next(names), 0) for _ in range(4)]
    for _ in range(kills):
        # Let the youngest get to writing too, so that a kill seldom hits a process that has not begun.
        before, patience = journal.head().seq, monotonic() + 30
        while journal.head().seq < before + 12 and monotonic() < patience:
            sleep(0.005)
        sleep(dice.random() * 0.02)
        victim = writers.pop(0)
        victim.kill()
        victim.wait()
        writers.append(start(journal, next(names), 0))
    for writer in writers:
        writer.kill()
        writer.wait()
    there, promised = prove(journal)
    assert kills <= promised <= there
    counts.ran("writers killed at any moment, four at work", kills)
    last = start(journal, "last", 1)
    assert last.wait() == 0
    assert prove(journal) == (there + 1, promised + 1)
    assert journal.verify().surplus == 0


def test_readers_in_many_places_see_one_order(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    writers = [start(journal, f"w{number}", 10) for number in range(3)]
    seen = [
        list(Journal.open(journal.folder).read()) for _ in iter(lambda: any(w.poll() is None for w in writers), False)
    ]
    final = list(journal.read())
    assert len(final) == 90
    assert all(events == final[: len(events)] for events in seen)
