"""Which kind of file it is: the one whose columns it has most of, and has all that are required."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from dxskills.exchange.columns import FORMS, normal_header
from dxskills.exchange.suggesting.contents import look_at
from dxskills.exchange.suggesting.matching import Heading, Match, match_columns
from dxskills.exchange.suggesting.outside import Outside, find_outside
from dxskills.exchange.suggesting.samples import Sample, take_sample
from dxskills.exchange.suggesting.spellings import EXACT, Spellings
from dxskills.exchange.table import Table
from dxskills.framework.model import Framework

MOST_SHEETS = 50
_LACKING = -8.0


class Guess(NamedTuple):
    """What a file seems to be. ``samples`` are of the tables that have the same header, ``others`` the rest."""

    kind: str
    samples: tuple[Sample, ...]
    others: tuple[Table, ...]
    headings: tuple[Heading, ...]
    matches: Mapping[int, Match]
    outside: tuple[Outside, ...]
    lacking: tuple[str, ...]
    score: float


def guess_kind(tables: Sequence[Table], kind: str | None, framework: Framework) -> Guess | None:
    """The likeliest reading of the tables, as files of ``kind`` if it is said; None where no table has a header."""
    levels = framework.organisation.unit_levels
    spellings = {each: Spellings(each, levels) for each in FORMS if kind in (None, each)}
    taken = [(table, take_sample(table, tuple(spellings.values()))) for table in tables[:MOST_SHEETS]]
    samples = _alike([sample for _table, sample in taken if sample is not None])
    if not samples:
        return None
    chosen = {id(sample) for sample in samples}
    others = tuple(table for table, sample in taken if id(sample) not in chosen)
    header = samples[0].header.cells
    headings = tuple(
        Heading(place, cell, look_at(chain.from_iterable(sample.column(place) for sample in samples), framework))
        for place, cell in enumerate(header)
        if cell.strip()
    )
    guesses = [_as_kind(one, samples, others, headings, framework) for one in spellings.values()]
    return max(guesses, key=lambda guess: guess.score)


def _alike(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """The samples with the header that most of them have, in the order of the sheets."""
    headers = [tuple(map(normal_header, sample.header.cells)) for sample in samples]
    if not headers:
        return ()
    most, _count = Counter(headers).most_common(1)[0]
    return tuple(sample for sample, header in zip(samples, headers, strict=True) if header == most)


def _as_kind(
    spellings: Spellings,
    samples: tuple[Sample, ...],
    others: tuple[Table, ...],
    headings: tuple[Heading, ...],
    framework: Framework,
) -> Guess:
    kind = spellings.kind
    matches = match_columns(headings, spellings, kind)
    in_list = {match.column for match in matches.values()}
    free = [column for column in spellings.columns if column not in in_list]
    outside = find_outside(samples, free, spellings, framework)
    given = in_list | {one.column for one in outside}
    lacking = tuple(column for column in FORMS[kind].required if column not in given)
    score = sum(match.score for match in matches.values()) + EXACT * len(outside) + _LACKING * len(lacking)
    return Guess(kind, samples, others, headings, matches, outside, lacking, score)
