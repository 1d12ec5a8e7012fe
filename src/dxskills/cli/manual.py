"""The manual page, ``dxskills(1)``, written from the commands themselves when the package is built.

In the man macros, and in the language that is chosen. UTF-8 as it is: the man programs of today read it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dxskills.i18n import N_, _

EXIT_CODES = (
    ("0", N_("done")),
    ("1", N_("done, and it found what it was asked to look for")),
    ("2", N_("wrong usage")),
    ("3", N_("the input was refused; nothing was written")),
    ("4", N_("the store cannot be used now")),
    ("5", N_("the store is damaged; nothing was written")),
    ("6", N_("outcome unknown: the disk failed while writing")),
    ("70", N_("a fault of dxskills itself; a log file is named")),
    ("130", N_("interrupted; a command is written as a whole or not at all")),
)
ENVIRONMENT = (
    ("DXSKILLS_STORE", N_("The store's folder, as --store says it.")),
    ("DXSKILLS_FRAMEWORK", N_("The folder of roles.yaml and trainings.yaml, as --framework says it.")),
    ("DXSKILLS_LANG", N_("The language, ja or en, as --lang says it; without any of them the locale decides.")),
    ("DXSKILLS_DATES", N_("era: Japanese tables, pages and workbooks show dates as 令和8年11月24日.")),
    ("DXSKILLS_BY", N_("Who entries are made by. [the user of the computer]")),
    ("NO_COLOR", N_("Nothing is coloured.")),
    ("COLUMNS", N_("The width of the terminal, where it does not say so itself.")),
)
_FILES = (
    ("dxskills.toml", N_("Where store and framework lie, the language and the dates; looked for upwards from here.")),
)


def manual(version: str) -> str:
    """The page in the language chosen."""
    return "\n".join(_page(version)) + "\n"


def _page(version: str) -> Iterator[str]:
    group = _group()
    yield f'.TH DXSKILLS 1 "" "dxskills {version}" "{_text(_("User Commands"))}"'
    yield ".nh\n.ad l"  # a command that is broken at a hyphen is no longer one
    yield from _heading(_("Name"))
    yield f"dxskills \\- {_text(group.help.rstrip('.。'))}"
    yield from _heading(_("Synopsis"))
    yield f".B dxskills\n{_text(_('[OPTIONS]'))} {_text(_('COMMAND [ARGS]...'))}"
    yield from _heading(_("Options"))
    yield from _options(group)
    yield from _heading(_("Commands"))
    for path, command in commands(group):
        yield from _command(path, command)
    yield from _heading(_("Exit status"))
    yield from _pairs(EXIT_CODES)
    yield from _heading(_("Environment"))
    yield from _pairs(ENVIRONMENT)
    yield from _heading(_("Files"))
    yield from _pairs(_FILES)


def _group() -> Any:
    from dxskills.cli.app import program_group

    return program_group()


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its full name, in the order in which they are listed."""
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


def _command(path: str, command: Any) -> Iterator[str]:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    places = " ".join(parameter.metavar for parameter in arguments)
    yield f'.SS "{_text(f"dxskills {path} {places}".rstrip())}"'
    for paragraph in command.help.split("\n\n"):
        yield f".PP\n{_text(paragraph)}"
    yield from _pairs([(parameter.metavar, parameter.help) for parameter in arguments if parameter.help])
    yield from _options(command)
    if command.epilog:
        yield f".PP\n{_text(_('Examples'))}:\n.PP\n.nf\n.RS 4"
        yield from (_text(line.strip()) for line in command.epilog.strip().splitlines())
        yield ".RE\n.fi"


def _options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "option":
            names = ", ".join((*parameter.opts, *parameter.secondary_opts))
            value = "" if parameter.is_flag else f" {parameter.metavar}"
            yield f".TP\n.B {_text(names + value)}\n{_text(parameter.help or '')}"


def _pairs(pairs: Any) -> Iterator[str]:
    for name, meaning in pairs:
        yield f".TP\n.B {_text(name)}\n{_text(_(meaning))}"


def _heading(text: str) -> Iterator[str]:
    yield f'.SH "{_text(text.upper())}"'


def _text(text: str) -> str:
    """As the man macros read it: nothing of it is a request, a dash is the one that can be copied to a shell."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq")
    return re.sub(r"^\.", r"\\&.", " ".join(escaped.split()))
