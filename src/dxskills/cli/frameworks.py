"""``framework``: the rules files themselves."""

from __future__ import annotations

from typing import Annotated

import typer

from dxskills.cli import options
from dxskills.cli.output import emit, target
from dxskills.errors import WrongUsage
from dxskills.i18n import N_, _

app = typer.Typer()


@app.command(
    "framework check",
    help=N_(
        "Shows every fault of roles.yaml and trainings.yaml with its place, what is still assumed and what no training"
        " leads to. Ends with 1 if there is a fault."
    ),
    epilog="""
dxskills framework check
dxskills --framework data framework check --format json
""",
)
def check(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.framework.lint import assumed, unreachable
    from dxskills.framework.load import inspect
    from dxskills.framework.sources import read_sources
    from dxskills.render.views.framework import view

    where = target(form, output, encoding)
    framework, problems = inspect(read_sources(context.obj.framework_folder()))
    if framework is None:
        emit(view(problems, None, (), ()), where)
    else:
        emit(view(problems, framework, assumed(framework), unreachable(framework)), where)
    if problems:
        raise typer.Exit(1)


@app.command(
    "framework schema",
    help=N_("An editor that knows them completes and checks the files while you write."),
    epilog="""
dxskills framework schema roles --output roles.schema.json
""",
)
def schema(
    context: typer.Context,
    which: Annotated[
        str | None, typer.Argument(metavar="[roles|trainings|profile]", help=N_("One of the three; without it, all."))
    ] = None,
    output: options.Output = None,
) -> None:
    from dxskills.framework.schema import schemas
    from dxskills.render.views.documents import json_only

    where = target("json", output)
    known = {name.removesuffix(".yaml"): document for name, document in schemas().items()}
    which = which.removesuffix(".yaml") if which is not None else None
    if which is not None and which not in known:
        choices = ", ".join(known)
        raise WrongUsage(
            "wrong-usage", _("There is no schema {which}: choose {choices}."), which=which, choices=choices
        )
    emit(json_only(lambda: known if which is None else known[which]), where)
