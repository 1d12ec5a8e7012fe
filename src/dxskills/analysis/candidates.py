"""Who is nearest to a role, and what each still lacks (docs/rules.md, "Candidates")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from dxskills.analysis.plain import plain
from dxskills.analysis.question import Question, fill_scope, in_effect
from dxskills.analysis.results import Scope
from dxskills.analysis.standing import read_people, standing
from dxskills.analysis.steps import Effort, Planner, Step, Thing, effort
from dxskills.errors import Refused
from dxskills.framework.model import Requirement, Role
from dxskills.frozen import Frozen
from dxskills.i18n import _, pick
from dxskills.index import NO_END, Index, UnitNames
from dxskills.index.facts import Facts
from dxskills.index.holdings import within_unit
from dxskills.index.service import attributes_on
from dxskills.journal.names import Name

_POSTED = """
INSERT INTO temp.candidate
SELECT p.person, p.unit FROM {scope}
WHERE p.first <= :day AND p.last >= :day
  AND p.person NOT IN (SELECT person FROM holding WHERE role = :role AND first <= :day AND last >= :day)
"""
_OTHERS = """
SELECT h.person, h.role, h.unit, h.ends FROM temp.candidate c CROSS JOIN holding h ON h.person = c.person
WHERE h.entry AND h.first <= :day AND h.last >= :day ORDER BY h.role, h.unit
"""


class HeldRole(NamedTuple):
    """An assignment the person has on the day; ``end`` None: open."""

    role: str
    unit: str | None
    end: date | None


class Candidate(NamedTuple):
    """``lacking`` are the mandatory requirements that would be gaps, ``steps`` what there is to do about all of them.

    ``in_placement`` says whether the person's own unit is one in which the role may be held."""

    staff: str
    name: str
    unit: str | None
    appointment: str | None
    lacking: tuple[str, ...]
    effort: Effort
    ict_free: bool
    administrative_free: bool
    in_placement: bool
    roles: tuple[HeldRole, ...]
    steps: tuple[Step, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "staff": self.staff,
            "name": self.name,
            "unit": self.unit,
            "appointment": self.appointment,
            "lacking": len(self.lacking),
            "hours": self.effort.hours,
            "hours_unknown": self.effort.hours_unknown,
            "cost": self.effort.cost,
            "cost_unknown": self.effort.cost_unknown,
            "ict_free": self.ict_free,
            "administrative_free": self.administrative_free,
            "in_placement": self.in_placement,
            "roles": plain(self.roles),
            "requirements": list(self.lacking),
            "steps": plain(self.steps),
        }


class Candidates(Frozen):
    """The nearest first. ``asked`` counts the role's mandatory requirements on the day, ``considered`` the people who
    might take it up, ``complete`` those of them who lack nothing, ``barred`` those whose appointment does not lead to
    it. ``candidates`` may have only the first of them."""

    organisation: str
    as_of: date
    known_at: str | None
    role: str
    scope: Scope
    framework: str
    journal_seq: int
    journal_hash: str
    asked: int
    considered: int
    complete: int
    barred: int
    candidates: tuple[Candidate, ...]

    def nearest(self, count: int) -> Candidates:
        """The same with no more than the first so many."""
        return self.replaced(candidates=self.candidates[:count])

    def as_dict(self) -> dict[str, Any]:
        """The ``dxskills/candidates/1`` document."""
        return {
            "schema": "dxskills/candidates/1",
            "organisation": self.organisation,
            "as_of": self.as_of.isoformat(),
            "known_at": self.known_at,
            "role": self.role,
            "scope": {"dept": self.scope.dept},
            "framework": self.framework,
            "journal": {"seq": self.journal_seq, "hash": self.journal_hash},
            "asked": self.asked,
            "considered": self.considered,
            "complete": self.complete,
            "barred": self.barred,
            "candidates": [candidate.as_dict() for candidate in self.candidates],
        }


