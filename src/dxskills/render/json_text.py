"""JSON: UTF-8, two blanks of indent, keys in the documented order, and nothing a terminal would act on.

Control, bidirectional and invisible characters are written as ``\\u…`` escapes: the same text to a JSON reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

import orjson

from dxskills.exchange.characters import ACTING
from dxskills.render.document import Document, Flat

_PIECE = 1000
"""Objects that are held at a time."""


def render(document: Document) -> bytes:
    return dumps(document.payload())


def dumps(payload: Any) -> bytes:
    """``payload`` as JSON bytes, with a final line break; what orjson cannot take (huge numbers) raises TypeError."""
    try:
        raw = orjson.dumps(payload, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    except TypeError as error:
        if "surrogates" not in str(error):
            raise
        return _with_halves(payload)
    text = raw.decode()
    if text.isascii() and "\x7f" not in text:
        return raw
    return _ACTING_BUT_LINE_BREAK.sub(_escape, text).encode()


def _with_halves(payload: Any) -> bytes:
    """The same where a file's name has bytes that are no UTF-8: they come as escapes of half a character each."""
    import json

    return _ACTING_BUT_LINE_BREAK.sub(_escape, json.dumps(payload, ensure_ascii=False, indent=2) + "\n").encode()


def write_array(flat: Flat, target: BinaryIO) -> None:
    """The rows as an array of objects, as :func:`dumps` writes it, piece by piece."""
    opening, closing = b"[", b"[]\n"
    for piece in _pieces(flat):
        # All but the brackets around a piece, and the line break in front of the second.
        target.write(opening + dumps(piece)[1:-3])
        opening, closing = b",", b"\n]\n"
    target.write(closing)


def write_lines(flat: Flat, target: BinaryIO) -> None:
    """The rows as JSON Lines, one object a line."""
    for piece in _pieces(flat):
        text = b"".join(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in piece).decode()
        target.write(_ACTING_BUT_LINE_BREAK.sub(_escape, text).encode())


def _pieces(flat: Flat) -> Iterator[list[dict[str, object]]]:
    rows = (dict(zip(flat.columns, row, strict=True)) for row in flat.rows)
    while piece := list(islice(rows, _PIECE)):
        yield piece


def ascii_only(raw: bytes) -> bytes:
    """The same JSON in ASCII, for a console whose encoding is not UTF-8."""
    return re.sub(r"[^\x00-\x7f]", _escape, raw.decode()).encode("ascii")


# outside of strings, JSON's only control character is the line break; inside, orjson escapes those of C0 itself
_ACTING_BUT_LINE_BREAK = re.compile(f"(?!\\n)(?:{ACTING})")


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
