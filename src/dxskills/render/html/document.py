"""Any result as a page: its facts, sentences, tables and charts, one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dxskills.i18n import _
from dxskills.render.document import Block, Cell, Chart, Document, Facts, Lines, Table
from dxskills.render.grid import marks_of
from dxskills.render.html.page import fill
from dxskills.render.text import width

_DEEPEST = 3
_SHORT = 14
"""Columns of text that stay on one line: a date, a status, most names. Japanese breaks between any two characters."""


def render(document: Document) -> bytes:
    """The page that the result has of its own, else its blocks."""
    if document.page is not None:
        return document.page()
    blocks = [block_content(block) for block in document.blocks()]
    return fill("document.html.j2", document.heading or "dxskills", blocks=blocks)


def block_content(block: Block) -> dict[str, Any]:
    """The block as the templates take it."""
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Facts):
        pairs = [(label, _cell(value)) for label, value in block.pairs]
        return {"kind": "facts", "title": block.title, "note": None, "pairs": pairs}
    return {"kind": "lines", "title": block.title, "note": None, "lines": list(_lines(block))}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": table.title,
        "label": table.title or _("Table"),
        "note": table.note,
        "empty": table.empty,
        "columns": table.columns,
        "rows": [_row(row) for row in table.rows],
        "foot": [_row(row) for row in table.foot],
        "legend": list(marks_of(table).items()) if table.is_grid else [],
    }


def _row(row: Sequence[Cell | str]) -> list[dict[str, Any]]:
    return [_cell(cell) for cell in row]


def _cell(cell: Cell | str) -> dict[str, Any]:
    if not isinstance(cell, Cell):
        return {"text": cell, "tone": "plain", "mark": "", "room": _room(cell)}
    room = "day" if isinstance(cell.value, date) else _room(cell.text)
    return {"text": cell.text, "tone": cell.tone, "mark": cell.mark, "room": room}


def _room(text: str) -> str:
    """How much room a text wants of its column."""
    if not text:
        return ""
    return "short" if width(text[: _SHORT + 1]) <= _SHORT else "long"


def _lines(lines: Lines) -> Iterator[dict[str, Any]]:
    for line in lines.lines:
        cell = _cell(line)
        for part in cell["text"].split("\n"):
            text = part.lstrip(" ")
            if text:
                depth = min(lines.indent + (len(part) - len(text)) // 2, _DEEPEST)
                yield {"text": text, "depth": depth, "tone": cell["tone"]}


def _chart(chart: Chart) -> dict[str, Any]:
    rows = []
    for place, label in enumerate(chart.labels):
        parts = []
        for series in chart.series:
            value = series.values[place]
            share = chart.share(value) if value is not None else 0.0
            parts.append({"text": series.texts[place], "tone": series.tone(place), "share": share})
        rows.append({"label": label, "parts": parts})
    return {
        "kind": "chart",
        "title": chart.title,
        "label": chart.title or _("Chart"),
        "axis": chart.title or _("Chart"),
        "note": chart.note,
        "series": chart.series,
        "rows": rows,
    }
