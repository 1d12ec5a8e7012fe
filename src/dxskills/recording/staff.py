"""People: joining, changes of what is dated about them, transfers, leaving."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, Unpack

from dxskills.errors import Refused
from dxskills.framework.lookup import find_appointment
from dxskills.framework.spelling import normal_path, normal_text
from dxskills.i18n import _
from dxskills.index.facts import ATTRIBUTES, NO_END, Entry, Facts
from dxskills.index.holdings import Assignment, assignments
from dxskills.index.service import attributes_on, in_service
from dxskills.recording.texts import called
from dxskills.recording.transaction import UNCHANGED, Outcome, Transaction, changed_attributes, latest


class Attributes(TypedDict, total=False):
    """What is dated about a person; None or absent for what is not said."""

    unit: str | None
    appointment: str | None
    job_family: str | None
    grade: str | None
    manager: bool | None


def normal_attributes(tx: Transaction, said: Attributes, *, tail: bool = False) -> dict[str, Any]:
    """Attributes in stored form, blank ones not said; with ``tail`` a unit may be the unique tail of a known one."""
    if unknown := said.keys() - set(ATTRIBUTES):
        raise TypeError(f"not an attribute: {', '.join(sorted(unknown))}")
    result: dict[str, Any] = {key: said.get(key) for key in ATTRIBUTES}
    for key in ("job_family", "grade", "appointment"):
        result[key] = normal_text(result[key] or "") or None
    if result["appointment"] is not None:
        result["appointment"] = find_appointment(tx.framework, result["appointment"]).id
    result["unit"] = normal_path(said.get("unit") or "") or None
    if tail and result["unit"] is not None:
        result["unit"] = tx.units.find(result["unit"]) or result["unit"]
    return result


def add_staff(
    tx: Transaction,
    staff: str,
    name: str,
    *,
    kana: str | None = None,
    joined: date,
    as_of: date | None = None,
    tail: bool = True,
    **attributes: Unpack[Attributes],
) -> Outcome:
    """Enter somebody new, whose attributes hold from the day of joining. Not said to be a manager is not one.

    ``as_of`` is the day the name is stated of (default: that of joining). Without ``tail`` the unit is a full path.
    """
    if tx.facts(staff).staff_joined:
        raise Refused(
            "staff-exists",
            _("The staff number {staff} is taken already."),
            hint=_("`dxskills staff edit` changes what is known of somebody."),
            staff=staff,
        )
    if not name.strip():
        raise Refused("missing-value", _("A new person needs a name."))
    data = normal_attributes(tx, attributes, tail=tail)
    data["manager"] = bool(data["manager"])
    seq = tx.add("staff.joined", staff, joined.isoformat(), data)
    tx.rename(staff, name.strip(), (kana or "").strip() or None, (as_of or joined).isoformat())
    return Outcome((seq,))


def edit_staff(
    tx: Transaction,
    staff: str,
    *,
    on: date,
    name: str | None = None,
    kana: str | None = None,
    joined: date | None = None,
    tail: bool = True,
    **attributes: Unpack[Attributes],
) -> Outcome:
    """Change what is known of somebody from ``on``; the name has no date; a joining date is corrected by a new entry.

    Without ``tail`` the unit is a full path.
    """
    facts = tx.known_facts(staff)
    seqs: list[int] = []
    if joined is not None:
        seqs += correct_joined(tx, staff, facts, joined)
    before = _effective(tx, facts)
    said = normal_attributes(tx, attributes, tail=tail)
    changes = changed_attributes(attributes_on(facts, on.toordinal()), said)
    if changes:
        seqs.append(tx.add("staff.changed", staff, on.isoformat(), changes))
    notices = _what_transfers_did(tx, facts, before)
    if (name or kana) and _rename(tx, staff, (name or "").strip(), (kana or "").strip() or None, on):
        notices.append(_("The name of {staff} is changed.").format(staff=staff))
    return Outcome(tuple(seqs), tuple(notices))


def _rename(tx: Transaction, staff: str, name: str, kana: str | None, on: date) -> bool:
    known = tx.names.get(staff)
    if known is None:
        return tx.rename(staff, name, kana, on.isoformat())
    # Said by hand, so it goes before what any file said.
    return tx.rename(staff, name or known.name, kana, max(on.isoformat(), known.as_of))


def correct_joined(tx: Transaction, staff: str, facts: Facts, joined: date) -> list[int]:
    """Correct the day of joining, or join again somebody who had left before it. Returns the new entries' numbers."""
    day = joined.toordinal()
    last = latest(facts.staff_joined)
    if last is None:
        return []
    since = max((left.day for left in facts.staff_left if left.day < last.day), default=0)
    spell = sorted((e for e in facts.staff_joined if e.day > since), key=lambda entry: (entry.day, entry.seq))
    others = [entry for entry in facts.staff_joined if entry not in spell or len(spell) == 1]
    if any(entry.day == day for entry in others):
        return []
    if any(last.day <= entry.day < day for entry in facts.staff_left):
        return [tx.add("staff.joined", staff, joined.isoformat(), {})]
    if any(day <= entry.day < last.day for entry in facts.staff_left):
        raise Refused(
            "end-before-start",
            _("{staff} was in service before, on {day} too, so that cannot be the day of joining again."),
            staff=staff,
            day=joined.isoformat(),
        )
    return _move_joining(tx, staff, facts, spell, day)


