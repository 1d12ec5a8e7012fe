"""What an import did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dxskills.i18n import N_, _
from dxskills.render.document import Block, Cell, Document, Facts, Flat

if TYPE_CHECKING:
    from dxskills.exchange.options import ImportResult

_KINDS = {
    "staff": N_("staff"),
    "assignments": N_("assignments"),
    "trainings": N_("trainings"),
    "certifications": N_("certifications"),
    "assessments": N_("assessments"),
    "waivers": N_("waivers"),
    "enrolments": N_("enrolments"),
}
_COLUMNS = ("file", "row", "column", "value", "code", "message", "sheet")


def view(result: ImportResult, dry_run: bool) -> Document:
    """The counts; a spreadsheet gets the problems. ``dry_run``: nothing of it was written."""
    return Document(
        blocks=lambda: _blocks(result, dry_run),
        payload=result.as_dict,
        flat=lambda: Flat(_COLUMNS, result.problems),
    )


def _blocks(result: ImportResult, dry_run: bool) -> Iterable[Block]:
    pairs: list[tuple[str, Cell | str]] = [
        (_("Import"), _(_KINDS[result.kind]) if result.kind in _KINDS else result.kind),
        (_("Rows read"), f"{result.read:,}"),
        (_("Added"), f"{result.added:,}"),
        (_("Unchanged"), f"{result.unchanged:,}"),
        (_("Updated"), f"{result.updated:,}"),
        (_("Rejected"), f"{result.rejected:,}"),
    ]
    if dry_run:
        pairs.append((_("Dry run"), _("nothing was written")))
    elif result.batch is not None:
        undo = _("{batch} (`dxskills retract --batch {batch} --reason …` takes it back)")
        pairs.append((_("Batch"), undo.format(batch=result.batch)))
    yield Facts(pairs)
