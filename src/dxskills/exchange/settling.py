"""Good rows against each other and against what is entered: one entry, nothing new, a replacement, or a conflict."""

from __future__ import annotations

from collections.abc import Sequence

from dxskills.errors import Refused
from dxskills.exchange.packing import PackedRows
from dxskills.exchange.wanted import Kind, Said, Wanted
from dxskills.i18n import _
from dxskills.index.facts import Entry
from dxskills.recording.transaction import UNCHANGED, Outcome, Transaction


def refuse_contradictions(rows: PackedRows, which_counts: str = "error") -> None:
    """Refuse rows that have the same key and other values; all of them are faulty, for nothing says which is right.

    Where a profile says ``which_counts`` of a file's own rows, ``first`` or ``last``, the others are dropped before.
    """
    for group in rows.repeated():
        group.sort(key=rows.position)  # large files are not read in order of their rows
        if which_counts != "error":
            group = _counting(rows, group, which_counts)
        wanted = [rows.wanted(row) for row in group]
        column = _differing([one.said for one in wanted])
        if column is not None:
            _refuse_group(rows, group, column)
            continue
        for row, one in zip(group[1:], wanted[1:], strict=True):
            if one.given == wanted[0].given:
                rows.twins[row] = group[0]


def _counting(rows: PackedRows, group: Sequence[int], which: str) -> list[int]:
    """Of each file's rows the one that counts; the others are dropped."""
    by_file: dict[str, list[int]] = {}
    for row in group:
        by_file.setdefault(rows.place(row).sheet.file, []).append(row)
    counting = []
    for same in by_file.values():
        chosen = same[0] if which == "first" else same[-1]
        counting.append(chosen)
        for row in same:
            if row != chosen:
                rows.drop(row)
    return counting


def _refuse_group(rows: PackedRows, group: Sequence[int], column: str) -> None:
    found = [rows.place(row) for row in group]
    one_table = len({place.sheet.called for place in found}) == 1
    places = ", ".join(str(at.number) if one_table else f"{at.sheet.called} {at.number}" for at in found)
    message = _("The rows {rows} speak of the same entry and say different things.")
    refusal = Refused("conflict", message, rows=places)
    for row in group:
        rows.refuse(row, column, refusal)


def _differing(said: Sequence[Said]) -> str | None:
    """The first column in which the rows do not all say the same."""
    first = said[0]
    for other in said[1:]:
        if other != first:
            return next(key for key in (*first, *other) if first.get(key) != other.get(key))
    return None


class Settler:
    """Adds what rows want, each as a whole or not at all, and counts what came of it."""

    def __init__(self, tx: Transaction, kind: Kind, rows: PackedRows, *, update: bool) -> None:
        self._tx = tx
        self._kind = kind
        self._rows = rows
        self._update = update
        self.added = self.unchanged = self.updated = 0
        self.notices: list[str] = []

    def settle(self, row: int) -> None:
        """Run the row's rule; what it refuses becomes a fault of the row."""
        if row in self._rows.twins:
            self._settle_like(row, self._rows.twins[row])
            return
        wanted = self._rows.wanted(row)
        length, name = len(self._tx.drafts), self._name(wanted)
        try:
            outcome = self._apply_and_more(wanted)
        except Refused as refusal:
            self._tx.undo(length)
            column = refusal.params.get("in_column") or self._kind.columns_of.get(refusal.code)
            self._rows.refuse(row, str(column) if column else None, refusal)
            return
        if outcome.notices:
            self._remark(row, outcome.notices)
        self._count([draft.kind for draft in self._tx.drafts[length:]], self._name(wanted) != name)

    def _settle_like(self, row: int, other: int) -> None:
        """The same once more: it has the other row's fault, or is that entry again."""
        fault = self._rows.fault(other)
        if fault is None:
            self.unchanged += 1
        else:
            self._rows.refuse(row, *fault)

    def _remark(self, row: int, notices: Sequence[str]) -> None:
        place = self._rows.place(row)
        text = _("{file}, row {row}: {notice}")
        self.notices += [text.format(file=place.sheet.called, row=place.number, notice=notice) for notice in notices]

    def _count(self, kinds: Sequence[str], renamed: bool) -> None:
        if "entry.retracted" in kinds or (renamed and not kinds):
            self.updated += 1
        elif kinds:
            self.added += 1
        else:
            self.unchanged += 1

    def _name(self, wanted: Wanted) -> object:
        """The person's name as it now stands, where the row can change it."""
        if not self._kind.names:
            return None
        name = self._tx.renamed.get(wanted.staff) or self._tx.names.get(wanted.staff)
        return name and (name.name, name.kana)

    def _apply_and_more(self, wanted: Wanted) -> Outcome:
        done = self._apply(wanted)
        if self._kind.also is None:
            return done
        more = self._kind.also(self._tx, wanted)
        return Outcome((*done.seqs, *more.seqs), (*done.notices, *more.notices))

    def _apply(self, wanted: Wanted) -> Outcome:
        standing = self._kind.standing(self._tx.facts(wanted.staff), wanted)
        if standing is None:
            return self._kind.apply(self._tx, wanted, wanted.said)
        # A blank cell says nothing, so it contradicts nothing either.
        differing = [key for key, value in wanted.said.items() if standing.data.get(key) != value]
        if not differing:
            return UNCHANGED
        if not self._update:
            raise _conflict(standing, differing[0])
        kept = {key: standing.data[key] for key in self._kind.values if key in standing.data}
        self._tx.retract(wanted.staff, standing.seq, _("replaced by an import"))
        return self._kind.apply(self._tx, wanted, {**kept, **wanted.said})


def _conflict(standing: Entry, column: str) -> Refused:
    return Refused(
        "conflict",
        _("Entry {seq} is about the same and says {known}."),
        hint=_("If this row is right, --update replaces the entry."),
        seq=standing.seq,
        known=standing.data.get(column, _("nothing")),
        in_column=column,
    )
