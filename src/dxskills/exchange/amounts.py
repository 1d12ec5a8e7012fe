"""Numbers and amounts of money as people type them. Only the digits 0 to 9, full-width ones too, are digits."""

from __future__ import annotations

import re
from functools import lru_cache

from dxskills.errors import Refused
from dxskills.exchange.characters import HALF_WIDTH, visible
from dxskills.i18n import _

_NUMBER = re.compile(r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(\.\d{1,6})?", re.ASCII)
# A backslash is the yen sign of cp932. 金 goes before and 也 or a dash behind, so that nobody adds a digit on paper;
# behind a bare number a dash is some systems' minus.
_YEN = re.compile(
    r"(?P<sign>金\s*[¥\\]?|[¥\\])?\s* (?P<amount>[\d,.]+) \s*(?P<yen>円)?\s* (?(yen)[整也-]?|(?(sign)[整也-]?))",
    re.ASCII | re.VERBOSE,
)
_IN_OTHER_UNITS = re.compile(r"[¥\\]?\s*[\d,.]+\s*[百千万億]\s*円?", re.ASCII)
# Books write a minus as a triangle or in brackets; the minus sign and the dashes are what conversions make of a hyphen.
_NEGATIVE = re.compile(
    r"[¥\\]?\s* (?: [-\u2010-\u2013\u2212△▲▵▴]\s*[¥\\]?\s*\d[\d,.]*\s*円? | \(\s*[¥\\]?\d[\d,.]*\s*円?\s*\)\s*円? )",
    re.ASCII | re.VERBOSE,
)
_FOLD = HALF_WIDTH | {0xFFE5: "¥", 0xA0: " "}


@lru_cache(maxsize=4096)
def parse_number(text: str, unit: str = "") -> float:
    """A number that is not negative, whole ones as ``int``; ``unit`` may stand behind it. Refuses with "bad-number"."""
    folded = text.translate(_FOLD).strip()
    bare = folded.removesuffix(unit).rstrip() if unit else folded
    found = _NUMBER.fullmatch(bare)
    if found is None:
        if _NEGATIVE.fullmatch(bare):
            raise _negative(text)
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
    """An amount in yen: 7,500円, ￥7,500-, 金7,500円也, ７，５００ or 7500. Refuses with "bad-number"."""
    folded = text.translate(_FOLD).strip()
    found = _YEN.fullmatch(folded)
    if found is None or not _NUMBER.fullmatch(found["amount"]):
        if _NEGATIVE.fullmatch(folded):
            raise _negative(text)
        hint = _("Write the amount in yen, in digits.") if _IN_OTHER_UNITS.fullmatch(folded) else None
        raise Refused("bad-number", _("{text} is not an amount of money."), hint=hint, text=visible(text))
    return parse_whole(found["amount"])


def _negative(text: str) -> Refused:
    return Refused("bad-number", _("{text} is negative, which no value here can be."), text=visible(text))
