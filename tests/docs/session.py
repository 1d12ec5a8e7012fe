"""Plays the ``console`` blocks of a Markdown page and compares, or records anew, what the commands print.

In a block, ``$ command`` is followed by what it prints on both streams. ``…`` stands for any text within a line, and
alone on a line for any lines. Besides dxskills and python a page may use ``cat > FILE << 'EOF'``, ``cat FILE``,
``mkdir``, ``cd``, ``echo $?`` and ``dxskills … > FILE`` (or ``>>``), played here so that no shell is needed. All blocks
of a page are one session.

``<!-- clock: 2026-11-24T10:00 -->`` sets the clock (UTC) of what follows, ``<!-- lang: ja -->`` the language.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tests.docs import inside
from tests.docs.shape import shaped

PASSING = re.compile(
    r"\b\d{8}-[0-9a-f]{8}\b|/\S*/tmp\w+|\b[0-9a-f]{32}\b|\b[0-9a-f]{64}\b|\b(?:p|forgotten)-[0-9a-f]{8}\b"
    r"|(?<=\d{4}-\d\d-\d\d )[0-9a-f]{8}$"
)
"""What is another each time: batch ids, the folder, ids of stores and hashes, pseudonyms."""
OF_THE_DAY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|(?<=--on )\S+(?=$)")
"""What is another each time on a page without a clock: moments of entry, today."""
REDIRECTED = re.compile(r"(dxskills .*?) (>>?) (\S+)$")
HEREDOC = re.compile(r"cat (>>?) (\S+) << '?EOF'?$")
SETTING = re.compile(r"<!-- (clock|lang): (\S+) -->$")


class Step(NamedTuple):
    """One command of a page: ``first`` and ``last`` bound the lines (0-based, last excluded) of what it printed."""

    command: str
    body: tuple[str, ...]
    expected: tuple[str, ...]
    first: int
    last: int
    clock: str | None = None
    lang: str = "en"


def steps(text: str) -> Iterator[Step]:
    lines = text.splitlines()
    settings: dict[str, str] = {}
    in_block = False
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if setting := SETTING.match(line):
            settings[setting[1]] = setting[2]
        elif line.startswith("```"):
            in_block = line == "```console"
        elif in_block and line.startswith("$ "):
            command, body = line[2:], []
            if HEREDOC.match(command):
                while lines[number] != "EOF":
                    body.append(lines[number])
                    number += 1
                number += 1
            first = number
            while not lines[number].startswith(("$ ", "```")):
                number += 1
            yield Step(command, tuple(body), tuple(lines[first:number]), first, number, **settings)


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
            self._write(heredoc[2], heredoc[1], body)
            return []
        redirected = REDIRECTED.match(step.command)
        if redirected:
            printed = self.play(step._replace(command=redirected[1]))
            self._write(redirected[3], redirected[2], "".join(f"{line}\n" for line in printed))
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
            case ["dxskills", *arguments] if step.clock is not None:
                now = datetime.fromisoformat(step.clock).replace(tzinfo=UTC)
                ended = inside.run(arguments, self.folder, self.environment | {"DXSKILLS_LANG": step.lang}, now)
                self.exit_code = ended.code
                return [line.rstrip() for line in ended.text.splitlines()]
            case ["dxskills", *arguments]:
                return self._run([sys.executable, "-m", "dxskills", *arguments])
            case ["python", *arguments]:
                return self._run([sys.executable, *arguments])
        raise ValueError(f"a page cannot use: {step.command}")

    def _write(self, name: str, sign: str, text: str) -> None:
        with (self.folder / name).open("w" if sign == ">" else "a", encoding="utf-8", newline="") as file:
            file.write(text)

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
        if step.clock is None:
            lasting = [OF_THE_DAY.sub("…", line) for line in lasting]
        if agrees(step.expected, printed):
            lasting = list(step.expected)
        else:
            like_before = shaped(step.expected, lasting)
            lasting = like_before if agrees(tuple(like_before), printed) else lasting
        result += lasting
        done = step.last
    return "\n".join(result + lines[done:]) + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            page = Path(name)
            page.write_text(recorded(page.read_text(encoding="utf-8"), Path(scratch)), encoding="utf-8")
