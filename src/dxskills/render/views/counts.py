"""Readiness and the counts by status, as every table of figures shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dxskills.analysis.results import WORST_FIRST
from dxskills.i18n import _
from dxskills.render.document import Cell, Column, Tone
from dxskills.render.views.labels import count_cell

if TYPE_CHECKING:
    from dxskills.analysis.results import Counts


def percent(readiness: float | None) -> str:
    return "–" if readiness is None else f"{readiness * 100:.1f} %"


def readiness_tone(readiness: float | None) -> Tone:
    if readiness is None:
        return "quiet"
    return "good" if readiness >= 0.9 else "soon" if readiness >= 0.6 else "bad"


def readiness_cell(counts: Counts) -> Cell:
    readiness = counts.readiness
    return Cell(percent(readiness), readiness_tone(readiness), readiness)


def count_columns() -> list[Column]:
    """Ordered by what asks for attention; on a narrow screen what is well goes first, and the sum of gaps stays."""
    return [
        Column(_("Gaps"), right=True),
        Column(_("Overdue"), right=True, spare=1),
        Column(_("Expired"), right=True, spare=2),
        Column(_("Pending"), right=True, spare=3),
        Column(_("Expiring"), right=True, spare=4),
        Column(_("Met"), right=True, spare=5),
        Column(_("Waived"), right=True, spare=6),
    ]


def count_cells(counts: Counts) -> list[Cell | str]:
    gaps = count_cell(counts.gaps, "overdue" if counts.overdue + counts.expired else "pending")
    return [gaps, *(count_cell(getattr(counts, status), status) for status in WORST_FIRST)]
