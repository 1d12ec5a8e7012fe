"""What ties the counts of a report to each other, whatever the people are."""

from __future__ import annotations

from collections.abc import Iterator

from dxskills.analysis.holder_ties import HolderTies
from dxskills.analysis.published import COUNTS, Place
from dxskills.analysis.results import STATUSES, Report
from dxskills.dates import fiscal_year, month_day_in_year
from dxskills.framework.model import Framework


class Ties(HolderTies):
    """All relations of one report; ``certain`` are the places that are 0 whatever the people are."""

    def __init__(self, report: Report, framework: Framework) -> None:
        super().__init__(report, framework)
        self._tie_rows()
        self._tie_sums()
        self._tie_sizes()
        self.tie_holders()
        self.certain = frozenset(self._certain())

    def _tie_rows(self) -> None:
        """The statuses of a row are its obligations."""
        for section, row, name in list(self.values):
            if name == "obligations":
                self.equal((section, row, name), [(section, row, status) for status in STATUSES])

    def _tie_sums(self) -> None:
        """Departments, roles and domains are three ways to cut up the same mandatory obligations."""
        report = self.report
        recommended = set(range(len(report.requirements))) - set(self.mandatory)
        without_domain = [q for q in self.mandatory if report.requirements[q].domain is None]
        for name in COUNTS:
            everything = ("totals", -1, name)
            if report.departments:
                self.equal(everything, [("departments", n, name) for n in range(len(report.departments))])
            self.equal(everything, [("roles", n, name) for n in range(len(report.roles))])
            domains: list[Place] = [("domains", n, name) for n in range(len(report.domains))]
            self.equal(everything, domains + [("requirements", q, name) for q in without_domain])
            self.equal(("recommended", -1, name), [("requirements", n, name) for n in sorted(recommended)])
            for n, role in enumerate(report.roles):
                self.equal(("roles", n, name), [("requirements", q, name) for q in self.mandatory_of(role.role)])
            for n, domain in enumerate(report.domains):
                asked = [q for q in self.mandatory if report.requirements[q].domain == domain.domain]
                self.equal(("domains", n, name), [("requirements", q, name) for q in asked])

    def _tie_sizes(self) -> None:
        """Every holder of a role is asked all of it, so that obligations tell how many hold it."""
        report = self.report
        people = ("totals", -1, "people")
        if report.departments:  # without any, there may still be people who are posted nowhere
            self.equal(people, [("departments", n, "people") for n in range(len(report.departments))])
        for n, role in enumerate(report.roles):
            holders = ("roles", n, "holders")
            if role.holders == report.people_count or self.everyone(role.role):
                self.equal(people, [holders])
            for q in self.asked[role.role]:
                self.equal(("requirements", q, "obligations"), [holders])
        for unit, n in self.top.items():
            self._tie_department(unit, n)
        rests = [key for key in self.values if key[0] == "~rest"]
        others = [n for n, row in enumerate(report.roles) if self.weight(row.role) and not self._locally(row.role)]
        if rests and others:
            total = ("~rests", -1, "obligations")
            self.values[total] = sum(self.values[key] for key in rests)
            self.equal(total, rests)
            weighed = [(("roles", n, "holders"), self.weight(report.roles[n].role)) for n in others]
            self.weighed(total, weighed)

    def _locally(self, role: str) -> bool:
        """Whether the report says, by department, how many hold the role."""
        return self.everyone(role) or bool(self.local.get(role))

    def _tie_department(self, unit: str, n: int) -> None:
        parts: list[tuple[Place, int]] = []
        rest = False
        for row in self.report.roles:
            weight = self.weight(row.role)
            place = ("departments", n, "people") if self.everyone(row.role) else self.local.get(row.role, {}).get(unit)
            if weight and place is not None:
                parts.append((place, weight))
            elif weight:
                rest = True
        total = ("departments", n, "obligations")
        others = self.values[total] - sum(self.values[place] * weight for place, weight in parts)
        if rest and others >= 0:
            self.values["~rest", n, "obligations"] = others
            parts.append((("~rest", n, "obligations"), 1))
        self.weighed(total, parts)

    def _certain(self) -> Iterator[Place]:
        report = self.report
        never = {n: self._never(n) for n in range(len(report.requirements))}
        groups: list[tuple[str, int, list[int]]] = [("totals", -1, self.mandatory)]
        groups.append(("recommended", -1, [n for n in never if n not in self.mandatory]))
        groups += [("departments", n, self.mandatory) for n in range(len(report.departments))]
        groups += [("roles", n, self.mandatory_of(row.role)) for n, row in enumerate(report.roles)]
        groups += [("requirements", n, [n]) for n in never]
        for n, row in enumerate(report.domains):
            asked = [q for q in self.mandatory if report.requirements[q].domain == row.domain]
            groups.append(("domains", n, asked))
        for section, n, asked in groups:
            for name in COUNTS:
                if all(name in never[q] for q in asked) and not self.values[section, n, name]:
                    yield section, n, name

    def _never(self, n: int) -> frozenset[str]:
        """The statuses that nobody can have in the requirement."""
        row = self.report.requirements[n]
        q = next(q for q in self.framework.roles[row.role].requirements if q.id == row.requirement)
        if not q.cycle:
            return frozenset()
        year_start = self.framework.organisation.fiscal_year_start
        year = fiscal_year(self.report.as_of, year_start)
        open_still = q.cycle_by is None or month_day_in_year(q.cycle_by, year, year_start) >= self.report.as_of
        return frozenset({"expiring", "expired", *(["overdue"] if open_still else [])})
