"""The zip archive that a workbook is: its parts by name, and their bytes a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import SEEK_END
from typing import IO, TYPE_CHECKING

from dxskills.exchange.workbook.flaws import Broken, TooLarge, Unsafe
from dxskills.exchange.workbook.limits import (
    CHUNK,
    MOST_DIRECTORY_BYTES,
    MOST_FILE_BYTES,
    MOST_PARTS,
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
    RATIO_LOOKED_AT,
)
from dxskills.i18n import _

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

_LOCAL_HEADER = 30  # bytes, before a part's name
_END_RECORD = 22  # bytes, before the archive's comment
_NONSENSE = (RuntimeError, ValueError, OverflowError, LookupError)
"""What zipfile raises, besides its own errors, where a header is nonsense or of a kind that it does not know."""


class Archive:
    """The parts, in any spelling of their names: they are the same in capitals, and some programs write ``\\``."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._parts: dict[str, ZipInfo] = {}
        for part in archive.infolist():
            name = folded(part.filename)
            if name in self._parts:
                raise Unsafe(_("it holds the part {part} twice").format(part=part.filename))
            self._parts[name] = part

    @property
    def names(self) -> frozenset[str]:
        """In small letters."""
        return frozenset(self._parts)

    def __contains__(self, name: str) -> bool:
        return folded(name) in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part's bytes; never more than it declares, and BadZipFile where they are not what was written."""
        part = self._parts.get(folded(name))
        if part is None:
            raise Broken(_("the part {part} is missing").format(part=name))
        try:
            with self._archive.open(part) as stream:
                while piece := stream.read(CHUNK):
                    yield piece
        except _NONSENSE as error:
            raise _wrong(error) from None


def folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _wrong(error: Exception) -> Broken:
    return Broken(_("its archive is wrong: {reason}").format(reason=error))


@contextmanager
def opened(stream: IO[bytes]) -> Iterator[Archive]:
    """The archive in ``stream``. Raises a flaw, or one of the errors of zipfile."""
    from zipfile import ZipFile

    size = stream.seek(0, SEEK_END)
    if size > MOST_FILE_BYTES:
        raise TooLarge(_("it has more than {limit} MB").format(limit=MOST_FILE_BYTES // 2**20))
    try:
        archive = ZipFile(_Sparing(stream))
        _check(archive, stream, size)
    except _NONSENSE as error:
        raise _wrong(error) from None
    with archive:
        yield Archive(archive)


class _Sparing:
    """A stream that refuses to be read in pieces that would fill the memory, as a false table of contents asks for."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MOST_DIRECTORY_BYTES:
            raise Unsafe(_("its archive has a table of contents without end"))
        return self._stream.read(MOST_DIRECTORY_BYTES if size < 0 else size)

    def close(self) -> None:
        pass


def _check(archive: ZipFile, stream: IO[bytes], size: int) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise Unsafe(_("its archive has more than {limit} parts").format(limit=MOST_PARTS))
    for part in parts:
        _check_part(part)
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise TooLarge(_("unpacked it has more than {limit} MB").format(limit=MOST_UNPACKED_BYTES // 2**20))
    _check_places(archive, parts)
    stream.seek(max(0, size - _END_RECORD - len(archive.comment)))
    if stream.read(4) != b"PK\x05\x06":
        raise Unsafe(_("it holds more than its archive"))


def _check_part(part: ZipInfo) -> None:
    from zipfile import ZIP_DEFLATED, ZIP_STORED

    if ".." in folded(part.filename).split("/"):
        raise Unsafe(_("one of its parts, {part}, would lie outside of it").format(part=part.filename))
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or part.flag_bits & 0x1:
        raise Broken(_("the part {part} is packed in a way that workbooks are not").format(part=part.filename))
    if part.file_size > RATIO_LOOKED_AT and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise Unsafe(_("the part {part} grows without end when it is unpacked").format(part=part.filename))


def _check_places(archive: ZipFile, parts: list[ZipInfo]) -> None:
    """The parts lie one after the other from the first byte on, and none inside another."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end or (end == 0 and part.header_offset > 0):
            raise Unsafe(_("it holds more than its archive") if not end else _("the parts of its archive overlap"))
        end = part.header_offset + _LOCAL_HEADER + len(part.orig_filename) + part.compress_size
    if end > archive.start_dir:
        raise Unsafe(_("the parts of its archive overlap"))
