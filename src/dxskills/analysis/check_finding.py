"""Making a finding of ``check``: its sentences, and the command that mends it, quoted for a shell."""

from __future__ import annotations

import os
import shlex
from subprocess import list2cmdline

from dxskills.analysis.check import Finding
from dxskills.analysis.check_kinds import KINDS
from dxskills.i18n import _


def finding(
    kind: str,
    staff: str | None = None,
    entry: int | None = None,
    item: str | None = None,
    *,
    command: str | None = None,
    **params: object,
) -> Finding:
    """A finding of a kind; ``command`` is the template to use in place of the kind's own."""
    found = KINDS[kind]
    values = {**params, "code": found.code, "staff": staff, "entry": entry, "item": item}
    template = command or found.command
    typed = template and template.format_map({name: quoted(str(value)) for name, value in values.items()})
    return Finding(
        found.code,
        found.severity,
        staff,
        entry,
        item,
        _(found.message).format_map(values),
        _(found.remedy).format_map({**values, "command": typed}),
        typed,
    )


def quoted(text: str) -> str:
    """One argument as it is to be typed, be it whatever; letters of any script need no quotes."""
    if text and all(character.isalnum() or character in "-_./:@%+=," for character in text):
        return text
    return list2cmdline([text]) if os.name == "nt" else shlex.quote(text)
