"""Working out how a verdict came about, from one person's entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dxskills.analysis.due_reason import due_reason
from dxskills.analysis.found_entries import Evidence
from dxskills.analysis.obligation_rows import Closing
from dxskills.analysis.person_obligations import Obligation, covering_waiver, person_obligations, plans
from dxskills.analysis.question import Question, in_effect
from dxskills.analysis.service_dates import day_or_none, service_around
from dxskills.analysis.why import Held, NotAsked, Planned, Rule, Verdict, WaiverFound, Why
from dxskills.dates import Period
from dxskills.framework.model import Framework, Requirement, Role
from dxskills.index import Index
from dxskills.index.facts import NO_END, Facts, ordinal
from dxskills.index.holdings import Holding, assignments, within_unit
from dxskills.index.service import attributes_on, in_service
from dxskills.journal.names import Name


def why(
    index: Index,
    question: Question,
    staff: str,
    names: Mapping[str, Name],
    requirement: Requirement | None = None,
    known_at: str | None = None,
) -> Why:
    """How each obligation of the person came to its status on the question's day, or just those of one requirement."""
    facts = index.facts(staff)
    name = names.get(staff)
    joined, left = service_around(facts, question.day)
    obligations = person_obligations(facts, index.framework, question)
    if requirement is not None:
        obligations = [o for o in obligations if o.requirement.path == requirement.path]
    explainer = _Explainer(facts, index.framework, question)
    missing = requirement is not None and not obligations
    return Why(
        staff=staff,
        name=name.name if name else "",
        as_of=question.as_of,
        known_at=known_at,
        horizon_days=question.horizon,
        requirement=requirement.path if requirement else None,
        in_service=in_service(facts, question.day),
        joined=joined,
        left=left,
        verdicts=tuple(explainer.verdict(o) for o in obligations),
        not_asked=(explainer.not_asked(requirement),) if requirement is not None and missing else (),
    )


class _Explainer:
    def __init__(self, facts: Facts, framework: Framework, question: Question) -> None:
        self.facts = facts
        self.framework = framework
        self.question = question
        self.evidence = Evidence(facts, framework, question)
        self.closing = Closing(framework)

    def verdict(self, o: Obligation) -> Verdict:
        q = o.requirement
        role = self.framework.roles[q.role]
        planned = self._planned(q)
        return Verdict(
            role=role.id,
            role_name=role.name,
            requirement=q.id,
            requirement_name=q.name,
            unit=o.holding.unit,
            rule=_rule(role, q),
            held=_held(role, o.holding),
            due=due_reason(self.framework, q, o.holding.since, o.due, self.question.as_of),
            alternatives=tuple(self.evidence.of(q, each, o.state.evidence) for each in q.alternatives),
            waiver=self._waiver(q),
            planned=planned,
            status=o.status,
            decided_by=_decided_by(o),
            due_on=date.fromordinal(o.due),
            valid_until=o.valid_until,
            was_valid_until=self._was_valid_until(o) if o.status == "expired" else None,
            evidence=o.evidence,
            planned_on=planned[0].on if planned else None,
        )

    def _waiver(self, q: Requirement) -> WaiverFound | None:
        entry = covering_waiver(self.facts, q, self.question.day)
        if entry is None:
            return None
        return WaiverFound(
            entry=entry.seq,
            start=date.fromordinal(entry.day),
            until=date.fromordinal(ordinal(entry.data["until"])),
            reason=entry.data.get("reason"),
            approver=entry.data.get("approver"),
        )

    def _planned(self, q: Requirement) -> tuple[Planned, ...]:
        trainings = self.closing.trainings(q)
        return tuple(
            Planned(
                entry.seq,
                entry.data["training"],
                self.framework.trainings[entry.data["training"]].name,
                date.fromordinal(entry.day),
            )
            for entry in plans(self.facts, self.question)
            if entry.data["training"] in trainings
        )

    def _was_valid_until(self, o: Obligation) -> date | None:
        """The last day up to the one asked about on which the evidence known then was good."""
        ends = [min(s.last, s.until) for s in o.states if s.first <= self.question.day and s.until >= s.first]
        return date.fromordinal(min(max(ends), self.question.day)) if ends else None

    def not_asked(self, q: Requirement) -> NotAsked:
        role = self.framework.roles[q.role]
        code, params = self._why_not_asked(role, q)
        return NotAsked(role.id, role.name, q.id, q.name, code, params)

    def _why_not_asked(self, role: Role, q: Requirement) -> tuple[str, dict[str, Any]]:
        day = self.question.day
        if not in_service(self.facts, day):
            joined, left = service_around(self.facts, day)
            return "not-in-service", {"joined": joined, "left": left}
        for code, thing in (("role-not-in-effect", role), ("requirement-not-in-effect", q)):
            if not in_effect(thing, self.question.as_of):
                return code, {"from": thing.effective_from, "until": thing.effective_until}
        if role.membership == "assigned":
            return self._why_not_held(role)
        return "not-a-member", self._failing_condition(role)

    def _why_not_held(self, role: Role) -> tuple[str, dict[str, Any]]:
        day = self.question.day
        mine = [a for a in assignments(self.facts, self.framework) if a.role == role.id]
        ended = [a for a in mine if a.end < day]
        if ended:
            last = max(ended, key=lambda a: (a.end, a.entry.seq))
            return "assignment-ended", {
                "entry": last.entry.seq,
                "unit": last.unit,
                "start": date.fromordinal(last.start),
                "end": date.fromordinal(last.end),
            }
        later = [a for a in mine if a.start > day]
        if later:
            first = min(later, key=lambda a: (a.start, a.entry.seq))
            return "assignment-to-come", {
                "entry": first.entry.seq,
                "unit": first.unit,
                "start": date.fromordinal(first.start),
            }
        return "not-assigned", {}

    def _failing_condition(self, role: Role) -> dict[str, Any]:
        values = attributes_on(self.facts, self.question.day)
        for key, wanted in conditions(role).items():
            value: Any = bool(values.get(key)) if key == "manager" else values.get(key)
            if key == "unit":
                meets = any(within_unit(value, unit) for unit in wanted)
            else:
                meets = value == wanted if key == "manager" else value in wanted
            if not meets:
                return {"condition": key, "wanted": wanted, "is": value}
        return {}


