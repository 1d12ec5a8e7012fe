"""A backup: a complete store of its own, as the store was at one moment, made while others go on writing.

No lock is needed for it. What HEAD has named never changes, and names are written before the entries that need them:
HEAD is read first, then exactly the bytes it names, the names last. The copy is made aside, made durable, opened and
read through like any store, and only then given its name; store.json goes last, so that nobody takes a part for one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dxskills.errors import DxError, Refused, Unavailable
from dxskills.i18n import _
from dxskills.journal import disk, head, identity, lock, names
from dxskills.journal.editions import segments_of
from dxskills.journal.head import Head
from dxskills.journal.headline import HeadLine, head_line
from dxskills.journal.recovery import QUARANTINE, copy_bytes
from dxskills.journal.segments import FOLDER, Diverged

if TYPE_CHECKING:
    from dxskills.journal.journal import Journal, Verification

ENDING = ".unfinished"
"""How a copy's name ends as long as it is being made; one that was killed leaves it behind, and it may be deleted."""


class Backup(NamedTuple):
    """``folder`` is a store that was found whole; ``line`` says how far it goes, to be kept elsewhere."""

    folder: Path
    line: HeadLine
    found: Verification


def back_up(journal: Journal, target: Path) -> Backup:
    """Copy the store into the new folder ``target``; begins again where somebody is forgotten meanwhile.

    Refused "bad-backup" where it must not lie, Damaged if the store is not whole, Unavailable if either disk fails;
    then there is no ``target``.
    """
    return journal.unless_rewritten(lambda: _backed_up(journal, target))


def _backed_up(journal: Journal, target: Path) -> Backup:
    _check(journal.folder, target)
    aside = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(4).hex()}{ENDING}")
    try:
        end = _copy(journal, aside)
        copy = type(journal).open(aside)
        made = Backup(target, head_line(copy), copy.verify())
        if journal.is_rewritten_since(end):
            raise Diverged
        _check(journal.folder, target)
        disk.replace(aside, target)
    except OSError as error:
        _discard(aside)
        raise _failed(target, error) from error
    except BaseException:
        _discard(aside)
        raise
    try:
        disk.fsync_folder(target.parent)
    except OSError as error:
        raise _failed(target, error) from error
    return made


def _check(store: Path, target: Path) -> None:
    if reason := _objection(store, target):
        hint = _("Name a folder that does not exist yet, on another disk if there is one.")
        message = _("{target} cannot take the backup: {reason}.")
        raise Refused("bad-backup", message, hint=hint, target=target, reason=reason)


def _objection(store: Path, target: Path) -> str | None:
    if os.path.lexists(target):
        return _("there is something already, and nothing is overwritten")
    if target.name in ("", "..") or "\0" in str(target):
        return _("it is no name for a folder")
    try:
        parent = target.parent.resolve(strict=True)
        if not parent.is_dir():
            return _("the folder that it would lie in is none")
        inside = [parent, *parent.parents]
        if store.resolve() in inside or any((folder / identity.FILE).is_file() for folder in inside):
            return _("it would lie in a store")
    except OSError as error:
        return error.strerror or str(error)
    return None


def _copy(journal: Journal, aside: Path) -> Head:
    store = journal.folder
    end = journal.head()
    disk.make_folder(aside)
    disk.make_folder(aside / FOLDER)
    disk.make_folder(aside / QUARANTINE)
    for name in _segments(store, end):
        _copy_segment(store / FOLDER / name, aside / FOLDER / name, end)
    disk.fsync_folder(aside / FOLDER)
    disk.close(disk.create_file(aside / lock.FILE))
    disk.write_file(aside / names.FILE, _content(store / names.FILE))
    head.renew(aside, end, journal.id)
    disk.write_file(aside / identity.FILE, _content(store / identity.FILE))
    return end


def _segments(store: Path, end: Head) -> list[str]:
    with disk.reading(store / FOLDER):
        found = disk.list_folder(store / FOLDER) if end.seq else []
    return [name for name in segments_of(found, end.segment) if name <= end.segment]


def _copy_segment(source: Path, target: Path, end: Head) -> None:
    """Copy what counts; that it is whole is found out when the copy is read."""
    with disk.reading(source):
        reader = disk.open_file(source, disk.READ)
    try:
        length = end.length if source.name == end.segment else disk.size(reader)
        writer = disk.create_file(target)
        try:
            copy_bytes(lambda at, size: _read(source, reader, at, size), writer, 0, length, target)
            disk.fsync(writer)
        finally:
            disk.close(writer)
    finally:
        disk.close(reader)


def _read(path: Path, fd: int, at: int, size: int) -> bytes:
    with disk.reading(path):
        return disk.read_at(fd, at, size)


def _content(path: Path) -> bytes:
    with disk.reading(path):
        return disk.read_file(path)


def _discard(aside: Path) -> None:
    import shutil

    shutil.rmtree(aside, ignore_errors=True)


def _failed(target: Path, error: OSError) -> DxError:
    if not isinstance(error, disk.SyncFailed):
        return disk.unwritable(target, error)
    message = _("The disk failed while {target} was being written ({reason}); that is no backup.")
    hint = _("Make it again, on another disk.")
    return Unavailable("backup-failed", message, hint=hint, target=target, reason=error.strerror or str(error))
