"""The months to come if nobody does anything: two charts, what happens when, and the figures behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from dxskills.analysis.results import STATUSES
from dxskills.i18n import N_, _, short_day, shown_day, shows_eras
from dxskills.render.document import Block, Cell, Chart, Column, Document, Facts, Flat, Series, Table, Tone
from dxskills.render.views.counts import count_cells, count_columns, percent, readiness_cell, readiness_tone
from dxskills.render.views.labels import count_cell, day_cell, number_cell, requirement_name, role_name, scope_name

if TYPE_CHECKING:
    from dxskills.analysis.forecast import Event, Forecast, Point
    from dxskills.framework.model import Framework

MONTHS = ("month", "as_of", "people", "obligations", *STATUSES, "readiness", "shortfall")
_COUNTS = 5
"""The sum of the gaps, and the counts of what is not well."""
PEOPLE = ("day", "kind", "staff", "name", "unit", "role", "requirement")

_KINDS: dict[str, tuple[str, Tone]] = {
    "assignment-ends": (N_("assignment ends"), "bad"),
    "cycle-restarts": (N_("asked anew in the new fiscal year"), "open"),
    "deadline-passes": (N_("deadline passes"), "bad"),
    "evidence-lapses": (N_("lapses"), "soon"),
    "leaves": (N_("leaves"), "bad"),
    "rule-ends": (N_("no longer asked afterwards"), "quiet"),
    "rule-starts": (N_("asked from then on"), "open"),
    "waiver-ends": (N_("waiver ends"), "open"),
}


def view(forecast: Forecast, framework: Framework) -> Document:
    return Document(
        heading=_heading(forecast, framework),
        blocks=lambda: _blocks(forecast, framework),
        payload=forecast.as_dict,
        flat=lambda: _flat(forecast),
        whole=lambda: _blocks(forecast, framework, every=True),
        as_of=forecast.as_of,
    )


def _heading(forecast: Forecast, framework: Framework) -> str:
    place = scope_name(framework, forecast.scope)
    text = _("Forecast if nobody does anything: {place}, {first} to {last}")
    return text.format(place=place, first=shown_day(forecast.as_of), last=shown_day(forecast.until))


def _flat(forecast: Forecast) -> Flat:
    if forecast.people is not None:
        return Flat(PEOPLE, [[row.day.isoformat(), *row[1:]] for row in forecast.people])
    rows = []
    for month in forecast.months:
        point = month.point
        counts = point.totals.as_fields().values()
        rows.append([month.month, point.as_of, point.people, *counts, point.totals.readiness, point.shortfall])
    return Flat(MONTHS, rows, numeric=frozenset(MONTHS[2:]))


def _blocks(forecast: Forecast, framework: Framework, *, every: bool = False) -> Iterator[Block]:
    """``every`` row names its month, not just the first of it."""
    yield Facts(list(_facts(forecast)))
    labels = [short_day(forecast.as_of), *(_month(month.month) for month in forecast.months)]
    points = [forecast.start, *(month.point for month in forecast.months)]
    yield _readiness(labels, points)
    if any(point.shortfall for point in points):
        yield _missing(labels, points)
    yield _happenings(forecast, framework, every)
    yield _figures(labels, points)
    if forecast.people is not None:
        yield _people(forecast, framework)


def _facts(forecast: Forecast) -> Iterator[tuple[str, Cell | str]]:
    last = forecast.months[-1].point
    yield _("Readiness"), _change(percent(forecast.start.totals.readiness), percent(last.totals.readiness))
    if forecast.start.staffing or last.staffing:
        yield _("Missing staff"), _change(f"{forecast.start.shortfall:,}", f"{last.shortfall:,}")
    yield _("People"), _change(f"{forecast.start.people:,}", f"{last.people:,}")
    if forecast.known_at is not None:
        yield _("Known at"), forecast.known_at


def _month(text: str) -> str:
    """A month as it is shown: 2026-04, or R8.4."""
    return short_day(date.fromisoformat(f"{text}-01")).rpartition(".")[0] if shows_eras() else text


def _change(first: str, last: str) -> str:
    return f"{first} → {last}"


def _readiness(labels: list[str], points: list[Point]) -> Chart:
    values = [point.totals.readiness for point in points]
    series = Series(_("Readiness"), values, list(map(percent, values)), list(map(readiness_tone, values)))
    return Chart(labels, [series], top=1.0, title=_("Readiness at the end of each month"))


def _missing(labels: list[str], points: list[Point]) -> Chart:
    texts = [f"{point.shortfall:,}" for point in points]
    series = Series(_("Missing staff"), [float(point.shortfall) for point in points], texts, ["bad"] * len(points))
    return Chart(labels, [series], title=_("Missing staff at the end of each month"))


def _happenings(forecast: Forecast, framework: Framework, every: bool) -> Table:
    columns = [
        Column(_("Month")),
        Column(_("What happens")),
        Column(_("Count"), right=True),
        Column(_("Role")),
        Column(_("Requirement")),
        Column(_("Last day"), spare=1),
    ]
    rows: list[list[Cell | str]] = []
    for month in forecast.months:
        shown = _month(month.month)
        for event in month.events:
            rows.append([shown, *_event(event, framework)])
            shown = _month(month.month) if every else ""
    note = _("What ends on the last day of a month is missing from the next month's figures on.")
    return Table(
        columns, rows, title=_("What happens when"), note=note if rows else None, empty=_("Nothing that is known of.")
    )


def _event(event: Event, framework: Framework) -> Iterator[Cell | str]:
    word, tone = _KINDS[event.kind]
    yield Cell(_(word), tone)
    yield number_cell(event.count)
    yield role_name(framework, event.role) if event.role else ""
    yield requirement_name(framework, event.role or "", event.requirement) if event.requirement else ""
    first, last = short_day(event.first), short_day(event.last)
    yield first if first == last else _("{first} to {last}").format(first=first, last=last.partition("-")[2] or last)


def _figures(labels: list[str], points: list[Point]) -> Table:
    columns = [
        Column(_("At the end of")),
        Column(_("People"), right=True),
        Column(_("Readiness"), right=True),
        *count_columns()[:_COUNTS],
        Column(_("Missing staff"), right=True),
    ]
    rows: list[list[Cell | str]] = []
    for label, point in zip(labels, points, strict=True):
        cells = [number_cell(point.people), readiness_cell(point.totals), *count_cells(point.totals)[:_COUNTS]]
        rows.append([label, *cells, count_cell(point.shortfall, "overdue")])
    return Table(columns, rows, title=_("The figures"))


def _people(forecast: Forecast, framework: Framework) -> Table:
    columns = [Column(_("Last day")), Column(_("What happens")), Column(_("Staff")), Column(_("Name"))]
    columns += [Column(_("Unit"), spare=1), Column(_("Role"), spare=2), Column(_("Requirement"))]
    rows: list[list[Cell | str]] = []
    for row in forecast.people or ():
        word, tone = _KINDS[row.kind]
        role = role_name(framework, row.role) if row.role else ""
        requirement = requirement_name(framework, row.role or "", row.requirement) if row.requirement else ""
        rows.append([day_cell(row.day), Cell(_(word), tone), row.staff, row.name, row.unit or "", role, requirement])
    return Table(columns, rows, title=_("People"), empty=_("Nobody is concerned."))
