"""Which units lack the people they were promised (docs/rules.md, staffing)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dxskills.analysis.question import Question
from dxskills.analysis.results import StaffingRow
from dxskills.framework.model import Role, Staffing
from dxskills.index import UnitNames


class HolderRow(NamedTuple):
    """A person who holds a role in a unit on the day asked about; ``ends`` is the assignment's own last day."""

    person: int
    unit: int
    ends: int


def staffing_rows(
    role: Role,
    holders: list[HolderRow],
    gaps: Mapping[int, frozenset[int]],
    posted: set[int],
    units: UnitNames,
    question: Question,
) -> Iterable[StaffingRow]:
    """The rows of one role, unsorted. ``posted`` are the units in scope in which somebody in service is posted."""
    for staffing in role.staffing:
        if staffing.level is None:
            if question.dept is None:
                yield _row(role, staffing, None, holders, gaps, question)
            continue
        inside: dict[str, list[HolderRow]] = {}
        for unit in posted:
            path = units.at_level(unit, staffing.level)
            if path is not None and (question.dept is None or (path + "/").startswith(question.dept + "/")):
                inside.setdefault(path, [])
        for holder in holders:
            path = units.at_level(holder.unit, staffing.level)
            if path in inside:
                inside[path].append(holder)
        for path, rows in inside.items():
            yield _row(role, staffing, path, rows, gaps, question)


def _row(
    role: Role,
    staffing: Staffing,
    unit: str | None,
    holders: list[HolderRow],
    gaps: Mapping[int, frozenset[int]],
    question: Question,
) -> StaffingRow:
    people = {holder.person for holder in holders}
    return StaffingRow(
        role=role.id,
        unit=unit,
        target=staffing.minimum,
        assigned=len(people),
        qualified=sum(1 for person in people if not gaps.get(person)),
        shortfall=max(0, staffing.minimum - len(people)),
        ending=sum(1 for holder in holders if holder.ends <= question.horizon_end),
    )
