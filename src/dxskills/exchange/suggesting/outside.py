"""Values above the list, each beside its label or behind it in one cell, as on a sign-in sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dxskills.exchange.suggesting.contents import TYPES, look_at, may_be_named
from dxskills.exchange.suggesting.samples import Sample
from dxskills.exchange.suggesting.spellings import Spellings
from dxskills.exchange.table import Faulty
from dxskills.framework.lookup import FINDERS
from dxskills.framework.model import Framework

_FARTHEST = 3
"""How many cells to the right of its label a value may stand: labels are merged over some."""
_LABELLED = re.compile(r"\s*([^：:]{1,30}?)\s*[：:]\s*(\S.*)", re.DOTALL)
_LONGEST_LABEL = 60


class Outside(NamedTuple):
    """A cell that gives a column its value; ``label`` and ``example`` are for people."""

    column: str
    cell: str
    pattern: str | None
    label: str
    example: str


class _Spot(NamedTuple):
    column: str
    row: int
    place: int
    pattern: str | None


class _Seen(NamedTuple):
    spot: _Spot
    label: str
    value: str


def find_outside(
    samples: Sequence[Sample], free: Collection[str], spellings: Spellings, framework: Framework
) -> tuple[Outside, ...]:
    """The cells for the columns in ``free``: for each the one that suits the most sheets, and more than it does not."""
    suits: Counter[_Spot] = Counter()
    shown: dict[_Spot, _Seen] = {}
    for sample in samples:
        for seen in _labelled(sample, free, spellings):
            if not seen.value:
                continue
            fits = _fits(seen.spot.column, seen.value, framework)
            suits[seen.spot] += 1 if fits else -1
            if fits:
                shown.setdefault(seen.spot, seen)
    best: dict[str, _Seen] = {}
    for spot, count in suits.most_common():
        if count > 0 and spot.column not in best:
            best[spot.column] = shown[spot]
    order = [column for column in spellings.columns if column in best]
    return tuple(_outside(best[column]) for column in order)


def _labelled(sample: Sample, free: Collection[str], spellings: Spellings) -> Iterator[_Seen]:
    for row in sample.above:
        for place, cell in enumerate(row.cells):
            text = cell.strip()
            if not text or isinstance(cell, Faulty):
                continue
            column = spellings.understood(text) if len(text) <= _LONGEST_LABEL else None
            if column is not None and column in free:
                at, value = _beside(row.cells, place, spellings)
                yield _Seen(_Spot(column, row.number, at, None), text, value)
            elif found := _LABELLED.fullmatch(text[:_LONGEST_LABEL]):
                column = spellings.understood(found[1])
                if column is not None and column in free:
                    pattern = f"{re.escape(found[1])}\\s*[：:]\\s*(.+)"
                    yield _Seen(_Spot(column, row.number, place, pattern), found[1], found[2].strip())


def _beside(cells: Sequence[str], place: int, spellings: Spellings) -> tuple[int, str]:
    """The place and the text of the value that belongs to a label; the next cell where there is none."""
    for at in range(place + 1, min(place + 1 + _FARTHEST, len(cells))):
        text = cells[at].strip()
        if text:
            is_value = not isinstance(cells[at], Faulty) and spellings.understood(text) is None
            return (at, text) if is_value else (place + 1, "")
    return place + 1, ""


def _fits(column: str, value: str, framework: Framework) -> bool:
    """Whether the value can be the column's. A training's name need not be known yet, but is no day and no number."""
    wanted = TYPES.get(column)
    looks = look_at([value], framework).looks
    if wanted in FINDERS:
        return wanted in looks or may_be_named(looks)
    return wanted is None or wanted in looks


def _outside(seen: _Seen) -> Outside:
    spot = seen.spot
    return Outside(spot.column, f"{_letters(spot.place)}{spot.row}", spot.pattern, seen.label, seen.value)


def _letters(place: int) -> str:
    """The column that spreadsheets call A, B, …, Z, AA, …; ``place`` is counted from 0."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
