"""People as rows of a staff file: one row for each state of a person, stated of the day on which it begins.

One row suffices for whom nothing changed since they joined; it is then stated of the day that the name is known from.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from dxskills.exchange.exporting.export import Row
from dxskills.exchange.exporting.origin import Origin
from dxskills.exchange.exporting.walking import iso
from dxskills.i18n import _
from dxskills.index.facts import ATTRIBUTES, NO_END, NUMBER, Entry, Facts
from dxskills.index.service import Segment, Span, attribute_segments, service_spans
from dxskills.index.stored import read_facts
from dxskills.journal.names import Name

_PEOPLE = "SELECT id, staff FROM person WHERE known ORDER BY staff"
_NOBODY = """
SELECT p.staff, min(e.seq) FROM person p CROSS JOIN entry e ON e.person = p.id AND e.kind <> ?
WHERE NOT p.known AND e.retracted IS NULL GROUP BY p.staff ORDER BY p.staff
"""


class _State(NamedTuple):
    """What is to be stated of a person as of ``on``: the attributes, and the spell of service that it belongs to."""

    on: int
    values: dict[str, Any]
    spell: Span


def staff(origin: Origin) -> Iterator[Row]:
    """A name stands in the rows up to the day that it is known from, so that an import knows it from that day too."""
    for person, number in origin.connection.execute(_PEOPLE):
        facts = read_facts(origin.connection, person, structure_only=True)
        name = origin.names.get(number)
        states = _states(facts)
        known_from = NO_END if name is None else _ordinal(name.as_of) or states[0].on
        _leave_out_what_has_no_effect(origin, number, facts)
        for state in _with_name_day(states, known_from) if name else states:
            yield _row(origin, number, name if state.on <= known_from else None, name is not None, state)
    _leave_out_nobody(origin)


def _ordinal(as_of: str) -> int | None:
    """The day that a name is known from; None if the file of names was written to by hand, and not a day."""
    try:
        return date.fromisoformat(as_of).toordinal()
    except ValueError:
        return None


def _states(facts: Facts) -> list[_State]:
    """The states of a person in order of day: each spell's first day, and every day on which something changes.

    A change while out of service is told after the spell before it; one before the first spell is part of what it
    starts with.
    """
    segments = attribute_segments(facts)
    spans = service_spans(facts)
    states: list[_State] = []
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        states.append(_State(span.first, _values_on(segments, span.first), span))
        until = NO_END if following is None else following.first - 1
        for segment in segments:
            if span.first < segment.first <= until and segment.values != states[-1].values:
                states.append(_State(segment.first, segment.values, span))
    return states


def _values_on(segments: list[Segment], day: int) -> dict[str, Any]:
    return next((segment.values for segment in segments[::-1] if segment.first <= day), {})


def _with_name_day(states: list[_State], known_from: int) -> list[_State]:
    """The states with one that is stated of the very day that the name is known from.

    The first row carries the day of joining, so it may be stated of any day before the second one's.
    """
    if len(states) == 1 or known_from < states[1].on:
        return [states[0]._replace(on=known_from), *states[1:]]
    before = [state for state in states if state.on <= known_from]
    if before[-1].on == known_from:
        return states
    return [*before, before[-1]._replace(on=known_from), *states[len(before) :]]


def _row(origin: Origin, number: str, name: Name | None, named: bool, state: _State) -> Row:
    values = state.values
    if not named:
        text = _("{staff} has no name, so an import will refuse the row.")
        origin.remarks.note("missing-value", number, None, text)
    origin.look_at_unit(number, None, values.get("unit"), origin.placement_tails)
    if values.get("appointment") is not None:
        origin.look_at_thing(number, None, "appointment", values["appointment"])
    origin.look_at_label(number, None, values.get("job_family"))
    origin.look_at_label(number, None, values.get("grade"))
    joined, left = state.spell
    return (
        *(number, name.name if name else None, name.kana if name else None),
        *(values.get(attribute) for attribute in ATTRIBUTES),
        *(iso(joined), iso(left) if left < NO_END else None, iso(state.on)),
    )


def _leave_out_nobody(origin: Origin) -> None:
    """Name what is told of people whose joining does not stand."""
    told = _("there are entries about {staff}, whose joining was retracted.")
    for number, seq in origin.connection.execute(_NOBODY, (NUMBER["entry.retracted"],)):
        origin.remarks.leave_out("never-joined", number, seq, told)
    named = _("there is a name for {staff}, but nobody has that staff number.")
    for number in sorted(origin.names):
        if not origin.knows(number):
            origin.remarks.leave_out("name-without-person", number, None, named)


def _leave_out_what_has_no_effect(origin: Origin, number: str, facts: Facts) -> None:
    """Name the entries of which nothing is left in what holds from day to day."""
    spans = service_spans(facts)
    first, last = {span.first for span in spans}, {span.last for span in spans}
    joined = _("{staff} joins on {day}, while in service already.")
    left = _("{staff} leaves on {day}, while not in service.")
    described = _("{staff} is described from {day}, before joining; the row of joining has it.")
    for text, entries, days in ((joined, facts.staff_joined, first), (left, facts.staff_left, last)):
        for entry in _beside(entries, days):
            origin.remarks.leave_out("overlapping-service", number, entry.seq, text, day=iso(entry.day))
    for entry in facts.staff_changed:
        if entry.day < spans[0].first:
            origin.remarks.leave_out("before-joining", number, entry.seq, described, day=iso(entry.day))


def _beside(entries: list[Entry], days: set[int]) -> Iterator[Entry]:
    """The entries of other days, and the second of two of one day."""
    seen: set[int] = set()
    for entry in entries:
        if entry.day not in days or entry.day in seen:
            yield entry
        seen.add(entry.day)
