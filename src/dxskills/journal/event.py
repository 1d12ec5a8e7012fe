"""One line of the journal: an entry with its place, its moment and the hash of the line before it.

A line has one spelling: UTF-8 JSON without blanks, the fields in a fixed order, no key twice. What :func:`decode` is
given has to be spelt so, whoever wrote it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

import orjson

from dxskills.digest import blake2b
from dxskills.errors import Refused
from dxskills.i18n import N_, _

FIELDS = ("seq", "at", "by", "batch", "kind", "staff", "on", "data", "prev")
MAX_LINE = 16 * 1024 * 1024
"""Bytes of the longest line, its line feed not counted."""
MAX_DEPTH = 250
"""Levels that lists and objects may be nested; orjson writes no more than 254."""
MAX_INT = 2**63 - 1
HASH_BYTES = 32
_EXACT_INT = 2**53

_ENCODE = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS
_STRICT = orjson.OPT_STRICT_INTEGER


class Draft(NamedTuple):
    """An entry before the journal gives it its number: ``on`` is an ISO date, ``data`` plain JSON values."""

    kind: str
    staff: str | None
    on: str | None
    data: dict[str, Any]


class Event(NamedTuple):
    """An entry of the journal; ``at`` is UTC to the microsecond, as ``2026-11-24T08:15:33.123456Z``."""

    seq: int
    at: str
    by: str
    batch: str | None
    kind: str
    staff: str | None
    on: str | None
    data: dict[str, Any]


_NEW = tuple.__new__


class BadLine(ValueError):
    """Why a line is not an entry; the message is a template for the catalogue."""


def line_hash(line: bytes) -> str:
    """The hash that the next line names as its ``prev``; ``line`` comes without its line feed."""
    return blake2b(line, digest_size=HASH_BYTES).hexdigest()


def first_hash(store_id: str) -> str:
    """What the first line of a store names as its ``prev``: it ties every segment to the one store."""
    return line_hash(b"dxskills/journal/1 " + store_id.encode())


def encode(event: Event, prev: str) -> bytes:
    """The line of an entry, without line feed; Refused "unstorable" for what no line can hold."""
    try:
        line = orjson.dumps(dict(zip(FIELDS, (*event, prev), strict=True)), option=_ENCODE)
        if len(line) > MAX_LINE:
            raise BadLine(N_("it is longer than 16 MB"))
        # What cannot be read back as it was must not be written: orjson makes null of NaN, for one.
        if not _is_plain(event) and decode(line, event.seq, prev) != event:
            _check(event.data, 0)
    except BadLine as error:
        raise _unstorable(_(str(error))) from error
    except (TypeError, RecursionError) as error:
        raise _unstorable(_why_unwritable(event) or str(error)) from error
    return line


def _is_plain(event: Event) -> bool:
    """Whether it is of such values only as are read back as they were; saves reading nearly every entry back."""
    seq, at, by, batch, kind, staff, on, data = event
    return (
        type(seq) is int
        and type(at) is str
        and _is_moment(at)
        and _is_plain_text(by)
        and _is_plain_text(kind)
        and (batch is None or _is_plain_text(batch))
        and (staff is None or _is_plain_text(staff))
        and (on is None or (type(on) is str and _is_date(on)))
        and type(data) is dict
        and _are_plain(data)
    )


def _is_plain_text(value: object) -> bool:
    # orjson itself refuses half a character.
    return type(value) is str and "\0" not in value


def _are_plain(data: dict[str, Any]) -> bool:
    for key, value in data.items():
        kind = type(value)
        if type(key) is not str or "\0" in key:
            return False
        if kind is str:
            if "\0" in value:
                return False
        elif kind is int:
            if not -_EXACT_INT < value < _EXACT_INT:
                return False
        elif not (kind is bool or value is None or (kind is float and isfinite(value))):
            return False
    return True


def _why_unwritable(event: Event) -> str:
    try:
        for value in event:
            _check(value, 0)
    except BadLine as error:
        return _(str(error))
    return ""


def _unstorable(reason: str) -> Refused:
    return Refused("unstorable", _("An entry cannot be stored: {reason}. Nothing was written."), reason=reason)


def _check(value: object, depth: int) -> None:
    kind = type(value)
    if kind is str:
        _check_text(value)  # type: ignore[arg-type]
    elif kind is int:
        if not -MAX_INT - 1 <= value <= MAX_INT:  # type: ignore[operator]
            raise BadLine(N_("an integer needs more than 64 bits"))
    elif kind is float:
        if not isfinite(value):  # type: ignore[arg-type]
            raise BadLine(N_("a number is not finite"))
    elif kind is dict or kind is list or kind is tuple:
        _check_nested(value, depth + 1)
    elif value is not None and kind is not bool:
        raise BadLine(N_("a value is not plain JSON"))


def _check_nested(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise BadLine(N_("it is nested too deeply"))
    if type(value) is dict:
        for key in value:
            if type(key) is not str:
                raise BadLine(N_("a key is not text"))
            _check_text(key)
        value = value.values()
    for item in value:
        _check(item, depth)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise BadLine(N_("a text holds a NUL character"))
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise BadLine(N_("a text holds half a character (a lone surrogate)"))


def decode(line: bytes, seq: int, prev: str) -> Event:
    """The entry on a line that must be number ``seq`` and follow the line that hashes to ``prev``; else BadLine."""
    try:
        fields = orjson.loads(line)
    except ValueError as error:
        raise BadLine(_why_unreadable(line)) from error
    try:
        plain = orjson.dumps(fields, option=_STRICT) == line
    except (TypeError, RecursionError):
        plain = False
    if not plain or (b"\\" in line and b"\\u0000" in line):
        _examine(line)
    if type(fields) is not dict or tuple(fields) != FIELDS:
        raise BadLine(N_("its fields are not those of an entry"))
    said_seq, at, by, batch, kind, staff, on, data, said_prev = fields.values()
    if said_prev != prev:
        raise BadLine(N_("it does not follow the line before it"))
    if said_seq != seq or type(said_seq) is not int:
        raise BadLine(N_("its number is not the next one"))
    if not (
        type(by) is str
        and type(kind) is str
        and type(data) is dict
        and (batch is None or type(batch) is str)
        and (staff is None or type(staff) is str)
    ):
        raise BadLine(N_("a field has the wrong type"))
    if type(at) is not str or not _is_moment(at):
        raise BadLine(N_("its time is not one"))
    if on is not None and (type(on) is not str or not _is_date(on)):
        raise BadLine(N_("its date is not one"))
    # Without the call that a named tuple's constructor is: this is done for every line of the store.
    return _NEW(Event, (seq, at, by, batch, kind, staff, on, data))


def moment_text(at: datetime) -> str:
    """The one spelling of a moment; ``at`` knows its time zone."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


