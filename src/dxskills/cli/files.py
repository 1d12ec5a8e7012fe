"""Result files: written aside, private to their owner, and put in place in one step."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dxskills.errors import Refused, Unavailable
from dxskills.i18n import _

_RESERVED = {"con", "prn", "aux", "nul", "clock$", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}

_SOURCES = {"dxskills.toml", "roles.yaml", "trainings.yaml"}


def check_target(path: Path) -> None:
    """Refuse a file that must not be written: a link, a folder, a device, a reserved name, a way upwards."""
    reason = _objection(path)
    if reason is not None:
        raise Refused("bad-output", _("{file} cannot be written to: {reason}."), file=str(path), reason=reason)


def _objection(path: Path) -> str | None:
    if ".." in path.parts:
        return _("a path with .. may lead anywhere; give the full path")
    if path.name.replace(":", ".").split(".")[0].strip(" ").lower() in _RESERVED:
        return _("the name is reserved for a device on Windows")
    if not path.parent.is_dir():
        return _("its folder does not exist")
    if os.name == "nt" and ":" in path.name:
        return _("a colon in a name leads to a hidden stream on Windows")
    folder = path.parent.resolve()
    if any((above / "store.json").is_file() for above in (folder, *folder.parents)):
        return _("it lies in a store")
    if path.name.lower() in _SOURCES:
        return _("it is a file that a registry is read from")
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        return error.strerror or type(error).__name__
    if stat.S_ISLNK(mode):
        return _("it is a symbolic link")
    if stat.S_ISDIR(mode):
        return _("it is a folder")
    return None if stat.S_ISREG(mode) else _("it is not an ordinary file")


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path``, readable by its owner only; on failure the old file stays."""
    with replacing(path) as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file to be written to, which then takes the place of ``path``; the old one stays if anything goes wrong."""
    check_target(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with _open_new(aside) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        _discard(aside)
        raise Unavailable(
            "output-failed",
            _("{file} cannot be written: {reason}."),
            hint=_("What the command recorded is in the registry all the same; `dxskills log` shows it."),
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from None
    except BaseException:
        _discard(aside)
        raise


def _open_new(path: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b")


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
