"""Fitting a table into a width: which columns stay, and how wide each becomes."""

from __future__ import annotations

from dxskills.exchange.characters import visible
from dxskills.render.document import Table, cell_text
from dxskills.render.text import width

GAP = 2
NARROWEST = 8


def natural_widths(table: Table) -> list[int]:
    """The cells each column needs to show everything on one line."""
    widths = [width(visible(column.title)) for column in table.columns]
    for row in (*table.rows, *table.foot):
        for index, cell in enumerate(row):
            widths[index] = max(widths[index], width(visible(cell_text(cell))))
    return widths


def total(widths: list[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def fitted(table: Table, cells: int) -> tuple[Table, list[int]]:
    """``table`` without the spare columns that do not fit into ``cells``, and the widths of the rest.

    Where even that is too wide, the widest text columns shrink (their text is then wrapped, never cut).
    """
    widths = natural_widths(table)
    keep = list(range(len(widths)))
    while total([widths[i] for i in keep]) > cells:
        spare = max(keep, key=lambda i: table.columns[i].spare)
        if not table.columns[spare].spare:
            break
        keep.remove(spare)
    if len(keep) < len(widths):
        rows, foot = ([[row[i] for i in keep] for row in each] for each in (table.rows, table.foot))
        table = table.replaced(columns=[table.columns[i] for i in keep], rows=rows, foot=foot)
    return table, _shrunk(table, [widths[i] for i in keep], cells)


def _shrunk(table: Table, widths: list[int], cells: int) -> list[int]:
    excess = total(widths) - cells
    while excess > 0:
        widest = max(
            (i for i, column in enumerate(table.columns) if not column.right), key=widths.__getitem__, default=None
        )
        if widest is None or widths[widest] <= NARROWEST:
            break
        others = sorted((w for i, w in enumerate(widths) if i != widest and not table.columns[i].right), reverse=True)
        floor = max(NARROWEST, others[0] - 1 if others and others[0] <= widths[widest] else NARROWEST)
        cut = min(excess, max(1, widths[widest] - floor))
        widths[widest] -= cut
        excess -= cut
    return widths
