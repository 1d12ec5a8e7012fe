"""What people learned, are excused from and are booked for, as rows of the import's files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxskills.exchange.exporting.export import Row
from dxskills.exchange.exporting.origin import Origin, twins
from dxskills.exchange.exporting.walking import iso, tellers
from dxskills.i18n import _
from dxskills.index.facts import Entry

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{0,8}[1-9])?", re.ASCII)
"""A time of day as an import keeps it."""


def trainings(origin: Origin) -> Iterator[Row]:
    """A time of day stands behind its day: ``2026-06-03T14:22:10``, which no spreadsheet takes for a date."""
    for staff, known, entries in tellers(origin.connection, "training.recorded"):
        same = twins(entries, _training_key) if len(entries) > 1 else {}
        for entry in entries:
            data = entry.data
            get = data.get
            time, instructor, note = get("time"), get("instructor"), get("note")
            _look(origin, staff, known, entry, "training", same)
            if instructor is not None and not origin.knows(instructor):
                text = _(
                    "nobody has the staff number {instructor} of the instructor, so an import will refuse the row."
                )
                origin.remarks.note("unknown-staff", staff, entry.seq, text, instructor=instructor)
            if time is not None and not _TIME.fullmatch(time):
                text = _("{time} is not a time that an import reads, so it will refuse the row.")
                origin.remarks.note("bad-date", staff, entry.seq, text, time=time)
            origin.look_at_number(staff, entry.seq, get("score"))
            origin.look_at_number(staff, entry.seq, get("hours"))
            origin.look_at_text(staff, entry.seq, note)
            on = iso(entry.day) if time is None else f"{iso(entry.day)}T{time}"
            yield (
                *(staff, data["training"], on, get("end"), get("outcome")),
                *(_whole(get("score")), _whole(get("hours")), instructor, note),
            )


def _training_key(entry: Entry) -> object:
    return entry.day, entry.data["training"], entry.data.get("time")


def assessments(origin: Origin) -> Iterator[Row]:
    for staff, known, entries in tellers(origin.connection, "skill.assessed"):
        same = twins(entries, lambda entry: (entry.day, entry.data["skill"]))
        for entry in entries:
            data = entry.data
            _look(origin, staff, known, entry, "skill", same)
            skill = origin.framework.skills.get(data["skill"])
            if skill is not None and data["level"] > len(skill.levels):
                text = _("{id} has no level {level} (any more), so an import will refuse the row.")
                origin.remarks.note("bad-level", staff, entry.seq, text, id=skill.id, level=data["level"])
            origin.look_at_text(staff, entry.seq, data.get("assessor"))
            yield staff, data["skill"], data["level"], iso(entry.day), data.get("assessor")


def waivers(origin: Origin) -> Iterator[Row]:
    for staff, known, entries in tellers(origin.connection, "requirement.waived"):
        same = twins(entries, lambda entry: (entry.day, tuple(sorted(entry.data.items()))))
        for entry in entries:
            data = entry.data
            _look(origin, staff, known, entry, "requirement", same)
            origin.look_at_text(staff, entry.seq, data.get("reason"))
            origin.look_at_text(staff, entry.seq, data.get("approver"))
            yield (
                *(staff, data["requirement"], iso(entry.day), data["until"]),
                *(data.get("reason"), data.get("approver")),
            )


def enrolments(origin: Origin) -> Iterator[Row]:
    for staff, known, entries in tellers(origin.connection, "training.enrolled"):
        same = twins(entries, lambda entry: (entry.day, entry.data["training"]))
        for entry in entries:
            _look(origin, staff, known, entry, "training", same)
            yield staff, entry.data["training"], iso(entry.day)


def _look(origin: Origin, staff: str, known: bool, entry: Entry, kind: str, same: dict[int, Entry]) -> None:
    """Remark on what stands in the way of every record's import."""
    origin.look_at_person(staff, known, entry.seq)
    origin.look_at_thing(staff, entry.seq, kind, entry.data[kind])
    twin = same.get(entry.seq)
    origin.look_at_repetition(staff, entry, twin, same=twin is not None and twin.data == entry.data)


def _whole(number: float | None) -> float | None:
    """A whole number without the fraction that a script may have given it."""
    return int(number) if isinstance(number, float) and number.is_integer() else number
