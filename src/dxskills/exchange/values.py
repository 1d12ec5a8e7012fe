"""What single cells say: yes or no, a staff number, a unit. Dates, numbers and outcomes have modules of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from dxskills.errors import Refused
from dxskills.exchange.characters import CONTROL, CONTROL_BUT_BREAKS, HALF_WIDTH, INVISIBLE, code_point, visible
from dxskills.exchange.japanese_dates import parse_day
from dxskills.exchange.signs import fold_signs
from dxskills.framework.spelling import normal_path, normal_text
from dxskills.i18n import _
from dxskills.recording.staff_numbers import fold_staff_number

_YES = ("true", "yes", "1", "○", "有", "はい")
_NO = ("false", "no", "0", "×", "無", "いいえ")
_YES_NO = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_ANSWERS = _YES_NO | {"y": True, "あり": True, "有り": True, "n": False, "なし": False, "無し": False}


def parse_date(text: str) -> date:
    """A day in any of the forms of docs/import.md; refuses with "bad-date", "ambiguous-date" or "date-outside-era"."""
    return parse_day(text)


@lru_cache(maxsize=1024)
def parse_yes_no(text: str) -> bool:
    answer = _ANSWERS.get(fold_signs(text))
    if answer is None:
        known = ", ".join(_YES_NO)
        raise Refused("bad-yes-no", _("{text} is neither yes nor no: {known}."), text=visible(text), known=known)
    return answer


def parse_staff_number(text: str) -> str:
    """A staff number, folded and checked; a character that cannot be seen is named in the refusal."""
    try:
        return fold_staff_number(text)
    except Refused as refusal:
        shown = visible(text.translate(HALF_WIDTH).strip())
        message = _("{staff} is not a staff number: 1 to 32 of the characters 0-9, A-Z, a-z, _ and - are.")
        raise Refused(refusal.code, message, staff=shown) from None


def parse_label(text: str) -> str:
    """A job family or grade, NFKC and trimmed. Invisible characters would make two of one, so they are refused."""
    _refuse_invisible(text)
    return normal_text(text)


def parse_unit(text: str) -> str:
    """A unit as a path with ``/`` or ``／`` between its levels."""
    _refuse_invisible(text)
    path = normal_path(text)
    if not path:
        raise Refused("bad-unit", _("{text} names no unit."), text=visible(text))
    return path


def parse_level_name(text: str) -> str:
    """A unit's name in the column of its own level, where nothing may separate levels."""
    _refuse_invisible(text)
    name = normal_text(text)
    if "/" in name:
        message = _("{text} holds a separator of levels, in the column of one level.")
        hint = _("Put each level into its own column, or the whole path into the column 所属 (unit).")
        raise Refused("unit-separator", message, hint=hint, text=visible(text))
    return name


def joined_path(levels: Sequence[str | None]) -> str | None:
    """The unit that the columns of the levels name together; a blank level is left out."""
    return "/".join(level for level in levels if level) or None


def _refuse_invisible(text: str) -> None:
    if found := re.search(INVISIBLE, text):
        message = _("{text} holds the invisible character {sign}.")
        raise Refused("invisible-character", message, text=visible(text), sign=code_point(found.group()))


def refuse_control(text: str, *, breaks: bool) -> None:
    """Refuse ("control-character") what would command a terminal; ``breaks`` lets line breaks pass."""
    if found := re.search(CONTROL_BUT_BREAKS if breaks else CONTROL, text):
        message = _("{text} holds the control character {sign}.")
        raise Refused("control-character", message, text=visible(text), sign=code_point(found.group()))
