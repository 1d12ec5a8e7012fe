"""Times a million training records from CSV into a registry of 170,000 people, beside what others do with the file.

The peers are installed from the package index into an environment of their own; without them the import is timed alone.
"""

from __future__ import annotations

import csv
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench.imports import trainings_file
from bench.office import build, staff_number, unit_of
from bench.startup import dxskills
from dxskills.framework.load import load
from dxskills.framework.sources import read_sources

PEERS = ("sqlite-utils", "pandas", "pandera")
_HERE = Path(__file__).parent


class Run(NamedTuple):
    seconds: float
    megabytes: int  # of the process and its children together, at most; 0 where the system does not say


class Contender(NamedTuple):
    name: str
    command: list[str]
    reset: Callable[[], None]


class Result(NamedTuple):
    name: str
    runs: list[Run]

    @property
    def median(self) -> float:
        return statistics.median(run.seconds for run in self.runs)


def measure(folder: Path, people: int = 170_000, rows: int = 1_000_000, rounds: int = 3) -> list[Result]:
    """Every contender ``rounds`` times, in turn, so that a slow moment of the machine hits each alike."""
    folder.mkdir()
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    file = folder / "trainings.csv"
    contenders = [_ours(folder, file, people, rows), *_peers(folder, file)]
    _what_is_known(folder, people)
    results = [Result(contender.name, []) for contender in contenders]
    for number in range(rounds + 1):
        for contender, result in zip(contenders, results, strict=True):
            contender.reset()
            run = timed(contender.command)
            if number:  # the first fills the caches
                result.runs.append(run)
                print(f"{contender.name}: {run.seconds:.1f} s, {run.megabytes} MB", flush=True)
    return results


def _ours(folder: Path, file: Path, people: int, rows: int) -> Contender:
    office = build(folder / "office", people, 0)
    courses = [t.name.ja or t.id for t in load(read_sources(office.folder / "data")).trainings.values()]
    trainings_file(file, people, rows, courses)
    subprocess.run(dxskills(office.folder, "staff", "list"), stdout=subprocess.DEVNULL, check=True)  # makes the index
    places = [office.folder / "store", folder / "cache"]
    for place in places:
        shutil.copytree(place, place.with_name(place.name + ".before"))

    def reset() -> None:
        for place in places:
            shutil.rmtree(place)
            shutil.copytree(place.with_name(place.name + ".before"), place)

    command = dxskills(office.folder, "import", "trainings", str(file))
    return Contender(f"dxskills import, {rows:,} rows: validated, durable, indexed", command, reset)


def _what_is_known(folder: Path, people: int) -> None:
    """The registry's people and courses, as the peers read them."""
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["staff", "unit"])
        writer.writerows([staff_number(person), unit_of(person, people)] for person in range(people))
    courses = load(read_sources(folder / "office" / "data")).trainings.values()
    with (folder / "courses.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["name", "id", "pass_score"])
        writer.writerows([course.name.ja or course.id, course.id, course.pass_score] for course in courses)


def _peers(folder: Path, file: Path) -> list[Contender]:
    environment = folder / "peers"
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PEERS], check=True)
    except (OSError, subprocess.CalledProcessError):
        print("The peers cannot be installed, so nothing is compared.", file=sys.stderr)
        return []
    database = folder / "peer.db"
    return [
        Contender(
            "sqlite-utils insert: as it stands, into one table",
            [str(python), "-m", "sqlite_utils", "insert", str(database), "trainings", str(file), "--csv"],
            lambda: database.unlink(missing_ok=True),
        ),
        Contender(
            "pandas and pandera: read, validated, joined, in memory",
            [
                str(python),
                str(_HERE / "peer_pandas.py"),
                *map(str, (file, folder / "people.csv", folder / "courses.csv")),
            ],
            lambda: None,
        ),
    ]


def timed(command: list[str]) -> Run:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    watch = _Watch(process.pid)
    said = process.stderr.read() if process.stderr else ""
    code = process.wait()
    seconds = time.perf_counter() - start
    if code:
        raise SystemExit(f"{' '.join(command)}: exit {code}\n{said}")
    return Run(seconds, watch.megabytes())


class _Watch(threading.Thread):
    """Adds up, twenty times a second, the memory of a process and its children as Linux tells it."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._most = 0
        self.start()

    def run(self) -> None:
        while (now := self._resident(self._pid)) or not self._most:
            self._most = max(self._most, now)
            time.sleep(0.05)
            if not Path("/proc").exists():
                return

    def megabytes(self) -> int:
        return self._most // 1024

    def _resident(self, pid: int) -> int:
        """Kilobytes; memory that several share is counted for each of them."""
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        except OSError:
            return 0
        own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
        return own + sum(self._resident(int(child)) for child in children)
