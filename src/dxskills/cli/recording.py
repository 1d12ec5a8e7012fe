"""What people learned and are excused from: ``record``, ``revoke``, ``assess``, ``waive``, ``enrol``."""

from __future__ import annotations

from typing import Annotated

import typer

from dxskills.cli import options
from dxskills.cli.arguments import day, number, outcome, whole, yen
from dxskills.cli.output import target
from dxskills.cli.writing import emit_written, needed
from dxskills.i18n import N_

app = typer.Typer()


@app.command(
    "record training",
    help=N_(
        "Only completed and exempt count. With a score and no outcome, the training's pass score decides; without"
        " either it is completed. Validity counts from the end. Several people are written together or not at all."
    ),
    epilog="""
dxskills record training security-basics 00012345 00012346 --on 2026-06-03
dxskills record training データ活用基礎研修 00012345 --on 2026-06-03 --score 85 --instructor 00160001
""",
)
def training(
    context: typer.Context,
    training: options.Training,
    staff: options.People,
    on: options.On,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help=N_("The last day of a training over several days."))
    ] = None,
    outcome_: Annotated[
        str | None,
        typer.Option(
            "--outcome", metavar="OUTCOME", help=N_("completed, attended, failed, absent, withdrawn or exempt.")
        ),
    ] = None,
    score: Annotated[str | None, typer.Option("--score", metavar="N", help=N_("The score."))] = None,
    hours: Annotated[str | None, typer.Option("--hours", metavar="N", help=N_("The hours it took."))] = None,
    instructor: Annotated[
        str | None, typer.Option("--instructor", metavar="STAFF", help=N_("Who taught it: a staff number."))
    ] = None,
    note: options.Note = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    said = {
        "on": needed(day(on, "--on")),
        "end": day(end, "--end"),
        "score": number(score, "--score"),
        "hours": number(hours, "--hours"),
        "outcome": outcome(outcome_, "--outcome"),
    }
    with context.obj.open_registry() as registry:
        written = registry.record_training(training, staff, instructor=instructor, note=note, **said)
        emit_written(registry, written, where)


@app.command(
    "record certification",
    help=N_("The last valid day is computed from the certification's validity unless --expires-on says it."),
    epilog="""
dxskills record certification it-passport 00012345 --on 2026-05-20 --number IP-0001 --subsidy 7500
""",
)
def certification(
    context: typer.Context,
    certification: options.Certification,
    staff: options.People,
    on: options.On,
    expires_on: Annotated[
        str | None,
        typer.Option("--expires-on", metavar="DATE", help=N_("The last valid day, where it is printed on it.")),
    ] = None,
    number_: Annotated[
        str | None, typer.Option("--number", metavar="TEXT", help=N_("The number of the certificate."))
    ] = None,
    subsidy: Annotated[
        str | None, typer.Option("--subsidy", metavar="YEN", help=N_("The subsidy paid, in yen."))
    ] = None,
    note: options.Note = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    first, last, paid = needed(day(on, "--on")), day(expires_on, "--expires-on"), yen(subsidy, "--subsidy")
    with context.obj.open_registry() as registry:
        written = registry.record_certification(
            certification, staff, on=first, expires_on=last, number=number_, subsidy=paid, note=note
        )
        emit_written(registry, written, where)


@app.command(
    "revoke",
    help=N_("Every award of it dated on or before the day ends the day before; later awards are unaffected."),
    epilog="""
dxskills revoke riss 00012345 --on 2026-10-01 --reason "not renewed"
""",
)
def revoke(
    context: typer.Context,
    certification: options.Certification,
    staff: options.People,
    on: options.On,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why."))] = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    first = needed(day(on, "--on"))
    with context.obj.open_registry() as registry:
        emit_written(registry, registry.revoke(certification, staff, on=first, reason=reason), where)


@app.command(
    "assess",
    help=N_("The latest assessment on or before a date is the one that counts on it."),
    epilog="""
dxskills assess data-analysis 00012345 --level 2 --on 2026-09-01 --assessor 00160001
""",
)
def assess(
    context: typer.Context,
    skill: options.Skill,
    staff: options.People,
    level: Annotated[str, typer.Option("--level", metavar="N", help=N_("The level, from 1."))],
    on: options.On,
    assessor: Annotated[
        str | None, typer.Option("--assessor", metavar="TEXT", help=N_("Who assessed: a staff number or a name."))
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    first, reached = needed(day(on, "--on")), needed(whole(level, "--level"))
    with context.obj.open_registry() as registry:
        emit_written(registry, registry.assess(skill, staff, reached, on=first, assessor=assessor), where)


@app.command(
    "waive",
    help=N_("From the first to the last day, both inclusive, the requirement is waived: neither met nor a gap."),
    epilog="""
dxskills waive dx-leader/it-exam 00012345 --from 2026-04-01 --until 2026-09-30 --reason "parental leave"
""",
)
def waive(
    context: typer.Context,
    requirement: Annotated[
        str, typer.Argument(metavar="ROLE/REQUIREMENT", help=N_("The requirement, written role/requirement."))
    ],
    staff: options.People,
    start: Annotated[str, typer.Option("--from", metavar="DATE", help=N_("The first day."))],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help=N_("The last day."))],
    reason: options.Reason,
    approver: Annotated[str | None, typer.Option("--approver", metavar="TEXT", help=N_("Who approved it."))] = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    first, last = needed(day(start, "--from")), needed(day(until, "--until"))
    with context.obj.open_registry() as registry:
        written = registry.waive(requirement, staff, start=first, until=last, reason=reason, approver=approver)
        emit_written(registry, written, where)


@app.command(
    "enrol",
    help=N_("It counts for nothing yet; reports show the day beside the gap that it will close."),
    epilog="""
dxskills enrol ebpm 00012345 00012346 --on 2027-01-15
""",
)
def enrol(
    context: typer.Context,
    training: options.Training,
    staff: options.People,
    on: options.On,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    planned = needed(day(on, "--on"))
    with context.obj.open_registry() as registry:
        emit_written(registry, registry.enrol(training, staff, on=planned), where)
