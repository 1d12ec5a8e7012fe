"""``matrix``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dxskills.cli import options
from dxskills.cli.arguments import day_or_today, horizon, moment
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
    dept: Annotated[
        str | None, typer.Option("--dept", metavar="UNIT", help=N_("This unit and what is below it."))
    ] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help=N_("This role only."))] = None,
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
    day, until = day_or_today(as_of, "--as-of"), moment(known_at, "--known-at")
    with context.obj.open_registry() as registry:
        found = registry.report(day, dept=dept, role=role, horizon=horizon(horizon_), known_at=until, people=True)
        if anonymise:
            from dxskills.analysis.anonymous import Pseudonyms, anonymous_report

            found = anonymous_report(found, Pseudonyms())
        most = _ON_A_SCREEN if on_a_screen else None
        emit(view(matrix_of(found), registry.framework, most=most), where)
