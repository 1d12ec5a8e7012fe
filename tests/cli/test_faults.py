"""What nobody foresaw, and what the machine does to us: an exit code and one line, never a traceback."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dxskills.cli import catalogue
from dxskills.errors import Damaged, OutcomeUnknown, Unavailable
from tests.cli.conftest import Run

SECRET = "山田太郎 00000001"


def _failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(context: object) -> None:
        name_of_somebody = SECRET
        raise error from ValueError(name_of_somebody)

    monkeypatch.setattr(catalogue, "_framework", fail)


def test_a_bug_of_ours_ends_in_70_and_names_a_log_without_personal_data(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _failing(monkeypatch, KeyError(SECRET))
    ran = run("trainings", "show", SECRET)
    assert ran.code == 70
    assert ran.err.startswith("error[bug]: ")
    assert "Traceback" not in ran.err
    assert SECRET not in ran.err
    log = Path(ran.err.strip().rpartition(": ")[2])
    assert log.is_relative_to(tmp_path)
    text = log.read_text(encoding="utf-8")
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "dxskills/cli/catalogue.py:" in text
    assert "in show_training" in text
    assert "山田" not in text
    assert "00000001" not in text
    if os.name != "nt":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_bug_whose_log_cannot_be_written_still_ends_in_70(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    _failing(monkeypatch, RuntimeError())
    ran = run("roles", "list")
    assert ran == (70, "", "error[bug]: dxskills has a fault and stopped.\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unavailable("locked", "The store is locked."), 4),
        (Damaged("damaged", "The store is damaged."), 5),
        (OutcomeUnknown("unknown", "Nobody knows."), 6),
        (PermissionError(13, "Permission denied", "x"), 4),
        (OSError(28, "No space left on device"), 4),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 0),
    ],
)
def test_exit_codes(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int) -> None:
    _failing(monkeypatch, error)
    ran = run("roles", "list")
    assert (ran.code, ran.out) == (code, "")
    assert "Traceback" not in ran.err


def test_messages_show_hostile_text_and_do_not_act_on_it(run: Run, framework: Path) -> None:
    ran = run("roles", "show", "\x1b[31mleader\u202e")
    assert ran.code == 3
    assert "\x1b" not in ran.err
    assert "<U+001B>[31mleader<U+202E>" in ran.err


def test_framework_faults_are_listed_with_their_places(run: Run, framework: Path) -> None:
    roles = framework / "roles.yaml"
    roles.write_text(roles.read_text(encoding="utf-8").replace("training: law", "training: lwa"), encoding="utf-8")
    ran = run("roles", "list")
    assert ran.code == 3
    assert ran.err.startswith("error[framework-faults]: ")
    assert "roles.yaml:14:" in ran.err
    checked = run("framework", "check", "--format", "json")
    assert checked.code == 1
    [problem] = checked.json["problems"]
    assert (problem["line"], problem["value"]) == (14, "lwa")
