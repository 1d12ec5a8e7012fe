"""``store``: the files themselves, whatever the framework says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dxskills.cli import options
from dxskills.cli.output import emit, target
from dxskills.i18n import N_

if TYPE_CHECKING:
    from dxskills.journal.journal import Journal

app = typer.Typer()


def _journal(context: typer.Context) -> Journal:
    from dxskills.journal.journal import Journal

    return Journal.open(context.obj.store_folder())


@app.command(
    "store verify",
    help=N_(
        "Tells after a failed disk or an unknown outcome what is there: every entry up to the last acknowledged one,"
        " each tied to the one before it. Ends with 5 and names the place if anything is damaged."
    ),
    epilog="""
dxskills store verify
""",
)
def verify(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.store import verification_view

    where = target(form, output, encoding)
    emit(verification_view(_journal(context).verify()), where)


@app.command(
    "store info",
    help=N_("Where it lies, which store it is, and its last entry's number and hash."),
    epilog="""
dxskills store info --format json
""",
)
def info(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.store import info_view

    where = target(form, output, encoding)
    journal = _journal(context)
    emit(info_view(journal, journal.head(), len(journal.names())), where)
