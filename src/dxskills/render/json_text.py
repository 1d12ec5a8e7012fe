"""JSON: UTF-8, two blanks of indent, keys in the documented order, and nothing a terminal would act on.

Control, bidirectional and invisible characters are written as ``\\u…`` escapes: the same text to a JSON reader.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from dxskills.exchange.characters import ACTING
from dxskills.render.document import Document


def render(document: Document) -> bytes:
    return dumps(document.payload())


def dumps(payload: Any) -> bytes:
    """``payload`` as JSON bytes, with a final line break; what orjson cannot take (huge numbers) raises TypeError."""
    raw = orjson.dumps(payload, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    text = raw.decode()
    if text.isascii() and "\x7f" not in text:
        return raw
    return _ACTING_BUT_LINE_BREAK.sub(_escape, text).encode()


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
