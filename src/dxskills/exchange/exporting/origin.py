"""The registry that is exported, and what the import of an export will make of what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from dxskills.errors import Refused
from dxskills.exchange.amounts import parse_number
from dxskills.exchange.characters import INVISIBLE, code_point, visible
from dxskills.exchange.exporting.remarks import Remarks
from dxskills.framework.lookup import FINDERS
from dxskills.i18n import _
from dxskills.index import Index
from dxskills.index.facts import Entry
from dxskills.journal.names import Names

_LONGEST = 2**17
"""Characters of a text that a CSV reader takes."""
_SHOWN = 40


class Origin:
    """Where rows come from, and where remarks about them go."""

    def __init__(self, index: Index, read_names: Callable[[], Names], remarks: Remarks) -> None:
        self.index = index
        self.connection = index.connection
        self.framework = index.framework
        self.remarks = remarks
        self._read_names = read_names
        self._read_as: dict[tuple[str, str], str | None] = {}
        self._known: dict[str, bool] = {}

    @cached_property
    def names(self) -> Names:
        return self._read_names()

    def knows(self, staff: str) -> bool:
        """Whether somebody has the staff number."""
        known = self._known.get(staff)
        if known is None:
            row = self.connection.execute("SELECT known FROM person WHERE staff = ?", (staff,)).fetchone()
            known = self._known[staff] = bool(row and row[0])
        return known

    @cached_property
    def unit_tails(self) -> dict[str, list[str]]:
        """Every way to shorten a known unit's path, and what it then may mean, as an import of assignments sees it."""
        return _tails(self.posted | self.placed)

    @cached_property
    def placement_tails(self) -> dict[str, list[str]]:
        """The same as an import of people sees it, when nobody is posted anywhere yet."""
        return _tails(self.placed)

    @cached_property
    def posted(self) -> set[str]:
        """The units in which anybody was ever posted, and those above them."""
        rows = self.connection.execute(
            "SELECT path FROM unit u WHERE id AND EXISTS (SELECT 1 FROM posting WHERE unit = u.id)"
        )
        return _with_those_above(path for (path,) in rows)

    @cached_property
    def placed(self) -> set[str]:
        """The units that the framework names as placements, and those above them."""
        return _with_those_above(unit for role in self.framework.roles.values() for unit in role.placement or ())

    # --- what the import will not take, or take for something else

    def look_at_person(self, staff: str, known: bool, entry: int | None) -> None:
        if not known:
            text = _("nobody has the staff number {staff} any more, so an import will refuse the row.")
            self.remarks.note("unknown-staff", staff, entry, text)

    def look_at_thing(self, staff: str, entry: int | None, kind: str, id_: str) -> None:
        """Whether the framework still reads the id of a role, a training, … as what it was."""
        key = (kind, id_)
        if key not in self._read_as:
            self._read_as[key] = self._find(kind, id_)
        read = self._read_as[key]
        if read is None:
            text = _("the framework does not have {id} (any more), so an import will refuse the row.")
            self.remarks.note(f"unknown-{kind}", staff, entry, text, id=id_)
        elif read != id_:
            text = _("the framework does not have {id} (any more): an import will read it as {read}.")
            self.remarks.note("altered", staff, entry, text, id=id_, read=read)

    def _find(self, kind: str, id_: str) -> str | None:
        try:
            found = FINDERS[kind](self.framework, id_)
        except Refused:
            return None
        return str(found.path if kind == "requirement" else found.id)

    def look_at_text(self, staff: str, entry: int | None, text: str | None) -> None:
        """Whether a free text is read as it is: blanks at its ends are not."""
        if text is None:
            return
        if text != text.strip():
            said = _("blanks at the ends of {text} will be lost.")
            self.remarks.note("altered", staff, entry, said, text=visible(text[:_SHOWN]))
        if len(text) > _LONGEST:
            said = _("{text}… is too long for an import, so it will refuse the file.")
            self.remarks.note("field-too-large", staff, entry, said, text=visible(text[:_SHOWN]))

    def look_at_label(self, staff: str, entry: int | None, text: str | None) -> None:
        """Whether a unit, a job family or a grade is read at all."""
        if text is not None and not text.isprintable() and (found := re.search(INVISIBLE, text)):
            said = _("{text} holds the invisible character {sign}, so an import will refuse the row.")
            sign = code_point(found.group())
            self.remarks.note("invisible-character", staff, entry, said, text=visible(text), sign=sign)

    def look_at_unit(self, staff: str, entry: int | None, unit: str | None, tails: dict[str, list[str]]) -> None:
        """Whether a unit is read at all, and not as the short form of another one."""
        self.look_at_label(staff, entry, unit)
        meant = tails.get(unit or "", [])
        if len(meant) > 1:
            said = _("{unit} is also a short form of {choices}, so an import will refuse the row.")
            self.remarks.note("ambiguous-unit", staff, entry, said, unit=unit, choices=", ".join(meant))
        elif meant:
            said = _("{unit} is also a short form of {other}: an import will read it as that.")
            self.remarks.note("altered", staff, entry, said, unit=unit, other=meant[0])

    def look_at_number(self, staff: str, entry: int | None, number: float | None) -> None:
        if number is not None and not _is_read(number):
            said = _("{number} has more digits than an import reads, so it will refuse the row.")
            self.remarks.note("bad-number", staff, entry, said, number=number_text(number))

    def look_at_repetition(self, staff: str, entry: Entry, twin: Entry | None, *, same: bool) -> None:
        """Whether the person has another row of the same key: an import makes one of two that say the same."""
        if twin is None:
            return
        if same:
            said = _("entry {other} says the same: an import makes one entry of them.")
            self.remarks.note("altered", staff, entry.seq, said, other=twin.seq)
        else:
            said = _("entry {other} is about the same and says something else, so an import will refuse both rows.")
            self.remarks.note("conflict", staff, entry.seq, said, other=twin.seq)


def _with_those_above(paths: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for path in paths:
        levels = path.split("/")
        known.update("/".join(levels[: depth + 1]) for depth in range(len(levels)))
    return known


def _tails(known: set[str]) -> dict[str, list[str]]:
    """The short forms that are not themselves the path of a known unit."""
    tails: dict[str, list[str]] = {}
    for path in sorted(known):
        levels = path.split("/")
        for depth in range(1, len(levels)):
            tail = "/".join(levels[depth:])
            if tail not in known:
                tails.setdefault(tail, []).append(path)
    return tails


def twins(entries: Iterable[Entry], key: Callable[[Entry], object]) -> dict[int, Entry]:
    """The entries that share their key with another one: by seq, that other one, which says something else if any."""
    groups: dict[object, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    found: dict[int, Entry] = {}
    for group in groups.values():
        if len(group) > 1:
            for entry in group:
                others = [other for other in group if other is not entry]
                found[entry.seq] = next((other for other in others if other.data != entry.data), others[0])
    return found


def number_text(number: float) -> str:
    """A number in digits alone, as the import reads it."""
    if isinstance(number, int):
        return str(number)
    from decimal import Decimal

    return format(Decimal(repr(number)), "f").removesuffix(".0")


def _is_read(number: float) -> bool:
    if isinstance(number, int) and 0 <= number < 10**12:
        return True
    try:
        return parse_number(number_text(number)) == number
    except Refused:
        return False
