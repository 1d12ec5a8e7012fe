"""What a command wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from dxskills.i18n import _
from dxskills.journal.event import Event
from dxskills.render.document import Block, Column, Document, Flat, Table
from dxskills.render.views.labels import data_text, kind_word

if TYPE_CHECKING:
    from dxskills.framework.model import Framework

_COLUMNS = ("seq", "at", "by", "batch", "kind", "staff", "on", "data")


def view(entries: Sequence[Event], framework: Framework) -> Document:
    return Document(
        blocks=lambda: _blocks(entries, framework),
        payload=lambda: {"schema": "dxskills/entries/1", "entries": [_entry(entry) for entry in entries]},
        flat=lambda: Flat(_COLUMNS, [[*entry[:7], orjson.dumps(entry.data).decode()] for entry in entries]),
    )


def _entry(entry: Event) -> dict[str, Any]:
    return dict(zip(_COLUMNS, entry, strict=True))


def _blocks(entries: Sequence[Event], framework: Framework) -> Iterable[Block]:
    columns = [Column(_("Entry"), right=True), Column(_("Written")), Column(_("Staff")), Column(_("On"))]
    columns.append(Column(_("Details")))
    rows = [[str(e.seq), kind_word(e.kind), e.staff or "", e.on or "", data_text(framework, e.data)] for e in entries]
    batch = entries[0].batch if entries else None
    note = _("Batch {batch}: `dxskills retract --batch {batch} --reason …` takes all of it back.") if batch else None
    note = note.format(batch=batch) if note else None
    yield Table(columns, rows, note=note, empty=_("Nothing was written: it is in the registry already."))
