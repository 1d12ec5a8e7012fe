"""What an export says besides its rows: which of them an import will not take, and what no row can tell."""

from __future__ import annotations

from typing import NamedTuple

from dxskills.i18n import _

MOST = 1000
"""Remarks that are kept; the others are counted."""


class Remark(NamedTuple):
    """``row`` counts the rows from 1, without a header; None where the matter has no row.

    ``code`` is that of the import's refusal, or "exception-added" or "altered"; of what has no row, that of ``check``.
    """

    row: int | None
    staff: str
    entry: int | None
    code: str
    message: str

    @property
    def refuses(self) -> bool:
        """Whether an import will refuse the row."""
        return self.row is not None and self.code not in ("exception-added", "altered")


class Remarks:
    """Collects remarks while rows are walked; ``count`` is of all of them."""

    def __init__(self) -> None:
        self.kept: list[Remark] = []
        self.count = 0
        self.row = 1  # of the row that is being made

    def note(self, code: str, staff: str, entry: int | None, template: str, **params: object) -> None:
        """Note a matter of the row that is being made; ``template`` is translated already."""
        self._keep(Remark(self.row, staff, entry, code, template.format_map({**params, "staff": staff})))

    def leave_out(self, code: str, staff: str, entry: int | None, template: str, **params: object) -> None:
        """Note what no row tells."""
        self._keep(Remark(None, staff, entry, code, template.format_map({**params, "staff": staff})))

    def _keep(self, remark: Remark) -> None:
        self.count += 1
        if self.count <= MOST:
            self.kept.append(remark)

    def sentences(self, first_row: int = 1) -> list[str]:
        """For people: each remark with its place (rows counted from ``first_row``), and how many more there are."""
        said = [_sentence(remark, first_row - 1) for remark in self.kept]
        if self.count > len(said):
            said.append(_("… and {count} more.").format(count=self.count - len(said)))
        return said


def _sentence(remark: Remark, before: int) -> str:
    place = _("row {row}").format(row=remark.row + before) if remark.row is not None else ""
    entry = _("entry {entry}").format(entry=remark.entry) if remark.entry is not None else ""
    where = ", ".join(part for part in (place, entry) if part)
    text = _("Not exported ({where}): {message}") if remark.row is None else _("{where}: {message}")
    return text.format(where=where or remark.staff, message=remark.message)
