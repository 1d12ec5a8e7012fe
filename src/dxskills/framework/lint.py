"""What a framework without a fault still leaves to do: decisions only assumed, and requirements nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dxskills.framework.model import Alternative, Framework, Named, Organisation, Requirement, Role, Text


class Assumption(NamedTuple):
    """An entry marked ``assumed``. ``path`` is its id, with the id of what it belongs to before a slash."""

    kind: str
    path: str
    name: Text | None
    source: str | None


class Unreachable(NamedTuple):
    """A requirement that trainings do not lead to; ``lacking`` are the alternatives none leads to."""

    requirement: Requirement
    lacking: tuple[Alternative, ...]


def assumed(framework: Framework) -> tuple[Assumption, ...]:
    """Everything marked ``assumed: true``, in the order of the files (roles.yaml first) and of their lists."""
    return tuple(_assumed(framework))


def _assumed(framework: Framework) -> Iterator[Assumption]:
    yield from _marked("organisation", framework.organisation)
    yield from _all_marked("appointment", framework.appointments)
    yield from _all_marked("category", framework.categories)
    for role in framework.roles.values():
        yield from _assumed_of(role)
    yield from _all_marked("domain", framework.domains)
    yield from _all_marked("skill", framework.skills)
    yield from _all_marked("training", framework.trainings)
    yield from _all_marked("certification", framework.certifications)


def _all_marked(kind: str, entries: Mapping[str, Named]) -> Iterator[Assumption]:
    for entry in entries.values():
        yield from _marked(kind, entry)


def _marked(kind: str, entry: Named | Organisation | Requirement, within: str = "") -> Iterator[Assumption]:
    if entry.assumed:
        yield Assumption(kind, within + entry.id, entry.name, entry.source)


def _assumed_of(role: Role) -> Iterator[Assumption]:
    yield from _marked("role", role)
    within = f"{role.id}/"
    for function in role.functions:
        yield from _marked("function", function, within)
    for acquisition in role.acquisition:
        if acquisition.assumed:
            yield Assumption("acquisition", within + acquisition.route, acquisition.summary, acquisition.source)
    for staffing in role.staffing:
        if staffing.assumed:
            yield Assumption("staffing", within + staffing.per, None, staffing.source)
    for requirement in role.requirements:
        yield from _marked("requirement", requirement, within)


def unreachable(framework: Framework) -> tuple[Unreachable, ...]:
    """The requirements that nobody can meet by trainings alone, in the order of the file.

    A training leads to itself, to what it satisfies and to the skills it grants. A training in exam preparation leads
    to the certifications of its domain (to all, if it has none), and so to what they satisfy and grant. A requirement
    is led to when as many of its alternatives are as it asks for.
    """
    reached = _reached(framework)
    found = []
    for role in framework.roles.values():
        for requirement in role.requirements:
            lacking = tuple(way for way in requirement.alternatives if not _leads_to(reached, way))
            if len(requirement.alternatives) - len(lacking) < requirement.at_least:
                found.append(Unreachable(requirement, lacking))
    return tuple(found)


class _Reached(NamedTuple):
    certifications: set[str]
    levels: dict[str, int]  # the highest level of each skill


def _reached(framework: Framework) -> _Reached:
    domains = {training.domain for training in framework.trainings.values() if training.format == "exam-preparation"}
    prepared = [item for item in framework.certifications.values() if None in domains or item.domain in domains]
    certifications = {covered for item in prepared for covered in item.covers}
    levels: dict[str, int] = {}
    for item in (*framework.trainings.values(), *prepared):
        for skill, level in item.all_grants:
            levels[skill] = max(level, levels.get(skill, 0))
    return _Reached(certifications, levels)


def _leads_to(reached: _Reached, way: Alternative) -> bool:
    if way.kind == "training":
        return True
    if way.kind == "certification":
        return way.id in reached.certifications
    return reached.levels.get(way.id, 0) >= way.level
