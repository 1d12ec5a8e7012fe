"""Lengths of time in words."""

from __future__ import annotations

from dxskills.dates import Period
from dxskills.framework.model import Requirement, Validity
from dxskills.i18n import N_, _

_PERIODS = {
    "d": N_("{count} days"),
    "w": N_("{count} weeks"),
    "m": N_("{count} months"),
    "y": N_("{count} years"),
    "fiscal-year-end": N_("by the end of the fiscal year"),
}
_VALIDITIES = {
    "months": N_("{count} months"),
    "days": N_("{count} days"),
    "fiscal_year_end": N_("to the end of the fiscal year, {count} years on"),
    "year_end": N_("to the end of the year, {count} years on"),
}
_NEAR = {
    ("fiscal_year_end", 0): N_("to the end of the fiscal year"),
    ("fiscal_year_end", 1): N_("to the end of the next fiscal year"),
    ("year_end", 0): N_("to the end of the year"),
    ("year_end", 1): N_("to the end of the next year"),
}


def period_text(period: Period) -> str:
    return _(_PERIODS[period.unit]).format(count=period.count)


def period_code(period: Period | None) -> str | None:
    """As the framework file writes it."""
    if period is None:
        return None
    return period.unit if period.unit == "fiscal-year-end" else f"{period.count}{period.unit}"


def validity_text(validity: Validity | None) -> str:
    if validity is None:
        return _("no end")
    near = _NEAR.get((validity.unit, validity.count))
    text = _(near or _VALIDITIES[validity.unit]).format(count=validity.count)
    if validity.window is None:
        return text
    window = period_text(validity.window)
    return _("{validity}, from the old end if renewed in the {window} before it").format(validity=text, window=window)


def cycle_text(requirement: Requirement) -> str:
    if requirement.cycle_by is None:
        return _("every fiscal year")
    month, day = requirement.cycle_by
    return _("every fiscal year by {day}").format(day=f"{month:02}-{day:02}")
