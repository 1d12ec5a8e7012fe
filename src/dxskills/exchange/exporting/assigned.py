"""Who holds which role where, as rows of the import's file.

The end is the one entered, or that of an unassignment; a transfer in the staff file ends an assignment again. What
today's rules would refuse though it stands, as rules or the person's dates have changed since, is given an exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dxskills.errors import Refused
from dxskills.exchange.exporting.export import Row
from dxskills.exchange.exporting.origin import Origin, twins
from dxskills.exchange.exporting.walking import iso
from dxskills.i18n import _, pick
from dxskills.index.facts import NO_END, NUMBER, Entry, Facts, ordinal
from dxskills.index.holdings import Assignment, assignments
from dxskills.index.service import in_service
from dxskills.index.stored import read_facts
from dxskills.recording.roles import refuse_irregular, term_limit
from dxskills.recording.transaction import Transaction

_HOLDERS = """
SELECT id, staff, known FROM person WHERE EXISTS (
    SELECT 1 FROM entry e WHERE e.person = person.id AND e.kind IN (?, ?) AND e.retracted IS NULL) ORDER BY staff
"""


class _Held(NamedTuple):
    """An assignment with its own end, transfers left aside."""

    assignment: Assignment
    end: int

    @property
    def entry(self) -> Entry:
        return self.assignment.entry


def assigned(origin: Origin) -> Iterator[Row]:
    # Never written: the rules of recording read the framework through one.
    tx = Transaction(origin.index, dict, 0)
    for person, staff, known in origin.connection.execute(
        _HOLDERS, (NUMBER["role.assigned"], NUMBER["role.unassigned"])
    ):
        yield from _Holder(origin, tx, staff, read_facts(origin.connection, person, structure_only=True)).rows(known)


class _Holder:
    """One person's assignments."""

    def __init__(self, origin: Origin, tx: Transaction, staff: str, facts: Facts) -> None:
        self._origin = origin
        self._tx = tx
        self._staff = staff
        self._facts = facts
        self._before: list[Assignment] = []

    def rows(self, known: bool) -> Iterator[Row]:
        held = self._held()
        same = twins([each.entry for each in held], _key)
        for each in held:
            entry = each.entry
            self._origin.look_at_person(self._staff, known, entry.seq)
            self._look_at_role(each)
            self._origin.look_at_unit(self._staff, entry.seq, entry.data.get("unit"), self._origin.unit_tails)
            twin = same.get(entry.seq)
            self._origin.look_at_repetition(self._staff, entry, twin, same=twin is not None and twin.data == entry.data)
            if twin is None:
                self._look_at_overlap(each.assignment)
            self._before.append(each.assignment)
            yield self._row(each)
        self._leave_out_ends_of_nothing({each.entry.seq for each in held})

    def _held(self) -> list[_Held]:
        ended: dict[int, int] = {}
        for entry in self._facts.role_unassigned:
            key = entry.data["assignment"]
            ended[key] = min(entry.day, ended.get(key, NO_END))
        held = []
        for assignment in assignments(self._facts, self._origin.framework):
            said = assignment.entry.data.get("end")
            own = min(ordinal(said) if said else NO_END, ended.get(assignment.entry.seq, NO_END))
            held.append(_Held(assignment, own))
        return sorted(held, key=lambda each: (each.entry.day, each.entry.seq))

    def _row(self, held: _Held) -> Row:
        data, start = held.entry.data, date.fromordinal(held.entry.day)
        limit = term_limit(self._tx, self._facts, start)
        # Without an end, the import would give it the end of the appointment's term: the last day of all is no end.
        open_end = held.end == NO_END and (limit is None or limit < start)
        end = None if open_end else date.fromordinal(held.end)
        exception = data.get("exception")
        self._origin.look_at_text(self._staff, held.entry.seq, exception)
        if exception is None:
            exception = self._exception(held, start, end, limit)
        return self._staff, data["role"], data.get("unit"), start.isoformat(), end and end.isoformat(), exception

    def _exception(self, held: _Held, start: date, end: date | None, limit: date | None) -> str | None:
        """The reason to give where a rule would refuse the assignment now."""
        data = held.entry.data
        role = self._origin.framework.roles.get(data["role"])
        if role is None or role.membership != "assigned":
            return None
        try:
            refuse_irregular(self._origin.framework, self._facts, role, data.get("unit") or "", start, end, limit)
        except Refused as refusal:
            text = _("an exception is added, as the rules would refuse it now: {reason}")
            self._origin.remarks.note("exception-added", self._staff, held.entry.seq, text, reason=refusal.message)
            return _("stood when it was exported")
        return None

    # --- what the import will not take

    def _look_at_role(self, held: _Held) -> None:
        entry = held.entry
        self._origin.look_at_thing(self._staff, entry.seq, "role", entry.data["role"])
        role = self._origin.framework.roles.get(entry.data["role"])
        if role is not None and role.membership != "assigned":
            text = _("nobody is assigned to {role} (any more), so an import will refuse the row.")
            self._origin.remarks.note("role-not-assigned", self._staff, entry.seq, text, role=pick(role.name))
        if not in_service(self._facts, entry.day):
            text = _("{staff} is not in service on {day}, so an import will refuse the row.")
            self._origin.remarks.note("not-in-service", self._staff, entry.seq, text, day=iso(entry.day))
        if held.end < entry.day:
            text = _("it ends before it starts, so an import will refuse the row.")
            self._origin.remarks.note("end-before-start", self._staff, entry.seq, text)

    def _look_at_overlap(self, assignment: Assignment) -> None:
        for other in self._before:
            if other.role == assignment.role and _overlap(other, assignment):
                text = _("it overlaps with entry {other}, so an import will refuse the row.")
                seq = assignment.entry.seq
                self._origin.remarks.note("overlapping-assignment", self._staff, seq, text, other=other.entry.seq)
                return

    def _leave_out_ends_of_nothing(self, standing: set[int]) -> None:
        for entry in self._facts.role_unassigned:
            if entry.data["assignment"] not in standing:
                text = _("assignment {other} was retracted, so its end on {day} is that of nothing.")
                other = entry.data["assignment"]
                self._origin.remarks.leave_out(
                    "ends-nothing", self._staff, entry.seq, text, other=other, day=iso(entry.day)
                )


def _key(entry: Entry) -> object:
    return entry.day, entry.data["role"], entry.data.get("unit")


def _overlap(one: Assignment, other: Assignment) -> bool:
    return any(
        unit == taken and since <= last and first <= until
        for unit, first, last in one.stretches
        for taken, since, until in other.stretches
    )
