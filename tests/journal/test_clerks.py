"""Eight processes that run commands at once, imports among them: the history that each tells is one history."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dxskills import Registry
from dxskills.journal.event import Event
from dxskills.journal.journal import Journal
from tests.journal import clerk, counts
from tests.journal.office import Scene

CLERK = Path(clerk.__file__)
NAMES = [f"w{number}" for number in range(8)]


@pytest.fixture
def office(scene: Scene) -> Scene:
    scene.restore()
    for number in range(clerk.SHARED):
        text = clerk.rows("same", number, f"2025-04-{number + 1:02}")
        Path(f"same-{number}.csv").write_text(text, encoding="utf-8")
    return scene


def start(name: str, times: int) -> subprocess.Popen[bytes]:
    with Path(f"{name}.told").open("wb") as told:
        return subprocess.Popen([sys.executable, str(CLERK), name, "0", str(times)], stdin=subprocess.PIPE, stdout=told)


def go(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.write(b"go\n")
    process.stdin.close()


def told() -> list[dict[str, Any]]:
    return [json.loads(line) for name in NAMES for line in Path(f"{name}.told").read_text().splitlines()]


@pytest.mark.parametrize("times", [20, pytest.param(1000, marks=pytest.mark.slow)])
def test_eight_clerks_tell_one_history(office: Scene, times: int) -> None:
    journal = Journal.open(office.folder / "store")
    before = journal.head().seq
    clerks = [start(name, times) for name in NAMES]
    for process in clerks:
        go(process)
    moved = watch_all(office, journal, clerks)
    assert [process.wait() for process in clerks] == [0] * 8
    said, events = told(), list(journal.read())[before:]
    assert len(said) == 8 * times
    every_entry_once(said, events)
    one_got_each(said, events)
    in_the_order_of_time(said, events)
    assert journal.verify().surplus == 0
    assert not any((office.folder / "store" / "quarantine").iterdir())
    assert moved > times / 4
    counts.ran("commands of eight processes at once", len(said))
    counts.ran("times that a reader saw the journal move meanwhile", moved)


def watch_all(office: Scene, journal: Journal, clerks: list[subprocess.Popen[bytes]]) -> int:
    """Read on from the last point, and ask the index, as long as anybody writes; returns how often it had moved."""
    at, moved = journal.head(), 0
    with Registry.open(office.folder / "store", office.folder / "data", by="reader") as registry:
        while any(process.poll() is None for process in clerks):
            end = journal.head()
            assert end.seq >= at.seq
            assert [event.seq for event in journal.read(at, end)] == list(range(at.seq + 1, end.seq + 1))
            log = registry.log()
            assert [entry.seq for entry in log] == list(range(1, len(log) + 1))
            assert len(log) >= end.seq
            moved += end.seq > at.seq
            at = end
    return moved


def mark(event: Event) -> str:
    return str(event.data.get("note", ""))


def every_entry_once(said: list[dict[str, Any]], events: list[Event]) -> None:
    """What was acknowledged is there, once; what is there was acknowledged."""
    found = Counter(mark(event) for event in events if event.kind == "training.recorded")
    expected: Counter[str] = Counter()
    for line in said:
        assert line["code"] == (0 if line["kind"] != "contest" or line["added"] else 3), line
        if line["kind"] in ("entry", "import"):
            expected[f"{line['name']}-{line['number']}"] = 1 if line["kind"] == "entry" else clerk.PEOPLE
    shared = [line for line in said if line["kind"] == "same import"]
    expected.update({f"same-{number}": clerk.PEOPLE for number in {files(line["number"]) for line in shared}})
    assert found == expected
    assert sum(line["added"] for line in said) == len(events)


def files(number: int) -> int:
    return number // clerk.EVERY % clerk.SHARED


def one_got_each(said: list[dict[str, Any]], events: list[Event]) -> None:
    """Of eight who assigned the same, one did it, and the others were told that it was done."""
    contests = [line for line in said if line["kind"] == "contest"]
    won = Counter(line["number"] for line in contests if line["added"])
    assert set(won.values()) <= {1}
    assert won.keys() == {line["number"] for line in contests}
    assert sum(event.kind == "role.assigned" for event in events) == len(won)
    for number in range(clerk.SHARED):
        first = [line["added"] for line in said if line["kind"] == "same import" and files(line["number"]) == number]
        assert sorted(first)[:-1] == [0] * (len(first) - 1)


def in_the_order_of_time(said: list[dict[str, Any]], events: list[Event]) -> None:
    """Who ended before another began stands before that one; so each clerk's own entries stand in order too."""
    places: dict[str, list[int]] = {}
    for event in events:
        if event.kind == "training.recorded":
            places.setdefault(mark(event), []).append(event.seq)
    lines = [line for line in said if line["kind"] in ("entry", "import")]
    spans = [(line["start"], line["end"], places[f"{line['name']}-{line['number']}"]) for line in lines]
    assert all(seqs == list(range(seqs[0], seqs[0] + len(seqs))) for _start, _end, seqs in spans)
    by_seq = sorted(spans, key=lambda span: span[2][0])
    for (begun, _ended, _seqs), ends_behind in zip(by_seq, min_ends_behind(by_seq), strict=True):
        assert begun < ends_behind
    for name in NAMES:
        own = [line for line in lines if line["name"] == name]
        assert all(a["end"] <= b["start"] for a, b in pairwise(own))


def min_ends_behind(spans: list[tuple[int, int, list[int]]]) -> list[int]:
    """For each span the earliest end among those that stand behind it."""
    found, least = [], sys.maxsize
    for _begun, ended, _seqs in reversed(spans):
        found.append(least)
        least = min(least, ended)
    return found[::-1]


def test_one_file_imported_by_several_at_once_is_taken_in_once(office: Scene) -> None:
    names = [
        f"{number % clerk.PEOPLE + 1:08},法令研修,{date(2020, 1, 1) + timedelta(days=number)}\n"
        for number in range(300)
    ]
    Path("many.csv").write_text("".join(["職員番号,研修,受講日\n", *names]), encoding="utf-8")
    before = Journal.open(office.folder / "store").head().seq
    line = [sys.executable, "-m", "dxskills", "import", "trainings", "many.csv", "--format", "json"]
    imports = [subprocess.Popen(line, stdout=subprocess.PIPE) for _ in range(4)]
    answers = [json.loads(process.communicate()[0]) for process in imports]
    assert sorted((answer["added"], answer["unchanged"]) for answer in answers) == [(0, 300)] * 3 + [(300, 0)]
    assert [process.returncode for process in imports] == [0] * 4
    journal = Journal.open(office.folder / "store")
    assert journal.verify().entries == before + 300
    assert len({(event.staff, event.on) for event in list(journal.read())[before:]}) == 300
