"""Readiness and staffing month by month if nobody does anything (docs/rules.md, "Forecast")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import MAXYEAR, date, timedelta
from typing import Any, NamedTuple

from dxskills.analysis.forecast_events import Happening, happenings
from dxskills.analysis.question import Question, head, prepare
from dxskills.analysis.report import Tally
from dxskills.analysis.results import Counts, Head, StaffingRow
from dxskills.dates import add_months
from dxskills.errors import WrongUsage
from dxskills.frozen import Frozen
from dxskills.i18n import _
from dxskills.index import Index
from dxskills.journal.names import Name

MOST_MONTHS = 120


class RoleStaffing(Frozen):
    """The sums of a role's staffing rows."""

    role: str
    target: int
    assigned: int
    qualified: int
    shortfall: int


class Point(Frozen):
    """The figures of one day, as the gap report of that day has them; ``totals`` are of mandatory obligations."""

    as_of: date
    people: int
    totals: Counts
    recommended: Counts
    shortfall: int
    staffing: tuple[RoleStaffing, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat(),
            "totals": {"people": self.people, **self.totals.as_fields(), "readiness": self.totals.readiness},
            "recommended": self.recommended.as_fields(),
            "shortfall": self.shortfall,
            "staffing": [row.as_fields() for row in self.staffing],
        }


class Event(Frozen):
    """What happens to ``count`` people or obligations in a month, on days from ``first`` to ``last``."""

    kind: str
    role: str | None
    requirement: str | None
    count: int
    first: date
    last: date


class Month(Frozen):
    """``point`` is the month's last day."""

    month: str
    point: Point
    events: tuple[Event, ...]

    def as_dict(self) -> dict[str, Any]:
        events = [
            {**event.as_fields(), "first": event.first.isoformat(), "last": event.last.isoformat()}
            for event in self.events
        ]
        return {"month": self.month, **self.point.as_dict(), "events": events}


class PersonEvent(NamedTuple):
    day: date
    kind: str
    staff: str
    name: str
    unit: str | None
    role: str | None
    requirement: str | None


class Forecast(Head):
    """``start`` has the figures of the as-of date itself. ``people`` only where it was asked for."""

    until: date
    start: Point
    months: tuple[Month, ...]
    people: tuple[PersonEvent, ...] | None

    def as_dict(self) -> dict[str, Any]:
        """The ``dxskills/forecast/1`` document."""
        document: dict[str, Any] = {
            **self.head("dxskills/forecast/1"),
            "until": self.until.isoformat(),
            "start": self.start.as_dict(),
            "months": [month.as_dict() for month in self.months],
        }
        if self.people is not None:
            document["people"] = [{**row._asdict(), "day": row.day.isoformat()} for row in self.people]
        return document


def forecast(
    index: Index,
    question: Question,
    until: date | None,
    names: Mapping[str, Name] | None,
    known_at: str | None = None,
) -> Forecast:
    """The figures of the question's day, and of the last day of each month through that of ``until``."""
    ends = month_ends(question.as_of, until)
    start = _point(index, question)
    points = [_point(index, question.replaced(as_of=day)) for day in ends]
    prepare(index, question)  # the units in scope, once more
    found = list(happenings(index, question, ends[-1]))
    return Forecast(
        **head(index, question, known_at),
        until=ends[-1],
        start=start,
        months=tuple(Month(f"{p.as_of:%Y-%m}", p, tuple(_events(found, p.as_of))) for p in points),
        people=None if names is None else tuple(sorted(_people(index, found, names), key=order)),
    )


def month_ends(as_of: date, until: date | None) -> list[date]:
    """The last days of the months from that of ``as_of`` through that of ``until``, by default a year later."""
    if until is None:
        until = add_months(as_of, 12) if as_of.year < MAXYEAR else date.max
    count = (until.year - as_of.year) * 12 + until.month - as_of.month
    if until < as_of or count > MOST_MONTHS:
        raise WrongUsage(
            "bad-until",
            _("The forecast cannot go from {first} to {last}: it goes ahead, and for {count} months at most."),
            first=as_of.isoformat(),
            last=until.isoformat(),
            count=MOST_MONTHS,
        )
    return [_month_end(as_of.replace(day=1), months) for months in range(count + 1)]


def _month_end(first: date, months: int) -> date:
    index = first.year * 12 + first.month + months
    return date.max if index // 12 > MAXYEAR else date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


def _point(index: Index, question: Question) -> Point:
    prepare(index, question)
    tally = Tally(index, question)
    rows = tally.staffing()
    return Point(
        as_of=question.as_of,
        people=tally.people_count(),
        totals=tally.counted("all"),
        recommended=tally.counted("recommended"),
        shortfall=sum(row.shortfall for row in rows),
        staffing=tuple(_by_role(rows)),
    )


def _by_role(rows: Iterable[StaffingRow]) -> Iterator[RoleStaffing]:
    by_role: dict[str, list[StaffingRow]] = {}
    for row in rows:
        by_role.setdefault(row.role, []).append(row)
    for role, of_role in sorted(by_role.items()):
        sums = (sum(getattr(row, name) for row in of_role) for name in RoleStaffing._fields[1:])
        yield RoleStaffing(role, *sums)


def _events(found: Iterable[Happening], month_end: date) -> Iterator[Event]:
    """Those of one month, counted by what happens to which role and requirement."""
    first, last = month_end.replace(day=1).toordinal(), month_end.toordinal()
    alike: dict[tuple[str, str, str], list[Happening]] = {}
    for one in found:
        if first <= one.day <= last:
            alike.setdefault((one.kind, one.role or "", one.requirement or ""), []).append(one)
    for (kind, role, requirement), each in sorted(alike.items()):
        days = [one.day for one in each]
        count = sum(one.times for one in each)
        yield Event(
            kind, role or None, requirement or None, count, date.fromordinal(min(days)), date.fromordinal(max(days))
        )


def _people(index: Index, found: Iterable[Happening], names: Mapping[str, Name]) -> Iterator[PersonEvent]:
    staff = dict(index.connection.execute("SELECT id, staff FROM person"))
    paths = index.unit_names().path
    for one in found:
        if one.person is not None:
            number = staff[one.person]
            name = names.get(number)
            day, unit = date.fromordinal(one.day), paths[one.unit] or None
            yield PersonEvent(day, one.kind, number, name.name if name else "", unit, one.role, one.requirement)


def order(row: PersonEvent) -> tuple[object, ...]:
    return row.day, row.kind, row.staff, row.role or "", row.requirement or "", row.unit or ""
