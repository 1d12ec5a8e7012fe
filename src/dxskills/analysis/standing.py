"""What a person's evidence comes to on one day, for requirements that need not be asked of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import orjson

from dxskills.analysis.question import Question
from dxskills.analysis.steps import Lacking, Thing
from dxskills.dates import fiscal_year, fiscal_year_last
from dxskills.framework.model import Framework, Requirement
from dxskills.index.evidence import Source, Sources
from dxskills.index.facts import NUMBER, Facts, ordinal

_ITEM = {
    NUMBER["training.recorded"]: "training",
    NUMBER["certification.recorded"]: "certification",
    NUMBER["certification.revoked"]: "certification",
    NUMBER["skill.assessed"]: "skill",
    NUMBER["requirement.waived"]: "requirement",
}
_WHO = (NUMBER["staff.joined"], NUMBER["staff.changed"])
_READ = """
SELECT e.person, e.seq, e.kind, e.day, e.data FROM temp.candidate c CROSS JOIN told e ON e.person = c.person
WHERE e.kind IN ({kinds}) AND e.retracted IS NULL ORDER BY e.person, e.kind, e.seq
"""


class Standing(NamedTuple):
    """``held`` are the items that count on the day, also through others that satisfy them."""

    lacking: tuple[Lacking, ...]
    held: frozenset[Thing]


def read_people(connection: sqlite3.Connection, wanted: Collection[Thing]) -> Iterator[tuple[int, Facts]]:
    """What is entered of the people in ``temp.candidate`` about themselves and the things wanted; sorted by person."""
    loads = orjson.loads
    kinds = ",".join(map(str, [*_WHO, *_ITEM]))
    rows = connection.execute(_READ.format(kinds=kinds))
    for person, of_person in groupby(rows, key=lambda row: int(row[0])):
        known: list[tuple[int, int, int | None, dict[str, object]]] = []
        for _person, seq, kind, day, text in of_person:
            data = loads(text)
            name = _ITEM.get(kind)
            if name is None or (name, data.get(name)) in wanted:
                known.append((seq, kind, day, data))
        yield person, Facts(known)


def standing(facts: Facts, framework: Framework, asked: Iterable[Requirement], question: Question) -> Standing:
    """What of ``asked`` the person would lack on the day, if it were asked of them."""
    sources = Sources(facts, framework)
    day = question.day
    year_start = framework.organisation.fiscal_year_start
    first = fiscal_year_last(fiscal_year(question.as_of, year_start) - 1, year_start).toordinal() + 1
    held = frozenset(
        thing for thing, found in sources.items.items() if any(one.day <= day <= one.until for one in found)
    )
    lacking = []
    for q in asked:
        met = tuple(
            place
            for place, alternative in enumerate(q.alternatives)
            if any(_counts(source, q, day, first) for source in sources.of(alternative))
        )
        if len(met) < q.at_least and not _waived(facts, q, day):
            lacking.append(Lacking(q, met))
    return Standing(tuple(lacking), held)


def _counts(source: Source, q: Requirement, day: int, first: int) -> bool:
    if q.cycle:
        return first <= source.day <= day < source.drops_on
    return source.day <= day <= source.until and not (source.assessed and source.drops_on <= day)


def _waived(facts: Facts, q: Requirement, day: int) -> bool:
    return any(
        entry.data["requirement"] == q.path and entry.day <= day <= ordinal(entry.data["until"])
        for entry in facts.requirement_waived
    )
