"""A file's rows, one after the other, to what each of them asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from dxskills.errors import Refused
from dxskills.exchange.alike_rows import AlikeRows
from dxskills.exchange.assignment_rows import ASSIGNMENTS
from dxskills.exchange.cells import Cells, Sheet
from dxskills.exchange.characters import visible
from dxskills.exchange.columns import FORMS, HIGHEST_HEADER_ROW, Header, Recogniser
from dxskills.exchange.delimited import DelimitedTable
from dxskills.exchange.json_lines import JsonTable
from dxskills.exchange.options import ImportOptions
from dxskills.exchange.packing import PackedRows
from dxskills.exchange.profiles.applying import ProfiledTable, profiled
from dxskills.exchange.profiles.opening import chosen, format_and_encoding
from dxskills.exchange.profiles.profile import Profile
from dxskills.exchange.reasons import without_reasons
from dxskills.exchange.record_rows import ASSESSMENTS, CERTIFICATIONS, ENROLMENTS, TRAININGS, WAIVERS
from dxskills.exchange.separators import advice
from dxskills.exchange.sieve import Sieve
from dxskills.exchange.source import Source
from dxskills.exchange.staff_rows import Statement, staff_rows
from dxskills.exchange.table import Row, Table
from dxskills.exchange.tables import is_hidden, open_tables
from dxskills.exchange.wanted import Kind, Wanted
from dxskills.i18n import _
from dxskills.recording.transaction import Transaction

ShortWay = Callable[[Kind, int], AlikeRows | None]
"""Where the rows of a kind go that are alike, for a file of so many bytes; None where none are taken for alike."""

_STEP = 500
_FORGET_AFTER = 10_000
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
        self.remarks: list[str] = []
        self._profile = _with_options(options)
        expected = self._profile.columns if self._profile else {}
        levels = tx.framework.organisation.unit_levels
        self._recogniser = Recogniser(FORMS[kind], options.mapping, levels, expected)
        self._date_format = options.date_format or (self._profile.date_format if self._profile else None)
        if kind == "staff":
            self.kind = staff_rows(Statement(options.on, options.complete, options.update))
        else:
            self.kind = _KINDS[kind]

    def read(self, source: Source, good: PackedRows) -> list[Sheet]:
        """Put the file's good rows into ``good``; the others are in the sheets. Refuses what is no such file."""
        self._options.meter.begin(_("Reading"), 0)
        sheets: list[Sheet] = []
        without: list[Refused] = []
        for table in self._tables(source):
            try:
                sheets.append(self._read_table(table, good))
            except Refused as refusal:
                if refusal.code != "missing-column" or table.sheet is None or table.sheet in self._options.sheets:
                    raise
                without.append(refusal)
                self._remark(_("{file}: the sheet {sheet} has no header of such a file, so it is not read."), table)
        if not sheets:
            raise without[0]
        if not any(sheet.read for sheet in sheets):
            self._say_that_there_is_nothing(source)
        return sheets

    def _say_that_there_is_nothing(self, source: Source) -> None:
        """A list may well be empty; one that says that there is nobody at all is a slip."""
        text = _("{file} has a header and no rows below it.")
        if self._options.complete:
            raise Refused("no-rows", text, hint=_("Nobody would be left: leave out --complete."), file=source.file)
        self.remarks.append(text.format(file=source.file))

    def _tables(self, source: Source) -> Sequence[Table]:
        """The file's tables that are to be read."""
        options, profile = self._options, self._profile
        form, encoding = options.input_format, options.encoding
        if profile is not None:
            own_form, own_encoding = format_and_encoding(source, profile)
            form, encoding = form or own_form, encoding or own_encoding
        tables = open_tables(source, form, encoding, options.sheets)
        if options.sheets:
            return tables
        for table in tables:
            if is_hidden(table):
                self._remark(_("{file}: the sheet {sheet} is hidden, so it is not read; --sheet names it."), table)
        tables = [table for table in tables if not is_hidden(table)] or tables
        return tables if profile is None else chosen(tables, profile)

    def _remark(self, text: str, table: Table) -> None:
        self.remarks.append(text.format(file=table.file, sheet=visible(table.sheet or "")))

    def _read_table(self, table: Table, good: PackedRows) -> Sheet:
        text = table if isinstance(table, DelimitedTable) else None
        if isinstance(table, JsonTable) and not table.keys:
            return Sheet(table, Header(0, [], {}, (), ()), None)  # an empty list, which nothing tells the columns of
        if self._profile is not None:
            table = profiled(table, self._profile)
        table = without_reasons(table)
        lines = table.rows()
        top = list(islice(lines, HIGHEST_HEADER_ROW))
        header = self._header(top, table)
        sheet = Sheet(table, header, self._date_format)
        _say_what_is_read_over(sheet, self._profile)
        self._options.meter.begin(_("Reading"), text.size if text else 0)
        alike = self._rows_alike(table)
        if alike is not None and isinstance(table, DelimitedTable):
            sieve = Sieve(alike, sheet, table, partial(self._reach, table))
            good.take(sheet, self._wanted(sheet, sieve.rows(), sieve.learn))
        else:
            below = (row for row in top if row.number > header.row)
            good.take(sheet, self._wanted(sheet, self._measured(text, chain(below, lines))))
        return sheet

    def _rows_alike(self, table: Table) -> AlikeRows | None:
        if isinstance(table, DelimitedTable) and table.size >= LARGE:
            return self._short_way(self.kind, table.size)
        return None

    def _header(self, top: list[Row], table: Table) -> Header:
        """The header among the top rows; where another separator would find one, the refusal says so."""
        try:
            return self._recogniser.find(top, _called(table))
        except Refused as refusal:
            refusal.params |= {"file": table.file, "sheet": table.sheet}
            if refusal.code == "missing-column" and (hint := self._other_separator(table)):
                raise Refused(refusal.code, refusal.message, hint=hint) from None
            raise

    def _other_separator(self, table: Table) -> str | None:
        """What to do if the cells seem to be separated otherwise than they were read."""
        own = table.own if isinstance(table, ProfiledTable) else table
        if not isinstance(own, DelimitedTable):
            return None
        found = (hint for other, hint in own.read_otherwise() if self._has_header(other))
        return next(found, None) or advice(own)

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

    def _measured(self, text: DelimitedTable | None, lines: Iterator[Row]) -> Iterator[Row]:
        """The rows, the meter told of them now and then."""
        for number, row in enumerate(lines):
            if number % _STEP == 0:
                self._reach(text, row.number)
            if number % _FORGET_AFTER == 0:
                self._tx.forget()  # nothing is added while files are read, so people can be looked up again
            yield row

    def _reach(self, text: DelimitedTable | None, row: int) -> None:
        self._options.meter.reach(text.position if text else 0, row)


