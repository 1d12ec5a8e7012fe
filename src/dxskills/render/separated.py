"""CSV and TSV: one header row of stable English names, values in ISO form, formulas guarded.

The guard is the one that the import takes off again, see :mod:`dxskills.exchange.guard`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from dxskills.errors import Problem, Refused
from dxskills.exchange.characters import visible
from dxskills.exchange.guard import guard
from dxskills.i18n import _
from dxskills.render.document import Document, Flat

_SEPARATORS = {"csv": ",", "tsv": "\t"}


def render(document: Document, form: str, encoding: str) -> bytes:
    """``document``'s flat rows in ``encoding``; refused, with every such cell, where the encoding lacks a character."""
    flat = document.flat()
    rows = [[_value(value, flat.exact) for value in row] for row in flat.rows]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=_SEPARATORS[form], lineterminator="\r\n" if form == "csv" else "\n")
    writer.writerow(flat.columns)
    writer.writerows(rows)
    try:
        return buffer.getvalue().encode(encoding)
    except UnicodeEncodeError:
        raise _unencodable(flat, rows, encoding) from None


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


def _unencodable(flat: Flat, rows: Sequence[Sequence[object]], encoding: str) -> Refused:
    problems = [
        Problem("-", number, column, str(value), "unencodable", _("{encoding} lacks {character}.").format_map(lacking))
        for number, row in enumerate(rows, start=2)
        for column, value in zip(flat.columns, row, strict=True)
        if (lacking := _lacking(str(value), encoding))
    ]
    return Refused(
        "unencodable",
        _("{count} values cannot be written in {encoding}; nothing was written."),
        hint=_("Leave out --encoding to write UTF-8, which has every character."),
        problems=problems,
        count=len(problems),
        encoding=encoding,
    )


def _lacking(text: str, encoding: str) -> dict[str, str] | None:
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        character = text[error.start]
        return {"encoding": encoding, "character": f"{visible(character)} (U+{ord(character):04X})"}
    return None
