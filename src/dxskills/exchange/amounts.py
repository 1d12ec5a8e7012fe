"""Numbers and amounts of money as people type them. Only the digits 0 to 9, full-width ones too, are digits."""

from __future__ import annotations

import re
from functools import lru_cache

from dxskills.errors import Refused
from dxskills.exchange.characters import HALF_WIDTH, visible
from dxskills.i18n import _

_NUMBER = re.compile(r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(\.\d{1,6})?", re.ASCII)
# A backslash is the yen sign of cp932.
_YEN = re.compile(r"[¥\\]?\s*([\d,.]+)\s*円?", re.ASCII)
_FOLD = HALF_WIDTH | {0xFFE5: "¥", 0xA0: " "}


@lru_cache(maxsize=4096)
def parse_number(text: str, unit: str = "") -> float:
    """A number that is not negative, whole ones as ``int``; ``unit`` may stand behind it. Refuses with "bad-number"."""
    folded = text.translate(_FOLD).strip()
    found = _NUMBER.fullmatch(folded.removesuffix(unit).rstrip() if unit else folded)
    if found is None:
        raise Refused("bad-number", _("{text} is not a number."), text=visible(text))
    whole = found[1].replace(",", "")
    return float(whole + found[2]) if found[2] and found[2].strip(".0") else int(whole)


def parse_whole(text: str) -> int:
    """A whole number; refuses with "bad-number"."""
    number = parse_number(text)
    if not isinstance(number, int):
        raise Refused("bad-number", _("{text} is not a whole number."), text=visible(text))
    return number


def parse_yen(text: str) -> int:
    """An amount in yen: 7,500円, ￥7,500, ７，５００ or 7500. Refuses with "bad-number"."""
    found = _YEN.fullmatch(text.translate(_FOLD).strip())
    if found is None or not _NUMBER.fullmatch(found[1]):
        raise Refused("bad-number", _("{text} is not an amount of money."), text=visible(text))
    return parse_whole(found[1])
