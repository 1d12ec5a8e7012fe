"""A disk that fails: the system's calls, counted, and made to go wrong at a chosen one."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.journal import counts

CALLS = ("open", "write", "fsync", "ftruncate", "replace", "mkdir", "unlink", "fchmod", "read", "lseek")
CHANGES = ("open", "write", "fsync", "ftruncate", "replace", "mkdir", "unlink")

Deed = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]
"""What happens instead of a call: given the real call and its arguments."""


class Faults:
    """Counts the calls made while armed, and does ``deed`` instead of the ``nth``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[str] = []
        self._nth = 0
        self._deed: Deed | None = None
        for name in CALLS:
            monkeypatch.setattr(os, name, self._wrap(name, _quick(name)))

    def arm(self, nth: int, deed: Deed | None) -> None:
        self.seen, self._nth, self._deed = [], nth, deed

    def disarm(self) -> list[str]:
        """The calls that were made."""
        befallen = self.struck is not None and self._deed is not None
        self._nth, self._deed = 0, None
        if befallen:
            counts.ran("calls of the journal that failed, were cut short or interrupted")
        return self.seen

    @property
    def struck(self) -> str | None:
        """The call that went wrong, if so many were made."""
        return self.seen[self._nth - 1] if 0 < self._nth <= len(self.seen) else None

    def _wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.seen.append(name)
            if self._deed is not None and len(self.seen) == self._nth:
                return self._deed(real, args, kwargs)
            return real(*args, **kwargs)

        return call


def _quick(name: str) -> Callable[..., Any]:
    # No power goes off here, so that a sync need only be counted.
    return os.fstat if name == "fsync" else getattr(os, name)


def failing(number: int) -> Deed:
    def fail(real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def failing_halfway(number: int) -> Deed:
    """Half of a write reaches the file before the error; other calls just fail."""

    def fail(real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        _half(real, args)
        raise OSError(number, os.strerror(number))

    return fail


def short(real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A write takes half of what it is given and says so; other calls find no space."""
    written = _half(real, args)
    if written is None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return written


def interrupted(real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    with suppress(OSError):
        real(*args, **kwargs)
    raise KeyboardInterrupt


def killed_before(real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_within(real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    _half(real, args)
    os.kill(os.getpid(), signal.SIGKILL)


def _half(real: Callable[..., Any], args: tuple[Any, ...]) -> int | None:
    if real.__name__ != "write":
        return None
    fd, data = args
    written: int = real(fd, data[: len(data) // 2])
    return written


DEEDS: dict[str, Deed] = {
    "EIO": failing(errno.EIO),
    "ENOSPC": failing(errno.ENOSPC),
    "half": failing_halfway(errno.ENOSPC),
    "short": short,
    "interrupted": interrupted,
}
"""What may go wrong with any call, and the process lives on."""


def in_child(work: Callable[[], object]) -> int:
    """Do the work in a forked child; its wait status, 0 if it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(70)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        counts.ran("calls of the journal before or within which it was killed")
    return status


class PowerCut(BaseException):
    """The machine is off."""


class Machine:
    """Remembers what has been synced of a folder, and rebuilds what a power cut would leave of it.

    A file's content is synced by its own sync, its name by that of its folder, each apart from the other.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._open = os.open
        self._kept: dict[int, int] = {}
        self._content: dict[int, bytes] = {}
        self._names: dict[Path, dict[str, int]] = {}
        self._off = self._nth = self._count = 0
        for path in [folder, *folder.rglob("*")]:
            self._remember(path)
        for name in CHANGES:
            monkeypatch.setattr(os, name, self._wrap(name, _quick(name)))

    def cut_after(self, nth: int) -> None:
        """Raise PowerCut at the end of the nth change from now, and at every one after it."""
        self._nth, self._off, self._count = nth, 0, 0

    def dirty_slots(self) -> list[int]:
        """The slots of HEAD that memory and disk differ in."""
        path = self._folder / "HEAD"
        now, synced = path.read_bytes(), self._content[path.stat().st_ino]
        return [slot for slot in (0, 1) if now[slot * 4096 :][:4096] != synced[slot * 4096 :][:4096]]

    def go_on(self) -> int:
        """Only the process died, not the machine: nothing more fails. Returns how many changes it had made."""
        self._nth = 0
        return self._count

    def forget(self) -> None:
        for fd in self._kept.values():
            os.close(fd)

    def _wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if not self._nth:
                return real(*args, **kwargs)
            if self._off:
                raise PowerCut
            result = real(*args, **kwargs)
            if name == "fsync":
                self._remember(Path(f"/proc/self/fd/{args[0]}").readlink())
            elif name == "open" and not Path(args[0]).is_dir():
                self._keep(Path(args[0]))
            self._count += 1
            if self._count == self._nth:
                self._off = 1
                raise PowerCut
            return result

        return call

    def _keep(self, path: Path) -> None:
        # An open file's number is not given to another one.
        inode = path.stat().st_ino
        if inode not in self._kept:
            self._kept[inode] = self._open(path, os.O_RDONLY)

    def _remember(self, path: Path) -> None:
        if path.is_dir():
            self._names[path] = {entry.name: entry.stat().st_ino for entry in path.iterdir()}
        else:
            self._keep(path)
            self._content[path.stat().st_ino] = path.read_bytes()

    def rebuild(self, target: Path, *, names_lost: bool, content_lost: bool, torn: int | None = None) -> None:
        """What is there when the power is back: what was not synced is lost or was just in time.

        ``torn`` is the slot of HEAD that was being written when the power went: rubbish, with the other as last synced.
        """
        counts.ran("power cuts, each with its own outcome")
        now = {path.stat().st_ino: path.read_bytes() for path in self._folder.rglob("*") if path.is_file()}
        target.mkdir()
        for folder in sorted(path for path in [self._folder, *self._folder.rglob("*")] if path.is_dir()):
            here = target / folder.relative_to(self._folder)
            here.mkdir(exist_ok=True)
            current = {entry.name: entry.stat().st_ino for entry in folder.iterdir()}
            for name, inode in (self._names.get(folder, {}) if names_lost else current).items():
                if (folder / name).is_dir():
                    continue
                synced = self._content.get(inode, b"")
                content = now.get(inode, synced)
                if name == "HEAD" and torn is not None:
                    content = synced[: torn * 4096] + b"\xff" * 4096 + synced[torn * 4096 + 4096 :]
                elif content_lost:
                    content = synced
                (here / name).write_bytes(content)
