"""Asking the person at the terminal before something is done that cannot be undone."""

from __future__ import annotations

import sys

import typer

from dxskills.cli.errors import one_line, say
from dxskills.errors import WrongUsage
from dxskills.i18n import _

YES = ("y", "yes", "はい")


def check_answerable() -> None:
    """Refuse ("unasked") where nobody sits at a terminal."""
    if sys.stdin is None or not sys.stdin.isatty():
        hint = _("Look first whom it concerns; then say --yes.")
        raise WrongUsage(
            "unasked", _("This cannot be undone, and there is nobody to ask. Nothing was changed."), hint=hint
        )


def ask(question: str) -> None:
    """Go on only if the answer is yes; anything else ends the command as an interrupt would."""
    say(one_line(question) + " [y/N]")
    if sys.stdin.readline().strip().casefold() not in YES:
        say(_("Nothing was changed."))
        raise typer.Abort
