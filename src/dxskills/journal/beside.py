"""A process that works beside this one, on what it is told line by line, and may fail without doing harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import IO, Any, Self

_NICE = 5


class Beside:
    """Runs a module of this package in a process of its own, as a context manager that ends it.

    Orders go to its standard input and answers come from its output, both JSON, one a line. Where the process cannot be
    had, or has ended, orders go nowhere and no answer comes.
    """

    def __init__(self, module: str) -> None:
        self._process = _started(module)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)
            process.wait()

    def tell(self, **order: Any) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        except OSError:  # it has ended
            self.__exit__()

    def answer(self) -> Any:
        """The next answer, waited for; None if none comes."""
        process = self._process
        line = process.stdout.readline() if process is not None and process.stdout is not None else ""
        try:
            return json.loads(line)
        except ValueError:
            return None

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()


def _started(module: str) -> subprocess.Popen[str] | None:
    # Not to be met by an interrupt from the keyboard, nor to import what lies in the working directory.
    apart: dict[str, Any] = {"process_group": 0}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        apart = {"creationflags": flags | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            **apart,
        )
    except OSError:
        return None


def step_back() -> None:
    """Leave the processor to the process that this one works beside, which has more to do."""
    if sys.platform != "win32":  # where its start has seen to it
        os.nice(_NICE)


def _close(pipe: IO[str]) -> None:
    with suppress(OSError):
        pipe.close()
