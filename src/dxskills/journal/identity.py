"""store.json: which store this is, and where its fiscal year starts. Written last: it makes a folder a store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import orjson

from dxskills.dates import MonthDay
from dxskills.digest import blake2b
from dxskills.errors import Damaged, Unavailable
from dxskills.i18n import _
from dxskills.journal import disk

FILE = "store.json"
_SCHEMA = "dxskills/store/"
_VERSION = 1
_FIELDS = {"schema", "id", "year_start"}
_ID = re.compile(r"(?:[0-9a-f]{2}){16,32}")


class Identity(NamedTuple):
    """``id`` is random and never changes; ``year_start`` (month, day) decides when a new segment begins."""

    id: str
    year_start: MonthDay


def write_identity(folder: Path, identity: Identity) -> None:
    month, day = identity.year_start
    content = {"schema": f"{_SCHEMA}{_VERSION}", "id": identity.id, "year_start": f"{month:02}-{day:02}"}
    content["check"] = check_of(content)
    disk.write_file(folder / FILE, orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def read_identity(folder: Path) -> Identity:
    """Unavailable "no-store" where there is none, "newer-store" for one that a later version made."""
    path = folder / FILE
    try:
        raw = disk.read_file(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        if (folder / "HEAD").exists():
            raise _damaged(path) from error
        raise no_store(folder) from error
    except OSError as error:
        raise disk.unreadable(path, error) from error
    try:
        content = orjson.loads(raw)
        if content.pop("check", None) not in (check_of(content), None):
            raise ValueError("its check does not fit")
        schema = content["schema"]
        if not schema.startswith(_SCHEMA):
            raise ValueError(schema)
        version = int(schema.removeprefix(_SCHEMA))
        if version > _VERSION:
            raise _newer(folder, version)
        if content.keys() - _FIELDS:
            raise ValueError("it has other fields")
        start = date.fromisoformat("2000-" + content["year_start"])
        identity = Identity(content["id"], (start.month, start.day))
        if not _ID.fullmatch(identity.id):
            raise ValueError(identity.id)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path) from error
    return identity


def check_of(content: Mapping[str, object]) -> str:
    """What a small file of a store says of its other fields, for a bit that flips."""
    return blake2b(orjson.dumps(content, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()


def no_store(folder: Path) -> Unavailable:
    hint = _("`dxskills init` makes a new registry; `--store` or DXSKILLS_STORE names one that exists.")
    return Unavailable("no-store", _("There is no store in {folder}."), hint=hint, folder=folder)


def _newer(folder: Path, version: int) -> Unavailable:
    message = _("The store in {folder} was made by a newer version of dxskills (format {version}).")
    hint = _("Install the version of dxskills that the others who use the store have.")
    return Unavailable("newer-store", message, hint=hint, folder=folder, version=version)


def _damaged(path: Path) -> Damaged:
    hint = _("Put the file back from a backup of the store; nothing is written until then.")
    return Damaged("damaged", _("{path} is missing or unreadable."), hint=hint, path=path)
