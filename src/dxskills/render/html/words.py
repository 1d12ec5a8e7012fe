"""The words of the report's page, in the language chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dxskills.i18n import _, n_, shown_day

if TYPE_CHECKING:
    from dxskills.analysis.results import Report


def words(report: Report, *, anonymous: bool) -> dict[str, str | Callable[[int], str]]:
    """The texts by the names that the template has for them; some say a number, which the template gives."""
    return {**_frame(report, anonymous), **_glance(report), **_sections(report), **_people(), **_numbers()}


def _numbers() -> dict[str, Callable[[int], str]]:
    return {
        "more": lambda count: _counted(
            n_("{count} more is in the map below.", "{count} more are in the map below.", count), count
        ),
        "staffing_lead": lambda count: _counted(
            n_(
                "{count} person is missing where a unit was promised somebody for a role.",
                "{count} people are missing where a unit was promised somebody for a role.",
                count,
            ),
            count,
        ),
        "later": lambda count: _counted(n_("{count} more expires later.", "{count} more expire later.", count), count),
        "left": lambda count: _counted(
            n_("{count} more row is not listed here.", "{count} more rows are not listed here.", count), count
        ),
    }


def _counted(text: str, count: int) -> str:
    return text.format(count=f"{count:,}")


def _frame(report: Report, anonymous: bool) -> dict[str, str]:
    source = _("Computed from the registry up to entry {seq} ({hash}) and the framework {framework}.")
    shown = {"seq": f"{report.journal_seq:,}", "hash": report.journal_hash[:19], "framework": report.framework[:19]}
    known = _("With what had been entered by {known_at}.")
    care = _("It names people: keep it as carefully as the registry itself.")
    if report.people is None:
        care = _("It names nobody.")
    elif anonymous:
        care = _("People go by pseudonyms; who knows the office may still recognise some.")
    return {
        "skip": _("To the contents"),
        "kind": _("Gap report"),
        "as_of": _("as of {day}").format(day=shown_day(report.as_of)),
        "known_at": known.format(known_at=report.known_at) if report.known_at is not None else "",
        "contents": _("Contents"),
        "source": source.format(**shown),
        "care": care,
        "alone": _("This page is complete in itself and asks for nothing from any network."),
    }


def _glance(report: Report) -> dict[str, str]:
    totals = report.totals
    said = n_(
        "{met} of {asked} mandatory requirements of {people} person are met.",
        "{met} of {asked} mandatory requirements of {people} people are met.",
        report.people_count,
    )
    return {
        "glance": _("At a glance"),
        "readiness": _("Readiness"),
        "said": said.format(
            met=f"{totals.met + totals.expiring:,}", asked=f"{totals.asked:,}", people=f"{report.people_count:,}"
        ),
        "people_count": _("People"),
        "gaps": _("Gaps"),
        "gaps_of": _("overdue or expired: {count}").format(count=f"{totals.overdue + totals.expired:,}"),
        "missing_staff": _("Missing staff"),
        "soon": n_("Expire within {days} day", "Expire within {days} days", report.horizon_days).format(
            days=report.horizon_days
        ),
        "recommended": n_(
            "recommended, not counted here: {count} gap",
            "recommended, not counted here: {count} gaps",
            report.recommended.gaps,
        ).format(count=f"{report.recommended.gaps:,}"),
        "units": _("Units, the least ready first"),
        "unit": _("Unit"),
        "worst": _("Requirements with most gaps"),
        "requirement": _("Requirement"),
        "no_gaps": _("Nobody lacks anything."),
    }


def _sections(report: Report) -> dict[str, str]:
    return {
        "heat": _("Where the gaps are"),
        "heat_lead": _(
            "People with a gap in each mandatory requirement, by unit. The darker, the larger their share of those of"
            " whom it is asked; a dot where it is asked of nobody."
        ),
        "all": _("All"),
        "share": _("share of those asked:"),
        "heat_folded": _("{count} more: no gap anywhere."),
        "staffing": _("Missing staff"),
        "staffing_none": _("Every place is staffed as promised."),
        "target": _("Target"),
        "missing": _("Missing"),
        "where": _("Where"),
        "units_left": _("and {count} more"),
        "full": _("{count} more: staffed as promised."),
        "halves": _("Which half is missing"),
        "halves_lead": _(
            "The office wants both halves in one person. Holders of each role, by the half in which they have gaps;"
            " units where somebody has any."
        ),
        "holders": _("Holders"),
        "role": _("Role"),
        "months": _("What expires when"),
        "months_lead": _("Requirements that are met today and lapse in that month, unless they are renewed."),
        "month": _("Month"),
        "count": _("Expire"),
        "what": _("What"),
        "months_none": _("Nothing that is met today expires."),
        "yearly": _("Asked anew each fiscal year, and not shown here: {count}."),
        "tables": _("All figures"),
    }


def _people() -> dict[str, str]:
    return {
        "people": _("People"),
        "people_lead": _(
            "One row for each requirement of each person. The whole story of a verdict, with its entries:"
        ),
        "search": _("Search"),
        "search_hint": _("name, number, unit, requirement"),
        "status": _("Status"),
        "open": _("to be done"),
        "every": _("all"),
        "person": _("Person"),
        "due_on": _("Due on"),
        "reason": _("Reason"),
        "back": _("Back"),
        "next": _("Next"),
        "turn": _("Pages"),
        "no_script": _("Without script, what is to be done is listed; nothing can be filtered."),
    }
