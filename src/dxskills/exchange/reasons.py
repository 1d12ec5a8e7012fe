"""A file of rejected rows, mended and imported again: the same rows less the column of reasons before them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dxskills.exchange.columns import HIGHEST_HEADER_ROW, holds_reasons
from dxskills.exchange.table import Row, Table


def without_reasons(table: Table) -> Table:
    """The table itself, unless one of its top rows has the column of reasons."""
    ours = any(holds_reasons(row) for row in islice(table.rows(), HIGHEST_HEADER_ROW))
    return MendedTable(table) if ours else table


class MendedTable:
    """A table less the column of reasons, from the row on that has it."""

    def __init__(self, table: Table) -> None:
        self.path, self.file, self.sheet = table.path, table.file, table.sheet
        self._table = table

    def rows(self) -> Iterator[Row]:
        ours = False
        for row in self._table.rows():
            ours = ours or holds_reasons(row)
            yield row._replace(cells=row.cells[1:]) if ours else row
