"""What a page shows beyond the report: where which requirement has gaps, which half leaders lack, what ends when.

The rows of its tables are the units right below what was asked about: departments of the organisation, sections of a
department. All counts are of mandatory obligations, as in the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dxskills.analysis.obligation_rows import obligation_rows
from dxskills.analysis.question import LACKING, Question, holdings, obligations, prepare, statuses
from dxskills.analysis.report import report
from dxskills.analysis.results import Counts, Report
from dxskills.frozen import Frozen
from dxskills.index import NO_END, Index, UnitNames
from dxskills.journal.names import Name

MOST_PEOPLE = 20_000
"""Of more people than this no list is made: no browser would show it with ease, and nobody would read it."""

_ENDINGS = """
SELECT o.requirement, s.until, count(*)
FROM temp.obligation o
JOIN state s ON s.person = o.person AND s.requirement = o.requirement AND s.first <= :day AND s.last >= :day
WHERE o.status IN (0, 1) AND s.until >= :day AND s.until < :no_end
GROUP BY o.requirement, s.until
"""


class Place(Frozen):
    """One requirement in one unit."""

    unit: str
    role: str
    requirement: str
    counts: Counts


class Halves(Frozen):
    """The holders of an assigned role by which half they have mandatory gaps in; ``unit`` None for all of them."""

    role: str
    unit: str | None
    neither: int
    ict: int
    administrative: int
    both: int

    @property
    def holders(self) -> int:
        return self.neither + self.ict + self.administrative + self.both


class Ending(Frozen):
    """How many obligations that are met lapse in a month (YYYY-MM) unless somebody does something.

    ``yearly`` ones do so at the end of the fiscal year, because they are asked anew each year."""

    month: str
    role: str
    requirement: str
    yearly: bool
    count: int


class Overview(Frozen):
    """``people_left_out``: they were asked for, but there are more than ``MOST_PEOPLE``."""

    report: Report
    units: tuple[str, ...]
    places: tuple[Place, ...]
    halves: tuple[Halves, ...]
    endings: tuple[Ending, ...]
    people_left_out: bool


def overview(
    index: Index, question: Question, names: Mapping[str, Name] | None, known_at: str | None = None
) -> Overview:
    """Answer the question from ``index``; with ``names`` the single obligations are listed too, if not too many."""
    answer = report(index, question, None, known_at)
    prepare(index, question)
    view = _View(index, question)
    listed = names is not None and answer.people_count <= MOST_PEOPLE
    with obligations(index, question) as connection:
        ends = connection.execute(_ENDINGS, {"day": question.day, "no_end": NO_END}).fetchall()
        if names is not None and listed:
            answer = answer.replaced(people=tuple(obligation_rows(index, question, connection, names)))
    return Overview(
        report=answer,
        units=tuple(sorted(view.units)),
        places=tuple(view.places()),
        halves=tuple(view.halves()),
        endings=tuple(_endings(index, ends)),
        people_left_out=names is not None and not listed,
    )


def _endings(index: Index, found: Iterable[tuple[int, int, int]]) -> list[Ending]:
    requirements = index.numbering.requirements
    counts: dict[tuple[str, int], int] = {}
    for number, until, count in found:
        if requirements[number].mandatory:
            month = date.fromordinal(until).isoformat()[:7]
            counts[month, number] = counts.get((month, number), 0) + count
    rows = []
    for (month, number), count in counts.items():
        q = requirements[number]
        rows.append(Ending(month, q.role, q.id, q.cycle, count))
    return sorted(rows, key=lambda row: (row.month, -row.count, row.role, row.requirement))


class _View:
    """One pass over who holds what, by the units right below the one asked about."""

    def __init__(self, index: Index, question: Question) -> None:
        self._index = index
        self._requirements = index.numbering.requirements
        self._assigned = {
            number: role for role, number in index.numbering.role_number.items() if self._is_assigned(role)
        }
        unit_of = _units_below(index, question.dept)
        self._holders: dict[tuple[int, str], dict[int, set[str]]] = {}
        alike: dict[tuple[str, str | None], int] = {}
        for role, person, unit, _ends, told in holdings(index, question):
            place = unit_of.get(unit, "")
            alike[place, told] = alike.get((place, told), 0) + 1
            if role in self._assigned:
                lacking = self._holders.setdefault((role, place), {}).setdefault(person, set())
                lacking |= self._halves_lacking(told)
        self._counts: dict[tuple[str, int], list[int]] = {}
        for (place, told), amount in alike.items():
            for number, status in statuses(told):
                self._counts.setdefault((place, number), [0] * 6)[status] += amount
        self.units = {unit for unit, number in self._counts if self._requirements[number].mandatory}

    def _is_assigned(self, role: str) -> bool:
        return self._index.framework.roles[role].membership == "assigned"

    def _halves_lacking(self, told: str | None) -> set[str]:
        lacking = (self._requirements[number] for number, status in statuses(told) if status in LACKING)
        return {q.domain for q in lacking if q.mandatory and q.domain in ("ict", "administrative")}

    def places(self) -> list[Place]:
        rows = []
        for (unit, number), counted in self._counts.items():
            q = self._requirements[number]
            if q.mandatory:
                rows.append(Place(unit, q.role, q.id, Counts.of(counted)))
        return sorted(rows, key=lambda row: (row.unit, row.role, row.requirement))

    def halves(self) -> list[Halves]:
        rows = []
        whole: dict[int, dict[int, set[str]]] = {}
        for (role, unit), people in self._holders.items():
            rows.append(self._half(self._assigned[role], unit, people))
            everybody = whole.setdefault(role, {})
            for person, lacking in people.items():
                everybody[person] = everybody.get(person, set()) | lacking
        rows += [self._half(self._assigned[role], None, people) for role, people in whole.items()]
        return sorted(rows, key=lambda row: (row.role, row.unit is not None, row.unit or ""))

    @staticmethod
    def _half(role: str, unit: str | None, people: Mapping[int, set[str]]) -> Halves:
        kinds = [frozenset(lacking) for lacking in people.values()]
        ict, administrative = frozenset({"ict"}), frozenset({"administrative"})
        counted = (kinds.count(frozenset()), kinds.count(ict), kinds.count(administrative))
        return Halves(role, unit, *counted, kinds.count(ict | administrative))


def _units_below(index: Index, dept: str | None) -> dict[int, str]:
    """Each unit in scope as the unit right below ``dept`` that it is or lies below; ``dept`` itself as it is."""
    level = 0 if dept is None else dept.count("/") + 1
    names = UnitNames(index.connection, None if dept is None else dept.partition("/")[0])
    below = names.below(dept)
    numbers = names.path if below is None else below
    return {number: names.at_level(number, level) or names.path[number] for number in numbers}
