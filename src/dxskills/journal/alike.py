"""Entries of one kind that a large import adds, kept on the disk on their way into the journal and the index.

They are written once, in frames of some thousands, and read by whoever wants them: the processes that make their lines
and take them into the index meanwhile (:mod:`dxskills.journal.lines_ahead`, :mod:`dxskills.index.ahead`).
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from glob import escape
from marshal import dumps, loads
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

FORMAT = 4
"""Of ``marshal``. A frame is read by this version of Python alone, and gone when the import is over."""

_MARK = "-import-"
"""Between the name of the index and the rest of the name of a file that lies beside it."""


class Frame(NamedTuple):
    """Entries in their order, field by field; ``people`` and ``days`` are as the index has them.

    No text holds a line break: staff numbers, ISO dates and JSON do not.
    """

    staff: Sequence[str]
    on: Sequence[str]
    data: Sequence[str]
    people: Sequence[int]
    days: Sequence[int]


class Span(NamedTuple):
    """Where a frame lies in the file, and how many entries it has."""

    offset: int
    length: int
    entries: int


def remove_left_behind(index: Path) -> None:
    """Remove what an import that was killed has left beside its index; for the one writer of the moment only."""
    for path in index.parent.glob(f"{escape(index.name)}{_MARK}*"):
        with suppress(OSError):
            path.unlink()


class AlikeEntries:
    """The frames, in a file that only the owner can read and that is removed in the end."""

    def __init__(self, kind: str, index: Path | None, *, shared: bool = False) -> None:
        """The file lies beside the index, if that is one. For other processes, if ``shared``, it has a ``path``."""
        self.kind = kind
        self.spans: list[Span] = []
        self.path: Path | None = None
        self._file = self._made(index, shared)
        self._end = 0

    def __len__(self) -> int:
        return sum(span.entries for span in self.spans)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError):  # what stays is removed by the next import; this one may be in the journal by now
            self._file.close()
            if self.path is not None:
                self.path.unlink()

    def _made(self, index: Path | None, shared: bool) -> BinaryIO:
        import tempfile

        if index is not None:
            self._folder = str(index.parent)
            with suppress(OSError):  # an index that has to do without its folder is kept in memory
                if not shared:
                    return tempfile.TemporaryFile(buffering=0, dir=index.parent)
                descriptor, name = tempfile.mkstemp(".entries", f"{index.name}{_MARK}", index.parent)
                self.path = Path(name)
                return os.fdopen(descriptor, "w+b", buffering=0)
        self._folder = tempfile.gettempdir()
        return tempfile.TemporaryFile(buffering=0)

    def add(self, frame: Frame) -> Span:
        texts = ["\n".join(field) for field in (frame.staff, frame.on, frame.data)]
        numbers = [array("q", field).tobytes() for field in (frame.people, frame.days)]
        raw = dumps((texts, numbers), FORMAT)
        try:
            self._write(memoryview(raw))
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._folder) from error
        span = Span(self._end, len(raw), len(frame.staff))
        self._end += len(raw)
        self.spans.append(span)
        return span

    def _write(self, rest: memoryview) -> None:
        self._file.seek(self._end)
        while rest:
            rest = rest[self._file.write(rest) :]

    def frame(self, span: Span) -> Frame:
        return read_frame(self._file, span)

    def frames(self) -> Iterator[Frame]:
        return map(self.frame, self.spans)


def read_frame(file: BinaryIO, span: Span) -> Frame:
    file.seek(span.offset)
    texts, numbers = loads(file.read(span.length))
    staff, on, data = (text.split("\n") for text in texts)
    people, days = (array("q", raw) for raw in numbers)
    return Frame(staff, on, data, people, days)
