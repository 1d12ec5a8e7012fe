"""Drawing from a fixed seed, so that a sample office is the same on every machine and every Python."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A seeded source of choices.

    Built on ``Random.random`` alone: its sequence is promised to stay the same between Python versions, that of
    ``choice`` or ``sample`` is not.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.number(0, len(choices) - 1)]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """``count`` different members (fewer where there are fewer), in the order drawn."""
        left = list(choices)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(min(count, len(left)))]

    def day(self, first: date, last: date) -> date:
        """A day from ``first`` to ``last``; ``first`` where the span is empty."""
        return first + timedelta(days=self.number(0, max(0, (last - first).days)))


def working_day(day: date) -> date:
    """``day``, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
