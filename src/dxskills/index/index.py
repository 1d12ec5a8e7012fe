"""The index as its users see it: open it, let it catch up with the journal, ask it.

What works out derived rows is imported when there is something to work out: mostly there is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from dxskills.errors import DxError
from dxskills.framework import cache
from dxskills.framework.model import Framework
from dxskills.framework.sources import Sources
from dxskills.index import stored
from dxskills.index.database import clear, discard, erase, file_name, open_database, read_meta, write_meta
from dxskills.index.facts import Facts
from dxskills.index.numbering import Numbering
from dxskills.index.unit_names import UnitNames
from dxskills.journal.event import Event
from dxskills.journal.head import Head, empty_head
from dxskills.journal.journal import Diverged, Journal

Answer = TypeVar("Answer")
_LONGEST_STAFF_NUMBER = 32
_SOON = 20_000
"""People whose evidence is worked out some seconds after it changed; of more, when it is asked for."""
_STALE = "SELECT id FROM person WHERE stale"
_STALE_IN_SCOPE = """
SELECT p.id FROM temp.scope CROSS JOIN holding h ON h.unit = scope.unit
CROSS JOIN person p INDEXED BY person_stale ON p.id = h.person WHERE p.stale
"""


class Index:
    """The entries of one journal, projected for one framework.

    ``head`` is the place in the journal up to which it has read, ``seq`` and ``hash`` the last entry's. Several
    processes may share one file: each change is one transaction that looks first whether another was quicker.
    """

    def __init__(self, journal: Journal, rules: Sources | Framework, path: Path | None) -> None:
        self.journal = journal
        self.head = empty_head(journal.id)
        self.path = path
        self.connection = open_database(path)
        self.framework: Framework = self._compiled(rules)
        self.numbering = Numbering(self.framework)

    @classmethod
    def open(cls, journal: Journal, rules: Sources | Framework, *, folder: Path | None = None) -> Index:
        """The index of ``journal`` in ``folder``, made as needed; without a folder it is kept in memory.

        The framework files are parsed only if the index does not hold their compiled form already; their faults
        are refused as by :func:`dxskills.framework.load.load`.
        """
        return cls(journal, rules, None if folder is None else folder / file_name(journal.id, journal.folder))

    def _compiled(self, rules: Sources | Framework) -> Framework:
        if isinstance(rules, Framework):
            return rules
        try:
            meta = read_meta(self.connection, "framework_hash", "framework")
            if meta.get("framework_hash") == rules.hash:
                return cache.loads(meta["framework"])
        except (sqlite3.DatabaseError, ValueError, KeyError, TypeError):
            pass  # what a cache cannot give is worked out
        from dxskills.framework.load import load

        return load(rules)

    @property
    def seq(self) -> int:
        return self.head.seq

    @property
    def hash(self) -> str:
        return self.head.hash

    def close(self) -> None:
        self.connection.close()

    # --- following the journal

    def catch_up(self, head: Head | None = None) -> None:
        """Take in what the journal has that the index has not, up to ``head`` (default: the journal's own)."""
        wanted = head or self.journal.head()
        try:
            self._catch_up_somehow(wanted)
        except DxError:
            if head is not None or not self.journal.is_rewritten_since(wanted):
                raise
            self.catch_up()

    def _catch_up_somehow(self, wanted: Head) -> None:
        try:
            self._catch_up(wanted)
        except sqlite3.DatabaseError as error:
            self._give_up_file(error)
            self._catch_up(wanted)

    def _catch_up(self, wanted: Head) -> None:
        if self._is_current(wanted):
            return
        try:
            self._move_on(wanted)
        except Diverged:
            # What it holds may have been forgotten since.
            erase(self.connection)
            self._move_on(wanted)

    def _move_on(self, wanted: Head) -> None:
        with self._writing():
            if not self._is_current(wanted):
                self._move_to(wanted)

    def _is_current(self, wanted: Head) -> bool:
        meta = self._read_position()
        known = meta.get("framework_hash") == self.framework.hash and meta.get("journal") == self.journal.id
        return known and (self.head.seq, self.head.hash) == (wanted.seq, wanted.hash)

    def _read_position(self) -> dict[str, object]:
        meta = read_meta(self.connection, "journal", "framework_hash", *Head._fields)
        self.head = Head(*(meta[name] for name in Head._fields)) if "seq" in meta else empty_head(self.journal.id)
        return meta

    def _move_to(self, wanted: Head) -> None:
        meta = read_meta(self.connection, "journal", "framework_hash")
        if meta.get("journal") != self.journal.id:
            self._start_over()
        elif meta.get("framework_hash") != self.framework.hash:
            self._adopt_framework()
        if self.head.seq > wanted.seq:
            # Another process may have read further since, unless the journal itself has been put back.
            wanted = self.journal.head()
        self._read_on(wanted)

    def _read_on(self, wanted: Head) -> None:
        if self.head.seq > wanted.seq or (self.head.seq == wanted.seq and self.head.hash != wanted.hash):
            raise Diverged
        if self.head.seq < wanted.seq:
            self._take(self.journal.read(self.head if self.head.seq else None, wanted), wanted)

    def _take(self, events: Iterable[Event], head: Head) -> None:
        from dxskills.index.intake import Intake

        intake = Intake(self.connection, self.numbering)
        intake.take(events)
        intake.finish()
        self._write_position(head)

    def _write_position(self, head: Head) -> None:
        write_meta(self.connection, **head._asdict())
        self.head = head

    def _start_over(self) -> None:
        clear(self.connection)
        write_meta(self.connection, journal=self.journal.id)
        self._write_position(empty_head(self.journal.id))
        self._adopt_framework()

    def _adopt_framework(self) -> None:
        from dxskills.index.derive import renumber

        renumber(self.connection, self.numbering)
        write_meta(self.connection, framework_hash=self.framework.hash, framework=cache.dumps(self.framework))

    def follow(self, events: Iterable[Event], before: Head, after: Head) -> None:
        """Take in events just appended behind ``before``; what goes wrong here is put right by the next catching up."""
        try:
            with self._writing():
                if self._is_current(before):
                    self._take(events, after)
        except sqlite3.DatabaseError as error:
            self._give_up_file(error)

    def _give_up_file(self, error: sqlite3.DatabaseError) -> None:
        """A damaged file is made anew; one that cannot be written or got at is replaced by an index in memory."""
        self.connection.close()
        if isinstance(error, sqlite3.OperationalError):
            self.path = None
        elif self.path is not None:
            try:
                discard(self.path)
            except OSError:
                self.path = None
        self.connection = open_database(self.path)
        self.head = empty_head(self.journal.id)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    # --- asking

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """What ``question`` answers of the journal as it stands, all its reading being of one moment."""
        self.catch_up()
        try:
            return self._ask(question)
        except sqlite3.DatabaseError as error:
            self._give_up_file(error)
            self.catch_up()
            return self._ask(question)

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        self._begin_reading()
        try:
            return question()
        finally:
            if self.connection.in_transaction:
                self.connection.execute("COMMIT")

    def _begin_reading(self) -> None:
        self.connection.execute("BEGIN")
        while self._read_position().get("framework_hash") != self.framework.hash:
            # Another process has taken in another framework in between.
            self.connection.execute("COMMIT")
            with self._writing():
                self._adopt_framework()
            self.connection.execute("BEGIN")

    def refresh(self, scoped: bool = False) -> None:
        """Work out the evidence that is still to be worked out: everybody's, or the holders' in ``temp.scope``."""
        select = _STALE_IN_SCOPE if scoped else _STALE
        while self.connection.execute(select).fetchone() is not None:
            from dxskills.index.derive import derive_evidence

            asking = self.connection.in_transaction
            if asking:
                self.connection.execute("COMMIT")
            with self._writing():
                if read_meta(self.connection, "framework_hash").get("framework_hash") != self.framework.hash:
                    self._adopt_framework()
                people = sorted({person for (person,) in self.connection.execute(select)})
                derive_evidence(self.connection, self.numbering, people)
            if asking:
                self._begin_reading()

    def freshen(self) -> None:
        """Work out now what was told of people, so that the next question need not; unless it was told of very many."""
        try:
            (stale,) = self.connection.execute("SELECT count(*) FROM person WHERE stale").fetchone()
            if stale <= _SOON:
                self.refresh()
        except sqlite3.DatabaseError as error:
            self._give_up_file(error)

    def as_known(self, moment: str) -> Index:
        """An index in memory of the entries made up to ``moment`` (as entries give it: UTC, with microseconds)."""
        from dxskills.index.past import copy_until, last_known

        seq = last_known(self.connection, moment)
        past = Index(self.journal, self.framework, None)
        past._start_over()
        copy_until(self.connection, past.connection, self.numbering, seq)
        past._write_position(self.head if seq == self.head.seq else self.journal.head_at(seq))
        return past

    # --- reading

    def facts(self, staff: str) -> Facts:
        """What is entered of a person and not retracted; empty for an unknown one."""
        person = self.person_number(staff)
        return Facts() if person is None else stored.read_facts(self.connection, person)

    def person_number(self, staff: str) -> int | None:
        """The number of whoever anything was ever entered of, retracted or not; None for nobody."""
        row = self.connection.execute("SELECT id FROM person WHERE staff = ?", (staff,)).fetchone()
        return None if row is None else int(row[0])

    def count_entries(self, staff: str) -> int:
        """How many entries are about a person, retracted ones included."""
        found = self.connection.execute("SELECT count(*) FROM entry WHERE person = ?", (self.person_number(staff),))
        return int(found.fetchone()[0])

    def entry(self, seq: int) -> stored.StoredEntry | None:
        return stored.read_entry(self.connection, seq)

    def batch(self, batch: str) -> list[stored.StoredEntry]:
        return stored.read_batch(self.connection, batch)

    def entries(self, staff: str | None = None) -> Iterator[stored.StoredEntry]:
        """All entries, or one person's, in order of entry, retracted ones included."""
        return stored.read_entries(self.connection, staff)

    def people(self, day: int | None = None) -> list[str]:
        """The staff numbers of everybody, or of those in service on ``day``, sorted."""
        if day is None:
            rows = self.connection.execute("SELECT staff FROM person WHERE known ORDER BY staff")
        else:
            rows = self.connection.execute(
                "SELECT staff FROM person WHERE id IN (SELECT person FROM posting WHERE first <= :day AND last >= :day)"
                " ORDER BY staff",
                {"day": day},
            )
        return [staff for (staff,) in rows]

    def numbers(self) -> dict[str, int]:
        """Everybody who is known, with the number that the person has in this index."""
        return dict(self.connection.execute("SELECT staff, id FROM person WHERE known"))

    def entered(self, kind: str) -> bytearray:
        """The people (by number) and days of which entries of a kind stand, as :func:`dxskills.index.marks.marks`."""
        from dxskills.index.facts import NUMBER
        from dxskills.index.marks import marks

        return marks(
            self.connection.execute(
                "SELECT person, day FROM entry WHERE kind = ? AND retracted IS NULL", (NUMBER[kind],)
            )
        )

    def stands(self, person: int, kind: str, day: int, data: str) -> bool:
        """Whether an entry stands that says exactly this; ``data`` as the journal has it."""
        from dxskills.index.facts import NUMBER

        found = self.connection.execute(
            "SELECT 1 FROM told WHERE person = ? AND kind = ? AND day = ? AND data = ? AND retracted IS NULL LIMIT 1",
            (person, NUMBER[kind], day, data),
        )
        return found.fetchone() is not None

    def padded(self, staff: str) -> str | None:
        """The one known staff number that differs from ``staff`` in leading zeros only."""
        if not staff.startswith("0"):
            zeros = "SELECT 1 FROM person WHERE staff >= '0' AND staff < '1' LIMIT 1"
            if self.connection.execute(zeros).fetchone() is None:
                return None
        bare = staff.lstrip("0")
        # By the key: a file may hold a million numbers that nobody has, and looking through everybody takes long.
        spellings = [bare.rjust(length, "0") for length in range(max(len(bare), 1), _LONGEST_STAFF_NUMBER + 1)]
        marks = ",".join("?" * len(spellings))
        rows = self.connection.execute(
            f"SELECT staff FROM person WHERE staff IN ({marks}) AND known LIMIT 2", spellings
        ).fetchall()
        return rows[0][0] if len(rows) == 1 else None

    def unit_names(self) -> UnitNames:
        return UnitNames(self.connection)

    def unit_paths(self) -> list[str]:
        """The units in which anybody was, is or will be posted or assigned, sorted."""
        rows = self.connection.execute(
            "SELECT path FROM unit u WHERE id AND (EXISTS (SELECT 1 FROM posting WHERE unit = u.id)"
            " OR EXISTS (SELECT 1 FROM holding WHERE unit = u.id)) ORDER BY path"
        )
        return [path for (path,) in rows]

    def posted_units(self, people: Iterable[int], day: int) -> set[int]:
        """The numbers of the units in which these people (by number) are posted on ``day``."""
        statement = "SELECT unit FROM posting WHERE person = ? AND first <= ? AND last >= ?"
        return {unit for person in people for (unit,) in self.connection.execute(statement, (person, day, day))}
