"""Making the lines of a large import's entries while the import is still being read: in a process of its own.

They go to a file of their own first, and into the journal only when the whole import is found good.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from dxskills.journal.alike import AlikeEntries, Frame, Span, Stencil, read_frame
from dxskills.journal.beside import Beside, step_back
from dxskills.journal.event import line_hash
from dxskills.journal.head import Head
from dxskills.journal.lines import AlikeLines, Occasion

_PART = 2**18  # bytes: a larger part would be out of the processor's cache before it is written
_FIELDS = ("staff", "on", "stencils", "differing")


class Start(NamedTuple):
    """What the process is told first; ``seq`` and ``hash`` are those of the line that the first of these follows."""

    entries: str
    target: str
    kind: str
    occasion: Occasion
    seq: int
    hash: str


class MadeLines:
    """Lines in a file, of which ``hash`` must be the last one's."""

    def __init__(self, path: Path, seq: int, hash_: str) -> None:
        self.seq = seq
        self.hash = hash_
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        last = b""
        with self._path.open("rb", buffering=0) as file:
            while part := file.read(_PART):
                begins = part.rfind(b"\n", 0, -1) + 1
                last = part[begins:] if begins else last + part
                yield part
        if not last.endswith(b"\n") or line_hash(last[:-1]) != self.hash:
            raise OSError(f"{self._path.name} is not as it was written")


class LinesAhead(Beside):
    """The process as the import sees it; the end of the context removes the lines."""

    def __init__(self, head: Head, occasion: Occasion, entries: AlikeEntries) -> None:
        """Lines of ``entries`` follow ``head``."""
        super().__init__(__name__)
        self._path = Path(f"{entries.path}.lines")
        where = str(entries.path), str(self._path)
        self.tell(**Start(*where, entries.kind, occasion, head.seq, head.hash)._asdict())

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self.remove()

    def remove(self) -> None:
        """Remove the lines, which are no longer needed."""
        with suppress(OSError):  # what stays is removed by the next import; this one may be in the journal by now
            self._path.unlink()

    def follow(self, span: Span) -> None:
        """Let the process make the lines of the next frame."""
        self.tell(span=span)

    def made(self) -> MadeLines | None:
        """The lines, when all are made; None if that failed."""
        self.tell(end=True)
        answer = self.answer()
        return MadeLines(self._path, *answer) if answer else None


# --- the process itself


def run(orders: IO[str], answers: IO[str]) -> None:
    """Do what the orders say until they end; an order to end is the last."""
    first: dict[str, Any] = json.loads(orders.readline())
    start = Start(**first)
    descriptor = os.open(start.target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as target:
        stencils: list[Stencil] = []
        frames = _frames(start, orders, stencils)
        lines = AlikeLines(start.seq, start.hash, Occasion(*start.occasion), start.kind, stencils, frames)
        for piece in lines:
            target.write(piece)
        target.flush()
        print(json.dumps([lines.seq, lines.hash]), file=answers, flush=True)


def _frames(start: Start, orders: IO[str], stencils: list[Stencil]) -> Iterator[Frame]:
    """The frames as they are ordered; ``stencils`` grows with them."""
    with Path(start.entries).open("rb", buffering=0) as entries:
        for order in map(json.loads, orders):
            if "span" not in order:
                return
            read = read_frame(entries, Span(*order["span"]), _FIELDS)
            stencils += read.stencils
            yield read.frame
    raise EOFError  # nobody wants them any more


if __name__ == "__main__":
    step_back()
    run(sys.stdin, sys.stdout)
