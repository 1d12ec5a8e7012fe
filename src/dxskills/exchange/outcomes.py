"""How a training ended, in the words and signs that systems and sign-in sheets use."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from dxskills.errors import Refused
from dxskills.exchange.characters import visible
from dxskills.i18n import _

ATTENDANCE = "出欠"
"""Under this header the signs say who came: ○ stayed to the end, × was absent."""

_SIGNS = str.maketrans("〇◯✕✖", "○○××")
_WORDS = {
    "completed": ("completed", "passed", "修了", "合格", "済", "○"),
    "attended": ("attended", "受講"),
    "failed": ("failed", "不合格", "未修了", "×"),
    "absent": ("absent", "欠席"),
    "withdrawn": ("withdrawn", "辞退"),
    "exempt": ("exempt", "免除"),
}
_BY_WORD = {word: outcome for outcome, words in _WORDS.items() for word in words}
_BY_WORD_OF_ATTENDANCE = _BY_WORD | {"×": "absent", "出席": "completed"}


@lru_cache(maxsize=1024)
def parse_outcome(text: str) -> str:
    """The outcome that a result column names; refuses with "bad-outcome"."""
    return _look_up(text, _BY_WORD)


@lru_cache(maxsize=1024)
def parse_attendance(text: str) -> str:
    """The same in a column of attendance, where × is absent and never failed."""
    return _look_up(text, _BY_WORD_OF_ATTENDANCE)


def _look_up(text: str, words: dict[str, str]) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().casefold().translate(_SIGNS)
    outcome = words.get(folded)
    if outcome is not None:
        return outcome
    import difflib

    near = difflib.get_close_matches(folded[:50], words, n=1, cutoff=0.5)
    hint = _("Did you mean {near}?") if near else _("Known are: {known}.")
    raise Refused(
        "bad-outcome",
        _("{text} is not an outcome."),
        hint=hint,
        text=visible(text),
        near=near[0] if near else "",
        known=", ".join(words),
    )
