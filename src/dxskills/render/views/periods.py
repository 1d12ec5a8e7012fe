"""Lengths of time in words."""

from __future__ import annotations

from dxskills.dates import Period, period_words
from dxskills.framework.model import Requirement, Validity
from dxskills.i18n import N_, _

_VALIDITIES = {
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
    if period.unit == "fiscal-year-end":
        return _("by the end of the fiscal year")
    return period_words(period.unit, period.count)


def period_code(period: Period | None) -> str | None:
    """As the framework file writes it."""
    if period is None:
        return None
    return period.unit if period.unit == "fiscal-year-end" else f"{period.count}{period.unit}"


def validity_text(validity: Validity | None) -> str:
    if validity is None:
        return _("no end")
    if validity.unit in ("months", "days"):
        text = period_words(validity.unit[0], validity.count)
    else:
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
