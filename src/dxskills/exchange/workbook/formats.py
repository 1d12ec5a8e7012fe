"""How cells show their numbers, from the styles of a workbook: only what changes a value, not how it is adorned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from dxskills.exchange.workbook import numbers
from dxskills.exchange.workbook.flaws import Broken, TooLarge
from dxskills.exchange.workbook.limits import LONGEST_FORMAT, MOST_STYLES
from dxskills.exchange.workbook.markup import Attributes, Listener, parse
from dxskills.i18n import _

Show = Callable[[str], str]
"""A cell's number as written → as text. Raises CellFlaw."""

# ECMA-376 part 1, 18.8.30. From 27 on they are those of Chinese, Japanese and Korean, days (and times of day) alike.
_DAYS = {14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)}
_TIMES = {18, 19, 20, 21, 45, 47}
_DURATIONS = {46}

_GENERAL = re.compile(r"general|g/\w+|standard", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# A quoted text; an escaped character; a width or a filling; a colour, condition or language.
_ADORNED = re.compile(r'"[^"]*"?|\\.?|[_*].?|\[[^\]]*\]?', re.DOTALL)
_CLOCK = re.compile(r"[hs]|am/pm|a/p")
_CALENDAR = re.compile(r"[ydgb]|e(?![+-])|aaa")
_EXPONENT = re.compile(r"[0#?.]e[+-]", re.IGNORECASE)
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[\$([^\]-]*)[^\]]*\]|\[[^<>=\]]*\]|(0)|([-+ ():])', re.DOTALL)


def read_formats(pieces: Iterable[bytes], epoch_1904: bool) -> list[Show | None]:
    """For each style of a cell how it shows a number; ``None``: plainly. Raises ExpatError, or a flaw."""
    codes: dict[int, str] = {}
    styles: list[int] = []

    def take(name: str, around: str, attributes: Attributes) -> None:
        if not around and name != "styleSheet":
            raise Broken(_("the part of its styles is not what it should be"))
        if name == "numFmt" and around == "numFmts":
            codes[_number(attributes)] = attributes.get("formatCode", "")[:LONGEST_FORMAT]
        elif name == "xf" and around == "cellXfs":
            styles.append(_number(attributes))
        if len(codes) + len(styles) > MOST_STYLES:
            raise TooLarge(_("it has too many styles"))

    parse(pieces, Listener(take))
    shows = {number: _show(number, codes.get(number), epoch_1904) for number in set(styles)}
    return [shows[number] for number in styles]


def _number(attributes: Attributes) -> int:
    written = attributes.get("numFmtId", "0")
    if not written.isdecimal() or len(written) > 9:
        raise Broken(_("the part of its styles is not what it should be"))
    return int(written)


def _show(number: int, code: str | None, epoch_1904: bool) -> Show | None:
    if code is not None:
        return show_of(code, epoch_1904)
    if number in _DAYS:
        return partial(numbers.day, epoch_1904=epoch_1904)
    if number in _TIMES:
        return partial(numbers.time, epoch_1904=epoch_1904)
    return numbers.duration if number in _DURATIONS else None


def show_of(code: str, epoch_1904: bool = False) -> Show | None:
    """How a number format written as ``code`` shows a number; ``None``: in a way that does not matter."""
    for section in _sections(code):
        bare = _GENERAL.sub("", _ADORNED.sub("", section)).lower()
        if _ELAPSED.search(section):
            return numbers.duration
        if _CALENDAR.search(bare) and not _EXPONENT.search(bare):
            return partial(numbers.day, epoch_1904=epoch_1904)
        if _CLOCK.search(bare):
            return partial(numbers.time, epoch_1904=epoch_1904)
        if "m" in bare:
            return partial(numbers.day, epoch_1904=epoch_1904)
        if bare:
            pattern = _zeros(section)
            if pattern.count("0") < 2:
                return None
            if not pattern.strip("0"):
                return partial(numbers.filled, width=len(pattern))
            return partial(numbers.with_zeros, pattern=pattern)
    return None


def _sections(code: str) -> list[str]:
    """The parts for positive numbers, negative ones, zero and texts: what is between semicolons that are not quoted."""
    sections, begin, end = [], 0, 0
    while end < len(code):
        if code[end] == ";":
            sections.append(code[begin:end])
            begin = end + 1
        adorned = _ADORNED.match(code, end)
        end = adorned.end() if adorned else end + 1
    return [*sections, code[begin:]]


def _zeros(section: str) -> str:
    """A format of nothing but zeros and fixed texts, as a pattern; empty for every other, and for fixed zeros."""
    pattern, end = "", 0
    for token in _TOKEN.finditer(section):
        quoted, escaped, currency, zero, sign = token.groups()
        text = quoted or escaped or currency or sign or ""
        if token.start() != end or "0" in text:
            return ""
        pattern += zero or text
        end = token.end()
    return pattern if end == len(section) else ""
