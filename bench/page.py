"""Lays the measurements out as docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.bulk import Result
from bench.imports import Import
from bench.startup import Timing

INTRODUCTION = """\
# Benchmarks

Whole commands, from the shell's start of the process to its end, with output captured. All commands of the first table
ran in turn, {rounds} rounds after one that was not counted, so that a slow moment of the machine hits each alike. The
yardstick `hello` is `bench/hello.py`: a program that imports typer, as the commands do, and says hello; `hello_rich`
draws one table with rich. `make bench` makes this page.

Wanted is what the ratio of the medians should be at most. The limits were set before there was anything to measure, and
are kept as they are: where one is exceeded, the table says so. Half a millisecond is a hundredth of the ratio, and the
medians of `hello` itself differ by several milliseconds from one measurement to the next; a ratio within a tenth of its
limit is on neither side of it for certain. Beyond what `hello` does, a command loads its own code, reads the framework,
the names, the end of the journal and the index, and looks at the owners and the links of the store's files. Some of it
came after the limits; none of it is left out to keep one.

Measured {day} on {machine}; Python {python}, {packages}.
"""


BESIDE_OTHERS = """\
## A million records, beside others

A learning system's export of 1,000,000 training records (CSV, 66 MB), into a registry of 170,000 people
(`bench/bulk.py`). The contenders ran in turn, three rounds after one that was not counted. `sqlite-utils insert FILE
--csv` puts the cells into one table of a database, unchecked. The script with pandas and pandera
(`bench/peer_pandas.py`) reads, validates and joins the file in memory and writes nothing. The import does all of it,
and leaves a journal that is on the disk and an index that has every entry; what they amount to for people's obligations
is worked out when it is first asked for. Memory is that of the process and its children together.
"""

VERIFIED = """\
## Verifying a store of a million entries

The store that the import above leaves, its names with it, read through in turn (`bench/verify.py`): by `store verify`,
which checks each line's spelling, fields and tie to the line before, and by a script (`bench/peer_read.py`) that takes
the SHA-256 of each file and then parses each line, with Python's own json and with orjson. Wanted: no slower than twice
that. `store verify` itself parses with orjson, in native code; what it checks of each line beyond that, it checks in
Python, and that is what takes it longer than is wanted beside orjson.
"""


def page(
    timings: list[Timing], imported: list[Import], compared: list[Result], verified: list[Result], rounds: int
) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("typer", "rich", "pydantic", "orjson"))
    introduction = INTRODUCTION.format(
        rounds=rounds,
        day=datetime.now(UTC).date(),
        machine=_machine(),
        python=platform.python_version(),
        packages=packages,
    )
    parts = [introduction, *timing_rows(timings), "", "## Import", "", *import_rows(imported)]
    if compared:
        parts += ["", BESIDE_OTHERS, *bulk_rows(compared)]
    if verified:
        parts += ["", VERIFIED, *verify_rows(verified)]
    return "\n".join(parts) + "\n"


def timing_rows(timings: list[Timing]) -> Iterator[str]:
    """One row a command; the ratio is of the medians, and of the minima in brackets."""
    by_name = {timing.name: timing for timing in timings}
    yield "| command | min (ms) | median (ms) | ratio to hello (of minima) | wanted |"
    yield "|---|--:|--:|--:|--:|"
    for timing in timings:
        ratio = wanted = ""
        if timing.peer is not None:
            peer = by_name[timing.peer]
            times = timing.median / peer.median
            ratio = f"{times:.2f} ({timing.minimum / peer.minimum:.2f})"
            if timing.limit:
                wanted = f"≤ {timing.limit}" + (", exceeded" if times > timing.limit else "")
        yield f"| {timing.name} | {timing.minimum * 1000:.0f} | {timing.median * 1000:.0f} | {ratio} | {wanted} |"


def import_rows(imported: list[Import]) -> Iterator[str]:
    yield "| command | seconds | rows a second | seconds for the same file again | most memory (MB) |"
    yield "|---|--:|--:|--:|--:|"
    for one in imported:
        yield f"| {one.name} | {one.seconds:.1f} | {one.rows / one.seconds:,.0f} | {one.again:.1f} | {one.megabytes} |"


def bulk_rows(compared: list[Result]) -> Iterator[str]:
    """How many times as long as the import, the first, each takes."""
    return _contenders("ratio to the import", compared, lambda median, first: f"{median / first:.2f}")


def verify_rows(verified: list[Result]) -> Iterator[str]:
    """How many times as long as each ``store verify``, the first, takes."""
    return _contenders("`store verify` takes", verified, lambda median, first: f"{first / median:.2f} ×")


def _contenders(heading: str, results: list[Result], ratio: Callable[[float, float], str]) -> Iterator[str]:
    """One row a contender; times are of whole processes, ``ratio`` is given its median and that of the first."""
    yield f"| command | min (s) | median (s) | {heading} | most memory (MB) |"
    yield "|---|--:|--:|--:|--:|"
    for result in results:
        seconds = min(run.seconds for run in result.runs)
        compared = ratio(result.median, results[0].median)
        memory = max(run.megabytes for run in result.runs)
        yield f"| {result.name} | {seconds:.1f} | {result.median:.1f} | {compared} | {memory} |"


def _machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return f"{platform.system()} ({platform.machine()}), {model}, {os.cpu_count()} cores"
