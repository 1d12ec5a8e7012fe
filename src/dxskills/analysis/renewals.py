"""By when the certifications that obligations rest on must be applied for again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dxskills.analysis.results import ObligationRow
from dxskills.dates import Period, subtract_period
from dxskills.framework.model import Certification
from dxskills.index import Index
from dxskills.index.evidence import Award, awards
from dxskills.index.facts import NUMBER
from dxskills.index.stored import read_facts

_DAYS = {"d": 1, "w": 7, "m": 31, "y": 366}
_IS_CERTIFICATION = "SELECT person FROM entry WHERE seq = ? AND kind = ?"


class Renewals:
    """``longest`` is how many days before a last valid day an application can be due, at most."""

    def __init__(self, index: Index) -> None:
        self._index = index
        periods = [each.apply_before for each in index.framework.certifications.values() if each.apply_before]
        self.longest = max((_DAYS[period.unit] * period.count for period in periods), default=0)
        self._cyclic = {(q.role, q.id) for q in index.numbering.requirements if q.cycle}
        self._known: dict[int, list[Award]] = {}

    def apply_by(self, row: ObligationRow) -> date | None:
        """The last day valid less the certification's ``apply_before``; None where nothing is to be applied for.

        Of several certifications that lapse on one day, the one that must be applied for first.
        """
        if not self.longest or row.valid_until is None or (row.role, row.requirement) in self._cyclic:
            return None
        return min(self._days(row, row.valid_until), default=None)

    def _days(self, row: ObligationRow, until: date) -> Iterator[date]:
        connection, kind = self._index.connection, NUMBER["certification.recorded"]
        for seq in row.evidence:
            found = connection.execute(_IS_CERTIFICATION, (seq, kind)).fetchone()
            if found is None:
                continue
            for award in self._awards(found[0]):
                item = award.item
                lapses = award.seq == seq and award.until == until.toordinal() and not award.cut
                if lapses and isinstance(item, Certification) and item.apply_before is not None:
                    yield _before(until, item.apply_before)

    def _awards(self, person: int) -> list[Award]:
        if person not in self._known:
            self._known[person] = awards(read_facts(self._index.connection, person), self._index.framework)
        return self._known[person]


def _before(day: date, period: Period) -> date:
    try:
        return subtract_period(day, period)
    except (ValueError, OverflowError):  # before the year 1
        return date.min
