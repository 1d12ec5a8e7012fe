"""Writing the whole journal again, some entries changed, as the next edition: a chain of its own in files of its own.

Nothing that counts is touched. The new edition counts when HEAD names its last segment, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dxskills.i18n import N_
from dxskills.journal import disk
from dxskills.journal.editions import in_edition
from dxskills.journal.event import HASH_BYTES, BadLine, Event, decode, encode, line_hash
from dxskills.journal.head import Head, empty_head
from dxskills.journal.segments import FOLDER, NOT_THE_END, between, blocks, damaged

Change = Callable[[Event], Event]
"""Gives an entry as it is to be; the very same object where nothing of it changes."""

_PREV = 2 * HASH_BYTES + len('"}')
"""Bytes that a line ends with: the hash of the line before it, and what closes it."""


class Marks:
    """Which entries change, a bit each: there may be millions."""

    def __init__(self, entries: int) -> None:
        self._bits = bytearray(entries // 8 + 1)
        self.first = 0  # the first that changes; 0 for none
        self.count = 0

    def add(self, seq: int) -> None:
        self._bits[seq >> 3] |= 1 << (seq & 7)
        self.first = self.first or seq
        self.count += 1

    def __contains__(self, seq: int) -> bool:
        return bool(self._bits[seq >> 3] >> (seq & 7) & 1)


def mark(events: Iterable[Event], entries: int, change: Change) -> Marks:
    """Which of so many entries change."""
    marks = Marks(entries)
    for event in events:
        if change(event) is not event:
            marks.add(event.seq)
    return marks


class Rewriting(NamedTuple):
    """The journal up to ``old`` with ``change`` made to the marked entries, and ``closing`` behind them."""

    folder: Path
    store_id: str
    old: Head
    marks: Marks
    change: Change
    closing: Event
    closing_segment: str

    @property
    def edition(self) -> int:
        return self.old.edition + 1

    def write(self) -> Head:
        """Write it all, durably; the end that HEAD is to name."""
        chain = _Chain(self, empty_head(self.store_id))
        names = between(self.folder / FOLDER, empty_head(self.store_id), self.old)
        for name in names:
            last = [self.closing] if name == names[-1] and name >= self.closing_segment else []
            self._write_segment(in_edition(name, self.edition), chain.lines_of(name), chain, last)
        if not names or names[-1] < self.closing_segment:
            self._write_segment(in_edition(self.closing_segment, self.edition), (), chain, [self.closing])
        disk.fsync_folder(self.folder / FOLDER)
        return Head(self.old.generation + 2, chain.segment, chain.length, chain.seq, chain.new)

    def _write_segment(self, name: str, pieces: Iterable[list[bytes]], chain: _Chain, last: list[Event]) -> None:
        path = self.folder / FOLDER / name
        disk.remove(path)
        fd = disk.create_file(path)
        chain.segment, chain.length = name, 0
        try:
            for lines in pieces:
                chain.length += _write(fd, path, lines)
            for event in last:
                chain.length += _write(fd, path, [chain.closed_with(event)])
            disk.fsync(fd)
        finally:
            disk.close(fd)


class _Chain:
    """Where both chains are: ``old`` is the hash of the last line that was read, ``new`` of the one made of it."""

    def __init__(self, plan: Rewriting, start: Head) -> None:
        self._plan = plan
        self.segment, self.length, self.seq = "", 0, 0
        self.old = self.new = start.hash

    def lines_of(self, name: str) -> Iterator[list[bytes]]:
        """The lines of a segment as they are to be, many at a time; Damaged where the old chain breaks."""
        plan = self._plan
        path = plan.folder / FOLDER / name
        with disk.reading(path):
            fd = disk.open_file(path, disk.READ)
        try:
            stop = plan.old.length if name == plan.old.segment else disk.size(fd)
            for lines in blocks(path, fd, 0, stop):
                yield [self._made(line) for line in lines]
            if name == plan.old.segment and (self.seq, self.old) != (plan.old.seq, plan.old.hash):
                raise BadLine(NOT_THE_END)
        except BadLine as error:
            raise damaged(name, None, str(error)) from error
        finally:
            disk.close(fd)

    def _made(self, line: bytes) -> bytes:
        self.seq += 1
        if line[-_PREV:-2] != self.old.encode():
            raise BadLine(N_("it does not follow the line before it"))
        if self.seq in self._plan.marks:
            made = encode(self._plan.change(decode(line, self.seq, self.old)), self.new)
        else:
            made = line if self.new == self.old else line[:-_PREV] + self.new.encode() + b'"}'
        same = made == line
        self.old = line_hash(line)
        self.new = self.old if same else line_hash(made)
        return made

    def closed_with(self, event: Event) -> bytes:
        line = encode(event, self.new)
        self.seq, self.new = event.seq, line_hash(line)
        return line


def _write(fd: int, path: Path, lines: list[bytes]) -> int:
    piece = b"\n".join([*lines, b""]) if lines else b""
    if piece:
        disk.write_whole(fd, piece, path)
    return len(piece)
