"""``report`` and ``why``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxskills.cli import options
from dxskills.cli.arguments import asked, statuses
from dxskills.cli.errors import say
from dxskills.cli.group import Command
from dxskills.cli.output import Target, emit, target
from dxskills.errors import WrongUsage
from dxskills.i18n import N_, _

if TYPE_CHECKING:
    from dxskills.analysis.results import Report
    from dxskills.registry import Registry

app = typer.Typer()

_EVERY_DEPARTMENT = "\0"  # no argument can hold it


class WithBareDept(Command):
    """Lets ``--dept`` stand alone: it then asks for one row per department."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _with_bare_dept_filled(args))


def _with_bare_dept_filled(arguments: list[str]) -> list[str]:
    filled: list[str] = []
    for position, argument in enumerate(arguments):
        following = arguments[position + 1] if position + 1 < len(arguments) else "-"
        bare = argument == "--dept" and following.startswith("-") and "--" not in arguments[:position]
        filled.append(f"--dept={_EVERY_DEPARTMENT}" if bare else argument)
    return filled


@app.command(
    "report",
    cls=WithBareDept,
    help=N_(
        "Mandatory requirements are counted; recommended ones apart. Readiness is the share met of what is asked and"
        " not waived. In tables, rows that need nobody's attention are folded; JSON and workbooks have everything."
        "\n\n"
        "CSV and TSV have one kind of row: with --people the single requirements of people, with --dept alone the"
        " departments, else the requirements."
    ),
    epilog="""
dxskills report
dxskills report --dept
dxskills report --dept 総務部 --people
dxskills report --role dx-leader --as-of 2027-03-31
dxskills report --people --output gaps.xlsx
dxskills report --people --anonymise --output lecture.csv
dxskills report --suppress-below 5 --output published.csv
dxskills report --people --output gaps.html
dxskills report --dept 総務部 --fail-on overdue,expired --format json
""",
)
def report(
    context: typer.Context,
    dept: Annotated[
        str | None,
        typer.Option(
            "--dept", metavar="[UNIT]", help=N_("Alone: one row per department. With a unit: that unit and below.")
        ),
    ] = None,
    role: options.InRole = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    horizon_: options.Horizon = None,
    people: Annotated[bool, typer.Option("--people", help=N_("List the single requirements of people too."))] = False,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on", metavar="STATUS,…", help=N_("End with 1 if a mandatory requirement is so: overdue,expired.")
        ),
    ] = None,
    anonymise: options.Anonymise = False,
    suppress_below: Annotated[
        str | None,
        typer.Option(
            "--suppress-below",
            metavar="N",
            help=N_("Hide counts of fewer than N people, and what they could be computed from: for publication."),
        ),
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    where = target(form, output, encoding)
    below = _least_shown(suppress_below, people=people, fail_on=fail_on)
    failing = statuses(fail_on)
    by_department = dept == _EVERY_DEPARTMENT
    if dept is not None and not dept.strip():
        raise WrongUsage("wrong-usage", _("--dept: the unit is empty; leave it out for one row per department."))
    question = asked(as_of, known_at, horizon_)
    question |= {"dept": None if by_department else dept, "role": role, "people": people}
    with context.obj.open_registry() as registry:
        if where.form == "html" and below is None and not by_department:
            answer = _emit_page(registry, question, anonymise, where)
        else:
            answer = registry.report(**question)
            if anonymise:
                from dxskills.analysis.anonymous import Pseudonyms, anonymous_report

                answer = anonymous_report(answer, Pseudonyms())
            _emit(registry, answer, below, by_department, where)
    _fail_on(answer, failing)


def _emit(registry: Registry, answer: Report, below: int | None, by_department: bool, where: Target) -> None:
    if below is not None:
        from dxskills.render.views.report_published import view as published

        hidden = registry.suppress(answer, below)
        document = published(hidden, registry.framework, by_department=by_department)
        if where.form == "html":
            from dxskills.render.html.report import for_publication

            document = for_publication(document)
        emit(document, where)
    elif where.form == "json":
        from dxskills.render.views.documents import json_only

        emit(json_only(answer.as_dict), where)
    else:
        from dxskills.render.views.report import view

        emit(view(answer, registry.framework, by_department=by_department), where)


def _emit_page(registry: Registry, question: dict[str, Any], anonymise: bool, where: Target) -> Report:
    """Write the report's own page, which shows more than the report says."""
    from dxskills.render.html.report import page
    from dxskills.render.views.report import view

    found = registry.overview(**question)
    if anonymise:
        from dxskills.analysis.anonymous import Pseudonyms, anonymous_report

        found = found.replaced(report=anonymous_report(found.report, Pseudonyms()))
    document = view(found.report, registry.framework)
    emit(document.replaced(page=lambda: page(found, registry.framework, anonymous=anonymise)), where)
    answer: Report = found.report
    return answer


def _least_shown(text: str | None, *, people: bool, fail_on: str | None) -> int | None:
    if text is None:
        return None
    if people:
        raise WrongUsage("wrong-usage", _("--suppress-below hides counts of few people; --people would list them."))
    if fail_on is not None:
        raise WrongUsage(
            "wrong-usage", _("--suppress-below hides counts that --fail-on would tell; ask for each alone.")
        )
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 2 <= int(text) <= 1000:
        raise WrongUsage("wrong-usage", _("--suppress-below takes a number from 2 to 1000, not {text}."), text=text)
    return int(text)


def _fail_on(answer: Report, failing: tuple[str, ...]) -> None:
    found = {status: getattr(answer.totals, status) for status in failing if getattr(answer.totals, status)}
    if found:
        say("--fail-on: " + ", ".join(f"{status} {count}" for status, count in found.items()))
        raise typer.Exit(1)


@app.command(
    "why",
    help=N_("Without a requirement, everything asked of the person on the day."),
    epilog="""
dxskills why 00012345
dxskills why 00012345 dx-leader/it-exam --as-of 2027-03-31
""",
)
def why(
    context: typer.Context,
    staff: options.Staff,
    requirement: Annotated[
        str | None,
        typer.Argument(metavar="[ROLE/REQUIREMENT]", help=N_("One requirement, written role/requirement.")),
    ] = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    horizon_: options.Horizon = None,
    anonymise: options.Anonymise = False,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.why import view

    where = target(form, output, encoding)
    question = asked(as_of, known_at, horizon_)
    with context.obj.open_registry() as registry:
        answer = registry.why(staff, requirement, **question)
        if anonymise:
            from dxskills.analysis.anonymous import Pseudonyms, anonymous_page

            answer = anonymous_page(answer, Pseudonyms())
        emit(view(answer), where)
