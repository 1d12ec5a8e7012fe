"""The gap report: one pass over the obligations of a day, counted every way that docs/rules.md asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dxskills.analysis.obligation_rows import obligation_rows
from dxskills.analysis.question import LACKING, Question, head, holdings, in_effect, obligations, prepare, statuses
from dxskills.analysis.results import (
    Counts,
    DepartmentRow,
    DomainRow,
    FunctionRow,
    Report,
    RequirementRow,
    RoleRow,
    StaffingRow,
)
from dxskills.analysis.staffing import HolderRow, staffing_rows
from dxskills.framework.model import Framework, Function, Requirement, Role
from dxskills.index import Index, UnitNames
from dxskills.journal.names import Name


def report(index: Index, question: Question, names: Mapping[str, Name] | None, known_at: str | None = None) -> Report:
    """Answer the question from ``index``; with ``names`` the single obligations are listed too."""
    prepare(index, question)
    tally = Tally(index, question)
    people = None
    if names is not None:
        with obligations(index, question) as connection:
            people = obligation_rows(index, question, connection, names)
    departments = tally.departments()
    staffing = tally.staffing()
    return Report(
        **head(index, question, known_at),
        people_count=tally.people_count(),
        totals=tally.counted("all"),
        recommended=tally.counted("recommended"),
        departments=tuple(tally.department_row(unit, staffing) for unit in departments),
        roles=tuple(tally.role_row(role) for role in tally.roles),
        requirements=tuple(tally.requirement_row(q) for q in sorted(tally.requirements, key=lambda q: (q.role, q.id))),
        staffing=tuple(staffing),
        functions=tuple(tally.function_rows(departments)),
        domains=tuple(DomainRow(domain, tally.counted("domain", domain)) for domain in sorted(index.framework.domains)),
        people=tuple(people) if people is not None else None,
    )


class Tally:
    """The obligations of one question, read once and counted in many ways."""

    def __init__(self, index: Index, question: Question) -> None:
        self.index = index
        self.question = question
        self.framework: Framework = index.framework
        numbering = index.numbering
        top_level = None if question.dept is None else question.dept.partition("/")[0]
        self.units = UnitNames(index.connection, top_level)
        live = [role for role in numbering.roles if in_effect(role, question.as_of)]
        self.roles = sorted((r for r in live if question.role in (None, r.id)), key=lambda role: role.id)
        self.requirements = [q for r in self.roles for q in r.requirements if in_effect(q, question.as_of)]
        self._number = numbering.requirement_number
        self._read_holdings()
        self._read_postings()
        self._sort_holders()

    def _read_holdings(self) -> None:
        live = {self.index.numbering.role_number[role.id]: role.id for role in self.roles}
        self.holders: dict[str, list[HolderRow]] = {role.id: [] for role in self.roles}
        self.gaps: dict[str, dict[int, frozenset[int]]] = {role.id: {} for role in self.roles}
        alike: dict[tuple[int, str | None], int] = {}  # holders of whom the same is told, by top-level unit
        lacking: dict[str | None, frozenset[int]] = {}
        tops = self.units.top
        for number, person, unit, ends, told in holdings(self.index, self.question):
            role = live.get(number)
            if role is None:
                continue
            self.holders[role].append(HolderRow(person, unit, ends))
            alike[tops[unit], told] = alike.get((tops[unit], told), 0) + 1
            gaps = lacking.get(told)
            if gaps is None:
                gaps = lacking[told] = self._gaps_among(told)
            if gaps:
                of_role = self.gaps[role]
                of_role[person] = of_role[person] | gaps if person in of_role else gaps
        self._count(alike)

    def _gaps_among(self, told: str | None) -> frozenset[int]:
        requirements = self.index.numbering.requirements
        return frozenset(q for q, status in statuses(told) if status in LACKING and requirements[q].mandatory)

    def _count(self, alike: Mapping[tuple[int, str | None], int]) -> None:
        by_place: dict[tuple[int, int, int], int] = {}
        for (top, told), amount in alike.items():
            for number, status in statuses(told):
                place = (number, top, status)
                by_place[place] = by_place.get(place, 0) + amount
        self._counts: dict[tuple[object, ...], list[int]] = {}
        requirements = self.index.numbering.requirements
        for (number, top, status), amount in by_place.items():
            q = requirements[number]
            keys: list[tuple[object, ...]] = [("requirement", q.role, q.id)]
            if q.mandatory:
                keys += [("all",), ("unit", top), ("role", q.role), ("domain", q.domain)]
            else:
                keys.append(("recommended",))
            for key in keys:
                self._counts.setdefault(key, [0] * 6)[status] += amount

    def counted(self, *key: object) -> Counts:
        """The counts under a key: ("all",), ("recommended",), ("unit", number), ("role", id), ("domain", id) or
        ("requirement", role, id). All but the second and the last are of mandatory obligations."""
        return Counts.of(self._counts.get(key, [0] * 6))

    def _read_postings(self) -> None:
        scope = (
            "temp.scope CROSS JOIN posting p ON p.unit = scope.unit" if self.question.dept is not None else "posting p"
        )
        rows = self.index.connection.execute(
            f"SELECT p.unit, count(*) FROM {scope} WHERE p.first <= :day AND p.last >= :day GROUP BY p.unit",
            {"day": self.question.day},
        )
        self.posted: dict[int, int] = dict(rows.fetchall())
        self._posted_below: dict[int, int] = {}
        for unit, number in self.posted.items():
            top = self.units.top[unit]
            self._posted_below[top] = self._posted_below.get(top, 0) + number

    def _sort_holders(self) -> None:
        """The holders of each role by top-level unit; ``_held_below`` has those of any role."""
        self._holders_below: dict[str, dict[int, set[int]]] = {}
        self._held_below: dict[int, set[int]] = {}
        tops = self.units.top
        for role, holders in self.holders.items():
            by_top = self._holders_below[role] = {}
            for person, unit, _ends in holders:
                by_top.setdefault(tops[unit], set()).add(person)
            for top, people in by_top.items():
                self._held_below.setdefault(top, set()).update(people)

    def people_count(self) -> int:
        if self.question.role is not None:
            return len({holder.person for rows in self.holders.values() for holder in rows})
        return sum(self.posted.values())

    def departments(self) -> list[str]:
        """The top-level units in which somebody in scope is posted or holds a role, sorted."""
        tops = set(self._held_below)
        if self.question.role is None:
            tops |= self._posted_below.keys()
        else:
            tops |= self._tops_of_holders()
        return sorted(self.units.path[top] for top in tops if top)

    def _tops_of_holders(self) -> set[int]:
        """Where the holders of the role that was asked about are posted themselves."""
        people = {holder.person for rows in self.holders.values() for holder in rows}
        posted = self.index.posted_units(people, self.question.day)
        in_scope = self.units.below(self.question.dept)
        return {self.units.top[unit] for unit in posted if in_scope is None or unit in in_scope}

    def department_row(self, unit: str, staffing: Iterable[StaffingRow]) -> DepartmentRow:
        top = self.units.number[unit]
        holders = self._held_below.get(top, ())
        people = self._posted_below.get(top, 0) if self.question.role is None else len(holders)
        shortfall = sum(r.shortfall for r in staffing if r.unit is not None and (r.unit + "/").startswith(unit + "/"))
        return DepartmentRow(unit, people, self.counted("unit", top), shortfall)

    def role_row(self, role: Role) -> RoleRow:
        people = {holder.person for holder in self.holders[role.id]}
        gaps = self.gaps[role.id]
        free: list[int | None] = [None, None, None]
        if role.membership == "assigned":
            halves = [self._in_domain(role, "ict"), self._in_domain(role, "administrative")]
            halves.append(halves[0] | halves[1])
            free = [sum(1 for person in people if half.isdisjoint(gaps.get(person, ()))) for half in halves]
        qualified = len(people) - len(gaps.keys() & people)
        return RoleRow(role.id, len(people), qualified, self.counted("role", role.id), *free)

    def _in_domain(self, role: Role, domain: str) -> set[int]:
        return {self._number[q.role, q.id] for q in role.requirements if q.domain == domain}

    def requirement_row(self, q: Requirement) -> RequirementRow:
        return RequirementRow(q.role, q.id, q.necessity, q.domain, self.counted("requirement", q.role, q.id))

    def staffing(self) -> list[StaffingRow]:
        rows: list[StaffingRow] = []
        for role in self.roles:
            rows += staffing_rows(
                role, self.holders[role.id], self.gaps[role.id], set(self.posted), self.units, self.question
            )
        return sorted(rows, key=lambda row: (row.role, row.unit or ""))

    def function_rows(self, departments: list[str]) -> Iterable[FunctionRow]:
        for role in self.roles:
            alike = {unit: self._alike(role, unit) for unit in departments}
            for function in sorted(role.functions, key=lambda function: function.id):
                needed = self._needed_for(role, function)
                for unit, people in alike.items():
                    covered = sum(number for gaps, number in people.items() if needed.isdisjoint(gaps))
                    yield FunctionRow(role.id, function.id, unit, sum(people.values()), covered)

    def _alike(self, role: Role, department: str) -> dict[frozenset[int], int]:
        """How many holders of the role in the department have which gaps."""
        gaps = self.gaps[role.id]
        alike: dict[frozenset[int], int] = {}
        for person in self._holders_below[role.id].get(self.units.number[department], ()):
            of_person = gaps.get(person, frozenset())
            alike[of_person] = alike.get(of_person, 0) + 1
        return alike

    def _needed_for(self, role: Role, function: Function) -> set[int]:
        """The requirements that the function rests on: those in effect that list it, else all of the role's."""
        live = [q for q in self.requirements if q.role == role.id]
        listing = [q for q in live if function.id in q.functions]
        return {self._number[q.role, q.id] for q in listing or live}
