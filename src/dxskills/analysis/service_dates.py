"""The service and the attributes of a person nearest to a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from dxskills.index.facts import NO_END, Facts
from dxskills.index.service import attribute_segments, attributes_on, service_spans


def day_or_none(day: int) -> date | None:
    """The date of an ordinal; None where it stands for no end."""
    return date.fromordinal(day) if 0 < day < NO_END else None


def service_around(facts: Facts, day: int) -> tuple[date | None, date | None]:
    """First and last day of the service that ``day`` lies in, else of the last one before it, else of the first."""
    spans = service_spans(facts)
    if not spans:
        return None, None
    begun = [span for span in spans if span.first <= day]
    span = begun[-1] if begun else spans[0]
    return date.fromordinal(span.first), day_or_none(span.last)


def nearest_attributes(facts: Facts, day: int) -> dict[str, Any]:
    """The attributes on ``day``; before the first was said, those that were said first."""
    known = attribute_segments(facts)
    return attributes_on(facts, day) or (known[0].values if known else {})
