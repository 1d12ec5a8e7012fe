"""The Typer application: the options before the command, and the table of commands."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from typer.main import get_command

from dxskills.cli import COMPLETING
from dxskills.cli.commands import COMMANDS
from dxskills.cli.group import HELP_OPTIONS, Group, translate_parameters, translate_typer
from dxskills.cli.session import Session, check_dates, check_language
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
    add_completion=False,  # Typer's own options speak English
    context_settings={"help_option_names": HELP_OPTIONS},
)


def print_version(asked: bool) -> None:
    """Print the version and end, where that was asked for."""
    if asked:
        from dxskills import __version__
        from dxskills.cli.output import write_text

        write_text(f"{NAME} {__version__}\n")
        raise typer.Exit


def install_completion(asked: bool) -> None:
    """Set the shell's completion up and end, where that was asked for."""
    if asked:
        from dxskills.cli.completion_setup import install

        install()
        raise typer.Exit


def show_completion(asked: bool) -> None:
    """Print the script for the shell and end, where that was asked for."""
    if asked:
        from dxskills.cli.completion_setup import show

        show()
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
    dates: Annotated[
        str | None,
        typer.Option(
            "--dates", metavar="iso|era", help=N_("How Japanese shows dates: era is 令和8年4月1日. [DXSKILLS_DATES]")
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=print_version, help=N_("Show the version and exit."))
    ] = False,
    _install: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            is_eager=True,
            callback=install_completion,
            help=N_("Let the tab key complete staff numbers, roles, units … in this shell."),
        ),
    ] = False,
    _show: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            is_eager=True,
            callback=show_completion,
            help=N_("Print the script for that instead."),
        ),
    ] = False,
) -> None:
    check_language(lang)
    check_dates(dates)
    context.obj = Session(store, framework)


def program_group() -> Group:
    """The program's own group, in the language chosen."""
    translate_typer()
    group = get_command(app)
    assert isinstance(group, Group)
    group.table = COMMANDS
    group.help = _(_HELP)
    translate_parameters(group.params)
    return group


def run(arguments: list[str]) -> int:
    """Parse and run; Typer's exceptions come out as they are."""
    group = program_group()
    if COMPLETING in os.environ:
        from dxskills.cli.completing import complete

        return complete(group, NAME, os.environ[COMPLETING])
    with group.make_context(NAME, arguments) as context:
        group.invoke(context)
    return 0
