"""Every command that answers, what it is asked, and the hostile office that it is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dxskills.cli.commands import COMMANDS, Listed
from tests.cli.hostile import build

KINDS = ("staff", "assignments", "trainings", "certifications", "assessments", "waivers", "enrolments")
ASKING: dict[str, list[tuple[str, ...]]] = {
    "report": [(), ("--people",), ("--dept",), ("--role", "leader"), ("--suppress-below", "5")],
    "why": [("ALL",), ("ALL", "leader/exam")],
    "matrix": [()],
    "due": [("--within", "900d")],
    "candidates": [("leader",)],
    "forecast": [()],
    "roles list": [()],
    "roles show": [("leader",), ("everybody",)],
    "trainings list": [()],
    "trainings show": [("t3",), ("law",)],
    "certifications list": [()],
    "certifications show": [("it-passport",)],
    "skills list": [()],
    "skills show": [("analysis",)],
    "framework check": [()],
    "framework schema": [()],
    "log": [(), ("ALL",)],
    "check": [()],
    "export": [(kind,) for kind in KINDS],
    "staff list": [()],
    "staff show": [("ALL",)],
    "store verify": [()],
    "store head": [()],
    "store info": [()],
    "store repair": [("--dry-run",)],
}
"""Commands that answer, and what they are asked here."""

WRITING = (
    *("init", "demo", "assign", "unassign", "staff add", "staff edit", "staff transfer", "staff leave", "staff forget"),
    *("record training", "record certification", "revoke", "assess", "waive", "enrol", "import", "retract"),
    *("store backup",),
)


def commands(table: Mapping[str, Listed] = COMMANDS, before: str = "") -> Iterator[str]:
    for name, listed in table.items():
        if listed.below:
            yield from commands(listed.below, f"{before}{name} ")
        else:
            yield before + name


COMMANDS_THERE = tuple(commands())


@pytest.fixture(scope="module")
def hostile_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    build(folder)
    return folder


@pytest.fixture
def asked(hostile_office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory is beside the hostile office, which the environment names; its index is made once."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(hostile_office / "home"))
    monkeypatch.setenv("DXSKILLS_STORE", str(hostile_office / "store"))
    monkeypatch.setenv("DXSKILLS_FRAMEWORK", str(hostile_office / "data"))
    return hostile_office
