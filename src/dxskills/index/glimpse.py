"""A quick look at the index as it lies there: nothing is made, written, caught up with or waited for.

For what must be quick and never in the way, such as the shell's completion. What is seen may be a little old; where
there is no index that can be read as it is, nothing is seen.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

from dxskills.framework import cache
from dxskills.framework.model import Framework
from dxskills.index.database import SCHEMA_VERSION, file_name, read_meta

_LAST = "\U0010ffff"
_STAFF = "SELECT staff FROM person WHERE staff >= ? AND staff < ? AND known ORDER BY staff LIMIT ?"
_PEOPLED = (
    "id AND (EXISTS (SELECT 1 FROM posting p WHERE p.unit = unit.id)"
    " OR EXISTS (SELECT 1 FROM holding h WHERE h.unit = unit.id))"
)
_UNITS = f"SELECT path FROM unit WHERE path >= ? AND path < ? AND {_PEOPLED} ORDER BY path LIMIT ?"
_UNITS_BELOW = f"SELECT path FROM unit WHERE instr(path, '/' || ?) AND {_PEOPLED} ORDER BY path LIMIT ?"
_BATCHES = (
    "SELECT batch, at, by FROM occasion WHERE batch >= ? AND batch < ? GROUP BY batch ORDER BY max(first_seq) DESC"
    " LIMIT ?"
)


class Glimpse:
    """Use it as a context manager. Every method raises sqlite3.Error where the file is not what it should be."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(_address(path), uri=True, timeout=0)
        if self._connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
            self._connection.close()
            raise sqlite3.DatabaseError("another version")

    @classmethod
    def of(cls, store: Path, journal: str, folder: Path) -> Self:
        """Of the index in ``folder`` that belongs to the journal in ``store``."""
        return cls(folder / file_name(journal, store))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._connection.close()

    def framework(self, content_hash: str | None = None) -> Framework | None:
        """The compiled framework, unless it is of other files than those of this hash."""
        meta = read_meta(self._connection, "framework_hash", "framework")
        if "framework" not in meta or content_hash not in (None, meta.get("framework_hash")):
            return None
        try:
            return cache.loads(meta["framework"])
        except ValueError:
            return None

    def staff(self, start: str, most: int) -> list[str]:
        """The first staff numbers that start so, of people who are known."""
        return self._texts(_STAFF, start, start + _LAST, most)

    def units(self, start: str, most: int) -> list[str]:
        """The first units whose path starts so; where none does, those that have a level further down that does."""
        return self._texts(_UNITS, start, start + _LAST, most) or self._texts(_UNITS_BELOW, start, most)

    def batches(self, start: str, most: int) -> list[tuple[str, str, str]]:
        """Imports whose id starts so, the latest first: id, moment, by whom."""
        return self._connection.execute(_BATCHES, (start, start + _LAST, most)).fetchall()

    def _texts(self, query: str, *said: object) -> list[str]:
        return [text for (text,) in self._connection.execute(query, said)]


def _address(path: Path) -> str:
    """As SQLite wants it. Without what a writer keeps beside it, the file is whole by itself; reading it in any other
    way would put files there."""
    beside = all(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-shm"))
    return f"{path.absolute().as_uri()}?{'mode=ro' if beside else 'immutable=1'}"
