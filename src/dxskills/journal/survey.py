"""A survey of a journal whatever its state: how far its chain holds from the first line on, and what comes then.

Unlike :func:`dxskills.journal.segments.scan` it needs no HEAD, and does not end in an error at the first flaw: it says
where the last line ends that nothing speaks against.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from dxskills.i18n import N_
from dxskills.journal import disk
from dxskills.journal.editions import edition_of
from dxskills.journal.event import MAX_LINE, BadLine, decode, line_hash
from dxskills.journal.head import Head, empty_head
from dxskills.journal.segments import FOLDER, NOT_THE_END, blocks

CONTRADICTED = N_("it is not what the line after it follows")


class Flaw(NamedTuple):
    """``line`` counts from 1; ``torn``: what there is has no line feed, and nothing comes after it."""

    segment: str
    line: int
    reason: str
    torn: bool = False


class Survey(NamedTuple):
    """``good`` is where the last good line ends, ``lines`` counts those of its segment; ``staff`` is whom they name.

    ``passed``: the chain has gone through the point that was looked for.
    """

    good: Head
    lines: int
    flaw: Flaw | None
    passed: bool
    staff: frozenset[str]


class _Line(NamedTuple):
    segment: str
    number: int
    end: int
    text: bytes


class _Torn(NamedTuple):
    segment: str
    number: int
    reason: str
    last: bool


def survey(folder: Path, store_id: str, point: Head | None, *, beyond: bool) -> Survey:
    """Follow the chain from the first line to ``point``, or to where it ends if ``beyond`` or there is no point.

    Without a point it is that of the edition that goes furthest: one that is not whole yet, or no more, is shorter.
    """
    if point is not None:
        return _survey(folder, store_id, point, point.edition, beyond=beyond)
    found = sorted({edition for name in _files(folder) if (edition := edition_of(name))} | {1}, reverse=True)
    surveys = (_survey(folder, store_id, None, edition, beyond=True) for edition in found)
    return max(surveys, key=lambda one: one.good.seq)


def _survey(folder: Path, store_id: str, point: Head | None, edition: int, *, beyond: bool) -> Survey:
    walk = _Walk(folder, store_id, point, edition)
    for line in _lines(folder, edition):
        if walk.passed and not beyond:
            break
        if isinstance(line, _Torn):
            walk.flaw = Flaw(line.segment, line.number, line.reason, torn=line.last)
            break
        if not walk.take(line):
            break
    return Survey(walk.good, walk.number, walk.flaw, walk.passed, frozenset(walk.staff))


class _Walk:
    """What is known of the lines so far; ``before`` is ``good`` without the last of them."""

    def __init__(self, folder: Path, store_id: str, point: Head | None, edition: int) -> None:
        self.good = self._before = empty_head(store_id)
        self.number = self._number_before = 0
        self.passed = point is not None and (point.seq, point.hash) == (0, self.good.hash)
        self.flaw: Flaw | None = None
        self.staff = set[str]()
        self._point = point
        self._folder = folder
        self._edition = edition

    def take(self, line: _Line) -> bool:
        """Whether the line goes on from the ones before; else ``flaw`` says what is wrong, and where."""
        seq = self.good.seq + 1
        try:
            event = decode(line.text, seq, self.good.hash)
        except BadLine as error:
            self.flaw = Flaw(line.segment, line.number, str(error))
            if self._speaks_against_the_last(line):
                self._step_back(CONTRADICTED)
            return False
        if event.staff is not None:
            self.staff.add(event.staff)
        self._before, self._number_before = self.good, self.number
        self.good = Head(0, line.segment, line.end, seq, line_hash(line.text))
        self.number = line.number
        if self._point is not None and seq == self._point.seq:
            self.passed = self.good.hash == self._point.hash
            if not self.passed:
                self._step_back(NOT_THE_END)
        return self.flaw is None

    def _step_back(self, reason: str) -> None:
        self.flaw = Flaw(self.good.segment, self.number, reason)
        self.good, self.number = self._before, self._number_before

    def _speaks_against_the_last(self, line: _Line) -> bool:
        """Whether this line is the next and is what was written, by the word of the line behind it or of HEAD.

        Then it names the right hash of the line before, which must have been changed.
        """
        try:
            said = orjson.loads(line.text)
            if self.good.seq == 0 or said["seq"] != self.good.seq + 1 or said["prev"] == self.good.hash:
                return False
            mine = line_hash(line.text)
            if self._point is not None and self._point.seq == said["seq"]:
                return self._point.hash == mine
            after = next((other for other in _lines(self._folder, self._edition, line)), None)
            return isinstance(after, _Line) and bool(orjson.loads(after.text)["prev"] == mine)
        except (ValueError, KeyError, TypeError):
            return False


def _files(folder: Path) -> list[str]:
    with disk.reading(folder / FOLDER):
        try:
            return disk.list_folder(folder / FOLDER)
        except FileNotFoundError:
            return []


def _lines(folder: Path, edition: int, after: _Line | None = None) -> Iterator[_Line | _Torn]:
    """Every line of every segment of an edition (after one of them), whatever is on it."""
    names = [name for name in _files(folder) if edition_of(name) == edition]
    for name in names:
        if after is None or name > after.segment:
            yield from _lines_of(folder / FOLDER / name, 0, 0, last=name == names[-1])
        elif name == after.segment:
            yield from _lines_of(folder / FOLDER / name, after.end, after.number, last=name == names[-1])


def _lines_of(path: Path, end: int, number: int, *, last: bool) -> Iterator[_Line | _Torn]:
    with disk.reading(path):
        fd = disk.open_file(path, disk.READ)
    try:
        for lines in blocks(path, fd, end, disk.size(fd)):
            for text in lines:
                end, number = end + len(text) + 1, number + 1
                yield _Line(path.name, number, end, text)
    except BadLine as error:
        with disk.reading(path):
            long = disk.size(fd) - end > MAX_LINE
        yield _Torn(path.name, number + 1, str(error) if long else N_("it has no end"), last and not long)
    finally:
        disk.close(fd)
