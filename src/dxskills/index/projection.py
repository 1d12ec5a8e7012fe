"""One person's entries in, the rows that the questions are asked of out. Pure: nothing here touches the database."""

from __future__ import annotations

from collections.abc import Container, Iterator

from dxskills.index.evidence import Sources, timeline
from dxskills.index.facts import Facts, ordinal
from dxskills.index.numbering import Numbering
from dxskills.index.service import segments_in_service

PostingRow = tuple[str | None, int, int]


def posting_rows(facts: Facts) -> list[PostingRow]:
    """(unit, first, last) of every stretch in service, neighbours in one unit joined."""
    rows: list[PostingRow] = []
    for segment in segments_in_service(facts):
        unit = segment.values.get("unit")
        if rows and rows[-1][0] == unit and rows[-1][2] + 1 == segment.first:
            rows[-1] = (unit, rows[-1][1], segment.last)
        else:
            rows.append((unit, segment.first, segment.last))
    return rows


def state_rows(
    facts: Facts, numbering: Numbering, roles: Container[int]
) -> Iterator[tuple[int, int, int, int, int, str]]:
    """(requirement, first, last, until, ever, evidence) for what these roles require and anything entered speaks to."""
    sources = Sources(facts, numbering.framework)
    touched = {number for thing in sources.touched() for number in numbering.asks.get(thing, ())}
    year_start = numbering.framework.organisation.fiscal_year_start
    for number in touched:
        if numbering.role_of[number] not in roles:
            continue
        for state in timeline(numbering.requirements[number], sources, year_start):
            evidence = ",".join(map(str, state.evidence))
            yield number, state.first, state.last, state.until, int(state.ever), evidence


def waiver_rows(facts: Facts, numbering: Numbering) -> Iterator[tuple[int, int, int, int]]:
    """(requirement, first, last, seq) of the waivers whose requirement the framework still has."""
    for entry in facts.requirement_waived:
        role, _, requirement = entry.data["requirement"].partition("/")
        number = numbering.requirement_number.get((role, requirement))
        if number is not None:
            yield number, entry.day, ordinal(entry.data["until"]), entry.seq


def plan_rows(facts: Facts) -> Iterator[tuple[str, int, int]]:
    """(training, day, seq) of the enrolments."""
    for entry in facts.training_enrolled:
        yield entry.data["training"], entry.day, entry.seq
