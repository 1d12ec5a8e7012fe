"""The counts of a report, each by its place, and what ties them to each other whatever the people are.

A place is (section, row, field): ("departments", 3, "met"); the row is -1 in totals and recommended. Places whose
section starts with "~" are numbers that the report does not say, but that follow from two that it says, as holders who
are not qualified do.

Where the numbers add up but for something (a person who holds a role twice, or is posted nowhere), that something is
taken for known: who computes from the report may know it, and then computes no more than we reckon with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dxskills.analysis.inference import Relation
from dxskills.analysis.results import STATUSES, Report
from dxskills.framework.model import Framework

Place = tuple[str, int, str]

GAPS = ("pending", "overdue", "expired")
WELL = ("met", "expiring", "waived")
COUNTS = ("obligations", *STATUSES)
ROLE_COUNTS = ("holders", "qualified", "ict_free", "administrative_free", "both_free")
STAFFING_COUNTS = ("assigned", "qualified", "ending")


def values(report: Report) -> dict[Place, int]:
    """Every count of people or of their obligations; not what follows from them (readiness, shortfall)."""
    found: dict[Place, int] = {("totals", -1, "people"): report.people_count}
    _put(found, "totals", -1, report.totals.as_fields(), COUNTS)
    _put(found, "recommended", -1, report.recommended.as_fields(), COUNTS)
    for n, department in enumerate(report.departments):
        _put(found, "departments", n, {"people": department.people, **department.counts.as_fields()})
    for n, role in enumerate(report.roles):
        _put(found, "roles", n, role.as_fields(), ROLE_COUNTS)
        _put(found, "roles", n, role.counts.as_fields())
    for n, requirement in enumerate(report.requirements):
        _put(found, "requirements", n, requirement.counts.as_fields())
    for n, staffing in enumerate(report.staffing):
        _put(found, "staffing", n, staffing.as_fields(), STAFFING_COUNTS)
    for n, function in enumerate(report.functions):
        _put(found, "functions", n, function.as_fields(), ("holders", "covered"))
    for n, domain in enumerate(report.domains):
        _put(found, "domains", n, domain.counts.as_fields())
    return found


def _put(
    found: dict[Place, int], section: str, row: int, fields: dict[str, int | None], wanted: Sequence[str] | None = None
) -> None:
    for name in wanted or fields:
        value = fields[name]
        if value is not None:
            found[section, row, name] = value


class Numbers:
    """The numbers of one report and the relations between them, to which those who inherit add.

    ``values`` gains the numbers that follow; ``telling`` has those of them which are themselves counts of people."""

    def __init__(self, report: Report, framework: Framework) -> None:
        self.report = report
        self.framework = framework
        self.values = values(report)
        self.relations: list[Relation[Place]] = []
        self.telling: set[Place] = set()
        self.mandatory = [n for n, row in enumerate(report.requirements) if row.necessity == "mandatory"]
        self.asked: dict[str, list[int]] = {row.role: [] for row in report.roles}
        for n, row in enumerate(report.requirements):
            self.asked[row.role].append(n)
        self.top = {row.unit: n for n, row in enumerate(report.departments)}
        self.role = {row.role: n for n, row in enumerate(report.roles)}
        self.local = self._by_unit()

    def _by_unit(self) -> dict[str, dict[str, Place]]:
        """Where the holders of a role in a department stand: among the functions, else in staffing."""
        known: dict[str, dict[str, Place]] = {}
        for n, staffing in enumerate(self.report.staffing):
            if staffing.unit is not None and "/" not in staffing.unit:
                known.setdefault(staffing.role, {}).setdefault(staffing.unit, ("staffing", n, "assigned"))
        for n, function in enumerate(self.report.functions):
            known.setdefault(function.role, {})[function.unit] = ("functions", n, "holders")
        return known

    def mandatory_of(self, role: str) -> list[int]:
        return [n for n in self.asked[role] if self.report.requirements[n].necessity == "mandatory"]

    def everyone(self, role: str) -> bool:
        return self.framework.roles[role].membership == "everyone"

    def weight(self, role: str) -> int:
        """How many mandatory obligations come with the role."""
        return len(self.mandatory_of(role))

    def equal(self, total: Place, parts: Iterable[Place], weight: int = 1) -> None:
        """``total`` is the sum of ``parts``, each ``weight`` times, but for something known."""
        self.weighed(total, [(part, weight) for part in parts])

    def weighed(self, total: Place, parts: Iterable[tuple[Place, int]]) -> None:
        terms = {total: -1}
        for part, weight in parts:
            terms[part] = terms.get(part, 0) + weight
        self.relations.append(Relation(terms, sum(self.values[key] * weight for key, weight in terms.items())))

    def at_most(self, small: Sequence[Place], large: Sequence[Place], rest: Place, *, telling: bool) -> None:
        """The sum of ``small`` is at most that of ``large``, which says something new only where it is so.

        ``rest`` is the difference; ``telling`` if it counts people."""
        difference = sum(self.values[key] for key in large) - sum(self.values[key] for key in small)
        if difference < 0:
            return
        self.values[rest] = difference
        if telling:
            self.telling.add(rest)
        terms = {rest: 1, **dict.fromkeys(small, 1)}
        for key in large:
            terms[key] = terms.get(key, 0) - 1
        self.relations.append(Relation(terms, 0))
