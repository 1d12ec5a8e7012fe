"""Texts as keys and values of YAML, and behind them comments that nothing from a file can end."""

from __future__ import annotations

import re

from dxskills.exchange.characters import visible
from dxskills.framework.values import read_as

_LONGEST_EXAMPLE = 40
_PLAIN = re.compile(r"\w(?:[\w .・/（）()&+*%-]*[\w.・）)%])?")
_ESCAPED = {'"': '\\"', "\\": "\\\\"}


def written(text: str) -> str:
    """The text as a scalar on one line: plain if everybody reads that as the same text, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.isprintable() and read_as(text) is None:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def column(name: str) -> str:
    """The name of a column, which a profile reads as it stands, also where YAML 1.1 takes ``on`` for true."""
    return name if name.isidentifier() else written(name)


def _escaped(character: str) -> str:
    if character in _ESCAPED:
        return _ESCAPED[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def example(text: str) -> str:
    """A text for a comment: on one line, cut where it is long, and nothing in it acts."""
    line = " ".join(text.split())
    return visible(line if len(line) <= _LONGEST_EXAMPLE else line[:_LONGEST_EXAMPLE] + "…")


def commented(line: str, *remarks: str) -> str:
    """The line and what is to be said of it."""
    said = " – ".join(remark for remark in remarks if remark)
    return f"{line}  # {said}" if said else line
