"""Units by number and path, and where each lies in the organisation."""

from __future__ import annotations

import sqlite3

# "0" is the character after "/".
_BELOW = "path = ?1 OR path > ?1 || '/' AND path < ?1 || '0'"
_SOMEBODY = (
    "EXISTS (SELECT 1 FROM posting p WHERE p.unit = unit.id) OR EXISTS (SELECT 1 FROM holding h WHERE h.unit = unit.id)"
)


def is_storable(text: str) -> bool:
    """Whether SQLite can be asked for the text: not for the lone surrogates of an argument that is no UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def is_peopled(connection: sqlite3.Connection, path: str) -> bool:
    """Whether somebody was ever posted or assigned to the unit or one below it."""
    if not is_storable(path):
        return False
    query = f"SELECT EXISTS (SELECT 1 FROM unit WHERE ({_BELOW}) AND ({_SOMEBODY}))"
    return bool(connection.execute(query, (path,)).fetchone()[0])


class UnitNames:
    """Units of the index, read once: all, or those of one top-level unit. Number 0 and "" stand for "no unit"."""

    def __init__(self, connection: sqlite3.Connection, top_level: str | None = None) -> None:
        self.path: dict[int, str] = {0: ""}
        self.number: dict[str, int] = {"": 0}
        self.top: dict[int, int] = {0: 0}
        where, said = ("1", ()) if top_level is None else (_BELOW, (top_level,))
        for number, path, top in connection.execute(f"SELECT id, path, top FROM unit WHERE {where}", said):
            self.path[number] = path
            self.number[path] = number
            self.top[number] = top

    def at_level(self, number: int, level: int) -> str | None:
        """The unit at ``level`` (0 is the top) that this one is or lies below; None where it lies above it."""
        levels = self.path[number].split("/")
        return "/".join(levels[: level + 1]) if number and len(levels) > level else None

    def below(self, path: str | None) -> set[int] | None:
        """The numbers of the units at or below ``path``; None for the whole organisation."""
        if path is None:
            return None
        return {number for name, number in self.number.items() if (name + "/").startswith(path + "/")}
