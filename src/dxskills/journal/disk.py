"""The few operating system calls that the journal is made of, each behind a name so that a test can make it fail.

Nothing here retries a write or a sync. Outside this module nothing of the journal calls the operating system, and every
``OSError`` leaves the journal as a coded error by way of :func:`reading` or :func:`writing`.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dxskills.errors import DxError, OutcomeUnknown, Unavailable
from dxskills.i18n import _

FILE_MODE = 0o600
FOLDER_MODE = 0o700

READ = os.O_RDONLY
READ_WRITE = os.O_RDWR
EXTEND = os.O_RDWR | os.O_APPEND
_ALWAYS = 0
for _name in ("O_CLOEXEC", "O_NOINHERIT", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    # No link is followed, and a pipe in a file's place must not hang us.
    _ALWAYS |= getattr(os, _name, 0)

_RENAME_PATIENCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the attempts at a rename that Windows denies while a scanner or a reader has the file open."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}
_NO_SUCH_CALL = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}
"""What some network file systems answer when a folder is to be synced."""
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


class SyncFailed(OSError):
    """The system could not say that data reached the disk. It may be there or not; a second sync would lie about it."""


def open_file(path: Path, flags: int) -> int:
    """Open an existing regular file, no link and of nobody else (Unavailable "foreign-owner")."""
    if not hasattr(os, "O_NOFOLLOW") and stat.S_ISLNK(path.lstat().st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    fd = os.open(path, flags | _ALWAYS)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        refuse_foreign(path, found, to_write=flags != READ)
    except BaseException:
        os.close(fd)
        raise
    return fd


def refuse_foreign(path: Path, found: os.stat_result, *, to_write: bool) -> None:
    """Unavailable "foreign-owner" where a file or folder is another user's, who could change it under our hands.

    What root owns is trusted. Root itself may read everything, but would leave files that their owner cannot use.
    """
    if sys.platform == "win32":  # where access lists say who may do what
        return
    us = os.geteuid()
    if found.st_uid in (us, 0) or (us == 0 and not to_write):
        return
    message = _("{path} belongs to another user (number {user}); nothing was written.")
    hint = _("Work as its owner, or have a copy made that is yours.")
    raise Unavailable("foreign-owner", message, hint=hint, path=path, user=found.st_uid)


def check_folder(path: Path) -> None:
    """The same for a store's folder that is read; Unavailable "symbolic-link" where a folder inside it is a link.

    The store's folder itself may be one: who made it, or may change it, could name another store as well.
    """
    refuse_foreign(path, path.stat(), to_write=False)
    for inside in path.iterdir():
        if inside.is_symlink():
            raise _linked(inside)


def create_file(path: Path) -> int:
    """Create a file that must not exist yet, for its owner alone whatever the umask."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _ALWAYS, FILE_MODE)
    if sys.platform != "win32":
        try:
            os.fchmod(fd, FILE_MODE)
        except OSError:
            os.close(fd)
            raise
    return fd


def close(fd: int) -> None:
    os.close(fd)


def write(fd: int, data: bytes) -> int:
    """One unbuffered write; may write less than asked, and says how much."""
    return os.write(fd, data)