def _called(table: Table) -> str:
    """What messages call a table of which no more is known yet."""
    return table.file if table.sheet is None else f"{table.file} [{visible(table.sheet)}]"


def _is_empty(row: Row, header: Header, width: int, known: frozenset[int]) -> bool:
    """Whether no known column says anything; a row of another width is empty only if it is blank throughout."""
    if len(row.cells) != width:
        return row.blank
    first = row.cells[header.columns["staff"].place]
    return not first.strip() and not any(row.cells[place].strip() for place in known)


def _say_what_is_read_over(sheet: Sheet, profile: Profile | None) -> None:
    if sheet.header.row > 1 and (profile is None or profile.header_row != sheet.header.row):
        text = _("{file}: the header is row {row}; the rows above it are skipped.")
        sheet.notices.append(text.format(file=sheet.called, row=sheet.header.row))
    if sheet.header.unknown:
        text = _("{file}: columns that are not read: {columns}.")
        sheet.warnings.append(text.format(file=sheet.called, columns=", ".join(sheet.header.unknown)))
    if sheet.header.absent:
        text = _("{file}: columns that the profile names and the file does not have: {columns}.")
        sheet.warnings.append(text.format(file=sheet.called, columns=", ".join(map(visible, sheet.header.absent))))


def _with_options(options: ImportOptions) -> Profile | None:
    """The profile, less what the options say otherwise."""
    profile = options.profile
    if profile is None:
        return None
    form = options.date_format or profile.date_format
    return replace(profile, date_format=form, columns={**profile.columns, **options.mapping})
