"""Which entries the registry must write for what somebody does, and what it must refuse (SPEC section 3).

The oracle's side of recording: :meth:`Ledger.preview` gives the entries it expects, or raises :class:`Refusal` with
the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tests.oracle.oracle import (
    ATTRIBUTES,
    DAY,
    FOREVER,
    Assessed,
    Assigned,
    Certified,
    Changed,
    Doc,
    Enrolled,
    Entry,
    Joined,
    Left,
    Oracle,
    Retracted,
    Revoked,
    Trained,
    Unassigned,
    Waived,
    below,
    fiscal_year_of,
    plus_months,
)

Action = dict[str, Any]


class Refusal(Exception):
    """The registry must refuse, for one of these reasons."""

    def __init__(self, *codes: str) -> None:
        self.codes = set(codes)
        super().__init__(*codes)


class Ledger:
    def __init__(self, roles: Doc, trainings: Doc) -> None:
        self.roles, self.trainings = roles, trainings
        self.entries: list[Entry] = []
        self.names: dict[str, str] = {}
        self.written: list[Entry] = []

    def preview(self, action: Action, at: datetime) -> list[Entry]:
        """The entries that the action adds, none where everything was there already."""
        self.oracle = Oracle(self.roles, self.trainings, self.entries)
        self.at = at
        self.written = []
        values = dict(action)
        rule: Callable[..., None] = getattr(self, values.pop("do"))
        if action["do"] not in ("add_staff", "retract") and not self.joinings(action["staff"]):
            raise Refusal("unknown-staff")
        rule(**values)
        return self.written

    def accept(self) -> None:
        """Take in what was previewed last."""
        self.entries += self.written
        self.written = []

    def add(self, kind: type[Entry], **values: Any) -> None:
        seq = len(self.entries) + len(self.written) + 1
        self.written.append(kind(seq=seq, at=self.at, **values))

    def joinings(self, staff: str) -> list[Joined]:
        return sorted(self.oracle.of(Joined, staff), key=lambda one: (one.on, one.seq))

    # ── people ──

    def add_staff(self, staff: str, name: str, joined: date, **attributes: Any) -> None:
        if self.joinings(staff):
            raise Refusal("staff-exists")
        self.names[staff] = name
        self.add(Joined, staff=staff, on=joined, attributes={"manager": False} | attributes)

    def edit_staff(self, staff: str, on: date, **attributes: Any) -> None:
        """Attributes that hold already are no change."""
        changes = {key: value for key, value in attributes.items() if self.oracle.attribute(staff, key, on) != value}
        if changes:
            self.add(Changed, staff=staff, on=on, attributes=changes)

    def transfer(self, staff: str, unit: str, on: date) -> None:
        if not self.oracle.in_service(staff, on):
            raise Refusal("not-in-service")
        self.edit_staff(staff, on, unit=unit)

    def leave(self, staff: str, on: date) -> None:
        """The last day of the service that runs or ran on that day; one that was entered before is replaced."""
        past = [one for one in self.joinings(staff) if one.on <= on]
        if not past:
            raise Refusal("end-before-start")
        following = min((one.on for one in self.joinings(staff) if one.on > past[-1].on), default=FOREVER)
        before = [one for one in self.oracle.of(Left, staff) if past[-1].on <= one.on < following]
        if any(one.on == on for one in before):
            return
        for one in before:
            self.add(Retracted, target=one.seq)
        self.add(Left, staff=staff, on=on)

    def rejoin(self, staff: str, joined: date) -> None:
        """A day of joining after the last day in service is another joining; any other corrects the latest joining,
        which undoes nothing that changed between the two days and leaves one joining of that service."""
        latest = self.joinings(staff)[-1]
        left = [one.on for one in self.oracle.of(Left, staff)]
        ended = [day for day in left if day < latest.on]
        service = [one for one in self.joinings(staff) if not ended or one.on > max(ended)]
        if any(one.on == joined for one in self.joinings(staff) if one not in service or len(service) == 1):
            return
        if any(latest.on <= day < joined for day in left):
            self.add(Joined, staff=staff, on=joined, attributes={})
            return
        if any(joined <= day < latest.on for day in left):
            raise Refusal("end-before-start")  # it would fall into an earlier service
        self.move_joining(staff, service, joined)

    def move_joining(self, staff: str, service: list[Joined], joined: date) -> None:
        """Of several joinings of one service the one of that day stays, and what the others said, stays said."""
        kept = next((one for one in service if one.on == joined), None)
        for one in reversed(service):
            if one is not kept:
                self.add(Retracted, target=one.seq)
        now = {key: self.oracle.attribute(staff, key, joined) for key in ATTRIBUTES}
        known = {key: value for key, value in now.items() if value is not None}
        if kept is None:
            later = joined > service[0].on
            self.add(Joined, staff=staff, on=joined, attributes=service[0].attributes | (known if later else {}))
        elif kept is not service[0]:
            self.change(staff, joined, known, kept.attributes)
        for one in service[1:]:
            if one.on > joined:
                said = {key: self.oracle.attribute(staff, key, one.on) for key in one.attributes}
                before = {key: self.oracle.attribute(staff, key, one.on - DAY) for key in ATTRIBUTES}
                self.change(staff, one.on, said, before)

    def change(self, staff: str, on: date, said: dict[str, Any], known: dict[str, Any]) -> None:
        changes = {key: value for key, value in said.items() if known.get(key) != value}
        if changes:
            self.add(Changed, staff=staff, on=on, attributes=changes)

    correct_joined = rejoin

    # ── assignments ──

    def assign(
        self,
        staff: str,
        role: str,
        start: date,
        unit: str | None = None,
        end: date | None = None,
        exception: str | None = None,
    ) -> None:
        """ "Refused: unknown or person not in service on the start, role not `assigned`, overlap with the same
        person's same role and unit, unit outside `placement`, appointment not among the role's, end past the
        appointment's term (…) The last three can be overridden with `--exception`"."""
        definition = self.oracle.roles[role]
        if definition.get("membership", "assigned") != "assigned":
            raise Refusal("role-not-assigned")
        if not self.oracle.in_service(staff, start):
            raise Refusal("not-in-service")
        unit = unit or self.oracle.attribute(staff, "unit", start)
        if unit is None:
            raise Refusal("missing-unit")
        limit = self.term_ends(staff, start)
        if exception is None:
            self.refuse_irregular(staff, definition, unit, start, end, limit)
        if end is None and limit is not None and limit >= start:
            end = limit  # "the end defaults to that limit"; an exception to a term that is over has none
        self.add(Assigned, staff=staff, role=role, unit=unit, start=start, end=end)
        (new,) = self.written
        assert isinstance(new, Assigned)
        mine = [one for one in self.oracle.of(Assigned, staff) if one.role == role]
        if any(self.overlap(one, new) for one in mine):
            raise Refusal("overlapping-assignment")

    def refuse_irregular(
        self, staff: str, role: Doc, unit: str, start: date, end: date | None, limit: date | None
    ) -> None:
        codes = []
        places = role.get("placement", {}).get("units", "any")
        if places != "any" and not any(below(unit, place) for place in places):
            codes.append("outside-placement")
        allowed = {one for way in role.get("acquisition", []) for one in way.get("appointments", [])}
        if allowed and self.oracle.attribute(staff, "appointment", start) not in allowed:
            codes.append("wrong-appointment")
        if limit is not None and (end or start) > limit:
            codes.append("past-term")
        if codes:
            raise Refusal(*codes)

    def term_ends(self, staff: str, start: date) -> date | None:
        """ "fiscal_years: n = the end of the n-th fiscal year, counting the one the assignment starts in; months: n
        = n months from the day the person's appointment took effect, less a day"."""
        appointment = self.oracle.attribute(staff, "appointment", start)
        term = self.oracle.appointments[appointment].get("term") if appointment else None
        if term is None:
            return None
        if "fiscal_years" in term:
            last = fiscal_year_of(start, self.oracle.year_start)[1]
            for _ in range(term["fiscal_years"] - 1):
                last = fiscal_year_of(last + DAY, self.oracle.year_start)[1]
            return last
        return plus_months(self.appointment_since(staff, start), term["months"]) - DAY

    def appointment_since(self, staff: str, day: date) -> date:
        """The day the appointment took effect: it was another one the day before, or the person joined on it."""
        value = self.oracle.attribute(staff, "appointment", day)
        joined = {one.on for one in self.joinings(staff)}
        since = day
        for turn in sorted((turn for turn in self.oracle.turning_days(staff) if turn <= day), reverse=True):
            since = turn
            before = turn - DAY
            if turn in joined and not self.served_through(staff, turn):
                break
            if self.oracle.attribute(staff, "appointment", before) != value:
                break
        return since

    def served_through(self, staff: str, joined: date) -> bool:
        """Whether somebody who joins was in service already and does not leave the day before."""
        left = {one.on for one in self.oracle.of(Left, staff)}
        return self.oracle.in_service(staff, joined - DAY) and joined - DAY not in left

    def overlap(self, one: Assigned, new: Assigned) -> bool:
        return any(
            mine.unit == other.unit and mine.first <= other.last and other.first <= mine.last
            for mine in self.oracle.stretches(new)
            for other in self.oracle.stretches(one)
        )

    def unassign(self, staff: str, role: str, on: date, unit: str | None = None) -> None:
        """Ends the assignment that runs on the day and beyond, if there is exactly one it can mean; one that has
        its last day on it stays as it is."""
        found, ended = [], False
        for assignment in self.oracle.of(Assigned, staff):
            stretches = self.oracle.stretches(assignment)
            now = [one.unit for one in stretches if one.first <= on <= one.last]
            if assignment.role == role and now and unit in (None, assignment.unit, *now):
                if on < stretches[-1].last:
                    found.append(assignment)
                ended = ended or on == stretches[-1].last
        if ended and not found:
            return
        if len(found) != 1:
            raise Refusal("no-assignment", "ambiguous-assignment", "unknown-unit", "role-not-assigned")
        self.add(Unassigned, assignment=found[0].seq, on=on)

    # ── records ──

    def record(self, new: type[Any], key: tuple[str, ...], rest: Callable[[Any], Any], **values: Any) -> None:
        """The same twice is one entry; the same key with other values is a conflict."""
        self.add(new, **values)
        (entry,) = self.written
        for old in self.oracle.of(new, values["staff"]):
            if all(getattr(old, name) == getattr(entry, name) for name in key):
                if rest(old) != rest(entry):
                    raise Refusal("conflict")
                self.written = []
                return

    def record_training(self, **values: Any) -> None:
        def rest(one: Trained) -> tuple[Any, ...]:
            return self.outcome(one), one.score, one.end

        self.record(Trained, ("training", "on"), rest, **values)

    def outcome(self, one: Trained) -> str:
        if one.outcome is not None:
            return one.outcome
        return "completed" if self.oracle.counts(one) else "failed"

    def record_certification(self, **values: Any) -> None:
        self.record(Certified, ("certification", "on"), lambda one: one.expires_on, **values)

    def revoke(self, **values: Any) -> None:
        self.record(Revoked, ("certification", "on"), lambda one: None, **values)

    def assess(self, **values: Any) -> None:
        self.record(Assessed, ("skill", "on"), lambda one: one.level, **values)

    def waive(self, staff: str, requirement: str, start: date, until: date) -> None:
        role, name = requirement.split("/")
        if not any(one["id"] == name for one in self.oracle.roles[role].get("requirements", [])):
            raise Refusal("unknown-requirement")
        values = {"role": role, "requirement": name, "start": start, "until": until}
        self.record(Waived, tuple(values), lambda one: None, staff=staff, **values)

    def enrol(self, **values: Any) -> None:
        self.record(Enrolled, ("training", "on"), lambda one: None, **values)

    def retract(self, staff: str, which: float) -> None:
        """ "any entry can be retracted with a reason", once."""
        seq = self.target(which)
        if seq not in {entry.seq for entry in self.oracle.entries}:
            raise Refusal("unknown-entry", "already-retracted")
        self.add(Retracted, target=seq)

    def target(self, which: float) -> int:
        return 1 + int(which * len(self.entries))
