"""The lines of a batch, made as they are written: each names the hash of the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import orjson

from dxskills.digest import blake2b
from dxskills.journal.event import HASH_BYTES, Draft, Event, encode, line_hash
from dxskills.journal.head import Head

_LINES_AT_ONCE = 2000

Alike = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""Staff numbers, days (ISO) and data (JSON objects as :func:`dxskills.journal.event.encode` would write them) of
entries of one kind, entry by entry. Who makes them answers for their being storable."""


class Occasion(NamedTuple):
    """What all entries of one batch share; ``at`` as entries have it."""

    at: str
    by: str
    batch: str | None


class Lines:
    """The pieces of text that a batch is written in: first the entries that are ``alike``, all of one ``kind``, as so
    many that none is kept, then those of ``drafts``. Iterated over once; ``seq``, ``hash`` and ``length`` (bytes) say
    how far it is, and ``middle`` where the alike ones ended.
    """

    def __init__(
        self, head: Head, occasion: Occasion, drafts: Sequence[Draft], kind: str = "", alike: Iterable[Alike] = ()
    ) -> None:
        self.seq = head.seq
        self.hash = head.hash
        self.length = 0
        self.middle: tuple[int, str, int] = (self.seq, self.hash, self.length)
        self.occasion = occasion
        self._drafts = drafts
        self._kind = kind
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
        for staff, days, data in self._alike:
            yield self._put(self._lines_alike(staff, days, data))
        self.middle = (self.seq, self.hash, self.length)
        events = self.events()
        while some := list(islice(events, _LINES_AT_ONCE)):
            yield self._put(self._lines(some))

    def _put(self, lines: list[bytes]) -> bytes:
        lines.append(b"")
        piece = b"\n".join(lines)
        self.length += len(piece)
        return piece

    def _lines(self, events: Sequence[Event]) -> list[bytes]:
        lines: list[bytes] = []
        for event in events:
            line = encode(event, self.hash)
            self.hash = line_hash(line)
            lines.append(line)
        self.seq = events[-1].seq
        return lines

    def _lines_alike(self, staff: Sequence[str], days: Sequence[str], data: Sequence[str]) -> list[bytes]:
        pattern = _pattern(self.occasion, self._kind)
        hashed, size = blake2b, HASH_BYTES
        lines: list[bytes] = []
        seq, prev = self.seq, self.hash
        for who, on, what in zip(staff, days, data, strict=True):
            seq += 1
            line = (pattern % (seq, who, on, what, prev)).encode()
            prev = hashed(line, digest_size=size).hexdigest()
            lines.append(line)
        self.seq, self.hash = seq, prev
        return lines


def _pattern(occasion: Occasion, kind: str) -> str:
    """A line of :func:`dxskills.journal.event.encode`, with places for what is not the same in all."""
    at, by, batch, kind = (orjson.dumps(value).decode().replace("%", "%%") for value in (*occasion, kind))
    fields = f'"at":{at},"by":{by},"batch":{batch},"kind":{kind}'
    return '{"seq":%d,' + fields + ',"staff":"%s","on":"%s","data":%s,"prev":"%s"}'
