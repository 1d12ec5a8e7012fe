"""What it takes to meet requirements, in hours and yen (docs/rules.md, "Candidates")."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from dxskills.framework.model import Alternative, Framework, Item, Requirement

Thing = tuple[str, str]
"""A kind (training, certification, skill) and an id."""


class Step(NamedTuple):
    """One thing to do: a training, a certification, or to be assessed at the ``level`` of a skill.

    ``hours`` and ``cost`` (yen) None: the framework does not say."""

    kind: str
    id: str
    level: int | None
    hours: float | None
    cost: int | None


class Effort(NamedTuple):
    """The sums of what is known, and how many steps there are of which it is not. Compares as people are ranked."""

    hours_unknown: int
    hours: float
    cost_unknown: int
    cost: int
    steps: int


class Lacking(NamedTuple):
    """A requirement, and which of its alternatives are met all the same (by their place)."""

    requirement: Requirement
    met: tuple[int, ...]


def effort(steps: Iterable[Step]) -> Effort:
    steps = tuple(steps)
    hours = [step.hours for step in steps if step.hours is not None]
    costs = [step.cost for step in steps if step.cost is not None]
    return Effort(len(steps) - len(hours), sum(hours, 0.0), len(steps) - len(costs), sum(costs), len(steps))


class Planner:
    """Finds the cheapest steps to several requirements, each step taken once."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self.prerequisites: frozenset[Thing] = frozenset(
            ("training", before) for each in framework.trainings.values() for before in each.prerequisites
        )
        self._ways: dict[Alternative, tuple[Thing, ...]] = {}
        self._plans: dict[tuple[object, ...], tuple[Step, ...]] = {}

    def steps(self, lacking: Sequence[Lacking], held: Collection[Thing]) -> tuple[Step, ...]:
        """What to do, in an order in which it can be done; ``held`` are the trainings that count on the day.

        First the requirements that leave no choice, then the others as in the file; each takes the way that adds least
        to what is to be done already.
        """
        before = frozenset(thing for thing in held if thing in self.prerequisites)
        key = (*((each.requirement.path, each.met) for each in lacking), before)
        if key not in self._plans:
            chosen: dict[Thing, None] = {}
            for each in sorted(lacking, key=self._has_choice):
                self._meet(each, chosen, before)
            self._plans[key] = tuple(map(self._step, chosen))
        return self._plans[key]

    def _has_choice(self, lacking: Lacking) -> bool:
        q = lacking.requirement
        open_ = [a for place, a in enumerate(q.alternatives) if place not in lacking.met]
        return sum(len(self.ways(a)) for a in open_) > q.at_least - len(lacking.met)

    def _meet(self, lacking: Lacking, chosen: dict[Thing, None], held: Collection[Thing]) -> None:
        q = lacking.requirement
        while True:
            open_ = [
                alternative
                for place, alternative in enumerate(q.alternatives)
                if place not in lacking.met and not any(thing in chosen for thing in self.ways(alternative))
            ]
            if len(q.alternatives) - len(open_) >= q.at_least:
                return
            ways = dict.fromkeys(thing for alternative in open_ for thing in self.ways(alternative))
            added = [self._added(thing, chosen, held) for thing in ways]
            cheapest = min(added, key=self._effort)
            chosen.update(cheapest)

    def ways(self, alternative: Alternative) -> tuple[Thing, ...]:
        """Everything that meets an alternative; where nothing leads to a skill, being assessed at it."""
        if alternative not in self._ways:
            found = self._find(alternative)
            self._ways[alternative] = tuple(found) or (("skill", f"{alternative.id}:{alternative.level}"),)
        return self._ways[alternative]

    def _find(self, alternative: Alternative) -> list[Thing]:
        kind, wanted, level = alternative
        trainings, certifications = self._framework.trainings.values(), self._framework.certifications.values()
        if kind == "training":
            return _all("training", trainings, lambda item: wanted in item.covers)
        if kind == "certification":
            return _all("certification", certifications, lambda item: wanted in item.covers)

        def grants(item: Item) -> bool:
            return any(grant.skill == wanted and grant.level >= level for grant in item.all_grants)

        return _all("training", trainings, grants) + _all("certification", certifications, grants)

    def _added(self, thing: Thing, chosen: Collection[Thing], held: Collection[Thing]) -> dict[Thing, None]:
        """The thing, and before it whatever must come first and is neither held nor chosen."""
        added: dict[Thing, None] = {}

        def add(thing: Thing) -> None:
            if thing in added:
                return
            item = self._framework.trainings.get(thing[1]) if thing[0] == "training" else None
            for before in item.prerequisites if item is not None else ():
                covering = self.ways(Alternative("training", before, 0))
                done = ("training", before) in held or any(one in chosen or one in added for one in covering)
                if not done:
                    add(("training", before))
            added[thing] = None

        add(thing)
        return added

    def _effort(self, things: Iterable[Thing]) -> Effort:
        return effort(self._step(thing) for thing in things)

    def _step(self, thing: Thing) -> Step:
        kind, id_ = thing
        if kind == "skill":
            skill, _colon, level = id_.rpartition(":")
            return Step(kind, skill, int(level), None, None)
        item = self._framework.trainings.get(id_) if kind == "training" else None
        return Step(kind, id_, None, item.hours if item else None, item.cost if item else None)


def _all(kind: str, items: Iterable[Item], suits: Callable[[Item], bool]) -> list[Thing]:
    return [(kind, item.id) for item in items if suits(item)]
