"""Rows of who holds which role where."""

from __future__ import annotations

from dxskills.errors import Refused
from dxskills.exchange.cells import Cells
from dxskills.exchange.values import parse_unit
from dxskills.exchange.wanted import Kind, Said, Wanted, day_in, day_of, entry_of, stored
from dxskills.framework.lookup import find_role
from dxskills.index.facts import NO_END, Entry, Facts, ordinal
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


def _read(tx: Transaction, cells: Cells) -> Wanted | None:
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
    if limit is not None and limit < start:
        limit = None  # with an exception it has no end then

    key = (staff, role.id, path, start.isoformat())
    # An end that only the appointment's term gives is the rule's to work out, and to refuse.
    given = stored(unit=path if unit else None, end=end, limit=limit)
    return Wanted(key, stored(end=end or limit, exception=cells.lines("exception")), given)


def _standing(facts: Facts, wanted: Wanted) -> Entry | None:
    """The assignment, known by the end that it was entered with as well as by the one that it really has."""
    _staff, role, unit, start = wanted.key
    entry = entry_of(facts.role_assigned, start, role=role, unit=unit)
    end = day_in(wanted.said, "end")
    if entry is None or end is None or end.toordinal() != _last_day(facts, entry):
        return entry
    return entry._replace(data=entry.data | {"end": end.isoformat()})


def _last_day(facts: Facts, assigned: Entry) -> int:
    """The day entered as the end or that of an unassignment; the last day of all for no end."""
    said = assigned.data.get("end")
    days = [entry.day for entry in facts.role_unassigned if entry.data["assignment"] == assigned.seq]
    return min([*days, ordinal(said) if said else NO_END])


def _assign(tx: Transaction, wanted: Wanted, said: Said) -> Outcome:
    _staff, role, _unit, start = wanted.key
    given = wanted.given
    last = day_in(given, "end") or (day_in(said, "end") if said.get("end") != given.get("limit") else None)
    return assign(
        tx,
        wanted.staff,
        role or "",
        unit=given.get("unit"),
        start=day_of(start),
        end=last,
        exception=said.get("exception"),
        repeated=True,
    )


ASSIGNMENTS = Kind(_read, _standing, _assign, ("end", "exception"), _COLUMNS_OF)
