"""`make bench`: builds the registries once (build/bench), measures, and writes docs/benchmarks.md."""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path

from bench import bulk, imports, page, startup, verify
from bench.office import Office, build

ROOT = Path(__file__).parent.parent
OFFICES = ROOT / "build" / "bench"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="counted runs of each command")
    parser.add_argument("--small", action="store_true", help="leave out the registry of 170,000 people")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    shutil.rmtree(OFFICES, ignore_errors=True)
    OFFICES.mkdir(parents=True)

    commands = [startup.hello_world("hello"), startup.hello_world("hello_rich")]
    commands += startup.commands(_built("ward", 2_500, 50_000), (1.5, 1.5, 2.5))
    if not options.small:
        commands += startup.commands(_built("metropolis", 170_000, 3_500_000), (2.0, 2.0, None))
    timings = startup.measure(commands, options.rounds)
    print(*page.timing_rows(timings), sep="\n")
    imported = imports.measure(OFFICES / "import")
    print(*page.import_rows(imported), sep="\n")
    compared = [] if options.small else bulk.measure(OFFICES / "bulk")
    print(*page.bulk_rows(compared), sep="\n")
    verified = [] if options.small else verify.measure(OFFICES / "bulk" / "office")
    print(*page.verify_rows(verified), sep="\n")
    options.page.write_text(page.page(timings, imported, compared, verified, options.rounds), encoding="utf-8")


def _built(name: str, people: int, records: int) -> Office:
    start = time.perf_counter()
    office = build(OFFICES / name, people, records)
    built = time.perf_counter()
    # The first question builds the index; it is asked before anything is timed.
    startup.measure(
        [startup.Command(name, lambda: startup.dxskills(office.folder, "report", "--dept", office.section))], 0
    )
    indexed = time.perf_counter()
    seconds = f"built in {built - start:.0f} s, indexed in {indexed - built:.0f} s"
    print(f"{name}: {people:,} people, {records:,} records: {seconds}")
    return office


if __name__ == "__main__":
    main()
