"""Answers without the people in them: pseudonyms for staff numbers, nothing of names and free texts.

Pseudonyms are drawn anew for every answer and kept nowhere, so that neither the store nor another answer leads back
from them. What stays (units, dates, roles, grades) may still tell who somebody is; see docs/rules.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from dxskills.analysis.person import PersonPage
from dxskills.analysis.results import ObligationRow, Report
from dxskills.analysis.staff_list import StaffRow
from dxskills.analysis.why import Why

if TYPE_CHECKING:
    from dxskills.analysis.candidates import Candidates
    from dxskills.analysis.due import Due
    from dxskills.analysis.forecast import Forecast

Page = TypeVar("Page", Why, PersonPage)

MASK = "***"
_PEOPLE = ("staff", "instructor", "assessor", "approver")
_TEXTS = ("name", "kana", "exception", "note", "number", "reason")
_ENTRIES = ("entry", "revoked_by", "evidence")


class Pseudonyms:
    """The same pseudonym for the same person, as long as the object lives; ``draw`` gives eight random digits."""

    def __init__(self, draw: Callable[[], str] = lambda: secrets.token_hex(4)) -> None:
        self._draw = draw
        self._known: dict[str, str] = {}
        self._used: set[str] = set()

    def of(self, person: str) -> str:
        """For a staff number, or for whatever else somebody is named by."""
        if person not in self._known:
            while (drawn := f"p-{self._draw()}") in self._used:
                pass
            self._used.add(drawn)
            self._known[person] = drawn
        return self._known[person]


def anonymous_report(report: Report, pseudonyms: Pseudonyms) -> Report:
    """The rows of people under pseudonyms, in their order; entries, which lead into the journal, are left out."""
    if report.people is None:
        return report
    rows = (row._replace(staff=pseudonyms.of(row.staff), name=MASK, evidence=()) for row in report.people)
    return report.replaced(people=tuple(sorted(rows, key=_order)))


def _order(row: ObligationRow) -> tuple[object, ...]:
    return row.staff, row.role, row.unit or "", row.requirement, row.held_since


def anonymous_staff(rows: Iterable[StaffRow], pseudonyms: Pseudonyms) -> tuple[StaffRow, ...]:
    masked = (replace(row, staff=pseudonyms.of(row.staff), name=MASK, kana=None) for row in rows)
    return tuple(sorted(masked, key=lambda row: row.staff))


def anonymous_due(due: Due, pseudonyms: Pseudonyms) -> Due:
    from dxskills.analysis.due import order

    masked = (row._replace(staff=pseudonyms.of(row.staff), name=MASK) for row in due.rows)
    return due.replaced(rows=tuple(sorted(masked, key=order)))


def anonymous_candidates(answer: Candidates, pseudonyms: Pseudonyms) -> Candidates:
    """Those who are equally near are sorted by pseudonym, so take the first so many only after this."""
    from dxskills.analysis.candidates import nearness

    masked = (row._replace(staff=pseudonyms.of(row.staff), name=MASK) for row in answer.candidates)
    return answer.replaced(candidates=tuple(sorted(masked, key=nearness)))


def anonymous_forecast(forecast: Forecast, pseudonyms: Pseudonyms) -> Forecast:
    from dxskills.analysis.forecast import order

    if forecast.people is None:
        return forecast
    masked = (row._replace(staff=pseudonyms.of(row.staff), name=MASK) for row in forecast.people)
    return forecast.replaced(people=tuple(sorted(masked, key=order)))


def anonymous_page(page: Page, pseudonyms: Pseudonyms) -> Page:
    """One person's page or verdicts. Entries are numbered anew from 1, so that they still refer to each other."""
    numbers = {seq: number for number, seq in enumerate(sorted(set(_entries(page))), start=1)}
    masked: Page = _masked(page, pseudonyms, numbers)
    return masked


def _entries(value: Any) -> Iterator[int]:
    for name, inner in _inside(value):
        if name in _ENTRIES and inner is not None:
            yield from inner if isinstance(inner, tuple) else (inner,)
        else:
            yield from _entries(inner)


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    """What a result is made of, by name; nothing for plain values and for the framework's texts."""
    if is_dataclass(value):
        yield from ((field.name, getattr(value, field.name)) for field in fields(value))
    elif isinstance(value, ObligationRow):
        yield from value._asdict().items()
    elif isinstance(value, dict):
        yield from value.items()
    elif type(value) is tuple:
        yield from (("", each) for each in value)


def _masked(value: Any, pseudonyms: Pseudonyms, numbers: dict[int, int]) -> Any:
    changed = {name: _replaced(name, inner, pseudonyms, numbers) for name, inner in _inside(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **changed)
    if isinstance(value, ObligationRow):
        return value._replace(**changed)
    if isinstance(value, dict):
        return changed
    if type(value) is tuple:
        return tuple(_masked(each, pseudonyms, numbers) for each in value)
    return value


def _replaced(name: str, value: Any, pseudonyms: Pseudonyms, numbers: dict[int, int]) -> Any:
    if name in _ENTRIES and value is not None:
        return tuple(numbers[seq] for seq in value) if isinstance(value, tuple) else numbers[value]
    if isinstance(value, str) and value:
        if name in _PEOPLE:
            return pseudonyms.of(value)
        return MASK if name in _TEXTS else value
    return _masked(value, pseudonyms, numbers)
