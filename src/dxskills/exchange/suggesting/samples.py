"""The part of a table that is looked at: the row that must be the header, what stands above it, and rows below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from dxskills.exchange.columns import HIGHEST_HEADER_ROW, normal_header
from dxskills.exchange.suggesting.spellings import Spellings
from dxskills.exchange.table import Faulty, Row, Table

MOST_ROWS = 20_000
MOST_COLUMNS = 200

_DATA = re.compile(r"[\d\s/.,:\-年月日¥￥円○〇◯×]*\d[\d\s/.,:\-年月日¥￥円]*|[○〇◯×✕✖]")
_LONGEST_HEADER = 60


class Sample(NamedTuple):
    """``rows`` are those below the header that are not blank."""

    table: Table
    header: Row
    above: tuple[Row, ...]
    rows: tuple[Row, ...]

    def column(self, place: int) -> list[str]:
        return [row.cells[place] for row in self.rows if place < len(row.cells)]


def take_sample(table: Table, spellings: Sequence[Spellings]) -> Sample | None:
    """The sample; None for a table in which no row looks like a header."""
    rows = [row._replace(cells=row.cells[:MOST_COLUMNS]) for row in islice(table.rows(), MOST_ROWS)]
    top = [row for row in rows if row.number <= HIGHEST_HEADER_ROW and not row.blank]
    header = max(top, key=lambda row: _resemblance(row, rows, spellings), default=None)
    if header is None or _resemblance(header, rows, spellings) <= 0:
        return None
    above = tuple(row for row in rows if row.number < header.number)
    below = tuple(row for row in rows if row.number > header.number and not row.blank)
    return Sample(table, header, above, below)


def _resemblance(row: Row, rows: Sequence[Row], spellings: Sequence[Spellings]) -> float:
    """How much a row is like a header: different short texts, known ones above all, over cells that are filled."""
    filled = {place: cell.strip() for place, cell in enumerate(row.cells) if cell.strip()}
    names = {normal_header(cell) for cell in filled.values()}
    data = sum(_is_data(row.cells[place]) for place in filled)
    known = sum(any(one.understood(cell) for one in spellings) for cell in filled.values())
    below = [other for other in rows if other.number > row.number and not other.blank][:5]
    used = sum(any(place < len(other.cells) and other.cells[place].strip() for other in below) for place in filled)
    return len(names) + 2 * known + used - 4 * data - 2 * (len(filled) - len(names))


def _is_data(cell: str) -> bool:
    text = cell.strip()
    return isinstance(cell, Faulty) or len(text) > _LONGEST_HEADER or _DATA.fullmatch(text) is not None