@lru_cache(maxsize=4096)
def _is_moment(text: str) -> bool:
    try:
        # The parser takes other spellings too.
        return moment_text(datetime.fromisoformat(text)) == text
    except ValueError:
        return False


@lru_cache(maxsize=32_768)
def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _why_unreadable(line: bytes) -> str:
    if not line.strip():
        return N_("the line is blank")
    if line.startswith(b"\xef\xbb\xbf"):
        return N_("it starts with a byte-order mark")
    if b"\0" in line:
        return N_("it holds NUL bytes")
    if line.count(b"[") + line.count(b"{") > MAX_DEPTH:
        return N_("it is nested too deeply")
    return N_("it is not JSON")


def _examine(line: bytes) -> None:
    """Find what is wrong with a line that reads as JSON but is not spelt as it would have been written.

    A number may be spelt in another way (a later encoder may write the same one differently); nothing else may.
    """
    import json

    if line != line.strip():
        raise BadLine(N_("it has blanks or a carriage return around it"))
    try:
        _check(json.loads(line, object_pairs_hook=_no_key_twice, parse_constant=_no_constant), 0)
    except RecursionError as error:
        raise BadLine(N_("it is nested too deeply")) from error
    except BadLine:
        raise
    except ValueError as error:
        raise BadLine(N_("it is not JSON")) from error


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadLine(N_("a key stands twice"))
    return found


def _no_constant(name: str) -> Any:
    raise BadLine(N_("a number is not finite"))
