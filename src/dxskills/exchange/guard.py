"""The apostrophe that keeps a spreadsheet from running a text as a formula, and its exact inverse.

Every text that a CSV writer puts out goes through :func:`guard`, and every cell that the import reads through
:func:`unguard`: ``unguard(guard(text)) == text`` for every text, one that begins with apostrophes of its own included.
"""

from __future__ import annotations

import re

# What spreadsheets take for the start of a formula, full-width forms and leading blanks too (an editor's clean-up may
# take blanks away); a leading tab or line break is skipped by some of them.
_LIVE = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def guard(text: str) -> str:
    """``text`` as a cell that no spreadsheet runs."""
    # Nearly every text starts with a letter or a digit, which is quicker to see than that it does not match.
    return text if text[:1].isalnum() or not _LIVE.match(text) else "'" + text


def unguard(text: str) -> str:
    """The text that :func:`guard` made ``text`` of; any other text unchanged."""
    return text[1:] if text[:1] == "'" and _LIVE.match(text) else text
