"""Trainings, assessments, waivers and enrolments out, and what of them an import will not take."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dxskills import Registry
from dxskills.errors import WrongUsage
from tests.exchange.exporting.test_people import remarks
from tests.exchange.office import JUNE, Office

ONE, TWO, THREE = "00000001", "00000002", "00000003"


def rows(office: Office, kind: str) -> list[dict[str, object]]:
    return office.registry.export(
        kind, lambda export: [{key: value for key, value in row.items() if value} for row in export.as_dicts()]
    )


def test_a_time_of_day_stands_behind_its_day(office: Office) -> None:
    office.registry.record_training("security", ONE, on=JUNE, time="14:22:10.25", score=39.5, hours=3.0, note="再受講")
    assert rows(office, "trainings") == [
        {
            "staff": ONE,
            "training": "security",
            "on": "2026-06-01T14:22:10.25",
            "outcome": "failed",
            "score": 39.5,
            "hours": 3,
            "note": "再受講",
        }
    ]


def test_people_come_in_order_of_number_and_their_records_as_they_were_entered(office: Office) -> None:
    for staff, day in ((TWO, 3), (ONE, 2), (TWO, 1), (ONE, 4)):
        office.registry.enrol("security", staff, on=date(2027, 1, day))
    assert [(row["staff"], row["on"]) for row in rows(office, "enrolments")] == [
        (ONE, "2027-01-02"),
        (ONE, "2027-01-04"),
        (TWO, "2027-01-03"),
        (TWO, "2027-01-01"),
    ]


def test_what_was_retracted_is_not_exported(office: Office) -> None:
    office.registry.assess("analysis", ONE, 2, on=JUNE, assessor="課長")
    office.registry.assess("analysis", TWO, 1, on=JUNE)
    office.registry.retract(office.entries("skill.assessed", ONE)[0].seq, "a mistake")
    assert rows(office, "assessments") == [{"staff": TWO, "skill": "analysis", "level": 1, "on": "2026-06-01"}]


def test_waivers_of_one_day_are_all_exported(office: Office) -> None:
    for until in (date(2026, 12, 31), date(2027, 3, 31)):
        office.registry.waive("leader/basics", ONE, start=JUNE, until=until, reason="育休", approver="課長")
    assert [(row["from"], row["until"]) for row in rows(office, "waivers")] == [
        ("2026-06-01", "2026-12-31"),
        ("2026-06-01", "2027-03-31"),
    ]


def test_what_the_framework_no_longer_has_is_exported_and_named(office: Office, tmp_path: Path) -> None:
    office.registry.record_training("literacy", ONE, on=JUNE)
    office.registry.record_training("security", ONE, on=JUNE)
    office.registry.assess("analysis", ONE, 2, on=JUNE)
    changed = (tmp_path / "office" / "data" / "trainings.yaml").read_text(encoding="utf-8")
    (tmp_path / "changed").mkdir()
    changed = changed.replace("id: literacy", "id: reading").replace("levels: [基礎, 実務]", "levels: [基礎]")
    (tmp_path / "changed" / "trainings.yaml").write_text(changed, encoding="utf-8")
    roles = (tmp_path / "office" / "data" / "roles.yaml").read_text(encoding="utf-8")
    (tmp_path / "changed" / "roles.yaml").write_text(roles, encoding="utf-8")
    store = tmp_path / "office" / "store"
    with Registry.open(store, tmp_path / "changed", index_folder=tmp_path / "index") as registry:
        now = Office(registry, tmp_path)
        assert [row["training"] for row in rows(now, "trainings")] == ["literacy", "security"]
        assert [(r.row, r.code, r.refuses) for r in remarks(now, "trainings")] == [(1, "unknown-training", True)]
        assert [(r.row, r.code, r.refuses) for r in remarks(now, "assessments")] == [(1, "bad-level", True)]


def test_an_id_that_has_become_a_name_of_something_else_is_named(office: Office, tmp_path: Path) -> None:
    office.registry.record_training("literacy", ONE, on=JUNE)
    (tmp_path / "changed").mkdir()
    for name in ("roles.yaml", "trainings.yaml"):
        text = (tmp_path / "office" / "data" / name).read_text(encoding="utf-8")
        text = text.replace("id: literacy, name: リテラシー研修", "id: reading, name: 読書, aliases: [literacy]")
        (tmp_path / "changed" / name).write_text(text, encoding="utf-8")
    store = tmp_path / "office" / "store"
    with Registry.open(store, tmp_path / "changed", index_folder=tmp_path / "index") as registry:
        (remark,) = remarks(Office(registry, tmp_path), "trainings")
        assert (remark.code, remark.refuses) == ("altered", False)
        assert "reading" in remark.message


def test_an_instructor_whom_nobody_knows_any_more_is_named(office: Office) -> None:
    office.registry.record_training("security", ONE, on=JUNE, instructor=THREE)
    office.registry.retract(office.entries("staff.joined", THREE)[0].seq, "never came")
    assert [(r.row, r.code) for r in remarks(office, "trainings")] == [(1, "unknown-staff")]


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"time": "9:00"}, "bad-date"),
        ({"score": 1 / 3}, "bad-number"),
        ({"hours": 1e13}, "bad-number"),
        ({"note": "長" * 140_000}, "field-too-large"),
    ],
)
def test_what_only_a_script_can_enter_is_named(office: Office, details: dict[str, Any], code: str) -> None:
    office.registry.record_training("security", ONE, on=JUNE, **details)
    assert [remark.code for remark in remarks(office, "trainings")] == [code]


def test_entries_that_stand_twice_are_named(office: Office) -> None:
    """Taking a retraction back brings an entry back, beside what was entered in its place."""
    for level in (1, 2):
        office.registry.assess("analysis", ONE, level, on=JUNE)
        office.registry.retract(office.registry.index.seq, "a mistake")
    for seq in (office.registry.index.seq, office.registry.index.seq - 2):
        office.registry.retract(seq, "no mistake")
    assert [(r.row, r.code) for r in remarks(office, "assessments")] == [(1, "conflict"), (2, "conflict")]


def test_there_are_seven_kinds(office: Office) -> None:
    with pytest.raises(WrongUsage) as refused:
        office.registry.export("people", lambda export: list(export.rows))
    assert refused.value.code == "unknown-kind"
