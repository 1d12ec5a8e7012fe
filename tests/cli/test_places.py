"""Where the registry and the framework are looked for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_without_a_registry_the_error_names_init(run: Run) -> None:
    ran = run("report")
    assert ran.code == 4
    assert ran.err.startswith("error[no-store]: There is no registry here")
    assert "`dxskills init`" in ran.err


def test_a_store_that_is_named_but_missing_names_init_too_and_is_not_made(run: Run, framework: Path) -> None:
    ran = run("--store", "nowhere", "report")
    assert (ran.code, ran.out) == (4, "")
    assert "init" in ran.err
    assert not Path("nowhere").exists()


def test_the_nearest_settings_upwards_count(run: Run, framework: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = Path("a/b")
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run("roles", "list").code == 0
    Path("dxskills.toml").write_text('framework = "missing"\n')
    assert run("roles", "list").code == 3


def test_option_before_environment_before_settings(run: Run, framework: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXSKILLS_FRAMEWORK", "nowhere")
    assert run("roles", "list").code == 3
    assert run("--framework", "data", "roles", "list").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('stroe = "x"', "unknown key"),
        ("store = 5", "the value must be a text"),
        ("store = ", "dxskills.toml"),
        ("\x00", "dxskills.toml"),
    ],
)
def test_bad_settings_are_refused(run: Run, text: str, said: str) -> None:
    Path("dxskills.toml").write_text(text + "\n")
    ran = run("report")
    assert ran.code == 3
    assert ran.err.startswith("error[bad-config]: ")
    assert said in ran.err


def test_unreadable_settings_are_an_error(run: Run) -> None:
    Path("dxskills.toml").mkdir()
    assert run("report").code == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_a_new_registry_is_its_owners_alone(run: Run) -> None:
    before = os.umask(0)
    try:
        assert run("init", "new").code == 0
    finally:
        os.umask(before)
    assert [stat.S_IMODE(Path(path).stat().st_mode) for path in ("new", "new/data", "new/store")] == [0o700] * 3


def test_what_to_type_next_is_quoted_where_a_blank_would_part_it(run: Run) -> None:
    assert '\n  cd "my office"\n' in run("init", "my office").out
    assert "\n  cd office\n" in run("init", "office").out
