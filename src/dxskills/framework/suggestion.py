"""Which of the known words a mistyped one was meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dxskills.framework.spelling import fold
from dxskills.i18n import _

MOST_COMPARISONS = 200_000
"""Comparing is the one thing here that grows with faults times ids; beyond this only trivial slips are recognised."""


class Vocabulary:
    """Known words, asked for the one nearest to another."""

    def __init__(self, known: Iterable[str]) -> None:
        self._bare = {bare: word for word in known if (bare := _bare(word))}
        self._left = MOST_COMPARISONS

    def near(self, text: str) -> str | None:
        """The known word closest to ``text``, case and punctuation aside; None if none is close."""
        bare = _bare(text)
        if bare in self._bare:
            return self._bare[bare]
        if not bare or len(bare) > 200 or self._left < len(self._bare):
            return None
        self._left -= len(self._bare)
        import difflib

        close = difflib.get_close_matches(bare, self._bare, n=3, cutoff=0.6)
        return next((self._bare[other] for other in close if not _is_another(bare, other)), None)


def with_hint(sentence: str, suggestion: str | None) -> str:
    """The sentence, and "Did you mean …?" where there is a suggestion."""
    if suggestion is None:
        return sentence
    return sentence + " " + _("Did you mean {suggestion}?").format(suggestion=suggestion)


def _bare(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def _is_another(bare: str, other: str) -> bool:
    """Whether two words differ in a number alone, as 3級 and 2級 do: that is no slip."""
    digits, others = (re.sub(r"\D", "", word) for word in (bare, other))
    return digits != others and len(digits) == len(others) and re.sub(r"\d", "", bare) == re.sub(r"\d", "", other)
