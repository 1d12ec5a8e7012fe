"""Small worlds in which product and rules once differed."""

from __future__ import annotations

from datetime import date

from tests.oracle.oracle import Doc
from tests.oracle.trial import Question, run
from tests.oracle.worlds import Action, World

ROLES: Doc = {
    "schema": "dxskills/roles/1",
    "organisation": {"id": "office", "name": "Office", "unit_levels": ["部", "課"]},
    "roles": [
        {"id": "leader", "name": "Leader", "requirements": [{"id": "q", "certification": "riss"}]},
        {"id": "all", "name": "All", "membership": "everyone", "requirements": [{"id": "q", "training": "law"}]},
    ],
}
TRAININGS: Doc = {
    "schema": "dxskills/trainings/1",
    "trainings": [{"id": "law", "name": "Law"}],
    "certifications": [{"id": "riss", "name": "RISS", "validity": {"months": 12}}],
}
DAY = date(2026, 4, 1)
SOMEBODY: Action = {"do": "add_staff", "staff": "01", "name": "甲", "joined": DAY, "unit": "総務部/職員課"}


def differences(actions: list[Action], *questions: Question) -> list[str]:
    return run(World(ROLES, TRAININGS, [SOMEBODY, *actions]), list(questions)).differences


def test_a_unit_corrected_away_since_is_still_known_at_a_moment_before() -> None:
    corrected: Action = {"do": "edit_staff", "staff": "01", "on": DAY, "unit": "企画部"}
    before = Question(DAY, known=1, dept="総務部/職員課")
    assert differences([corrected], before, Question(DAY, known=1, dept="企画部"), Question(DAY, dept="企画部")) == []


def test_a_revocation_after_the_award_had_lapsed_decides_nothing() -> None:
    deeds: list[Action] = [
        {"do": "assign", "staff": "01", "role": "leader", "start": DAY},
        {"do": "record_certification", "staff": "01", "certification": "riss", "on": DAY},
        {"do": "revoke", "staff": "01", "certification": "riss", "on": date(2027, 4, 2)},
    ]
    assert differences(deeds, Question(date(2027, 4, 1)), Question(date(2027, 4, 2))) == []


def test_a_day_of_joining_moved_later_undoes_no_change_in_between() -> None:
    deeds: list[Action] = [
        {"do": "edit_staff", "staff": "01", "on": date(2026, 5, 1), "unit": "企画部"},
        {"do": "correct_joined", "staff": "01", "joined": date(2026, 5, 2)},
    ]
    assert differences(deeds, Question(date(2026, 5, 1)), Question(date(2026, 5, 2))) == []
