"""Making a new registry: the one thing that creates a store."""

from __future__ import annotations

from pathlib import Path

from dxskills.errors import Refused, Unavailable
from dxskills.framework.load import load
from dxskills.framework.shipped import shipped_folder
from dxskills.framework.sources import read_sources
from dxskills.i18n import _
from dxskills.journal.disk import FOLDER_MODE
from dxskills.journal.journal import Journal

FILE_NAME = "dxskills.toml"

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

    Refuses ("exists") if one of the three is there. The configuration comes last: with it the registry is complete.
    """
    config = folder / FILE_NAME
    for taken in (config, folder / "data", folder / "store"):
        if taken.exists() or taken.is_symlink():
            raise Refused(
                "exists",
                _("{path} exists already, and nothing is overwritten."),
                hint=_("Choose another folder: `dxskills init DIR`."),
                path=str(taken),
            )
    try:
        _write_files(folder)
        config.write_text(INITIAL_TEXT, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Unavailable(
            "not-writable",
            _("{path} cannot be written: {reason}"),
            path=str(folder),
            reason=error.strerror or str(error),
        ) from error
    return config


def _write_files(folder: Path) -> None:
    data = folder / "data"
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    data.mkdir(mode=FOLDER_MODE)
    shipped = shipped_folder()
    for name in ("roles.yaml", "trainings.yaml"):
        (data / name).write_bytes((shipped / name).read_bytes())
    (data / "profiles").mkdir(mode=FOLDER_MODE)
    for profile in sorted((shipped / "profiles").glob("*.yaml")):
        (data / "profiles" / profile.name).write_bytes(profile.read_bytes())
    year_start = load(read_sources(shipped)).organisation.fiscal_year_start
    Journal.create(folder / "store", year_start=year_start)
