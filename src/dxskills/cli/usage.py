"""What Typer has to say about a command line, in our words and the chosen language."""

from __future__ import annotations

import re
from typing import Any

from typer._click import exceptions as click  # Typer carries its own Click and exports only some of its exceptions

from dxskills.cli.group import UnknownCommand
from dxskills.i18n import _

# How Typer says what it has no class of its own for; a test holds the two together.
_TAKES_NO_VALUE = "does not take a value."
_SUPERFLUOUS = r"Got unexpected extra argument\(s\) \((.*)\)"


def explain(error: Any) -> tuple[str, str | None]:
    """The message and what to do next; an empty message where all is said already."""
    if isinstance(error, click.NoArgsIsHelpError):
        from dxskills.cli.errors import say

        say(error.format_message())
        return "", None
    return _message(error), _near_miss(error) or _help_hint(error)


def _message(error: Any) -> str:
    if isinstance(error, UnknownCommand):
        return _("There is no command {name}.").format(name=error.name)
    if isinstance(error, click.NoSuchOption):
        return _("There is no option {name}.").format(name=error.option_name)
    if isinstance(error, click.MissingParameter):
        name = error.param.get_error_hint(error.ctx) if error.param is not None and error.ctx is not None else ""
        return _("{name} is missing.").format(name=name.strip("'"))
    if isinstance(error, click.BadOptionUsage):
        takes_none = error.message.endswith(_TAKES_NO_VALUE)
        text = _("The option {name} takes no value.") if takes_none else _("The option {name} needs a value.")
        return text.format(name=error.option_name)
    superfluous = re.fullmatch(_SUPERFLUOUS, error.format_message(), re.DOTALL)
    if superfluous is not None:
        return _("There are too many arguments: {arguments}.").format(arguments=superfluous[1])
    return str(error.format_message())


def _near_miss(error: Any) -> str | None:
    from difflib import get_close_matches

    if isinstance(error, UnknownCommand):
        near = get_close_matches(error.name, error.known)
    elif isinstance(error, click.NoSuchOption):
        if error.option_name in ("--store", "--framework", "--lang", "--dates", "--version"):
            return _("{name} stands before the command: `dxskills {name} … COMMAND`.").format(name=error.option_name)
        near = list(error.possibilities or ())
    else:
        return None
    return _("Did you mean {near}?").format(near=near[0]) if near else None


def _help_hint(error: Any) -> str | None:
    context = getattr(error, "ctx", None)
    if context is None:
        return None
    return _("`{command} --help` says what there is.").format(command=_path(context))


def _path(context: Any) -> str:
    names: list[str] = []
    while context is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return " ".join(names)
