"""What a shell is told when somebody presses the tab key.

Typer's protocol and scripts, with answers of our own: from the registry itself, harmless whatever it holds, and never
an error. What is offered is quoted for the shell that will read it.
"""

from __future__ import annotations

import re
import shlex
from typing import Any

from typer._click.shell_completion import CompletionItem, add_completion_class
from typer._completion_classes import BashComplete, FishComplete, PowerShellComplete, ZshComplete

from dxskills.cli import COMPLETING
from dxskills.cli.choices import Choice, Offer
from dxskills.cli.session import Session

_LONGEST_MEANING = 60
_PLAIN = re.compile(r"[\w@%+=:,./-]+")
"""What no shell reads as anything but text."""


def complete(group: Any, name: str, instruction: str) -> int:
    """Answer the shell; the exit code is what the shell's script asks for. Whatever goes wrong, nothing is said."""
    from typer.completion import shell_complete

    for shell, how in _SHELLS.items():
        add_completion_class(how, shell)
    try:
        return shell_complete(group, {}, name, COMPLETING, instruction)
    except SystemExit as asked:
        return asked.code if isinstance(asked.code, int) else 1
    except Exception:
        return 1


class _Answers:
    """Mixed into Typer's classes: which completions there are."""

    cli: Any
    ctx_args: Any
    prog_name: str

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        from typer._click.shell_completion import _resolve_context, _resolve_incomplete

        context = _resolve_context(self.cli, self.ctx_args, self.prog_name, args)
        asked, start = _resolve_incomplete(context, args, _without_quote(incomplete))
        place = getattr(asked, "metavar", None)
        if place is None:
            return [item for item in asked.shell_complete(context, start) if item.value.startswith(start)]
        offer = Offer(session_of(context))
        return [
            self.item(choice) for choice in offer.choices(command_of(context), place, start) if _is_showable(choice)
        ]

    def item(self, choice: Choice) -> CompletionItem:
        from dxskills.exchange.characters import visible

        return CompletionItem(self.quoted(choice.value), help=visible(choice.meaning)[:_LONGEST_MEANING] or None)

    def quoted(self, text: str) -> str:
        return text


class _Bash(_Answers, BashComplete):
    def quoted(self, text: str) -> str:
        return text if _PLAIN.fullmatch(text) else re.sub(r"([^\w@%+=:,./-])", r"\\\1", text)


class _Zsh(_Answers, ZshComplete):
    """The shell's script evaluates what it is told, and Typer's own quoting lets some texts be run: ours is shlex's."""

    def complete(self) -> str:
        items = self.get_completions(*self.get_completion_args())
        if not items:
            return "_files"
        shown = [f"{item.value}  {item.help}" if item.help else item.value for item in items]
        values = _quoted_list(item.value for item in items)
        listing = "-l " if any(item.help for item in items) else ""
        return f"local -a shown; shown=({_quoted_list(shown)}); compadd {listing}-d shown -- {values}"


class _Fish(_Answers, FishComplete):
    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.value}\t{item.help}" if item.help else str(item.value)


class _PowerShell(_Answers, PowerShellComplete):
    def quoted(self, text: str) -> str:
        return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.value}:::{(item.help or ' ').replace(':::', ' ')}"


_SHELLS = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish, "powershell": _PowerShell, "pwsh": _PowerShell}


def _quoted_list(texts: Any) -> str:
    return " ".join(map(shlex.quote, texts))


def _without_quote(text: str) -> str:
    """A word that is still being typed may have its first quotation mark only."""
    return text[1:] if text[:1] in ("'", '"') else text


def _is_showable(choice: Choice) -> bool:
    """Whether the value can stand on a line: one that holds what acts could not be typed either."""
    return choice.value.isprintable() and ":::" not in choice.value


def session_of(context: Any) -> Session:
    said = context.find_root().params
    return Session(said.get("store"), said.get("framework"))


def command_of(context: Any) -> str:
    names: list[str] = []
    while context.parent is not None:
        names.insert(0, context.info_name)
        context = context.parent
    return " ".join(names)
