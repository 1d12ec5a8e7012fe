"""Times whole commands against a Typer hello-world, in turn and in one run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.office import Office, staff_number

HERE = Path(__file__).parent


class Timing(NamedTuple):
    """Wall seconds of one command over several runs; ``limit`` is how many times ``peer`` it may take."""

    name: str
    seconds: tuple[float, ...]
    peer: str | None
    limit: float | None

    @property
    def minimum(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


class Command(NamedTuple):
    """A command to time. ``arguments`` gives the command line of each run, as no two assignments may be the same."""

    name: str
    arguments: Callable[[], list[str]]
    peer: str | None = None
    limit: float | None = None


def hello_world(script: str) -> Command:
    return Command(script, lambda: [sys.executable, str(HERE / f"{script}.py")])


def dxskills(folder: Path, *arguments: str) -> list[str]:
    """The command line of the installed program on the registry in ``folder``."""
    program = Path(sys.executable).with_name("dxskills")
    store = ["--store", str(folder / "store"), "--framework", str(folder / "data")]
    return [str(program), *store, *arguments]


def assignments(office: Office) -> Callable[[], list[str]]:
    """Each call assigns somebody else; people are leaders every twentieth from the first, so begin beside them."""
    people = iter(person for person in range(1, office.people) if person % 20)
    return lambda: dxskills(
        office.folder,
        "assign",
        staff_number(next(people)),
        "dx-leader",
        "--start",
        "2026-11-01",
        "--exception",
        "bench",
    )


def commands(office: Office, limits: tuple[float, float, float | None]) -> Iterator[Command]:
    """The commands on one office; ``limits`` are those of assign, of a department's report and of the full report."""
    peer, size = "hello", f"{office.people:,}"
    assign, department, full = limits
    yield Command(f"assign, {size} people", assignments(office), peer, assign)
    for unit, people in ((office.section, office.section_people), (office.department, office.department_people)):
        name = f"report --dept, a unit of {people:,} of {size}"
        yield Command(name, partial(dxskills, office.folder, "report", "--dept", unit), peer, department)
    if full is not None:
        yield Command(f"report, {size} people", partial(dxskills, office.folder, "report"), peer, full)


def measure(wanted: list[Command], rounds: int) -> list[Timing]:
    """Run each command once uncounted, then all of them in turn ``rounds`` times."""
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "FORCE_COLOR")}
    seconds: dict[str, list[float]] = {command.name: [] for command in wanted}
    for counted in range(-1, rounds):
        for command in wanted:
            arguments = command.arguments()
            start = time.perf_counter()
            done = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", env=environment)
            elapsed = time.perf_counter() - start
            if done.returncode != 0:
                raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
            if counted >= 0:
                seconds[command.name].append(elapsed)
    return [Timing(c.name, tuple(seconds[c.name]), c.peer, c.limit) for c in wanted]
