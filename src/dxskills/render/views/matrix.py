"""People × requirements, each cell a mark with its colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dxskills.i18n import _, n_, shown_day
from dxskills.render.document import Block, Cell, Column, Document, Flat, Laid, Table, Tone
from dxskills.render.views.labels import requirement_name, role_name, scope_name, status_cell

if TYPE_CHECKING:
    from dxskills.analysis.matrix import Matrix, MatrixColumn, MatrixRow
    from dxskills.framework.model import Framework

_NOT_ASKED = Cell("", "quiet")


def view(matrix: Matrix, framework: Framework, *, most: int | None = None) -> Document:
    """``most``: how many people tables show."""
    heading = _("People and requirements: {place}, as of {day}")
    return Document(
        heading=heading.format(place=scope_name(framework, matrix.scope), day=shown_day(matrix.as_of)),
        blocks=lambda: _blocks(matrix, framework, most),
        payload=matrix.as_dict,
        flat=lambda: _flat(matrix),
        whole=lambda: _blocks(matrix, framework, None),
        as_of=matrix.as_of,
    )


def _flat(matrix: Matrix) -> Flat:
    paths = [column.path for column in matrix.requirements]
    rows = (
        [
            row.staff,
            row.name,
            "; ".join(row.units),
            *(row.cells.get(path) for path in paths),
        ]  # no status where nothing is asked
        for row in matrix.people
    )
    return Flat(("staff", "name", "unit", *paths), rows)


def _blocks(matrix: Matrix, framework: Framework, most: int | None) -> Iterator[Block]:
    asked = [column for column in matrix.requirements if column.asked]
    columns = [
        Column(_("Staff")),
        Column(_("Name"), spare=2),
        Column(_("Unit"), spare=3),
        *(Column(_title(column, framework), marks=True) for column in asked),
    ]
    shown = matrix.people[:most]
    cells: dict[str | None, Cell] = {None: _NOT_ASKED}

    def lay(row: MatrixRow) -> list[Cell | str]:
        return [row.staff, row.name, ", ".join(_deepest(row.units)), *(cell(row.cells.get(q.path)) for q in asked)]

    def cell(status: str | None) -> Cell:
        if status not in cells:
            cells[status] = status_cell(status or "")
        return cells[status]

    yield Table(
        columns,
        Laid(shown, lay),
        note=_note(matrix, len(asked), len(shown)),
        empty=_("Nothing is asked of anybody there on that day."),
        foot=_totals(asked),
    )


def _title(column: MatrixColumn, framework: Framework) -> str:
    name = requirement_name(framework, column.role, column.requirement)
    if column.necessity != "mandatory":
        name = _("{requirement} (recommended)").format(requirement=name)
    return _("{role}: {requirement}").format(role=role_name(framework, column.role), requirement=name)


def _deepest(units: Sequence[str]) -> list[str]:
    """Without the units that others of them are part of."""
    return [unit for unit in units if not any(other.startswith(unit + "/") for other in units)]


def _totals(asked: Sequence[MatrixColumn]) -> list[list[Cell | str]]:
    return [
        [_("Gaps"), "", "", *(_total(column.gaps, "bad") for column in asked)],
        [_("Asked of"), "", "", *(_total(column.asked, "plain") for column in asked)],
    ]


def _total(count: int, tone: Tone) -> Cell:
    return Cell(str(count), tone if count else "quiet", count)


def _note(matrix: Matrix, asked: int, shown: int) -> str | None:
    notes = []
    if rest := len(matrix.people) - shown:
        text = n_(
            "{count} more person: ask for a part with --dept or --role, or for everybody with --output FILE.",
            "{count} more people: ask for a part with --dept or --role, or for everybody with --output FILE.",
            rest,
        )
        notes.append(text.format(count=f"{rest:,}"))
    if rest := len(matrix.requirements) - asked:
        text = n_(
            "{count} more requirement: asked of nobody here.", "{count} more requirements: asked of nobody here.", rest
        )
        notes.append(text.format(count=rest))
    return "\n".join(notes) if notes and asked else None
