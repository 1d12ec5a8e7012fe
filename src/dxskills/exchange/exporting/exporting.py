"""Exporting one kind of thing, in the columns that its import reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dxskills.errors import WrongUsage
from dxskills.exchange.columns import FORMS
from dxskills.exchange.exporting.assigned import assigned
from dxskills.exchange.exporting.certificates import certifications
from dxskills.exchange.exporting.export import Export, Row
from dxskills.exchange.exporting.origin import Origin
from dxskills.exchange.exporting.people import staff
from dxskills.exchange.exporting.records import assessments, enrolments, trainings, waivers
from dxskills.exchange.exporting.remarks import Remarks
from dxskills.i18n import _
from dxskills.index import Index
from dxskills.journal.names import Names

_NUMERIC = frozenset({"level", "score", "hours", "subsidy"})
_KINDS: dict[str, Callable[[Origin], Iterator[Row]]] = {
    "staff": staff,
    "assignments": assigned,
    "trainings": trainings,
    "certifications": certifications,
    "assessments": assessments,
    "waivers": waivers,
    "enrolments": enrolments,
}


def export(index: Index, kind: str, read_names: Callable[[], Names]) -> Export:
    """The rows of one kind; refuses a kind that there is not."""
    if kind not in _KINDS:
        message = _("{kind} is nothing that is exported: {known}.")
        raise WrongUsage("unknown-kind", message, kind=kind, known=", ".join(FORMS))
    remarks = Remarks()
    columns = tuple(FORMS[kind].columns)
    return Export(kind, columns, _counted(_KINDS[kind](Origin(index, read_names, remarks)), remarks), remarks, _NUMERIC)


def _counted(rows: Iterator[Row], remarks: Remarks) -> Iterator[Row]:
    """The rows, while the remarks know which one is being made."""
    for row in rows:
        yield row
        remarks.row += 1
