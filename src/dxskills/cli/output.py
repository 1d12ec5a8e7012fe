"""Where a result goes and in which form: standard output or a file; a table, JSON, CSV or TSV."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from dxskills.cli import streams
from dxskills.errors import Unavailable, WrongUsage
from dxskills.i18n import _
from dxskills.render.document import Document

FORMS = ("table", "json", "csv", "tsv")
_ENDINGS = {".json": "json", ".csv": "csv", ".tsv": "tsv", ".txt": "table"}
_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "utf-8-sig": "utf-8-sig", "cp932": "cp932"}


class Target(NamedTuple):
    """``path`` None is standard output; ``encoding`` None is what suits the form."""

    form: str = "table"
    path: Path | None = None
    encoding: str | None = None


def target(form: str | None, output: str | None = None, encoding: str | None = None) -> Target:
    """What the options ask for; wrong ones are refused here, before any work is done."""
    path = Path(output) if output not in (None, "-") else None
    chosen = form or _form_of(path)
    if chosen not in FORMS:
        raise WrongUsage(
            "bad-format", _("There is no format {form}: choose {choices}."), form=chosen, choices=", ".join(FORMS)
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
    if path is not None:
        from dxskills.cli.files import check_target

        check_target(path)
    return Target(chosen, path, encoding)


def _form_of(path: Path | None) -> str:
    if path is None:
        return "table"
    form = _ENDINGS.get(path.suffix.lower())
    if form is None:
        raise WrongUsage(
            "bad-format",
            _("The ending of {file} names no format: use {endings}, or say --format."),
            file=str(path),
            endings=", ".join(_ENDINGS),
        )
    return form


def emit(document: Document, where: Target, *, plain: bool = False) -> None:
    """Write the result. ``plain`` keeps even a terminal's table without colour, which spares it rich."""
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
    else:
        write_bytes(_bytes(document, where))


def _bytes(document: Document, where: Target) -> bytes:
    if where.form == "json":
        from dxskills.render import json_text

        return json_text.render(document)
    if where.form == "table":
        from dxskills.render import plain

        return plain.render(document).encode()
    from dxskills.render import separated

    encoding = where.encoding or ("utf-8-sig" if where.form == "csv" else "utf-8")
    return separated.render(document, where.form, encoding)


def _emit_table(document: Document, plain_only: bool) -> None:
    if plain_only or not sys.stdout.isatty():
        from dxskills.render import plain

        write_text(plain.render(document))
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
