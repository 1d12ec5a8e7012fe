"""Places in a sheet as people write them: ``B2``, ``A1:C5``. Rows count from 1, columns from 0."""

from __future__ import annotations

import re
from functools import cache

from dxskills.exchange.workbook.limits import LAST_COLUMN, LAST_ROW

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def cell_at(text: str) -> tuple[int, int] | None:
    """The row and the column of ``text``; ``None`` if it names no cell of a sheet."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    column, row = column_of(match[1]), int(match[2])
    return (row, column) if column < LAST_COLUMN and row <= LAST_ROW else None


def column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def letters_of(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@cache
def columns() -> dict[str, int]:
    """All columns by their letters."""
    return {letters_of(column): column for column in range(LAST_COLUMN)}
