"""What a command may import: start-up is what people wait for, most of all on a share."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import Run

_AFTER = "\nimport sys\nprint(' '.join(sorted(sys.modules)), file=sys.stderr)"
_RUN = "import sys\nfrom dxskills.cli import main\nmain.main(sys.argv[1:])"
_LIBRARIES = {"dxskills", "typer"}
_PLAIN = {"__future__", "encodings", "gc", "unicodedata"}
_STORE = {
    "bisect",
    "_bisect",
    "orjson",
    "sqlite3",
    "_sqlite3",
    "json",
    "_json",
    "dataclasses",
    "_blake2",
    "_sha256",
    "getpass",
    "pwd",
    "termios",
}


def _imported(code: str, *arguments: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", code + _AFTER, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    return set(ran.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def hello() -> set[str]:
    """What a program loads that does nothing but import typer and rich."""
    return _imported("import typer, rich")


def _beyond(hello: set[str], *arguments: str) -> set[str]:
    return {name.partition(".")[0] for name in _imported(_RUN, *arguments) - hello}


def test_help_loads_no_library_and_no_command(hello: set[str], framework: object) -> None:
    assert _beyond(hello, "--help") <= _LIBRARIES | _PLAIN
    commands = {"setup", "staff", "recording", "reporting", "assignment", "importing", "catalogue", "planning"}
    loaded = _imported(_RUN, "--help")
    assert not {f"dxskills.cli.{name}" for name in commands} & loaded
    assert not {
        name for name in loaded if name.startswith(("dxskills.index", "dxskills.journal", "dxskills.framework"))
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["assign", "00000001", "leader", "--start", "2026-04-0{turn}", "--end", "2026-04-0{turn}"],
        ["report", "--dept", "総務部"],
        ["report", "--dept", "総務部", "--format", "json"],
        ["due", "--dept", "総務部"],
        ["candidates", "leader"],
        ["forecast"],
    ],
    ids=["assign", "report", "json", "due", "candidates", "forecast"],
)
def test_everyday_commands_load_little(hello: set[str], office: Run, arguments: list[str]) -> None:
    # Another day each turn: what is assigned already is not assigned again.
    first, second, third = ([argument.format(turn=turn) for argument in arguments] for turn in (1, 2, 3))
    assert office(*first).code == 0
    assert _beyond(hello, *second) <= _LIBRARIES | _PLAIN | _STORE
    loaded = _imported(_RUN, *third)
    assert not {"pydantic", "yaml", "logging", "tempfile", "asyncio", "platformdirs", "rich.console"} & loaded
    if arguments[0] != "assign":  # what only writes
        assert not {"dxskills.recording.transaction", "dxskills.journal.writing"} & loaded


def test_a_command_loads_its_own_family_only(hello: set[str], office: Run) -> None:
    loaded = _imported(_RUN, "assign", "00000002", "leader", "--start", "2026-04-01")
    assert "dxskills.cli.assignment" in loaded
    assert not {"dxskills.cli.recording", "dxskills.cli.reporting", "dxskills.analysis.report"} & loaded
