"""The journal's segments, one a fiscal year of entry: finding them, reading their lines and checking the chain."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from dxskills.digest import blake2b
from dxskills.errors import Damaged
from dxskills.i18n import N_, _
from dxskills.journal import disk
from dxskills.journal.editions import edition_of, segments_of
from dxskills.journal.event import HASH_BYTES, MAX_LINE, BadLine, Event, decode, first_hash, line_hash
from dxskills.journal.head import Head

FOLDER = "journal"
NOT_THE_END = N_("it is not the entry that HEAD says is the last")
_CHUNK = 1024 * 1024
_TAIL = 8192


class Diverged(Exception):
    """The point asked for is not on this journal's chain: it belongs to another one, or to a past that was restored."""


def damaged(segment: str, line: int | None, reason: str) -> Damaged:
    """``reason`` is a template of the catalogue."""
    hint = _(
        "Put the store back from a backup that is whole; nothing is written until then. `dxskills store repair "
        "--dry-run` says what could be kept without one."
    )
    if line is None:
        message = _("The journal is damaged: {segment}: {reason}.")
    else:
        message = _("The journal is damaged: {segment}, line {line}: {reason}.")
    return Damaged("damaged", message, hint=hint, segment=segment, line=line, reason=_(reason))


def last_line(fd: int, length: int) -> bytes:
    """The line, without line feed, that ends at byte ``length``; BadLine if none does."""
    size = _TAIL
    while True:
        start = max(0, length - size)
        block = disk.read_at(fd, start, length - start)
        if len(block) < length - start or not block.endswith(b"\n"):
            raise BadLine(N_("no line ends where HEAD says that one does"))
        before = block.rfind(b"\n", 0, -1)
        if before >= 0 or start == 0:
            return block[before + 1 : -1]
        if size > MAX_LINE:
            raise BadLine(N_("the line is longer than 16 MB"))
        size *= 8


def is_on_chain(folder: Path, point: Head, end: Head, store_id: str) -> bool:
    """Whether ``point`` is one that the journal, as far as ``end``, has passed through."""
    if point.seq == 0:
        return point.hash == first_hash(store_id)
    if edition_of(point.segment) != end.edition:
        return False
    if point.seq > end.seq or (point.segment, point.length) > (end.segment, end.length):
        return False
    path = folder / FOLDER / point.segment
    try:
        fd = disk.open_file(path, disk.READ)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise disk.unreadable(path, error) from error
    try:
        with disk.reading(path):
            return line_hash(last_line(fd, point.length)) == point.hash
    except BadLine:
        return False
    finally:
        disk.close(fd)


def scan(folder: Path, after: Head, end: Head) -> Iterator[Event]:
    """The entries after one point and up to another, every line checked and the end compared with ``end``."""
    seq, prev = after.seq, after.hash
    for segment in between(folder / FOLDER, after, end):
        path = folder / FOLDER / segment
        start = after.length if segment == after.segment else 0
        with disk.reading(path):
            fd = disk.open_file(path, disk.READ)
        before = seq
        try:
            stop = end.length if segment == end.segment else disk.size(fd)
            for lines in blocks(path, fd, start, stop):
                for line in lines:
                    seq += 1
                    event = decode(line, seq, prev)
                    prev = blake2b(line, digest_size=HASH_BYTES).hexdigest()
                    yield event
            if segment == end.segment and (seq, prev) != (end.seq, end.hash):
                raise BadLine(NOT_THE_END)
        except BadLine as error:
            bad = seq - before + isinstance(error, _BadRest)
            raise damaged(segment, lines_before(path, fd, start) + bad, str(error)) from error
        finally:
            disk.close(fd)
    if (seq, prev) != (end.seq, end.hash):
        raise damaged(end.segment, None, NOT_THE_END)


