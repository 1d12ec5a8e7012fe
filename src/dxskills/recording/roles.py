"""Assigning people to roles and ending assignments: every refusal that docs/rules.md names."""

from __future__ import annotations

from datetime import date
from typing import Any

from dxskills.dates import add_months, fiscal_year, fiscal_year_last
from dxskills.errors import Refused
from dxskills.framework.lookup import find_role
from dxskills.framework.model import Framework, Role
from dxskills.framework.spelling import normal_path
from dxskills.i18n import _, pick
from dxskills.index.facts import NO_END, Entry, Facts
from dxskills.index.holdings import Assignment, assignments, effective, within_unit
from dxskills.index.service import attributes_on, in_service, service_spans, transfers, unbroken_since
from dxskills.recording.texts import called, said_in
from dxskills.recording.transaction import UNCHANGED, Outcome, Transaction


def assign(
    tx: Transaction,
    staff: str,
    role: str,
    *,
    unit: str | None = None,
    start: date,
    end: date | None = None,
    exception: str | None = None,
    repeated: bool = False,
) -> Outcome:
    """Assign a person to a role from ``start`` to ``end``, both inclusive; the end defaults to the appointment's term.

    ``exception`` is the reason why placement, appointment or term are set aside. One that shares a day with another
    in the same role and unit is refused; with ``repeated``, as a file may be, exactly the same one is entered once.
    """
    facts = tx.known_facts(staff)
    found = find_role(tx.framework, role)
    if found.membership != "assigned":
        raise Refused(
            "role-not-assigned",
            _("{role} is not a role that people are assigned to: it is held by all who meet its conditions."),
            role=pick(found.name),
        )
    if not in_service(facts, start.toordinal()):
        raise Refused("not-in-service", _("{staff} is not in service on {day}."), staff=staff, day=start.isoformat())
    if end is not None and end < start:
        raise Refused(
            "end-before-start", _("The end {end} is before the start {start}."), end=str(end), start=str(start)
        )
    if exception is not None and not exception.strip():
        raise Refused("missing-value", _("An exception needs a reason."))
    path, notices = _unit(tx, facts, staff, unit, start)
    limit = term_limit(tx, facts, start)
    if exception is None:
        refuse_irregular(tx.framework, facts, found, path, start, end, limit)
    last = end or (limit if limit is not None and limit >= start else None)
    data = {"role": found.id, "unit": path, "end": last.isoformat() if last else None, "exception": exception}
    if _is_entered(tx, facts, staff, start, data, repeated):
        return UNCHANGED
    seq = tx.add("role.assigned", staff, start.isoformat(), data)
    return Outcome((seq,), (*notices, *_ended_at_once(tx, facts, seq, data["end"])))


def _unit(tx: Transaction, facts: Facts, staff: str, unit: str | None, start: date) -> tuple[str, tuple[str, ...]]:
    path = normal_path(unit or "")
    if not path:
        own = attributes_on(facts, start.toordinal()).get("unit")
        if own is None:
            raise Refused(
                "missing-unit",
                _("{staff} has no unit on that day, so the assignment needs one."),
                hint=_("Say --unit, or enter the person's unit with `dxskills staff transfer`."),
                staff=staff,
            )
        return str(own), ()
    found = tx.units.find(path)
    if found is not None:
        return found, ()
    return path, (_("{unit} is a new unit: nobody is posted there yet.").format(unit=path),)


def term_limit(tx: Transaction, facts: Facts, start: date) -> date | None:
    """The last day that the person's appointment lets an assignment from ``start`` run to; None for no limit."""
    day = start.toordinal()
    appointment = tx.framework.appointments.get(attributes_on(facts, day).get("appointment") or "")
    if appointment is None or appointment.term is None:
        return None
    unit, count = appointment.term
    if unit == "fiscal_years":
        year_start = tx.framework.organisation.fiscal_year_start
        return fiscal_year_last(fiscal_year(start, year_start) + count - 1, year_start)
    # Who comes back is appointed anew.
    joined = max((span.first for span in service_spans(facts) if span.first <= day), default=day)
    since = max(joined, unbroken_since(facts, "appointment", day) or day)
    try:
        return date.fromordinal(add_months(date.fromordinal(since), count).toordinal() - 1)
    except (ValueError, OverflowError):  # beyond the year 9999
        return None


