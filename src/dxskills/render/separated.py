"""CSV and TSV: one header row of stable English names, values in ISO form, formulas guarded.

The guard is the one that the import takes off again, see :mod:`dxskills.exchange.guard`.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, Literal

from dxskills.errors import Problem, Refused
from dxskills.exchange.characters import visible
from dxskills.exchange.guard import guard
from dxskills.i18n import _, n_
from dxskills.render.document import Document, Flat

_SEPARATORS = {"csv": ",", "tsv": "\t"}
_PIECE = 2000
"""Rows that are held at a time."""
_MOST_PROBLEMS = 1000


def render(document: Document, form: str, encoding: str) -> bytes:
    """``document``'s flat rows in ``encoding``; refused, with every such cell, where the encoding lacks a character."""
    buffer = io.BytesIO()
    write(document.flat(), form, encoding, buffer)
    return buffer.getvalue()


def write(flat: Flat, form: str, encoding: str, target: BinaryIO) -> None:
    """The same piece by piece, for rows of any number; what was written before a refusal is of no use."""
    encoder = codecs.getincrementalencoder(encoding)()
    target.write(encoder.encode(_text([flat.columns], form)))
    lacking = _Lacking(flat.columns, encoding)
    for first, rows in _pieces(flat):
        try:
            target.write(encoder.encode(_text(rows, form)))
        except UnicodeEncodeError:
            lacking.find(first, rows)
    lacking.refuse()


def _text(rows: Iterable[Sequence[object]], form: str, quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    line_end = "\r\n" if form == "csv" else "\n"
    csv.writer(text, delimiter=_SEPARATORS[form], lineterminator=line_end, quoting=quoting).writerows(rows)
    if "\r" in line_end or "\r" not in text.getvalue():
        return text.getvalue()
    # The library quotes a carriage return only where it ends lines, and takes any for the end of one when reading.
    return text.getvalue() if quoting == csv.QUOTE_ALL else _text(rows, form, csv.QUOTE_ALL)


def _pieces(flat: Flat) -> Iterator[tuple[int, list[list[object]]]]:
    """Rows as they are written, each piece with the row number of its first; at least one piece, which may be empty."""
    exact = flat.exact
    rows = ([_value(value, exact) for value in row] for row in flat.rows)
    number = 2
    piece = list(islice(rows, _PIECE))
    while True:
        yield number, piece
        number += len(piece)
        piece = list(islice(rows, _PIECE))
        if not piece:
            return


def _value(value: object, exact: bool) -> object:
    if isinstance(value, str):
        return guard(value if exact else visible(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return " ".join(str(item) for item in value)
    return value


class _Lacking:
    """Cells with characters that the encoding does not have."""

    def __init__(self, columns: Sequence[str], encoding: str) -> None:
        self._columns = columns
        self._encoding = encoding
        self._count = 0
        self._problems: list[Problem] = []

    def find(self, first: int, rows: Sequence[Sequence[object]]) -> None:
        for number, row in enumerate(rows, start=first):
            for column, value in zip(self._columns, row, strict=True):
                if (lacking := _lacking(str(value), self._encoding)) is None:
                    continue
                self._count += 1
                if self._count <= _MOST_PROBLEMS:
                    message = _("{encoding} lacks {character}.").format_map(lacking)
                    self._problems.append(Problem("-", number, column, str(value), "unencodable", message))

    def refuse(self) -> None:
        """Refuse if anything was found."""
        if self._count:
            raise Refused(
                "unencodable",
                n_(
                    "{count} value cannot be written in {encoding}; nothing was written.",
                    "{count} values cannot be written in {encoding}; nothing was written.",
                    self._count,
                ),
                hint=_("Leave out --encoding to write UTF-8, which has every character."),
                problems=self._problems,
                count=self._count,
                encoding=self._encoding,
            )


def _lacking(text: str, encoding: str) -> dict[str, str] | None:
    """The encoding, and each character of the text that it does not have."""
    found: dict[str, str] = {}
    rest = text
    while rest:
        try:
            rest.encode(encoding)
        except UnicodeEncodeError as error:
            for character in rest[error.start : error.end]:
                found[character] = f"{visible(character)} (U+{ord(character):04X})"
            rest = rest[error.end :]
        else:
            break
    return {"encoding": encoding, "character": ", ".join(found.values())} if found else None
