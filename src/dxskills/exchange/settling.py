"""Good rows against each other and against what is entered: one entry, nothing new, a replacement, or a conflict."""

from __future__ import annotations

from collections.abc import Sequence

from dxskills.errors import Refused
from dxskills.exchange.cells import Cells
from dxskills.exchange.wanted import Said, Wanted
from dxskills.i18n import _
from dxskills.index.facts import Entry
from dxskills.recording.transaction import UNCHANGED, Outcome, Transaction

Asking = tuple[Cells, Wanted]


def without_contradictions(rows: Sequence[Asking]) -> list[Asking]:
    """The rows less those that have the same key and other values; both are faulty, for nothing says which is right."""
    by_key: dict[tuple[object, ...], list[Asking]] = {}
    for row in rows:
        by_key.setdefault(row[1].key, []).append(row)
    if len(by_key) == len(rows):
        return list(rows)
    faulty = {key for key, group in by_key.items() if _contradict(group)}
    return [row for row in rows if row[1].key not in faulty]


def _contradict(group: Sequence[Asking]) -> bool:
    column = _differing([wanted.said for _cells, wanted in group])
    if column is None:
        return False
    files = {cells.sheet.file for cells, _wanted in group}
    places = ", ".join(
        str(cells.row.number) if len(files) == 1 else f"{cells.sheet.file} {cells.row.number}"
        for cells, _wanted in group
    )
    refusal = Refused("conflict", _("The rows {rows} speak of the same entry and say different things."), rows=places)
    for cells, _wanted in group:
        cells.refuse(column, refusal)
        cells.sheet.rejected.append(cells)
    return True


def _differing(said: Sequence[Said]) -> str | None:
    """The first column in which the rows do not all say the same."""
    first = said[0]
    for other in said[1:]:
        if other != first:
            return next(key for key in (*first, *other) if first.get(key) != other.get(key))
    return None


class Settler:
    """Adds what rows want, each as a whole or not at all, and counts what came of it."""

    def __init__(self, tx: Transaction, update: bool) -> None:
        self._tx = tx
        self._update = update
        self.added = self.unchanged = self.updated = 0
        self.notices: list[str] = []

    def settle(self, cells: Cells, wanted: Wanted) -> None:
        """Run the row's rule; what it refuses becomes a fault of the row."""
        length, name = len(self._tx.drafts), self._name(wanted)
        try:
            outcome = self._apply(wanted)
        except Refused as refusal:
            self._tx.undo(length)
            column = refusal.params.get("in_column") or wanted.columns_of.get(refusal.code)
            cells.refuse(str(column) if column else None, refusal)
            cells.sheet.rejected.append(cells)
            return
        for notice in outcome.notices:
            text = _("{file}, row {row}: {notice}")
            self.notices.append(text.format(file=cells.sheet.file, row=cells.row.number, notice=notice))
        self._count([draft.kind for draft in self._tx.drafts[length:]], self._name(wanted) != name)

    def _count(self, kinds: Sequence[str], renamed: bool) -> None:
        if "entry.retracted" in kinds or (renamed and not kinds):
            self.updated += 1
        elif kinds:
            self.added += 1
        else:
            self.unchanged += 1

    def _name(self, wanted: Wanted) -> object:
        """The person's name as it now stands, where the row can change it."""
        if not wanted.names:
            return None
        name = self._tx.renamed.get(wanted.staff) or self._tx.names.get(wanted.staff)
        return name and (name.name, name.kana)

    def _apply(self, wanted: Wanted) -> Outcome:
        standing = wanted.standing(self._tx.facts(wanted.staff))
        if standing is None:
            return wanted.apply(self._tx, wanted.said)
        # A blank cell says nothing, so it contradicts nothing either.
        differing = [key for key, value in wanted.said.items() if standing.data.get(key) != value]
        if not differing:
            return UNCHANGED
        if not self._update:
            raise _conflict(standing, differing[0])
        kept = {key: standing.data[key] for key in wanted.values if key in standing.data}
        self._tx.retract(wanted.staff, standing.seq, _("replaced by an import"))
        return wanted.apply(self._tx, {**kept, **wanted.said})


def _conflict(standing: Entry, column: str) -> Refused:
    return Refused(
        "conflict",
        _("Entry {seq} is about the same and says {known}."),
        hint=_("If this row is right, --update replaces the entry."),
        seq=standing.seq,
        known=standing.data.get(column, _("nothing")),
        in_column=column,
    )
