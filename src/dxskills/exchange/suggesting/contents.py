"""What the cells of a column look like, whatever stands above them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from dxskills.errors import Refused
from dxskills.exchange.amounts import parse_number, parse_yen
from dxskills.exchange.japanese_dates import parse_moment
from dxskills.exchange.outcomes import parse_attendance
from dxskills.exchange.table import Faulty
from dxskills.exchange.values import parse_staff_number, parse_yes_no
from dxskills.framework.lookup import FINDERS
from dxskills.framework.model import Framework

MOST_VALUES = 200
"""Different values by which a column is judged: more say nothing new."""
MOST_KEPT = 5000
"""Different values that are kept of a column: one day among thousands may tell how all are meant."""

_LONGEST = 200
_ENOUGH = 0.8
"""The share of a column's values that must look like something for the column to; names are spelled in many ways."""
_ENOUGH_NAMES = 0.5
_MOST_OUTCOMES = 20

_AMBIGUOUS = re.compile(r"\s*\d{1,2}\s*([-/.])\s*\d{1,2}\s*\1\s*\d{2,4}(?!\d).*", re.ASCII | re.DOTALL)
_KANA = re.compile(r"[ァ-ヶー・\s]+")
_UNIT = re.compile(r".*(部|課|係|室|局|所|署|センター|オフィス|/.+)")

TYPES: Mapping[str, str] = {
    **{name: name for name in FINDERS},
    **dict.fromkeys(("staff", "instructor"), "staff"),
    **dict.fromkeys(("on", "end", "start", "from", "until", "expires_on", "joined", "left"), "date"),
    **dict.fromkeys(("score", "hours", "level"), "number"),
    "subsidy": "amount",
    "outcome": "outcome",
    "manager": "yes-no",
    "kana": "kana",
    "unit": "unit",
}
"""What the cells of a column must look like; a column that is not named takes any text."""


def may_be_named(looks: frozenset[str]) -> bool:
    """Whether such cells can be names that the framework does not know yet: they are nothing else."""
    return not looks & {"staff", "date", "number", "amount", "outcome", "yes-no"}


class Contents(NamedTuple):
    """``values`` are the different ones, in the order of the rows; ``looks`` names what nearly all of them are."""

    values: tuple[str, ...]
    looks: frozenset[str]
    blanks: bool = False

    @property
    def example(self) -> str:
        return self.values[0] if self.values else ""


def look_at(cells: Iterable[str], framework: Framework) -> Contents:
    """The contents of a column's cells. A cell at fault is passed over."""
    different: dict[str, None] = {}
    blanks = False
    for cell in cells:
        text = cell.strip()
        if not text:
            blanks = True
        elif not isinstance(cell, Faulty) and len(different) < MOST_KEPT:
            different[text] = None
    values = tuple(different)
    return Contents(values, frozenset(_looks(values[:MOST_VALUES], framework)), blanks)


def _looks(values: tuple[str, ...], framework: Framework) -> Iterable[str]:
    short = [value for value in values if len(value) <= _LONGEST]
    if not short or len(short) < len(values):
        return
    for name, is_one in _TESTS.items():
        if sum(map(is_one, short)) >= _ENOUGH * len(short):
            yield name
    if len(short) <= _MOST_OUTCOMES and sum(map(_is_outcome, short)) >= _ENOUGH_NAMES * len(short):
        yield "outcome"
    for name, find in FINDERS.items():
        known = sum(_passes(partial(find, framework), value) for value in short)
        if known >= _ENOUGH_NAMES * len(short):
            yield name


def _passes(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Refused:
        return False
    return True


def is_ambiguous(text: str) -> bool:
    """Whether a day is written so that its day and its month cannot be told apart by the form."""
    return len(text) <= _LONGEST and _AMBIGUOUS.fullmatch(unicodedata.normalize("NFKC", text)) is not None


def _is_staff(text: str) -> bool:
    return len(text) >= 3 and any(map(str.isdigit, text)) and _passes(parse_staff_number, text)


def _is_outcome(text: str) -> bool:
    return _passes(parse_attendance, text)


def _is_date(text: str) -> bool:
    return is_ambiguous(text) or _passes(parse_moment, text)


_TESTS: dict[str, Callable[[str], bool]] = {
    "staff": _is_staff,
    "date": _is_date,
    "yes-no": lambda text: _passes(parse_yes_no, text),
    "number": lambda text: _passes(lambda cell: parse_number(cell.rstrip("点時間%")), text),
    "amount": lambda text: _passes(parse_yen, text),
    "kana": lambda text: _KANA.fullmatch(unicodedata.normalize("NFKC", text)) is not None,
    "unit": lambda text: _UNIT.fullmatch(text) is not None,
}
