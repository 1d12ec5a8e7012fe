"""Times ``store verify`` of a store of a million entries, beside a plain reading of the same files."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.bulk import Contender, Result, timed
from bench.startup import dxskills

_HERE = Path(__file__).parent


def measure(office: Path, rounds: int = 3) -> list[Result]:
    """Every contender ``rounds`` times, in turn, on the store in ``office``; the first round is not counted."""
    store = office / "store"
    files = [str(path) for path in (*sorted((store / "journal").glob("*.jsonl")), store / "people.json")]
    contenders = [
        Contender("dxskills store verify", dxskills(office, "store", "verify"), lambda: None),
        *(
            Contender(
                f"SHA-256 of the files, and {parser} of every line",
                [sys.executable, str(_HERE / "peer_read.py"), parser, *files],
                lambda: None,
            )
            for parser in ("json", "orjson")
        ),
    ]
    results = [Result(contender.name, []) for contender in contenders]
    for number in range(rounds + 1):
        for contender, result in zip(contenders, results, strict=True):
            measured = timed(contender.command)
            if number:
                result.runs.append(measured)
                print(f"{contender.name}: {measured.seconds:.1f} s, {measured.megabytes} MB", flush=True)
    return results


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
