"""The rows of an import that went the short way: as entries, known by the hashes of their keys."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence, Set

from dxskills.exchange.packing import PackedRows
from dxskills.exchange.stencils import data_of, stencil_of
from dxskills.exchange.wanted import Kind, Wanted
from dxskills.index.marks import is_marked
from dxskills.journal import alike
from dxskills.journal.alike import AlikeEntries, Frame, Span
from dxskills.recording.transaction import Transaction

Follow = Callable[[Span], None]


class AlikeRows:
    """``follow`` is told of each frame of ``entries``.

    ``unchanged`` are rows whose very entry stands in the registry. Rows whose key hashes to one of ``excluded`` have to
    go the long way.
    """

    def __init__(
        self,
        tx: Transaction,
        kind: Kind,
        entries: AlikeEntries,
        unchanged: AlikeEntries,
        follow: Follow,
        excluded: frozenset[int],
    ) -> None:
        self.tx = tx
        self.kind = kind
        self.entries = entries
        self.unchanged = unchanged
        self.people = tx.index.numbers()
        self._standing = tx.index.entered(kind.event)
        tx.index.connection.execute("PRAGMA shrink_memory")  # both have read whole tables, which are not needed again
        self._seen = Seen(excluded)
        self._follow = follow
        self._hashes = (array("q"), array("q"))

    def number(self, stencil: alike.Stencil) -> int:
        """The number by which entries name the stencil from now on."""
        self.entries.stencils.append(stencil)
        return len(self.entries.stencils) - 1

    def fresh(self, hashes: Sequence[int]) -> list[bool] | None:
        """Which rows, by the hashes of their keys, are the first with their key; None for all of them."""
        return self._seen.fresh(hashes)

    def spoken_of(self, people: Sequence[int], days: Sequence[int]) -> list[bool] | None:
        """Of which people and days something may be entered already; None for none of them."""
        marked = self._standing
        if not marked:
            return None
        return [is_marked(marked, person, day) for person, day in zip(people, days, strict=True)]

    def standing(self, frame: Frame) -> list[bool]:
        """Which of these entries stand in the registry, to the letter."""
        stands, event = self.tx.index.stands, self.kind.event
        data = alike.data_of(frame, self.entries.stencils)
        return [
            stands(person, event, day, own) for person, day, own in zip(frame.people, frame.days, data, strict=True)
        ]

    def add(self, frame: Frame, hashes: Sequence[int]) -> None:
        """Keep rows as entries to be added."""
        self._hashes[0].extend(hashes)
        self._follow(self.entries.add(frame))

    def add_unchanged(self, frame: Frame, hashes: Sequence[int]) -> None:
        """Keep rows whose entries stand."""
        self._hashes[1].extend(hashes)
        self.unchanged.add(frame)

    def settle_with(self, rows: PackedRows) -> set[int]:
        """Drop those of ``rows`` that say what a row here says; returns the hashes of keys with contradictions."""
        clashes: set[int] = set()
        by_hash = rows.by_hash()
        for entries, hashes in zip((self.entries, self.unchanged), self._hashes, strict=True):
            shared = by_hash.keys() & hashes
            for digest, staff, on, data in _chosen(entries, hashes, shared) if shared else ():
                for row in by_hash[digest]:
                    wanted = rows.wanted(row)
                    if self._same(wanted, staff, on, data):
                        rows.drop(row)
                    elif (wanted.staff, wanted.key[2]) == (staff, on):
                        clashes.add(digest)
        return clashes

    def _same(self, wanted: Wanted, staff: str, on: str, data: str) -> bool:
        if (wanted.staff, wanted.key[2]) != (staff, on):
            return False
        stencil = stencil_of(self.tx, self.kind, wanted)
        return stencil is not None and data_of(self.kind, stencil, wanted) == data


def _chosen(entries: AlikeEntries, hashes: Sequence[int], wanted: Set[int]) -> Iterator[tuple[int, str, str, str]]:
    """Of the entries that have a wanted hash, the hash, staff number, day and data. Each frame is read once."""
    places = iter(hashes)
    for frame in entries.frames():
        # The hashes last: the first of the columns that ends is the one that ends the frame, and nothing is lost.
        columns = zip(frame.staff, frame.on, frame.stencils, frame.differing, places, strict=False)
        for staff, on, stencil, differing, digest in columns:
            if digest in wanted:
                yield digest, staff, on, alike.filled(entries.stencils[stencil], differing)


class Seen:
    """Hashes seen before: the last million exactly, older ones so that a few new ones pass for seen, in 32 MB."""

    _MOST = 1_000_000
    _MASK = 2**28 - 1

    def __init__(self, excluded: frozenset[int]) -> None:
        """The ``excluded`` count as seen."""
        self._recent: set[int] = set(excluded)
        self._older = bytearray()

    def fresh(self, hashes: Sequence[int]) -> list[bool] | None:
        """Take in hashes; which of them were new, None if all were."""
        new = set(hashes)
        if not self._older and len(new) == len(hashes) and self._recent.isdisjoint(new):
            self._recent |= new
            fresh = None
        else:
            fresh = [self._is_new(digest) for digest in hashes]
        if len(self._recent) > self._MOST:
            self._put_away()
        return fresh

    def _is_new(self, digest: int) -> bool:
        if digest in self._recent or (self._older and self._older[(digest & self._MASK) >> 3] >> (digest & 7) & 1):
            return False
        self._recent.add(digest)
        return True

    def _put_away(self) -> None:
        older = self._older = self._older or bytearray((self._MASK + 1) >> 3)
        for digest in self._recent:
            older[(digest & self._MASK) >> 3] |= 1 << (digest & 7)
        self._recent.clear()
