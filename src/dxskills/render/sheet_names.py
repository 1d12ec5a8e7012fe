"""Names of sheets: what a spreadsheet program allows, and each only once."""

from __future__ import annotations

import re

_LONGEST = 31
"""In UTF-16, as a spreadsheet counts."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RESERVED = {"history", "履歴"}


class SheetNames:
    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, title: str) -> str:
        """A name for a sheet as like to ``title`` as can be; "(2)" and so on where another one has it."""
        wanted = _FORBIDDEN.sub("-", title).strip().strip("'") or "-"
        if wanted.lower() in _RESERVED:
            wanted += "_"
        name, number = _cut(wanted, _LONGEST), 1
        while name.lower() in self._taken:
            number += 1
            ending = f" ({number})"
            name = _cut(wanted, _LONGEST - len(ending)) + ending
        self._taken.add(name.lower())
        return name


def _cut(text: str, most: int) -> str:
    """No more than ``most`` units of UTF-16, no half a character, no apostrophe at the end."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.rstrip().rstrip("'")
