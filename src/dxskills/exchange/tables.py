"""Opening a file: the tables in it, whatever its format is."""

from __future__ import annotations

from collections.abc import Sequence

from dxskills.errors import WrongUsage
from dxskills.exchange.source import Source, format_of
from dxskills.exchange.table import Table
from dxskills.i18n import _

ALL_SHEETS = "all"


def open_tables(source: Source, form: str | None, encoding: str | None, sheets: Sequence[str] = ()) -> Sequence[Table]:
    """The tables of a file: one, or for a workbook those of its sheets.

    ``form`` is as said, None for by the ending; ``sheets`` are the ones wanted, all for none: refuses ("unknown-sheet")
    one that there is not. Hidden sheets are among them: see :func:`is_hidden`.
    """
    found = format_of(source, form)
    if found == "xlsx":
        return _sheets(source, sheets)
    if sheets:
        message = _("--sheet is for workbooks, and {file} is none.")
        raise WrongUsage("wrong-usage", message, file=source.file)
    if found == "jsonl":
        from dxskills.exchange.json_lines import JsonTable

        return [JsonTable(source, encoding)]
    from dxskills.exchange.delimited import DelimitedTable

    return [DelimitedTable(source, found, encoding)]


def _sheets(source: Source, wanted: Sequence[str]) -> Sequence[Table]:
    from dxskills.exchange.workbook import read_workbook

    workbook = read_workbook(source.path, source.open)
    names = [sheet.name for sheet in workbook.sheets]
    if wanted and ALL_SHEETS not in wanted:
        names = list(dict.fromkeys(wanted))
    return [workbook.table(name) for name in names]


def is_hidden(table: Table) -> bool:
    """Whether the table is a sheet that people do not see."""
    return bool(getattr(table, "hidden", False))
