"""Adding entries: the write protocol from the serialised batch to the acknowledgement."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from dxskills.dates import fiscal_year
from dxskills.errors import Unavailable
from dxskills.i18n import _
from dxskills.journal import disk, head
from dxskills.journal.event import Draft, Event, encode, line_hash, moment_text
from dxskills.journal.head import Head
from dxskills.journal.identity import Identity
from dxskills.journal.lock import Lock
from dxskills.journal.names import Names, write_names
from dxskills.journal.recovery import ASIDE, Recovered
from dxskills.journal.segments import FOLDER, segment_name

_LINES_AT_ONCE = 2000


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
        return tuple(self.append_many(drafts, at=at, by=by, batch=batch))

    def append_many(self, drafts: Sequence[Draft], *, at: datetime, by: str, batch: str | None) -> Iterator[Event]:
        """The same, for so many that their events are better made one by one, as they are taken, than kept."""
        self._check_usable()
        if at.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        before, moment = self.head.seq, max(moment_text(at), self._at)
        if drafts:
            self._append(_events(drafts, before, moment, by, batch), moment)
        return _events(drafts, before, moment, by, batch)

    def _append(self, events: Iterator[Event], moment: str) -> None:
        payload, seq, end_hash = self._serialise(events)
        segment = self._segment_for(moment)
        grows = segment == self.head.segment
        length = sum(map(len, payload)) + (self.head.length if grows else 0)
        after = Head(self.head.generation + 1, segment, length, seq, end_hash)
        self.clean = False
        self._commit(payload, after, grows)
        self.head, self._at, self.clean = after, moment, True

    def save_names(self, names: Names) -> None:
        """Replace everybody's names, durably; to be called before the entries that need them."""
        self._check_usable()
        self.clean = False
        write_names(self._folder, names)
        self.clean = True

    def close(self) -> None:
        self._open = False

    def _check_usable(self) -> None:
        if not self._open or not self.clean or os.getpid() != self._pid:
            raise RuntimeError("this writing has ended, failed, or belongs to the parent process")

    def _serialise(self, events: Iterator[Event]) -> tuple[list[bytes], int, str]:
        """The events' lines, many to a piece, and the number and hash of the last."""
        seq, prev = self.head.seq, self.head.hash
        pieces: list[bytes] = []
        while some := list(islice(events, _LINES_AT_ONCE)):
            lines: list[bytes] = []
            for event in some:
                line = encode(event, prev)
                prev = line_hash(line)
                lines.append(line)
            lines.append(b"")
            pieces.append(b"\n".join(lines))
            seq = some[-1].seq
        return pieces, seq, prev

    def _segment_for(self, at: str) -> str:
        year = fiscal_year(date.fromisoformat(at[:10]), self._identity.year_start)
        # Never back to an older one, should the start of the year be moved.
        return max(segment_name(year), self.head.segment)

    def _commit(self, payload: Sequence[bytes], after: Head, grows: bool) -> None:
        path = self._folder / head.NAME
        # Opened first: a HEAD that cannot be opened should cost nothing.
        with disk.writing(path):
            fd = disk.open_file(path, disk.READ_WRITE)
        try:
            segment = self._folder / FOLDER / after.segment
            with disk.writing(segment):
                if grows:
                    self._extend(segment, payload)
                else:
                    self._begin(segment, payload)
            self._lock.confirm()
            if head.read(self._folder, self._identity.id) != self.head:
                raise self._intruder()
            self._acknowledge(path, fd, after)
        finally:
            with suppress(OSError):
                disk.close(fd)

    def _extend(self, path: Path, payload: Sequence[bytes]) -> None:
        start, end = self.head.length, self.head.length + sum(map(len, payload))
        fd = disk.open_file(path, disk.EXTEND)
        try:
            if disk.size(fd) != start:
                raise self._intruder()
            try:
                _write_all(fd, payload, path)
            except OSError:
                with suppress(OSError):
                    disk.truncate(fd, start)
                raise
            # Where locks do nothing, somebody may have written too. Whoever did keeps their bytes.
            if disk.size(fd) != end:
                raise self._intruder()
            disk.fsync(fd)
            if disk.size(fd) != end:
                raise self._intruder()
        finally:
            with suppress(OSError):
                disk.close(fd)

    def _begin(self, path: Path, payload: Sequence[bytes]) -> None:
        """Make a new segment with its first entries, complete before it has its name."""
        aside = path.with_name(path.name + ASIDE)
        fd = disk.create_file(aside)
        try:
            try:
                _write_all(fd, payload, aside)
                disk.fsync(fd)
            finally:
                with suppress(OSError):
                    disk.close(fd)
            if path.exists():
                raise self._intruder()
            disk.replace(aside, path)
        except OSError:
            with suppress(OSError):
                disk.remove(aside)
            raise
        disk.fsync_folder(path.parent)

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


def _events(drafts: Sequence[Draft], before: int, at: str, by: str, batch: str | None) -> Iterator[Event]:
    return (Event(seq, at, by, batch, *draft) for seq, draft in enumerate(drafts, before + 1))


def _write_all(fd: int, pieces: Sequence[bytes], path: Path) -> None:
    for piece in pieces:
        if disk.write(fd, piece) != len(piece):
            raise disk.out_of_space(path)
