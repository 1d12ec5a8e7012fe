"""Which encoding a file is in. Encodings are tried strictly and in a fixed order, never guessed (docs/import.md)."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from dxskills.errors import Refused, WrongUsage
from dxskills.exchange.mistaken import mistaken_for
from dxskills.i18n import _

# By name only; Python knows more, some of which are no encodings of text at all.
_KNOWN = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "shift_jis", "shift_jis_2004", "euc_jp"),
    *("iso2022_jp", "cp1252", "iso8859-1", "ascii"),
)
_ALIASES = {"windows-31j": "cp932", "windows31j": "cp932", "utf8bom": "utf-8-sig", "utf-8-bom": "utf-8-sig"}

_OF_PAIRS = ("cp932", "shift_jis", "shift_jis_2004", "euc_jp")

BAD_BYTE = 0xDC00
"""An undecodable byte b stands in the text as the lone surrogate ``BAD_BYTE + b``, to be found in its cell."""

MARK_BAD_BYTES = "dxskills.mark-bad-bytes"
"""The error handler for decoding that puts these there; registered by :func:`find_encoding`."""

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PART = 2**18


_STRAYS = {"\uf8f0": 0xA0, "\uf8f1": 0xFD, "\uf8f2": 0xFE, "\uf8f3": 0xFF}
"""Bytes that no character of cp932 has, and what Python makes of them."""


class Encoding(NamedTuple):
    """``faulty``: a byte of the file does not decode in it. ``rival``: what it is likely to be in, though it does."""

    name: str
    faulty: bool
    rival: str | None = None


def find_encoding(stream: BinaryIO, said: str | None = None) -> Encoding:
    """By the file's mark, else UTF-8, else cp932, else what was ``said``, taken at its word; reads the whole stream.

    Where no encoding decodes the whole file, the one that gets furthest is taken for the file's own.
    """
    codecs.register_error(MARK_BAD_BYTES, _mark_bad_bytes)
    start = stream.read(4)
    stream.seek(0)
    if said is not None:
        name = _checked(said)
        if name == "utf-16" and start and not start.startswith(_UTF16_MARKS):
            raise _without_mark(stream)
        return _tried(stream, name)
    if start.startswith(codecs.BOM_UTF8):
        return _tried(stream, "utf-8-sig")
    if start.startswith(_UTF16_MARKS):
        return _tried(stream, "utf-16")
    good: dict[str, int] = {}
    for name in ("utf-8", "cp932"):
        stream.seek(0)
        found = _first_bad_byte(stream, name)
        if found is None:
            return Encoding(name, False, mistaken_for(stream, name))
        good[name] = found
    return Encoding(max(good, key=good.__getitem__), True)


def _without_mark(stream: BinaryIO) -> Refused:
    return Refused(
        "undecodable",
        _("{file} is not UTF-16 as that is written: it does not begin with a mark."),
        hint=_("If it is UTF-16 all the same, say --encoding utf-16-le or utf-16-be."),
        file=str(getattr(stream, "name", "-")),
    )


def _tried(stream: BinaryIO, name: str) -> Encoding:
    return Encoding(name, _first_bad_byte(stream, name) is not None)


def _first_bad_byte(stream: BinaryIO, name: str) -> int | None:
    """About where decoding fails, None if it does not."""
    decoder = codecs.getincrementaldecoder(name)()
    read = 0
    for part in _parts(stream):
        try:
            text = decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            return read + error.start
        if name == "cp932" and any(stray in text for stray in _STRAYS):
            return read + min(text.index(stray) for stray in _STRAYS if stray in text)
        read += len(part)
    return None


def _parts(stream: BinaryIO) -> Iterator[bytes]:
    while part := stream.read(_PART):
        yield part
    yield b""


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


def open_text(stream: io.BufferedReader, encoding: Encoding) -> io.TextIOWrapper:
    """The stream's text, line ends as they are, less a mark that some program wrote where the encoding has none."""
    errors = MARK_BAD_BYTES if encoding.faulty else "strict"
    name = "utf-8-sig" if encoding.name == "utf-8" else encoding.name
    if name in ("utf-16-le", "utf-16-be") and stream.peek(2)[:2] in _UTF16_MARKS:
        stream.read(2)
    return io.TextIOWrapper(stream, name, errors, newline="")


def _mark_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    end = error.end
    # The codecs of Japan's encodings name the first byte of a pair alone.
    if error.encoding in _OF_PAIRS and end - error.start == 1 and error.object[end : end + 1] > b"\x3f":
        end += 1
    return "".join(chr(BAD_BYTE + byte) for byte in error.object[error.start : end]), end


def bad_bytes(text: str) -> str:
    """The bytes in ``text`` that did not decode, in hex; empty for none."""
    wrong = [_STRAYS.get(sign, ord(sign) - BAD_BYTE) for sign in text]
    return " ".join(f"{byte:02X}" for byte in wrong if 0 <= byte <= 0xFF)
