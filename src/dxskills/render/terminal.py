"""Text in colour for a terminal, by rich. Data never becomes markup: every piece is a ``rich.text.Text``."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from dxskills.render.document import Block, Cell, Document, Facts, Lines, Table, Tone, cell_text, tone_of
from dxskills.render.layout import GAP, fitted
from dxskills.render.text import visible, visible_lines

_STYLES: dict[Tone, str] = {
    "plain": "",
    "good": "green",
    "soon": "yellow",
    "open": "cyan",
    "bad": "bold red",
    "quiet": "dim",
    "strong": "bold",
}


def print_to(console: Console, document: Document) -> None:
    """Print ``document`` to ``console``, fitted to its width."""
    parts: list[list[RenderableType]] = [list(_block(block, console.width)) for block in document.blocks()]
    if document.heading:
        parts.insert(0, [Text(visible(document.heading), "bold")])
    for index, part in enumerate(part for part in parts if part):
        if index:
            console.print()
        for renderable in part:
            console.print(renderable, highlight=False, soft_wrap=False)


def _block(block: Block, cells: int) -> Iterator[RenderableType]:
    if block.title:
        yield Text(visible(block.title), "bold underline")
    if isinstance(block, Table):
        yield from _table(block, cells)
    elif isinstance(block, Facts):
        yield _facts(block)
    else:
        yield from _lines(block)


def _text(cell: Cell | str) -> Text:
    return Text(visible(cell_text(cell)), _STYLES[tone_of(cell)])


def _table(table: Table, cells: int) -> Iterator[RenderableType]:
    if table.rows:
        shown, widths = fitted(table, cells)
        grid = Grid(box=None, show_edge=False, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
        last = len(widths) - 1
        for index, (column, width) in enumerate(zip(shown.columns, widths, strict=True)):
            # rich counts the padding in; the last column has none
            span = width + (0 if index == last else GAP)
            grid.add_column(
                Text(column.title),
                justify="right" if column.right else "left",
                overflow="fold",
                width=width,
                min_width=span - GAP,
            )
        for row in shown.rows:
            grid.add_row(*map(_text, row))
        yield grid
    elif table.empty:
        yield Text(table.empty, "dim")
    if table.note:
        yield Text(visible_lines(table.note), "dim")


def _facts(facts: Facts) -> RenderableType:
    grid = Grid.grid(padding=(0, GAP, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in facts.pairs:
        grid.add_row(Text(label), _text(value))
    return grid


def _lines(lines: Lines) -> Iterator[RenderableType]:
    for line in lines.lines:
        for part in visible_lines(cell_text(line)).split("\n"):
            yield Text("  " * lines.indent + part, _STYLES[tone_of(line)])
