"""How many cases the tests of reliability really ran: each says so, and ``python -m tests.journal.counts`` adds up.

They are kept in build/reliability.jsonl, one line a time that a test said something; of a test that ran again, the last
run counts. ``--forget`` begins anew.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

DEEDS = ("killed before", "killed after", "EIO", "ENOSPC", "short write", "ENOSPC from then on")
_FILE = Path(__file__).parents[2] / "build" / "reliability.jsonl"
_FILE.parent.mkdir(exist_ok=True)  # now: a test may have made the system's calls fail
_RUN = f"{os.getpid()}-{os.urandom(4).hex()}"


def ran(what: str, number: int = 1) -> None:
    """Say that the test at work has tried ``number`` cases of ``what``."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "?").rpartition(" (")[0]
    line = json.dumps({"test": test, "run": _RUN, "what": what, "number": number})
    with _FILE.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def totals() -> Counter[str]:
    """What was tried how often, in the last run of each test."""
    if not _FILE.exists():
        return Counter()
    lines = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
    last = {line["test"]: line["run"] for line in lines}
    found: Counter[str] = Counter()
    for line in lines:
        if line["run"] == last[line["test"]]:
            found[line["what"]] += line["number"]
    return found


def main() -> None:
    if "--forget" in sys.argv[1:]:
        _FILE.unlink(missing_ok=True)
    found = totals()
    print("| what | cases |\n|---|--:|")
    for what, number in sorted(found.items()):
        if ": " not in what:
            print(f"| {what} | {number:,} |")
    print(f"\n| of | {' | '.join(DEEDS)} |\n|---|{'--:|' * len(DEEDS)}")
    for group in sorted({what.partition(": ")[0] for what in found if ": " in what}):
        numbers = [f"{found[f'{group}: {deed}']:,}" for deed in DEEDS]
        print(f"| {group} | {' | '.join(numbers)} |")


if __name__ == "__main__":
    main()
