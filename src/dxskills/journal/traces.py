"""What tells of one person in texts and lines: the staff number, the names, and how they are taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_IN_RUNNING_TEXT = 5
"""Characters of a staff number that is looked for inside a text: a shorter one would be found in dates and amounts."""
_SHORT_NAME = 3
_CJK = 0x2E80
_HALF_WIDTH_KANA = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_VOICED = str.maketrans("\u3099\u309a", "ﾞﾟ")


class Traces(NamedTuple):
    """One person as others may have written them down, and the ``pseudonym`` that goes in the place of it.

    ``names`` are looked for in texts with or without blanks in them, in any width and case; ``users`` are user names
    that are the person's.
    """

    staff: str
    pseudonym: str
    names: tuple[str, ...] = ()
    users: tuple[str, ...] = ()

    def is_meant(self, text: str) -> bool:
        """Whether a text is nothing but the staff number or a name."""
        return text.translate(_FULL_WIDTH).strip() == self.staff or compact(text) in map(compact, self.names)

    def mentions(self, text: str) -> bool:
        return self.is_meant(text) or _pattern(self).search(text.translate(_FULL_WIDTH)) is not None

    def replaced(self, text: str) -> str:
        """The text with the pseudonym in every place where it names the person."""
        if self.is_meant(text):
            return self.pseudonym
        # Character by character, so that what is found stands at the same place of the text itself.
        parts, last = [], 0
        for found in _pattern(self).finditer(text.translate(_FULL_WIDTH)):
            parts += [text[last : found.start()], self.pseudonym]
            last = found.end()
        return "".join([*parts, text[last:]])

    def are_in(self, content: Any) -> bool:
        """Whether any text in plain JSON data names the person."""
        if isinstance(content, str):
            return self.mentions(content) or content in self.users
        if isinstance(content, dict):
            return any(self.are_in(part) for part in (*content, *content.values()))
        return isinstance(content, list) and any(map(self.are_in, content))


def compact(text: str) -> str:
    """A name without its blanks, in one form of characters."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4)
def _pattern(traces: Traces) -> re.Pattern[str]:
    wanted = [_name(spelt) for name in traces.names for spelt in dict.fromkeys(_spellings(name)) if compact(spelt)]
    if len(traces.staff) >= _IN_RUNNING_TEXT:
        wanted.append(f"(?<![0-9A-Za-z_-]){re.escape(traces.staff)}(?![0-9A-Za-z_-])")
    return re.compile("|".join(wanted) or r"(?!)")


def _spellings(name: str) -> Iterator[str]:
    yield name
    yield (one := compact(name))
    yield (parted := unicodedata.normalize("NFD", one))  # as some systems write a voiced kana: as two characters
    yield "".join(_HALF_WIDTH_KANA.get(letter, letter) for letter in parted).translate(_VOICED)


def _name(name: str) -> str:
    """A pattern for a name with any blanks in it; letters must not go on around one that may be part of a word."""
    letters = "".join(name.split()).translate(_FULL_WIDTH)
    pattern = "(?i:" + r"\s*".join(map(re.escape, letters)) + ")"
    before, after = (r"(?<!\w)" if _may_be_part(letters, edge) else "" for edge in (letters[0], letters[-1]))
    return before + pattern + (r"(?!\w)" if after else "")


def _may_be_part(name: str, edge: str) -> bool:
    return len(name) < _SHORT_NAME or ord(edge) < _CJK
