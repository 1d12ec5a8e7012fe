"""One write: what is known of the people concerned, the entries it will add, and the names that go with them.

Made while the journal's lock is held, so that what a rule sees is what the entry will follow, and the numbers given here
are the ones the journal will give.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from dxskills.errors import Refused
from dxskills.framework.model import Framework
from dxskills.i18n import _
from dxskills.index import Index
from dxskills.index.facts import ATTRIBUTES, NUMBER, Entry, Facts, ordinal
from dxskills.journal.event import Draft
from dxskills.journal.names import Name, Names
from dxskills.recording.units import KnownUnits


class Outcome(NamedTuple):
    """What a rule decided: the numbers of the entries it added, and what the person should be told."""

    seqs: tuple[int, ...]
    notices: tuple[str, ...] = ()


UNCHANGED = Outcome(())
"""The same thing was there already, so nothing is written."""


class Transaction:
    """Entries to be written together. Rules read people through :meth:`facts`, which counts what is already added."""

    def __init__(self, index: Index, names: Names, next_seq: int) -> None:
        self.framework: Framework = index.framework
        self.index = index
        self.names = names
        self.drafts: list[Draft] = []
        self.renamed: dict[str, Name] = {}
        self.units = KnownUnits(index)
        self._first_seq = next_seq
        self._facts: dict[str, Facts] = {}

    def facts(self, staff: str) -> Facts:
        """What is entered of a person, this transaction's entries included; empty for an unknown one."""
        facts = self._facts.get(staff)
        if facts is None:
            facts = self._facts[staff] = self.index.facts(staff)
        return facts

    def known_facts(self, staff: str) -> Facts:
        """The same; refuses a staff number that nobody has."""
        facts = self.facts(staff)
        if not facts.staff_joined:
            raise unknown_staff(staff, self.index)
        return facts

    def add(self, kind: str, staff: str, on: str | None, data: dict[str, Any]) -> int:
        """Add an entry (absent values left out) and return the number it will have."""
        said = {key: value for key, value in data.items() if value is not None}
        seq = self._first_seq + len(self.drafts)
        self.drafts.append(Draft(kind, staff, on, said))
        if kind == "entry.retracted":
            # Which entries that brings back or takes away is the index's to say; it is asked again after the write.
            _take_out(self.facts(staff), said["seq"])
        else:
            entries: list[Entry] = getattr(self.facts(staff), kind.replace(".", "_"))
            entries.append(Entry(seq, ordinal(on) if on else 0, said))
        return seq

    def retract(self, staff: str, seq: int, reason: str) -> int:
        return self.add("entry.retracted", staff, None, {"seq": seq, "reason": reason})

    def rename(self, staff: str, name: str, kana: str | None, as_of: str) -> bool:
        """Note a person's name as of a day; a name that is known from a later day stays. True if anything changes."""
        known = self.renamed.get(staff) or self.names.get(staff)
        if known is not None:
            kana = kana or known.kana
            if known.as_of > as_of or (known.name, known.kana) == (name, kana):
                return False
        self.renamed[staff] = Name(name, kana, as_of)
        return True


def _take_out(facts: Facts, seq: int) -> None:
    for kind in NUMBER:
        entries: list[Entry] = getattr(facts, kind.replace(".", "_"))
        entries[:] = [entry for entry in entries if entry.seq != seq]


def unknown_staff(staff: str, index: Index) -> Refused:
    """The refusal for a staff number that nobody has, naming a near one where a spreadsheet ate the zeros."""
    near = index.padded(staff)
    if near is not None:
        hint = _("Did you mean {near}? Leading zeros are part of a staff number.")
        return Refused("unknown-staff", _("Nobody has the staff number {staff}."), hint=hint, staff=staff, near=near)
    hint = _("`dxskills staff list` shows everybody; `dxskills staff add` or `import staff` enters somebody new.")
    return Refused("unknown-staff", _("Nobody has the staff number {staff}."), hint=hint, staff=staff)


def changed_attributes(current: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Of the attributes that were said (not None), those that differ from the current ones."""
    return {key: said[key] for key in ATTRIBUTES if said.get(key) is not None and said[key] != current.get(key)}


def latest(entries: Iterable[Entry]) -> Entry | None:
    return max(entries, key=lambda entry: (entry.day, entry.seq), default=None)
