"""The rows that were not taken, as a file to mend and import again."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from dxskills.errors import Problem, Refused, Unavailable
from dxskills.exchange.cells import Cells, Sheet
from dxskills.exchange.columns import REASON_HEADER
from dxskills.exchange.guard import guard
from dxskills.exchange.japanese_dates import parse_moment
from dxskills.exchange.options import rejects_path
from dxskills.exchange.profiles.applying import written
from dxskills.exchange.profiles.meanings import in_form
from dxskills.exchange.profiles.profile import DATES
from dxskills.i18n import _


def write_all_rejects(sheets: Iterable[Sheet], said: Path | None) -> tuple[Path, ...]:
    """Write the rejected rows of each file, to where it was ``said`` or beside the file; returns where they are.

    Sheets of one workbook share a file if they have the same header; else the later ones get a number.
    """
    groups: dict[tuple[Path, tuple[str, ...]], list[Cells]] = {}
    for sheet in sheets:
        if sheet.rejected:
            groups.setdefault((sheet.path, tuple(sheet.header.cells)), []).extend(sheet.rejected)
    written: list[Path] = []
    for (path, _header), rejected in groups.items():
        target = rejects_path(path, said)
        number = 1
        while target in written:
            number += 1
            target = rejects_path(path, said)
            target = target.with_name(f"{target.stem}.{number}{target.suffix}")
        write_rejects(target, rejected)
        written.append(target)
    return tuple(written)


def write_rejects(target: Path, rejected: Sequence[Cells]) -> None:
    """Write rows of one file under their own header, each behind its reasons, in UTF-8 with a mark, for the owner only.

    The reasons stand in front, so that a row of the wrong width keeps it. Cells are kept as they were read, but none
    is a live formula. Replaces an older file of rejects.
    """
    header = rejected[0].sheet.header
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(guard, (REASON_HEADER, *header.cells)))
    for row in rejected:
        reasons = "; ".join(_reason(problem) for problem in row.problems)
        writer.writerow(map(guard, (reasons, *map(partial(_as_texts_are, row.sheet), count(), row.row.cells))))
    _replace(target, text.getvalue().encode("utf-8-sig", "replace"))


def _as_texts_are(sheet: Sheet, place: int, cell: str) -> str:
    """A cell as it was read; a day of a date cell in the form of the texts, of which it is one from now on."""
    text = written(cell)
    form = sheet.date_format
    if form is None or sheet.key_of.get(place) not in DATES or sheet.date_form(text) is not None:
        return text
    try:
        moment = parse_moment(text)
        day = in_form(moment, form)
        return day if parse_moment(day, form) == moment else text
    except Refused:
        return text


def _reason(problem: Problem) -> str:
    place = _("row {row}").format(row=problem.row)
    column = f", {problem.column}" if problem.column else ""
    return f"[{problem.code}] {place}{column}: {problem.message}"


def _replace(target: Path, content: bytes) -> None:
    if target.is_symlink() or (target.exists() and not target.is_file()):
        message = _("{file} is not an ordinary file, so the rejected rows are not written over it.")
        raise Refused("bad-output", message, file=str(target))
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        aside.replace(target)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise Unavailable(
            "output-failed",
            _("The rejected rows cannot be written to {file}: {reason}. Nothing was imported."),
            hint=_("Say with --rejects where they shall go."),
            file=str(target),
            reason=error.strerror or type(error).__name__,
        ) from None
