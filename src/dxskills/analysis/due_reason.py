"""Why an obligation is due on the day that it is."""

from __future__ import annotations

from datetime import date

from dxskills.analysis.question import due_on, effective_start
from dxskills.analysis.why import Due
from dxskills.dates import Period, add_period, fiscal_year, month_day_in_year
from dxskills.framework.model import Framework, Requirement
from dxskills.index.facts import NO_END


def due_reason(framework: Framework, q: Requirement, since: int, due: int, as_of: date) -> Due:
    """``since`` is the day from which the role has been held, ``due`` the day on which what ``q`` asks for is due."""
    s = effective_start(framework, q, since)
    role = framework.roles[q.role]
    because = "requirement"
    if s == since:
        because = "held"
    elif role.effective_from is not None and s == role.effective_from.toordinal():
        because = "role"
    return Due(date.fromordinal(s), because, date.fromordinal(due), _how(framework, q, s, due, as_of))


def _how(framework: Framework, q: Requirement, s: int, due: int, as_of: date) -> str:
    if not q.cycle:
        return "within" if q.within is not None else "at-once"
    year_start = framework.organisation.fiscal_year_start
    if q.within is not None and due == _after(s, q.within, year_start) and due != _cycle_end(framework, q, s, as_of):
        return "grace"
    if q.cycle_by is None:
        return "year-end"
    by = month_day_in_year(q.cycle_by, fiscal_year(as_of, year_start), year_start)
    return "taken-up-late" if s > by.toordinal() else "by"


def _cycle_end(framework: Framework, q: Requirement, s: int, as_of: date) -> int:
    """When a missing entry of this fiscal year would be due if there were no grace."""
    return due_on(framework, q.replaced(within=None), s, as_of)


def _after(s: int, within: Period, year_start: tuple[int, int]) -> int:
    try:
        return add_period(date.fromordinal(s), within, year_start).toordinal()
    except (ValueError, OverflowError):  # beyond the year 9999
        return NO_END
