"""Why an obligation stands as it does, in a sentence or two made of its row; `why` tells the whole story."""

from __future__ import annotations

from datetime import date

from dxskills.analysis.due_reason import due_reason
from dxskills.analysis.results import ObligationRow
from dxskills.analysis.sentences import due_sentence
from dxskills.framework.model import Framework, Requirement
from dxskills.i18n import N_, _, language, n_, shown_day
from dxskills.render.views.periods import period_code

_VERDICTS = {
    "met": N_("Valid until {valid_until}."),
    "met-for-ever": N_("Valid, without an end."),
    "pending": N_("Nothing that is valid is entered yet."),
    "overdue": N_("Nothing that is valid was ever entered."),
    "expired": N_("It was valid once, and is not any more."),
    "ran-out": N_("It was valid until {valid_until}, and was not renewed."),
    "waived": N_("A waiver covers the day."),
    "cycle-met": N_("Done for this fiscal year."),
    "cycle-open": N_("Not done for this fiscal year yet."),
}


class Reasons:
    """The reasons of one report's rows; alike rows have the very same text."""

    def __init__(self, framework: Framework, as_of: date) -> None:
        self._framework = framework
        self._as_of = as_of
        self._requirements = {(q.role, q.id): q for role in framework.roles.values() for q in role.requirements}
        self._due: dict[tuple[str, str, date, date], str] = {}

    def of(self, row: ObligationRow) -> str:
        q = self._requirements[row.role, row.requirement]
        said = [self._verdict(row, q)]
        if row.status in ("pending", "overdue"):
            said.append(self._due_sentence(row, q))
        if row.planned_on is not None and row.status not in ("met", "waived"):
            said.append(_("Planned for {day}.").format(day=shown_day(row.planned_on)))
        return ("" if language() == "ja" else " ").join(said)

    def _verdict(self, row: ObligationRow, q: Requirement) -> str:
        verdict, until = row.status, row.valid_until
        if q.cycle and verdict != "waived":
            verdict = "cycle-met" if verdict == "met" else "cycle-open"
        elif verdict == "met" and until is None:
            verdict = "met-for-ever"
        elif verdict in ("expired", "pending") and until is not None and until < self._as_of:
            verdict = "ran-out"
        days = (until - self._as_of).days if until is not None else 0
        if verdict == "expiring":
            text = n_(
                "Valid until {valid_until}, {days} day more.", "Valid until {valid_until}, {days} days more.", days
            )
        else:
            text = _(_VERDICTS[verdict])
        return text.format(valid_until=shown_day(until) if until is not None else "", days=days)

    def _due_sentence(self, row: ObligationRow, q: Requirement) -> str:
        key = (row.role, row.requirement, row.held_since, row.due_on)
        known = self._due.get(key)
        if known is None:
            since, due = row.held_since.toordinal(), row.due_on.toordinal()
            reason = due_reason(self._framework, q, since, due, self._as_of)
            known = self._due[key] = due_sentence(reason, period_code(q.within))
        return known
