"""One form for what people spell in several ways: names in look-ups, and unit paths, job families and grades."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """The form in which names are compared: NFKC, case folded, trimmed, each run of blanks one blank."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


def normal_text(text: str) -> str:
    """The form in which job families and grades are kept: NFKC and trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def normal_path(text: str) -> str:
    """A unit path in stored form: NFKC, each level trimmed, ``／`` a separator like ``/``, empty levels left out."""
    levels = (level.strip() for level in unicodedata.normalize("NFKC", text).split("/"))
    return "/".join(level for level in levels if level)
