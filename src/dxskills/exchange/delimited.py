"""CSV and TSV: text to rows of cells.

A row's number counts records, header and blank lines included: a cell with a line break in it makes a record of several
lines, which a spreadsheet still shows as one row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from dxskills.errors import Problem, Refused
from dxskills.exchange.characters import visible
from dxskills.exchange.encoding import bad_bytes, find_encoding, open_text
from dxskills.exchange.guard import unguard
from dxskills.exchange.mistaken import likely
from dxskills.exchange.source import Source
from dxskills.exchange.table import Row
from dxskills.i18n import _

SEPARATORS = {"csv": ",", "tsv": "\t"}
_DECLARED = re.compile(r'"?sep=([,;|\t])"?\r?\n?', re.IGNORECASE)
"""A first line by which Excel is told the separator; it shows it nowhere and does not count it."""

_END_OF_FILE = "\x1a"
"""What mainframes and DOS put behind the last line."""

LONGEST_LINE = 2**20
"""Bytes; a spreadsheet's widest row is far below it, and a file without line breaks far above."""

_MOST_BAD_BYTES = 10_000
_PART = 2**18
"""So many bytes or characters at a time: what is made of them still fits into the processor's cache."""
_FEW, _MANY = 64, 16_384  # rows
_ONE_BYTE_BREAKS = ("utf-8", "utf-8-sig", "cp932", "shift_jis", "euc_jp", "cp1252", "iso8859-1", "ascii")


