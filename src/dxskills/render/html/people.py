"""The people of a report for its page: rows as numbers that point into lists, so that thousands are small and quick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dxskills.analysis.anonymous import MASK
from dxskills.analysis.results import WORST_FIRST
from dxskills.exchange.characters import visible
from dxskills.i18n import _, short_day, shows_eras
from dxskills.render.html.reasons import Reasons
from dxskills.render.views.labels import requirement_name, role_name, status_cell, status_word

if TYPE_CHECKING:
    from dxskills.analysis.results import ObligationRow, Report
    from dxskills.framework.model import Framework

OPEN = WORST_FIRST[:4]
"""What somebody has to do something about; shown at first."""
PRINTED = 1000
"""Rows that are in the page for readers without script, and at most printed."""


class People:
    """The rows of one report, and what stands for them where no script runs."""

    def __init__(self, report: Report, framework: Framework) -> None:
        self._rows = report.people or ()
        self._framework = framework
        self._reasons = Reasons(framework, report.as_of)
        self._names = {
            (q.role, q.requirement): (
                _named(framework, q.role, q.requirement, q.necessity),
                visible(role_name(framework, q.role)),
            )
            for q in report.requirements
        }

    def data(self) -> dict[str, Any]:
        """Rows are [person, unit, requirement, status, due (YYYYMMDD), reason], all but the due date being places."""
        people, units, reasons = _Places(), _Places(), _Places()
        requirements = {key: place for place, key in enumerate(self._names)}
        for unit in sorted({row.unit or "" for row in self._rows}):
            units.of(visible(unit))
        statuses = {status: place for place, status in enumerate(WORST_FIRST)}
        rows = [
            [
                people.of((visible(row.staff), _shown_name(row))),
                units.of(visible(row.unit or "")),
                requirements[row.role, row.requirement],
                statuses[row.status],
                row.due_on.year * 10000 + row.due_on.month * 100 + row.due_on.day,
                reasons.of(visible(self._reasons.of(row))),
            ]
            for row in self._rows
        ]
        return {
            "people": people.known(),
            "units": units.known(),
            "requirements": list(self._names.values()),
            "statuses": [(status, status_cell(status).mark, status_word(status)) for status in WORST_FIRST],
            "open": len(OPEN),
            "reasons": reasons.known(),
            "rows": rows,
            "printed": PRINTED,
            "eras": _eras(),
            "words": _words(),
        }

    def fixed(self) -> tuple[list[dict[str, Any]], int]:
        """The first rows in which something is to be done, as texts, and how many more there are."""
        found = [row for row in self._rows if row.status in OPEN]
        return [self._texts(row) for row in found[:PRINTED]], max(0, len(found) - PRINTED)

    def _texts(self, row: ObligationRow) -> dict[str, Any]:
        name, role = self._names[row.role, row.requirement]
        return {
            "staff": row.staff,
            "name": _shown_name(row),
            "unit": row.unit or "",
            "requirement": name,
            "role": role,
            "status": row.status,
            "mark": status_cell(row.status).mark,
            "word": status_word(row.status),
            "due": short_day(row.due_on),
            "reason": self._reasons.of(row),
        }


def _eras() -> list[tuple[int, str, int]]:
    """Where days are shown by era: first day (YYYYMMDD), letter and the year before the first of each, latest first."""
    if not shows_eras():
        return []
    from dxskills.eras import ERAS

    return [(int(f"{era.first:%Y%m%d}"), era.names[2], era.first.year - 1) for era in reversed(ERAS)]


class _Places:
    """The place of each value in the order in which they came."""

    def __init__(self) -> None:
        self._places: dict[Any, int] = {}

    def of(self, value: Any) -> int:
        return self._places.setdefault(value, len(self._places))

    def known(self) -> Sequence[Any]:
        return list(self._places)


def _shown_name(row: ObligationRow) -> str:
    return "" if row.name == MASK else visible(row.name)


def _named(framework: Framework, role: str, requirement: str, necessity: str) -> str:
    name = visible(requirement_name(framework, role, requirement))
    return name if necessity == "mandatory" else _("{requirement} (recommended)").format(requirement=name)


def _words() -> dict[str, str]:
    """What the script says; names in braces are filled by it."""
    return {
        "count": _("{shown} of {all} rows; {people} people"),
        "page": _("Page {page} of {pages}"),
        "left": _("{count} more rows are not printed: filter to print others."),
        "none": _("No row is like that."),
    }
