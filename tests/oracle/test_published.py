"""Nobody who reads a published report of a random office can compute a count of few people that it hides."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from dxskills.errors import Refused
from tests.analysis.reader import cells, computable
from tests.oracle.ledger import Ledger
from tests.oracle.trial import MINUTE, Clock, do, draw_questions, open_registry
from tests.oracle.worlds import draw_world


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_what_is_hidden_in_random_worlds_cannot_be_computed(start: int, tmp_path: Path) -> None:
    hidden = 0
    for seed in range(start, start + 20):
        hidden += _hidden_in(seed, tmp_path / str(seed))
    assert hidden > 1000


def _hidden_in(seed: int, folder: Path) -> int:
    """How many counts of few people a world hides; none of them can be computed."""
    world = draw_world(seed)
    clock, ledger = Clock(), Ledger(world.roles, world.trainings)
    hidden = 0
    with open_registry(world, folder, clock) as registry:
        for action in world.actions:
            clock.now += MINUTE
            try:
                do(registry, action, ledger)
            except Refused:
                continue
        for question in draw_questions(Random(seed), world, 4):
            try:
                report = registry.report(
                    question.as_of, dept=question.dept, role=question.role, horizon=question.horizon
                )
            except Refused:
                continue
            whole = report.as_dict()
            for below in (2, 3, 6):
                published = registry.suppress(report, below).as_dict()
                true, shown = cells(whole), cells(published)
                assert all(value is None or value >= below or value == 0 for value in shown.values())
                small = {cell for cell, value in true.items() if value is not None and value < below}
                found = {cell: value for cell, value in computable(whole, published).items() if cell in small}
                assert found == {}, f"world {seed}, {question}, below {below}"
                hidden += sum(1 for cell in small if shown[cell] is None)
    return hidden
