"""Making a new registry: the one thing that creates a store."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dxskills.errors import Refused, Unavailable
from dxskills.framework.load import load
from dxskills.framework.shipped import shipped_folder
from dxskills.framework.sources import read_sources
from dxskills.i18n import _
from dxskills.journal.disk import FILE_MODE, FOLDER_MODE
from dxskills.journal.journal import Journal

FILE_NAME = "dxskills.toml"
_PARTS = ("data", "store", FILE_NAME)
_ASIDE = ".dxskills-init-"

INITIAL_TEXT = """\
# dxskills: where this registry keeps what. Paths are relative to this file.
# この台帳が何をどこに置くか。パスはこのファイルからの相対パスである。

# The journal of everything that was entered: back it up, never edit it.
# 登録の全て（追記のみ）。バックアップを取り、編集しないこと。
store = "store"

# The two files that say which roles there are and what they require: yours to edit.
# 役割と要件を定める二つのファイル。自由に編集できる。
framework = "data"

# The language of messages, "ja" or "en"; without it that of the system.
# メッセージの言語。指定がなければシステムの言語になる。
# lang = "ja"
"""


def found_registry(folder: Path) -> Path:
    """Make dxskills.toml, data/ with the shipped matrix and profiles and an empty store/; returns the first.

    Refuses ("exists") if one of the three is there. They are made aside and moved into place when all is made, the
    configuration last: with it the registry is complete. What was stopped while they were moved is gone on with.
    """
    config = folder / FILE_NAME
    try:
        aside = _left_behind(folder)
        if aside is None:
            _refuse_what_is_there(folder)
            aside = folder / f"{_ASIDE}{os.urandom(4).hex()}"
            _make(aside)
        for name in _PARTS:
            if (aside / name).exists():
                (aside / name).rename(folder / name)
        aside.rmdir()
    except OSError as error:
        raise Unavailable(
            "not-writable",
            _("{path} cannot be written: {reason}"),
            path=str(folder),
            reason=error.strerror or str(error),
        ) from error
    return config


def _left_behind(folder: Path) -> Path | None:
    """What an earlier founding had made completely and not yet moved into place completely."""
    if (folder / FILE_NAME).exists():
        return None
    return next((aside for aside in sorted(folder.glob(f"{_ASIDE}*")) if (aside / FILE_NAME).is_file()), None)


def _refuse_what_is_there(folder: Path) -> None:
    for taken in (folder / name for name in reversed(_PARTS)):
        if taken.exists() or taken.is_symlink():
            raise Refused(
                "exists",
                _("{path} exists already, and nothing is overwritten."),
                hint=_("Choose another folder: `dxskills init DIR`."),
                path=str(taken),
            )


def _make(aside: Path) -> None:
    aside.mkdir(mode=FOLDER_MODE, parents=True)
    try:
        _write_files(aside)
        # Last, since it says that all is there.
        _write(aside / f"{FILE_NAME}.tmp", INITIAL_TEXT.encode())
        (aside / f"{FILE_NAME}.tmp").rename(aside / FILE_NAME)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _write_files(folder: Path) -> None:
    data = folder / "data"
    data.mkdir(mode=FOLDER_MODE)
    shipped = shipped_folder()
    for name in ("roles.yaml", "trainings.yaml"):
        _write(data / name, (shipped / name).read_bytes())
    (data / "profiles").mkdir(mode=FOLDER_MODE)
    for profile in sorted((shipped / "profiles").glob("*.yaml")):
        _write(data / "profiles" / profile.name, profile.read_bytes())
    year_start = load(read_sources(shipped)).organisation.fiscal_year_start
    Journal.create(folder / "store", year_start=year_start)


def _write(path: Path, raw: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, FILE_MODE), "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
