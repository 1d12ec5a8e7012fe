"""Which roles a person holds, where and from when to when (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dxskills.framework.model import Framework, Role, Where
from dxskills.index.facts import NO_END, Entry, Facts, ordinal
from dxskills.index.service import Segment, Span, Transfer, segments_in_service, service_spans, transfers


class Holding(NamedTuple):
    """A stretch of days on which a person holds a role in one unit.

    ``since`` is the day the role has been held from, ``ends`` the assignment's own last day (``NO_END`` for none and
    for membership), ``entry`` the seq of the assignment, 0 for membership.
    """

    role: str
    unit: str | None
    first: int
    last: int
    since: int
    ends: int
    entry: int


class Assignment(NamedTuple):
    """An assignment with the end it really has: its own, an earlier unassignment's, or that of a transfer."""

    entry: Entry
    role: str
    unit: str | None
    start: int
    end: int
    stretches: tuple[tuple[str | None, int, int], ...]  # (unit, first, last)


def within_unit(unit: str | None, above: str) -> bool:
    """Whether ``unit`` is ``above`` or lies below it."""
    return unit is not None and (unit == above or unit.startswith(above + "/"))


def assignments(facts: Facts, framework: Framework) -> list[Assignment]:
    """All of a person's assignments, in order of entry, whether their role is still in the framework or not."""
    ended: dict[int, int] = {}
    for entry in facts.role_unassigned:
        key = entry.data["assignment"]
        ended[key] = min(entry.day, ended.get(key, NO_END))
    moves = transfers(facts)
    return [effective(entry, ended.get(entry.seq, NO_END), moves, framework) for entry in facts.role_assigned]


def effective(entry: Entry, ended: int, moves: list[Transfer], framework: Framework) -> Assignment:
    """What an assignment that is unassigned on ``ended`` (``NO_END``: never) comes to, transfers taken in."""
    data = entry.data
    role = framework.roles.get(data["role"])
    end = min(ordinal(data["end"]) if data.get("end") else NO_END, ended)
    follows = role is not None and role.moves_with_person
    unit: str | None = data.get("unit")
    first = entry.day
    stretches: list[tuple[str | None, int, int]] = []
    for move in moves:
        # Only an assignment that was running the day before can be ended or moved by a transfer.
        if not entry.day < move.day <= end:
            continue
        if follows:
            stretches.append((unit, first, move.day - 1))
            unit, first = move.new, move.day
        elif unit is not None and within_unit(move.old, unit) and not within_unit(move.new, unit):
            end = move.day - 1
    if first <= end:
        stretches.append((unit, first, end))
    return Assignment(entry, data["role"], data.get("unit"), entry.day, end, tuple(stretches))


def holdings(facts: Facts, framework: Framework) -> list[Holding]:
    """Every stretch of every role the person holds, by assignment and by membership, cut to the days in service."""
    spans = service_spans(facts)
    segments = segments_in_service(facts)
    result: list[Holding] = []
    for assignment in assignments(facts, framework):
        if assignment.role in framework.roles:
            result.extend(_assigned(assignment, spans))
    for role in framework.roles.values():
        if role.membership != "assigned":
            result.extend(_member(role, segments))
    return result


def _assigned(assignment: Assignment, spans: Iterable[Span]) -> Iterable[Holding]:
    for span in spans:
        for unit, first, last in assignment.stretches:
            first, last = max(first, span.first), min(last, span.last)
            if first <= last:
                yield Holding(
                    assignment.role, unit, first, last, assignment.start, assignment.end, assignment.entry.seq
                )


def _member(role: Role, segments: list[Segment]) -> Iterable[Holding]:
    since = end = 0
    for segment in segments:
        if not is_member(role, segment):
            continue
        if segment.first != end + 1 or not since:
            since = segment.first
        end = segment.last
        yield Holding(role.id, segment.values.get("unit"), segment.first, segment.last, since, NO_END, 0)


def is_member(role: Role, segment: Segment) -> bool:
    """Whether the attributes meet the role's membership; nobody is a member of an assigned role."""
    if role.membership == "assigned":
        return False
    if role.membership == "everyone":
        return True
    return _meets(role.membership, segment)


def _meets(where: Where, segment: Segment) -> bool:
    values = segment.values
    if where.manager is not None and bool(values.get("manager")) != where.manager:
        return False
    if where.unit is not None and not any(within_unit(values.get("unit"), unit) for unit in where.unit):
        return False
    return all(
        allowed is None or values.get(name) in allowed
        for name, allowed in (
            ("appointment", where.appointment),
            ("job_family", where.job_family),
            ("grade", where.grade),
        )
    )
