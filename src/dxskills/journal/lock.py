"""The lock that lets one writer at a time at the journal, on a file of its own that is never deleted.

The system's own calls, rather than a locking package: the lock ends with the process that holds it, a forked child can
neither release nor keep it, and nothing ever unlinks the file (two writers could then each lock a different one).
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import orjson

from dxskills.errors import Unavailable
from dxskills.i18n import _
from dxskills.journal import disk

FILE = "LOCK"
HOLDER = "LOCK.holder"
"""Who holds the lock; a file of its own, as Windows denies reading a locked one. A writer that dies leaves it."""
_POLL_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05)

_held: set[int] = set()


def _drop_inherited() -> None:
    # A child's copy of the descriptor would keep the lock beyond its parent's death; closing it releases nothing.
    while _held:
        with suppress(OSError):
            os.close(_held.pop())


if sys.platform != "win32":
    import fcntl

    os.register_at_fork(after_in_child=_drop_inherited)

    def _try_lock(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)

else:
    import msvcrt

    def _try_lock(fd: int) -> bool:
        os.lseek(fd, 0, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)


class Lock:
    """The lock of one store folder; ``unclean`` says that the writer before did not get to its end."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.unclean = False
        self._holder = folder / HOLDER
        self._fd = -1
        self._pid = 0

    def acquire(self, timeout: float) -> None:
        """Wait up to ``timeout`` seconds; Unavailable "locked" names who holds it."""
        fd = self._open()
        try:
            self._wait(fd, timeout)
            self._fd, self._pid = fd, os.getpid()
            _held.add(fd)
            self.confirm()
            with disk.writing(self._holder):
                self.unclean = self._holder.exists()
                disk.write_note(self._holder, orjson.dumps({"host": _host(), "pid": self._pid}))
        except BaseException:
            self._fd = -1
            _held.discard(fd)
            os.close(fd)
            raise

    def _open(self) -> int:
        try:
            disk.refuse_foreign(self.path.parent, self.path.parent.stat(), to_write=True)
            if not stat.S_ISREG(self.path.lstat().st_mode):
                raise self._foreign()
            return disk.open_file(self.path, disk.READ_WRITE)
        except FileNotFoundError as error:
            raise self._foreign() from error
        except OSError as error:
            raise disk.unwritable(self.path, error) from error

    def _wait(self, fd: int, timeout: float) -> None:
        deadline = monotonic() + timeout
        attempt = 0
        with disk.writing(self.path):
            while not _try_lock(fd):
                if monotonic() >= deadline:
                    raise self._locked()
                sleep(_POLL_SECONDS[min(attempt, len(_POLL_SECONDS) - 1)])
                attempt += 1

    def confirm(self) -> None:
        """Unavailable "lock-lost" unless the locked file is still the one that others would lock."""
        with disk.writing(self.path):
            ours = os.fstat(self._fd)
            try:
                theirs = self.path.lstat()
            except FileNotFoundError as error:
                raise self._foreign() from error
        if not os.path.samestat(ours, theirs):
            raise self._foreign()

    def release(self, *, clean: bool) -> None:
        """Let others write; ``clean``: everything begun was also finished. Does nothing in a forked child."""
        fd, self._fd = self._fd, -1
        if fd < 0 or os.getpid() != self._pid:
            return
        # An interrupt here must not leave the lock with a process that goes on.
        try:
            if clean:
                with suppress(OSError):
                    disk.remove(self._holder)
        finally:
            try:
                with suppress(OSError):
                    _unlock(fd)
            finally:
                _held.discard(fd)
                with suppress(OSError):
                    os.close(fd)

    def _foreign(self) -> Unavailable:
        message = _("{path} is missing, was replaced, or is not a plain file; nothing was written.")
        hint = _("It keeps two writers apart. Make sure that nobody is writing, then put an empty file in its place.")
        return Unavailable("lock-lost", message, hint=hint, path=self.path)

    def _locked(self) -> Unavailable:
        hint = _("Try again later. If that process hangs, end it: the lock goes with it. Never delete the lock file.")
        try:
            holder = orjson.loads(disk.read_file(self._holder))
            since = datetime.fromtimestamp(self._holder.stat().st_mtime, UTC)
            who = {"host": str(holder["host"]), "pid": int(holder["pid"]), "since": f"{since:%Y-%m-%dT%H:%M:%SZ}"}
        except (OSError, ValueError, KeyError, TypeError):
            return Unavailable("locked", _("Somebody else is writing to the store."), hint=hint)
        message = _("The store is locked by process {pid} on {host} since {since}.")
        return Unavailable("locked", message, hint=hint, **who)


def _host() -> str:
    # socket.gethostname would cost every command the import of socket.
    return os.environ.get("COMPUTERNAME", "?") if sys.platform == "win32" else os.uname().nodename
