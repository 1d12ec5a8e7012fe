"""What a writer does before it writes: make sure that the journal ends where HEAD says.

Bytes beyond HEAD were never acknowledged (a writer died before it could); they are moved to quarantine/, and kept.
Bytes missing before HEAD were acknowledged: that is damage, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import orjson

from dxskills.i18n import N_
from dxskills.journal import disk, head, names
from dxskills.journal.editions import segments_of
from dxskills.journal.event import MAX_LINE, BadLine, decode, line_hash
from dxskills.journal.head import Head
from dxskills.journal.segments import FOLDER, NOT_THE_END, damaged, last_line, lines_before

QUARANTINE = "quarantine"
FORGETTING = "FORGETTING"
"""Where a forgetting says that it is under way; see :mod:`dxskills.journal.forgetting`."""
ASIDE = ".tmp"
LOST_SLOT = N_("it may be acknowledged, but the slot of HEAD that would say so is unreadable; `store repair` keeps it")
_CHUNK = 1024 * 1024


class Recovered(NamedTuple):
    """Where to go on from; ``at`` is the last entry's moment, "" for an empty journal."""

    head: Head
    at: str


def recover(folder: Path, store_id: str, *, unclean: bool) -> Recovered:
    """Bring the journal to HEAD, with the lock held; ``unclean``: the writer before did not get to its end."""
    end = head.read(folder, store_id)
    with disk.writing(folder):
        if unclean:
            settle(folder / head.NAME)
            disk.remove(folder / (names.FILE + ASIDE))
            disk.remove(folder / (FORGETTING + ASIDE))
        refuse_lost_slot(folder, store_id, end)
        _set_aside_files(folder, end)
        at = _check_segment(folder, end) if end.seq else ""
    if (folder / FORGETTING).exists():
        from dxskills.journal.forgetting import bring_to_its_end

        bring_to_its_end(folder, end, store_id)
    return Recovered(end, at)


def refuse_lost_slot(folder: Path, store_id: str, end: Head) -> None:
    """Damaged where entries follow ``end`` and a slot of HEAD is unreadable, which may have named them.

    A write torn by a power cut leaves at least one of a slot's two copies; a slot without one was spoilt by the disk.
    """
    try:
        found = segments_of(disk.list_folder(folder / FOLDER), end.segment)
    except FileNotFoundError:
        return
    for name in found:
        if name >= end.segment and (line := _line_behind(folder / FOLDER / name, end)):
            if head.examine(folder, store_id).destroyed:
                raise damaged(name, line, LOST_SLOT)
            return


def _line_behind(path: Path, end: Head) -> int | None:
    """The number in its segment of the line behind ``end``; None if there is none, or it does not follow."""
    start = end.length if path.name == end.segment else 0
    with disk.reading(path):
        if path.stat().st_size <= start:
            return None
        fd = disk.open_file(path, disk.READ)
        try:
            line, feed, _rest = disk.read_at(fd, start, MAX_LINE + 1).partition(b"\n")
            decode(line, end.seq + 1, end.hash)
            return lines_before(path, fd, start) + 1 if feed else None
        except BadLine:
            return None
        finally:
            disk.close(fd)


def settle(path: Path) -> None:
    """Make sure that HEAD, which a writer left that did not get to its end, is on the disk."""
    # The head just read may be in memory only. Were the other slot written now and spoilt by a power cut, the last
    # durable head would be gone with it. Not written again: that would put at risk one that is durable.
    fd = disk.open_file(path, disk.READ_WRITE)
    try:
        disk.fsync(fd)
    finally:
        disk.close(fd)


def _set_aside_files(folder: Path, end: Head) -> None:
    """Quarantine segments that HEAD has never heard of: a writer died while beginning them."""
    try:
        found = disk.list_folder(folder / FOLDER)
    except FileNotFoundError as error:
        raise damaged(end.segment or FOLDER, None, N_("the file is missing")) from error
    aside = [name.removesuffix(ASIDE) for name in found if name.endswith(ASIDE)]
    surplus = [name + ASIDE for name in segments_of(aside, end.segment)]
    surplus += [name for name in segments_of(found, end.segment) if name > end.segment]
    for name in surplus:
        disk.replace(folder / FOLDER / name, free_name(folder, end.seq, name))
    if surplus:
        disk.fsync_folder(folder / QUARANTINE)
        disk.fsync_folder(folder / FOLDER)


def _check_segment(folder: Path, end: Head) -> str:
    path = folder / FOLDER / end.segment
    try:
        fd = disk.open_file(path, disk.EXTEND)
    except FileNotFoundError as error:
        raise damaged(end.segment, None, N_("the file is missing")) from error
    try:
        size = disk.size(fd)
        if size < end.length:
            raise damaged(end.segment, None, N_("it is shorter than HEAD says: acknowledged entries are lost"))
        at = _moment(path, fd, end)
        if size > end.length:
            _set_aside_tail(folder, fd, end, size)
        return at
    finally:
        disk.close(fd)


def _moment(path: Path, fd: int, end: Head) -> str:
    try:
        line = last_line(fd, end.length)
        if line_hash(line) != end.hash:
            raise BadLine(NOT_THE_END)
    except BadLine as error:
        raise damaged(end.segment, lines_before(path, fd, end.length), str(error)) from error
    at: str = orjson.loads(line)["at"]
    return at


def _set_aside_tail(folder: Path, fd: int, end: Head, size: int) -> None:
    copy_tail(folder, fd, end, size)
    disk.truncate(fd, end.length)
    disk.fsync(fd)


def copy_tail(folder: Path, fd: int, end: Head, size: int) -> None:
    """Copy what an open segment has behind ``end`` into the quarantine, durably."""
    copy = disk.create_file(free_name(folder, end.seq, end.segment))
    try:
        copy_bytes(partial(disk.read_at, fd), copy, end.length, size, folder / QUARANTINE)
        disk.fsync(copy)
    finally:
        disk.close(copy)
    disk.fsync_folder(folder / QUARANTINE)


def copy_bytes(read: Callable[[int, int], bytes], writer: int, start: int, stop: int, target: Path) -> None:
    """Copy bytes ``start`` to ``stop`` of what ``read(offset, size)`` gives, or as many as there are."""
    while start < stop:
        block = read(start, min(_CHUNK, stop - start))
        if not block:
            return
        disk.write_whole(writer, block, target)
        start += len(block)


def free_name(folder: Path, seq: int, name: str) -> Path:
    """A name in the quarantine that says after which entry the bytes were found."""
    disk.make_folder(folder / QUARANTINE)
    path = folder / QUARANTINE / f"after-{seq}-{name}"
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"after-{seq}-{number}-{name}")
    return path
