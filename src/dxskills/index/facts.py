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
    """What is entered of one person, by kind, each list in order of entry.

    A kind of which nothing is entered takes no room: its list is made when it is asked for, so change none of them but
    by :meth:`add` and :meth:`remove`.
    """

    __slots__ = tuple(kind.replace(".", "_") for kind in KINDS)

    def __init__(self, rows: Iterable[tuple[int, int, int | None, dict[str, Any]]] = ()) -> None:
        by_kind: dict[int, list[Entry]] = {}
        for seq, kind, day, data in rows:
            entries = by_kind.get(kind)
            if entries is None:
                entries = by_kind[kind] = []
            entries.append(Entry(seq, day or 0, data))
        for kind, entries in by_kind.items():
            setattr(self, self.__slots__[kind], entries)

    def __getattr__(self, name: str) -> list[Entry]:
        if name in self.__slots__:
            return []
        raise AttributeError(name)

    def add(self, kind: str, entry: Entry) -> None:
        """Put an entry of a kind (``training.recorded``) behind the others."""
        name = kind.replace(".", "_")
        try:
            object.__getattribute__(self, name).append(entry)
        except AttributeError:  # the first of its kind
            setattr(self, name, [entry])

    def remove(self, seq: int) -> None:
        """Take the entry away that has this number, if there is one."""
        for name in self.__slots__:
            entries: list[Entry] = getattr(self, name)
            if any(entry.seq == seq for entry in entries):
                setattr(self, name, [entry for entry in entries if entry.seq != seq])

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
