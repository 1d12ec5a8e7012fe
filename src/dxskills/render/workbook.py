"""XLSX: one sheet under a frozen header that every printed page has too, every text a text and nothing else.

Days are texts too, in ISO form: a date cell cannot hold a day before 1900 nor every time of day, and a spreadsheet may
show it in a form that can be read in two ways. The cells have the format of texts, so that a number typed over one
keeps its leading zeros.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

from dxskills.errors import Problem, Refused, Unavailable
from dxskills.i18n import _
from dxskills.render.document import Flat
from dxskills.render.text import width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""Of one cell, in UTF-16 as a spreadsheet counts them."""

_MOST_PROBLEMS = 1000
_SHOWN = 40
_WIDEST = 40
_LOOKED_AT = 200
"""Rows by which the widths of columns are chosen."""
_A4 = 9
_MADE = datetime(1980, 1, 31, tzinfo=UTC)
"""When every workbook says that it was made, so that the same rows are the same bytes; its parts say so anyhow."""


def write(flat: Flat, target: BinaryIO) -> None:
    """The rows as a workbook, a row in memory at a time; refused where a sheet has no room for a text or for a row."""
    with _book(target) as book:
        sheet = book.add_worksheet()
        try:
            page = _Sheet(sheet, flat, book.add_format({"num_format": "@"}), book.add_format())
            page.write(book.add_format({"bold": True, "num_format": "@"}))
            book.close()
        finally:
            # Windows removes no file that is open; where the disk is full, closing it fails too.
            with contextlib.suppress(OSError):
                sheet.row_data_fh.close()


@contextlib.contextmanager
def _book(target: BinaryIO) -> Iterator[Workbook]:
    """A new workbook, and a folder for its rows, of which nothing is left whatever happens."""
    try:
        from xlsxwriter import Workbook
        from xlsxwriter.exceptions import FileCreateError
    except ImportError:
        raise Unavailable(
            "missing-extra",
            _("Workbooks need {library}, which is not installed."),
            hint=_("Install it with: pip install 'dxskills[{extra}]'"),
            library="XlsxWriter",
            extra="excel",
        ) from None
    from tempfile import TemporaryDirectory

    outlet = _Outlet(target)
    failure = None
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,  # only where a sheet needs it
            "tmpdir": folder,
        }
        book = Workbook(outlet, settings)
        book.set_properties({"created": _MADE})
        try:
            yield book
        except FileCreateError as error:  # the library's own word for what a disk can cause
            outlet.shut()
            failure = OSError(*error.args[0].args)
        except BaseException:
            outlet.shut()
            raise
    if failure is not None:
        raise failure


class _Outlet:
    """What the library writes to. An archive that was not finished writes its end when it is collected, which by then
    must neither fail nor reach the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def shut(self) -> None:
        self._file = io.BytesIO()

    def write(self, data: bytes) -> int:
        return self._file.write(data)

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def flush(self) -> None:
        self._file.flush()


class _Sheet:
    """The one sheet while it is being filled."""

    def __init__(self, sheet: Worksheet, flat: Flat, text: Format, plain: Format) -> None:
        self._sheet = sheet
        self._flat = flat
        self._text = text
        self._plain = plain
        self._problems: list[Problem] = []
        self._count = 0
        self._widths = [width(column) + 4 for column in flat.columns]  # room for the button of the filter

    def write(self, heading: Format) -> None:
        columns = self._flat.columns
        for place, column in enumerate(columns):
            self._sheet.write_string(0, place, column, heading)
        number = 0
        for number, row in enumerate(self._flat.rows, start=1):
            if number >= MOST_ROWS:
                raise Refused(
                    "too-many-rows",
                    _("A sheet of a workbook has room for {limit} rows; nothing was written."),
                    hint=_("Write CSV or JSON Lines instead: --format csv."),
                    limit=f"{MOST_ROWS - 1:,}",
                )
            self._write_row(number, row)
        self._refuse_long_texts()
        for place, column in enumerate(columns):
            shape = None if column in self._flat.numeric else self._text
            self._sheet.set_column(place, place, min(self._widths[place], _WIDEST), shape)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.autofilter(0, 0, number, len(columns) - 1)

    def _write_row(self, number: int, row: Sequence[object]) -> None:
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                done = self._sheet.write_number(number, place, value)
            else:
                text = _written(value)
                done = self._write_text(number, place, text)
                if number <= _LOOKED_AT:
                    self._widths[place] = max(self._widths[place], width(text) + 1)
            if done:
                self._note(number, place, str(value))

    def _write_text(self, number: int, place: int, text: str) -> int:
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would take it for its own markup; in two pieces it is a text again.
            pieces = (self._plain, text[:1], self._plain, text[1:], self._text)
            return int(self._sheet.write_rich_string(number, place, *pieces))
        return int(self._sheet.write_string(number, place, text, self._text))

    def _note(self, number: int, place: int, text: str) -> None:
        self._count += 1
        if self._count <= _MOST_PROBLEMS:
            message = _("The text has {found} characters; a cell has room for {limit}.")
            said = message.format(found=f"{len(text):,}", limit=f"{MOST_CHARACTERS:,}")
            column = self._flat.columns[place]
            self._problems.append(Problem("-", number + 1, column, text[:_SHOWN] + "…", "text-too-long", said))

    def _refuse_long_texts(self) -> None:
        if self._count:
            raise Refused(
                "text-too-long",
                _("{count} texts are too long for a cell of a workbook; nothing was written."),
                hint=_("Write CSV or JSON Lines instead: --format csv."),
                problems=self._problems,
                count=self._count,
            )


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return " ".join(str(item) for item in value)
    return str(value)
