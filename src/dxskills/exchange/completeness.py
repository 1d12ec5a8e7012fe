"""Who is in service and not in a file that lists everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from dxskills.errors import Refused
from dxskills.exchange.cells import Cells, Sheet
from dxskills.exchange.values import parse_staff_number
from dxskills.i18n import _, n_
from dxskills.recording.staff import leave
from dxskills.recording.transaction import Transaction


def account_for_absent(
    tx: Transaction, sheets: Iterable[Sheet], listed: Iterable[str], on: date, *, mark_left: bool
) -> list[str]:
    """Name everybody in service on ``on`` who is in no row; ``mark_left`` ends their service the day before."""
    seen, unreadable = set(listed), 0
    for sheet in sheets:
        for cells in sheet.rejected:
            staff = _staff_of(cells)
            unreadable += staff is None
            seen.add(staff or "")
    absent = [staff for staff in tx.index.people(on.toordinal()) if staff not in seen]
    if not absent:
        return []
    if mark_left and unreadable:
        text = n_(
            "{count} row does not say whom it means, so nobody is marked as left: {people} are absent.",
            "{count} rows do not say whom they mean, so nobody is marked as left: {people} are absent.",
            unreadable,
        )
        return [text.format(count=unreadable, people=", ".join(absent))]
    if not mark_left:
        text = _("In service on {day} and not in the file ({count}): {people}.")
        return [text.format(day=on.isoformat(), count=len(absent), people=", ".join(absent))]
    return [_marked_left(tx, staff, on - timedelta(days=1)) for staff in absent]


def _staff_of(cells: Cells) -> str | None:
    column = cells.sheet.header.columns["staff"]
    try:
        return parse_staff_number(cells.row.cells[column.place])
    except (Refused, IndexError):
        return None


def _marked_left(tx: Transaction, staff: str, last: date) -> str:
    try:
        leave(tx, staff, on=last)
    except Refused as refusal:
        return _("{staff} is absent and not marked as left: {reason}").format(staff=staff, reason=refusal.message)
    return _("{staff} is absent and marked as left, last day {day}.").format(staff=staff, day=last.isoformat())
