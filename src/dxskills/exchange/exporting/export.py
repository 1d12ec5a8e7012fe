"""What an export is: rows in an import's columns, read as they are walked, and what has to be said besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dxskills.exchange.exporting.remarks import Remarks

Row = tuple[object, ...]
"""Values by column: texts, days as ISO texts, numbers, yes or no; None for what is not said."""


@dataclass(frozen=True, slots=True)
class Export:
    """Everything of one kind that stands, sorted by staff number; people and assignments by day, the rest as entered.

    ``rows`` reads the registry as it is walked, once, and inside the question that the export answers; ``remarks`` is
    complete when it has been. ``numeric`` names the columns that hold numbers.
    """

    kind: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    remarks: Remarks
    numeric: frozenset[str]

    def as_dicts(self) -> Iterator[dict[str, Any]]:
        """The rows as objects; every column is in each."""
        columns = self.columns
        return (dict(zip(columns, row, strict=True)) for row in self.rows)
