"""The index as it was: the entries up to a moment, copied without reading the journal again."""

from __future__ import annotations

import sqlite3

from dxskills.index.derive import derive_structure
from dxskills.index.intake import settle
from dxskills.index.numbering import Numbering


def last_known(connection: sqlite3.Connection, moment: str) -> int:
    """The seq of the last entry made at or before ``moment``, 0 for none. Entries are in order of their moments."""
    (following,) = connection.execute("SELECT min(first_seq) FROM occasion WHERE at > ?", (moment,)).fetchone()
    if following is not None:
        return int(following) - 1
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM entry").fetchone()[0])


def copy_until(source: sqlite3.Connection, target: sqlite3.Connection, numbering: Numbering, seq: int) -> None:
    """Copy the entries up to ``seq`` into an empty index; what was retracted only later stands in it."""
    target.execute("BEGIN")
    for table, origin, columns, place in (
        ("occasion", "occasion", "first_seq, at, by, batch", "first_seq"),
        ("entry", "told", "seq, person, kind, day, data", "seq"),
        ("retraction", "retraction", "target, seq", "seq"),
    ):
        marks = ", ".join("?" for _column in columns.split(","))
        rows = source.execute(f"SELECT {columns} FROM {origin} WHERE {place} <= ? ORDER BY {place}", (seq,))
        target.executemany(f"INSERT INTO {table} ({columns.replace('data', 'own')}) VALUES ({marks})", rows)
    concerned = {person for (person,) in target.execute("SELECT DISTINCT person FROM entry WHERE person")}
    target.executemany(
        "INSERT INTO person (id, staff, stale) VALUES (?, ?, 1)",
        (row for row in source.execute("SELECT id, staff FROM person ORDER BY id") if row[0] in concerned),
    )
    for (retracted,) in target.execute("SELECT target FROM retraction ORDER BY seq").fetchall():
        settle(target, retracted)
    derive_structure(target, numbering, sorted(concerned))
    target.execute("COMMIT")
