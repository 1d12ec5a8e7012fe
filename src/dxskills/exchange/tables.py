"""Opening a file: the tables in it, whatever its format is."""

from __future__ import annotations

from collections.abc import Sequence

from dxskills.exchange.source import Source, format_of
from dxskills.exchange.table import Table


def open_tables(source: Source, form: str | None, encoding: str | None) -> Sequence[Table]:
    """The tables of a file: one, or for a workbook those of its sheets. ``form`` is as said, None for by the ending."""
    found = format_of(source, form)
    if found == "jsonl":
        from dxskills.exchange.json_lines import JsonTable

        return [JsonTable(source, encoding)]
    from dxskills.exchange.delimited import DelimitedTable

    return [DelimitedTable(source, found, encoding)]
