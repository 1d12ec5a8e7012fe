"""JSON Lines, one object a line, and a JSON document that is an array of objects: both as rows under their keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from dxskills.errors import Problem, Refused
from dxskills.exchange.encoding import find_encoding, open_text
from dxskills.exchange.source import Source
from dxskills.exchange.table import Faulty, Row
from dxskills.i18n import _

LONGEST_LINE = 2**20
"""Characters."""
LONGEST_ARRAY = 64 * 2**20
"""Bytes of a document that is one array: it is read whole, as lines are not."""
_MOST_KEYS = 1000

Pairs = list[tuple[str, Any]]


class JsonTable:
    """Objects as rows. Numbers are the texts that stand there; ``null`` and an absent key are a blank cell.

    Row n is line n, or the n-th object of an array; the keys, in the order in which they turn up, are the header, with
    number 0. Making one reads the file through; refuses ("undecodable", "bad-json", "line-too-long", "not-an-object").
    """

    sheet = None

    def __init__(self, source: Source, encoding: str | None) -> None:
        self.path = source.path
        self.file = source.file
        self._source = source
        try:
            with source.open() as stream:
                self._encoding = find_encoding(stream, encoding)
        except OSError as error:
            raise source.unreadable(error) from None
        if self._encoding.faulty or self._encoding.rival:
            raise Refused(
                "undecodable",
                _("{file} has bytes that are not {encoding}, so nothing of it was imported."),
                hint=_("JSON is written in UTF-8: export it again."),
                file=self.file,
                encoding=self._encoding.name,
            )
        self._objects = self._array if self._is_array() else self._lines
        self.keys = self._all_keys()

    def rows(self) -> Iterator[Row]:
        yield Row(0, list(self.keys))
        for number, pairs in self._objects():
            found = {key: _cell(value) for key, value in pairs}
            yield Row(number, [found.get(key, "") for key in self.keys])

    def _all_keys(self) -> tuple[str, ...]:
        keys: dict[str, None] = {}
        for number, pairs in self._objects():
            keys.update(dict.fromkeys(key for key, _value in pairs))
            if len(keys) > _MOST_KEYS:
                raise self._bad(
                    "bad-json",
                    number,
                    _(
                        "There are more than {limit} different keys.",
                    ),
                    limit=_MOST_KEYS,
                )
        return tuple(keys)

    def _is_array(self) -> bool:
        with closing(open_text(self._source.open(), self._encoding)) as text:
            return text.read(4096).lstrip().startswith("[")

    def _lines(self) -> Iterator[tuple[int, Pairs]]:
        number = 0
        with closing(open_text(self._source.open(), self._encoding)) as text:
            while line := text.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    message = _("Line {line} is longer than {limit} characters.")
                    raise self._bad("line-too-long", number, message, line=number, limit=LONGEST_LINE)
                if not line.isspace():
                    yield number, self._object(self._parsed(line, number), number)

    def _array(self) -> Iterator[tuple[int, Pairs]]:
        with closing(open_text(self._source.open(), self._encoding)) as text:
            whole = text.read(LONGEST_ARRAY + 1)
        if len(whole) > LONGEST_ARRAY:
            message = _("{file} is one JSON array of more than {limit} MB.")
            hint = _("Write it as JSON Lines, one object a line: these may be of any length.")
            raise Refused("file-too-large", message, hint=hint, file=self.file, limit=LONGEST_ARRAY // 2**20)
        for number, item in enumerate(self._parsed(whole, 1), start=1):
            yield number, self._object(item, number)

    def _parsed(self, text: str, number: int) -> Any:
        try:
            return _decode(text)
        except RecursionError:
            raise self._bad("bad-json", number, _("It is nested too deeply.")) from None
        except ValueError as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            message = _("This is not JSON: {reason}.")
            raise self._bad("bad-json", number, message, reason=reason) from None

    def _object(self, value: Any, number: int) -> Pairs:
        if not isinstance(value, _Object):
            raise self._bad(
                "not-an-object", number, _("This is not an object, such as {example}."), example='{"staff": "00012345"}'
            )
        seen: set[str] = set()
        for key, _value in value:
            if key in seen:
                raise self._bad("bad-json", number, _("The key {key} stands twice."), key=key)
            seen.add(key)
        return value

    def _bad(self, code: str, number: int, message: str, **params: object) -> Refused:
        problem = Problem(self.file, number, None, None, code, message.format_map(params))
        text = _("{file}, row {row}: {reason}")
        return Refused(code, text, problems=[problem], file=self.file, row=number, reason=problem.message)


class _Object(Pairs):
    """The pairs of an object, a key that stands twice included."""


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_decode: Callable[[str], Any] = json.JSONDecoder(
    object_pairs_hook=_Object, parse_float=str, parse_int=str, parse_constant=_no_constant
).decode


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    text = "{…}" if isinstance(value, _Object) else "[…]"
    return Faulty.of(text, "bad-cell", _("This is a list or an object, not a value."))
