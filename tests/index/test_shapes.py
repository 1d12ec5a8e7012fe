"""A journal whose chain holds together, and in which another program has written what dxskills never writes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dxskills import Registry
from dxskills.errors import Damaged
from dxskills.index.shapes import refuse_misshapen
from dxskills.journal.event import Draft
from tests.cli.conftest import ROLES, TRAININGS

DAY = date(2026, 6, 1)
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("staff.joined", {"unit": ["x"]}, "unit"),
    ("staff.changed", {"unit": 5}, "unit"),
    ("role.assigned", {}, "role"),
    ("role.assigned", {"role": "leader", "end": "soon"}, "end"),
    ("role.assigned", {"role": ["leader"]}, "role"),
    ("role.unassigned", {}, "assignment"),
    ("training.recorded", {}, "training"),
    ("training.recorded", {"training": "law", "outcome": "completed", "end": "2026-2-30"}, "end"),
    ("training.recorded", {"training": {"a": 1}, "outcome": "completed"}, "training"),
    ("training.enrolled", {"training": None}, "training"),
    ("certification.recorded", {"certification": ["it-passport"]}, "certification"),
    ("certification.recorded", {"certification": "it-passport", "expires_on": "never"}, "expires_on"),
    ("certification.revoked", {}, "certification"),
    ("skill.assessed", {"skill": "analysis", "level": "two"}, "level"),
    ("requirement.waived", {"requirement": "leader/exam"}, "until"),
    ("requirement.waived", {"requirement": 5, "until": "2026-12-31"}, "requirement"),
    ("entry.retracted", {}, "seq"),
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    Registry.init(tmp_path)
    (tmp_path / "data/roles.yaml").write_text(ROLES, encoding="utf-8")
    (tmp_path / "data/trainings.yaml").write_text(TRAININGS, encoding="utf-8")
    with opened(tmp_path) as registry:
        registry.add_staff("00000001", "山田", joined=date(2024, 4, 1))
    return tmp_path


def opened(office: Path) -> Registry:
    return Registry.open(office / "store", office / "data", index_folder=office / "index")


def write(office: Path, draft: Draft) -> None:
    with opened(office) as registry, registry.journal.writing() as writing:
        writing.append([draft], at=datetime(2026, 6, 1, tzinfo=UTC), by="other", batch=None)


def ask_everything(office: Path) -> None:
    with opened(office) as registry:
        registry.report(DAY, people=True)
        registry.person("00000001", as_of=DAY)
        registry.why("00000001", None, as_of=DAY)
        registry.check()


@pytest.mark.parametrize(("kind", "data", "field"), WRONG)
def test_the_entry_is_named_and_nobody_meets_a_fault_of_ours(
    office: Path, kind: str, data: dict[str, Any], field: str
) -> None:
    write(office, Draft(kind, "00000001", None if kind == "entry.retracted" else "2026-04-01", data))
    with pytest.raises(Damaged, match=rf"^Entry 2 of the journal .*: {kind} with such a {field}\.$"):
        ask_everything(office)


@pytest.mark.parametrize(("staff", "on", "field"), [(None, "2026-04-01", "staff"), ("00000001", None, "on")])
def test_whom_and_when_belong_to_an_entry(office: Path, staff: str | None, on: str | None, field: str) -> None:
    write(office, Draft("role.assigned", staff, on, {"role": "leader", "unit": "総務部"}))
    with opened(office) as registry, pytest.raises(Damaged, match=f"with such a {field}"):
        refuse_misshapen(registry.journal.read())


def test_what_we_write_is_nothing_to_refuse(office: Path) -> None:
    with opened(office) as registry:
        registry.edit_staff("00000001", on=DAY, unit="総務部/職員課", appointment="regular", manager=True)
        registry.assign("00000001", "leader", start=DAY, end=date(2027, 3, 31))
        registry.unassign("00000001", "leader", on=date(2026, 12, 31))
        registry.record_training("law", "00000001", on=DAY, score=80.5, hours=3, note="備考", instructor="00000001")
        registry.record_certification("it-passport", "00000001", on=DAY, number="1", subsidy=7500)
        registry.revoke("it-passport", "00000001", on=DAY, reason="誤り")
        registry.assess("analysis", "00000001", 2, on=DAY, assessor="課長")
        registry.waive("leader/exam", "00000001", start=DAY, until=DAY, reason="休職", approver="部長")
        registry.enrol("law", "00000001", on=DAY)
        registry.retract(4, "誤り")
        registry.leave("00000001", on=date(2027, 3, 31))
        refuse_misshapen(registry.journal.read())


def test_an_error_of_ones_own_stays_ones_own(office: Path) -> None:
    with pytest.raises(ValueError, match="mine"), opened(office):
        raise ValueError("mine")
