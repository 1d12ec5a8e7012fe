"""Rows of who holds which role where."""

from __future__ import annotations

from dxskills.errors import Refused
from dxskills.exchange.cells import Cells
from dxskills.exchange.values import parse_unit
from dxskills.exchange.wanted import Said, Wanted, day_in, entry_of, stored
from dxskills.framework.lookup import find_role
from dxskills.index.service import attributes_on
from dxskills.recording.roles import assign, term_limit
from dxskills.recording.transaction import Outcome, Transaction

_COLUMNS_OF = {
    "role-not-assigned": "role",
    "not-in-service": "start",
    "end-before-start": "end",
    "missing-unit": "unit",
    "outside-placement": "unit",
    "wrong-appointment": "role",
    "past-term": "end",
    "overlapping-assignment": "start",
}


def assignment(tx: Transaction, cells: Cells) -> Wanted | None:
    staff = cells.staff(tx)
    role = cells.known("role", tx.framework, find_role)
    unit = cells.read("unit", parse_unit)
    start = cells.needed_day("start")
    end = cells.day("end")
    if cells.problems or staff is None or role is None or start is None:
        return None
    facts = tx.facts(staff)
    try:
        path = (tx.units.find(unit) or unit) if unit else attributes_on(facts, start.toordinal()).get("unit")
    except Refused as refusal:
        cells.refuse("unit", refusal)
        return None
    limit = None if end else term_limit(tx, facts, start)

    def apply(tx: Transaction, said: Said) -> Outcome:
        # An end that only the appointment's term gives is the rule's to work out, and to refuse.
        last = end or (day_in(said, "end") if said.get("end") != (limit and limit.isoformat()) else None)
        return assign(
            tx,
            staff,
            role.id,
            unit=path if unit else None,
            start=start,
            end=last,
            exception=said.get("exception"),
            repeated=True,
        )

    return Wanted(
        (staff, role.id, path, start),
        staff,
        stored(end=end or limit, exception=cells.lines("exception")),
        apply,
        lambda facts: entry_of(facts.role_assigned, start, role=role.id, unit=path),
        ("end", "exception"),
        _COLUMNS_OF,
    )
