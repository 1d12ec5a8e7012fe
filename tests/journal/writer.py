"""A process that writes batches of three entries, until it has done or is killed, and says what it was promised.

Run as ``python writer.py STORE NAME COUNT``; COUNT 0 means without end.
"""

from __future__ import annotations

import itertools
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from dxskills.journal.event import Draft
from dxskills.journal.journal import Journal


def main(store: str, name: str, count: str) -> None:
    journal = Journal.open(Path(store))
    for number in itertools.islice(itertools.count(), int(count) or None):
        note = f"{name}-{number}"
        drafts = [Draft("training.recorded", "001", "2026-06-03", {"note": note, "part": part}) for part in range(3)]
        with journal.writing(timeout=120) as writing:
            events = writing.append(drafts, at=datetime.now(UTC), by=name, batch=note)
        # One unbuffered write, so that a kill leaves a whole line or none.
        os.write(1, f"{events[0].seq} {note}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
