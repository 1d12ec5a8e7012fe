"""Text to rows of cells, each with the number that a spreadsheet shows beside it.

A row's number counts records, header and blank lines included: a cell with a line break in it makes a record of several
lines, which a spreadsheet still shows as one row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from dxskills.errors import Problem, Refused
from dxskills.exchange.characters import visible
from dxskills.exchange.encoding import Decoded, bad_bytes
from dxskills.exchange.guard import unguard
from dxskills.i18n import _

SEPARATORS = {"csv": ",", "tsv": "\t"}
LONGEST_LINE = 1_000_000
"""Characters; a spreadsheet's widest row is far below it, and a file without line breaks far above."""

_MOST_BAD_BYTES = 100
_PART = 2**20  # characters


class Row(NamedTuple):
    number: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        return not any(cell and not cell.isspace() for cell in self.cells)


def rows(text: str, form: str, file: str) -> Iterator[Row]:
    """The rows of a CSV or TSV text, blank ones included, the guard against formulas taken off.

    Refuses ("unclosed-quote", "bad-quotes", "field-too-large", "line-too-long") what cannot be taken apart.
    """
    number = 0
    reader = csv.reader(_lines(text, file), delimiter=SEPARATORS[form], strict=True)
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _malformed(file, number + 1, str(error)) from None
        number += 1
        yield Row(number, [unguard(cell) if cell[:1] == "'" else cell for cell in record])


def _lines(text: str, file: str) -> Iterator[str]:
    for number, line in enumerate(_split(text), start=1):
        if len(line) > LONGEST_LINE:
            message = _("Line {line} of {file} is longer than {limit} characters.")
            raise Refused("line-too-long", message, file=file, line=number, limit=LONGEST_LINE)
        yield line


def _split(text: str) -> Iterator[str]:
    """The lines with their ends, however these are written, a part of the text at a time: a stream copies its text."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PART) + 1 or len(text)
        yield from io.StringIO(text[start:end], newline="")
        start = end


def _malformed(file: str, row: int, reason: str) -> Refused:
    if "field larger" in reason:
        code = "field-too-large"
        message = _("A cell in row {row} of {file} is longer than {limit} characters.")
        hint = _("Is a quotation mark before it never closed?")
    elif "end of data" in reason:
        code = "unclosed-quote"
        message = _("A quotation mark that opens in row {row} of {file} is never closed.")
        hint = _("Close it; a quotation mark inside a quoted cell is written twice.")
    else:
        code = "bad-quotes"
        message = _("Row {row} of {file} has text after a closing quotation mark.")
        hint = _("A quotation mark inside a quoted cell is written twice.")
    problem = Problem(file, row, None, None, code, message.format(row=row, file=file, limit=csv.field_size_limit()))
    return Refused(code, message, hint=hint, problems=[problem], row=row, file=file, limit=csv.field_size_limit())


def refuse_bad_bytes(decoded: Decoded, form: str, file: str) -> None:
    """Refuse ("undecodable") a text with bytes that did not decode, and say for each cell where and which."""
    if not decoded.faulty:
        return
    problems = list(_bad_cells(decoded, form, file))
    hint = _("Export it again, or say with --encoding what it is written in.")
    if "\0" in decoded.text[:200]:
        hint = _("It may be UTF-16 without a mark: then say --encoding utf-16-le.")
    raise Refused(
        "undecodable",
        _("{file} has bytes that are not {encoding}, so nothing of it was imported."),
        hint=hint,
        problems=problems,
        file=file,
        encoding=decoded.encoding,
    )


def _bad_cells(decoded: Decoded, form: str, file: str) -> Iterator[Problem]:
    found = 0
    message = _("The bytes {bytes} are not {encoding}.")
    header: list[str] = []
    # Not strict: where quotes are broken too, the bytes are still to be found.
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=SEPARATORS[form])
    try:
        for number, record in enumerate(reader, start=1):
            header = header or record
            for place, cell in enumerate(record):
                if not (wrong := bad_bytes(cell)):
                    continue
                name = header[place] if number > 1 and place < len(header) else ""
                column = visible(name) or str(place + 1)
                text = message.format(bytes=wrong, encoding=decoded.encoding)
                yield Problem(file, number, column, wrong, "undecodable", text)
                found += 1
                if found == _MOST_BAD_BYTES:
                    return
    except csv.Error:
        return
