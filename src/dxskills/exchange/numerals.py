"""Numbers written in kanji, as in 令和八年四月一日 and 二〇二六年."""

from __future__ import annotations

import re

_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")}
_RUN = "[〇一二三四五六七八九十]+(?=[年月日時分秒])"
_TENS = "([二三四五六七八九]?)十([一二三四五六七八九]?)"


def arabic(text: str) -> str:
    """``text`` with the kanji numbers before 年, 月, 日, 時, 分 and 秒 in digits; what is no number stays as it is."""
    return re.sub(_RUN, lambda found: _number(found.group()), text)


def _number(written: str) -> str:
    if "十" not in written:
        return "".join(_DIGITS[sign] for sign in written)
    tens = re.fullmatch(_TENS, written)
    return f"{_DIGITS[tens[1] or '一']}{_DIGITS[tens[2] or '〇']}" if tens else written
