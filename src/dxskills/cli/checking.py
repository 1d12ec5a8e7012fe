"""``check``."""

from __future__ import annotations

import typer

from dxskills.cli import options
from dxskills.cli.arguments import day_or_today
from dxskills.cli.output import emit, target
from dxskills.i18n import N_

app = typer.Typer()


@app.command(
    "check",
    help=N_(
        "Finds entries that speak of what the framework no longer has, and rules that no longer hold, and says what"
        " mends each. Ends with 1 if it finds anything, with 5 if the store is damaged."
    ),
    epilog="""
dxskills check
dxskills check --as-of 2027-04-01 --format json
""",
)
def check(
    context: typer.Context,
    as_of: options.AsOf = None,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.check import view

    where = target(form, output, encoding)
    on = day_or_today(as_of, "--as-of")
    with context.obj.open_registry() as registry:
        result = registry.check(on)
        emit(view(result), where)
    if result.found:
        raise typer.Exit(1)
