"""One person's entries, read back and sorted by what they speak of. Retracted entries are not among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

NO_END = date.max.toordinal()
"""The day that stands for "no end" wherever a last day is kept as a number."""

KINDS = (
    "staff.joined",
    "staff.changed",
    "staff.left",
    "role.assigned",
    "role.unassigned",
    "training.recorded",
    "training.enrolled",
    "certification.recorded",
    "certification.revoked",
    "skill.assessed",
    "requirement.waived",
    "entry.retracted",
    "staff.forgotten",
)
"""The kinds of event, numbered by their place: new ones go at the end."""

NUMBER = {kind: number for number, kind in enumerate(KINDS)}
STRUCTURAL = 5
"""The kinds with a lower number say where somebody is and what they hold, as against what they have learned."""

ATTRIBUTES = ("unit", "appointment", "job_family", "grade", "manager")


class Entry(NamedTuple):
    """One entry of one person; ``day`` is its date as an ordinal, 0 where it has none."""

    seq: int
    day: int
    data: dict[str, Any]


class Facts:
    """What is entered of one person, by kind, each list in order of entry."""

    __slots__ = tuple(kind.replace(".", "_") for kind in KINDS)

    def __init__(self, rows: Iterable[tuple[int, int, int | None, dict[str, Any]]] = ()) -> None:
        by_kind: list[list[Entry]] = [[] for _ in KINDS]
        for seq, kind, day, data in rows:
            by_kind[kind].append(Entry(seq, day or 0, data))
        for kind_name, entries in zip(self.__slots__, by_kind, strict=True):
            setattr(self, kind_name, entries)

    staff_joined: list[Entry]
    staff_changed: list[Entry]
    staff_left: list[Entry]
    role_assigned: list[Entry]
    role_unassigned: list[Entry]
    training_recorded: list[Entry]
    training_enrolled: list[Entry]
    certification_recorded: list[Entry]
    certification_revoked: list[Entry]
    skill_assessed: list[Entry]
    requirement_waived: list[Entry]
    entry_retracted: list[Entry]
    staff_forgotten: list[Entry]


def entry_like(entries: Iterable[Entry], day: int, key: Mapping[str, object]) -> Entry | None:
    """The first of the entries dated ``day`` that has these values; None for a value that it must not have."""
    values = tuple(key.items())
    for entry in entries:
        if entry.day == day:
            data = entry.data
            for name, value in values:
                if data.get(name) != value:
                    break
            else:
                return entry
    return None


def ordinal(iso: str) -> int:
    """The ordinal of an ISO date."""
    return date.fromisoformat(iso).toordinal()
