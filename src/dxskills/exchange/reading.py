"""A file's rows, one after the other, to what each of them asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from dxskills.errors import Refused
from dxskills.exchange.alike_rows import AlikeRows
from dxskills.exchange.assignment_rows import ASSIGNMENTS
from dxskills.exchange.cells import Cells, Sheet
from dxskills.exchange.columns import FORMS, HIGHEST_HEADER_ROW, Header, Recogniser
from dxskills.exchange.delimited import DelimitedTable
from dxskills.exchange.options import ImportOptions
from dxskills.exchange.packing import PackedRows
from dxskills.exchange.reasons import without_reasons
from dxskills.exchange.record_rows import ASSESSMENTS, CERTIFICATIONS, ENROLMENTS, TRAININGS, WAIVERS
from dxskills.exchange.sieve import Sieve
from dxskills.exchange.source import Source
from dxskills.exchange.staff_rows import Statement, staff_rows
from dxskills.exchange.table import Row, Table
from dxskills.exchange.tables import open_tables
from dxskills.exchange.wanted import Kind, Wanted
from dxskills.i18n import _
from dxskills.recording.transaction import Transaction

ShortWay = Callable[[Kind, int], AlikeRows | None]
"""Gives where the rows of a kind, of a file of so many bytes, go that are alike; None where none are taken for alike."""

LARGE = 2**18
"""Bytes of a file from which on it is worth looking for rows that are alike."""

_KINDS: dict[str, Kind] = {
    "assignments": ASSIGNMENTS,
    "trainings": TRAININGS,
    "certifications": CERTIFICATIONS,
    "assessments": ASSESSMENTS,
    "waivers": WAIVERS,
    "enrolments": ENROLMENTS,
}


class FileReader:
    """Reads files of one kind. What a row says is judged by what ``tx`` knows, and nothing is added to it."""

    def __init__(self, tx: Transaction, kind: str, options: ImportOptions, short_way: ShortWay) -> None:
        self._tx = tx
        self._options = options
        self._short_way = short_way
        self._recogniser = Recogniser(FORMS[kind], options.mapping, tx.framework.organisation.unit_levels)
        if kind == "staff":
            self.kind = staff_rows(Statement(options.on, options.complete, options.update))
        else:
            self.kind = _KINDS[kind]

    def read(self, source: Source, good: PackedRows) -> list[Sheet]:
        """Put the file's good rows into ``good``; the others are in the sheets. Refuses what is no such file."""
        tables = open_tables(source, self._options.input_format, self._options.encoding)
        sheets = [self._read_table(table, good) for table in tables]
        if not any(sheet.read for sheet in sheets):
            raise Refused("no-rows", _("{file} has a header and no rows below it."), file=source.file)
        return sheets

    def _read_table(self, table: Table, good: PackedRows) -> Sheet:
        table = without_reasons(table)
        lines = table.rows()
        top = list(islice(lines, HIGHEST_HEADER_ROW))
        header = self._header(top, table)
        sheet = Sheet(table, header, self._options.date_format)
        _say_what_is_read_over(sheet)
        alike = (
            self._short_way(self.kind, table.size)
            if isinstance(table, DelimitedTable) and table.size >= LARGE
            else None
        )
        if alike is not None and isinstance(table, DelimitedTable):
            sieve = Sieve(alike, sheet, table)
            good.take(sheet, self._wanted(sheet, sieve.rows(), sieve.learn))
        else:
            below = (row for row in top if row.number > header.row)
            good.take(sheet, self._wanted(sheet, chain(below, lines)))
        return sheet

    def _header(self, top: list[Row], table: Table) -> Header:
        """The header among the top rows; where the other separator would find one, the refusal says so."""
        try:
            return self._recogniser.find(top, table.file)
        except Refused as refusal:
            if refusal.code != "missing-column" or not isinstance(table, DelimitedTable):
                raise
            other = table.as_other_form()
            if not self._has_header(other):
                raise
            hint = _("Its cells seem to be separated otherwise: say --input-format {form}.").format(form=other.form)
            raise Refused(refusal.code, refusal.message, hint=hint) from None

    def _has_header(self, table: Table) -> bool:
        try:
            return bool(self._recogniser.find(islice(table.rows(), HIGHEST_HEADER_ROW), table.file))
        except Refused:
            return False

    def _wanted(
        self, sheet: Sheet, lines: Iterator[Row], learn: Callable[[Wanted], None] | None = None
    ) -> Iterator[tuple[int, Wanted]]:
        """What the good rows want; ``learn`` is shown those on which nothing was remarked."""
        width = len(sheet.header.cells)
        for row in lines:
            if _is_empty(row, sheet.header, width, sheet.known_places):
                continue
            sheet.read += 1
            cells, remarks = Cells(sheet, row), len(sheet.warnings)
            if len(row.cells) != width:
                cells.refuse_width()
            else:
                cells.check_characters()
            wanted = None if cells.problems else self.kind.read(self._tx, cells)
            if wanted is None:
                sheet.rejected.append(cells)
                continue
            if learn is not None and len(sheet.warnings) == remarks:
                learn(wanted)
            yield row.number, wanted


def _is_empty(row: Row, header: Header, width: int, known: frozenset[int]) -> bool:
    """Whether no known column says anything; a row of another width is empty only if it is blank throughout."""
    if len(row.cells) != width:
        return row.blank
    first = row.cells[header.columns["staff"].place]
    return not first.strip() and not any(row.cells[place].strip() for place in known)


def _say_what_is_read_over(sheet: Sheet) -> None:
    if sheet.header.row > 1:
        text = _("{file}: the header is row {row}; the rows above it are skipped.")
        sheet.notices.append(text.format(file=sheet.called, row=sheet.header.row))
    if sheet.header.unknown:
        text = _("{file}: columns that are not read: {columns}.")
        sheet.warnings.append(text.format(file=sheet.called, columns=", ".join(sheet.header.unknown)))
