"""Units by number and path, and where each lies in the organisation."""

from __future__ import annotations

import sqlite3


class UnitNames:
    """All units of the index, read once. Number 0 and an empty path stand for "no unit"."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.path: dict[int, str] = {}
        self.number: dict[str, int] = {}
        self.top: dict[int, int] = {}
        for number, path, top in connection.execute("SELECT id, path, top FROM unit"):
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
