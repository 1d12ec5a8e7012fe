"""Making a workbook: in little memory, of texts that stay texts, and with nothing left behind whatever happens."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, BinaryIO

from dxskills.errors import Problem, Refused, Unavailable
from dxskills.i18n import _, n_

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""Of one cell, in UTF-16 as a spreadsheet counts them."""
A4 = 9

_MOST_PROBLEMS = 1000
_SHOWN = 40
_MADE = date(1980, 1, 31)


@contextlib.contextmanager
def open_book(target: BinaryIO, made: date = _MADE) -> Iterator[Workbook]:
    """A new workbook, which is complete in ``target`` at the end; of the files for its rows nothing is left.

    ``made`` is the day on which it says that it was made, so that the same content is the same bytes.
    """
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
        book.set_properties({"created": datetime.combine(made, time(), UTC)})
        try:
            yield book
            book.close()
        except FileCreateError as error:  # the library's own word for what a disk can cause
            outlet.shut()
            failure = OSError(*error.args[0].args)
        except BaseException:
            outlet.shut()
            raise
        finally:
            _close_files(book)
    if failure is not None:
        raise failure


def _close_files(book: Workbook) -> None:
    """Windows removes no file that is open; where the disk is full, closing it fails too."""
    for sheet in book.worksheets():
        with contextlib.suppress(OSError):
            sheet.row_data_fh.close()


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


class Texts:
    """Writes texts as texts, and gathers those that are too long for a cell."""

    def __init__(self, book: Workbook) -> None:
        self._plain: Format = book.add_format()
        self._problems: list[Problem] = []
        self._count = 0

    def write(self, sheet: Worksheet, row: int, place: int, text: str, shape: Format, column: str) -> None:
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would take it for its own markup; in two pieces it is a text again.
            pieces: tuple[Any, ...] = (self._plain, text[:1], self._plain, text[1:], shape)
            done = sheet.write_rich_string(row, place, *pieces)
        else:
            done = sheet.write_string(row, place, text, shape)
        if done:
            self._note(row, column, text)

    def _note(self, row: int, column: str, text: str) -> None:
        self._count += 1
        if self._count <= _MOST_PROBLEMS:
            message = _("The text has {found} characters; a cell has room for {limit}.")
            said = message.format(found=f"{len(text):,}", limit=f"{MOST_CHARACTERS:,}")
            self._problems.append(Problem("-", row + 1, column, text[:_SHOWN] + "…", "text-too-long", said))

    def refuse_long_ones(self) -> None:
        if self._count:
            raise Refused(
                "text-too-long",
                n_(
                    "{count} text is too long for a cell of a workbook; nothing was written.",
                    "{count} texts are too long for a cell of a workbook; nothing was written.",
                    self._count,
                ),
                hint=_("Write CSV or JSON Lines instead: --format csv."),
                problems=self._problems,
                count=self._count,
            )
