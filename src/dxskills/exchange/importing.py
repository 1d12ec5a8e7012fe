"""Importing files: every row is read and judged before anything is written, and all faults come out together."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
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
from dxskills.exchange.short_way import Entry, ShortWay
from dxskills.exchange.source import Source, check_format_is_said
from dxskills.exchange.wanted import Kind
from dxskills.i18n import _
from dxskills.journal.alike import remove_left_behind
from dxskills.recording.transaction import Transaction

_COLLECT_AFTER = 500_000  # objects
_FORGET_AFTER = 10_000  # rows

__all__ = ["Entry", "Import", "ImportOptions", "ImportResult"]


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

    def __init__(
        self, tx: Transaction, kind: str, paths: Sequence[Path], options: ImportOptions, entry: Entry | None = None
    ) -> None:
        """Without an ``entry`` nothing is written: a trial."""
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
        self._entry = entry
        self._closing = ExitStack()
        self._remarks: list[str] = []
        self._short: ShortWay | None = None

    def __enter__(self) -> Self:
        with self._closing as stack:
            stack.enter_context(_seldom_collected())
            if self._entry is not None and self._tx.index.path is not None:
                remove_left_behind(self._tx.index.path)
            sources: list[Source] = []
            for path in self._paths:
                sources.append(Source(path))
                stack.callback(sources[-1].close)
            stack.callback(self._leave_short_way)
            self.result = self._taken(sources)
            self._closing = stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._closing.close()

    def enter(self) -> bool:
        """Write what is to be written, names first, and bring the index after it; False if there is nothing."""
        tx, short, entry = self._tx, self._short, self._entry
        if entry is None:
            return False
        writing, occasion = entry.writing, entry.occasion
        self._options.meter.begin(_("Writing"), 0)
        if tx.renamed:
            writing.save_names({**tx.names, **tx.renamed})
        alike = short.lines(entry, self._options.meter) if short is not None and not self.result.refused else None
        if alike is None and not tx.drafts:
            return False
        before = writing.head
        tx.forget()
        appended = writing.append_many(tx.drafts, occasion, alike)
        if alike is None:
            tx.index.follow(appended.events, before, writing.head)
        elif short is not None and short.index_to(appended.middle, occasion):
            tx.index.follow(appended.events, appended.middle, writing.head)
        else:
            tx.index.catch_up(writing.head)
        return True

    def _taken(self, sources: Sequence[Source]) -> ImportResult:
        """Read and judge; once more where rows on the short way turn out to contradict others."""
        excluded: set[int] = set()
        while True:
            rows = PackedRows()
            reader = FileReader(self._tx, self._kind, self._options, partial(self._short_way, frozenset(excluded)))
            sheets = [sheet for source in sources for sheet in reader.read(source, rows)]
            self._remarks = reader.remarks
            clashes = self._short.rows.settle_with(rows) if self._short is not None else set()
            if clashes:
                excluded |= clashes
                self._leave_short_way()
                rows.close()
                continue
            with closing(rows):
                return self._finish(sheets, rows, self._settle(reader.kind, rows, sheets))

    def _short_way(self, excluded: frozenset[int], kind: Kind, size: int) -> AlikeRows | None:
        if kind.like is None:
            return None
        if self._short is None:
            self._short = ShortWay(self._tx, kind, excluded, self._entry, size)
        return self._short.rows

    def _leave_short_way(self) -> None:
        if self._short is not None:
            self._short.close()
            self._short = None

    def _settle(self, kind: Kind, rows: PackedRows, sheets: Sequence[Sheet]) -> Settler:
        tx, options = self._tx, self._options
        refuse_contradictions(rows, options.profile.duplicates if options.profile else "error")
        if self._short is not None:
            tx.number_from(tx.index.seq + len(self._short.entries) + 1)
        settler = Settler(tx, kind, rows, update=options.update)
        ordered = _in_order(rows) if kind.dated else rows.good()
        for done, row in enumerate(options.meter.count(_("Entering"), ordered), start=1):
            settler.settle(row)
            if kind.by_itself and done % _FORGET_AFTER == 0:
                tx.forget()
        rows.reject()
        if options.complete:
            settler.notices += account_for_absent(tx, sheets, rows.people(), options.on, mark_left=options.mark_left)
        return settler

    def _finish(self, sheets: Sequence[Sheet], rows: PackedRows, settler: Settler) -> ImportResult:
        tx, options, short = self._tx, self._options, self._short
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
            added=0 if refused else settler.added + (len(short.entries) if short else 0),
            unchanged=settler.unchanged + len(rows.dropped) + (len(short.rows.unchanged) if short else 0),
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
