"""Adding entries: the write protocol from the serialised batch to the acknowledgement."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from dxskills.dates import fiscal_year
from dxskills.errors import Unavailable
from dxskills.i18n import _
from dxskills.journal import disk, head
from dxskills.journal.editions import segment_name
from dxskills.journal.event import Draft, Event, moment_text
from dxskills.journal.head import Head
from dxskills.journal.identity import Identity
from dxskills.journal.lines import Lines, Occasion, Pieces
from dxskills.journal.lock import Lock
from dxskills.journal.names import Names, write_names
from dxskills.journal.recovery import ASIDE, Recovered
from dxskills.journal.segments import FOLDER


class Appended(NamedTuple):
    """``middle`` is where the entries ended that are alike; ``events`` are the others'."""

    middle: Head
    events: Iterator[Event]


class Writing:
    """The one writer of the moment; ``head`` is where the journal ends.

    After any failure while writing, an interrupt too, no more is written by this object: the next writer looks at what
    there is, quarantines what does not count, and goes on.
    """

    def __init__(self, folder: Path, identity: Identity, lock: Lock, recovered: Recovered) -> None:
        self.head: Head = recovered.head
        self.clean = True
        self._at = recovered.at
        self._folder = folder
        self._identity = identity
        self._lock = lock
        self._pid = os.getpid()
        self._open = True

    def append(self, drafts: Sequence[Draft], *, at: datetime, by: str, batch: str | None) -> tuple[Event, ...]:
        """Write entries, all or none; they are durable when this returns.

        Their moment is ``at``, or the last entry's if a clock went back. Raises Refused "unstorable" before anything is
        written, Unavailable when nothing counts, OutcomeUnknown when only the disk knows.
        """
        lines = Lines(self.head, self.occasion(at, by, batch), drafts)
        lines.check()
        if drafts:
            self._append(lines)
        return tuple(lines.events())

    def append_many(
        self,
        drafts: Sequence[Draft],
        occasion: Occasion,
        alike: Pieces | None = None,
    ) -> Appended:
        """The same for very many, none of which are kept; lines that are ``alike`` are made already, and come first."""
        self._check_usable()
        lines = Lines(self.head, occasion, drafts, alike)
        lines.check()
        before = self.head
        self._append(lines)
        seq, hash_, length = lines.middle
        start = before.length if self.head.segment == before.segment else 0
        middle = Head(self.head.generation, self.head.segment, start + length, seq, hash_)
        return Appended(middle if seq > before.seq else before, lines.events())

    def occasion(self, at: datetime, by: str, batch: str | None) -> Occasion:
        """What entries made now share; their moment is never before the last entry's."""
        self._check_usable()
        if at.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return Occasion(max(moment_text(at), self._at), by, batch)

    def _append(self, lines: Lines) -> None:
        moment = lines.occasion.at
        segment = self.segment_for(moment)
        self.clean = False
        self.head = self._commit(lines, segment)
        self._at, self.clean = moment, True

    def save_names(self, names: Names) -> None:
        """Replace everybody's names, durably; to be called before the entries that need them."""
        self._check_usable()
        self.clean = False
        write_names(self._folder, names)
        self.clean = True

    def replace(self, write: Callable[[], Head]) -> None:
        """Let HEAD name the end of another edition, which ``write`` makes of what counts now.

        All of it counts when this returns, and ``clean`` stays False: what it replaces has still to be removed. Raises
        OutcomeUnknown when only the disk knows which of them counts.
        """
        self._check_usable()
        self.clean = False
        after = write()
        self._lock.confirm()
        if head.read(self._folder, self._identity.id) != self.head:
            raise self._intruder()
        path = self._folder / head.NAME
        try:
            head.renew(self._folder, after, self._identity.id)
        except OSError as error:
            if head.read(self._folder, self._identity.id) == self.head:
                raise disk.unwritable(path, error) from error
            # It has its place, but the folder may not have been synced.
            raise disk.outcome_unknown(path, error.strerror or str(error)) from error
        self.head = after

    def close(self) -> None:
        self._open = False

    def _check_usable(self) -> None:
        if not self._open or not self.clean or os.getpid() != self._pid:
            raise RuntimeError("this writing has ended, failed, or belongs to the parent process")

    def segment_for(self, at: str) -> str:
        """The segment in which an entry of that moment is written."""
        year = fiscal_year(date.fromisoformat(at[:10]), self._identity.year_start)
        # Never back to an older one, should the start of the year be moved.
        return max(segment_name(year, self.head.edition), self.head.segment)

    def _commit(self, lines: Lines, name: str) -> Head:
        path, segment = self._folder / head.NAME, self._folder / FOLDER / name
        # Opened first: a HEAD that cannot be opened should cost nothing.
        with disk.writing(path):
            fd = disk.open_file(path, disk.READ_WRITE)
        try:
            with disk.writing(segment):
                length = self._extend(segment, lines) if name == self.head.segment else self._begin(segment, lines)
            self._lock.confirm()
            if head.read(self._folder, self._identity.id) != self.head:
                raise self._intruder()
            after = Head(self.head.generation + 1, name, length, lines.seq, lines.hash)
            self._acknowledge(path, fd, after)
        finally:
            with suppress(OSError):
                disk.close(fd)
        return after

    def _extend(self, path: Path, lines: Lines) -> int:
        """Append to the segment and return its length; what could not be written as a whole is cut off again."""
        start = self.head.length
        fd = disk.open_file(path, disk.EXTEND)
        try:
            if disk.size(fd) != start:
                raise self._intruder()
            try:
                _write_all(fd, lines, path)
            except BaseException:
                with suppress(OSError):
                    disk.truncate(fd, start)
                raise
            # Where locks do nothing, somebody may have written too. Whoever did keeps their bytes.
            if disk.size(fd) != start + lines.length:
                raise self._intruder()
            disk.fsync(fd)
            if disk.size(fd) != start + lines.length:
                raise self._intruder()
        finally:
            with suppress(OSError):
                disk.close(fd)
        return start + lines.length

    def _begin(self, path: Path, lines: Lines) -> int:
        """Make a new segment with its first entries, complete before it has its name; returns its length."""
        aside = path.with_name(path.name + ASIDE)
        fd = disk.create_file(aside)
        try:
            try:
                _write_all(fd, lines, aside)
                disk.fsync(fd)
            finally:
                with suppress(OSError):
                    disk.close(fd)
            if path.exists():
                raise self._intruder()
            disk.replace(aside, path)
        except BaseException:
            with suppress(OSError):
                disk.remove(aside)
            raise
        disk.fsync_folder(path.parent)
        return lines.length

    def _acknowledge(self, path: Path, fd: int, after: Head) -> None:
        # From here on nothing may be taken back: the new head may be on the disk whatever the system says.
        try:
            whole = head.write(fd, after, self._identity.id)
            if whole:
                disk.fsync(fd)
        except OSError as error:
            raise disk.outcome_unknown(path, error.strerror or str(error)) from error
        if not whole:
            raise disk.outcome_unknown(path, _("it was cut short"))

    def _intruder(self) -> Unavailable:
        message = _("Somebody else wrote to the store in {folder} at the same time; nothing of this was written.")
        hint = _("Locks seem to do nothing on that file system. Keep the store on a disk or share where they work.")
        return Unavailable("locks-broken", message, hint=hint, folder=self._folder)


def _write_all(fd: int, pieces: Iterable[bytes], path: Path) -> None:
    for piece in pieces:
        disk.write_whole(fd, piece, path)
