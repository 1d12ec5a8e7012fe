"""The bar of a long import: on a terminal only, not at once, and gone in the end whatever happens."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from contextlib import closing
from datetime import date

import pytest

from dxskills.cli import progress
from dxskills.cli.progress import Bar
from dxskills.exchange import reading
from dxskills.exchange.meter import Meter
from tests.cli.books import text_file
from tests.cli.conftest import Run

SHOW_CURSOR = "\x1b[?25h"


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def opened(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal for errors, on which nobody is patient. No fixture: these come before pytest's own streams."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_PATIENCE", 0.05)
    return stream


def wait_for(terminal: Terminal, text: str) -> str:
    end = time.monotonic() + 20
    while text not in terminal.getvalue():
        assert time.monotonic() < end, terminal.getvalue()
        time.sleep(0.02)
    return terminal.getvalue()


def test_a_bar_has_the_stage_the_rows_the_rate_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with closing(Bar()) as bar:
        bar.begin("Reading", 1000)
        wait_for(terminal, "Reading")
        bar.reach(200, 1234)
        time.sleep(0.3)  # two reports make a speed
        bar.reach(250, 2345)
        shown = wait_for(terminal, "2,345 rows, ")
        assert re.search(r"2,345 rows, [\d,]+ a second", shown)
        assert "25%" in shown
        wait_for(terminal, "00:0")
        bar.begin("Entering", 0)
        wait_for(terminal, "Entering")
    assert SHOW_CURSOR in terminal.getvalue()
    ended = terminal.getvalue()
    bar.reach(900, 9000)
    assert terminal.getvalue() == ended


def test_the_bar_comes_though_nothing_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with closing(Bar()) as bar:
        bar.begin("Unpacking", 0)
        wait_for(terminal, "Unpacking")


def test_what_is_done_soon_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    monkeypatch.setattr(progress, "_PATIENCE", 0.2)
    with closing(Bar()) as bar:
        bar.begin("Reading", 10)
        bar.reach(10, 10)
    time.sleep(0.4)
    assert terminal.getvalue() == ""


def test_nothing_is_shown_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    monkeypatch.setattr(terminal, "isatty", lambda: False)
    with closing(Bar()) as bar:
        bar.begin("Reading", 10)
        time.sleep(0.2)
        bar.reach(10, 10)
    assert terminal.getvalue() == ""


def test_an_error_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with pytest.raises(ZeroDivisionError), closing(Bar()) as bar:
        bar.begin("Reading", 10)
        wait_for(terminal, "Reading")
        raise ZeroDivisionError
    assert SHOW_CURSOR in terminal.getvalue()


# --- an import that reports


class Reports(Meter):
    def __init__(self) -> None:
        self.begun: list[tuple[str, int]] = []
        self.reached: list[tuple[int, int]] = []

    def begin(self, stage: str, total: int) -> None:
        self.begun.append((stage, total))

    def reach(self, done: int, rows: int) -> None:
        self.reached.append((done, rows))

    def close(self) -> None:
        pass


ROWS = "".join(
    f"0000000{number % 3 + 1},security-basics,{date.fromordinal(735_000 + number)},80\n" for number in range(5000)
)


@pytest.mark.parametrize("short", [False, True])
def test_an_import_reports_its_rows_whichever_way_they_go(
    office: Run, monkeypatch: pytest.MonkeyPatch, short: bool
) -> None:
    reports = Reports()
    monkeypatch.setattr("dxskills.cli.importing.Bar", lambda: reports)
    monkeypatch.setattr(reading, "LARGE", 0 if short else 2**40)
    text = "職員番号,研修,受講日,点数\n" + ROWS
    assert office("import", "trainings", text_file("a.csv", text)).code == 0
    assert ("Reading", len(text.encode())) in reports.begun
    assert [stage for stage, _total in reports.begun][-3:] == (
        ["Writing", "Writing", "Updating the index"] if short else ["Entering", "Writing", "Updating the index"]
    )
    rows = [rows for _done, rows in reports.reached]
    assert len([number for number in rows if number < 5000]) >= 5
    assert max(rows) >= 4500
    assert max(done for done, _rows in reports.reached) > len(text.encode()) * 0.8


PROGRAM = """
import sys
from dxskills.cli import progress
progress._PATIENCE = 0.0
from dxskills.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("good", [True, False])
def test_on_a_terminal_the_output_is_whole_and_the_bar_is_gone(office: Run, good: bool) -> None:
    import pty

    bad = "" if good else "00000001,lew,2026-06-01,\n"
    text_file("a.csv", "職員番号,研修,受講日,点数\n" + ROWS + bad)
    ours, theirs = pty.openpty()
    arguments = ("import", "trainings", "a.csv", "--format", "json")
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "DXSKILLS_LANG": "ja", "LC_ALL": "C.UTF-8"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux's way to say that the other side is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    out, _none = program.communicate(timeout=60)
    screen = shown.decode()
    assert "━" in screen
    assert SHOW_CURSOR in screen
    after = screen.rpartition(SHOW_CURSOR)[2]
    assert "━" not in after
    assert program.returncode == (0 if good else 3)
    assert b'"rejected": %d' % (not good) in out
    assert ("bad-rows" in after) is not good
