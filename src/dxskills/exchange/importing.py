"""Importing files: every row is read and judged before anything is written, and all faults come out together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from dxskills.errors import WrongUsage
from dxskills.exchange.cells import Sheet
from dxskills.exchange.columns import FORMS
from dxskills.exchange.completeness import account_for_absent
from dxskills.exchange.options import ImportOptions, ImportResult, check_options, rejects_path
from dxskills.exchange.packing import PackedRows
from dxskills.exchange.reading import FileReader
from dxskills.exchange.rejects import write_rejects
from dxskills.exchange.settling import Settler, refuse_contradictions
from dxskills.exchange.source import Source, check_format_is_said
from dxskills.exchange.wanted import Kind
from dxskills.i18n import _
from dxskills.recording.transaction import Transaction

__all__ = ["ImportOptions", "ImportResult", "run_import"]


def run_import(tx: Transaction, kind: str, paths: Sequence[Path], options: ImportOptions) -> ImportResult:
    """Read files of one kind into ``tx``, which is left empty if the rows are refused or nothing is to be written.

    Files that cannot be read at all are refused; faults of rows come back as the result's problems. The rejected rows
    are in their file before anything is in the journal; the batch is for the caller, who writes, to fill in.
    """
    if kind not in FORMS:
        message = _("{kind} is not a kind of file to import: {known}.")
        raise WrongUsage("unknown-kind", message, kind=kind, known=", ".join(FORMS))
    check_options(kind, paths, options)
    rows = PackedRows()
    reader = FileReader(tx, kind, options)
    with ExitStack() as closing:
        sheets: list[Sheet] = []
        for path in paths:
            check_format_is_said(path, options.input_format)
            source = Source(path)
            closing.callback(source.close)
            sheets += reader.read(source, rows)
        settler = _settle(tx, reader.kind, rows, sheets, options)
    return _finish(tx, kind, options, sheets, settler)


def _settle(tx: Transaction, kind: Kind, rows: PackedRows, sheets: Sequence[Sheet], options: ImportOptions) -> Settler:
    refuse_contradictions(rows)
    settler = Settler(tx, kind, rows, update=options.update)
    for row in options.watch(rows.good()):
        settler.settle(row)
    rows.reject()
    if options.complete:
        settler.notices += account_for_absent(tx, sheets, rows.people(), options.on, mark_left=options.mark_left)
    return settler


def _finish(
    tx: Transaction, kind: str, options: ImportOptions, sheets: Sequence[Sheet], settler: Settler
) -> ImportResult:
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
        written = tuple(_write_rejects(sheet, options) for sheet in sheets if sheet.rejected)
    return ImportResult(
        kind,
        read=sum(sheet.read for sheet in sheets),
        added=0 if refused else settler.added,
        unchanged=settler.unchanged,
        updated=0 if refused else settler.updated,
        rejected=rejected,
        problems=tuple(problem for sheet in sheets for cells in sheet.rejected for problem in cells.problems),
        warnings=tuple(warning for sheet in sheets for warning in sheet.warnings),
        notices=(*(notice for sheet in sheets for notice in sheet.notices), *settler.notices),
        refused=refused,
        rejects=written,
    )


def _write_rejects(sheet: Sheet, options: ImportOptions) -> Path:
    target = rejects_path(sheet.path, options.rejects)
    write_rejects(target, sheet.rejected)
    return target
