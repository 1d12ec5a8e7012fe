"""Texts as OOXML writes them, and the table of those that cells share."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from typing import Protocol

from dxskills.exchange.workbook.flaws import Broken, TooLarge
from dxskills.exchange.workbook.kept import Budget
from dxskills.exchange.workbook.limits import LONGEST_TEXT, MOST_SHARED_STRINGS
from dxskills.exchange.workbook.markup import Attributes, parse
from dxskills.i18n import _

LONGEST_WRITTEN = 7 * LONGEST_TEXT
"""Characters of the longest text, each of them as an escape."""

_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPES = re.compile(rf"(?:{_CODE.pattern})+")
WHITE = " \t\r\n"
_FEW = 50_000
_SMALL = 4 * 2**20
_TOP, _TABLE, _STRING, _TEXT, _RUN, _RUN_TEXT = range(6)
_INSIDE = {
    (_TOP, "sst"): _TABLE,
    (_TABLE, "si"): _STRING,
    (_STRING, "t"): _TEXT,
    (_STRING, "r"): _RUN,
    (_RUN, "t"): _RUN_TEXT,
}
_AROUND = {inside: around for (around, _name), inside in _INSIDE.items()}


def unescape(text: str) -> str:
    """``text`` with ``_x000D_`` and the like as the characters that they stand for."""
    return _ESCAPES.sub(_decoded, text) if "_x" in text else text


def _decoded(match: re.Match[str]) -> str:
    raw = b"".join(int(code, 16).to_bytes(2, "little") for code in _CODE.findall(match.group()))
    try:
        return raw.decode("utf-16-le")
    except UnicodeDecodeError:  # half of a pair is no character
        return match.group()


class TextParts:
    """The runs of one text, joined."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._trimmed = True

    def begin(self, attributes: Attributes, kept: bool) -> None:
        """A run begins; ``kept``: blanks around it count even where it does not say so."""
        self._trimmed = not kept and attributes.get("xml:space") != "preserve"

    def end(self, pieces: list[str]) -> None:
        """A run ends, written in ``pieces``."""
        text = "".join(pieces)
        if self._trimmed:
            text = text.strip(WHITE)
        if text:
            text = unescape(text)
            self._parts.append(text)
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise text_too_long()

    def take(self) -> str:
        """The text as a whole; the next one begins."""
        text = "".join(self._parts)
        self._parts.clear()
        self._length = 0
        return text


def text_too_long() -> TooLarge:
    return TooLarge(_("a text in it is longer than a cell can hold"))


class Strings(Protocol):
    """Texts by their number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> str: ...


class _PackedStrings:
    """Texts end to end: a fifth of the memory that they take as objects."""

    def __init__(self) -> None:
        self.raw = bytearray()
        self.ends = array("L", [0])

    def append(self, text: str) -> None:
        self.raw += text.encode()
        self.ends.append(len(self.raw))

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, number: int) -> str:
        return self.raw[self.ends[number] : self.ends[number + 1]].decode()


class _Table:
    """The elements of the part that holds the texts."""

    def __init__(self, budget: Budget) -> None:
        self.strings = _PackedStrings()
        self.texts: list[str] = []
        self.depth = self.foreign = 0
        self._state = _TOP
        self._kept = False
        self._parts = TextParts()
        self._budget = budget
        self._paid = 0

    def start(self, name: str, attributes: Attributes) -> None:
        inside = None if self.depth else _INSIDE.get((self._state, name))
        if inside is None:
            if self._state == _TOP:
                raise Broken(_("the part of its texts is not what it should be"))
            self.depth += 1
            self.foreign += 1
            return
        self._state = inside
        if inside in (_TEXT, _RUN_TEXT):
            self._parts.begin(attributes, self._kept)
            self.texts.clear()
        elif inside == _TABLE:
            self._kept = attributes.get("xml:space") == "preserve"

    def end(self, name: str) -> None:
        if self.depth:
            self.depth -= 1
            return
        if self._state in (_TEXT, _RUN_TEXT):
            self._parts.end(self.texts)
        elif self._state == _STRING:
            self.strings.append(self._parts.take())
        self._state = _AROUND[self._state]

    def room(self) -> int | None:
        if len(self.strings) > MOST_SHARED_STRINGS:
            raise TooLarge(_("it has too many different texts"))
        taken = len(self.strings.raw) + 8 * len(self.strings)
        self._budget.take(taken - self._paid)
        self._paid = taken
        return LONGEST_WRITTEN if self._state in (_TEXT, _RUN_TEXT) else None


def read_strings(pieces: Iterable[bytes], budget: Budget) -> Strings:
    """Raises ExpatError, or a flaw."""
    table = _Table(budget)
    parse(pieces, table)
    packed = table.strings
    if len(packed) <= _FEW and len(packed.raw) <= _SMALL:
        return [packed[number] for number in range(len(packed))]
    return packed
