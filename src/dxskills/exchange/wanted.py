"""What one good row asks for, in the same terms for every kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from dxskills.exchange.cells import Cells
from dxskills.index.facts import Entry, Facts
from dxskills.recording.transaction import Outcome, Transaction

Said = dict[str, Any]
"""What a row says beside its key, by column, in the form that entries store it; blank cells are not in it."""


class Wanted(NamedTuple):
    """One row's wish.

    ``key`` names the entry among all of its kind. ``apply`` runs the rule that adds the entry; it is handed ``said``,
    or the mixture of it and of the entry that it replaces. ``standing`` finds that entry among a person's.
    """

    key: tuple[object, ...]
    staff: str
    said: Said
    apply: Callable[[Transaction, Said], Outcome]
    standing: Callable[[Facts], Entry | None]
    values: tuple[str, ...]
    columns_of: dict[str, str]  # the column that a refusal's code speaks of
    names: bool = False  # whether the row can change the person's name


Reader = Callable[[Transaction, Cells], Wanted | None]
"""Reads a row; None where it found fault with a cell."""


def stored(**values: Any) -> Said:
    """The values in stored form: dates in ISO form, what is None left out."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value is not None
    }


def day_in(said: Said, key: str) -> date | None:
    text = said.get(key)
    return date.fromisoformat(text) if text else None


def entry_of(entries: Iterable[Entry], on: date, **key: str | None) -> Entry | None:
    """The entry dated ``on`` that has these values, None for a value that it must not have."""
    day = on.toordinal()
    for entry in entries:
        if entry.day == day and all(entry.data.get(name) == value for name, value in key.items()):
            return entry
    return None
