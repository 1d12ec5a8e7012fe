"""How a training ended, in the words and signs that systems and sign-in sheets use."""

from __future__ import annotations

from functools import lru_cache

from dxskills.errors import Refused
from dxskills.exchange.characters import visible
from dxskills.exchange.signs import fold_signs
from dxskills.i18n import _

ATTENDANCE = "出欠"
"""Under this header the signs say who came: ○ stayed to the end, × was absent."""

_WORDS = {
    "completed": ("completed", "passed", "修了", "合格", "済", "○"),
    "attended": ("attended", "受講"),
    "failed": ("failed", "不合格", "未修了", "×"),
    "absent": ("absent", "欠席"),
    "withdrawn": ("withdrawn", "辞退"),
    "exempt": ("exempt", "免除"),
}
_NEGATIONS = ("未", "不", "非", "無", "not", "un", "in")
_LOOKALIKES = {"o": "○", "0": "○", "◎": "○", "●": "○", "x": "×", "出席": "受講"}
"""What stands in a sign's or a word's place and may mean something else: the hint names it, nothing takes it for it."""

_KNOWN = {word: outcome for outcome, words in _WORDS.items() for word in words}
_BY_WORD = _KNOWN | {"済み": "completed", "修了済": "completed", "修了済み": "completed"}
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
    folded = fold_signs(text)
    outcome = words.get(folded)
    if outcome is not None:
        return outcome
    near = _near(folded[:50], words)
    hint = _("Did you mean {near}?") if near else _("Known are: {known}.")
    raise Refused(
        "bad-outcome",
        _("{text} is not an outcome."),
        hint=hint,
        text=visible(text),
        near=near or "",
        known=", ".join(_KNOWN),
    )


def _near(folded: str, words: dict[str, str]) -> str | None:
    """The word that may be meant: never 受講 for 未受講, which is its opposite."""
    if folded in _LOOKALIKES:
        return _LOOKALIKES[folded]
    import difflib

    negated = folded.startswith(_NEGATIONS)
    like = [word for word in words if word.startswith(_NEGATIONS) == negated and _could_be(folded, word)]
    near = difflib.get_close_matches(folded, like, n=1, cutoff=0.5)
    return near[0] if near else None


def _could_be(slip: str, word: str) -> bool:
    """Whether two words of two characters share the one that tells: 欠 of 欠席, 了 of 修了, and not 席 or 退."""
    return not len(slip) == len(word) == 2 or slip[0] == word[0] or (slip[1] == word[1] == "了")
