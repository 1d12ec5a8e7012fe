"""The short way from a large file into journal and index, and the processes that walk it beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

from dxskills.exchange.alike_rows import AlikeRows
from dxskills.exchange.meter import Meter
from dxskills.exchange.wanted import Kind
from dxskills.i18n import _
from dxskills.index.ahead import Ahead
from dxskills.journal.alike import AlikeEntries, Frame, Span, Stencil
from dxskills.journal.head import Head
from dxskills.journal.lines import AlikeLines, Occasion, Pieces
from dxskills.journal.lines_ahead import LinesAhead
from dxskills.journal.writing import Writing
from dxskills.recording.transaction import Transaction

VERY_LARGE = 2**22
"""Bytes of a file for which processes of their own are worth their start."""
_ROW = 60  # bytes, or so


class Entry(NamedTuple):
    """Where an import goes: the one writer of the moment, and what its entries share."""

    writing: Writing
    occasion: Occasion


class ShortWay:
    """Takes in ``rows`` that are alike; :meth:`close` gives up what of them is not entered.

    ``size`` is the file's, in bytes. For a very large one lines and index are made meanwhile, each by a process of its
    own; what one of them cannot do is done here when it is needed.
    """

    def __init__(self, tx: Transaction, kind: Kind, excluded: frozenset[int], entry: Entry | None, size: int) -> None:
        self._kind = kind
        self._ahead: Ahead | None = None
        self._lines: LinesAhead | None = None
        with ExitStack() as closing:
            aided = entry is not None and size >= VERY_LARGE
            stencils: list[Stencil] = []
            self.entries = closing.enter_context(AlikeEntries(kind.event, tx.index.path, stencils, shared=aided))
            unchanged = closing.enter_context(AlikeEntries(kind.event, None, stencils))
            if entry is not None and self.entries.path is not None:
                self._ahead = closing.enter_context(Ahead(tx.index, self.entries, size // _ROW))
                lines = LinesAhead(entry.writing.head, entry.occasion, self.entries)
                self._lines = closing.enter_context(lines)
            self.rows = AlikeRows(tx, kind, self.entries, unchanged, self._follow, excluded)
            self._closing = closing.pop_all()

    def close(self) -> None:
        self._closing.close()

    def _follow(self, span: Span) -> None:
        if self._lines is not None:
            self._lines.follow(span)
        if self._ahead is not None:
            self._ahead.follow(span)

    def lines(self, entry: Entry, meter: Meter) -> Pieces | None:
        """The entries' lines; None if there are none."""
        if not self.entries:
            return None
        made = self._lines.made() if self._lines is not None else None
        if made is not None:
            return made
        head = entry.writing.head
        stencils, frames = self.entries.stencils, self._measured(meter)
        return AlikeLines(head.seq, head.hash, entry.occasion, self._kind.event, stencils, frames)

    def _measured(self, meter: Meter) -> Iterator[Frame]:
        done = 0
        meter.begin(_("Writing"), len(self.entries))
        for frame in self.entries.frames():
            yield frame
            done += len(frame.staff)
            meter.reach(done, done)

    def index_to(self, head: Head, occasion: Occasion) -> bool:
        """Make the entries count in the index, ``head`` being where their last line is; False if that is not done."""
        if self._ahead is None:
            return False
        self._ahead.commit(head, occasion)
        if self._lines is not None:
            self._lines.remove()  # which takes a while too
        return self._ahead.committed()
