"""What a file is that is no workbook of the kind that is read, told from its first bytes."""

from __future__ import annotations

from typing import IO

from dxskills.errors import Refused
from dxskills.i18n import _

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PIECE = 2**20


def refuse_what_is_none(stream: IO[bytes], file: str) -> None:
    """Refuse ("empty-file", "encrypted-workbook", "old-workbook", "not-a-workbook") what is no zip archive."""
    stream.seek(0)
    start = stream.read(1024)
    if start.startswith(_ZIP):
        return
    if not start:
        raise Refused("empty-file", _("{file} is empty."), file=file)
    if start.startswith(_OLE):
        raise _older_or_encrypted(stream, file)
    for mark in _MARKS:
        start = start.removeprefix(mark)
    # UTF-16 has a NUL beside each of these characters.
    raise _no_workbook(start.replace(b"\0", b"").lstrip().lower(), file)


def _older_or_encrypted(stream: IO[bytes], file: str) -> Refused:
    found = _names_in(stream, ("EncryptedPackage", "Workbook", "Book"))
    if "EncryptedPackage" in found:
        return Refused(
            "encrypted-workbook",
            _("{file} is protected by a password."),
            hint=_("Open it in a spreadsheet program, take the password off and save it, or save the sheet as CSV."),
            file=file,
        )
    if found:
        return Refused(
            "old-workbook",
            _("{file} is a workbook of the old kind (.xls)."),
            hint=_("Open it in a spreadsheet program and save it as .xlsx."),
            file=file,
        )
    return Refused(
        "not-a-workbook",
        _("{file} is an old office document or one protected by a password, and no workbook (.xlsx)."),
        hint=_("Open it in a spreadsheet program and save it as .xlsx without a password."),
        file=file,
    )


def _names_in(stream: IO[bytes], names: tuple[str, ...]) -> set[str]:
    """Which of the names stand in the directory of an OLE container; it may lie anywhere, so all is searched."""
    wanted = {name: (name + "\0").encode("utf-16-le") for name in names}
    found: set[str] = set()
    stream.seek(0)
    last = b""
    while piece := stream.read(_PIECE):
        searched = last + piece
        found |= {name for name, raw in wanted.items() if raw in searched}
        last = piece[-64:]
    return found


def _no_workbook(start: bytes, file: str) -> Refused:
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<meta", b"<div", b"<style")):
        message = _("{file} is a web page (HTML) and no workbook, whatever its name says.")
    elif start.startswith(b"<?xml") and b"office:spreadsheet" in start:
        message = _("{file} is a workbook in an old form of XML, not .xlsx.")
    elif start.startswith(b"<"):
        message = _("{file} is an XML or HTML text and no workbook, whatever its name says.")
    elif start.isascii() and b"," in start:
        message = _("{file} is a text such as CSV and no workbook, whatever its name says.")
        hint = _("Give it the ending that it should have, or say --input-format csv.")
        return Refused("not-a-workbook", message, hint=hint, file=file)
    else:
        message = _("{file} is no workbook (.xlsx), whatever its name says.")
    hint = _("Open it in a spreadsheet program and save it as .xlsx; if it is a CSV file, say --input-format csv.")
    return Refused("not-a-workbook", message, hint=hint, file=file)


def refuse_another_kind(names: frozenset[str], file: str) -> None:
    """Refuse ("not-a-workbook") an archive that is another kind of document, by the names of its parts."""
    kinds = {
        "mimetype": _("{file} is an OpenDocument file, not .xlsx."),
        "xl/workbook.bin": _("{file} is a binary workbook (.xlsb), not .xlsx."),
        "word/document.xml": _("{file} is a text document (.docx), not a workbook."),
        "ppt/presentation.xml": _("{file} is a presentation (.pptx), not a workbook."),
    }
    for name, message in kinds.items():
        if name in names:
            hint = _("Open it in the program that it was made with and save its table as .xlsx or CSV.")
            raise Refused("not-a-workbook", message, hint=hint, file=file)
