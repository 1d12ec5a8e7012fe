"""Bytes to text. Encodings are tried strictly and in a fixed order, never guessed from statistics (docs/import.md)."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from dxskills.errors import WrongUsage
from dxskills.i18n import _

# By name only; Python knows more, some of which are no encodings of text at all.
_KNOWN = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "shift_jis", "shift_jis_2004", "euc_jp"),
    *("iso2022_jp", "cp1252", "iso8859-1", "ascii"),
)
_ALIASES = {"windows-31j": "cp932", "windows31j": "cp932", "utf8bom": "utf-8-sig", "utf-8-bom": "utf-8-sig"}

BAD_BYTE = 0xDC00
"""An undecodable byte b stands in the text as the lone surrogate ``BAD_BYTE + b``, to be found in its cell."""


class Decoded(NamedTuple):
    """A file's text; ``faulty`` where a byte did not decode in ``encoding``."""

    text: str
    encoding: str
    faulty: bool


def decode(raw: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file: by its mark, else UTF-8, else cp932, else what ``encoding`` says, taken at its word.

    Where no encoding decodes the whole file, the one that gets furthest is taken for the file's own.
    """
    if encoding is not None:
        return _decode_as(raw, _checked(encoding))
    if raw.startswith(codecs.BOM_UTF8):
        return _decode_as(raw, "utf-8-sig")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(raw, "utf-16")
    furthest = max(("utf-8", "cp932"), key=lambda name: _good_bytes(raw, name))
    return _decode_as(raw, furthest)


def _checked(encoding: str) -> str:
    wanted = encoding.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(wanted, wanted)).name
    except (LookupError, ValueError):
        name = ""
    if name not in _KNOWN:
        raise WrongUsage(
            "unknown-encoding",
            _("{encoding} is not an encoding that files are read in: {known}."),
            encoding=encoding,
            known=", ".join(_KNOWN),
        )
    return name


def _good_bytes(raw: bytes, encoding: str) -> int:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return len(raw)


def _decode_as(raw: bytes, encoding: str) -> Decoded:
    try:
        text, faulty = raw.decode(encoding), False
    except UnicodeDecodeError:
        codecs.register_error("dxskills.mark-bad-bytes", _mark_bad_bytes)
        text, faulty = raw.decode(encoding, "dxskills.mark-bad-bytes"), True
    return Decoded(text.removeprefix("\ufeff"), encoding, faulty)


def _mark_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(BAD_BYTE + byte) for byte in error.object[error.start : error.end]), error.end


def bad_bytes(text: str) -> str:
    """The bytes in ``text`` that did not decode, in hex; empty for none."""
    return " ".join(f"{ord(c) - BAD_BYTE:02X}" for c in text if BAD_BYTE <= ord(c) <= BAD_BYTE + 0xFF)
