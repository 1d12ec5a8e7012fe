"""Runs a command line of a page in this process, at a moment that the page names: faster, and the same every day."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dxskills import i18n
from dxskills.cli import session
from dxskills.cli.main import main


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


class Ended(NamedTuple):
    code: int
    text: str


def run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], now: datetime, *, terminal: bool = False
) -> Ended:
    """Exit code and what was printed on both streams, in the order in which it was."""
    raw = io.BytesIO()
    stream = (_Terminal if terminal else io.TextIOWrapper)(raw, encoding="utf-8", newline="\n", write_through=True)
    with _surroundings(folder, environment, now), redirect_stdout(stream), redirect_stderr(stream):
        try:
            code = main(arguments)
        finally:
            i18n.use("en")
    stream.flush()
    return Ended(code, raw.getvalue().decode("utf-8"))


@contextmanager
def _surroundings(folder: Path, environment: Mapping[str, str], now: datetime) -> Iterator[None]:
    before, where, clock = dict(os.environ), Path.cwd(), session.now
    try:
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        session.now = lambda: now
        yield
    finally:
        session.now = clock
        os.chdir(where)
        os.environ.clear()
        os.environ.update(before)
