"""Who is in service, in the columns of the staff import: for ``staff list``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dxskills.analysis.plain import plain
from dxskills.analysis.question import Question, fill_scope
from dxskills.analysis.service_dates import nearest_attributes, service_around
from dxskills.index import Index
from dxskills.index.holdings import within_unit
from dxskills.index.stored import read_facts
from dxskills.journal.names import Name


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person with the attributes that hold on the day asked about; the last ones known for somebody who left.

    ``left`` is the last day in service, inclusive, known or to come."""

    staff: str
    name: str
    kana: str | None
    unit: str | None
    appointment: str | None
    job_family: str | None
    grade: str | None
    manager: bool
    joined: date | None
    left: date | None

    def as_dict(self) -> dict[str, Any]:
        """The import's column names, ISO dates; a ``staff list`` in JSON is an array of these."""
        row: dict[str, Any] = plain(self)
        return row


def staff_list(
    index: Index, as_of: date, names: Mapping[str, Name], dept: str | None = None, everybody: bool = False
) -> tuple[StaffRow, ...]:
    """The people in service on the day, sorted by staff number; those posted at or below ``dept`` (a full path).

    With ``everybody`` those who left or are still to come are listed too, with the attributes nearest to the day.
    """
    people = _everybody(index) if everybody else _in_service(index, as_of, dept)
    rows = [_row(index, person, staff, as_of, names.get(staff)) for person, staff in people]
    if everybody and dept is not None:
        rows = [row for row in rows if within_unit(row.unit, dept)]
    return tuple(sorted(rows, key=lambda row: row.staff))


def _everybody(index: Index) -> list[tuple[int, str]]:
    return index.connection.execute("SELECT id, staff FROM person WHERE known").fetchall()


def _in_service(index: Index, as_of: date, dept: str | None) -> list[tuple[int, str]]:
    scope = "posting p"
    if dept is not None:
        fill_scope(index, Question(as_of, dept=dept))
        scope = "temp.scope CROSS JOIN posting p ON p.unit = scope.unit"
    return index.connection.execute(
        f"SELECT person.id, person.staff FROM {scope} CROSS JOIN person ON person.id = p.person"
        " WHERE p.first <= :day AND p.last >= :day",
        {"day": as_of.toordinal()},
    ).fetchall()


def _row(index: Index, person: int, staff: str, as_of: date, name: Name | None) -> StaffRow:
    facts = read_facts(index.connection, person, structure_only=True)
    joined, left = service_around(facts, as_of.toordinal())
    values = nearest_attributes(facts, as_of.toordinal())
    return StaffRow(
        staff=staff,
        name=name.name if name else "",
        kana=name.kana if name else None,
        unit=values.get("unit"),
        appointment=values.get("appointment"),
        job_family=values.get("job_family"),
        grade=values.get("grade"),
        manager=bool(values.get("manager")),
        joined=joined,
        left=left,
    )
