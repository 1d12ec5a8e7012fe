"""What several views do with their tables."""

from __future__ import annotations

from dxskills.render.document import Table, cell_text


def without_empty_columns(table: Table) -> Table:
    """The table less the spare columns in which nothing stands."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if not column.spare or any(cell_text(row[place]) for row in table.rows)
    ]
    return table.replaced(
        columns=[table.columns[place] for place in kept], rows=[[row[place] for place in kept] for row in table.rows]
    )
