"""Charts for formats that draw none: the values as a table."""

from __future__ import annotations

from dxskills.render.document import Cell, Chart, Column, Table


def as_table(chart: Chart) -> Table:
    columns = [Column(""), *(Column(series.name, right=True) for series in chart.series)]
    rows: list[list[Cell | str]] = []
    for place, label in enumerate(chart.labels):
        row: list[Cell | str] = [label]
        for series in chart.series:
            row.append(Cell(series.texts[place], series.tone(place), series.values[place]))
        rows.append(row)
    return Table(columns, rows, title=chart.title, note=chart.note)
