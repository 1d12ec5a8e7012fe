"""The numbers of cells as texts: as people see them where that matters, and days as ISO 8601 writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from math import floor

from dxskills.exchange.workbook.flaws import CellFlaw

_AT = r"([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?"
_ISO = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:T{_AT})?Z?|T?{_AT}")
_SHORT = 15
"""Digits (and a point) that are certainly significant."""
_EXACT = 10**15
"""Below it a spreadsheet program keeps every digit."""

_TWO = [f"{number:02}" for number in range(60)]
_DAY = 86_400
_PRECISION = 0.001
"""Seconds that the binary fraction of a day may be off."""
_SPURIOUS = 60
"""The 29th of February 1900, which the program that spreadsheets come from took for a day."""
_LAST = date.max.toordinal()
_BASE_1900 = date(1899, 12, 30).toordinal()
_BASE_1904 = date(1904, 1, 1).toordinal()


def number_in(text: str) -> float:
    """Raises CellFlaw ("no-number-cell")."""
    try:
        value = float(text)
    except ValueError:
        raise CellFlaw("no-number-cell") from None
    # Python reads 1_000, other scripts' digits, and names of what is beyond the largest number.
    if value - value != 0 or "_" in text or not text.isascii():
        raise CellFlaw("no-number-cell")
    return value


def plain(text: str) -> str:
    """A number in its shortest form, to the 15 digits that spreadsheets have: ``80``, ``92.5``, ``12`` for ``12.0``.

    Digits that the file writes out are kept however many they are. Raises CellFlaw.
    """
    whole, point, fraction = text.partition(".")
    if whole.isdecimal() and whole.isascii() and (whole[0] != "0" or (point and len(whole) == 1)):
        if not point:
            return text
        if len(text) < _SHORT and fraction.isdecimal() and fraction.isascii() and fraction[-1] != "0":
            return text
    value = number_in(text)
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    shortest = f"{value:.15g}"
    if "e" not in shortest:
        return shortest
    from decimal import Decimal

    return f"{Decimal(shortest):f}"


def day(text: str, epoch_1904: bool) -> str:
    """A serial number as a day, or as a day and a time. Raises CellFlaw ("no-date-cell") for what is no day."""
    days, seconds = _split(number_in(text))
    base = _BASE_1904 if epoch_1904 else _BASE_1900
    if not epoch_1904 and days <= _SPURIOUS:
        if days in (0, _SPURIOUS):
            raise CellFlaw("no-date-cell")
        base += 1
    if days < 0 or base + days > _LAST:
        raise CellFlaw("no-date-cell")
    written = _written(base + days)
    return f"{written} {_clock(seconds)}" if seconds else written


def time(text: str, epoch_1904: bool) -> str:
    """A serial number that is shown as a time of day; with its day if it has one. Raises CellFlaw."""
    days, seconds = _split(number_in(text))
    return _clock(seconds) if days == 0 else day(text, epoch_1904)


def duration(text: str) -> str:
    """A serial number as hours, minutes and seconds, however many hours. Raises CellFlaw."""
    days, seconds = _split(number_in(text))
    if days < 0:
        raise CellFlaw("no-date-cell")
    return _clock(days * _DAY + seconds)


@lru_cache(maxsize=4_000)
def _written(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _split(value: float) -> tuple[int, int]:
    """Whole days, and whole seconds of the day: a fraction of a second is cut off, if it is more than a rounding."""
    days = floor(value)
    exact = (value - days) * _DAY
    seconds = round(exact)
    if abs(exact - seconds) > _PRECISION:
        seconds = int(exact)
    return (days + 1, 0) if seconds == _DAY else (days, seconds)


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{_TWO[hour] if hour < 60 else hour}:{_TWO[minute]}:{_TWO[second]}"


def iso_day(text: str) -> str:
    """A cell that is written as a day of ISO 8601. Raises CellFlaw ("no-date-cell")."""
    match = _ISO.fullmatch(text)
    if match is None:
        raise CellFlaw("no-date-cell")
    on, moment, at = match.groups()
    try:
        datetime.fromisoformat(f"{on or '2000-01-01'} {moment or at or '00:00:00'}")
    except ValueError:
        raise CellFlaw("no-date-cell") from None
    if on is None:
        return str(at)
    return f"{on} {moment}" if moment and moment != "00:00:00" else str(on)


def filled(text: str, width: int) -> str:
    """A whole number with as many zeros before it as make it ``width`` digits long."""
    if text.isdecimal() and text.isascii() and len(text) <= width:
        return text.zfill(width)
    return with_zeros(text, "0" * width)


def with_zeros(text: str, pattern: str) -> str:
    """A whole number as ``pattern`` shows it, in which each ``0`` is a digit and all else stands for itself."""
    value = number_in(text)
    if value < 0 or value != int(value) or value >= _EXACT:
        return plain(text)
    digits = str(int(value)).zfill(pattern.count("0"))
    surplus = len(digits) - pattern.count("0")
    rest = iter(digits[surplus:])
    shown = "".join(next(rest) if sign == "0" else sign for sign in pattern)
    first = pattern.index("0")
    return shown[:first] + digits[:surplus] + shown[first:]
