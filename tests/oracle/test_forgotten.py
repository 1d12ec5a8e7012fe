"""Random small offices in which somebody is forgotten: every count stays what it was, on any day and at any moment."""

from __future__ import annotations

import json
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxskills import Registry
from dxskills.errors import Refused
from tests.oracle.ledger import Ledger, Refusal
from tests.oracle.oracle import Doc
from tests.oracle.trial import MINUTE, SHM, Clock, Question, do, draw_questions, open_registry, strip
from tests.oracle.worlds import World, draw_world

SEEDS = st.integers(0, 2**32)


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=SEEDS)
def test_reports_stay_as_they_were(seed: int) -> None:
    forget_in(draw_world(seed), seed)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_a_thousand_worlds(start: int) -> None:
    for seed in range(start, start + 250):
        forget_in(draw_world(seed), seed)


def forget_in(world: World, seed: int) -> None:
    random = Random(seed)
    questions = draw_questions(random, world, 3)
    with tempfile.TemporaryDirectory(dir=SHM if SHM.is_dir() else None) as name:
        folder, clock = Path(name), Clock()
        with open_registry(world, folder, clock) as registry:
            enter(registry, world, clock)
            people = registry.index.people()
            if not people:
                return
            staff = random.choice(people)
            before = [answer(registry, question, staff, "X") for question in questions]
            wrong = sorted(found.code for found in registry.check().findings)
            length = len(registry.log(staff))
            pseudonym = registry.forget(staff).entries[0].staff or ""
            assert [answer(registry, question, pseudonym, "X") for question in questions] == before
            assert sorted(found.code for found in registry.check().findings) == wrong
            assert len(registry.log(pseudonym)) == length + 1
            registry.verify()
            # The index has everybody's number without its zeros too.
            named = {one for (one,) in registry.index.connection.execute("SELECT ltrim(staff, '0') FROM person")}
            if staff.lstrip("0") not in named:
                assert_no_trace(folder, staff)
            with Registry.open(folder / "store", folder / "data", index_folder=folder / "anew") as fresh:
                assert [answer(fresh, question, pseudonym, "X") for question in questions] == before
            go_on(registry, pseudonym, [one for one in people if one != staff])


def enter(registry: Registry, world: World, clock: Clock) -> None:
    for action in world.actions:
        clock.now += MINUTE
        with suppress(Refused, Refusal):
            if action["do"] == "retract":
                registry.retract(1 + int(action["which"] * registry.index.seq), "a mistake")
            else:
                do(registry, action, Ledger(world.roles, world.trainings))


def answer(registry: Registry, question: Question, staff: str, called: str) -> Doc:
    """A report that knows the person under the name ``called``, all lists in an order of their own."""
    report = registry.report(
        question.as_of,
        role=question.role,
        horizon=question.horizon,
        known_at=question.moment,
        people=True,
    )
    answered: Doc = ordered(strip(report.as_dict()), staff, called)
    return answered


def ordered(part: Any, staff: str, called: str) -> Any:
    if isinstance(part, dict):
        part = {key: ordered(value, staff, called) for key, value in part.items()}
        if part.get("staff") == staff:
            part |= {"staff": called, "name": called}
        return part
    if isinstance(part, list):
        return sorted((ordered(one, staff, called) for one in part), key=lambda one: json.dumps(one, sort_keys=True))
    return part


def assert_no_trace(folder: Path, staff: str) -> None:
    number = re.compile(rb"(?<![0-9A-Za-z_-])" + staff.encode() + rb"(?![0-9A-Za-z_-])")
    for path in [*folder.joinpath("store").rglob("*"), *folder.joinpath("index").rglob("*")]:
        if path.is_file() and len(staff) > 3:
            assert not number.search(path.read_bytes()), path


def go_on(registry: Registry, pseudonym: str, others: list[str]) -> None:
    """Entries of the forgotten can be taken back, and others forgotten."""
    standing = [entry for entry in registry.log(pseudonym) if entry.retracted_by is None]
    assert standing[-1].kind == "staff.forgotten"
    with pytest.raises(Refused, match="cannot be undone"):
        registry.retract(standing[-1].seq, "no")
    if len(standing) > 1:
        registry.retract(standing[-2].seq, "a mistake")
    if others:
        again = registry.forget(others[0]).entries[0].staff
        assert {again, pseudonym} <= {entry.staff for entry in registry.log()}
    registry.verify()
