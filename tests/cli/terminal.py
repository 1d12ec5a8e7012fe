"""Programs on a pseudo-terminal, talked to as a person would: wait for what is shown, then type."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

import pytest

needs_terminal = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
_PATIENCE = 60  # seconds


def on_terminal(program: Sequence[str], talk: Sequence[tuple[str, str]], **environment: str) -> str:
    """All that is shown until the program ends. ``talk`` are pairs: once the first is seen, the second is typed."""
    return with_exit_code(program, talk, **environment)[0]


def with_exit_code(program: Sequence[str], talk: Sequence[tuple[str, str]], **environment: str) -> tuple[str, int]:
    import pty

    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(program[0], list(program), {**os.environ, "TERM": "dumb", **environment})
    shown = b""
    seen = 0
    waiting = list(talk)
    end = time.monotonic() + _PATIENCE
    try:
        while time.monotonic() < end:
            while waiting and waiting[0][0].encode() in shown[seen:]:
                wanted, typed = waiting.pop(0)
                seen = shown.index(wanted.encode(), seen) + len(wanted.encode())
                os.write(terminal, typed.encode())
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # what Linux says at the end
                piece = b""
            if not piece:
                break
            shown += piece
        else:
            os.kill(process, signal.SIGKILL)
    finally:
        os.close(terminal)
    status = os.waitpid(process, 0)[1]
    text = shown.decode(errors="replace")
    assert not waiting, f"{waiting[0][0]!r} was never shown:\n{text}"
    return text, os.waitstatus_to_exitcode(status)


def dxskills(*arguments: str) -> list[str]:
    """The program as it can be run without being on the path."""
    return [sys.executable, "-m", "dxskills", *arguments]


_DRIVER = """
import sys, json
from dxskills.cli.main import main
for line in json.loads(sys.argv[1]):
    code = main(line)
    sys.stdout.write(f"\\n=== ended in {code}\\n")
    sys.stdout.flush()
"""


def answers_on_terminal(lines: list[list[str]], columns: int, **environment: str) -> bytes:
    """What lines of commands show on a pseudo-terminal so many columns wide."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", _DRIVER, json.dumps(lines)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **environment},
    ):
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            parts.append(part)
    os.close(ours)
    return b"".join(parts)


def ends(shown: str) -> list[int]:
    """The exit codes of the lines that were shown."""
    return [int(code) for code in re.findall(r"=== ended in (\d+)", shown)]
