"""Which column a header was perhaps meant for that is not quite any column's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dxskills.exchange.characters import visible
from dxskills.framework.suggestion import Vocabulary
from dxskills.i18n import _

_MOST_SHOWN = 50
_MOST_HEADERS = 200
"""Beyond these nothing is compared: a sheet of thousands of columns is no list with a slip in it."""


def meant(headers: Iterable[str], names: Mapping[str, str], lacking: Iterable[str]) -> dict[str, str]:
    """For each header that is near to a name of a column the file lacks: that name. ``names`` go to their columns."""
    wanted = set(lacking)
    vocabulary = Vocabulary(name for name, column in names.items() if column in wanted)
    found: dict[str, str] = {}
    for header in list(headers)[:_MOST_HEADERS]:
        near = vocabulary.near(header)
        # Of two characters that differ in one, too little is left to say what was meant.
        if near is not None and min(len(header), len(near)) > 2:
            found[header] = near
    return found


def with_meant(headers: Sequence[str], near: Mapping[str, str]) -> list[str]:
    """The headers for people to read, each with what was perhaps meant; of very many the first ones."""
    asked = _("{header} (did you mean {near}?)")
    shown = [
        asked.format(header=visible(header), near=near[header]) if header in near else visible(header)
        for header in headers[:_MOST_SHOWN]
    ]
    rest = len(headers) - len(shown)
    return [*shown, _("{count} more").format(count=rest)] if rest else shown
