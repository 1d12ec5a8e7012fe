"""Where a result goes and in which form: standard output or a file; a table, JSON, CSV, a workbook, a page, …"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from dxskills.cli import streams
from dxskills.errors import Unavailable, WrongUsage
from dxskills.i18n import _
from dxskills.render.document import Document

if TYPE_CHECKING:
    from dxskills.render.document import Flat

FORMS = ("table", "json", "csv", "tsv", "xlsx", "md", "html")
ROW_FORMS = ("csv", "tsv", "json", "jsonl", "xlsx", "table")
"""The forms of what is nothing but rows; the first is that of a result whose form nobody said."""
_ENDINGS = {
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "table",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".ics": "ics",
}
_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "utf-8-sig": "utf-8-sig", "cp932": "cp932"}


class Target(NamedTuple):
    """``path`` None is standard output; ``encoding`` None is what suits the form."""

    form: str = "table"
    path: Path | None = None
    encoding: str | None = None


def target(
    form: str | None, output: str | None = None, encoding: str | None = None, forms: Sequence[str] = FORMS
) -> Target:
    """What the options ask for, in one of ``forms``; wrong ones are refused here, before any work is done."""
    path = Path(output) if output not in (None, "-") else None
    chosen = form or _form_of(path, forms)
    if chosen not in forms:
        raise WrongUsage(
            "bad-format", _("There is no format {form}: choose {choices}."), form=chosen, choices=", ".join(forms)
        )
    if encoding is not None:
        if chosen not in ("csv", "tsv"):
            raise WrongUsage("bad-encoding", _("--encoding is for csv and tsv; the others are always UTF-8."))
        if encoding.lower() not in _ENCODINGS:
            raise WrongUsage(
                "bad-encoding",
                _("There is no encoding {encoding} to write in: choose {choices}."),
                encoding=encoding,
                choices="utf-8, utf-8-sig, cp932",
            )
        encoding = _ENCODINGS[encoding.lower()]
    if chosen == "xlsx" and path is None and sys.stdout.isatty():
        raise WrongUsage("bad-format", _("A workbook is nothing to read on a terminal: say --output FILE."))
    if path is not None:
        from dxskills.cli.files import check_target

        check_target(path)
    return Target(chosen, path, encoding)


def _form_of(path: Path | None, forms: Sequence[str]) -> str:
    if path is None:
        return forms[0]
    form = _ENDINGS.get(path.suffix.lower(), "")
    if form not in forms:
        raise WrongUsage(
            "bad-format",
            _("The ending of {file} names no format: use {endings}, or say --format."),
            file=str(path),
            endings=", ".join(ending for ending, named in _ENDINGS.items() if named in forms),
        )
    return form


def emit(document: Document, where: Target, *, plain: bool = False) -> None:
    """Write the result. ``plain`` keeps even a terminal's table without colour, which spares it rich."""
    if where.form == "xlsx":
        from dxskills.render import sheets

        with writing_rows(where) as file:
            sheets.write(document, file)
        return
    if where.path is not None:
        from dxskills.cli.files import replace_file

        replace_file(where.path, _bytes(document, where))
        return
    if where.form == "table":
        _emit_table(document, plain)
    elif where.form == "json":
        from dxskills.render import json_text

        raw = json_text.render(document)
        write_bytes(raw if streams.is_utf8() else json_text.ascii_only(raw))
    elif where.form == "md" and sys.stdout.isatty():
        write_text(_bytes(document, where).decode())  # in the console's own encoding
    else:
        raw = _bytes(document, where)
        write_bytes(_for_eyes(raw, _encoding(where)) if _on_terminal(where) else raw)


def _on_terminal(where: Target) -> bool:
    return where.form in ("csv", "tsv") and sys.stdout.isatty()


def _for_eyes(raw: bytes, encoding: str) -> bytes:
    """What a terminal gets of rows that are exact for programs: nothing in it acts but the ends of lines and cells."""
    import re

    from dxskills.exchange.characters import ACTING, code_point

    acting = f"(?!\t|\r?\n){ACTING}"
    text = re.sub(acting, lambda found: f"<{code_point(found[0])}>", raw.decode(encoding))
    return text.encode(encoding.removesuffix("-sig"))


@contextmanager
def writing_rows(where: Target) -> Iterator[BinaryIO]:
    """Where rows of any number are written; only at the end are they put in place, or on standard output."""
    if where.path is not None:
        from dxskills.cli.files import replacing

        with replacing(where.path) as file:
            yield file
        return
    import shutil
    import tempfile

    with tempfile.TemporaryFile() as kept:
        yield kept
        kept.seek(0)
        try:
            sys.stdout.flush()
            if _on_terminal(where):
                encoding = _encoding(where)
                sys.stdout.buffer.writelines(_for_eyes(line, encoding) for line in kept)
            else:
                shutil.copyfileobj(kept, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except OSError as error:
            raise _unwritable(error) from None


def write_rows(flat: Flat, where: Target, file: BinaryIO) -> None:
    """Write rows in one of ``ROW_FORMS`` other than a table, a piece at a time."""
    if where.form in ("csv", "tsv"):
        from dxskills.render import separated

        separated.write(flat, where.form, _encoding(where), file)
    elif where.form == "xlsx":
        from dxskills.render import workbook

        workbook.write(flat, file)
    else:
        from dxskills.render import json_text

        (json_text.write_array if where.form == "json" else json_text.write_lines)(flat, file)


def _encoding(where: Target) -> str:
    return where.encoding or ("utf-8-sig" if where.form == "csv" else "utf-8")


def _bytes(document: Document, where: Target) -> bytes:
    if where.form == "json":
        from dxskills.render import json_text

        return json_text.render(document)
    if where.form == "table":
        from dxskills.render import plain

        return plain.render(document).encode()
    if where.form == "md":
        from dxskills.render import markdown

        return markdown.render(document).encode()
    if where.form == "html":
        from dxskills.render.html.document import render

        return render(document)
    if where.form == "ics" and document.calendar is not None:
        from dxskills.render import calendar

        return calendar.render(document.calendar())
    from dxskills.render import separated

    return separated.render(document, where.form, _encoding(where))


def _emit_table(document: Document, plain_only: bool) -> None:
    if plain_only or not sys.stdout.isatty():
        from dxskills.render import plain

        write_text(plain.render(document, sys.stdout.encoding))
        return
    from rich.console import Console

    from dxskills.render import terminal

    terminal.print_to(Console(), document)


def write_text(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        raise _unwritable(error) from None


def write_bytes(raw: bytes) -> None:
    """Write as is, so that neither line ends nor encoding are the console's."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise _unwritable(error) from None


def _unwritable(error: OSError) -> OSError | Unavailable:
    from dxskills.cli.errors import is_broken_pipe

    if is_broken_pipe(error):
        return BrokenPipeError()
    return Unavailable(
        "output-failed",
        _("The result cannot be written to standard output: {reason}."),
        hint=_("What the command recorded is in the registry all the same; `dxskills log` shows it."),
        reason=error.strerror or type(error).__name__,
    )
