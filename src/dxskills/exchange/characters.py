"""Characters that act instead of showing, that only one office's fonts know, and their plain names.

The patterns are texts: compiling them would cost every command that reads a date, and most need none of them.
"""

from __future__ import annotations

import re

# Format characters: soft hyphen, zero-width and bidirectional marks, word joiner, byte-order mark, tags, those of
# shorthand and music, and what is kept free for more. Variation selectors are not among them: Japanese names need them.
_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_CONTROL = "\x00-\x1f\x7f-\x9f"

INVISIBLE = f"[{_INVISIBLE}]"
CONTROL = f"[{_CONTROL}]"
CONTROL_BUT_BREAKS = "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]"
PRIVATE_USE = "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
NOTABLE = f"[{_CONTROL}{_INVISIBLE}\ue000-\uf8ff\U000f0000-\U0010fffd]"
"""What is looked at more closely: all of the above."""

ACTING = f"[{_CONTROL}{_INVISIBLE}\ud800-\udfff]"
"""What a terminal acts on or hides, lone surrogates too."""

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""The full-width forms of ASCII, for ``str.translate``. NFKC would also make digits of ² and ①."""


def visible(text: str) -> str:
    """``text`` with every character that acts instead of showing written as ``<U+200B>``; line breaks included."""
    if text.isprintable():
        return text
    return re.sub(ACTING, lambda match: f"<{code_point(match.group())}>", text)


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
