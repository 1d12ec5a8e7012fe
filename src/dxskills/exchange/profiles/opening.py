"""How a file is opened that a profile is for, and which of its sheets are read."""

from __future__ import annotations

from collections.abc import Sequence

from dxskills.errors import Refused
from dxskills.exchange.characters import visible
from dxskills.exchange.columns import REASON_HEADER
from dxskills.exchange.profiles.profile import Profile
from dxskills.exchange.source import Source
from dxskills.exchange.table import Table
from dxskills.i18n import _

_START = 200  # bytes


def chosen(tables: Sequence[Table], profile: Profile) -> Sequence[Table]:
    """The tables whose sheets the profile takes, or all of them; refuses ("unknown-sheet") to take none."""
    taken = [table for table in tables if table.sheet is None or profile.takes_sheet(table.sheet)]
    if taken:
        return taken
    raise Refused(
        "unknown-sheet",
        _("{file} has no sheet that the profile {profile} takes: {patterns}."),
        hint=_("It has: {known}."),
        file=tables[0].file if tables else "",
        profile=profile.path,
        patterns=", ".join(profile.sheets),
        known=visible(", ".join(table.sheet or "" for table in tables)),
    )


def format_and_encoding(source: Source, profile: Profile) -> tuple[str | None, str | None]:
    """What the profile says of the file's format and encoding; nothing for rejected rows, which we have written."""
    with source.open() as stream:
        start = stream.read(_START)
    texts = (start.decode(encoding, "replace").removeprefix("\ufeff") for encoding in ("utf-8", "cp932"))
    if any(text.lstrip('"').startswith(REASON_HEADER) for text in texts):
        return None, None
    return profile.format, profile.encoding