class Block(NamedTuple):
    """Some rows: their numbers, their cells by column, and by themselves the rows that are of another width."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    odd: list[tuple[int, list[str]]]


def _block(rows: list[list[str]], first: int, width: int) -> Block:
    odd = [(number, row) for number, row in enumerate(rows, first) if len(row) != width]
    if not odd:
        return Block(range(first, first + len(rows)), list(zip(*rows, strict=True)), [])
    numbers = [number for number, row in enumerate(rows, first) if len(row) == width]
    even = [row for row in rows if len(row) == width]
    return Block(numbers, list(zip(*even, strict=True)) or [()] * width, odd)


class DelimitedTable:
    """The rows of a CSV or TSV file, blank ones included, the guard against formulas taken off.

    Making one reads the file through for its encoding, and refuses ("undecodable", "line-too-long") what does not
    decode, each place named, or has lines that are none.
    """

    sheet = None

    def __init__(self, source: Source, form: str, encoding: str | None) -> None:
        self.path: Path = source.path
        self.file = source.file
        self.form = form
        self._source = source
        self._reading: io.BufferedReader | None = None
        try:
            with source.open() as stream:
                self._encoding = find_encoding(stream, encoding)
            self._declared = self._declares()
            self.separator = self._declared or SEPARATORS[form]
            self.size, self._line_end = self._measured()
            if self._encoding.faulty:
                self._refuse_bad_bytes()
            if self._encoding.rival is not None:
                raise _unclear(self.file, self._encoding.name, self._encoding.rival)
        except OSError as error:
            raise source.unreadable(error) from None

    def rows(self) -> Iterator[Row]:
        """Refuses ("unclosed-quote", "bad-quotes", "field-too-large") what cannot be taken apart."""
        for number, record in enumerate(self.records(), start=1):
            yield Row(number, self.cells(record))

    def records(self) -> Iterator[list[str]]:
        """The same as the file has them: unnumbered, the guard still on."""
        with closing(self._text()) as text:
            reader = csv.reader(text, delimiter=self.separator, strict=True)
            number = 1
            try:
                ended = False
                for record in reader:
                    if ended:
                        yield [_END_OF_FILE]
                        number += 1
                    ended = record == [_END_OF_FILE]
                    if not ended:
                        yield record
                        number += 1
            except csv.Error as error:
                raise _malformed(self.file, number, str(error)) from None
            except OSError as error:
                raise self._source.unreadable(error) from None

    def blocks(self, width: int, skip: int) -> Iterator[Block]:
        """The records behind the first ``skip``, column by column, in blocks that grow from few rows to thousands."""
        return self._cut_up(width, skip) if self._line_end is not None else self._parsed(width, skip)

    def _parsed(self, width: int, skip: int) -> Iterator[Block]:
        records, number, size = islice(self.records(), skip, None), skip + 1, _FEW
        while rows := list(islice(records, size)):
            yield _block(rows, number, width)
            number += len(rows)
            size = min(size * 2, _MANY)

    def _cut_up(self, width: int, skip: int) -> Iterator[Block]:
        """The same where each line is a record: all cells of a block are cut at once, and dealt out to the columns."""
        end, separator, number = self._line_end or "", self.separator, skip + 1
        # Between two lines stands what no cell can be, so that all are of one width if it is found where it should be.
        between = f"{separator}\n{separator}"
        for text in self._texts(end, skip):
            cells = text.replace(end, between).split(separator)
            lines = text.count("\n")
            if len(cells) == lines * (width + 1) + 1 and cells[width :: width + 1].count("\n") == lines:
                columns = [cells[place : -1 : width + 1] for place in range(width)]
                yield Block(range(number, number + lines), columns, [])
            else:
                rows = text.split(end)[:-1]
                yield _block([line.split(separator) if line else [] for line in rows], number, width)
            number += lines

    def _texts(self, end: str, skip: int) -> Iterator[str]:
        """The lines behind the first ``skip``, each with its end, some of them at a time."""
        with closing(self._text()) as text:
            try:
                for _line in range(skip):
                    text.readline()
                lines, size = "", _PART >> 6
                while part := text.read(size):
                    if lines:
                        yield lines
                    lines, size = part + text.readline(), min(size * 2, _PART)
            except OSError as error:
                raise self._source.unreadable(error) from None
        last = lines.removesuffix(end)
        before, found, line = last.rpartition(end)
        if line == _END_OF_FILE:
            last = before if found else ""
        if last:
            yield last + end

    def cells(self, raw: list[str]) -> list[str]:
        """A row's cells, the guard taken off."""
        return [unguard(cell) if cell[:1] == "'" else cell for cell in raw]

    def as_other_form(self) -> DelimitedTable:
        """The same file read with the other form's separator."""
        other = "tsv" if self.form == "csv" else "csv"
        return self._separated_by(SEPARATORS[other], other)

    def read_otherwise(self) -> Iterator[tuple[DelimitedTable, str]]:
        """The same file read with other separators, each with what to do if that is right."""
        other = self.as_other_form()
        hint = _("Its cells seem to be separated otherwise: say --input-format {form}.")
        yield other, hint.format(form=other.form)
        hint = _("Its cells seem to be separated by {sign}: write the line sep={sign} above the header.")
        for sign in ";|":
            yield self._separated_by(sign, self.form), hint.format(sign=sign)

    def _separated_by(self, separator: str, form: str) -> DelimitedTable:
        other = object.__new__(DelimitedTable)
        other.__dict__ |= self.__dict__ | {"form": form, "separator": separator}
        return other

    @property
    def position(self) -> int:
        """How many bytes have been read by what reads it now."""
        return self._reading.tell() if self._reading is not None and not self._reading.closed else 0

    def _text(self) -> io.TextIOWrapper:
        self._reading = self._source.open()
        text = open_text(self._reading, self._encoding)
        if self._declared is not None:
            text.readline()
        return text

    def _declares(self) -> str | None:
        """The separator that the file's first line declares, if it does."""
        with self._source.open() as stream, open_text(stream, self._encoding) as text:
            found = _DECLARED.fullmatch(text.readline(len('"sep=;"\r\n')))
        return found[1] if found else None

    def _measured(self) -> tuple[int, str | None]:
        """The size in bytes, and what ends the lines if each of them is a record and needs no more than cutting up."""
        lines = since = longest = size = returns = both = quotes = 0
        before = b""
        with self._source.open() as stream:
            while part := stream.read(_PART):
                first = _first_break(part)
                longest = max(longest, since + (len(part) if first is None else first))
                if longest > LONGEST_LINE:
                    message = _("Line {line} of {file} is longer than {limit} bytes.")
                    raise Refused("line-too-long", message, file=self.file, line=lines + 1, limit=LONGEST_LINE)
                since = since + len(part) if first is None else len(part) - max(part.rfind(b"\n"), part.rfind(b"\r"))
                lines += part.count(b"\n")
                if has := part.count(b"\r"):
                    returns += has
                    both += part.count(b"\r\n")
                both += before.endswith(b"\r") and part.startswith(b"\n")
                quotes += part.count(b'"')
                size += len(part)
                before = part
        plain = not quotes and longest < csv.field_size_limit() and self._encoding.name in _ONE_BYTE_BREAKS
        if not plain or self._encoding.faulty or (returns and not returns == both == lines):
            return size, None
        return size, "\r\n" if returns else "\n"

    def _refuse_bad_bytes(self) -> None:
        with self._source.open() as stream:
            rival = likely(stream)
        hint = _("Export it again, or say with --encoding what it is written in.")
        if rival is not None:
            hint = _("It may be {rival}: then say --encoding {rival}.").format(rival=rival)
        raise Refused(
            "undecodable",
            _("{file} has bytes that are not {encoding}, so nothing of it was imported."),
            hint=hint,
            problems=list(self._bad_cells()),
            file=self.file,
            encoding=self._encoding.name,
        )

    def _bad_cells(self) -> Iterator[Problem]:
        found = 0
        message = _("The bytes {bytes} are not {encoding}.")
        header: list[str] = []
        with closing(self._text()) as lines:
            # Not strict: where quotes are broken too, the bytes are still to be found.
            reader = csv.reader(lines, delimiter=self.separator)
            try:
                for number, record in enumerate(reader, start=1):
                    header = header or record
                    for place, cell in enumerate(record):
                        if not (wrong := bad_bytes(cell)):
                            continue
                        name = header[place] if number > 1 and place < len(header) else ""
                        column = visible(name) or str(place + 1)
                        text = message.format(bytes=wrong, encoding=self._encoding.name)
                        yield Problem(self.file, number, column, wrong, "undecodable", text)
                        found += 1
                        if found == _MOST_BAD_BYTES:
                            return
            except csv.Error:
                return


def _unclear(file: str, name: str, rival: str) -> Refused:
    return Refused(
        "unclear-encoding",
        _("{file} can be read as {encoding}, but looks like {rival}."),
        hint=_("Say --encoding {rival}, or --encoding {encoding} if that is what it is written in."),
        file=file,
        encoding=name,
        rival=rival,
    )


def _first_break(part: bytes) -> int | None:
    places = [place for place in (part.find(b"\n"), part.find(b"\r")) if place >= 0]
    return min(places, default=None)


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
