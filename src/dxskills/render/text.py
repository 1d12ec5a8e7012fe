"""Data text on its way out: measured in terminal cells, padded and wrapped.

Text from files is data. Escape sequences, control and bidirectional characters and invisible ones would let a name
move the cursor or pose as another, so every writer for people passes data through
``visible``.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, east_asian_width

from dxskills.exchange.characters import visible


def visible_lines(text: str) -> str:
    """Like ``visible``, but line breaks stay: for the product's own sentences that may carry data."""
    return "\n".join(visible(line) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def _cell(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):  # the voicing mark U+3099 counts as wide, but takes no cell
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """How many terminal cells ``text`` takes; East Asian wide characters take two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def pad(text: str, cells: int, right: bool = False) -> str:
    """``text`` filled with blanks to ``cells``; never cut."""
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks


def wrap(text: str, cells: int) -> list[str]:
    """``text`` broken into lines of at most ``cells``: at blanks, and between wide characters, which need none.

    However few cells there are, a line has one character at least.
    """
    cells = max(cells, 1)
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width(line) + width(piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while width(line.rstrip()) > cells:
            head = _fitting(line, cells)
            lines.append(line[:head])
            line = line[head:]
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


_NO_LINE_START = "、。，．）」』】〉》〕｝・：；？！ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;!?%"
_NO_LINE_END = "（「『【〈《〔｛([{"


def _pieces(text: str) -> list[str]:
    """The stretches a line may be broken between, with Japanese punctuation kept where it may stand."""
    pieces: list[str] = []
    for character in text:
        joins = bool(pieces) and (
            character in _NO_LINE_START
            or character == " "
            or pieces[-1][-1] in _NO_LINE_END
            or (pieces[-1][-1] != " " and _cell(character) < 2 and _cell(pieces[-1][-1]) < 2)
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _fitting(text: str, cells: int) -> int:
    """How many characters of ``text`` fit into ``cells``, at least one."""
    used = 0
    for index, character in enumerate(text):
        used += _cell(character)
        if used > cells:
            return max(index, 1)
    return len(text)
