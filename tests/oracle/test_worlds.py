"""Random small offices: what the product says of them is what the naive reading of SPEC says, row by row."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle.trial import Trial, draw_questions, run
from tests.oracle.worlds import draw_world

SEEDS = st.integers(0, 2**32)


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(framework=SEEDS, deeds=st.lists(SEEDS, max_size=40), asked=SEEDS)
def test_any_world_is_answered_as_the_rules_read(framework: int, deeds: list[int], asked: int) -> None:
    world = draw_world(framework, deeds)
    trial = run(world, draw_questions(Random(asked), world, 4))
    assert trial.differences == []


def sweep(seeds: range, questions: int) -> Trial:
    """The sum of many trials; stops at the first difference."""
    total = Trial()
    for seed in seeds:
        world = draw_world(seed)
        trial = run(world, draw_questions(Random(seed), world, questions))
        assert trial.differences == [], f"world {seed}"
        total.entries += trial.entries
        total.refused += trial.refused
        for status, number in trial.statuses.items():
            total.statuses[status] = total.statuses.get(status, 0) + number
    return total


def test_a_hundred_worlds_hold_every_status_and_many_refusals() -> None:
    total = sweep(range(100), 8)
    assert all(total.statuses[one] > 4 for one in ("met", "expiring", "pending", "overdue", "expired", "waived"))
    assert total.entries > 1000
    assert total.refused > 300


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1_000, 4_000, 250))
def test_three_thousand_worlds(start: int) -> None:
    sweep(range(start, start + 250), 8)
