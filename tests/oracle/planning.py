"""A naive reading of docs/rules.md on what is due, who could take up a role and what is to come: day by day, person
by person, with nothing but the oracle of SPEC."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random

from dxskills import Registry
from tests.oracle.ledger import Ledger
from tests.oracle.oracle import DAY, FOREVER, NEVER, Certified, Doc, Holding, Obligation, Oracle, below, minus
from tests.oracle.trial import MINUTE, SHM, Clock, Trial, _act, open_registry
from tests.oracle.worlds import World

Row = tuple[object, ...]


def enriched(world: World, seed: int) -> World:
    """The world with what only these questions ask for: renewals, hours, yen and what must come before; and with more
    people in service and more rules in effect, so that there is something to look ahead to."""
    random = Random(seed)
    joining = ("rejoin", "correct_joined")
    kept = [action for action in world.actions if action["do"] not in joining]
    world.actions[:] = [action for action in kept if action["do"] != "leave" or random.random() < 0.4]
    for rule in [*world.roles["roles"], *(q for role in world.roles["roles"] for q in role["requirements"])]:
        if random.random() < 0.7:
            rule.pop("effective_from", None)
            rule.pop("effective_until", None)
    for certification in world.trainings["certifications"]:
        if random.random() < 0.7:
            certification["renewal"] = {"apply_before": random.choice(["10d", "4w", "2m", "180d", "1y"])}
    before: list[str] = []
    for training in world.trainings["trainings"]:
        if random.random() < 0.8:
            training["hours"] = random.choice([0.5, 2, 3, 7, 40])
        if random.random() < 0.8:
            training["cost"] = random.choice([0, 500, 20000])
        if before and random.random() < 0.5:
            training["prerequisites"] = random.sample(before, min(len(before), random.choice([1, 1, 2])))
        before.append(training["id"])
    return world


@contextmanager
def played(world: World) -> Iterator[tuple[Registry, Ledger]]:
    """The world once everything in it is done."""
    with tempfile.TemporaryDirectory(dir=SHM if SHM.is_dir() else None) as name:
        clock, ledger = Clock(), Ledger(world.roles, world.trainings)
        with open_registry(world, Path(name), clock) as registry:
            for action in world.actions:
                clock.now += MINUTE
                difference = _act(registry, ledger, action, clock.now, Trial())
                # Where nobody was ever posted, a unit may be a slip of the pen: then neither has done anything.
                assert difference is None or difference.endswith("got {'unknown-unit'}"), difference
            yield registry, ledger


def oracle_of(world: World, ledger: Ledger, horizon: int = 90) -> Oracle:
    return Oracle(world.roles, world.trainings, ledger.entries, None, horizon)


def asked(oracle: Oracle, day: date, dept: str | None, role: str | None) -> list[Obligation]:
    held = [one for one in oracle.holdings(day) if role in (None, one.role)]
    return oracle.obligations([one for one in held if dept is None or below(one.unit, dept)], day)


# ── What is due ──────────────────────────────────────────────────────────────────────────────────────────────────────


def apply_by(oracle: Oracle, one: Obligation, day: date) -> date | None:
    """Of the certifications that decide the last day valid and are not revoked, the earliest day to apply by."""
    if "cycle" in one.requirement or one.valid_until in (FOREVER, NEVER):
        return None
    _until, deciding = oracle.standing_of(one.holding.staff, one.requirement, day)
    days = []
    for source in deciding:
        entry = next(entry for entry in oracle.entries if entry.seq == source.seq)
        if isinstance(entry, Certified) and source.until == one.valid_until and source.revoked_by is None:
            renewal = oracle.items["certification"][entry.certification].get("renewal")
            if renewal:
                days.append(minus(source.until, renewal["apply_before"]))
    return min(days, default=None)


def due(oracle: Oracle, day: date, within: int, dept: str | None, role: str | None, recommended: bool) -> list[Doc]:
    last = day + within * DAY
    found = []
    for one in asked(oracle, day, dept, role):
        until = None if one.valid_until in (FOREVER, NEVER) else one.valid_until
        apply = apply_by(oracle, one, day)
        if one.status in ("met", "expiring"):
            by = None if "cycle" in one.requirement else apply or until
        elif one.status == "expired":
            by = max(one.due_on, until or one.due_on)
        else:
            by = one.due_on if one.gap else None
        if by is not None and by <= last and (one.mandatory or recommended):
            row = {
                "staff": one.holding.staff,
                "unit": one.holding.unit,
                "role": one.holding.role,
                "requirement": one.requirement["id"],
                "status": one.status,
                "due_on": one.due_on.isoformat(),
                "valid_until": until.isoformat() if until else None,
                "apply_by": apply.isoformat() if apply else None,
            }
            found.append((by, row["staff"], row["role"], row["unit"] or "", row["requirement"], row["due_on"], row))
    return [each[-1] for each in sorted(found, key=lambda each: each[:-1])]


# ── Candidates ───────────────────────────────────────────────────────────────────────────────────────────────────────


def candidates(oracle: Oracle, role: Doc, day: date, dept: str | None) -> dict[str, list[str]]:
    """Who might take up the role on the day, and which requirements would be gaps if they did."""
    holders = {
        staff for staff in oracle.staff for one, *_ in oracle.assignments_on(staff, day) if one.role == role["id"]
    }
    leading = {each for route in role.get("acquisition", []) for each in route.get("appointments", [])}
    found = {}
    for staff in oracle.staff:
        unit = oracle.attribute(staff, "unit", day)
        if not oracle.in_service(staff, day) or staff in holders or not (dept is None or below(unit, dept)):
            continue
        if leading and oracle.attribute(staff, "appointment", day) not in leading:
            continue
        obligations = oracle.obligations([Holding(staff, role["id"], unit, day, None)], day)
        live = oracle.in_effect(role, day)
        found[staff] = sorted(one.requirement["id"] for one in obligations if live and one.mandatory and one.gap)
    return found


# ── Forecast ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def happenings(oracle: Oracle, first: date, last: date, dept: str | None, role: str | None) -> Counter[Row]:
    """What turns between each day and the next: (day, kind, staff, unit, role, requirement)."""
    found: Counter[Row] = Counter()
    for number in range((last - first).days + 1):
        day = first + number * DAY
        after = day + DAY
        before = {_same(one): one.status for one in asked(oracle, day, None, role)}
        for one in asked(oracle, after, dept, role):
            kind = _turn(before.get(_same(one)), one)
            if kind and one.mandatory:
                h = one.holding
                found[day, kind, h.staff, h.unit, h.role, one.requirement["id"]] += 1
        kept = {(one.staff, one.role, one.unit) for one in oracle.holdings(after)}
        for h in oracle.holdings(day):
            here = role in (None, h.role) and (dept is None or below(h.unit, dept))
            if here and h.ends == day and (h.staff, h.role, h.unit) not in kept:
                found[day, "assignment-ends", h.staff, h.unit, h.role, None] += 1
        holders = {one.staff for one in oracle.holdings(day) if role in (None, one.role)}
        for staff in oracle.staff:
            unit = oracle.attribute(staff, "unit", day)
            leaves = oracle.in_service(staff, day) and not oracle.in_service(staff, after)
            if leaves and (dept is None or below(unit, dept)) and (role is None or staff in holders):
                found[day, "leaves", staff, unit, None, None] += 1
    return found


def _same(one: Obligation) -> Row:
    return one.holding.staff, one.holding.role, one.requirement["id"], one.holding.since


def _turn(before: str | None, one: Obligation) -> str | None:
    if not one.gap:
        return None
    if before in ("met", "expiring"):
        return "cycle-restarts" if "cycle" in one.requirement else "evidence-lapses"
    if before == "pending":
        return "deadline-passes" if one.status != "pending" else None
    return "waiver-ends" if before == "waived" else None
