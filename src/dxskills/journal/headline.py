"""The head line: how far a journal went, on one line to keep elsewhere, and what it tells of a journal later.

HEAD lies beside the journal and is put back with it. Who keeps this line somewhere else notices a store that was put
back to an earlier day, or written anew from some entry on: the chain gives that entry one hash and no other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from dxskills.digest import blake2b
from dxskills.errors import Refused, Unexpected
from dxskills.i18n import _
from dxskills.journal import disk
from dxskills.journal.event import BadLine, first_hash, line_hash
from dxskills.journal.segments import FOLDER, NOT_THE_END, damaged, hashes_of, last_line

if TYPE_CHECKING:
    from dxskills.journal.head import Head
    from dxskills.journal.journal import Journal, Verification

MARK = "dxskills-head/1"
_NEVER = "-"
_FIELDS = 6
_MOST_DIGITS = 18
FORGOTTEN = "staff.forgotten"
"""The kind of the entry that a forgetting makes; ``first`` is the first entry that it changed."""
_MAX_FILE = 16 * 1024 * 1024


class HeadLine(NamedTuple):
    """Entry ``seq`` of the store ``id`` has this ``hash``; ``on`` is the day it was made, "-" if there is none."""

    id: str
    seq: int
    hash: str
    on: str

    def text(self) -> str:
        """The line without line feed: ASCII, fields parted by one blank, the last one a check against typing errors."""
        body = f"{MARK} {self.id} {self.seq} {self.hash} {self.on}"
        return f"{body} {_check_of(body)}"


def head_line(journal: Journal) -> HeadLine:
    """The line for the journal as it is now; the same until something is entered. Damaged if its last line is."""
    return journal.unless_rewritten(lambda: _line_of(journal))


def _line_of(journal: Journal) -> HeadLine:
    end = journal.head()
    if end.seq == 0:
        return HeadLine(journal.id, 0, end.hash, _NEVER)
    path = journal.folder / FOLDER / end.segment
    with disk.reading(path):
        fd = disk.open_file(path, disk.READ)
    try:
        with disk.reading(path):
            line = last_line(fd, end.length)
        if line_hash(line) != end.hash:
            raise BadLine(NOT_THE_END)
    except BadLine as error:
        raise damaged(end.segment, None, str(error)) from error
    finally:
        disk.close(fd)
    return HeadLine(journal.id, end.seq, end.hash, str(orjson.loads(line)["at"])[:10])


def parse(text: str) -> HeadLine:
    """A head line as somebody kept it: broken by a mail program, quoted, in capitals; Refused "bad-head-line" else."""
    words = _words(text)
    if len(words) != _FIELDS or words[0] != MARK or not _is_number(words[2]):
        raise _bad(_("it does not have the six parts of one"))
    if _check_of(" ".join(words[:-1])) != words[-1]:
        raise _bad(_("its last part does not fit the others: something in it was changed or mistyped"))
    return HeadLine(words[1], int(words[2]), words[3], words[4])


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS


def expected(given: str) -> tuple[HeadLine, ...]:
    """What the option says: one line, or a file of them, whatever else is written there."""
    if MARK in _words(given):
        return (parse(given),)
    words = _words(_text_of(given))
    starts = [place for place, word in enumerate(words) if word == MARK]
    if not starts:
        raise _bad(_("{file} holds none").format(file=given))
    return tuple(parse(" ".join(words[start : start + _FIELDS])) for start in starts)


def _words(text: str) -> list[str]:
    words = (word.strip("\"'`>") for word in unicodedata.normalize("NFKC", text).lower().split())
    return [word for word in words if word]


def verify(journal: Journal, expect: str | None) -> Verification:
    """Read everything once, and then hold it against what ``expect`` names, if anything."""
    lines = () if expect is None else expected(expect)

    def look() -> Verification:
        found = journal.verify()
        hold_against(journal, found.head, lines)
        return found

    return journal.unless_rewritten(look)


def hold_against(journal: Journal, end: Head, lines: Sequence[HeadLine]) -> None:
    """Raise Unexpected if the journal, found whole as far as ``end``, has not passed through all of ``lines``."""
    for line in lines:
        if line.id != journal.id:
            message = _("This is another store: {here}; the head line is one of {there}.")
            hint = _("Look at --store, and at which head line was kept for which store.")
            raise Unexpected("another-store", message, hint=hint, here=journal.id, there=line.id)
    there = hashes_of(journal.folder, {line.seq for line in lines}, end) | {0: first_hash(journal.id)}
    others = [line for line in lines if line.seq in there and there[line.seq] != line.hash]
    # Said last, since it may have been meant: what nobody can have meant goes before it.
    said = _forgettings(journal, end) if others else ()
    explained = {line: how for line in others if (how := _explaining(line, said))}
    for line in sorted(lines, key=lambda line: line.seq):
        if line in others and line not in explained:
            raise _rewritten(line)
        if line.seq > end.seq:
            raise _rolled_back(line, end.seq)
    if explained:
        raise _forgotten_since(*min(explained.items()))


class _Forgetting(NamedTuple):
    seq: int
    first: int
    on: str


def _forgettings(journal: Journal, end: Head) -> tuple[_Forgetting, ...]:
    """What the journal says of its being written anew."""
    found = (event for event in journal.read(up_to=end) if event.kind == FORGOTTEN)
    return tuple(_Forgetting(event.seq, event.data.get("first") or event.seq, event.at[:10]) for event in found)


def _explaining(line: HeadLine, said: Sequence[_Forgetting]) -> _Forgetting | None:
    """The first forgetting that was entered behind the line's entry, and changed it or one before it."""
    return next((one for one in said if one.first <= line.seq < one.seq), None)