def refuse_irregular(
    framework: Framework, facts: Facts, role: Role, unit: str, start: date, end: date | None, limit: date | None
) -> None:
    """The three refusals that an exception with a reason overrides."""
    override = _("If it is meant, give the reason with --exception.")
    if role.placement is not None and not any(within_unit(unit, place) for place in role.placement):
        raise Refused(
            "outside-placement",
            _("{role} is placed in {places}, and {unit} is not part of it."),
            hint=override,
            role=pick(role.name),
            places=", ".join(role.placement),
            unit=unit,
        )
    appointment = attributes_on(facts, start.toordinal()).get("appointment")
    if role.appointments and appointment not in role.appointments:
        raise Refused(
            "wrong-appointment",
            _("{role} is open to the appointments {allowed}; this person's is {appointment}."),
            hint=override,
            role=pick(role.name),
            allowed=", ".join(called(framework, "appointment", each) for each in role.appointments),
            appointment=called(framework, "appointment", appointment) if appointment else _("not known"),
        )
    if limit is not None and (end or start) > limit:
        raise Refused(
            "past-term",
            _("The appointment's term ends on {limit}, and the assignment would run to {end}."),
            hint=override,
            limit=str(limit),
            end=str(end or start),
        )


def _is_entered(tx: Transaction, facts: Facts, staff: str, start: date, data: dict[str, Any], repeated: bool) -> bool:
    """Whether exactly this assignment is there already, if it may be; refuses one that overlaps with another."""
    said = said_in(data)
    others = [other for other in assignments(facts, tx.framework) if other.role == data["role"]]
    for other in others:
        if repeated and other.start == start.toordinal() and other.entry.data == said:
            return True
    meant = effective(Entry(0, start.toordinal(), said), NO_END, transfers(facts), tx.framework)
    for other in others:
        _refuse_overlap(tx.framework, staff, meant, other)
    return False


def _refuse_overlap(framework: Framework, staff: str, meant: Assignment, other: Assignment) -> None:
    for unit, first, last in meant.stretches:
        for taken, since, until in other.stretches:
            if unit == taken and since <= last and first <= until:
                raise Refused(
                    "overlapping-assignment",
                    _("{staff} holds {role} in {unit} already, from {start} (entry {seq})."),
                    hint=_("End it first with `dxskills unassign`, or start after its end."),
                    staff=staff,
                    role=called(framework, "role", other.role),
                    unit=unit or "-",
                    start=date.fromordinal(other.start).isoformat(),
                    seq=other.entry.seq,
                )


def _ended_at_once(tx: Transaction, facts: Facts, seq: int, end: str | None) -> tuple[str, ...]:
    """What to say where a transfer that is already entered ends the new assignment before its own end."""
    effective = next(a for a in assignments(facts, tx.framework) if a.entry.seq == seq)
    if effective.end == NO_END or date.fromordinal(effective.end).isoformat() == end:
        return ()
    day = date.fromordinal(effective.end).isoformat()
    return (_("A transfer that is already entered ends this assignment on {day}.").format(day=day),)


def unassign(tx: Transaction, staff: str, role: str, *, unit: str | None = None, on: date) -> Outcome:
    """End a running assignment; ``on`` is its last day. Without a unit there must be only one it can mean.

    One that ends on that day anyway stays as it is."""
    facts = tx.known_facts(staff)
    found = find_role(tx.framework, role)
    path = tx.units.resolve(unit) if unit is not None else None
    day = on.toordinal()
    running = [a for a in assignments(facts, tx.framework) if a.role == found.id and a.start <= day <= a.end]
    if path is not None:
        running = [a for a in running if path in (a.unit, _unit_on(a, day))]
    held = [a for a in running if a.end > day]
    if running and not held:
        return UNCHANGED
    if not held:
        raise Refused(
            "no-assignment",
            _("{staff} has no assignment to {role} that runs on {day}."),
            hint=_("`dxskills staff show {staff}` lists them; one that never should have been is retracted instead."),
            staff=staff,
            role=pick(found.name),
            day=str(on),
        )
    if len(held) > 1:
        raise Refused(
            "ambiguous-assignment",
            _("{staff} holds {role} in several units: {units}. Say which with --unit."),
            staff=staff,
            role=pick(found.name),
            units=", ".join(sorted(a.unit or "" for a in held)),
        )
    ended = held[0]
    data = {"assignment": ended.entry.seq, "role": ended.role, "unit": ended.unit}
    return Outcome((tx.add("role.unassigned", staff, on.isoformat(), data),))


def _unit_on(assignment: Assignment, day: int) -> str | None:
    return next((unit for unit, first, last in assignment.stretches if first <= day <= last), assignment.unit)
