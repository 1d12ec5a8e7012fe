"""The lines of a batch, made as they are written: each names the hash of the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

import orjson

from dxskills.digest import blake2b
from dxskills.journal.event import HASH_BYTES, Draft, Event, encode, line_hash
from dxskills.journal.head import Head

if TYPE_CHECKING:
    from dxskills.journal.alike import Frame, Stencil

_LINES_AT_ONCE = 2000


class Occasion(NamedTuple):
    """What all entries of one batch share; ``at`` as entries have it."""

    at: str
    by: str
    batch: str | None


class Pieces(Protocol):
    """Lines in pieces of some thousands, iterated over once; then ``seq`` and ``hash`` are the last line's."""

    seq: int
    hash: str

    def __iter__(self) -> Iterator[bytes]: ...


class AlikeLines:
    """The lines of entries of one kind that follow the line ``seq`` with this ``hash``.

    The entries' data are JSON objects as :func:`dxskills.journal.event.encode` would write them; who makes the frames
    and their ``stencils``, which may grow with them, answers for their being storable.
    """

    def __init__(
        self,
        seq: int,
        hash_: str,
        occasion: Occasion,
        kind: str,
        stencils: Sequence[Stencil],
        frames: Iterable[Frame],
    ) -> None:
        self.seq = seq
        self.hash = hash_
        self._around = _around(occasion, kind)
        self._stencils = stencils
        self._frames = frames

    def __iter__(self) -> Iterator[bytes]:
        for frame in self._frames:
            yield b"\n".join([*self._lines(frame), b""])

    def _lines(self, frame: Frame) -> list[bytes]:
        from dxskills.journal.alike import data_of

        around, hashed, size = self._around, blake2b, HASH_BYTES
        lines: list[bytes] = []
        put, prev, numbers = lines.append, self.hash, range(self.seq + 1, self.seq + 1 + len(frame.staff))
        for seq, staff, on, data in zip(numbers, frame.staff, frame.on, data_of(frame, self._stencils), strict=True):
            # As dxskills.journal.event.encode spells it: this is done a million times, and most of it is the same.
            line = f'{{"seq":{seq}{around}"{staff}","on":"{on}","data":{data},"prev":"{prev}"}}'.encode()
            prev = hashed(line, digest_size=size).hexdigest()
            put(line)
        self.seq, self.hash = numbers.stop - 1, prev
        return lines


def _around(occasion: Occasion, kind: str) -> str:
    """What stands in every line between its number and its staff number."""
    at, by, batch, kind = (orjson.dumps(value).decode() for value in (*occasion, kind))
    return f',"at":{at},"by":{by},"batch":{batch},"kind":{kind},"staff":'


class Lines:
    """All lines of a batch in pieces: first those that are ``alike``, so many that none is kept, then the drafts'.

    Iterated over once; ``seq``, ``hash`` and ``length`` (bytes) say how far it is, ``middle`` where the alike ones
    ended.
    """

    def __init__(self, head: Head, occasion: Occasion, drafts: Sequence[Draft], alike: Pieces | None = None) -> None:
        self.seq = head.seq
        self.hash = head.hash
        self.length = 0
        self.middle: tuple[int, str, int] = (self.seq, self.hash, self.length)
        self.occasion = occasion
        self._drafts = drafts
        self._alike = alike

    def events(self) -> Iterator[Event]:
        """The drafts' events, to be asked for when the alike ones are through, or if there are none."""
        first = self.middle[0] + 1
        at, by, batch = self.occasion
        return (Event(seq, at, by, batch, *draft) for seq, draft in enumerate(self._drafts, first))

    def check(self) -> None:
        """Raise Refused "unstorable" if the journal cannot hold one of the drafts; to be called first."""
        for event in self.events():
            encode(event, "")

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._alike or ():
            self.length += len(piece)
            yield piece
        if self._alike is not None:
            self.seq, self.hash = self._alike.seq, self._alike.hash
        self.middle = (self.seq, self.hash, self.length)
        events = self.events()
        while some := list(islice(events, _LINES_AT_ONCE)):
            piece = b"\n".join([*self._lines(some), b""])
            self.length += len(piece)
            yield piece

    def _lines(self, events: Sequence[Event]) -> list[bytes]:
        lines: list[bytes] = []
        for event in events:
            line = encode(event, self.hash)
            self.hash = line_hash(line)
            lines.append(line)
        self.seq = events[-1].seq
        return lines