def candidates(index: Index, question: Question, names: Mapping[str, Name], known_at: str | None = None) -> Candidates:
    """Everybody who might take up the question's role on the day, posted in its department."""
    role = index.framework.roles[question.role or ""]
    if role.membership != "assigned":
        raise Refused(
            "role-not-assigned",
            _("{role} is not a role that people are assigned to: it is held by all who meet its conditions."),
            role=pick(role.name),
        )
    search = _Search(index, question, role, names)
    found = sorted(search.found(), key=nearness)
    return Candidates(
        organisation=index.framework.organisation.id,
        as_of=question.as_of,
        known_at=known_at,
        role=role.id,
        scope=Scope(question.dept, role.id),
        framework=index.framework.hash,
        journal_seq=index.seq,
        journal_hash=index.hash,
        asked=len(search.asked),
        considered=len(found),
        complete=sum(1 for candidate in found if not candidate.lacking),
        barred=search.barred,
        candidates=tuple(found),
    )


def nearness(candidate: Candidate) -> tuple[object, ...]:
    return len(candidate.lacking), *candidate.effort, candidate.staff


class _Search:
    def __init__(self, index: Index, question: Question, role: Role, names: Mapping[str, Name]) -> None:
        self._index = index
        self._question = question
        self._role = role
        self._names = names
        self._planner = Planner(index.framework)
        self.asked = list(_asked(role, question.as_of))
        self.barred = 0

    def found(self) -> Iterator[Candidate]:
        connection, day = self._index.connection, self._question.day
        fill_scope(self._index, self._question)
        connection.execute("DROP TABLE IF EXISTS temp.candidate")
        connection.execute("CREATE TEMP TABLE candidate (person INTEGER PRIMARY KEY, unit INTEGER)")
        scope = "posting p" if self._question.dept is None else "temp.scope s CROSS JOIN posting p ON p.unit = s.unit"
        number = self._index.numbering.role_number[self._role.id]
        connection.execute(_POSTED.format(scope=scope), {"day": day, "role": number})
        staff = "SELECT p.id, p.staff, c.unit FROM temp.candidate c CROSS JOIN person p ON p.id = c.person"
        people = {person: (staff_, unit) for person, staff_, unit in connection.execute(staff)}
        self._units = UnitNames(connection)
        self._held = self._other_roles()
        for person, facts in read_people(connection, self._wanted()):
            staff_, unit = people[person]
            appointment = attributes_on(facts, day).get("appointment")
            if self._role.appointments and appointment not in self._role.appointments:
                self.barred += 1
            else:
                yield self._candidate(person, staff_, unit, appointment, facts)

    def _candidate(self, person: int, staff: str, unit: int, appointment: str | None, facts: Facts) -> Candidate:
        lacking, held = standing(facts, self._index.framework, self.asked, self._question)
        steps = self._planner.steps(lacking, held)
        domains = {each.requirement.domain for each in lacking}
        name = self._names.get(staff)
        path = self._units.path[unit] or None
        placement = self._role.placement
        return Candidate(
            staff=staff,
            name=name.name if name else "",
            unit=path,
            appointment=appointment,
            lacking=tuple(sorted(each.requirement.id for each in lacking)),
            effort=effort(steps),
            ict_free="ict" not in domains,
            administrative_free="administrative" not in domains,
            in_placement=placement is None or any(within_unit(path, above) for above in placement),
            roles=tuple(self._held.get(person, ())),
            steps=steps,
        )

    def _other_roles(self) -> dict[int, list[HeldRole]]:
        held: dict[int, list[HeldRole]] = {}
        roles = self._index.numbering.roles
        for person, role, unit, ends in self._index.connection.execute(_OTHERS, {"day": self._question.day}):
            if in_effect(roles[role], self._question.as_of):
                end = date.fromordinal(ends) if ends < NO_END else None
                held.setdefault(person, []).append(HeldRole(roles[role].id, self._units.path[unit] or None, end))
        return {person: sorted(rows, key=lambda row: (row.role, row.unit or "")) for person, rows in held.items()}

    def _wanted(self) -> set[Thing]:
        """Everything that can be evidence of what is asked, or of what must come before it."""
        wanted: set[Thing] = {("requirement", q.path) for q in self.asked}
        trainings = self._index.framework.trainings.values()
        for q in self.asked:
            for alternative in q.alternatives:
                wanted.update(self._planner.ways(alternative))
                if alternative.kind == "skill":
                    wanted.add(("skill", alternative.id))
        before = {id_ for _kind, id_ in self._planner.prerequisites}
        wanted.update(("training", each.id) for each in trainings if not before.isdisjoint(each.covers))
        return wanted


def _asked(role: Role, day: date) -> Iterable[Requirement]:
    if in_effect(role, day):
        yield from (q for q in role.requirements if q.mandatory and in_effect(q, day))