def _forgotten_since(line: HeadLine, how: _Forgetting) -> Unexpected:
    message = _(
        "Entry {seq} is not the one that it was on {on}. The journal says why: it was written anew on {day} from entry "
        "{first} on, to forget somebody (entry {entry})."
    )
    hint = _(
        "Whether nothing else was changed then, this line cannot tell. If nobody was to be forgotten, keep a copy of "
        "the store and compare it with a backup from before. Otherwise put a new line of `store head` in its place."
    )
    said = {"seq": line.seq, "on": line.on, "day": how.on, "first": how.first, "entry": how.seq}
    return Unexpected("forgotten-since", message, hint=hint, **said)


def _rewritten(line: HeadLine) -> Unexpected:
    message = _("The journal was rewritten: entry {seq} is not the one that it was on {on}.")
    hint = _(
        "The chain is whole, so this was no failing disk. Keep a copy of the store, and compare it with a backup from "
        "before: `dxskills --store BACKUP log` shows what was there."
    )
    return Unexpected("rewritten", message, hint=hint, seq=line.seq, on=line.on)


def _rolled_back(line: HeadLine, seq: int) -> Unexpected:
    message = _("The journal was put back: it ends with entry {here}, and on {on} there was an entry {seq} already.")
    hint = _(
        "Somebody put an old backup or an old copy in its place. Look for a newer one, or enter again what was made "
        "since."
    )
    return Unexpected("rolled-back", message, hint=hint, here=seq, seq=line.seq, on=line.on)


def _text_of(file: str) -> str:
    path = Path(file)
    try:
        if not path.is_file():
            raise Refused("no-such-file", _("There is no file {file}."), file=file)
        with path.open("rb") as stream:
            return stream.read(_MAX_FILE).decode("utf-8-sig", "replace")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused("unreadable-file", _("{file} cannot be read: {reason}."), file=file, reason=reason) from error


def _check_of(body: str) -> str:
    return blake2b(body.encode(), digest_size=4).hexdigest()


def _bad(reason: str) -> Refused:
    hint = _("Give the whole line that `dxskills store head` printed, in quotation marks, or a file with such lines.")
    return Refused("bad-head-line", _("That is no head line: {reason}."), hint=hint, reason=reason)
