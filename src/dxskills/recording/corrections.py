"""Taking entries back. Nothing is ever edited in place: a retraction is an entry of its own, with a reason."""

from __future__ import annotations

from dxskills.errors import Refused
from dxskills.i18n import _
from dxskills.recording.transaction import Outcome, Transaction


def retract(tx: Transaction, seq: int, reason: str) -> Outcome:
    """Retract one entry. Retracting a retraction brings the entry back."""
    _need_reason(reason)
    found = tx.index.entry(seq)
    if found is None or found.staff is None:
        raise Refused(
            "unknown-entry", _("There is no entry {seq}."), hint=_("`dxskills log` lists the entries."), seq=seq
        )
    if found.kind == "staff.forgotten":
        message = _("Entry {seq} says that somebody was forgotten: that cannot be undone.")
        raise Refused("not-retractable", message, seq=seq)
    if found.retracted_by is not None:
        raise Refused(
            "already-retracted", _("Entry {seq} was retracted by entry {by}."), seq=seq, by=found.retracted_by
        )
    return Outcome((tx.retract(found.staff, seq, reason),))


def retract_batch(tx: Transaction, batch: str, reason: str) -> Outcome:
    """Retract every entry of a batch that still stands, the latest first."""
    _need_reason(reason)
    entries = tx.index.batch(batch)
    if not entries:
        raise Refused(
            "unknown-batch",
            _("There is no batch {batch}."),
            hint=_("`dxskills log` shows each entry's batch; an import prints its own."),
            batch=batch,
        )
    standing = [entry for entry in entries if entry.retracted_by is None and entry.staff is not None]
    if not standing:
        raise Refused("already-retracted", _("Everything in batch {batch} is retracted already."), batch=batch)
    seqs = [tx.retract(str(entry.staff), entry.seq, reason) for entry in reversed(standing)]
    people = {str(entry.staff) for entry in standing if entry.kind.startswith("staff.")}
    return Outcome(tuple(seqs), _remark_on_names(tx, people))


def _remark_on_names(tx: Transaction, people: set[str]) -> tuple[str, ...]:
    """Names are no entries, so that they can be forgotten; what an import made of them is not kept and not undone."""
    known = [name.as_of for staff in people if (name := tx.names.get(staff)) is not None]
    if not known:
        return ()
    text = _("Names stay as they are; if they are wrong too, import the right staff file with --on {day} or later.")
    return (text.format(day=max(known)),)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("missing-value", _("A retraction needs a reason."))
