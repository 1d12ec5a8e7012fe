"""Collecting every fault of both files, each with its place, before anybody is told."""

from __future__ import annotations

from typing import NamedTuple

from dxskills.errors import Problem


class Fault(NamedTuple):
    """``line`` and ``column`` are counted from 1; ``path`` is where in the file's structure it is, for people."""

    file: str
    line: int
    column: int
    code: str
    message: str
    path: str = ""
    value: str | None = None

    def as_problem(self) -> Problem:
        """The problem as it is reported: ``column`` is the column's number, then the path."""
        column = f"{self.column} {self.path}" if self.path else str(self.column)
        return Problem(self.file, self.line, column, self.value, self.code, self.message)


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self._found: set[Fault] = set()

    def add(
        self,
        file: str,
        at: tuple[int, int],
        code: str,
        message: str,
        *,
        path: str = "",
        value: str | None = None,
        **params: object,
    ) -> None:
        """Note a fault at (line, column); ``message`` is a translated template that ``params`` fill."""
        text = message.format_map(params) if params else message
        self._found.add(Fault(file, *at, code, text, path, value))

    def __bool__(self) -> bool:
        return bool(self._found)

    def problems(self) -> list[Problem]:
        """All of them, by file, line and column."""
        ordered = sorted(self._found, key=lambda fault: (*fault[:6], fault.value or ""))
        return [fault.as_problem() for fault in ordered]
