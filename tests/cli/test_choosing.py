"""What is missing on the command line is asked for where a person sits at a terminal, and nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dxskills.journal.names import Name, write_names
from tests.cli.conftest import Run
from tests.cli.terminal import dxskills, needs_terminal, on_terminal, with_exit_code

pytestmark = needs_terminal
QUESTION = "A number, or a part of it: "


@pytest.fixture(autouse=True)
def _nobody_else_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def test_a_role_is_chosen_by_its_number(office: Run) -> None:
    shown, code = with_exit_code(dxskills("assign", "00000001", "--start", "2026-04-01"), [(QUESTION, "1\n")])
    assert "ROLE: A role: its id, its name in either language, an alias." in shown
    assert "   1  leader  DX leader" in shown
    assert "everybody" not in shown  # nobody can be assigned to it
    assert code == 0
    assert office("why", "00000001", "leader/exam").code == 0


def test_people_are_found_by_a_part_of_their_name_and_options_are_asked_for_too(office: Run) -> None:
    talk = [(QUESTION, "no such\n"), ("Nothing is called so.", "ｽｽﾞｷ\n"), ("鈴木花子 スズキ ハナコ", "1\n")]
    talk += [("--on: The day", ""), ("Your answer: ", "2026-09-30\n"), ("left", "")]
    shown, code = with_exit_code(dxskills("staff", "leave"), talk)
    assert code == 0
    assert "00000002  2026-09-30" in shown


def test_a_number_in_full_is_itself_and_no_place_in_the_list(office: Run) -> None:
    shown, code = with_exit_code(dxskills("staff", "show"), [(QUESTION, "00000003\n")])
    assert code == 0
    assert "佐藤次郎" in shown


def test_units_and_kinds_in_japanese(office: Run) -> None:
    line = dxskills("--lang", "ja", "staff", "transfer", "00000001", "--on", "2026-10-01")
    shown, code = with_exit_code(
        line, [("番号、または一部を入力: ", "人事\n"), ("総務部/職員課/人事係\r\n番号", "1\n")]
    )
    assert code == 0, shown
    shown, code = with_exit_code(dxskills("export"), [("   7  enrolments", "1\n")])
    assert code == 0
    assert "00000001" in shown


def test_a_near_miss_is_put_right_with_a_yes(office: Run) -> None:
    line = dxskills("assign", "1", "ledaer", "--start", "2026-04-01")
    staff = ("Nobody has the staff number 1. Did you mean 00000001? [y/N] ", "y\n")
    role = "There is no role ledaer. Did you mean leader? [y/N] "
    shown, code = with_exit_code(line, [staff, (role, "\n")])
    assert code == 3
    assert "error[unknown-role]: There is no role ledaer.\r\n  Did you mean leader?" in shown
    shown, code = with_exit_code(line, [staff, (role, "yes\n")])
    assert code == 0
    assert "role assigned  00000001" in shown
    assert office("staff", "show", "1").code == 3  # nobody there to ask


def test_the_end_of_input_is_wrong_usage_and_an_interrupt_an_interrupt(office: Run) -> None:
    shown, code = with_exit_code(dxskills("assign", "00000001"), [(QUESTION, "\x04")])
    assert code == 2
    assert "error[wrong-usage]: ROLE is missing." in shown
    shown, code = with_exit_code(dxskills("assign", "00000001"), [(QUESTION, "\x03")])
    assert code == 130
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(("--format", "json"), {}), (("--format=csv",), {}), ((), {"CI": "true"})],
    ids=["json", "csv", "CI"],
)
def test_programs_are_never_asked(office: Run, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    shown, code = with_exit_code(dxskills("assign", "00000001", *arguments), [], **environment)
    assert code == 2
    assert "ROLE is missing." in shown
    assert QUESTION not in shown


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize("cut", ["</dev/null", ">out.txt", "2>err.txt", "| cat"])
def test_scripts_are_never_asked_whichever_stream_is_theirs(office: Run, cut: str) -> None:
    python, *rest = dxskills("assign", "00000001")
    shown = on_terminal(["sh", "-c", f'"$PYTHON" {" ".join(rest)} {cut}; echo code $?'], [], PYTHON=python)
    assert QUESTION not in shown
    assert f"code {0 if '|' in cut else 2}" in shown


def test_hostile_names_do_nothing(office: Run) -> None:
    write_names(Path("store"), {"00000001": Name("a\x1b[2J\n   9  00000003  b\u202e", None, "2026-04-01")})
    shown = on_terminal(dxskills("staff", "show"), [(QUESTION, "\x04")])
    assert "   1  00000001  a<U+001B>[2J<U+000A>   9  00000003  b<U+202E>\r\n   2  00000002\r\n" in shown
