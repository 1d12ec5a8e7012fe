"""Keeping the derived rows (postings, holdings, states) in step with the entries of the people who changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from dxskills.index.holdings import holdings
from dxskills.index.numbering import Numbering
from dxskills.index.projection import plan_rows, posting_rows, state_rows, waiver_rows
from dxskills.index.stored import read_facts

_HELD = "SELECT role FROM holding WHERE person = ?"


class Units:
    """Gives units their numbers, the units above them too; 0 stands for no unit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {
            path: number for number, path in connection.execute("SELECT id, path FROM unit")
        }

    def number(self, path: str | None) -> int:
        number = self._numbers.get(path or "")
        return self._add(str(path)) if number is None else number

    def _add(self, path: str) -> int:
        above, slash, _name = path.rpartition("/")
        top = self._numbers[path.split("/", 1)[0]] if slash and self.number(above) else None
        cursor = self._connection.execute("INSERT INTO unit (path, top) VALUES (?, ?)", (path, top or 0))
        number = self._numbers[path] = cursor.lastrowid or 0
        if top is None:
            self._connection.execute("UPDATE unit SET top = id WHERE id = ?", (number,))
        return number


def derive_structure(connection: sqlite3.Connection, numbering: Numbering, people: Iterable[int]) -> None:
    """Work out anew where these people are posted and what they hold."""
    units = Units(connection)
    ids = [(person,) for person in people]
    connection.executemany("DELETE FROM posting WHERE person = ?", ids)
    connection.executemany("DELETE FROM holding WHERE person = ?", ids)
    posting: list[tuple[int, ...]] = []
    holding: list[tuple[int, ...]] = []
    known: list[tuple[int, int]] = []
    for (person,) in ids:
        facts = read_facts(connection, person, structure_only=True)
        known.append((int(bool(facts.staff_joined)), person))
        posting.extend((units.number(unit), person, first, last) for unit, first, last in posting_rows(facts))
        holding.extend(
            (units.number(h.unit), person, numbering.role_number[h.role], h.first, h.last, h.since, h.ends, h.entry)
            for h in holdings(facts, numbering.framework)
        )
        if len(holding) > 50_000:
            _insert_structure(connection, posting, holding)
    _insert_structure(connection, posting, holding)
    connection.executemany("UPDATE person SET known = ? WHERE id = ?", known)


def _insert_structure(
    connection: sqlite3.Connection, posting: list[tuple[int, ...]], holding: list[tuple[int, ...]]
) -> None:
    posting.sort()
    holding.sort()
    connection.executemany("INSERT OR IGNORE INTO posting VALUES (?, ?, ?, ?)", posting)
    connection.executemany("INSERT OR IGNORE INTO holding VALUES (?, ?, ?, ?, ?, ?, ?, ?)", holding)
    posting.clear()
    holding.clear()


def derive_evidence(connection: sqlite3.Connection, numbering: Numbering, people: Iterable[int]) -> None:
    """Work out anew what these people's records amount to for the roles they hold on any day."""
    ids = [(person,) for person in people]
    for table in ("state", "waiver", "plan"):
        connection.executemany(f"DELETE FROM {table} WHERE person = ?", ids)
    for start in range(0, len(ids), 2000):
        states: list[tuple[object, ...]] = []
        waivers: list[tuple[int, ...]] = []
        plans: list[tuple[object, ...]] = []
        for (person,) in ids[start : start + 2000]:
            facts = read_facts(connection, person)
            roles = {role for (role,) in connection.execute(_HELD, (person,))}
            states.extend((person, *row) for row in state_rows(facts, numbering, roles))
            waivers.extend((person, *row) for row in waiver_rows(facts, numbering))
            plans.extend((person, *row) for row in plan_rows(facts))
        connection.executemany("INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, ?)", states)
        connection.executemany("INSERT INTO waiver VALUES (?, ?, ?, ?, ?)", waivers)
        connection.executemany("INSERT INTO plan VALUES (?, ?, ?, ?)", plans)
    connection.executemany("UPDATE person SET stale = 0 WHERE id = ?", ids)


def renumber(connection: sqlite3.Connection, numbering: Numbering) -> None:
    """Take in another framework: every holding is worked out anew now, all evidence when it is next asked for."""
    for table in ("requirement", "state", "waiver", "plan", "posting", "holding"):
        connection.execute(f"DELETE FROM {table}")
    connection.executemany("INSERT INTO requirement VALUES (?, ?, ?, ?, ?, ?)", numbering.requirement_rows())
    connection.execute("UPDATE person SET stale = 1")
    everybody = [person for (person,) in connection.execute("SELECT id FROM person")]
    derive_structure(connection, numbering, everybody)
