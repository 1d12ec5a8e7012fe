"""The journal of one store: where it is, how far it goes, and how it is read and written.

Readers take no lock: they read HEAD, then exactly the bytes that it names. See docs/journal.md for the format.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dxskills.dates import MonthDay
from dxskills.errors import DxError, Refused
from dxskills.i18n import _
from dxskills.journal import disk, head
from dxskills.journal.event import Event
from dxskills.journal.head import Head, empty_head
from dxskills.journal.identity import FILE as IDENTITY
from dxskills.journal.identity import Identity, read_identity, write_identity
from dxskills.journal.lock import FILE as LOCK
from dxskills.journal.lock import Lock
from dxskills.journal.names import Names, read_names, write_names
from dxskills.journal.recovery import FORGETTING, QUARANTINE, recover, refuse_lost_slot
from dxskills.journal.segments import FOLDER, Diverged, is_on_chain, point_at, scan, segment_sizes

if TYPE_CHECKING:
    from dxskills.journal.writing import Writing

__all__ = ["Diverged", "Journal", "Verification"]

Answer = TypeVar("Answer")


class Verification(NamedTuple):
    """What a complete reading found: the journal as far as ``head`` is whole."""

    head: Head
    segments: int
    entries: int
    size: int  # bytes that count
    surplus: int  # bytes beyond ``head``: of a write going on, or of one that died and that the next will quarantine
    people: int  # names in people.json
    unfinished: bool = False  # a forgetting was begun, and left files that the next write removes


class Journal:
    """One store's journal. ``id`` is random, kept in store.json and the same for the store's whole life."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self.folder = folder
        self.id = identity.id
        self._identity = identity

    @classmethod
    def create(cls, folder: Path, *, year_start: MonthDay) -> Journal:
        """Make an empty store; Refused "exists" where anything of one is already."""
        identity = Identity(os.urandom(16).hex(), year_start)
        with disk.writing(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            disk.make_folder(folder)
            with suppress(FileExistsError):
                disk.close(disk.create_file(folder / LOCK))
        lock = Lock(folder)
        lock.acquire(timeout=30)
        try:
            with disk.writing(folder):
                _fill(folder, identity)
        finally:
            lock.release(clean=True)
        return cls(folder, identity)

    @classmethod
    def open(cls, folder: Path, *, year_start: MonthDay | None = None) -> Journal:
        """The store in ``folder``; ``year_start`` is the framework's, where it has changed since the store was made.

        Unavailable "no-store" where there is none, "newer-store" for one that a later version made.
        """
        identity = read_identity(folder)
        with disk.reading(folder):
            disk.check_folder(folder)
        return cls(folder, identity if year_start is None else identity._replace(year_start=year_start))

    def head(self) -> Head:
        """How far the journal goes now."""
        return head.read(self.folder, self.id)

    def read(self, after: Head | None = None, up_to: Head | None = None) -> Iterator[Event]:
        """The entries after one point (default: from the first) up to another (default: the last).

        Raises Diverged, at once, if ``after`` is not a point of this journal before ``up_to``; Damaged, on the way,
        where the chain breaks.
        """
        end = up_to or self.head()
        start = after or empty_head(self.id)
        if not is_on_chain(self.folder, start, end, self.id):
            raise Diverged
        return scan(self.folder, start, end)

    def head_at(self, seq: int) -> Head:
        """How far the journal went when ``seq`` was its last entry."""
        return point_at(self.folder, seq, self.head()) if seq else empty_head(self.id)

    @contextmanager
    def writing(self, timeout: float = 30) -> Iterator[Writing]:
        """Be the one writer; waits up to ``timeout`` seconds, then Unavailable "locked" names the other one."""
        from dxskills.journal.writing import Writing  # readers, who are the most, do without

        lock = Lock(self.folder)
        lock.acquire(timeout)
        clean = False
        try:
            writing = Writing(self.folder, self._identity, lock, recover(self.folder, self.id, unclean=lock.unclean))
            try:
                yield writing
            finally:
                writing.close()
                clean = writing.clean
        finally:
            lock.release(clean=clean)

    def names(self) -> Names:
        """Everybody's names, by staff number."""
        return read_names(self.folder)

    def verify(self) -> Verification:
        """Read everything once; raises the first damage as Damaged, with its segment and line."""
        return self.unless_rewritten(self._verify)

    def unless_rewritten(self, look: Callable[[], Answer]) -> Answer:
        """What ``look`` finds; where a forgetting took the segments away that it was reading, it looks again."""
        while True:
            before = self.head()
            try:
                return look()
            except (DxError, Diverged):
                if not self.is_rewritten_since(before):
                    raise

    def is_rewritten_since(self, point: Head) -> bool:
        """Whether a forgetting has put another edition in the place of the one that ``point`` is of."""
        return self.head().edition != point.edition

    def _verify(self) -> Verification:
        end = self.head()
        # One that cannot be read to the end raises, so that what HEAD says is what was counted.
        deque(self.read(up_to=end), maxlen=0)
        sizes = segment_sizes(self.folder, end.segment)
        counting = {
            name: end.length if name == end.segment else size for name, size in sizes.items() if name <= end.segment
        }
        size = sum(counting.values())
        if sum(sizes.values()) > size:
            refuse_lost_slot(self.folder, self.id, end)
        unfinished = (self.folder / FORGETTING).exists()
        return Verification(
            end, len(counting), end.seq, size, sum(sizes.values()) - size, len(self.names()), unfinished
        )


def _fill(folder: Path, identity: Identity) -> None:
    if (folder / IDENTITY).exists() or any((folder / FOLDER).glob("*")):
        hint = _("Use it as it is, or choose another place.")
        raise Refused("exists", _("There is a store in {folder} already."), hint=hint, folder=folder)
    disk.make_folder(folder / FOLDER)
    disk.make_folder(folder / QUARANTINE)
    head.create(folder, identity.id)
    write_names(folder, {})
    # Last, since it is what makes the folder a store.
    write_identity(folder, identity)
    disk.fsync_folder(folder.parent)