def conditions(role: Role) -> dict[str, Any]:
    """The keys that the role's membership asks for, with the value or the values it allows."""
    where = role.membership
    if isinstance(where, str):
        return {}
    keys = ("manager", "unit", "appointment", "job_family", "grade")
    return {key: value for key in keys if (value := getattr(where, key)) is not None}


def _held(role: Role, holding: Holding) -> Held:
    by = role.membership if isinstance(role.membership, str) else "membership"
    return Held(
        by="assignment" if by == "assigned" else by,
        unit=holding.unit,
        since=date.fromordinal(holding.since),
        until=day_or_none(holding.ends),
        entry=holding.entry or None,
        conditions=conditions(role),
    )


def _rule(role: Role, q: Requirement) -> Rule:
    return Rule(
        at_least=q.at_least,
        alternatives=len(q.alternatives),
        within=period_text(q.within),
        cycle=q.cycle,
        cycle_by="{:02d}-{:02d}".format(*q.cycle_by) if q.cycle_by else None,
        necessity=q.necessity,
        domain=q.domain,
        functions=q.functions,
        effective_from=q.effective_from,
        effective_until=q.effective_until,
        role_effective_from=role.effective_from,
        role_effective_until=role.effective_until,
        source=q.source,
        assumed=q.assumed,
    )


def period_text(period: Period | None) -> str | None:
    """A period as the framework file writes it."""
    if period is None:
        return None
    return period.unit if period.unit == "fiscal-year-end" else f"{period.count}{period.unit}"


def _decided_by(o: Obligation) -> str:
    if o.status == "waived":
        return "waiver"
    if o.requirement.cycle:
        return {"met": "cycle-done", "pending": "cycle-open"}.get(o.status, "cycle-missed")
    if o.status == "met":
        return "beyond-horizon" if o.state.until < NO_END else "no-end"
    return {"expiring": "within-horizon", "pending": "not-due-yet", "expired": "was-valid"}.get(o.status, "never-valid")
