"""When somebody serves, where they are posted, and what else is dated about them."""

from __future__ import annotations

from typing import Any, NamedTuple

from dxskills.index.facts import ATTRIBUTES, NO_END, Facts


class Span(NamedTuple):
    """Days ``first`` to ``last``, both inclusive."""

    first: int
    last: int


class Segment(NamedTuple):
    """Days on which none of a person's attributes changes; ``values`` holds those that were ever said."""

    first: int
    last: int
    values: dict[str, Any]


def service_spans(facts: Facts) -> list[Span]:
    """The spans in service, in order. Joining while in service says nothing new; nor does leaving while out of it."""
    marks = [(entry.day, 0, entry.seq) for entry in facts.staff_joined]
    marks += [(entry.day, 1, entry.seq) for entry in facts.staff_left]
    spans: list[Span] = []
    since = 0
    for day, leaving, _seq in sorted(marks):
        if not leaving:
            since = since or day
        elif since:
            spans.append(Span(since, day))
            since = 0
    if since:
        spans.append(Span(since, NO_END))
    return spans


def attribute_segments(facts: Facts) -> list[Segment]:
    """A person's attributes from the first thing said of them on; of two changes on one day the later entry wins."""
    changes = sorted(facts.staff_joined + facts.staff_changed, key=lambda entry: (entry.day, entry.seq))
    segments: list[Segment] = []
    values: dict[str, Any] = {}
    for entry in changes:
        said = {name: entry.data[name] for name in ATTRIBUTES if entry.data.get(name) is not None}
        values = {**values, **said}
        if segments and segments[-1].first == entry.day:
            segments[-1] = Segment(entry.day, NO_END, values)
        else:
            if segments:
                segments[-1] = segments[-1]._replace(last=entry.day - 1)
            segments.append(Segment(entry.day, NO_END, values))
    return segments


def segments_in_service(facts: Facts) -> list[Segment]:
    """The attribute segments cut to the days in service; those before anything was said have no attributes."""
    known = attribute_segments(facts)
    result: list[Segment] = []
    for span in service_spans(facts):
        if not known or span.first < known[0].first:
            last = min(span.last, known[0].first - 1) if known else span.last
            result.append(Segment(span.first, last, {}))
        for segment in known:
            first, last = max(span.first, segment.first), min(span.last, segment.last)
            if first <= last:
                result.append(Segment(first, last, segment.values))
    return result


def in_service(facts: Facts, day: int) -> bool:
    return any(span.first <= day <= span.last for span in service_spans(facts))


def attributes_on(facts: Facts, day: int) -> dict[str, Any]:
    """The attributes that hold on ``day``; empty before the first was said."""
    for segment in attribute_segments(facts)[::-1]:
        if segment.first <= day:
            return segment.values
    return {}


def unbroken_since(facts: Facts, attribute: str, day: int) -> int | None:
    """The first day of the unbroken stretch up to ``day`` in which the attribute had the value it has on ``day``."""
    since: int | None = None
    value: object = None
    for segment in attribute_segments(facts):
        if segment.first > day:
            break
        if segment.values.get(attribute) != value or since is None:
            value, since = segment.values.get(attribute), segment.first
    return since


class Transfer(NamedTuple):
    day: int
    old: str | None
    new: str | None


def transfers(facts: Facts) -> list[Transfer]:
    """The days on which a person's unit changes, in order; the first posting is not a transfer."""
    result: list[Transfer] = []
    unit: str | None = None
    for number, segment in enumerate(attribute_segments(facts)):
        new = segment.values.get("unit")
        if number and new != unit:
            result.append(Transfer(segment.first, unit, new))
        unit = new
    return result
