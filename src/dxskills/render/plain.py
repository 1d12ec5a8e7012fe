"""Text without colour for pipes, files and mail: aligned, and never cut, whatever its width."""

from __future__ import annotations

from collections.abc import Iterator

from dxskills.exchange.characters import visible
from dxskills.render.document import Block, Chart, Document, Facts, Lines, Table, cell_text
from dxskills.render.layout import GAP, natural_widths
from dxskills.render.text import pad, visible_lines, width

_BARS = 80
"""The cells within which charts are drawn; nothing else has a width here."""


def render(document: Document, encoding: str | None = "utf-8") -> str:
    """``encoding`` is what the text will be written in: it may lack the characters that bars are drawn with."""
    parts = ["\n".join(_block(block, encoding)) for block in document.blocks()]
    if document.heading:
        parts.insert(0, visible(document.heading))
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, encoding: str | None) -> Iterator[str]:
    if block.title:
        yield visible(block.title)
    if isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Facts):
        yield from _facts(block)
    elif isinstance(block, Chart):
        yield from _chart(block, encoding)
    else:
        yield from _lines(block)


def _table(table: Table) -> Iterator[str]:
    if table.rows and table.is_grid:
        from dxskills.render.grid import Layout

        yield from ("".join(text for text, _tone in line) for line in Layout(table, None).lines())
    elif table.rows:
        widths = natural_widths(table)
        yield _row([visible(column.title) for column in table.columns], table, widths)
        yield (" " * GAP).join("─" * cells for cells in widths).rstrip()
        for row in (*table.rows, *table.foot):
            yield _row([visible(cell_text(cell)) for cell in row], table, widths)
    elif table.empty:
        yield visible_lines(table.empty)
    if table.note:
        yield visible_lines(table.note)


def _row(texts: list[str], table: Table, widths: list[int]) -> str:
    cells = zip(texts, table.columns, widths, strict=True)
    return (" " * GAP).join(pad(text, cells_, column.right) for text, column, cells_ in cells).rstrip()


def _facts(facts: Facts) -> Iterator[str]:
    labels = [visible(label) for label, _value in facts.pairs]
    label_width = max(map(width, labels), default=0)
    for label, (_label, value) in zip(labels, facts.pairs, strict=True):
        yield f"{pad(label, label_width)}  {visible(cell_text(value))}".rstrip()


def _lines(lines: Lines) -> Iterator[str]:
    for line in lines.lines:
        for part in visible_lines(cell_text(line)).split("\n"):
            yield ("  " * lines.indent + part).rstrip()


def _chart(chart: Chart, encoding: str | None) -> Iterator[str]:
    from dxskills.render.bars import drawn, fill_for

    for series in chart.series:
        if len(chart.series) > 1:
            yield visible(series.name)
        for line in drawn(chart, series, _BARS, fill_for(encoding)):
            yield f"{line.head}{' ' * GAP}{line.bar}".rstrip()
    if chart.note:
        yield visible_lines(chart.note)
