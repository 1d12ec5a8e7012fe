"""The gap report for publication: every count that may be shown, and a mark where one is hidden.

Unlike the report of the office itself it neither folds nor sorts by counts, which would tell of hidden ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dxskills.analysis.results import STATUSES
from dxskills.i18n import _
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Table
from dxskills.render.views.counts import percent
from dxskills.render.views.labels import domain_name, requirement_name, role_name, status_word
from dxskills.render.views.report import DEPARTMENTS, REQUIREMENTS, function_name, heading

if TYPE_CHECKING:
    from dxskills.analysis.suppression import Suppressed
    from dxskills.framework.model import Framework

HIDDEN = "x"
"""Stands for a hidden count in tables and CSV, as is usual in official statistics."""

Row = Mapping[str, Any]


def view(answer: Suppressed, framework: Framework, *, by_department: bool = False) -> Document:
    """``by_department``: one row per department and nothing else."""
    return Document(
        heading=heading(answer.report, framework),
        blocks=lambda: _blocks(answer, framework, by_department),
        payload=answer.as_dict,
        flat=lambda: _flat(answer, by_department),
        as_of=answer.report.as_of,
    )


def _marked(answer: Suppressed) -> dict[str, Any]:
    """The document with the mark where it has null for something hidden, not where nothing is asked."""
    document = answer.as_dict()
    for section, row, name in answer.hidden:
        (document[section] if row < 0 else document[section][row])[name] = HIDDEN
    return document


def _flat(answer: Suppressed, by_department: bool) -> Flat:
    section, columns = ("departments", DEPARTMENTS) if by_department else ("requirements", REQUIREMENTS)
    return Flat(columns, [[row[name] for name in columns] for row in _marked(answer)[section]])


def _blocks(answer: Suppressed, framework: Framework, by_department: bool) -> Iterator[Block]:
    document = _marked(answer)
    yield _totals(answer, document)
    yield _departments(document)
    if by_department:
        return
    yield _roles(document, framework)
    yield _requirements(document, framework)
    if document["staffing"]:
        yield _staffing(document, framework)
    if document["functions"]:
        yield _functions(document, framework)
    yield _domains(document, framework)


def _totals(answer: Suppressed, document: Row) -> Facts:
    mark = _("{mark}: fewer than {below} people, or a count from which one could be computed")
    return Facts(
        [
            (_("People"), _text(document["totals"]["people"])),
            (_("Readiness"), _percent(document["totals"]["readiness"])),
            (_("Mandatory"), _summary(document["totals"])),
            (_("Recommended"), _summary(document["recommended"])),
            (_("Hidden"), mark.format(mark=HIDDEN, below=answer.below)),
        ]
    )


def _summary(counts: Row) -> str:
    total = _("{count} in all").format(count=_text(counts["obligations"]))
    return total + ": " + ", ".join(f"{status_word(name)} {_text(counts[name])}" for name in STATUSES)


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)


def _percent(value: object) -> str:
    return value if isinstance(value, str) else percent(value if isinstance(value, float) else None)


def _cell(name: str, value: object) -> Cell:
    if name == "readiness":
        return Cell(_percent(value), value=value if isinstance(value, float) else None)
    return Cell(_text(value), value=value if isinstance(value, int) else None)


def _table(title: str, named: Sequence[str], fields: Mapping[str, str], rows: Iterable[tuple[list[str], Row]]) -> Table:
    """``named`` columns of words, then a column of each of ``fields`` (its title by its name in the document).

    Rows in which everything is hidden are left out; which ones they are tells nothing that the marks do not."""
    texts = [(words, [_cell(name, row[name]) for name in fields]) for words, row in rows]
    shown: list[list[Cell | str]] = [
        [*words, *cells] for words, cells in texts if any(cell.text not in (HIDDEN, "") for cell in cells)
    ]
    folded = len(texts) - len(shown)
    note = _("{count} more: everything hidden.").format(count=folded) if folded else None
    columns = [*(Column(name) for name in named), *(Column(name, right=True) for name in fields.values())]
    return Table(columns, shown, title=title, note=note)


def _counts() -> dict[str, str]:
    return {
        "obligations": _("Asked"),
        "met": _("Met"),
        "expiring": _("Expiring"),
        "pending": _("Pending"),
        "overdue": _("Overdue"),
        "expired": _("Expired"),
        "waived": _("Waived"),
    }


def _departments(document: Row) -> Table:
    fields = {"people": _("People"), "readiness": _("Readiness"), **_counts(), "shortfall": _("Missing staff")}
    rows = (([row["unit"]], row) for row in document["departments"])
    return _table(_("By department"), [_("Department")], fields, rows)


def _roles(document: Row, framework: Framework) -> Table:
    fields = {
        "holders": _("Holders"),
        "qualified": _("Qualified"),
        "ict_free": _("ICT complete"),
        "administrative_free": _("Admin. complete"),
        "both_free": _("Lack neither"),
        **_counts(),
    }
    rows = (([role_name(framework, row["role"])], row) for row in document["roles"])
    return _table(_("By role"), [_("Role")], fields, rows)


def _requirements(document: Row, framework: Framework) -> Table:
    named = [_("Requirement"), _("Role"), _("Necessity")]
    words = {"mandatory": _("mandatory"), "recommended": _("recommended")}
    rows = []
    for row in document["requirements"]:
        name = requirement_name(framework, row["role"], row["requirement"])
        rows.append(([name, role_name(framework, row["role"]), words[row["necessity"]]], row))
    return _table(_("Requirements"), named, _counts(), rows)


def _staffing(document: Row, framework: Framework) -> Table:
    fields = {
        "shortfall": _("Missing"),
        "assigned": _("Assigned"),
        "qualified": _("Qualified"),
        "ending": _("Ending"),
    }
    rows = []
    for row in document["staffing"]:
        unit = row["unit"] or _("whole organisation")
        rows.append(([unit, role_name(framework, row["role"]), str(row["target"])], row))
    return _table(_("Staffing"), [_("Unit"), _("Role"), _("Target")], fields, rows)


def _functions(document: Row, framework: Framework) -> Table:
    rows = []
    for row in document["functions"]:
        name = function_name(framework, row["role"], row["function"])
        rows.append(([name, role_name(framework, row["role"]), row["unit"]], row))
    fields = {"holders": _("Holders"), "covered": _("Cover it")}
    return _table(_("Functions"), [_("Function"), _("Role"), _("Unit")], fields, rows)


def _domains(document: Row, framework: Framework) -> Table:
    rows = (([domain_name(framework, row["domain"])], row) for row in document["domains"])
    return _table(_("By domain"), [_("Domain")], _counts(), rows)
