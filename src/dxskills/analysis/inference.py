"""What a reader of published numbers can compute of the numbers that are not published.

The numbers are counts, hence whole and not negative. A relation says that a weighted sum of them is known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from math import gcd, inf
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
_MOST_STEPS = 200_000
"""Steps of narrowing after which we stop; whoever goes on narrows bounds, in our experience, no further."""


class Relation(Generic[K]):
    """The sum of coefficient times number over ``terms`` is ``known``."""

    __slots__ = ("known", "terms")

    def __init__(self, terms: Mapping[K, int], known: int) -> None:
        self.terms = dict(terms)
        self.known = known


def bounds(relations: Iterable[Relation[K]], least: Mapping[K, int]) -> dict[K, tuple[int, float]]:
    """Between which values each number lies, bounds included; ``least`` gives the smallest value where it is not 0.

    Combines two ways: relations are eliminated against each other exactly, and the bounds of each number are narrowed
    by those of its neighbours, in the relations as they are and in the reduced ones, until nothing narrows further.
    """
    given = [relation for relation in relations if relation.terms]
    low: dict[K, int] = {key: least.get(key, 0) for relation in given for key in relation.terms}
    high: dict[K, float] = dict.fromkeys(low, inf)
    _narrow([*given, *_reduced(given)], low, high)
    return {key: (low[key], high[key]) for key in low}


def _reduced(relations: list[Relation[K]]) -> list[Relation[K]]:
    """The relations solved for as many numbers as they determine: each such number stands in one relation only."""
    solved: dict[K, Relation[K]] = {}
    standing: dict[K, set[K]] = {}  # for each number, the solved relations in which it stands
    for relation in relations:
        row = Relation(relation.terms, relation.known)
        for key in [key for key in row.terms if key in solved]:
            _eliminate(row, solved[key], key)
        if not row.terms:
            continue
        pivot = min(row.terms, key=lambda key: (abs(row.terms[key]), len(standing.get(key, ()))))
        for key in list(standing.get(pivot, ())):
            other = solved[key]
            before = set(other.terms)
            _eliminate(other, row, pivot)
            for gone in before - other.terms.keys():
                standing[gone].discard(key)
            for new in other.terms.keys() - before:
                standing.setdefault(new, set()).add(key)
        solved[pivot] = row
        for key in row.terms:
            standing.setdefault(key, set()).add(pivot)
    return list(solved.values())


def _eliminate(row: Relation[K], by: Relation[K], key: K) -> None:
    """Take ``key`` out of ``row`` by adding multiples of the two."""
    here, there = row.terms.get(key, 0), by.terms[key]
    if not here:
        return
    terms = {each: value * there for each, value in row.terms.items()}
    for each, value in by.terms.items():
        terms[each] = terms.get(each, 0) - value * here
    known = row.known * there - by.known * here
    terms = {each: value for each, value in terms.items() if value}
    divisor = gcd(known, *terms.values()) or 1
    row.terms = {each: value // divisor for each, value in terms.items()}
    row.known = known // divisor


def _narrow(relations: list[Relation[K]], low: dict[K, int], high: dict[K, float]) -> None:
    using: dict[K, list[int]] = {}
    for number, relation in enumerate(relations):
        for key in relation.terms:
            using.setdefault(key, []).append(number)
    queue = deque(range(len(relations)))
    waiting = set(queue)
    steps = 0
    while queue and steps < _MOST_STEPS:
        number = queue.popleft()
        waiting.discard(number)
        steps += 1
        for key in _narrowed(relations[number], low, high):
            queue.extend(other for other in using[key] if other not in waiting)
            waiting.update(using[key])


def _narrowed(relation: Relation[K], low: dict[K, int], high: dict[K, float]) -> list[K]:
    """Narrow the bounds of the relation's numbers; which ones changed."""
    least = most = 0
    open_below: list[K] = []  # terms that have no least value
    open_above: list[K] = []
    for key, factor in relation.terms.items():
        first, last = (low[key], high[key]) if factor > 0 else (high[key], low[key])
        if first == inf:
            open_below.append(key)
        else:
            least += factor * int(first)
        if last == inf:
            open_above.append(key)
        else:
            most += factor * int(last)
    changed = []
    for key, factor in relation.terms.items():
        before = low[key], high[key]
        first, last = (low[key], high[key]) if factor > 0 else (high[key], low[key])
        if not open_below or open_below == [key]:  # the others' least value is known: an upper bound of this term
            room = relation.known - least + (factor * int(first) if first != inf else 0)
            _cut(key, room, factor, low, high, upper=True)
        if not open_above or open_above == [key]:
            room = relation.known - most + (factor * int(last) if last != inf else 0)
            _cut(key, room, factor, low, high, upper=False)
        if (low[key], high[key]) != before:
            changed.append(key)
    return changed


def _cut(key: K, room: int, factor: int, low: dict[K, int], high: dict[K, float], *, upper: bool) -> None:
    """factor × number is at most (``upper``) or at least ``room``; bounds are rounded inwards to whole numbers."""
    if upper == (factor > 0):
        high[key] = min(high[key], room // factor)
    else:
        low[key] = max(low[key], -(-room // factor))
