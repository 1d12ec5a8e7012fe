"""The list of people, in the columns of the staff import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dxskills.i18n import _, shown_day
from dxskills.render.document import Block, Cell, Column, Document, Flat, Table
from dxskills.render.views.labels import appointment_name, day_cell

if TYPE_CHECKING:
    from dxskills.analysis.staff_list import StaffRow
    from dxskills.framework.model import Framework

_COLUMNS = ("staff", "name", "kana", "unit", "appointment", "job_family", "grade", "manager", "joined", "left")


def list_view(rows: Sequence[StaffRow], framework: Framework, as_of: date) -> Document:
    return Document(
        blocks=lambda: _blocks(rows, framework, as_of),
        payload=lambda: [row.as_dict() for row in rows],
        flat=lambda: Flat(_COLUMNS, ([row.as_dict()[name] for name in _COLUMNS] for row in rows), exact=True),
        as_of=as_of,
    )


def _blocks(rows: Sequence[StaffRow], framework: Framework, as_of: date) -> Iterable[Block]:
    columns = [
        Column(_("Staff")),
        Column(_("Name")),
        Column(_("Kana"), spare=5),
        Column(_("Unit")),
        Column(_("Appointment"), spare=1),
        Column(_("Job family"), spare=3),
        Column(_("Grade"), spare=4),
        Column(_("Manager"), spare=2),
        Column(_("Joined"), spare=6),
        Column(_("Left"), spare=7),
    ]
    table: list[list[Cell | str]] = [
        [
            *(row.staff, row.name, row.kana or "", row.unit or ""),
            *(appointment_name(framework, row.appointment), row.job_family or "", row.grade or ""),
            *(_("yes") if row.manager else "", day_cell(row.joined), day_cell(row.left)),
        ]
        for row in rows
    ]
    note = _("In service on {day}: {count}.").format(count=len(rows), day=shown_day(as_of))
    yield Table(
        columns,
        table,
        note=note if rows else None,
        empty=_("Nobody is in service there on {day}.").format(day=shown_day(as_of)),
    )
