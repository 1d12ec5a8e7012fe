"""What every format becomes before it is understood: rows of texts, each with the number that people see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol, Self


class Row(NamedTuple):
    """``number`` is the one that a spreadsheet shows beside the row."""

    number: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        return not any(cell and not cell.isspace() for cell in self.cells)


class Faulty(str):
    """What is seen in a cell that must not be taken for a value, such as ``#N/A``; ``message`` says why."""

    __slots__ = ("code", "message")
    code: str
    message: str

    @classmethod
    def of(cls, text: str, code: str, message: str) -> Self:
        cell = cls(text)
        cell.code, cell.message = code, message
        return cell


class Table(Protocol):
    """One list of rows in a file: the file itself, or a ``sheet`` of it. ``file`` is what messages call the file."""

    @property
    def path(self) -> Path: ...

    @property
    def file(self) -> str: ...

    @property
    def sheet(self) -> str | None: ...

    def rows(self) -> Iterator[Row]:
        """The rows from the top; may be called again."""
        ...
