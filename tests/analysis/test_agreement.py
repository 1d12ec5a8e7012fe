"""Two ways to one answer: the report counts in SQL what a person's page and ``why`` work out entry by entry."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.oracle.ledger import Ledger
from tests.oracle.trial import Clock, Trial, draw_questions, open_registry
from tests.oracle.trial import _act as enter
from tests.oracle.worlds import draw_world


@pytest.mark.parametrize("seed", range(12))
def test_report_page_and_why_agree(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    world = draw_world(seed)
    clock, ledger = Clock(), Ledger(world.roles, world.trainings)
    with open_registry(world, tmp_path, clock) as registry:
        for action in world.actions:
            enter(registry, ledger, action, clock.now, Trial())
        for question in draw_questions(random, world, 4):
            as_of, horizon = question.as_of, question.horizon
            rows = registry.report(as_of, horizon=horizon, people=True).people or ()
            for staff in registry.index.people():
                expected = [row for row in rows if row.staff == staff]
                assert list(registry.person(staff, as_of=as_of, horizon=horizon).obligations) == expected
                verdicts = registry.why(staff, as_of=as_of, horizon=horizon).verdicts
                assert [
                    (v.role, v.unit, v.requirement, v.status, v.due_on, v.valid_until, v.evidence, v.planned_on)
                    for v in verdicts
                ] == [
                    (r.role, r.unit, r.requirement, r.status, r.due_on, r.valid_until, r.evidence, r.planned_on)
                    for r in expected
                ]
                for verdict in verdicts:
                    decided = {f.entry for a in verdict.alternatives for f in a.found if f.decides}
                    revocations = {f.revoked_by for a in verdict.alternatives for f in a.found if f.decides}
                    waiver = {verdict.waiver.entry} if verdict.waiver else set()
                    assert set(verdict.evidence) <= decided | revocations | waiver
