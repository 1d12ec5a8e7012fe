"""A report for publication: without the counts of few people, and without what they could be computed from.

What is promised, and what is not, is in docs/rules.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from dxskills.analysis.inference import Relation, bounds
from dxskills.analysis.published import COUNTS, WELL, Place, values
from dxskills.analysis.results import Report
from dxskills.analysis.ties import Ties
from dxskills.framework.model import Framework
from dxskills.frozen import Frozen

_COST = {"staffing": 0, "functions": 0, "requirements": 1, "departments": 2, "domains": 2, "roles": 3}
_SIZES = ("people", "holders", "obligations", "assigned")


class Suppressed(Frozen):
    """``report`` with the places in ``hidden`` not to be shown; ``below`` is the least number of people that is."""

    report: Report
    below: int
    hidden: frozenset[Place]

    def as_dict(self) -> dict[str, Any]:
        """The ``dxskills/report/1`` document, null for what is hidden; ``suppressed`` names it by JSON Pointers."""
        document = self.report.as_dict()
        for section, row, name in self.hidden:
            (document[section] if row < 0 else document[section][row])[name] = None
        document["suppressed"] = {"below": self.below, "hidden": [pointer(place) for place in sorted(self.hidden)]}
        return document


def pointer(place: Place) -> str:
    section, row, name = place
    return f"/{section}/{name}" if row < 0 else f"/{section}/{row}/{name}"


def suppress(report: Report, framework: Framework, below: int) -> Suppressed:
    """Hide every count below ``below`` (0 too, unless the rules alone make it 0), and as many others as it takes.

    The report must have been asked for without its people."""
    if report.people is not None:
        raise ValueError("a report with people cannot be published")
    search = _Search(Ties(report, framework), values(report), below)
    search.hide_until_nothing_follows()
    hidden = frozenset(place for each in search.hidden for place in search.same[each] if place in search.counts)
    return Suppressed(report, below, hidden | _following(report, hidden))


class _Search:
    """Hides counts until the small ones do not follow from the rest.

    Counts that follow from each other one by one (all requirements of a role are asked of as many) are looked at as
    one, named by ``first``: they are hidden or shown together."""

    def __init__(self, ties: Ties, counts: Mapping[Place, int], below: int) -> None:
        self.counts = counts
        self.values = ties.values
        self.first = _joined(ties)
        self.same: dict[Place, list[Place]] = {}
        for place in ties.values:
            self.same.setdefault(self.first[place], []).append(place)
        self.certain = {self.first[place] for place in ties.certain}
        self.relations = [relation for each in ties.relations if (relation := self._contracted(each)).terms]
        small = {place for place, count in ties.values.items() if count < below}
        small = {place for place in small if place in counts or place in ties.telling} | set(_of_few(ties, below))
        self.telling = {self.first[place] for place in small} - self.certain
        self.hidden = {self.first[place] for place in small if place in counts} - self.certain
        self.costs = {each: self._cost(places) for each, places in self.same.items() if each not in self.certain}
        self.using: dict[Place, list[int]] = {}
        for number, relation in enumerate(self.relations):
            for each in relation.terms:
                self.using.setdefault(each, []).append(number)

    def _contracted(self, relation: Relation[Place]) -> Relation[Place]:
        terms: dict[Place, int] = {}
        for place, factor in relation.terms.items():
            each = self.first[place]
            terms[each] = terms.get(each, 0) + factor
        terms = {each: factor for each, factor in terms.items() if factor}
        return Relation(terms, sum(self.values[each] * factor for each, factor in terms.items()))

    def _cost(self, places: Collection[Place]) -> tuple[int, bool, int, Place] | None:
        """How much is lost by hiding them; None for what is not shown anyway."""
        costs = [(_COST.get(p[0], 4), p[2] in _SIZES, self.values[p], p) for p in places if p in self.counts]
        return max(costs, default=None)

    def hide_until_nothing_follows(self) -> None:
        while exposed := self._exposed():
            chosen: set[Place] = set()
            for each in sorted(exposed):
                # What another one near by needed may be enough for this one too: the next round tells.
                if any(chosen & self.relations[n].terms.keys() for n in self.using[each]):
                    continue
                nearest = self._nearest(each)
                if nearest is not None:
                    chosen.add(nearest)
            if not chosen:
                break
            self.hidden |= chosen

    def _exposed(self) -> set[Place]:
        """The small counts that follow from what is not hidden."""
        closed = {each for each, cost in self.costs.items() if cost is None} | self.hidden
        left: list[Relation[Place]] = []
        for relation in self.relations:
            terms = {each: factor for each, factor in relation.terms.items() if each in closed}
            shown = sum(f * self.values[each] for each, f in relation.terms.items() if each not in closed)
            left.append(Relation(terms, relation.known - shown))
        found = bounds(left, {each: self._least(each) for each in closed})
        return {each for each, (low, high) in found.items() if each in self.telling and low == high}

    def _least(self, each: Place) -> int:
        """The smallest value it can have, that the others which go with it allow too."""
        return max(_least(place, self.values) + self.values[each] - self.values[place] for place in self.same[each])

    def _nearest(self, each: Place) -> Place | None:
        """What to hide for it: of that which is tied to it most closely, the one of which least is lost."""
        seen = {each}
        front = [each]
        while front:
            ring = {key for one in front for n in self.using.get(one, ()) for key in self.relations[n].terms} - seen
            found = [(cost, key) for key in ring if key not in self.hidden and (cost := self.costs.get(key))]
            if found:
                return min(found)[1]
            seen |= ring
            front = sorted(ring)
        return None


def _of_few(ties: Ties, below: int) -> Iterator[Place]:
    """Obligations that may be those of a few people, however many they are: one person can have many.

    As many people are behind a sum as behind its greatest part; in a department, as many as are there."""
    report, requirements = ties.report, enumerate(ties.report.requirements)
    parts: dict[tuple[str, int], list[int]] = {("totals", -1): ties.mandatory, ("recommended", -1): []}
    parts["recommended", -1] += [n for n, row in requirements if row.necessity == "recommended"]
    for n, role in enumerate(report.roles):
        parts["roles", n] = ties.mandatory_of(role.role)
    for n, domain in enumerate(report.domains):
        parts["domains", n] = [q for q in ties.mandatory if report.requirements[q].domain == domain.domain]
    for (section, n), asked in parts.items():
        for name in COUNTS:
            if max((ties.values["requirements", q, name] for q in asked), default=0) < below:
                yield section, n, name
    for n, department in enumerate(report.departments):
        if department.people < below:
            yield from (("departments", n, name) for name in COUNTS)


def _least(place: Place, known: Mapping[Place, int]) -> int:
    # A department has a row because somebody is posted or holds a role there; suppose that all know which.
    return min(1, known[place]) if place[0] == "departments" and place[2] == "people" else 0


def _joined(ties: Ties) -> dict[Place, Place]:
    """For each place, one that stands for all that follow from each other one by one."""
    first = {place: place for place in ties.values}

    def find(place: Place) -> Place:
        while first[place] != place:
            first[place] = place = first[first[place]]
        return place

    for relation in ties.relations:
        if sorted(relation.terms.values()) == [-1, 1]:
            one, other = sorted(map(find, relation.terms))
            first[other] = one
    return {place: find(place) for place in first}


def _following(report: Report, hidden: Collection[Place]) -> set[Place]:
    """What is computed from a hidden count and has to go with it: readiness and shortfalls."""
    found: set[Place] = set()
    asked = ("obligations", *WELL)
    for section, rows in (("totals", [-1]), ("departments", range(len(report.departments)))):
        found |= {(section, n, "readiness") for n in rows if any((section, n, name) in hidden for name in asked)}
    unsure = [n for n in range(len(report.staffing)) if ("staffing", n, "assigned") in hidden]
    found |= {("staffing", n, "shortfall") for n in unsure}
    for number, row in enumerate(report.departments):
        units = [report.staffing[n].unit for n in unsure]
        if any(unit is not None and (unit + "/").startswith(row.unit + "/") for unit in units):
            found.add(("departments", number, "shortfall"))
    return found
