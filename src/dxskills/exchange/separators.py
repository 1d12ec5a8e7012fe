"""What tells that the cells of a text file are separated otherwise than by its form's sign."""

from __future__ import annotations

from itertools import islice

from dxskills.errors import Refused
from dxskills.exchange.columns import HIGHEST_HEADER_ROW
from dxskills.exchange.delimited import DelimitedTable
from dxskills.exchange.table import Row, Table


def advice(table: DelimitedTable) -> str | None:
    """What to do where another separator cuts all top rows alike, into several cells, and the form's own does not.

    Its own may cut some: the comma of ``3,5`` in a file of semicolons.
    """
    if _even_width(table) > 1:
        return None
    return next((hint for other, hint in table.read_otherwise() if _even_width(other) > 1), None)


def _even_width(table: Table) -> int:
    """How many cells each of the top rows has; none where they differ."""
    widths = {len(row.cells) for row in _top(table) if not row.blank}
    return widths.pop() if len(widths) == 1 else 0


def top_width(table: Table) -> int:
    """How many cells its widest top row has; none where there is none."""
    return max((len(row.cells) for row in _top(table)), default=0)


def _top(table: Table) -> list[Row]:
    """The rows in which a header is looked for; none where the text cannot be taken apart like that."""
    try:
        return list(islice(table.rows(), HIGHEST_HEADER_ROW))
    except Refused:
        return []
