"""Importing files: every row is read and judged before anything is written, and all faults come out together."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Self

from dxskills.errors import WrongUsage
from dxskills.exchange.alike_rows import AlikeRows
from dxskills.exchange.cells import Sheet
from dxskills.exchange.columns import FORMS
from dxskills.exchange.completeness import account_for_absent
from dxskills.exchange.options import ImportOptions, ImportResult, check_options
from dxskills.exchange.packing import PackedRows
from dxskills.exchange.reading import FileReader
from dxskills.exchange.rejects import write_all_rejects
from dxskills.exchange.settling import Settler, refuse_contradictions
from dxskills.exchange.source import Source, check_format_is_said
from dxskills.exchange.wanted import Kind
from dxskills.i18n import _
from dxskills.index.ahead import Ahead
from dxskills.index.alike import AlikeEntries, Frame
from dxskills.journal.writing import Writing
from dxskills.recording.transaction import Transaction

VERY_LARGE = 2**22
"""Bytes of a file from which on the index is better brought along meanwhile than afterwards."""
_COLLECT_AFTER = 500_000  # objects

__all__ = ["Import", "ImportOptions", "ImportResult"]


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Collect garbage seldom: an import makes millions of objects, few of them in circles, and none of those large."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _COLLECT_AFTER), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Import:
    """Files of one kind, read and judged by what ``tx`` knows, as a context manager; ``result`` says what came of it.

    Files that cannot be read at all are refused; faults of rows come back as the result's problems. The rejected rows
    are in their file before anything is in the journal. Nothing is written but by :meth:`enter`.
    """

    result: ImportResult

    def __init__(self, tx: Transaction, kind: str, paths: Sequence[Path], options: ImportOptions) -> None:
        if kind not in FORMS:
            message = _("{kind} is not a kind of file to import: {known}.")
            raise WrongUsage("unknown-kind", message, kind=kind, known=", ".join(FORMS))
        check_options(kind, paths, options)
        for path in paths:
            check_format_is_said(path, options.input_format)
        self._tx = tx
        self._kind = kind
        self._paths = paths
        self._options = options
        self._closing = ExitStack()
        self._short = ExitStack()  # what goes with the rows on the short way, which may be given up
        self._remarks: list[str] = []
        self._alike: AlikeRows | None = None
        self._ahead: Ahead | None = None

    def __enter__(self) -> Self:
        with self._closing as closing:
            closing.enter_context(_seldom_collected())
            sources: list[Source] = []
            for path in self._paths:
                sources.append(Source(path))
                closing.callback(sources[-1].close)
            closing.callback(self._short.close)
            self.result = self._taken(sources)
            self._closing = closing.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._closing.close()

    def enter(self, writing: Writing, at: datetime, by: str, batch: str) -> bool:
        """Write what is to be written, names first, and bring the index after it; False if there is nothing."""
        tx, alike = self._tx, self._alike
        if tx.renamed:
            writing.save_names({**tx.names, **tx.renamed})
        if self.result.refused or not (tx.drafts or (alike and alike.entries)):
            return False
        before, moment = writing.head, writing.moment(at)
        tx.forget()
        if alike is None or not alike.entries:
            appended = writing.append_many(tx.drafts, at=at, by=by, batch=batch)
            tx.index.follow(appended.events, before, writing.head)
            return True
        frames = ((frame.staff, frame.on, frame.data) for frame in self._written(alike.entries))
        appended = writing.append_many(tx.drafts, at=at, by=by, batch=batch, kind=alike.kind.event, alike=frames)
        if self._ahead is not None and self._ahead.commit(appended.middle, moment, by, batch):
            tx.index.follow(appended.events, appended.middle, writing.head)
        else:
            tx.index.catch_up(writing.head)
        return True

    def _written(self, entries: AlikeEntries) -> Iterator[Frame]:
        meter, done = self._options.meter, 0
        meter.begin(_("Writing"), len(entries))
        for frame in entries.frames():
            yield frame
            done += len(frame.staff)
            meter.reach(done, done)

    def _taken(self, sources: Sequence[Source]) -> ImportResult:
        """Read and judge; once more where rows on the short way turn out to contradict others."""
        excluded: set[int] = set()
        while True:
            rows = PackedRows()
            reader = FileReader(self._tx, self._kind, self._options, partial(self._short_way, frozenset(excluded)))
            sheets = [sheet for source in sources for sheet in reader.read(source, rows)]
            self._remarks = reader.remarks
            clashes = self._alike.settle_with(rows) if self._alike is not None else set()
            if not clashes:
                return self._finish(sheets, rows, self._settle(reader.kind, rows, sheets))
            excluded |= clashes
            self._short.close()
            self._alike = self._ahead = None

    def _short_way(self, excluded: frozenset[int], kind: Kind, size: int) -> AlikeRows | None:
        if kind.like is not None and self._alike is None:
            path = self._tx.index.path
            entries = self._short.enter_context(AlikeEntries(kind.event, path.parent if path else None))
            unchanged = self._short.enter_context(AlikeEntries(kind.event, None))
            if size >= VERY_LARGE and not self._options.dry_run:
                self._ahead = self._short.enter_context(Ahead(self._tx.index, entries))
            follow = self._ahead.follow if self._ahead is not None else (lambda _span: None)
            self._alike = AlikeRows(self._tx, kind, entries, unchanged, follow, excluded)
        return self._alike

    def _settle(self, kind: Kind, rows: PackedRows, sheets: Sequence[Sheet]) -> Settler:
        tx, options = self._tx, self._options
        refuse_contradictions(rows, options.profile.duplicates if options.profile else "error")
        if self._alike is not None:
            tx.number_from(tx.index.seq + len(self._alike.entries) + 1)
        settler = Settler(tx, kind, rows, update=options.update)
        for row in options.meter.count(_("Entering"), _in_order(rows) if kind.dated else rows.good()):
            settler.settle(row)
        rows.reject()
        if options.complete:
            settler.notices += account_for_absent(tx, sheets, rows.people(), options.on, mark_left=options.mark_left)
        return settler

    def _finish(self, sheets: Sequence[Sheet], rows: PackedRows, settler: Settler) -> ImportResult:
        tx, options, alike = self._tx, self._options, self._alike
        for sheet in sheets:
            sheet.rejected.sort(key=lambda cells: cells.row.number)
        rejected = sum(len(sheet.rejected) for sheet in sheets)
        refused = bool(rejected) and not options.skip_invalid
        if refused or options.dry_run:
            tx.undo(0)
            tx.renamed.clear()
            settler.notices = [] if refused else settler.notices
        written: tuple[Path, ...] = ()
        if rejected and options.skip_invalid and not options.dry_run:
            written = write_all_rejects(sheets, options.rejects)
        return ImportResult(
            self._kind,
            read=sum(sheet.read for sheet in sheets),
            added=0 if refused else settler.added + (len(alike.entries) if alike else 0),
            unchanged=settler.unchanged + len(rows.dropped) + (len(alike.unchanged) if alike else 0),
            updated=0 if refused else settler.updated,
            rejected=rejected,
            problems=tuple(problem for sheet in sheets for cells in sheet.rejected for problem in cells.problems),
            warnings=(*self._remarks, *(warning for sheet in sheets for warning in sheet.warnings)),
            notices=(*(notice for sheet in sheets for notice in sheet.notices), *settler.notices),
            refused=refused,
            rejects=written,
        )


def _in_order(rows: PackedRows) -> list[int]:
    """The good rows in order of day; those of one day as they were read."""
    return sorted(rows.good(), key=lambda row: rows.wanted(row).key[1] or "")
