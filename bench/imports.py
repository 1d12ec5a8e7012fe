"""Times the import of large files, as the personnel and the learning system would export them."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.office import unit_of
from bench.startup import dxskills
from dxskills import Registry
from dxskills.framework.load import load
from dxskills.framework.sources import read_sources


class Import(NamedTuple):
    name: str
    rows: int
    seconds: float
    again: float  # seconds for the same file a second time, which changes nothing
    megabytes: int  # the most memory either took, 0 where the system does not say


def staff_file(path: Path, people: int) -> None:
    """A personnel extract: cp932, Japanese headers, one column per unit level, era dates."""
    rng = random.Random(2)
    with path.open("w", encoding="cp932", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["職員番号", "氏名", "フリガナ", "部", "課", "係", "任用形態", "職種", "職層", "管理職", "採用年月日"]
        )
        for person in range(people):
            joined = f"令和{rng.randint(2, 7)}年{rng.randint(1, 12)}月1日"
            unit = unit_of(person, people).split("/")
            manager = rng.choice(("○", "", ""))
            writer.writerow(
                [f"{person:08d}", f"髙橋　{person}号", "ﾀｶﾊｼ", *unit, "一般職員", "事務", "主任", manager, joined]
            )


def trainings_file(path: Path, people: int, rows: int, courses: list[str]) -> None:
    """A learning system's export: UTF-8 with mark, English headers, time stamps."""
    rng = random.Random(3)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["User ID", "Course Name", "Completed At", "Outcome", "Score"])
        for row in range(rows):
            day = date(2026, 4, 1) + timedelta(days=(row + row // people) % 200)
            stamp = f"{day} {row // 200 % 12 + 8:02d}:{row % 60:02d}:{row // 60_000 % 60:02d}"
            writer.writerow(
                [f"{row * 7 % people:08d}", courses[row % len(courses)], stamp, "Passed", rng.randint(60, 100)]
            )


def measure(folder: Path, people: int = 20_000, sizes: tuple[int, ...] = (50_000, 500_000)) -> list[Import]:
    Registry.init(folder)
    framework = load(read_sources(folder / "data"))
    courses = [training.name.ja or training.id for training in framework.trainings.values()]
    staff_file(folder / "staff.csv", people)
    imported = [
        _timed(folder, f"import staff, {people:,} rows, cp932", people, "staff", "staff.csv", "--on", "2026-04-01")
    ]
    for rows in sizes:
        # What a smaller file has said is in a larger one again.
        trainings_file(folder / "trainings.csv", people, rows, courses)
        imported.append(_timed(folder, f"import trainings, {rows:,} rows", rows, "trainings", "trainings.csv"))
    return imported


def _timed(folder: Path, name: str, rows: int, kind: str, file: str, *options: str) -> Import:
    command = dxskills(folder, "import", kind, str(folder / file), *options)
    seconds, most = [], 0
    for _ in range(2):
        start = time.perf_counter()
        code, said, megabytes = _run(command)
        seconds.append(time.perf_counter() - start)
        most = max(most, megabytes)
        if code != 0:
            raise SystemExit(f"{' '.join(command)}: exit {code}\n{said}")
    first, again = seconds
    return Import(name, rows, first, again, most)


def _run(command: list[str]) -> tuple[int, str, int]:
    """The exit code, what it wrote, and the most megabytes that it took."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    said = process.stdout.read() if process.stdout else ""
    if not hasattr(os, "wait4"):
        return process.wait(), said, 0
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, said, usage.ru_maxrss // (2**20 if sys.platform == "darwin" else 1024)
