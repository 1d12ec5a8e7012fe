"""Texts as they may be stored: no control characters; and what the framework calls the things that ids stand for."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dxskills.errors import Refused
from dxskills.i18n import _, pick

if TYPE_CHECKING:
    from dxskills.framework.model import Framework

_FREE = frozenset({"note", "reason", "exception"})
"""Texts of several lines are possible here, and nowhere else."""

_TRIMMED = frozenset({"note", "reason", "exception", "number", "assessor", "approver"})


def said_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """What is said, texts without blanks at their ends, as an import would read them.

    None is not said, nor is a text of blanks.
    """
    said: dict[str, Any] = {}
    for field, value in data.items():
        kept = value.strip() or None if field in _TRIMMED and isinstance(value, str) else value
        if kept is not None:
            said[field] = kept
    return said


def check_texts(values: Mapping[str, object]) -> None:
    """Refuse ("control-character") texts that are no plain line; free texts may have several lines."""
    for field, value in values.items():
        if isinstance(value, str) and not value.isprintable():
            for character in value:
                if _is_control(character) and not (field in _FREE and character == "\n"):
                    raise Refused(
                        "control-character",
                        _("The {field} holds a control character: {character}."),
                        field=field,
                        character=f"U+{ord(character):04X}",
                    )


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")


def called(framework: Framework, kind: str, id_: str) -> str:
    """What the framework calls this role, training, certification, skill or appointment; else the id itself."""
    tables: dict[str, Mapping[str, Any]] = {
        "role": framework.roles,
        "training": framework.trainings,
        "certification": framework.certifications,
        "skill": framework.skills,
        "appointment": framework.appointments,
    }
    known = tables.get(kind, {})
    return pick(known[id_].name) if id_ in known else id_