def point_at(folder: Path, seq: int, end: Head) -> Head:
    """The point behind entry ``seq``, which is not behind ``end``; reads the lines up to it without checking them."""
    found = 0
    for segment in between(folder / FOLDER, Head(0, "", 0, 0, ""), end):
        path, length = folder / FOLDER / segment, 0
        with disk.reading(path):
            fd = disk.open_file(path, disk.READ)
        try:
            stop = end.length if segment == end.segment else disk.size(fd)
            for lines in blocks(path, fd, 0, stop):
                for line in lines:
                    found, length = found + 1, length + len(line) + 1
                    if found == seq:
                        return Head(end.generation, segment, length, seq, line_hash(line))
        except BadLine as error:
            raise damaged(segment, None, str(error)) from error
        finally:
            disk.close(fd)
    raise damaged(end.segment, None, N_("it does not end with the entry that HEAD names"))


def hashes_of(folder: Path, seqs: Collection[int], end: Head) -> dict[int, str]:
    """The hashes of those entries that there are, of a journal that is whole as far as ``end``."""
    found, seq, last = dict[int, str](), 0, max((seq for seq in seqs if seq <= end.seq), default=0)
    for segment in between(folder / FOLDER, Head(0, "", 0, 0, ""), end) if last else []:
        path = folder / FOLDER / segment
        with disk.reading(path):
            fd = disk.open_file(path, disk.READ)
        try:
            for lines in blocks(path, fd, 0, end.length if segment == end.segment else disk.size(fd)):
                wanted = [wish for wish in seqs if seq < wish <= seq + len(lines)]
                found.update({wish: line_hash(lines[wish - seq - 1]) for wish in wanted})
                seq += len(lines)
                if seq >= last:
                    return found
        except BadLine as error:
            raise damaged(segment, None, str(error)) from error
        finally:
            disk.close(fd)
    return found


class _BadRest(BadLine):
    """What is wrong comes after the last line that was handed out."""


def between(folder: Path, after: Head, end: Head) -> list[str]:
    if end.seq == 0 or after.seq == end.seq:
        return []
    with disk.reading(folder):
        try:
            names = disk.list_folder(folder)
        except FileNotFoundError as error:
            raise damaged(end.segment, None, N_("the file is missing")) from error
    segments = [name for name in segments_of(names, end.segment) if after.segment <= name <= end.segment]
    if end.segment not in segments:
        raise damaged(end.segment, None, N_("the file is missing"))
    return segments


def blocks(path: Path, fd: int, start: int, stop: int) -> Iterator[list[bytes]]:
    """The lines from ``start`` to ``stop``, many at a time; BadLine unless a line ends exactly at ``stop``."""
    rest = b""
    while start < stop:
        with disk.reading(path):
            block = disk.read_at(fd, start, min(_CHUNK, stop - start))
        if not block:
            break
        start += len(block)
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        if len(rest) > MAX_LINE or (lines and len(lines[0]) > MAX_LINE):
            raise _BadRest(N_("the line is longer than 16 MB"))
        yield lines
    if rest or start < stop:
        raise _BadRest(N_("the file ends in the middle of a line, or before the length that HEAD names"))


def lines_before(path: Path, fd: int, offset: int) -> int:
    """How many lines of an open segment end before a byte."""
    count = at = 0
    with disk.reading(path):
        while at < offset:
            block = disk.read_at(fd, at, min(_CHUNK, offset - at))
            if not block:
                break
            count += block.count(b"\n")
            at += len(block)
    return count


def count_lines(path: Path, offset: int) -> int:
    """How many lines there are from a byte of a segment on; one without an end counts."""
    with disk.reading(path):
        fd = disk.open_file(path, disk.READ)
        try:
            size = disk.size(fd)
            whole = lines_before(path, fd, size) - lines_before(path, fd, offset)
            return whole + (size > offset and disk.read_at(fd, size - 1, 1) != b"\n")
        finally:
            disk.close(fd)


def segment_sizes(folder: Path, counting: str) -> dict[str, int]:
    """The bytes of every segment of the edition of ``counting``, whether they count or not."""
    path = folder / FOLDER
    with disk.reading(path):
        return {name: (path / name).stat().st_size for name in segments_of(disk.list_folder(path), counting)}
