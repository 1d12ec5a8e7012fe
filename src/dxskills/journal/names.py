"""people.json: names and kana by staff number, apart from the journal so that they can be forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import orjson

from dxskills.digest import blake2b
from dxskills.errors import Damaged, Refused
from dxskills.i18n import _
from dxskills.journal import disk

FILE = "people.json"
SCHEMA = "dxskills/people/1"


class Name(NamedTuple):
    """A person's name as the source file of ``as_of`` (an ISO date) wrote it."""

    name: str
    kana: str | None
    as_of: str


Names = dict[str, Name]


def write_names(folder: Path, names: Names) -> None:
    """Put ``names`` in the place of what is there, durably; a crash leaves the old or the new ones."""
    people = {staff: name._asdict() for staff, name in sorted(names.items())}
    try:
        # One person a line, so that a difference can be read.
        lines = [orjson.dumps(staff) + b":" + orjson.dumps(name) for staff, name in people.items()]
    except TypeError as error:
        raise Refused("unstorable", _("A name cannot be stored: {reason}."), reason=error) from error
    body = b",\n".join(lines) + b"\n}}\n"
    raw = b'{"schema":"' + SCHEMA.encode() + b'","check":"' + _check(body) + b'","people":{\n' + body
    with disk.writing(folder / FILE):
        disk.write_file(folder / FILE, raw)


def read_names(folder: Path) -> Names:
    path = folder / FILE
    try:
        raw = disk.read_file(path)
    except FileNotFoundError as error:
        raise _damaged(path, _("it is missing")) from error
    except OSError as error:
        raise disk.unreadable(path, error) from error
    try:
        content = orjson.loads(raw)
        if content["schema"] != SCHEMA or content.keys() - {"schema", "check", "people"}:
            raise ValueError(content["schema"])
        if content.get("check", "").encode() not in (_check(raw.partition(b"\n")[2]), b""):
            raise ValueError("its check does not fit")
        names = {staff: _name(fields) for staff, fields in content["people"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, _("its content is not what is written there")) from error
    # A quotation mark inside a text is escaped, so this counts people, those entered twice too.
    if raw.count(b'"as_of":') != len(names):
        raise _damaged(path, _("somebody stands in it twice"))
    return names


def _check(body: bytes) -> bytes:
    """Of all that stands behind the first line: a bit that flips in a name makes another name, seen nowhere else."""
    return blake2b(body, digest_size=16).hexdigest().encode()


def salvage(raw: bytes) -> Names:
    """The names that can be read of a damaged people.json, person by person; of two of one person the later one."""
    found: Names = {}
    for line in raw.split(b"\n"):
        try:
            people = orjson.loads(b"{" + line.strip().removesuffix(b",") + b"}")
            for staff, fields in people.items():
                name = _name(fields)
                if staff not in found or found[staff].as_of <= name.as_of:
                    found[staff] = name
        except (ValueError, TypeError, AttributeError):
            continue
    return found


def _name(fields: dict[str, Any]) -> Name:
    name = Name(**fields)
    if type(name.name) is not str or type(name.as_of) is not str or not (name.kana is None or type(name.kana) is str):
        raise TypeError(name)
    return name


def _damaged(path: Path, reason: str) -> Damaged:
    hint = _("Put the file back from a backup, or let `dxskills store repair` keep the names that can still be read.")
    return Damaged("damaged", _("{path} cannot be used: {reason}."), hint=hint, path=path, reason=reason)
