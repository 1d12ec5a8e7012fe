"""``staff``: entering people, changing what is dated about them, looking them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dxskills.cli import options
from dxskills.cli.arguments import asked, day, day_or_today
from dxskills.cli.output import emit, target
from dxskills.cli.writing import emit_written, needed
from dxskills.i18n import N_, _

if TYPE_CHECKING:
    from dxskills.registry import Registry

app = typer.Typer()

Name = Annotated[str | None, typer.Option("--name", metavar="TEXT", help=N_("The name, as it is to be shown."))]
Kana = Annotated[str | None, typer.Option("--kana", metavar="TEXT", help=N_("The name in kana."))]
Appointment = Annotated[
    str | None,
    typer.Option("--appointment", metavar="APPOINTMENT", help=N_("The legal kind of employment: its id or name.")),
]
JobFamily = Annotated[str | None, typer.Option("--job-family", metavar="TEXT", help=N_("The job family (職種)."))]
Grade = Annotated[str | None, typer.Option("--grade", metavar="TEXT", help=N_("The grade (職層)."))]
Manager = Annotated[
    bool | None, typer.Option("--manager/--no-manager", help=N_("Whether the person is a manager (管理監督者)."))
]


@app.command(
    "staff add",
    help=N_("What is said of the person holds from the day of joining. Not said to be a manager is not one."),
    epilog="""
dxskills staff add 00012345 山田太郎 --unit 総務部/職員課 --appointment regular --joined 2026-04-01
""",
)
def add(
    context: typer.Context,
    staff: options.Staff,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("The name, as it is to be shown."))],
    kana: Kana = None,
    unit: options.Unit = None,
    appointment: Appointment = None,
    job_family: JobFamily = None,
    grade: Grade = None,
    manager: Manager = None,
    joined: Annotated[
        str | None, typer.Option("--joined", metavar="DATE", help=N_("The first day in service. [today]"))
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    first = day_or_today(joined, "--joined")
    said = {"unit": unit, "appointment": appointment, "job_family": job_family, "grade": grade, "manager": manager}
    with context.obj.open_registry() as registry:
        emit_written(registry, registry.add_staff(staff, name, joined=first, kana=kana, **said), where)


@app.command(
    "staff edit",
    help=N_(
        "What is said holds from the day; what is not said stays. Names have no date. --joined corrects the first day"
        " in service, or lets somebody who had left join again."
    ),
    epilog="""
dxskills staff edit 00012345 --grade 係長 --manager --on 2026-10-01
dxskills staff edit 00012345 --name 山田花子
""",
)
def edit(
    context: typer.Context,
    staff: options.Staff,
    name: Name = None,
    kana: Kana = None,
    unit: options.Unit = None,
    appointment: Appointment = None,
    job_family: JobFamily = None,
    grade: Grade = None,
    manager: Manager = None,
    joined: Annotated[
        str | None, typer.Option("--joined", metavar="DATE", help=N_("The first day in service."))
    ] = None,
    on: options.OnOrToday = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    said = {"unit": unit, "appointment": appointment, "job_family": job_family, "grade": grade, "manager": manager}
    dates = {"on": day_or_today(on, "--on"), "joined": day(joined, "--joined")}
    with context.obj.open_registry() as registry:
        emit_written(registry, registry.edit_staff(staff, name=name, kana=kana, **dates, **said), where)


@app.command(
    "staff transfer",
    help=N_(
        "Ends the assignments that do not move with a person and whose unit the new one is not part of; says which."
    ),
    epilog="""
dxskills staff transfer 00012345 総務部/職員課/人材育成係 --on 2026-10-01
""",
)
def transfer(
    context: typer.Context,
    staff: options.Staff,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=N_("The new unit, by its full path or a unique tail."))],
    on: options.On,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    first = needed(day(on, "--on"))
    with context.obj.open_registry() as registry:
        emit_written(registry, registry.transfer(staff, unit, on=first), where)


@app.command(
    "staff leave",
    help=N_("The day is the last one in service. A last day that was entered before is replaced."),
    epilog="""
dxskills staff leave 00012345 --on 2027-03-31
""",
)
def leave(
    context: typer.Context,
    staff: options.Staff,
    on: options.On,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    last = needed(day(on, "--on"))
    with context.obj.open_registry() as registry:
        emit_written(registry, registry.leave(staff, on=last), where)


@app.command(
    "staff forget",
    help=N_(
        "Removes name, free texts and certificate numbers from every file of the store, and puts a pseudonym in the"
        " place of the staff number; what was learned goes on to be counted. It cannot be undone. Backups and exports"
        " made before still hold the person."
    ),
    epilog="""
dxskills staff forget 00012345
dxskills staff forget 00012345 --user nakano --reason "asked for on 2026-11-20" --yes
""",
)
def forget(
    context: typer.Context,
    staff: options.Staff,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help=N_("Why; it is kept, so say nothing that tells who it was.")),
    ] = None,
    user: Annotated[
        list[str] | None,
        typer.Option("--user", metavar="NAME", help=N_("A user name of theirs, where they made entries themselves.")),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Do not ask; needed where nobody can answer."))] = False,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    from dxskills.cli.asking import ask, check_answerable

    where = target(form, output)
    if not yes:
        check_answerable()
    with context.obj.open_registry() as registry:
        if not yes:
            ask(_question(registry, staff))
        emit_written(registry, registry.forget(staff, reason=reason, users=user or ()), where)


def _question(registry: Registry, staff: str) -> str:
    from dxskills.recording.staff_numbers import fold_staff_number

    number = fold_staff_number(staff)
    name = registry.journal.names().get(number)
    if name is None:
        registry.log(number)  # refuses somebody who is not there
    text = _("Forget {staff} {name} for good? This cannot be undone.")
    return text.format(staff=number, name=name.name if name else "")


@app.command(
    "staff list",
    help=N_("CSV and JSON have the columns of the staff import."),
    epilog="""
dxskills staff list --dept 総務部
dxskills staff list --as-of 2026-04-01 --format csv --output staff.csv
""",
)
def list_(
    context: typer.Context,
    dept: options.Dept = None,
    as_of: options.AsOf = None,
    anonymise: options.Anonymise = False,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.staff import list_view

    where = target(form, output, encoding)
    day_ = day_or_today(as_of, "--as-of")
    with context.obj.open_registry() as registry:
        rows = registry.staff(day_, dept=dept)
        if anonymise:
            from dxskills.analysis.anonymous import Pseudonyms, anonymous_staff

            rows = anonymous_staff(rows, Pseudonyms())
        emit(list_view(rows, registry.framework, day_), where)


@app.command(
    "staff show",
    help=N_("CSV has one row for each requirement asked of the person."),
    epilog="""
dxskills staff show 00012345
dxskills staff show 00012345 --as-of 2027-04-01
dxskills staff show 00012345 --anonymise
""",
)
def show(
    context: typer.Context,
    staff: options.Staff,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    horizon_: options.Horizon = None,
    anonymise: options.Anonymise = False,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.person import view

    where = target(form, output, encoding)
    question = asked(as_of, known_at, horizon_)
    with context.obj.open_registry() as registry:
        page = registry.person(staff, **question)
        if anonymise:
            from dxskills.analysis.anonymous import Pseudonyms, anonymous_page

            page = anonymous_page(page, Pseudonyms())
        emit(view(page, registry.framework), where)
