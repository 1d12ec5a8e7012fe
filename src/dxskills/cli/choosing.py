"""Asking for what is missing on the command line, where a person sits at the terminal; never in a script.

All of it is said on stderr. What is known is offered to choose from by number, and a part of a name or number is looked
for among all there are; what is not known is typed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from dxskills.cli.asking import YES
from dxskills.cli.choices import Choice, Offer, place_name
from dxskills.cli.errors import one_line, say
from dxskills.errors import DxError
from dxskills.i18n import _

_SHOWN = 20
"""Choices that one look takes in."""


def can_ask(arguments: Sequence[str]) -> bool:
    """Whether somebody sits there to be asked: all three streams are terminals, and no program wants the answer."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if os.environ.get("CI") or any(stream is None or not stream.isatty() for stream in streams):
        return False
    forms = [argument.removeprefix("--format=") for argument in arguments if argument.startswith("--format=")]
    forms += [after for before, after in pairwise(arguments) if before == "--format"]
    return not {"json", "jsonl", "csv", "tsv"}.intersection(forms)


def ask_for(parameter: Any, context: Any) -> list[str] | None:
    """The arguments to add for a parameter that is missing; None if the person gives none."""
    from dxskills.cli.completing import command_of, session_of

    offer = Offer(session_of(context))
    option = next((name for name in parameter.opts if name.startswith("--")), None)
    say(one_line(f"{option or parameter.metavar}: {parameter.help or ''}"))
    try:
        value = _asked(offer, command_of(context), parameter.metavar or "")
    except EOFError:
        say("")
        return None
    return [value] if option is None else [f"{option}={value}"]


def corrected(arguments: Sequence[str], refusal: DxError) -> list[str] | None:
    """The command line with what was meant in the place of what is unknown, if the person there says that it is so."""
    meant = str(refusal.params.get("near") or "")
    said = refusal.params.get("text") or refusal.params.get("staff")
    if not refusal.code.startswith("unknown-") or not meant or not can_ask(arguments):
        return None
    places = [place for place, argument in enumerate(arguments) if argument == said]
    if len(places) != 1:
        return None
    question = _("Did you mean {near}?").format(near=meant)
    sys.stderr.write(one_line(f"{refusal.message} {question}") + " [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in YES:
        return None
    return [meant if place == places[0] else argument for place, argument in enumerate(arguments)]


def _asked(offer: Offer, command: str, place: str) -> str:
    shown = offer.choices(command, place)
    if not shown or place_name(place) == "DATE":
        return _typed(_("Your answer: "))
    several = len(shown) > _SHOWN
    if not several:
        _show(shown)
    while True:
        text = _typed(_("A part of it: ") if several else _("A number, or a part of it: "))
        chosen = _chosen(text, [] if several else shown)
        if chosen is not None:
            return chosen
        found = offer.matching(command, place, text)
        exact = [choice.value for choice in found if choice.value == text]
        if exact:
            return exact[0]
        if not found:
            say(_("Nothing is called so."))
            continue
        shown, several = found, False
        _show(shown[:_SHOWN])
        if len(shown) > _SHOWN:
            say(_("… and more: type a longer part."))


def _chosen(text: str, shown: Sequence[Choice]) -> str | None:
    """The choice of that number among those shown, unless the text is one of them itself."""
    if any(choice.value == text for choice in shown):
        return text
    if text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= min(len(shown), _SHOWN):
        return shown[int(text) - 1].value
    return None


def _show(choices: Iterable[Choice]) -> None:
    from dxskills.render.text import pad, width

    listed = [(one_line(choice.value), one_line(choice.meaning)) for choice in choices]
    column = min(max((width(value) for value, _meaning in listed), default=0), 40)
    for number, (value, meaning) in enumerate(listed, 1):
        say(f"{number:4}  {pad(value, column)}  {meaning}".rstrip())


def _typed(question: str) -> str:
    """A line that is not empty. Raises EOFError where the person ends the input instead."""
    while True:
        sys.stderr.write(question)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        if line.strip():
            return line.strip()
