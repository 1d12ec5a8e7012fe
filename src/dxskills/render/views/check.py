"""What ``check`` found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dxskills.i18n import _, n_
from dxskills.render.document import Block, Cell, Column, Document, Flat, Lines, Table

if TYPE_CHECKING:
    from dxskills.analysis.check import CheckResult, Finding

_COLUMNS = ("code", "severity", "staff", "entry", "item", "message", "remedy", "command")


def view(result: CheckResult) -> Document:
    rows = [[getattr(finding, name) for name in _COLUMNS] for finding in result.findings]
    return Document(blocks=lambda: _blocks(result), payload=result.as_dict, flat=lambda: Flat(_COLUMNS, rows))


def _blocks(result: CheckResult) -> Iterable[Block]:
    amounts = _("People: {people}, entries: {entries}.").format(people=result.people, entries=result.entries)
    if not result.findings:
        yield Lines([Cell(_("Everything agrees."), "good"), amounts])
        return
    columns = [
        Column(_("Severity")),
        Column(_("Staff")),
        Column(_("Entry"), right=True),
        Column(_("Finding")),
        Column(_("Remedy")),
    ]
    note = n_("{count} finding. {amounts}", "{count} findings. {amounts}", len(result.findings)).format(
        count=len(result.findings), amounts=amounts
    )
    yield Table(columns, [_row(finding) for finding in result.findings], note=note)


def _row(finding: Finding) -> list[Cell | str]:
    severity = Cell(_("error"), "bad") if finding.severity == "error" else Cell(_("warning"), "soon")
    entry = "" if finding.entry is None else str(finding.entry)
    return [severity, finding.staff or "", entry, f"{finding.message} [{finding.code}]", finding.remedy]
