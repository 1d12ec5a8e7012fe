"""Random small offices: what is due, who could take up a role, and what is to come, as a naive reading has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from dxskills import Registry
from dxskills.analysis.candidates import Candidate
from dxskills.errors import Refused
from tests.oracle.ledger import Ledger
from tests.oracle.oracle import Assessed, Certified, Doc, Entry, Oracle, Revoked, Trained
from tests.oracle.planning import asked, candidates, due, enriched, happenings, oracle_of, played
from tests.oracle.trial import FIRST_MOMENT
from tests.oracle.worlds import UNITS, Draw, World, draw_world


class Tried(Counter[str]):
    """How much there was to compare, by kind."""


def ask(world: World, seed: int, tried: Tried) -> None:
    draw = Draw(Random(seed))
    with played(world) as (registry, ledger):
        for turn in range(2):
            day = busiest(world, ledger, [draw.day(world.days) for _ in range(4)])
            dept = draw.one(UNITS) if turn and draw.maybe(0.4) else None
            role = draw.one([each["id"] for each in world.roles["roles"]]) if turn and draw.maybe(0.4) else None
            try:
                compare_due(registry, world, ledger, draw, day, dept, role, tried)
                compare_forecast(registry, world, ledger, day, dept, role, tried)
            except Refused as refused:
                assert refused.code == "unknown-unit"  # nobody was ever posted there
        compare_candidates(registry, world, ledger, draw, tried)


def busiest(world: World, ledger: Ledger, days: list[date]) -> date:
    """The day with most to tell."""
    oracle = oracle_of(world, ledger)
    return max(
        days,
        key=lambda day: (len(asked(oracle, day, None, None)), sum(oracle.in_service(s, day) for s in oracle.staff)),
    )


def compare_due(
    registry: Registry,
    world: World,
    ledger: Ledger,
    draw: Draw,
    day: date,
    dept: str | None,
    role: str | None,
    tried: Tried,
) -> None:
    within, recommended = draw.one([0, 30, 90, 400]), draw.maybe(0.3)
    given = registry.due(day, within=within, dept=dept, role=role, recommended=recommended).as_list()
    expected = due(oracle_of(world, ledger, within), day, within, dept, role, recommended)
    for row in given:
        del row["name"]
    assert given == expected
    tried["due"] += len(expected)
    tried["apply by"] += sum(1 for row in expected if row["apply_by"])
    tried["met, but to apply for"] += sum(1 for row in expected if row["status"] == "met")


def compare_forecast(
    registry: Registry, world: World, ledger: Ledger, day: date, dept: str | None, role: str | None, tried: Tried
) -> None:
    until = day + timedelta(days=40)
    forecast = registry.forecast(day, until=until, dept=dept, role=role, people=True)
    for point in (forecast.start, *(month.point for month in forecast.months)):
        report = registry.report(point.as_of, dept=dept, role=role).as_dict()
        given = point.as_dict()
        assert given["totals"] == report["totals"]
        assert given["recommended"] == report["recommended"]
        assert given["shortfall"] == sum(row["shortfall"] for row in report["staffing"])
        assert sum(row["assigned"] for row in given["staffing"]) == sum(r["assigned"] for r in report["staffing"])
        tried["months"] += 1
    assert forecast.people is not None
    told = Counter((p.day, p.kind, p.staff, p.unit, p.role, p.requirement) for p in forecast.people)
    expected = happenings(oracle_of(world, ledger), day, forecast.until, dept, role)
    assert told == expected
    by_kind: Counter[str] = Counter()
    for month in forecast.months:
        for event in month.events:
            assert month.month == f"{event.first:%Y-%m}" == f"{event.last:%Y-%m}"
            by_kind[event.kind] += event.count if not event.kind.startswith("rule-") else 0
    kinds: Counter[str] = Counter()
    for (_day, kind, *_rest), number in expected.items():
        kinds[str(kind)] += number
    assert +by_kind == kinds
    tried.update(kinds)


def compare_candidates(registry: Registry, world: World, ledger: Ledger, draw: Draw, tried: Tried) -> None:
    assigned = [role for role in world.roles["roles"] if role.get("membership", "assigned") == "assigned"]
    for role in assigned:
        day = draw.day(world.days)
        answer = registry.candidates(role["id"], day)
        assert {one.staff: list(one.lacking) for one in answer.candidates} == lacking(world, ledger.entries, role, day)
        keys = [(len(one.lacking), one.effort, one.staff) for one in answer.candidates]
        assert keys == sorted(keys)
        tried["candidates"] += len(keys)
        for one in answer.candidates:
            check_steps(world, ledger, role, day, one)
            tried["steps"] += len(one.steps)


def lacking(world: World, entries: list[Entry], role: Doc, day: date) -> dict[str, list[str]]:
    return candidates(Oracle(world.roles, world.trainings, entries), role, day, None)


def check_steps(world: World, ledger: Ledger, role: Doc, day: date, one: Candidate) -> None:
    """Taking the steps that are named leaves the person without a gap in the role; each counts once in the sums."""
    trainings = {each["id"]: each for each in world.trainings["trainings"]}
    named = [trainings[step.id] for step in one.steps if step.kind == "training"]
    assert len(set(one.steps)) == len(one.steps)
    assert one.effort.hours == sum(each.get("hours", 0) for each in named)
    assert one.effort.cost == sum(each.get("cost", 0) for each in named)
    others = len(one.steps) - len(named)
    assert one.effort.hours_unknown == others + sum("hours" not in each for each in named)
    assert one.effort.cost_unknown == others + sum("cost" not in each for each in named)
    if not any(isinstance(entry, Revoked) and entry.on >= day for entry in ledger.entries):
        after = [*ledger.entries, *taken(ledger, one, day)]
        assert lacking(world, after, role, day)[one.staff] == []


def taken(ledger: Ledger, one: Candidate, day: date) -> Iterator[Entry]:
    for number, step in enumerate(one.steps):
        common: Doc = {"seq": len(ledger.entries) + 1000 + number, "at": FIRST_MOMENT, "staff": one.staff, "on": day}
        if step.kind == "training":
            yield Trained(**common, training=step.id, outcome="completed")
        elif step.kind == "certification":
            yield Certified(**common, certification=step.id)
        else:
            yield Assessed(**common, skill=step.id, level=step.level or 0)


def sweep(seeds: range) -> Tried:
    tried = Tried()
    for seed in seeds:
        try:
            deeds = [seed * 1000 + number for number in range(50)]
            ask(enriched(draw_world(seed, deeds), seed), seed, tried)
        except AssertionError as error:
            raise AssertionError(f"world {seed}") from error
    return tried


def test_random_offices_are_answered_as_the_rules_read() -> None:
    tried = sweep(range(25))
    assert tried["due"] > 60
    assert tried["candidates"] > 20
    assert tried["steps"] > 15
    for kind in ("apply by", "assignment-ends", "cycle-restarts", "deadline-passes", "evidence-lapses", "leaves"):
        assert tried[kind], kind


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1_000, 2_000, 100))
def test_a_thousand_random_offices(start: int) -> None:
    tried = sweep(range(start, start + 100))
    assert tried["waiver-ends"]
    assert tried["met, but to apply for"]
