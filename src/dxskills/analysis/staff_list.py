"""Who is in service, in the columns of the staff import: for ``staff list``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dxskills.analysis.plain import plain


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person with the attributes that hold on the day asked about; the last ones known for somebody who left.

    ``left`` is the last day in service, inclusive, known or to come."""

    staff: str
    name: str
    kana: str | None
    unit: str | None
    appointment: str | None
    job_family: str | None
    grade: str | None
    manager: bool
    joined: date | None
    left: date | None

    def as_dict(self) -> dict[str, Any]:
        """The import's column names, ISO dates; a ``staff list`` in JSON is an array of these."""
        row: dict[str, Any] = plain(self)
        return row
