"""Taking one person out of what lies beside the journal: the quarantine, and copies that a killed backup left.

Nothing there counts. A line that names the person goes, and so does one that cannot be read: it cannot be shown not to.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import orjson

from dxskills.journal import disk, names
from dxskills.journal.backup import ENDING
from dxskills.journal.event import MAX_LINE, first_hash
from dxskills.journal.recovery import ASIDE, QUARANTINE
from dxskills.journal.segments import FOLDER
from dxskills.journal.traces import Traces

_CHUNK = 1024 * 1024
_BEGIN = re.compile(rb'\{"schema":"' + re.escape(names.SCHEMA).encode() + rb'"(,"check":"[0-9a-f]*")?,"people":\{\n?')
_BEGINNING = 65536


class Scrubbed(NamedTuple):
    """Lines of the quarantine that named the person, lines of it that could not be read, copies of killed backups.

    ``left`` are the copies that may not be removed.
    """

    lines: int = 0
    unreadable: int = 0
    copies: int = 0
    left: tuple[Path, ...] = ()


NOTHING = Scrubbed()


def scrub(folder: Path, store_id: str, traces: Traces) -> Scrubbed:
    """Remove what the quarantine of a store, and unfinished backups beside it, hold of a person; may be done again."""
    quarantine = folder / QUARANTINE
    lines = unreadable = 0
    aside = quarantine / f"scrubbing{ASIDE}"
    disk.remove(aside)
    for path in sorted(quarantine.rglob("*")):
        if path.is_file() and not path.is_symlink():
            named, unread = _scrub_file(path, aside, traces)
            lines, unreadable = lines + named, unreadable + unread
            disk.fsync_folder(path.parent)
    copies = [path for path in folder.absolute().parent.glob(f".*{ENDING}") if _is_copy_of(path, store_id)]
    for path in copies:
        shutil.rmtree(path, ignore_errors=True)
    left = tuple(path for path in copies if path.exists())
    return Scrubbed(lines, unreadable, len(copies) - len(left), left)


def _scrub_file(path: Path, aside: Path, traces: Traces) -> tuple[int, int]:
    """How many lines were removed that named the person, and that could not be read."""
    reader = disk.open_file(path, disk.READ)
    try:
        found = Counter(_judge(line, traces) for line in _lines(reader))
        if not found[False] and not found[None]:
            return 0, 0
        kept = _copy_kept(reader, aside, traces)
    finally:
        disk.close(reader)
    if kept:
        disk.replace(aside, path)
    else:
        disk.remove(aside)
        disk.remove(path)
    return found[False], found[None]


def _copy_kept(reader: int, aside: Path, traces: Traces) -> bool:
    writer = disk.create_file(aside)
    kept = False
    try:
        for line in _lines(reader):
            if _judge(line, traces):
                if begin := _BEGIN.fullmatch(line):
                    # The check is of all names, so it could tell whether a guess at the missing one is right.
                    line = line.replace(begin[1] or b"\0", b"")
                kept = kept or bool(line.strip())
                disk.write_whole(writer, line, aside)
        disk.fsync(writer)
    finally:
        disk.close(writer)
    return kept


def _judge(line: bytes, traces: Traces) -> bool | None:
    """True for a line that says nothing of the person, False for one that does, None for one that cannot be read."""
    text = line.removesuffix(b"\n")
    if text in (b"", b"}}") or _BEGIN.fullmatch(text):
        return True
    # An entry stands on its line alone; a name stands there as part of people.json.
    for whole in (text, b"{" + text.removesuffix(b",") + b"}"):
        try:
            content = orjson.loads(whole)
            # Spelt in another way it may say a thing twice, of which only one is read.
            if isinstance(content, dict) and orjson.dumps(content) == whole:
                return not traces.are_in(content)
        except (ValueError, TypeError, RecursionError):
            continue
    return None


def _lines(reader: int) -> Iterator[bytes]:
    at, rest = 0, b""
    while block := disk.read_at(reader, at, _CHUNK):
        at += len(block)
        *whole, rest = (rest + block).split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(rest) > MAX_LINE:
            rest = b"\0"  # no entry, whatever comes
    if rest:
        yield rest


def _is_copy_of(path: Path, store_id: str) -> bool:
    """Whether a killed backup of this store left it."""
    with suppress(OSError):
        for segment in sorted((path / FOLDER).iterdir()) if not path.is_symlink() else ():
            with segment.open("rb") as file:
                return first_hash(store_id).encode() in file.readline(_BEGINNING)
    return False