def write_whole(fd: int, data: bytes, path: Path) -> None:
    """One unbuffered write; OSError, which names ``path``, where not all of it was taken."""
    if write(fd, data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def write_at(fd: int, offset: int, data: bytes) -> int:
    os.lseek(fd, offset, os.SEEK_SET)
    return write(fd, data)


def read_at(fd: int, offset: int, size: int) -> bytes:
    """Up to ``size`` bytes from ``offset``, less only at the end of the file."""
    os.lseek(fd, offset, os.SEEK_SET)
    data = os.read(fd, size)
    while 0 < len(data) < size:
        more = os.read(fd, size - len(data))
        if not more:
            break
        data += more
    return data


def size(fd: int) -> int:
    return os.fstat(fd).st_size


def fsync(fd: int) -> None:
    """Make a file's content durable; SyncFailed is final."""
    try:
        if sys.platform == "darwin":
            import fcntl

            # fsync leaves the data in the drive's cache there.
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        else:
            os.fsync(fd)
    except OSError as error:
        raise SyncFailed(error.errno, error.strerror) from error


def truncate(fd: int, length: int) -> None:
    os.ftruncate(fd, length)


def fsync_folder(path: Path) -> None:
    """Make creations and renames in a folder durable. Windows has no such call; its journal of names does it."""
    if sys.platform == "win32":
        return
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fsync(fd)
    except SyncFailed as error:
        if error.errno not in _NO_SUCH_CALL:
            raise
    finally:
        os.close(fd)


def replace(source: Path, target: Path) -> None:
    """Rename within a folder, over what is there."""
    if sys.platform == "win32":
        import time

        for pause in _RENAME_PATIENCE:
            with suppress(PermissionError):
                source.replace(target)
                return
            time.sleep(pause)
    source.replace(target)


def make_folder(path: Path) -> None:
    """Create a folder for its owner alone, unless it is there."""
    try:
        path.mkdir(mode=FOLDER_MODE)
    except FileExistsError:
        if not path.is_dir():
            raise
        return
    if sys.platform != "win32":
        path.chmod(FOLDER_MODE)


def write_note(path: Path, data: bytes) -> None:
    """Write a file that need not survive a crash of the machine."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _ALWAYS, FILE_MODE)
    try:
        if sys.platform != "win32":
            os.fchmod(fd, FILE_MODE)
        write_whole(fd, data, path)
    finally:
        close(fd)


def list_folder(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def read_file(path: Path) -> bytes:
    fd = open_file(path, READ)
    try:
        return read_at(fd, 0, size(fd))
    finally:
        close(fd)


def write_file(path: Path, data: bytes) -> None:
    """Write a small file aside, make it durable and put it in ``path``'s place: always the old one or the new one."""
    aside = path.with_name(path.name + ".tmp")
    remove(aside)
    fd = create_file(aside)
    try:
        try:
            write_whole(fd, data, aside)
            fsync(fd)
        finally:
            close(fd)
        replace(aside, path)
    except OSError:
        with suppress(OSError):
            remove(aside)
        raise
    fsync_folder(path.parent)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the operating system says about reading ``path`` into a coded error."""
    try:
        yield
    except OSError as error:
        raise unreadable(path, error) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the operating system says about writing ``path`` into a coded error that says: nothing was written."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def unreadable(path: Path, error: OSError) -> Unavailable:
    if error.errno == errno.ELOOP:
        return _linked(path)
    if error.errno in _DENIED:
        return Unavailable("not-readable", _("You may not read {path}."), path=path)
    return Unavailable("read-failed", _("{path} cannot be read: {reason}"), path=path, reason=_reason(error))


def unwritable(path: Path, error: OSError) -> DxError:
    if error.errno == errno.ELOOP:
        return _linked(path)
    if isinstance(error, SyncFailed):
        return outcome_unknown(path, _reason(error))
    if error.errno in _FULL:
        hint = _("Make room on the disk, then do it again.")
        return Unavailable("disk-full", _("The disk is full; nothing was written."), hint=hint, path=path)
    if error.errno in _DENIED:
        return Unavailable("not-writable", _("You may not write to {path}; nothing was written."), path=path)
    message = _("{path} cannot be written: {reason}. Nothing was written.")
    return Unavailable("write-failed", message, path=path, reason=_reason(error))


def _linked(path: Path) -> Unavailable:
    message = _("{path} is a symbolic link; nothing in a store is one, and nothing was written.")
    hint = _("Put the file or folder itself in its place. The store's folder may be a link, what it holds may not.")
    return Unavailable("symbolic-link", message, hint=hint, path=path)


def outcome_unknown(path: Path, reason: str) -> OutcomeUnknown:
    message = _("The disk failed while {path} was being written ({reason}); whether the entries are there is unknown.")
    hint = _(
        "Check the disk. `dxskills store verify` tells whether the store is whole, `dxskills log` what is there; "
        "what is missing can be entered again."
    )
    return OutcomeUnknown("outcome-unknown", message, hint=hint, path=path, reason=reason)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
