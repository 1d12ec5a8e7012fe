"""The whole round of an office's work where no socket can be made, in this process or in one that it starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GUARD = """
import os, sys
def _refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "ftplib.", "http.", "smtplib.")) and event != "socket.gethostname":
        with open(os.environ["TRACE"], "a") as trace:
            trace.write(event + "\\n")
        raise OSError("there is no network: " + event)
sys.addaudithook(_refuse)
"""
"""``sitecustomize``, which every interpreter imports first. The name of the computer is asked of the system alone."""

ROUND = [
    ["init", "."],
    ["demo", "sample"],
    ["--store", "sample/store", "--framework", "sample/data", "report", "--output", "report.xlsx"],
    ["--store", "sample/store", "--framework", "sample/data", "report", "--people", "--format", "json"],
    ["--store", "sample/store", "--framework", "sample/data", "export", "staff", "--output", "staff.xlsx"],
    ["--store", "sample/store", "--framework", "sample/data", "export", "trainings", "--output", "trainings.csv"],
    ["import", "staff", "staff.xlsx"],
    ["import", "trainings", "trainings.csv"],
    ["staff", "add", "N1", "山田 太郎", "--joined", "2026-04-01", "--unit", "総務部/職員課"],
    ["assign", "N1", "dx-leader", "--start", "2026-05-01", "--exception", "試行"],
    ["record", "training", "it-literacy", "N1", "--on", "2026-05-02"],
    *([["report"], ["why", "N1"], ["log", "N1"], ["check"], ["staff", "list"], ["staff", "show", "N1"]]),
    *([["store", "verify"], ["store", "backup", "copy"], ["store", "info"], ["framework", "check"], ["--help"]]),
    ["retract", "1", "--reason", "試行"],
]
SCRIPT = """
import json, sys
from dxskills.cli.main import main
print(json.dumps([main(line) for line in json.loads(sys.argv[1])]), file=open("ends.json", "w"))
"""


def environment(folder: Path) -> dict[str, str]:
    (folder / "guard").mkdir()
    (folder / "guard/sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder / "guard"), "TRACE": str(folder / "trace")}


def test_everything_works_without_a_network(tmp_path: Path) -> None:
    env = environment(tmp_path)
    ran = subprocess.run([sys.executable, "-c", SCRIPT, json.dumps(ROUND)], capture_output=True, env=env, check=False)
    assert ran.returncode == 0, ran.stderr
    ends = json.loads(Path("ends.json").read_text())
    assert [line for line, end in zip(ROUND, ends, strict=True) if end not in (0, 1)] == [], ran.stderr.decode()
    assert Path("report.xlsx").stat().st_size > 1000
    assert not (tmp_path / "trace").exists()


def test_the_guard_lets_nothing_through(tmp_path: Path) -> None:
    env = environment(tmp_path)
    for asked in ("import socket; socket.socket()", "import socket; socket.getaddrinfo('localhost', 80)"):
        ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, env=env, check=False)
        assert b"there is no network" in ran.stderr
    assert (tmp_path / "trace").exists()


@pytest.mark.parametrize("name", ["socket", "ssl", "http.client", "urllib.request", "asyncio"])
def test_nothing_that_could_is_even_imported(name: str, tmp_path: Path) -> None:
    script = f"import sys; from dxskills.cli.main import main; main(['--help']); sys.exit({name!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0
