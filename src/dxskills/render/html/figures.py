"""What the report's page shows, section by section, as its template takes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dxskills.analysis.question import Question
from dxskills.analysis.results import Counts
from dxskills.i18n import _
from dxskills.render.views.labels import domain_name, requirement_name, role_name, status_cell, status_word

if TYPE_CHECKING:
    from dxskills.analysis.overview import Ending, Halves, Overview
    from dxskills.analysis.results import StaffingRow
    from dxskills.framework.model import Framework

MOST = 10
"""Rows of the lists of what is worst."""
MONTHS = 24
"""Months of the time line."""
MOST_UNITS = 40
"""Units that are named for one department and role."""
_NAMED = 3
_WIDEST = 20
_STEPS = (0.1, 0.25, 0.5)
"""Where a darker shade of the map begins: the share of those asked that have a gap."""


def percent(counts: Counts) -> str:
    return "–" if counts.readiness is None else f"{counts.readiness * 100:.1f}"


def added(counts: Iterable[Counts]) -> Counts:
    every = [each.as_fields() for each in counts]
    return Counts(**{name: sum(each[name] for each in every) for name in Counts().as_fields()})


def parts(counts: Counts) -> list[dict[str, Any]]:
    """The statuses that there are, from good to bad."""
    order = ("met", "expiring", "pending", "expired", "overdue", "waived")
    named = [(status, getattr(counts, status)) for status in order]
    return [
        {"kind": status, "count": count, "mark": status_cell(status).mark, "word": status_word(status)}
        for status, count in named
        if count
    ]


def shade(counts: Counts) -> int:
    return 1 + sum(counts.gaps / counts.asked >= step for step in _STEPS) if counts.gaps else 0


def units_by_readiness(overview: Overview, place: str) -> list[dict[str, Any]]:
    """Every unit that something is asked of, the least ready first; ``place`` names what they lie in."""
    counts: dict[str, list[Counts]] = {}
    for each in overview.places:
        counts.setdefault(each.unit, []).append(each.counts)
    summed = [(unit, added(of_unit)) for unit, of_unit in counts.items()]
    summed = [(unit, of_unit) for unit, of_unit in summed if of_unit.readiness is not None]
    return [
        {"name": short(unit, place), "share": of_unit.readiness, "percent": percent(of_unit), "gaps": of_unit.gaps}
        for unit, of_unit in sorted(summed, key=lambda pair: (pair[1].readiness, pair[0]))
    ]


def short(unit: str, place: str) -> str:
    """The unit without what it lies in, where that is what the page is about."""
    return unit.removeprefix(place + "/") or _("no unit") if place else unit or _("no unit")


def requirements_by_gaps(overview: Overview, framework: Framework) -> list[dict[str, Any]]:
    asked = [row for row in overview.report.requirements if row.necessity == "mandatory" and row.counts.gaps]
    return [
        {
            "name": requirement_name(framework, row.role, row.requirement),
            "role": role_name(framework, row.role),
            "gaps": row.counts.gaps,
            "asked": row.counts.asked,
            "share": row.counts.gaps / row.counts.asked,
        }
        for row in sorted(asked, key=lambda row: (-row.counts.gaps, row.role, row.requirement))
    ]


def heat(overview: Overview, framework: Framework, place: str) -> dict[str, Any]:
    """Requirements by units: how many have a gap there. Rows come by role, in each the one with most gaps first;
    those without any are folded. Many units come in strips that fit a sheet of paper each."""
    units = overview.units
    cells = {(each.role, each.requirement, each.unit): each.counts for each in overview.places}
    every = [row for row in overview.report.requirements if row.necessity == "mandatory" and row.counts.obligations]
    asked = [row for row in every if row.counts.gaps]
    weight = {row.role: row.counts.obligations for row in overview.report.roles}
    rows: list[dict[str, Any]] = []
    before = None
    for row in sorted(asked, key=lambda row: (-weight[row.role], row.role, -row.counts.gaps, row.requirement)):
        rows.append(
            {
                "role": role_name(framework, row.role) if row.role != before else None,
                "name": requirement_name(framework, row.role, row.requirement),
                "total": _heat_cell(row.counts, ""),
                "cells": {u: _heat_cell(cells.get((row.role, row.requirement, u)), short(u, place)) for u in units},
            }
        )
        before = row.role
    width = -(-len(units) // max(1, -(-len(units) // _WIDEST)))
    strips = [units[start : start + width] for start in range(0, len(units), width or 1)]
    return {
        "strips": [[(unit, short(unit, place)) for unit in strip] for strip in strips],
        "rows": rows,
        "folded": len(every) - len(asked),
    }


def _heat_cell(counts: Counts | None, unit: str) -> dict[str, Any] | None:
    if counts is None:
        return None
    text = _("{gaps} of {asked}").format(gaps=f"{counts.gaps:,}", asked=f"{counts.asked:,}")
    return {"gaps": counts.gaps, "shade": shade(counts), "title": f"{unit}: {text}" if unit else text, "said": text}


def staffing(overview: Overview, framework: Framework, place: str) -> dict[str, Any]:
    """The shortfalls by department and role, with the units that are short."""
    groups: dict[tuple[str, str], list[StaffingRow]] = {}
    for row in overview.report.staffing:
        groups.setdefault((_group(row.unit, place), row.role), []).append(row)
    rows: list[dict[str, Any]] = []
    full = 0
    for (unit, role), of_group in groups.items():
        missing = sum(row.shortfall for row in of_group)
        if not missing:
            full += len(of_group)
            continue
        lacking = [row for row in of_group if row.shortfall]
        named = [_place_short(row, unit) for row in lacking[:MOST_UNITS]]
        target = sum(row.target for row in of_group)
        rows.append(
            {
                "unit": short(unit, place) if unit else _("whole organisation"),
                "role": role_name(framework, role),
                "target": target,
                "missing": missing,
                "share": (target - missing) / target,
                "units": [name for name in named if name],
                "left": max(0, len(lacking) - MOST_UNITS),
            }
        )
    rows.sort(key=lambda row: (-row["missing"], row["unit"], row["role"]))
    return {
        "rows": rows,
        "full": full,
        "missing": sum(row["missing"] for row in rows),
        "named": any(row["units"] for row in rows),
    }


def _group(unit: str | None, place: str) -> str:
    if unit is None:
        return ""
    level = place.count("/") + 2 if place else 1
    return "/".join(unit.split("/")[:level])


def _place_short(row: StaffingRow, group: str) -> str:
    name = (row.unit or "").removeprefix(group).removeprefix("/")
    return f"{name} (−{row.shortfall})" if name and row.shortfall > 1 else name


def halves(overview: Overview, framework: Framework, place: str) -> dict[str, Any] | None:
    """For each role that is assigned and held: who lacks which half, and in which units anybody does."""
    if not overview.halves or not {"ict", "administrative"} <= framework.domains.keys():
        return None
    roles: dict[str, dict[str, Any]] = {}
    for row in overview.halves:
        if row.unit is None:
            roles[row.role] = {"name": role_name(framework, row.role), **_half(row, framework), "units": []}
        elif row.neither < row.holders and len(overview.units) > 1:
            roles[row.role]["units"].append({"name": short(row.unit, place), **_half(row, framework)})
    by_size = sorted(roles.values(), key=lambda role: -role["holders"])
    summed = [dict(part) for part in by_size[0]["parts"]]
    for number, part in enumerate(summed):
        part["count"] = sum(role["parts"][number]["count"] for role in by_size)
    return {"parts": summed, "roles": by_size}


def _half(row: Halves, framework: Framework) -> dict[str, Any]:
    ict, administrative = domain_name(framework, "ict"), domain_name(framework, "administrative")
    lacking = _("{domain} missing")
    named = (
        ("met", "○", row.neither, _("both complete")),
        ("pending", "□", row.ict, lacking.format(domain=ict)),
        ("expiring", "△", row.administrative, lacking.format(domain=administrative)),
        ("overdue", "×", row.both, _("both missing")),
    )
    return {
        "holders": row.holders,
        "parts": [{"kind": kind, "mark": mark, "count": count, "word": word} for kind, mark, count, word in named],
    }


def months(overview: Overview, framework: Framework) -> dict[str, Any]:
    """What lapses in each month; what is asked anew each year is told apart, for it would dwarf the rest."""
    by_month: dict[str, list[Ending]] = {}
    for row in overview.endings:
        if not row.yearly:
            by_month.setdefault(row.month, []).append(row)
    shown = dict(list(by_month.items())[:MONTHS])
    counts = {month: sum(row.count for row in rows) for month, rows in by_month.items()}
    highest = max(counts.values(), default=1)
    later = sum(count for month, count in counts.items() if month not in shown)
    lines = [
        {
            "month": month,
            "count": counts[month],
            "share": counts[month] / highest,
            "soon": month <= _last_month(overview),
            "what": _what(rows, framework),
        }
        for month, rows in shown.items()
    ]
    yearly = [row for row in overview.endings if row.yearly]
    return {"rows": lines, "later": later, "yearly": sum(row.count for row in yearly), "renewed": yearly[:1]}


def _last_month(overview: Overview) -> str:
    report = overview.report
    asked = Question(report.as_of, horizon=report.horizon_days)
    return date.fromordinal(asked.horizon_end).isoformat()[:7]


def _what(rows: Sequence[Ending], framework: Framework) -> str:
    named = [f"{requirement_name(framework, row.role, row.requirement)} {row.count:,}" for row in rows[:_NAMED]]
    if left := sum(row.count for row in rows[_NAMED:]):
        named.append(_("others {count}").format(count=f"{left:,}"))
    return " · ".join(named)


def legend() -> Iterator[tuple[int, str]]:
    """The shades of the map and what each means."""
    bounds = [f"{step:.0%}" for step in _STEPS]
    yield 0, _("no gap")
    yield 1, _("under {share}").format(share=bounds[0])
    yield 2, _("{share} and more").format(share=bounds[0])
    yield 3, _("{share} and more").format(share=bounds[1])
    yield 4, _("{share} and more").format(share=bounds[2])
