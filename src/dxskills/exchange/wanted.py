"""What one good row asks for, in the same terms for every kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from dxskills.exchange.cells import Cells
from dxskills.index.facts import Entry, Facts, entry_like
from dxskills.recording.transaction import Outcome, Transaction

Said = dict[str, Any]
"""What a row says beside its key, by column, in the form that entries store it; blank cells are not in it."""

Key = tuple[str | None, ...]


class Wanted(NamedTuple):
    """One row's wish, all of it plain values, so that many can be kept packed.

    ``key`` names the entry among all of its kind, the person first and dates in ISO form; ``given`` is what the rule
    needs to know of the row beside its key and what it says.
    """

    key: Key
    said: Said
    given: Mapping[str, Any] = {}

    @property
    def staff(self) -> str:
        return self.key[0] or ""


class Likeness(NamedTuple):
    """What rows of one like may differ in beside person and day, the rules judging all of them the same.

    ``fields`` are those of the entry's data, in their order. Of these, ``days`` are columns of dates that may not be
    before the row's own, ``free`` are texts that are kept as they are, and ``time`` is the time of day, which only some
    kinds have: it is then the last part of the key.
    """

    fields: tuple[str, ...]
    days: tuple[str, ...] = ()
    free: tuple[str, ...] = ()

    @property
    def timed(self) -> bool:
        return "time" in self.fields

    @property
    def slots(self) -> tuple[str, ...]:
        """The fields that may differ, in their order."""
        return tuple(field for field in self.fields if field == "time" or field in self.days or field in self.free)


class Kind(NamedTuple):
    """How the rows of one kind of file are taken.

    ``read`` gives None where it found fault with a cell. ``standing`` finds the entry of the row's key among a
    person's. ``apply`` runs the rule that adds the entry; it is handed what the row says, or the mixture of that and
    of the entry, whose ``values`` it replaces. ``also`` adds what else a row says, whether its entry was there or not.
    """

    read: Callable[[Transaction, Cells], Wanted | None]
    standing: Callable[[Facts, Wanted], Entry | None]
    apply: Callable[[Transaction, Wanted, Said], Outcome]
    values: tuple[str, ...]
    columns_of: dict[str, str]  # the column that a refusal's code speaks of
    names: bool = False  # whether a row can change the person's name
    event: str = ""  # the kind of entry that a row becomes
    like: Likeness | None = None  # what alike rows may differ in; None: every row has to be judged
    by_itself: bool = False  # whether what a row becomes is judged by no other row's entry
    also: Callable[[Transaction, Wanted], Outcome] | None = None
    dated: bool = False  # whether rows are taken in order of the day that stands second in their key


def stored(**values: Any) -> Said:
    """The values in stored form: dates in ISO form, what is None left out."""
    said = {key: value for key, value in values.items() if value is not None}
    for key, value in said.items():
        if isinstance(value, date):
            said[key] = value.isoformat()
    return said


@lru_cache(maxsize=16_384)
def day_of(iso: str | None) -> date:
    """The day of an ISO date that must be there."""
    return date.fromisoformat(iso or "")


def day_in(said: Mapping[str, Any], key: str) -> date | None:
    text = said.get(key)
    return date.fromisoformat(text) if text else None


def entry_of(entries: Iterable[Entry], on: str | None, **key: str | None) -> Entry | None:
    """The entry dated ``on`` (ISO) that has these values, None for a value that it must not have."""
    return entry_like(entries, day_of(on).toordinal(), key)
