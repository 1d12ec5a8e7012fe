"""Entries of one kind that a large import adds, kept on the disk on their way into the journal and the index.

They are written once, in frames of some thousands, and read by whoever wants them: the processes that make their lines
and take them into the index meanwhile (:mod:`dxskills.journal.lines_ahead`, :mod:`dxskills.index.ahead`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from marshal import dumps, loads
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self, cast

from dxskills.scratch import no_room, scratch_writing

FORMAT = 4
"""Of ``marshal``. A frame is read by this version of Python alone, and gone when the import is over."""

_MARK = "-import-"
"""Between the name of the index and the rest of the name of a file that lies beside it."""


Stencil = tuple[str, ...]
"""What many entries' data have in common: pieces of JSON, between which stands what differs."""

BETWEEN = "\x1f"
"""Stands between the differing texts of one entry; JSON has it nowhere."""


class Frame(NamedTuple):
    """Entries in their order, field by field; ``people`` and ``days`` are as the index has them.

    An entry's data are the stencil of that number, filled with its ``differing`` texts. No text holds a line break:
    staff numbers, ISO dates and JSON do not.
    """

    staff: Sequence[str]
    on: Sequence[str]
    stencils: Sequence[int]
    differing: Sequence[str]
    people: Sequence[int]
    days: Sequence[int]


def filled(stencil: Stencil, differing: str) -> str:
    """An entry's data as the journal has them."""
    if len(stencil) == 2:
        return stencil[0] + differing + stencil[1]
    return "".join([part + text for part, text in zip(stencil, [*differing.split(BETWEEN), ""], strict=True)])


def data_of(frame: Frame, stencils: Sequence[Stencil]) -> Iterator[str]:
    """Each entry's data."""
    own = [stencils[number] for number in frame.stencils]
    if not all_in_two(frame, stencils):
        return map(filled, own, frame.differing)
    heads, tails = zip(*own, strict=True)
    return map("".join, zip(heads, frame.differing, tails, strict=True))


def all_in_two(frame: Frame, stencils: Sequence[Stencil]) -> bool:
    """Whether there is but one stretch of text in which an entry's data differ from the others of its stencil."""
    return all(len(stencils[number]) == 2 for number in set(frame.stencils))


class Span(NamedTuple):
    """Where a frame lies in the file, and how many entries it has."""

    offset: int
    length: int
    entries: int


def remove_left_behind(index: Path) -> None:
    """Remove what an import that was killed has left beside its index; for the one writer of the moment only."""
    from glob import escape

    for path in index.parent.glob(f"{escape(index.name)}{_MARK}*"):
        with suppress(OSError):
            path.unlink()


class AlikeEntries:
    """The frames, in a file that only the owner can read and that is removed in the end."""

    def __init__(self, kind: str, index: Path | None, stencils: list[Stencil], *, shared: bool = False) -> None:
        """The file lies beside the index, if that is one. For other processes, if ``shared``, it has a ``path``.

        ``stencils`` may grow; those that a frame needs are there when it is added.
        """
        self.kind = kind
        self.stencils = stencils
        self._told = 0
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
            self._folder: str | None = str(index.parent)
            with suppress(OSError):  # an index that has to do without its folder is kept in memory
                if not shared:
                    return tempfile.TemporaryFile(buffering=0, dir=index.parent)
                descriptor, name = tempfile.mkstemp(".entries", f"{index.name}{_MARK}", index.parent)
                self.path = Path(name)
                return os.fdopen(descriptor, "w+b", buffering=0)
        self._folder = None
        with scratch_writing():
            return tempfile.TemporaryFile(buffering=0)

    def add(self, frame: Frame) -> Span:
        new = list(self.stencils[self._told :])
        raw = dumps((new, *map(_packed, frame)), FORMAT)
        try:
            self._write(memoryview(raw))
        except OSError as error:
            if self._folder is None:
                raise no_room(error) from error
            raise OSError(error.errno, error.strerror, self._folder) from error
        span = Span(self._end, len(raw), len(frame.staff))
        self._end += len(raw)
        self._told = len(self.stencils)
        self.spans.append(span)
        return span

    def _write(self, rest: memoryview) -> None:
        self._file.seek(self._end)
        while rest:
            rest = rest[self._file.write(rest) :]

    def frame(self, span: Span) -> Frame:
        return read_frame(self._file, span).frame

    def frames(self) -> Iterator[Frame]:
        return map(self.frame, self.spans)


class Read(NamedTuple):
    """A frame, and the stencils that are new in it."""

    stencils: list[Stencil]
    frame: Frame


def read_frame(file: BinaryIO, span: Span, fields: Collection[str] = Frame._fields) -> Read:
    """A frame, of which only these fields are filled."""
    file.seek(span.offset)
    new, *packed = loads(file.read(span.length))
    named = zip(Frame._fields, packed, strict=True)
    return Read(new, Frame(*[_unpacked(raw) if name in fields else () for name, raw in named]))


def _packed(field: Sequence[str] | Sequence[int]) -> str | bytes:
    """A field, so that who does not need it need not take it apart."""
    if isinstance(field[0], str):
        return "\n".join(cast("Sequence[str]", field))
    return dumps(tuple(cast("Sequence[int]", field)), FORMAT)


def _unpacked(field: str | bytes) -> Any:
    return field.split("\n") if isinstance(field, str) else loads(field)
