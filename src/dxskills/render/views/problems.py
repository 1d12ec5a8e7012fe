"""Faults found in files, one a row."""

from __future__ import annotations

from collections.abc import Sequence

from dxskills.errors import Problem
from dxskills.i18n import _
from dxskills.render.document import Column, Table


def problem_table(problems: Sequence[Problem], title: str) -> Table:
    columns = [
        Column(_("File"), spare=1),
        *(Column(_("Row"), right=True), Column(_("Column")), Column(_("Value"))),
        *(Column(_("Message")), Column(_("Code"))),
    ]
    rows = [
        [
            *(p.file, "" if p.row is None else str(p.row), p.column or "", p.value or ""),
            *(p.message, p.code),
        ]
        for p in problems
    ]
    return Table(columns, rows, title=title)
