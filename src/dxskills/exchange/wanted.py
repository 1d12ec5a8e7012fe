"""What one good row asks for, in the same terms for every kind of file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from dxskills.exchange.cells import Cells
from dxskills.index.facts import Facts
from dxskills.recording.transaction import Outcome, Transaction

Said = dict[str, Any]
"""What a row says beside its key, by column, in the form that entries store it; blank cells are not in it."""


class Wanted(NamedTuple):
    """One row's wish.

    ``key`` names the entry among all of its kind. ``apply`` runs the rule that adds the entry; it is handed ``said``,
    or the mixture of it and of the entry that it replaces. ``facts`` gives the list that such an entry is in.
    """

    key: tuple[object, ...]
    staff: str
    said: Said
    apply: Callable[[Transaction, Said], Outcome]
    facts: Callable[[Facts], list[Any]]
    values: tuple[str, ...]
    columns_of: dict[str, str]  # the column that a refusal's code speaks of


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
