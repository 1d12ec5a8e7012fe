"""The reference of commands, out of the commands themselves: what each is for, takes and does, and examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dxskills import i18n
from dxskills.cli.app import app
from dxskills.cli.commands import COMMANDS, Listed
from dxskills.cli.group import Group, translate_parameters

EVERYWHERE = ("--output", "--encoding", "--help")
"""Described once, at the top of the page."""


def reference() -> Iterator[str]:
    from typer.main import get_command

    i18n.use("en")
    group = get_command(app)
    assert isinstance(group, Group)
    group.table = COMMANDS
    translate_parameters(group.params)
    yield "## Before the command"
    yield ""
    yield from _table("option", _options(group.params))
    yield from _of_group(group, "dxskills", COMMANDS)


def _of_group(group: Group, path: str, table: Mapping[str, Listed]) -> Iterator[str]:
    for name, listed in table.items():
        command = group.get_command(None, name)
        if listed.below:
            yield from _of_group(command, f"{path} {name}", listed.below)
            continue
        yield ""
        yield f"## {path} {name}"
        yield ""
        yield command.help
        yield ""
        yield "```text"
        yield " ".join([path, name, *_pieces(command.params)])
        yield "```"
        yield ""
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        yield from _table("argument", ((_named(p), p.help or "", p.required) for p in arguments))
        yield from _table("option", _options(command.params))
        if command.epilog:
            yield "```sh"
            yield from (line.strip() for line in command.epilog.strip().split("\n"))
            yield "```"


def _pieces(params: list[Any]) -> Iterator[str]:
    """The usage: required options by name, the others in one word."""
    options = [p for p in params if p.param_type_name == "option"]
    for option in options:
        if option.required:
            yield f"{option.opts[0]} {option.metavar}"
    if any(not option.required for option in options):
        yield "[OPTIONS]"
    yield from (_named(p) for p in params if p.param_type_name == "argument")


def _named(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper()).strip("{}")


def _options(params: list[Any]) -> Iterator[tuple[str, str, bool]]:
    for option in params:
        if option.param_type_name != "option" or set(option.opts) & set(EVERYWHERE) or option.hidden:
            continue
        names = ", ".join(option.opts)
        yield names if option.is_flag else f"{names} {option.metavar or 'TEXT'}", option.help or "", option.required


def _table(kind: str, rows: Any) -> Iterator[str]:
    lines = [
        f"| `{name.replace('|', chr(92) + '|')}` | {_cell(text)}{' **Required.**' if required else ''} |"
        for name, text, required in rows
    ]
    if lines:
        yield f"| {kind} | |"
        yield "|---|---|"
        yield from lines
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
