"""``due``, ``candidates`` and ``forecast``: the questions that look ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dxskills.cli import options
from dxskills.cli.arguments import asked, day, horizon
from dxskills.cli.output import FORMS, emit, target
from dxskills.errors import WrongUsage
from dxskills.i18n import N_, _

if TYPE_CHECKING:
    from dxskills.analysis.candidates import Candidates
    from dxskills.analysis.due import Due
    from dxskills.analysis.forecast import Forecast

app = typer.Typer()

_SHOWN = 20
"""Candidates that a table shows unless --limit says otherwise."""


def _refuse_blank(dept: str | None) -> None:
    if dept is not None and not dept.strip():
        raise WrongUsage("wrong-usage", _("--dept: the unit is empty; leave it out for the whole organisation."))


@app.command(
    "due",
    help=N_(
        "What is late on the day, and what falls due, lapses or must be applied for within so many days of it; the"
        " most pressing first. With --format ics as all-day events for a calendar; what is late is put on the day"
        " itself."
    ),
    epilog="""
dxskills due
dxskills due --within 30d --dept 総務部
dxskills due --role dx-leader --output due.ics
""",
)
def due(
    context: typer.Context,
    within: Annotated[
        str | None, typer.Option("--within", metavar="DAYS", help=N_("How many days to look ahead. [90]"))
    ] = None,
    dept: options.Dept = None,
    role: options.InRole = None,
    recommended: Annotated[
        bool, typer.Option("--recommended", help=N_("Recommended requirements too, not just mandatory ones."))
    ] = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    anonymise: options.Anonymise = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="table|json|csv|tsv|xlsx|md|html|ics", help=N_("The form of the output. [table]")
        ),
    ] = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.due import view

    _refuse_blank(dept)
    where = target(form, output, encoding, (*FORMS, "ics"))
    question, days = asked(as_of, known_at), horizon(within, "--within")
    with context.obj.open_registry() as registry:
        answer: Due = registry.due(**question, within=days, dept=dept, role=role, recommended=recommended)
        if anonymise:
            from dxskills.analysis.anonymous import Pseudonyms, anonymous_due

            answer = anonymous_due(answer, Pseudonyms())
        emit(view(answer, registry.framework), where)


@app.command(
    "candidates",
    help=N_(
        "Everybody in service who does not hold the role and whose appointment leads to it, ranked by what they would"
        " lack: the number of mandatory requirements, then hours and yen of the cheapest way to them. Subsidies are not"
        " taken off."
    ),
    epilog="""
dxskills candidates dx-leader
dxskills candidates dx-leader --dept 総務部 --limit 5
dxskills candidates dx-leader --output candidates.xlsx
""",
)
def candidates(
    context: typer.Context,
    role: options.Role,
    dept: options.Dept = None,
    limit: Annotated[
        str | None,
        typer.Option("--limit", metavar="N", help=N_("How many people at most. [tables 20, else everybody]")),
    ] = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    anonymise: options.Anonymise = False,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.candidates import view

    _refuse_blank(dept)
    where = target(form, output, encoding)
    question, most = asked(as_of, known_at), _limit(limit)
    with context.obj.open_registry() as registry:
        answer: Candidates = registry.candidates(role, **question, dept=dept)
        if anonymise:
            from dxskills.analysis.anonymous import Pseudonyms, anonymous_candidates

            answer = anonymous_candidates(answer, Pseudonyms())
        if most is not None:
            answer = answer.nearest(most)
        emit(view(answer, registry.framework, _SHOWN if most is None else None), where)


def _limit(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not int(text):
        raise WrongUsage("wrong-usage", _("--limit takes a number of people, not {text}."), text=text)
    return int(text)


@app.command(
    "forecast",
    help=N_(
        "The gap report's figures at the end of each month, as they will be if nothing more is entered: certificates"
        " lapse, terms end, deadlines pass, people leave. Each month says which."
        "\n\n"
        "CSV and TSV have the months, with --people what happens to whom."
    ),
    epilog="""
dxskills forecast
dxskills forecast --until 2028-03-31 --dept 総務部
dxskills forecast --role dx-leader --people --output forecast.csv
""",
)
def forecast(
    context: typer.Context,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help=N_("Through the month of this day. [a year after the date]")),
    ] = None,
    dept: options.Dept = None,
    role: options.InRole = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    horizon_: options.Horizon = None,
    people: Annotated[bool, typer.Option("--people", help=N_("List what happens to whom too."))] = False,
    anonymise: options.Anonymise = False,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.forecast import view

    _refuse_blank(dept)
    where = target(form, output, encoding)
    question, last = asked(as_of, known_at, horizon_), day(until, "--until")
    with context.obj.open_registry() as registry:
        answer: Forecast = registry.forecast(**question, until=last, dept=dept, role=role, people=people)
        if anonymise:
            from dxskills.analysis.anonymous import Pseudonyms, anonymous_forecast

            answer = anonymous_forecast(answer, Pseudonyms())
        emit(view(answer, registry.framework), where)
