"""``matrix``."""

from __future__ import annotations

import sys

import typer

from dxskills.cli import options
from dxskills.cli.arguments import asked
from dxskills.cli.output import emit, target
from dxskills.i18n import N_

app = typer.Typer()

_ON_A_SCREEN = 200
"""People that a terminal is shown: more rows than this nobody reads there."""


@app.command(
    "matrix",
    help=N_(
        "A row for each person of whom anything is asked, a column for each requirement, a mark for how it stands; the"
        " last rows count people. Who is asked for the same in two units has one mark for it, the worse."
    ),
    epilog="""
dxskills matrix --dept 総務部
dxskills matrix --role dx-leader --as-of 2027-03-31
dxskills matrix --output matrix.xlsx
""",
)
def matrix(
    context: typer.Context,
    dept: options.Dept = None,
    role: options.InRole = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    horizon_: options.Horizon = None,
    anonymise: options.Anonymise = False,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.analysis.matrix import matrix as matrix_of
    from dxskills.render.views.matrix import view

    where = target(form, output, encoding)
    on_a_screen = where.form == "table" and where.path is None and sys.stdout.isatty()
    question = asked(as_of, known_at, horizon_)
    with context.obj.open_registry() as registry:
        found = registry.report(**question, dept=dept, role=role, people=True)
        if anonymise:
            from dxskills.analysis.anonymous import Pseudonyms, anonymous_report

            found = anonymous_report(found, Pseudonyms())
        most = _ON_A_SCREEN if on_a_screen else None
        emit(view(matrix_of(found), registry.framework, most=most), where)
