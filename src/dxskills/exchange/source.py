"""Getting at a file's bytes as often as they are wanted, and finding out which format they are in."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import IO

from dxskills.errors import Refused, WrongUsage
from dxskills.i18n import _
from dxskills.scratch import scratch_file, scratch_writing

FORMATS = ("csv", "tsv", "xlsx", "jsonl")
STDIN = "-"

_BY_ENDING = {
    **dict.fromkeys((".csv", ".txt"), "csv"),
    **dict.fromkeys((".tsv", ".tab"), "tsv"),
    **dict.fromkeys((".xlsx", ".xlsm"), "xlsx"),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "jsonl"),
}
_OTHERS = (".xls", ".xlsb", ".ods", ".xlam", ".xltx", ".pdf", ".html", ".htm", ".docx", ".zip")
# A zip archive (which a workbook is), the container of older and of encrypted workbooks, and a PDF.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = (_ZIP, _OLE, b"%PDF-")
_BUFFER = 2**18


class Source:
    """A file, or standard input kept aside on the disk, out of sight of others and gone when this is closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = str(path)
        self._kept: IO[bytes] | None = _keep_stdin() if self.file == STDIN else None
        with self.open() as stream:
            self.start = stream.read(8)

    def open(self) -> io.BufferedReader:
        """The bytes from the start; may be called again, also before the stream before it is closed."""
        if self._kept is not None:
            return io.BufferedReader(_Window(self._kept), _BUFFER)
        try:
            found = self.path.stat()
            if stat.S_ISDIR(found.st_mode):
                raise Refused("not-a-file", _("{file} is a folder, not a file."), file=self.file)
            if not stat.S_ISREG(found.st_mode):
                raise Refused("not-a-file", _("{file} is not an ordinary file."), file=self.file)
            return io.BufferedReader(io.FileIO(self.path), _BUFFER)
        except FileNotFoundError:
            raise Refused("no-such-file", _("There is no file {file}."), file=self.file) from None
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            raise self.unreadable(error) from None

    def unreadable(self, error: Exception) -> Refused:
        reason = getattr(error, "strerror", None) or str(error)
        return Refused("unreadable-file", _("{file} cannot be read: {reason}."), file=self.file, reason=reason)

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()


class _Window(io.RawIOBase):
    """A file read from its start at a pace of one's own, whoever else reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        self._at = self._file.seek(0, io.SEEK_END) + offset if base is None else base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # a buffer is all that is ever handed in
        self._file.seek(self._at)
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _keep_stdin() -> IO[bytes]:
    import shutil
    import sys

    kept = scratch_file()
    with scratch_writing():
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.flush()
    return kept


def format_of(source: Source, said: str | None) -> str:
    """One of ``FORMATS``: as said, or by the file's ending. Refuses a file whose first bytes are of another format."""
    form = said if said is not None else _by_ending(source)
    if form not in FORMATS:
        raise WrongUsage(
            "unknown-format",
            _("{format} is not a format that files are read in: {known}."),
            format=form,
            known=", ".join(FORMATS),
        )
    if not source.start and form != "jsonl":  # a list without objects is no line at all
        raise Refused("empty-file", _("{file} is empty."), file=source.file)
    if form != "xlsx" and source.start.startswith(_NOT_TEXT):
        raise _not_text(source)
    return form


def check_format_is_said(path: Path, said: str | None) -> None:
    """Refuse standard input of which nobody says what it is, before it is read."""
    if str(path) == STDIN and said is None:
        raise WrongUsage("unknown-format", _("Say with --input-format how the data on standard input is written."))


def _by_ending(source: Source) -> str:
    ending = source.path.suffix.lower()
    if ending not in _OTHERS:
        return _BY_ENDING.get(ending, "csv")
    raise Refused(
        "unsupported-format",
        _("{file} is not read: CSV, TSV, XLSX and JSON Lines files are."),
        hint=_("Save the table as XLSX or CSV; for one of these with another ending say --input-format."),
        file=source.file,
    )


def _not_text(source: Source) -> Refused:
    hint = _("Save the sheet as XLSX or CSV UTF-8 in the spreadsheet program and import that file.")
    if source.start.startswith(_ZIP):
        hint = _("If it is a workbook, say --input-format xlsx.")
    return Refused(
        "unsupported-format",
        _("{file} is a workbook or another binary file, which its ending does not say."),
        hint=hint,
        file=source.file,
    )
