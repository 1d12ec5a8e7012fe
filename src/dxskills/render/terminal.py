"""Text in colour for a terminal, by rich. Data never becomes markup: every piece is a ``rich.text.Text``."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from dxskills.exchange.characters import visible
from dxskills.i18n import _
from dxskills.render.document import Block, Cell, Chart, Document, Facts, Lines, Table, Tone, cell_text, tone_of
from dxskills.render.layout import GAP, fitted
from dxskills.render.text import visible_lines, width, wrap

_STYLES: dict[Tone, str] = {
    "plain": "",
    "good": "green",
    "soon": "yellow",
    "open": "cyan",
    "bad": "bold red",
    "quiet": "dim",
    "strong": "bold",
}


_CONTINUED = "  "
"""What a line that goes on is indented by, beyond its first."""


def print_to(console: Console, document: Document) -> None:
    """Print ``document`` to ``console``, fitted to its width."""
    left_out: dict[str, None] = {}
    parts = [list(_block(block, console, left_out)) for block in document.blocks()]
    if document.heading:
        parts.insert(0, [Text(visible(document.heading), "bold")])
    for index, part in enumerate(part for part in parts if part):
        if index:
            console.print()
        for renderable in part:
            console.print(renderable, highlight=False, soft_wrap=False)
    if left_out:
        text = _("Columns for which there is no room here: {columns}. A wider window or --output FILE has them.")
        console.print()
        said = visible(text.format(columns=", ".join(left_out)))
        console.print(_wrapped(said, console.width, "dim"), highlight=False)


def _block(block: Block, console: Console, left_out: dict[str, None]) -> Iterator[RenderableType]:
    """``left_out`` gathers the titles of the columns that found no room."""
    cells = console.width
    if block.title:
        yield Text(visible(block.title), "bold underline")
    if isinstance(block, Table):
        yield from _table(block, cells, left_out)
    elif isinstance(block, Facts):
        yield _facts(block, cells)
    elif isinstance(block, Chart):
        yield from _chart(block, console)
    else:
        yield from _lines(block, cells)


def _cell(cell: Cell | str, cells: int) -> Text:
    return _wrapped(visible(cell_text(cell)), cells, _STYLES[tone_of(cell)])


def _wrapped(text: str, cells: int, style: str = "") -> Text:
    """Broken by our own rules, which keep Japanese punctuation where it may stand; rich's do not."""
    return Text("\n".join(wrap(text, max(cells, 1))), style)


def _table(table: Table, cells: int, left_out: dict[str, None]) -> Iterator[RenderableType]:
    if table.rows and table.is_grid:
        yield from _grid(table, cells, left_out)
    elif table.rows:
        shown, widths = fitted(table, cells)
        stay = {column.title for column in shown.columns}
        for index, column in enumerate(table.columns):
            if column.title not in stay and any(cell_text(row[index]) for row in table.rows):
                left_out[column.title] = None
        grid = Grid(box=None, show_edge=False, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
        last = len(widths) - 1
        for index, (column, room) in enumerate(zip(shown.columns, widths, strict=True)):
            # rich counts the padding in; the last column has none
            span = room + (0 if index == last else GAP)
            grid.add_column(
                Text(visible(column.title)),
                justify="right" if column.right else "left",
                overflow="fold",
                width=room,
                min_width=span - GAP,
            )
        for row in (*shown.rows, *shown.foot):
            grid.add_row(*map(_cell, row, widths))
        yield grid
    elif table.empty:
        yield _wrapped(visible(table.empty), cells, "dim")
    if table.note:
        for line in visible_lines(table.note).split("\n"):
            yield _wrapped(line, cells, "dim")


def _grid(table: Table, cells: int, left_out: dict[str, None]) -> Iterator[RenderableType]:
    from dxskills.render.grid import Layout

    layout = Layout(table, cells)
    left_out.update(dict.fromkeys(layout.left_out))
    for line in layout.lines():
        yield Text.assemble(*((text, _STYLES[tone]) for text, tone in line))


def _facts(facts: Facts, cells: int) -> RenderableType:
    labels = [visible(label) for label, _value in facts.pairs]
    room = cells - GAP - max(map(width, labels), default=0)
    grid = Grid.grid(padding=(0, GAP, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, (_label, value) in zip(labels, facts.pairs, strict=True):
        grid.add_row(Text(label), _cell(value, room))
    return grid


def _lines(lines: Lines, cells: int) -> Iterator[RenderableType]:
    for line in lines.lines:
        for part in visible_lines(cell_text(line)).split("\n"):
            indent = "  " * lines.indent + " " * (len(part) - len(part.lstrip()))
            first, *rest = wrap(part, cells - len(indent) - len(_CONTINUED))
            text = "\n".join([indent + first, *(indent + _CONTINUED + each for each in rest)])
            yield Text(text, _STYLES[tone_of(line)])


def _chart(chart: Chart, console: Console) -> Iterator[RenderableType]:
    from dxskills.render.bars import drawn, fill_for

    for series in chart.series:
        if len(chart.series) > 1:
            yield Text(visible(series.name), "dim")
        for line in drawn(chart, series, console.width, fill_for(console.encoding)):
            yield Text.assemble(line.head, " " * GAP, (line.bar, _STYLES[line.tone]))
    if chart.note:
        yield _wrapped(visible(chart.note), console.width, "dim")
