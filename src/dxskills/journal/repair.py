"""Making a store usable again without throwing anything away: what is wrong, and what is done about it.

What the chain proves is kept, what was never acknowledged is set aside, HEAD is built anew from what is there.
Acknowledged entries that were changed or lost cannot be made good without a backup: that is said, and nothing is
touched, unless it is asked for that everything from there on be set aside.

Whatever step a repair ends at, the store is one that a repair can be tried on again, and no byte of it is gone: copies
are in quarantine/ and synced before HEAD no longer counts them, and HEAD is synced before anything is cut.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dxskills.errors import Damaged
from dxskills.i18n import _
from dxskills.journal import disk, head, lock, names
from dxskills.journal.diagnosis import Plan, is_file, make_plan
from dxskills.journal.editions import segments_of
from dxskills.journal.forgetting import bring_to_its_end
from dxskills.journal.head import Head
from dxskills.journal.lock import Lock
from dxskills.journal.names import Names
from dxskills.journal.recovery import FORGETTING, QUARANTINE, copy_tail, free_name, settle
from dxskills.journal.segments import FOLDER

if TYPE_CHECKING:
    from dxskills.journal.journal import Journal


class Repair(NamedTuple):
    """``done`` is False where nothing was to be done, or only to be told."""

    plan: Plan
    done: bool


def repair(journal: Journal, *, to_quarantine: bool = False, dry_run: bool = False, timeout: float = 30) -> Repair:
    """Find what is wrong and mend it, with the lock held; a dry run takes no lock and changes nothing.

    Damaged if acknowledged entries are changed or lost, and it was not said that they go ``to_quarantine``.
    """
    folder = journal.folder
    plan = make_plan(folder, journal.id)
    _refuse_damage(plan, to_quarantine)
    if dry_run or not plan.findings:
        return Repair(plan, done=False)
    with disk.writing(folder):
        _provide_lock(folder)
    held = Lock(folder)
    held.acquire(timeout)
    clean = not held.unclean
    try:
        fresh = make_plan(folder, journal.id)
        _refuse_damage(fresh, to_quarantine)
        clean = False
        with disk.writing(folder):
            _apply(folder, journal.id, fresh, unclean=held.unclean)
        journal.verify()
        clean = True
    finally:
        held.release(clean=clean)
    # What only the first look could see: the lock itself, and what was mended by whoever held it meanwhile.
    seen = {finding.code for finding in fresh.findings}
    earlier = tuple(finding for finding in plan.findings if finding.code == "lock-missing" and finding.code not in seen)
    return Repair(fresh._replace(findings=earlier + fresh.findings), done=True)


def _refuse_damage(plan: Plan, to_quarantine: bool) -> None:
    flaw = plan.damage
    if flaw is None or to_quarantine:
        return
    message = _("The journal is damaged: {segment}, line {line}: {reason}. Nothing was changed.")
    hint = _(
        "Put a backup that is whole in the store's place (docs/journal.md says how). If there is none: `dxskills store "
        "repair --to-quarantine` keeps the {kept} entries before that line and sets aside the {lost} from there on."
    )
    raise Damaged(
        "damaged",
        message,
        hint=hint,
        segment=flaw.segment,
        line=flaw.line,
        reason=_(flaw.reason),
        kept=plan.end.seq,
        lost=plan.lost,
    )


def _provide_lock(folder: Path) -> None:
    path = folder / lock.FILE
    if is_file(path):
        return
    disk.make_folder(folder / QUARANTINE)
    if path.is_symlink() or path.exists():
        disk.replace(path, free_name(folder, 0, lock.FILE))
    disk.close(disk.create_file(path))
    disk.fsync_folder(folder)


def _apply(folder: Path, store_id: str, plan: Plan, *, unclean: bool) -> None:
    disk.make_folder(folder / FOLDER)
    disk.make_folder(folder / QUARANTINE)
    disk.fsync_folder(folder)
    end = plan.end
    # First, for what is written anew is written aside under the same names.
    for path in plan.strays:
        disk.replace(path, free_name(folder, end.seq, path.name))
    disk.fsync_folder(folder / QUARANTINE)
    tails = [name for name in plan.surplus.files if name == end.segment]
    for name in tails:
        _copy_tail(folder, name, end)
    if plan.renew:
        # Lines that are now counted may be in memory only.
        _sync_segments(folder, end)
        head.renew(folder, end, store_id)
    elif unclean:
        settle(folder / head.NAME)
    for name in plan.surplus.files:
        if name not in tails:
            disk.replace(folder / FOLDER / name, free_name(folder, end.seq, name))
    for name in tails:
        _cut(folder / FOLDER / name, end.length)
    for touched in (folder / QUARANTINE, folder / FOLDER, folder):
        disk.fsync_folder(touched)
    if plan.names is not None:
        _renew_names(folder, end, plan.names)
    if (folder / FORGETTING).exists():
        bring_to_its_end(folder, end, store_id)


def _copy_tail(folder: Path, name: str, end: Head) -> None:
    fd = disk.open_file(folder / FOLDER / name, disk.READ)
    try:
        copy_tail(folder, fd, end, disk.size(fd))
    finally:
        disk.close(fd)


def _cut(path: Path, length: int) -> None:
    fd = disk.open_file(path, disk.READ_WRITE)
    try:
        disk.truncate(fd, length)
        disk.fsync(fd)
    finally:
        disk.close(fd)


def _sync_segments(folder: Path, end: Head) -> None:
    for name in segments_of(disk.list_folder(folder / FOLDER), end.segment):
        if name <= end.segment:
            fd = disk.open_file(folder / FOLDER / name, disk.READ_WRITE)
            try:
                disk.fsync(fd)
            finally:
                disk.close(fd)
    disk.fsync_folder(folder / FOLDER)


def _renew_names(folder: Path, end: Head, mended: Names) -> None:
    path = folder / names.FILE
    if path.exists():
        raw = disk.read_file(path)
        copy = free_name(folder, end.seq, names.FILE)
        fd = disk.create_file(copy)
        try:
            disk.write_whole(fd, raw, copy)
            disk.fsync(fd)
        finally:
            disk.close(fd)
        disk.fsync_folder(folder / QUARANTINE)
    names.write_names(folder, mended)
