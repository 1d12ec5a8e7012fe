"""Plays the ``console`` blocks of a Markdown page and compares, or records anew, what the commands print.

In a block, ``$ command`` is followed by what it prints on both streams. ``…`` stands for any text within a line, and
alone on a line for any lines. Besides dxskills and python a page may use ``cat > FILE << 'EOF'``, ``cat FILE``,
``mkdir``, ``cd`` and ``echo $?``, played here so that no shell is needed. All blocks of a page are one session.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PASSING = re.compile(r"\b\d{8}-[0-9a-f]{8}\b|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|/\S*/tmp\w+|(?<=--on )\S+(?=$)")
"""What is another each time: batch ids, moments of entry, the folder, today."""
HEREDOC = re.compile(r"cat > (\S+) << '?EOF'?$")


class Step(NamedTuple):
    """One command of a page: ``first`` and ``last`` bound the lines (0-based, last excluded) of what it printed."""

    command: str
    body: tuple[str, ...]
    expected: tuple[str, ...]
    first: int
    last: int


def steps(text: str) -> Iterator[Step]:
    lines = text.splitlines()
    inside = False
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            command, body = line[2:], []
            if HEREDOC.match(command):
                while lines[number] != "EOF":
                    body.append(lines[number])
                    number += 1
                number += 1
            first = number
            while not lines[number].startswith(("$ ", "```")):
                number += 1
            yield Step(command, tuple(body), tuple(lines[first:number]), first, number)


def python_blocks(text: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


class Session:
    """A folder, the exit code of the last command, and an environment of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exit_code = 0
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("DXSKILLS_", "LC_", "LANG"))}
        cache = str(folder / ".cache")
        self.environment = kept | {
            "DXSKILLS_LANG": "en",
            "DXSKILLS_BY": "dx-office",
            "PYTHONUTF8": "1",
            "XDG_CACHE_HOME": cache,
            "LOCALAPPDATA": cache,
            "COLUMNS": "120",
            "NO_COLOR": "1",
        }

    def play(self, step: Step) -> list[str]:
        """What the step prints, line by line."""
        heredoc = HEREDOC.match(step.command)
        if heredoc:
            body = "".join(f"{line}\n" for line in step.body)
            (self.folder / heredoc[1]).write_text(body, encoding="utf-8", newline="")
            return []
        words = shlex.split(step.command, comments=True)
        match words:
            case ["cd", where]:
                self.folder = (self.folder / where).resolve()
                return []
            case ["mkdir", where]:
                (self.folder / where).mkdir()
                return []
            case ["cat", name]:
                return (self.folder / name).read_text(encoding="utf-8-sig").splitlines()
            case ["echo", "$?"]:
                return [str(self.exit_code)]
            case ["dxskills", *arguments]:
                return self._run([sys.executable, "-m", "dxskills", *arguments])
            case ["python", *arguments]:
                return self._run([sys.executable, *arguments])
        raise ValueError(f"a page cannot use: {step.command}")

    def run_python(self, folder: Path, block: str) -> list[str]:
        """What a Python example prints, run in ``folder``."""
        self.folder = folder
        return self._run([sys.executable, "-c", block])

    def _run(self, arguments: list[str]) -> list[str]:
        done = subprocess.run(
            arguments,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.exit_code = done.returncode
        return [line.rstrip() for line in done.stdout.splitlines()]


def agrees(expected: tuple[str, ...], printed: list[str]) -> bool:
    pattern = ""
    for line in expected:
        if line == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(map(re.escape, line.rstrip().split("…"))) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def recorded(text: str, folder: Path) -> str:
    """The page with what its commands print now, where that is not what it says."""
    session = Session(folder)
    lines = text.splitlines()
    result: list[str] = []
    done = 0
    for step in steps(text):
        printed = session.play(step)
        result += lines[done : step.first]
        lasting = [PASSING.sub("…", line) for line in printed]
        result += step.expected if agrees(step.expected, printed) else lasting
        done = step.last
    return "\n".join(result + lines[done:]) + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            page = Path(name)
            page.write_text(recorded(page.read_text(encoding="utf-8"), Path(scratch)), encoding="utf-8")
