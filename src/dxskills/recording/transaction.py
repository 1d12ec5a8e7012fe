"""One write: what is known of the people concerned, the entries it will add, and the names that go with them.

Made while the journal's lock is held, so that what a rule sees is what the entry will follow, and the numbers given
here are the ones the journal will give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from sys import intern
from typing import Any, NamedTuple

from dxskills.errors import Refused
from dxskills.framework.model import Framework
from dxskills.i18n import _
from dxskills.index import Index
from dxskills.index.facts import ATTRIBUTES, Entry, Facts, ordinal
from dxskills.journal.event import Draft
from dxskills.journal.names import Name, Names
from dxskills.recording.drafts import Drafts
from dxskills.recording.staff_numbers import unknown_staff
from dxskills.recording.texts import check_texts, said_in
from dxskills.recording.units import KnownUnits


class Outcome(NamedTuple):
    """What a rule decided: the numbers of the entries it added, and what the person should be told."""

    seqs: tuple[int, ...]
    notices: tuple[str, ...] = ()


EARLIEST = "1868-01-01"
"""No entry is dated before this day: a year below it is a slip of the hand."""

UNCHANGED = Outcome(())
"""The same thing was there already, so nothing is written."""


class Transaction:
    """Entries to be written together. Rules read people through :meth:`facts`, which counts what is already added."""

    def __init__(self, index: Index, read_names: Callable[[], Names], next_seq: int) -> None:
        self.framework: Framework = index.framework
        self.index = index
        self._read_names = read_names
        self.drafts = Drafts()
        self.renamed: dict[str, Name] = {}
        self.units = KnownUnits(index)
        self._first_seq = next_seq
        self._facts: dict[str, Facts] = {}

    @cached_property
    def names(self) -> Names:
        """Everybody's names as they are stored; read only by the rules that need them."""
        return self._read_names()

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
        check_texts(data)
        said = said_in(data)
        if on is not None and on < EARLIEST:
            raise Refused("bad-date", _("{day} is too long ago to be meant."), day=on)
        seq = self._first_seq + len(self.drafts)
        # Few days are meant by many entries.
        draft = Draft(kind, staff, on and intern(on), said)
        self.drafts.append(draft)
        _take_in(self.facts(staff), seq, draft)
        return seq

    def undo(self, length: int) -> None:
        """Take back the entries added since there were ``length`` of them; names stay as they were noted."""
        undone = self.drafts[length:] if length else self.drafts  # all of them may be very many
        people = {draft.staff for draft in undone}
        self.drafts.cut(length)
        for staff in people:
            self._facts.pop(staff or "", None)
        for number, draft in enumerate(self.drafts if people else ()):
            if draft.staff in people:
                _take_in(self.facts(draft.staff or ""), self._first_seq + number, draft)

    def trial(self, staff: str) -> Transaction:
        """A transaction of its own to try a rule in, in which nothing is entered of the person but the joining."""
        trial = Transaction(self.index, self._read_names, 1)
        trial._facts[staff] = Facts()
        trial._facts[staff].staff_joined = list(self.facts(staff).staff_joined)
        return trial

    def number_from(self, seq: int) -> None:
        """Say which number the first entry will have; to be said before any is added."""
        self._first_seq = seq

    def forget(self) -> None:
        """Let go of what was read of people; it is read again if it is asked for."""
        self._facts.clear()

    def retract(self, staff: str, seq: int, reason: str) -> int:
        return self.add("entry.retracted", staff, None, {"seq": seq, "reason": reason})

    def rename(self, staff: str, name: str, kana: str | None, as_of: str) -> bool:
        """Note a person's name as of a day; a name that is known from a later day stays. True if the name changes."""
        check_texts({"name": name, "kana": kana})
        known = self.renamed.get(staff) or self.names.get(staff)
        if known is None:
            self.renamed[staff] = Name(name, kana, as_of)
            return True
        noted = Name(name, kana or known.kana, as_of)
        if known.as_of > as_of or known == noted:
            return False
        self.renamed[staff] = noted
        return known[:2] != noted[:2]


def _take_in(facts: Facts, seq: int, draft: Draft) -> None:
    if draft.kind == "entry.retracted":
        # Which entries that brings back or takes away is the index's to say; it is asked again after the write.
        facts.remove(draft.data["seq"])
    else:
        facts.add(draft.kind, Entry(seq, ordinal(draft.on) if draft.on else 0, draft.data))


def changed_attributes(current: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Of the attributes that were said (not None), those that differ from the current ones."""
    return {key: said[key] for key in ATTRIBUTES if said.get(key) is not None and said[key] != current.get(key)}


def latest(entries: Iterable[Entry]) -> Entry | None:
    return max(entries, key=lambda entry: (entry.day, entry.seq), default=None)
