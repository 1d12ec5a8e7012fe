"""Rows in an import's columns, as a table for people or as they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dxskills.i18n import _
from dxskills.render.document import Block, Column, Document, Flat, Table

if TYPE_CHECKING:
    from dxskills.exchange.exporting.export import Export


def flat(export: Export) -> Flat:
    """The rows, which can be walked once."""
    return Flat(export.columns, export.rows, exact=True, numeric=export.numeric)


def view(export: Export) -> Document:
    return Document(blocks=lambda: _blocks(export), payload=lambda: list(export.as_dicts()), flat=lambda: flat(export))


def _blocks(export: Export) -> Iterable[Block]:
    columns = [Column(name, right=name in export.numeric) for name in export.columns]
    rows = [[_text(value) for value in row] for row in export.rows]
    note = _("Rows: {count}.").format(count=f"{len(rows):,}")
    yield Table(columns, rows, note=note if rows else None, empty=_("There is nothing of this kind."))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
