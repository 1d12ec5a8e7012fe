"""Calendar arithmetic: adding months, fiscal years and grace periods (docs/rules.md).

Nothing here knows today's date. Days are :class:`datetime.date`; a fiscal year is named by the calendar year that it
starts in.
"""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from dxskills.i18n import n_

MonthDay = tuple[int, int]


class Period(NamedTuple):
    """A length of time: ``unit`` is d, w, m or y, or "fiscal-year-end" (where ``count`` is 0)."""

    unit: str
    count: int  # type: ignore[assignment] # a tuple's own method of that name is not used


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (earlier if negative), or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    if day.day <= 28:
        return date(year, month, day.day)
    return date(year, month, min(day.day, _days_of(year, month)))


def _days_of(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - timedelta(days=1)).day


def fiscal_year(day: date, start: MonthDay) -> int:
    """The fiscal year that ``day`` falls in, named by the calendar year it starts in."""
    return day.year if (day.month, day.day) >= start else day.year - 1


def fiscal_year_last(year: int, start: MonthDay) -> date:
    """The last day (inclusive) of fiscal year ``year``; the last day there is for years beyond the calendar."""
    if year >= MAXYEAR:
        return date.max
    return date(year + 1, *start) - timedelta(days=1)


def add_period(day: date, period: Period, fiscal_year_start: MonthDay) -> date:
    """``day`` plus a period; "fiscal-year-end" is the last day of the fiscal year ``day`` falls in."""
    unit, count = period
    if unit == "d":
        return day + timedelta(days=count)
    if unit == "w":
        return day + timedelta(weeks=count)
    if unit == "m":
        return add_months(day, count)
    if unit == "y":
        return add_months(day, 12 * count)
    return fiscal_year_last(fiscal_year(day, fiscal_year_start), fiscal_year_start)


def subtract_period(day: date, period: Period) -> date:
    """``day`` less a period of days, weeks, months or years."""
    return add_period(day, Period(period.unit, -period.count), (1, 1))


def month_day_in_year(month_day: MonthDay, year: int, start: MonthDay) -> date:
    """The date on which ``month_day`` falls within fiscal year ``year``."""
    return date(year if month_day >= start else year + 1, *month_day)


def period_words(unit: str, count: int) -> str:
    """So many days, weeks, months or years; ``unit`` is d, w, m or y."""
    text = {
        "d": n_("{count} day", "{count} days", count),
        "w": n_("{count} week", "{count} weeks", count),
        "m": n_("{count} month", "{count} months", count),
        "y": n_("{count} year", "{count} years", count),
    }[unit]
    return text.format(count=count)
