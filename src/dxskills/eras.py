"""The eras since Meiji, and the year that a day has in its era.

First and last days are those of the Gregorian calendar, also before 1873, when Japan took that calendar over. Of the
two days that law gives to two eras, 1912-07-30 and 1926-12-25, the later era has them, as everywhere in computing. The
table is our own: jeraconv and japanera, the libraries there are, have Meiji begin on days that it did not.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class Era(NamedTuple):
    names: tuple[str, str, str]  # in full, its first character, its letter
    first: date
    last: date


_STARTS = (
    (("明治", "明", "M"), date(1868, 1, 25)),
    (("大正", "大", "T"), date(1912, 7, 30)),
    (("昭和", "昭", "S"), date(1926, 12, 25)),
    (("平成", "平", "H"), date(1989, 1, 8)),
    (("令和", "令", "R"), date(2019, 5, 1)),
)
_ENDS = (*(first - timedelta(days=1) for _names, first in _STARTS[1:]), date.max)
ERAS = tuple(Era(names, first, last) for (names, first), last in zip(_STARTS, _ENDS, strict=True))
BY_NAME = {name: era for era in ERAS for name in era.names}
EARLIEST = ERAS[0].first


def in_its_era(day: date) -> str | None:
    """The day as 令和元年5月1日, in the era that it lies in; None before Meiji."""
    found = _found(day)
    if found is None:
        return None
    era, year = found
    return f"{era.names[0]}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def letter_form(day: date) -> str | None:
    """The day as R1.5.1, for where there is little room."""
    found = _found(day)
    return None if found is None else f"{found[0].names[2]}{found[1]}.{day.month}.{day.day}"


def _found(day: date) -> tuple[Era, int] | None:
    """The era that the day lies in, and its year in it."""
    for era in ERAS:
        if era.first <= day <= era.last:
            return era, day.year - era.first.year + 1
    return None
