"""Taking a large import's entries into the index while the import is still being read: in a process of its own.

The index is a cache, so nothing is lost by being early: all of it is one transaction, which is committed only when the
journal has the entries, and given up in every other case. Where the process cannot be had, the index catches up later.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import IO, Any, NamedTuple

from dxskills.index.database import write_meta
from dxskills.index.facts import NUMBER
from dxskills.index.index import Index
from dxskills.journal.alike import AlikeEntries, Frame, Span, Stencil, all_in_two, data_of, read_frame
from dxskills.journal.beside import Beside, step_back
from dxskills.journal.head import Head
from dxskills.journal.lines import Occasion

_CACHE_KB = 24_576  # entries come in order, and the order of people takes some 12 bytes an entry
_FIELDS = ("stencils", "differing", "people", "days")
_READY, _DONE = "ready", "done"
_INSERT = "INSERT INTO entry (seq, person, kind, day, own, stencil) VALUES (?, ?, {kind}, ?, ?, {stencil})"
_ALL_STALE = "UPDATE person SET stale = 1 WHERE NOT stale"
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
    expected: int


class Ahead(Beside):
    """The process as the import sees it; the end of the context gives up what is not committed."""

    def __init__(self, index: Index, entries: AlikeEntries, expected: int) -> None:
        """``index`` is where the journal is; ``entries`` follow from there, about as many as ``expected``."""
        super().__init__(__name__)
        head = index.head
        start = Start(
            database=str(index.path),
            entries=str(entries.path),
            kind=entries.kind,
            journal=index.journal.id,
            framework=index.framework.hash,
            seq=head.seq,
            hash=head.hash,
            expected=expected,
        )
        self.tell(**start._asdict())

    def follow(self, span: Span) -> None:
        """Let the process take in the next frame."""
        self.tell(span=span)

    def commit(self, head: Head, occasion: Occasion) -> None:
        """Let the entries count, ``head`` being where the last of them stands in the journal."""
        self.tell(commit={"head": head, "occasion": occasion})

    def committed(self) -> bool:
        """Wait until they do; False if that failed."""
        return bool(self.answer() == _READY and self.answer() == _DONE)


# --- the process itself


def run(orders: IO[str], answers: IO[str]) -> None:
    """Do what the orders say until they end; an order to commit is the last."""
    start = Start(**json.loads(orders.readline()))
    with Path(start.entries).open("rb", buffering=0) as entries:
        database = _opened(start)
        if database is None:
            return
        print(json.dumps(_READY), file=answers, flush=True)
        intake, seq = _Intake(database, NUMBER[start.kind]), start.seq
        # To sort the people of very many entries once takes less than to put each in its place. It is done half-way, so
        # that nobody has to wait for it in the end.
        halfway = start.seq + start.expected // 2
        to_sort = _without_order(database) if start.expected > start.seq else []
        for order in map(json.loads, orders):
            if "span" in order:
                seq += intake.take(seq, *read_frame(entries, Span(*order["span"]), _FIELDS))
            if to_sort and (seq >= halfway or "span" not in order):
                for statement in to_sort:
                    database.execute(statement)
                to_sort = []
            if "span" not in order:
                _commit(database, start, seq, **order["commit"])
                print(json.dumps(_DONE), file=answers, flush=True)
                database.execute("PRAGMA wal_checkpoint(PASSIVE)")
                database.close()
                return


class _Intake:
    """Puts frames into the index. What entries have in common is kept once, if it is all but one stretch of text."""

    def __init__(self, database: sqlite3.Connection, kind: int) -> None:
        self._database = database
        self._stencils: list[Stencil] = []
        self._first = 1 + database.execute("SELECT coalesce(max(id), 0) FROM stencil").fetchone()[0]
        self._whole = _INSERT.format(kind=kind, stencil="NULL")
        self._parted = _INSERT.format(kind=kind, stencil=f"? + {self._first}")

    def take(self, seq: int, new: list[Stencil], frame: Frame) -> int:
        """Take in what follows ``seq``; returns how many entries that is."""
        first = self._first + len(self._stencils)
        ends = [(number, stencil[0], stencil[-1]) for number, stencil in enumerate(new, first) if len(stencil) == 2]
        self._database.executemany("INSERT INTO stencil VALUES (?, ?, ?)", ends)
        self._stencils += new
        seqs, execute = range(seq + 1, seq + 1 + len(frame.people)), self._database.executemany
        if all_in_two(frame, self._stencils):
            execute(self._parted, zip(seqs, frame.people, frame.days, frame.differing, frame.stencils, strict=True))
        else:
            execute(self._whole, zip(seqs, frame.people, frame.days, data_of(frame, self._stencils), strict=True))
        return len(seqs)


def _opened(start: Start) -> sqlite3.Connection | None:
    """The index, ready to take entries in; None if it is not where it was, or somebody else is writing it."""
    from dxskills.index.database import open_file

    database = open_file(Path(start.database))
    database.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    database.execute("PRAGMA wal_autocheckpoint = 0")  # done when nobody waits for it
    database.execute("BEGIN IMMEDIATE")
    meta = dict(database.execute("SELECT key, value FROM meta"))
    known = tuple(meta.get(key) for key in ("journal", "framework_hash", "seq", "hash"))
    return database if known == (start.journal, start.framework, start.seq, start.hash) else None


def _without_order(database: sqlite3.Connection) -> list[str]:
    """Drop what keeps entries in order of people; returns the statements that bring it back."""
    found = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'entry' AND sql > ''"
    )
    indexes = found.fetchall()
    for name, _statement in indexes:
        database.execute(f'DROP INDEX "{name}"')
    return [statement for _name, statement in indexes]


def _commit(database: sqlite3.Connection, start: Start, last: int, head: Any, occasion: Any) -> None:
    if last > start.seq:
        database.execute("INSERT INTO occasion VALUES (?, ?, ?, ?)", (start.seq + 1, *occasion))
        everybody = last - start.seq > database.execute("SELECT count(*) FROM person").fetchone()[0]
        database.execute(_ALL_STALE if everybody else _STALE, () if everybody else (start.seq + 1, last))
    write_meta(database, **Head(*head)._asdict())
    database.execute("COMMIT")


if __name__ == "__main__":
    step_back()
    run(sys.stdin, sys.stdout)
