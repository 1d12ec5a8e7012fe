"""The log: entries as they were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import orjson

from dxskills.i18n import _
from dxskills.render.document import Block, Cell, Column, Document, Flat, Table
from dxskills.render.views.labels import data_text, day_cell, kind_word

if TYPE_CHECKING:
    from dxskills.analysis.history import LogEntry
    from dxskills.framework.model import Framework

_COLUMNS = ("seq", "at", "by", "batch", "kind", "staff", "on", "data", "retracted_by")


def view(entries: Sequence[LogEntry], framework: Framework) -> Document:
    from dxskills.analysis.history import log_document

    return Document(
        blocks=lambda: _blocks(entries, framework),
        payload=lambda: log_document(entries),
        flat=lambda: Flat(_COLUMNS, map(_flat_row, entries)),
    )


def _flat_row(entry: LogEntry) -> list[object]:
    data = orjson.dumps(entry.data).decode()
    return [
        *(entry.seq, entry.at, entry.by, entry.batch, entry.kind, entry.staff, entry.on),
        *(data, entry.retracted_by),
    ]


def _blocks(entries: Sequence[LogEntry], framework: Framework) -> Iterable[Block]:
    columns = [
        Column(_("Entry"), right=True),
        Column(_("Entered (UTC)")),
        Column(_("By"), spare=1),
        Column(_("Batch"), spare=2),
        Column(_("What")),
        Column(_("Staff"), spare=3 if len({entry.staff for entry in entries}) == 1 else 0),
        Column(_("On")),
        Column(_("Details")),
    ]
    yield Table(columns, [_row(entry, framework) for entry in entries], empty=_("There are no entries."))


def _row(entry: LogEntry, framework: Framework) -> list[Cell | str]:
    what = kind_word(entry.kind)
    moment = entry.at[:19].replace("T", " ")
    on = day_cell(date.fromisoformat(entry.on)) if entry.on else ""
    number = Cell(str(entry.seq), value=entry.seq)
    row: list[Cell | str] = [number, moment, entry.by, entry.batch or "", what, entry.staff or "", on]
    details = data_text(framework, entry.data)
    if entry.retracted_by is None:
        return [*row, details]
    taken_back = _("[retracted by entry {seq}]").format(seq=entry.retracted_by)
    quiet = [cell.replaced(tone="quiet") if isinstance(cell, Cell) else Cell(cell, "quiet") for cell in row]
    return [*quiet, Cell(f"{taken_back} {details}", "quiet")]
