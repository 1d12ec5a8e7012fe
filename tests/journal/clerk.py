"""A process that runs commands one after the other, as many clerks do at once, and says when each began and ended.

Run as ``python clerk.py NAME FIRST COUNT`` in a registry's folder; it waits for a line on its input before it begins.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from time import monotonic_ns
from typing import NamedTuple

from dxskills.cli.main import main

ROUNDS = date(2021, 4, 1)
"""The day of round 0, for the assignment that everybody tries and one person gets."""
OWN = date(1990, 1, 1)
PEOPLE = 3
EVERY = 10
SHARED = 5
"""Files that everybody imports, again and again."""


class Deal(NamedTuple):
    """A command and what it is: an entry of one's own, an import of one's own, everybody's import, or a contest."""

    kind: str
    words: list[str]


def deal(name: str, number: int) -> Deal:
    """The clerk's ``number``-th command."""
    day = own_day(name, number)
    staff = f"{number % PEOPLE + 1:08}"
    turn = number % EVERY
    if turn == 3:
        return Deal("import", ["import", "trainings", own_file(name, number)])
    if turn == 6:
        return Deal("same import", ["import", "trainings", f"same-{number // EVERY % SHARED}.csv"])
    if turn == 9:
        start = str(ROUNDS + timedelta(days=number))
        return Deal("contest", ["assign", "00000002", "leader", "--start", start, "--end", start])
    return Deal("entry", ["record", "training", "law", staff, "--on", day, "--note", f"{name}-{number}"])


def own_day(name: str, number: int) -> str:
    """Days of each clerk's own, so that no two of them record the same."""
    return str(OWN + timedelta(days=int(name[1:]) * 1000 + number))


def own_file(name: str, number: int) -> str:
    path = Path(f"{name}-{number}.csv")
    path.write_text(rows(name, number, own_day(name, number)), encoding="utf-8")
    return str(path)


def rows(name: str, number: int, day: str) -> str:
    lines = [f"{staff:08},法令研修,{day},{name}-{number}\n" for staff in range(1, PEOPLE + 1)]
    return "".join(["職員番号,研修,受講日,備考\n", *lines])


def work(name: str, first: int, count: int) -> None:
    for number in range(first, first + count):
        kind, words = deal(name, number)
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        start = monotonic_ns()
        with redirect_stdout(said):
            code = main([*words, "--format", "json"])
        end = monotonic_ns()
        said.flush()
        answer = json.loads(said.buffer.getvalue()) if code == 0 else {}
        added = answer.get("added", len(answer.get("entries", ())))
        line = {"name": name, "number": number, "kind": kind, "code": code, "added": added, "start": start, "end": end}
        os.write(1, json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    os.environ["DXSKILLS_BY"] = sys.argv[1]
    sys.stdin.readline()
    work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
