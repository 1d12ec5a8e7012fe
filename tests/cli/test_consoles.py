"""Every command on consoles of every make: of another encoding, a few columns wide, cut off by ``head``, or not there.

The office is the hostile one, which has characters that no encoding but Unicode's has.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.asking import ASKING
from tests.cli.asking import asked as asked
from tests.cli.asking import hostile_office as hostile_office
from tests.cli.conftest import Run
from tests.cli.terminal import answers_on_terminal, ends, needs_terminal

LINES = [[*command.split(), *arguments] for command in ASKING for arguments in ASKING[command]]
LINES += [["--lang", "ja", "report"], ["--lang", "ja", "--help"], ["--lang", "ja", "staff", "show", "--help"]]
LINES += [["--lang", "ja", "roles", "show", "𠮷\u202e"], ["export", "staff", "--format", "json"]]
LINES += [["report", "--people", "--format", form] for form in ("json", "csv", "tsv")]

SCRIPT = """
import json, os, sys
from dxskills.cli.main import main
mode = sys.argv[1]
ends = []
for line in json.loads(sys.stdin.read()):
    if mode == "head":
        reading, writing = os.pipe()
        os.close(reading)
        os.dup2(writing, 1)
        os.close(writing)
        sys.stdout = open(1, "w", closefd=False)
    elif mode == "closed":
        sys.stdout = sys.stderr = None
    ends.append(main(line))
with open(sys.argv[2], "w") as file:
    json.dump(ends, file)
"""


def run_all(mode: str, lines: list[list[str]], **environment: str) -> tuple[bytes, bytes, list[int]]:
    """Output, errors and exit codes of the lines, one after the other in one process."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, mode, "ends.json"],
        input=json.dumps(lines).encode(),
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    codes: list[int] = json.loads(Path("ends.json").read_text())
    return ran.stdout, ran.stderr, codes


def faulty(codes: list[int]) -> list[list[str]]:
    """The lines that ended otherwise than well, with findings or in the one refusal among them."""
    return [
        line
        for line, end in zip(LINES, codes, strict=True)
        if end not in (0, 1, 3) or (end == 3) != ("𠮷\u202e" in line)
    ]


@pytest.mark.parametrize("encoding", ["cp932", "cp437", "ascii"])
def test_no_encoding_of_a_console_matters(asked: Path, encoding: str) -> None:
    out, err, codes = run_all("as-is", LINES, PYTHONIOENCODING=encoding)
    assert faulty(codes) == []
    assert b"Traceback" not in out + err
    # CSV is UTF-8 wherever it goes; everything else is in the console's encoding.
    tables = [line for line in LINES if "export" not in line and "csv" not in line and "tsv" not in line]
    out, err, _codes = run_all("as-is", tables, PYTHONIOENCODING=encoding)
    out.decode(encoding)
    err.decode(encoding)
    assert encoding != "cp932" or "充足".encode(encoding) in out


def test_a_reader_that_has_gone_away_is_no_error(asked: Path) -> None:
    _out, err, codes = run_all("head", LINES)
    assert faulty(codes) == []
    assert b"Traceback" not in err
    assert b"[bug]" not in err


def test_nobody_needs_to_look(asked: Path) -> None:
    assert run_all("closed", LINES)[2] == run_all("as-is", LINES)[2]


@needs_terminal
@pytest.mark.parametrize(("columns", "encoding"), [(1, "utf-8"), (20, "utf-8"), (80, "cp932")])
def test_every_width_of_a_terminal_will_do(asked: Path, columns: int, encoding: str) -> None:
    lines = [line for line in LINES if line[-1] not in ("csv", "tsv", "json") and line[0] != "export"]
    lines = [line for line in lines if columns > 20 or "ALL" not in line]  # texts of a thousand lines
    shown = answers_on_terminal(lines, columns, PYTHONIOENCODING=encoding, PYTHONUTF8="0").decode(encoding)
    assert len(ends(shown)) == len(lines)
    assert set(ends(shown)) <= {0, 1, 3}
    assert "Traceback" not in shown


def test_what_a_poor_console_cannot_show_is_recorded_all_the_same(office: Run) -> None:
    name = "𠮷田 葛\U000e0100"
    line = ["staff", "edit", "00000001", "--name", name, "--on", "2026-06-01"]
    assert run_all("as-is", [line, line], PYTHONIOENCODING="cp932")[2] == [0, 0]
    assert name in [row["name"] for row in office("export", "staff", "--format", "json").json]
