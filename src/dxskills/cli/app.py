"""The Typer application: the options before the command, and the table of commands."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from typer.main import get_command

from dxskills.cli.commands import COMMANDS
from dxskills.cli.group import HELP_OPTIONS, Group, translate_parameters, translate_typer
from dxskills.cli.session import Session, check_language
from dxskills.i18n import N_, _

NAME = "dxskills"
_HELP = N_("Skills registry of a public office: who holds which role, and who lacks what by when.")
_EXAMPLES = """
dxskills demo
dxskills init
dxskills import staff 職員名簿.csv --on 2026-04-01
dxskills report --dept 総務部
"""

app = typer.Typer(
    name=NAME,
    cls=Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": HELP_OPTIONS},
)


def print_version(asked: bool) -> None:
    """Print the version and end, where that was asked for."""
    if asked:
        from dxskills import __version__
        from dxskills.cli.output import write_text

        write_text(f"{NAME} {__version__}\n")
        raise typer.Exit


@app.callback(epilog=_EXAMPLES)
def root(
    context: typer.Context,
    store: Annotated[
        str | None, typer.Option("--store", metavar="DIR", help=N_("The store's folder. [DXSKILLS_STORE]"))
    ] = None,
    framework: Annotated[
        str | None,
        typer.Option(
            "--framework", metavar="DIR", help=N_("The folder of roles.yaml and trainings.yaml. [DXSKILLS_FRAMEWORK]")
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="ja|en", help=N_("The language. [DXSKILLS_LANG]"))
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=print_version, help=N_("Show the version and exit."))
    ] = False,
) -> None:
    check_language(lang)
    context.obj = Session(store, framework)


def run(arguments: list[str]) -> int:
    """Parse and run; Typer's exceptions come out as they are."""
    translate_typer()
    group = get_command(app)
    assert isinstance(group, Group)
    group.table = COMMANDS
    group.help = _(_HELP)
    if f"_{NAME.upper()}_COMPLETE" in os.environ:
        group._main_shell_completion({}, NAME)
    translate_parameters(group.params)
    with group.make_context(NAME, arguments) as context:
        group.invoke(context)
    return 0
