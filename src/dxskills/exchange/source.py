"""Getting at a file's bytes, and refusing what is no text file before anything tries to read it as one."""

from __future__ import annotations

import stat
from pathlib import Path

from dxskills.errors import Refused, WrongUsage
from dxskills.i18n import _

FORMATS = ("csv", "tsv")
STDIN = "-"
MOST_BYTES = 512 * 2**20

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xlam", ".xltx")
_OTHERS = (".json", ".jsonl", ".ndjson", ".pdf", ".html", ".htm", ".docx", ".zip")
# A zip archive (which a workbook is), the older binary workbook, and a PDF.
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-")


def format_of(path: Path, said: str | None) -> str:
    """``csv`` or ``tsv``, as said or by the file's ending."""
    if said is not None:
        if said not in FORMATS:
            raise WrongUsage(
                "unknown-format",
                _("{format} is not a format that files are read in: {known}."),
                format=said,
                known=", ".join(FORMATS),
            )
        return said
    if str(path) == STDIN:
        raise WrongUsage("unknown-format", _("Say with --input-format how the data on standard input is written."))
    ending = path.suffix.lower()
    if ending in _WORKBOOKS:
        raise _workbook(path)
    if ending in _OTHERS:
        raise Refused(
            "unsupported-format",
            _("{file} is not read: only CSV and TSV files are."),
            hint=_("Save the table as CSV; for a CSV file with another ending say --input-format csv."),
            file=str(path),
        )
    return "tsv" if ending in (".tsv", ".tab") else "csv"


def read_bytes(path: Path) -> bytes:
    """The whole file, or standard input for ``-``; refuses what cannot be read, is too large or is not text."""
    raw = _read_stdin() if str(path) == STDIN else _read_file(path)
    if len(raw) > MOST_BYTES:
        raise _too_large(path)
    if raw.startswith(_NOT_TEXT):
        raise _workbook(path)
    if not raw:
        raise Refused("empty-file", _("{file} is empty."), file=str(path))
    return raw


def _read_file(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Refused("not-a-file", _("{file} is a folder, not a file."), file=str(path))
        if not stat.S_ISREG(found.st_mode):
            raise Refused("not-a-file", _("{file} is not an ordinary file."), file=str(path))
        if found.st_size > MOST_BYTES:
            raise _too_large(path)
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("no-such-file", _("There is no file {file}."), file=str(path)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused("unreadable-file", _("{file} cannot be read: {reason}."), file=str(path), reason=reason) from None


def _read_stdin() -> bytes:
    import sys

    return sys.stdin.buffer.read(MOST_BYTES + 1)


def _too_large(path: Path) -> Refused:
    return Refused(
        "file-too-large",
        _("{file} is larger than {limit} MB."),
        hint=_("Split it and import the parts one after the other."),
        file=str(path),
        limit=MOST_BYTES // 2**20,
    )


def _workbook(path: Path) -> Refused:
    return Refused(
        "unsupported-format",
        _("{file} is a workbook or another binary file; only CSV and TSV files are read."),
        hint=_("Save the sheet as “CSV UTF-8” in the spreadsheet program and import that file."),
        file=str(path),
    )
