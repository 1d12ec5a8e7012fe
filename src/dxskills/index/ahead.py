"""Taking a large import's entries into the index while the import is still being read: in a process of its own.

The index is a cache, so nothing is lost by being early: all of it is one transaction, which is committed only when the
journal has the entries, and given up in every other case. Where the process cannot be had, the index catches up later.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import suppress
from itertools import count, repeat
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

from dxskills.index.alike import AlikeEntries, Span, read_frame
from dxskills.index.database import write_meta
from dxskills.index.facts import NUMBER
from dxskills.index.index import Index
from dxskills.journal.head import Head

_READY, _DONE = "ready", "done"
_INSERT = "INSERT INTO entry (seq, person, kind, day, data) VALUES (?, ?, ?, ?, ?)"
_STALE = "UPDATE person SET stale = 1 WHERE id IN (SELECT person FROM entry WHERE seq BETWEEN ? AND ?)"


class Start(NamedTuple):
    """What the process is told first. ``journal``, ``framework``, ``seq`` and ``hash`` are where the index must be."""

    database: str
    entries: str
    kind: str
    journal: str
    framework: str
    seq: int
    hash: str


class Ahead:
    """The process as the import sees it; a context manager, whose end gives up what is not committed."""

    def __init__(self, index: Index, entries: AlikeEntries) -> None:
        """``index`` is where the journal is; entries of ``entries`` follow from there."""
        self._process: subprocess.Popen[str] | None = None
        if index.path is not None and entries.path is not None:
            head = index.head
            where = str(index.path), str(entries.path)
            start = Start(*where, entries.kind, index.journal.id, index.framework.hash, head.seq, head.hash)
            self._process = _started()
            self._tell(start._asdict())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)
            process.wait()

    def follow(self, span: Span) -> None:
        """Let the process take in the next frame."""
        self._tell({"span": span})

    def commit(self, head: Head, at: str, by: str, batch: str | None) -> bool:
        """Make the entries count, ``head`` being where the last of them stands in the journal; False if that failed."""
        self._tell({"commit": {"head": head, "occasion": (at, by, batch)}})
        process = self._process
        if process is None or process.stdout is None:
            return False
        return [process.stdout.readline().strip() for _line in range(2)] == [_READY, _DONE]

    def _tell(self, message: dict[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
        except OSError:  # it has ended; the index will catch up
            self.__exit__()


def _started() -> subprocess.Popen[str] | None:
    # Not to be met by an interrupt from the keyboard, nor to import what lies in the working directory.
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            **apart,
        )
    except OSError:
        return None


def _close(pipe: IO[str]) -> None:
    with suppress(OSError):
        pipe.close()


# --- the process itself


def run(orders: IO[str], answers: IO[str]) -> None:
    """Do what the orders say until they end; an order to commit is the last."""
    start = Start(**json.loads(orders.readline()))
    with Path(start.entries).open("rb", buffering=0) as entries:
        database = _opened(start)
        if database is None:
            return
        print(_READY, file=answers, flush=True)
        kind, seq = NUMBER[start.kind], start.seq
        for order in map(json.loads, orders):
            if "span" in order:
                frame = read_frame(entries, Span(*order["span"]))
                rows = zip(count(seq + 1), frame.people, repeat(kind), frame.days, frame.data)
                database.executemany(_INSERT, rows)
                seq += len(frame.people)
            else:
                _commit(database, start, seq, **order["commit"])
                print(_DONE, file=answers, flush=True)
                return


def _opened(start: Start) -> sqlite3.Connection | None:
    """The index, ready to take entries in; None if it is not where it was, or somebody else is writing it."""
    from dxskills.index.database import open_file

    database = open_file(Path(start.database))
    database.execute("BEGIN IMMEDIATE")
    meta = dict(database.execute("SELECT key, value FROM meta"))
    known = tuple(meta.get(key) for key in ("journal", "framework_hash", "seq", "hash"))
    return database if known == (start.journal, start.framework, start.seq, start.hash) else None


def _commit(database: sqlite3.Connection, start: Start, last: int, head: Any, occasion: Any) -> None:
    if last > start.seq:
        database.execute("INSERT INTO occasion VALUES (?, ?, ?, ?)", (start.seq + 1, *occasion))
        database.execute(_STALE, (start.seq + 1, last))
    write_meta(database, **Head(*head)._asdict())
    database.execute("COMMIT")
    database.close()


if __name__ == "__main__":
    run(sys.stdin, sys.stdout)