def _move_joining(tx: Transaction, staff: str, facts: Facts, spell: list[Entry], day: int) -> list[int]:
    """Let ``day`` be the one joining of a spell; what the others say of the person becomes changes."""
    first = spell[0]
    stays = next((entry for entry in spell if entry.day == day), None)
    # What changed between the two days must not be undone by what was said of the first.
    data = first.data if day < first.day else {**first.data, **attributes_on(facts, day)}
    changes = [(entry.day, _said_anew(facts, entry)) for entry in spell[1:] if entry.day > day]
    seqs = [
        tx.retract(staff, entry.seq, _("day of joining corrected")) for entry in reversed(spell) if entry is not stays
    ]
    if stays is None:
        seqs.append(tx.add("staff.joined", staff, date.fromordinal(day).isoformat(), data))
    elif first is not stays and (said := changed_attributes(stays.data, attributes_on(facts, day))):
        changes.insert(0, (day, said))
    for since, said in changes:
        if said:
            seqs.append(tx.add("staff.changed", staff, date.fromordinal(since).isoformat(), said))
    return seqs


def _said_anew(facts: Facts, joining: Entry) -> dict[str, Any]:
    """What is different from a second joining's day on, of that which it says."""
    after = attributes_on(facts, joining.day)
    said = {key: after[key] for key in ATTRIBUTES if joining.data.get(key) is not None}
    return changed_attributes(attributes_on(facts, joining.day - 1), said)


def transfer(tx: Transaction, staff: str, unit: str, *, on: date) -> Outcome:
    """Post a person to another unit from ``on``; says which assignments that ends or moves."""
    facts = tx.known_facts(staff)
    if not in_service(facts, on.toordinal()):
        raise Refused("not-in-service", _("{staff} is not in service on {day}."), staff=staff, day=str(on))
    before = _effective(tx, facts)
    path = tx.units.find(unit) or normal_path(unit)
    if not path:
        raise Refused("missing-value", _("A transfer needs a unit."))
    if attributes_on(facts, on.toordinal()).get("unit") == path:
        return UNCHANGED
    seq = tx.add("staff.changed", staff, on.isoformat(), {"unit": path})
    return Outcome((seq,), tuple(_what_transfers_did(tx, facts, before)))


def leave(tx: Transaction, staff: str, *, on: date, reason: str | None = None) -> Outcome:
    """End a person's service; ``on`` is the last day. A last day that was entered before is replaced."""
    facts = tx.known_facts(staff)
    joined = latest(entry for entry in facts.staff_joined if entry.day <= on.toordinal())
    if joined is None:
        raise Refused("end-before-start", _("{staff} joins only after {day}."), staff=staff, day=str(on))
    seqs: list[int] = []
    notices: list[str] = []
    for entry in _leavings_since(facts, joined):
        if entry.day == on.toordinal():
            return UNCHANGED
        seqs.append(tx.retract(staff, entry.seq, _("last day in service replaced")))
        notices.append(_("The last day in service was {day}.").format(day=date.fromordinal(entry.day)))
    seqs.append(tx.add("staff.left", staff, on.isoformat(), {"reason": reason}))
    return Outcome(tuple(seqs), tuple(notices))


def _leavings_since(facts: Facts, joined: Entry) -> list[Entry]:
    later = [entry.day for entry in facts.staff_joined if entry.day > joined.day]
    until = min(later, default=None)
    return [e for e in list(facts.staff_left) if e.day >= joined.day and (until is None or e.day < until)]


def _effective(tx: Transaction, facts: Facts) -> dict[int, Assignment]:
    return {assignment.entry.seq: assignment for assignment in assignments(facts, tx.framework)}


def _what_transfers_did(tx: Transaction, facts: Facts, before: dict[int, Assignment]) -> list[str]:
    notices: list[str] = []
    for seq, after in _effective(tx, facts).items():
        old = before.get(seq)
        if old is None or old.stretches == after.stretches:
            continue
        if after.end != old.end:
            if after.end < old.end:
                text = _("The transfer ends the assignment to {role} in {unit} on {day} (entry {seq}).")
            elif after.end == NO_END:
                text = _("After this transfer the assignment to {role} in {unit} goes on (entry {seq}).")
            else:
                text = _("After this transfer the assignment to {role} in {unit} goes on until {day} (entry {seq}).")
            day = date.fromordinal(after.end).isoformat()
            notices.append(
                text.format(role=called(tx.framework, "role", after.role), unit=after.unit, day=day, seq=seq)
            )
        else:
            text = _("The assignment to {role} moves to {unit} with the person (entry {seq}).")
            notices.append(
                text.format(role=called(tx.framework, "role", after.role), unit=after.stretches[-1][0], seq=seq)
            )
    return notices
