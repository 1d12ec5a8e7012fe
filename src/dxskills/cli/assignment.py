"""``assign`` and ``unassign``."""

from __future__ import annotations

from typing import Annotated

import typer

from dxskills.cli import options
from dxskills.cli.arguments import day, day_or_today
from dxskills.cli.output import target
from dxskills.cli.writing import emit_written
from dxskills.i18n import N_

app = typer.Typer()


@app.command(
    "assign",
    help=N_(
        "The assignment runs from the start to the end, both inclusive; the end defaults to the end of the"
        " appointment's term. A unit outside the role's placement, an appointment that the role is not open to and an"
        " end past the term are refused unless --exception gives a reason, which is recorded."
    ),
    epilog="""
dxskills assign 00012345 dx-leader
dxskills assign 00012345 各部課DXリーダー --unit 総務部/職員課 --start 2026-04-01 --end 2027-03-31
""",
)
def assign(
    context: typer.Context,
    staff: options.Staff,
    role: options.Role,
    unit: options.Unit = None,
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help=N_("The first day. [today]"))] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help=N_("The last day. [end of the term, if there is one]"))
    ] = None,
    exception: Annotated[
        str | None, typer.Option("--exception", metavar="REASON", help=N_("Why a rule is set aside this time."))
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    first, last = day_or_today(start, "--start"), day(end, "--end")
    with context.obj.open_registry() as registry:
        written = registry.assign(staff, role, start=first, unit=unit, end=last, exception=exception)
        emit_written(registry, written, where)


@app.command(
    "unassign",
    help=N_("The day is the last one of the assignment. A unit is needed only where the person holds the role twice."),
    epilog="""
dxskills unassign 00012345 dx-leader --on 2026-09-30
""",
)
def unassign(
    context: typer.Context,
    staff: options.Staff,
    role: options.Role,
    unit: options.Unit = None,
    on: options.OnOrToday = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    last = day_or_today(on, "--on")
    with context.obj.open_registry() as registry:
        emit_written(registry, registry.unassign(staff, role, on=last, unit=unit), where)
