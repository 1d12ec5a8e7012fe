"""Strict YAML: a file's bytes as mappings, sequences and texts that know where they stand.

Every scalar stays the text that is written, because YAML 1.1 reads 0123 as 83, NO as false and 12:30 as 750; whether it
was quoted is kept, so that the schema can ask for quotes. Duplicate keys, anchors, aliases and tags are faults, and so
is whatever nests or grows beyond any framework: no file makes this run long, recurse deep or raise.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from dxskills.framework.faults import Faults
from dxskills.i18n import _

DEEPEST = 40
MOST_NODES = 1_000_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

# The C parser reads twenty times as fast; a PyYAML built without it reads the same.
_Events: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Position = tuple[int, int]
"""Line and column, counted from 1."""


class Scalar(str):
    """A text, where it stands, and whether it is plain: written without quotes and not as a block."""

    __slots__ = ("at", "plain")
    at: Position
    plain: bool


class Mapping(dict[str, Any]):
    """Values by key; ``key_at`` says where each key stands."""

    __slots__ = ("at", "key_at")
    at: Position
    key_at: dict[str, Position]


class Sequence(list[Any]):
    __slots__ = ("at",)
    at: Position


class Broken:
    """Stands where a fault was found already, so that nothing more is said about the place."""

    __slots__ = ("at",)

    def __init__(self, at: Position) -> None:
        self.at = at


def scalar(text: str, at: Position, plain: bool) -> Scalar:
    made = Scalar(text)
    made.at, made.plain = at, plain
    return made


def read_tree(raw: bytes, file: str, faults: Faults) -> Mapping | None:
    """The mapping that a file consists of; None, with a fault noted, where it cannot be read to its end."""
    text = _decoded(raw, file, faults)
    return None if text is None else _Reader(file, faults).read(text)


def _decoded(raw: bytes, file: str, faults: Faults) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add(file, (1, 1), "not-utf-8", _("The file is UTF-16; save it as UTF-8."))
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.add(
            file, (1, 1), "byte-order-mark", _("The file starts with a byte-order mark; save it as UTF-8 without one.")
        )
        raw = raw[3:]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        bad = raw[error.start : error.end].hex(" ").upper()
        message = _("The byte {byte} is not UTF-8; save the file as UTF-8.")
        faults.add(file, _position(before), "not-utf-8", message, value=bad, byte=bad)
        return None
    control = _CONTROL.search(text)
    if control is not None:
        point = f"U+{ord(control[0]):04X}"
        message = _("The control character {point} has no place in the file.")
        faults.add(file, _position(text[: control.start()]), "control-character", message, value=point, point=point)
        return None
    return text


def _position(before: str) -> Position:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


class _Frame:
    """A container that is being filled; ``key`` is what the next value of a mapping belongs to."""

    __slots__ = ("into", "key", "keyed")

    def __init__(self, into: Mapping | Sequence) -> None:
        self.into = into
        self.key: Scalar | None = None  # None once keyed: the value is read and dropped
        self.keyed = False


class _Reader:
    """Builds the tree from the parser's events, with a stack of its own: the depth of a file is not Python's."""

    def __init__(self, file: str, faults: Faults) -> None:
        self._file = file
        self._faults = faults
        self._stack: list[_Frame] = []
        self._root: Any = None
        self._nodes = 0

    def read(self, text: str) -> Mapping | None:
        try:
            whole = self._read_events(_Events(text))
        except yaml.MarkedYAMLError as error:
            self._syntax(error.problem_mark or error.context_mark, str(error.problem or error.context))
            return None
        except yaml.YAMLError as error:
            self._syntax(None, str(getattr(error, "reason", None) or error))
            return None
        if not whole:
            return None
        if self._root is None or (isinstance(self._root, Scalar) and not self._root):
            self._fault((1, 1), "empty-file", _("The file is empty."))
        elif not isinstance(self._root, Mapping):
            self._fault(
                self._root.at, "not-a-mapping", _("The file must consist of keys and values, as in `schema: …`.")
            )
        return self._root if isinstance(self._root, Mapping) else None

    def _read_events(self, events: Any) -> bool:
        """Take in every event; False where the rest of the file is not worth reading."""
        while True:
            event = events.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._begin(event)
                self._take(scalar(event.value, _at(event), event.implicit[0]))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._begin(event)
                self._open(event, kind is yaml.MappingStartEvent)
                if len(self._stack) > DEEPEST:
                    message = _("Nothing in a framework nests deeper than {limit} levels.")
                    self._fault(_at(event), "too-deep", message, limit=DEEPEST)
                    return False
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._stack.pop()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.StreamEndEvent or (kind is yaml.DocumentStartEvent and not self._start_document(event)):
                return True
            if self._nodes > MOST_NODES:
                message = _("The file holds more than {limit} values, so it is no framework file.")
                self._fault(_at(event), "too-many-values", message, limit=MOST_NODES)
                return False

    def _start_document(self, event: Any) -> bool:
        if self._root is not None:
            self._fault(
                _at(event), "several-documents", _("Only one document belongs in the file; take the `---` out.")
            )
            return False
        if event.tags:
            self._fault(_at(event), "tag", _("Tags (`%TAG`, `!…`) are not allowed."))
        return True

    def _begin(self, event: Any) -> None:
        self._nodes += 1
        if event.anchor is not None:
            message = _("Anchors (`&{name}`) are not allowed; write the value out where it is meant.")
            self._fault(_at(event), "anchor", message, value=f"&{event.anchor}", name=event.anchor)
        if event.tag is not None:
            message = _("Tags (`{tag}`) are not allowed; write the value without one.")
            self._fault(_at(event), "tag", message, value=event.tag, tag=event.tag)

    def _alias(self, event: Any) -> None:
        self._nodes += 1
        message = _("Aliases (`*{name}`) are not allowed; write the value out where it is meant.")
        self._fault(_at(event), "alias", message, value=f"*{event.anchor}", name=event.anchor)
        self._take(Broken(_at(event)))

    def _open(self, event: Any, mapping: bool) -> None:
        made: Mapping | Sequence
        if mapping:
            made = Mapping()
            made.key_at = {}
        else:
            made = Sequence()
        made.at = _at(event)
        self._take(made)
        self._stack.append(_Frame(made))

    def _take(self, value: Any) -> None:
        """Put a value where it belongs: into the list, at its key, or as the next key."""
        if not self._stack:
            self._root = value
            return
        frame = self._stack[-1]
        if isinstance(frame.into, Sequence):
            frame.into.append(value)
        elif not frame.keyed:
            frame.key, frame.keyed = self._key(frame.into, value), True
        else:
            if frame.key is not None:
                frame.into[frame.key] = value
            frame.keyed = False

    def _key(self, into: Mapping, value: Any) -> Scalar | None:
        if not isinstance(value, Scalar):
            if not isinstance(value, Broken):
                self._fault(value.at, "bad-key", _("A key must be a plain word."))
            return None
        if value in into.key_at:
            message = _("The key {key} stands here twice; it is also in line {line}.")
            first = into.key_at[value][0]
            self._fault(value.at, "duplicate-key", message, value=value, key=value, line=first)
            return None
        into.key_at[value] = value.at
        return value

    def _syntax(self, mark: Any, reason: str) -> None:
        at = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        self._fault(at, "yaml-syntax", _("This is not YAML that can be read: {reason}."), reason=reason)

    def _fault(self, at: Position, code: str, message: str, value: str | None = None, **params: object) -> None:
        self._faults.add(self._file, at, code, message.format_map(params), value=value)


def _at(event: Any) -> Position:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
