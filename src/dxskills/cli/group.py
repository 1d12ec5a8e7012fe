"""Commands that are imported and built only when they are called, in the chosen language.

Typer builds its whole tree at the start, and its fixed words are English; these classes do neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer._click.exceptions import MissingParameter  # Typer carries its own Click and exports no such thing
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info

from dxskills.cli.commands import Listed
from dxskills.cli.help import HelpContext, write_examples, write_usage
from dxskills.i18n import N_, _

HELP_OPTIONS = ["-h", "--help"]
TYPER_WORDS = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("required"),
    N_("default: {default}"),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("Show this message and exit."),
)
"""What Typer says by itself and we translate."""


def translate_typer() -> None:
    """Let Typer's own words go through our catalogue."""
    vars(typer.core)["_"] = _


class Command(TyperCommand):
    """A command whose epilogue is a list of example lines, shown as they are written."""

    context_class = HelpContext

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Asks for what is missing where somebody sits there who can be asked."""
        while True:
            try:
                return super().parse_args(ctx, list(args))
            except MissingParameter as missing:
                from dxskills.cli.choosing import ask_for, can_ask

                more = ask_for(missing.param, ctx) if can_ask(args) and missing.param is not None else None
                if more is None:
                    raise
                args = [*args, *more]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        write_usage(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        write_examples(formatter, self.epilog)

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _own_help(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group that knows its commands' names and help from a table and imports none before it is called."""

    context_class = HelpContext

    def __init__(self, *, table: Mapping[str, Listed] | None = None, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.table = table or {}
        self.rich_markup_mode = None

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        listed = self.table.get(cmd_name)
        if listed is None:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = build_group(cmd_name, listed) if listed.below else build(self, cmd_name, listed)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.table and not args[0].startswith("-"):
            raise UnknownCommand(args[0], ctx, self.table)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem

        options = super(TyperGroup, self).shell_complete(ctx, incomplete)
        known = [(name, _(listed.help)) for name, listed in self.table.items() if name.startswith(incomplete)]
        return [*(CompletionItem(name, help=said) for name, said in known), *options]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        write_usage(self, ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(listed.help)) for name, listed in self.table.items()])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        write_examples(formatter, self.epilog)

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _own_help(super().get_help_option(ctx))


class UnknownCommand(typer.BadParameter):
    """A command that there is not; ``known`` are those there are."""

    def __init__(self, name: str, ctx: Any, known: Mapping[str, Listed]) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.known = list(known)


def _own_help(option: TyperOption | None) -> TyperOption | None:
    """Click's help option, in the chosen language and through our own output, which heeds the console's encoding."""
    if option is not None:
        option.help = _("Show this message and exit.")
        option.callback = _show_help
    return option


def _show_help(ctx: Any, _parameter: Any, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from dxskills.cli.output import write_text

        write_text(ctx.get_help() + "\n")
        ctx.exit()


def build_group(name: str, listed: Listed) -> Group:
    return Group(
        name=name,
        table=listed.below,
        help=_(listed.help),
        no_args_is_help=True,
        context_settings={"help_option_names": HELP_OPTIONS},
    )


def build(group: Group, name: str, listed: Listed) -> Any:
    """The command ``name`` of the group, from the Typer application of its module, in the chosen language."""
    app: typer.Typer = import_module(f"dxskills.cli.{listed.module}").app
    full_name = name if group.name == "dxskills" else f"{group.name} {name}"
    info = next(info for info in app.registered_commands if info.name == full_name)
    if not issubclass(info.cls or TyperCommand, Command):
        info.cls = Command  # Typer puts in its own where none is named
    command = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
    details = info.help
    command.name = name
    command.help = _(listed.help) + ("\n\n" + _(details) if details else "")
    translate_parameters(command.params)
    return command


def translate_parameters(parameters: list[Any]) -> None:
    for parameter in parameters:
        if parameter.help:
            parameter.help = _(parameter.help)
