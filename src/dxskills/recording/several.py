"""One rule for several people: written for all of them or for none, and then every refusal is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dxskills.errors import Problem, Refused
from dxskills.i18n import n_
from dxskills.recording.staff_numbers import fold_staff_number
from dxskills.recording.transaction import Outcome, Transaction


def for_everybody(tx: Transaction, people: Sequence[str], rule: Callable[[Transaction, str], Outcome]) -> Outcome:
    """Apply the rule to each staff number, folded. One refusal is raised as it is, several as one that lists them."""
    seqs: list[int] = []
    notices: list[str] = []
    refusals: list[tuple[str, Refused]] = []
    for staff in people:
        try:
            outcome = rule(tx, fold_staff_number(staff))
        except Refused as refusal:
            refusals.append((staff, refusal))
            continue
        seqs += outcome.seqs
        notices += outcome.notices
    if refusals:
        raise _joined(refusals, len(people))
    return Outcome(tuple(seqs), tuple(notices))


def _joined(refusals: Sequence[tuple[str, Refused]], total: int) -> Refused:
    first = refusals[0][1]
    if all(refusal.message == first.message for _staff, refusal in refusals):
        return first  # what is wrong is the same for all of them, such as a training that there is not
    codes = {refusal.code for _staff, refusal in refusals}
    return Refused(
        codes.pop() if len(codes) == 1 else "several-refused",
        n_(
            "{refused} of {total} people was refused, so nothing was written.",
            "{refused} of {total} people were refused, so nothing was written.",
            len(refusals),
        ),
        problems=[Problem("", None, "staff", staff, refusal.code, _told(refusal)) for staff, refusal in refusals],
        refused=len(refusals),
        total=total,
    )


def _told(refusal: Refused) -> str:
    return f"{refusal.message} {refusal.hint}" if refusal.hint else refusal.message
