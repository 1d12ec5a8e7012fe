"""Terminals narrow and wide, without colours, without anything but letters: what is shown fits, and nothing acts."""

from __future__ import annotations

import re

import pytest

from dxskills.cli.commands import COMMANDS
from dxskills.render.text import width
from tests.cli.asking import ASKING
from tests.cli.conftest import Run
from tests.cli.terminal import answers_on_terminal, needs_terminal
from tests.cli.test_usage import _paths

SEQUENCE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])")
COLOURS = re.compile(r"(?:^|;)(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;|$)")
MEANT = {"ALL": "00000002", "t3": "law"}
NOT_CUT = ("store head", "export", "framework schema")
"""What is to be kept or read by programs has lines of its own length."""
LINES = [
    ["--lang", language, *command.split(), *(MEANT.get(word, word) for word in arguments)]
    for language in ("ja", "en")
    for command in ASKING
    if command not in NOT_CUT
    for arguments in ASKING[command]
]


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_help_fits(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int, language: str) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for path in ((), *_paths(COMMANDS)):
        page = run("--lang", language, *path, "--help").out
        lines = page[: page.find("\nExamples:" if language == "en" else "\n例:")].splitlines()
        wide = [line for line in lines if width(line) > min(columns, 80)]
        # The choices of an option are one word, and so is a command's name.
        assert [line for line in wide if " " in line.strip() and columns >= 40 and "|" not in line] == [], path
        assert columns < 80 or wide == []


@needs_terminal
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_results_fit(office: Run, columns: int) -> None:
    shown = SEQUENCE.sub("", answers_on_terminal(LINES, columns).decode())
    assert "error[" not in shown
    assert "充足" in shown
    ends_of_lines = re.compile(r"\r?\n")
    assert [line for line in ends_of_lines.split(shown) if width(line.rstrip()) > columns and "⟦" not in line] == []


@needs_terminal
def test_colours_are_left_out_where_nobody_wants_them(office: Run) -> None:
    lines = [*LINES, ["assign", "x", "leader"], ["repot"]]

    def sequences(**environment: str) -> set[str]:
        shown = answers_on_terminal(lines, 80, TERM="xterm-256color", **environment).decode()
        assert "error[unknown-staff]" in SEQUENCE.sub("", shown)
        return {found[1] for found in SEQUENCE.finditer(shown)}

    assert any(COLOURS.search(each) for each in sequences())
    assert any(COLOURS.search(each) for each in sequences(NO_COLOR=""))  # as the convention has it: empty is not set
    assert not any(COLOURS.search(each) for each in sequences(NO_COLOR="1"))


@needs_terminal
def test_a_dumb_terminal_gets_letters_only(office: Run) -> None:
    shown = answers_on_terminal([*LINES, ["assign", "x", "leader"]], 80, TERM="dumb").decode()
    assert "\x1b" not in shown
