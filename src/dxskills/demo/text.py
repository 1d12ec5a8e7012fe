"""How offices write things: era dates, full-width digits, amounts, and CSV files in the encodings of their systems."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

_ERAS = ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H"), (date(1926, 12, 25), "昭和", "S"))
_WIDE = str.maketrans("0123456789,", "０１２３４５６７８９，")
_WEEKDAYS = "月火水木金土日"


def wide(text: str) -> str:
    """ASCII digits and separators as full-width ones."""
    return text.translate(_WIDE)


def _era(day: date) -> tuple[str, str, int]:
    for start, name, letter in _ERAS:
        if day >= start:
            return name, letter, day.year - start.year + 1
    raise ValueError(day)


def long_era(day: date) -> str:
    """令和8年4月1日; the first year of an era is 元年."""
    name, _, year = _era(day)
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def short_era(day: date) -> str:
    """R8.4.1"""
    _, letter, year = _era(day)
    return f"{letter}{year}.{day.month}.{day.day}"


def padded_era(day: date) -> str:
    """R08.04.01"""
    _, letter, year = _era(day)
    return f"{letter}{year:02}.{day.month:02}.{day.day:02}"


def slashed(day: date) -> str:
    """2026/4/1"""
    return f"{day.year}/{day.month}/{day.day}"


def with_weekday(day: date) -> str:
    """2026年4月1日(水)"""
    return f"{day.year}年{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"


def mixed(day: date, turn: int) -> str:
    """The day in one of the ways that people type dates into one column; ``turn`` chooses."""
    styles = (long_era, short_era, slashed, padded_era, lambda d: wide(long_era(d)), date.isoformat)
    return styles[turn % len(styles)](day)


def yen(amount: int, turn: int) -> str:
    """The amount in one of the ways that people type money; ``turn`` chooses."""
    return (f"{amount:,}円", str(amount), f"￥{amount:,}", wide(f"{amount:,}") + "円")[turn % 4]


def write_csv(path: Path, header: str, rows: Iterable[Sequence[str]], *, encoding: str, newline: str = "\r\n") -> None:
    """Write one CSV file. ``header`` is its first line; ``encoding`` is cp932, utf-8 or utf-8-sig."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=newline)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
