"""What the entries of one person are held against, and the person as ``check`` looks at them."""

from __future__ import annotations

from typing import NamedTuple

from dxskills.index.facts import Facts
from dxskills.index.service import Span
from dxskills.recording.transaction import Transaction


class Known(NamedTuple):
    """``units`` are those that somebody was ever posted in or below, ``everybody`` the known staff numbers,
    ``requirements`` the framework's, as role/requirement, ``today`` the ordinal of the day that is checked for.
    """

    tx: Transaction
    units: frozenset[str]
    everybody: frozenset[str]
    requirements: frozenset[str]
    today: int


class Person(NamedTuple):
    """``spans`` are the days in service, in order."""

    staff: str
    facts: Facts
    spans: list[Span]

    def serves(self, day: int) -> bool:
        return any(span.first <= day <= span.last for span in self.spans)
