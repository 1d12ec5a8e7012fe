"""A person's page, from what is entered of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dxskills.analysis.person import (
    AssessmentLine,
    CertificationLine,
    EnrolmentLine,
    PersonPage,
    PostingLine,
    RoleLine,
    TrainingLine,
    WaiverLine,
)
from dxskills.analysis.person_obligations import person_rows
from dxskills.analysis.question import Question
from dxskills.analysis.service_dates import day_or_none, nearest_attributes, service_around
from dxskills.framework.model import Framework, Skill, Text
from dxskills.index import Index
from dxskills.index.evidence import Award, awards
from dxskills.index.facts import Entry, Facts, ordinal
from dxskills.index.holdings import Holding, assignments, holdings
from dxskills.index.projection import posting_rows
from dxskills.index.service import in_service
from dxskills.journal.names import Name


def person_page(
    index: Index, question: Question, staff: str, names: Mapping[str, Name], known_at: str | None = None
) -> PersonPage:
    """The page of one person; the question's department and role are not looked at."""
    facts = index.facts(staff)
    name = names.get(staff)
    joined, left = service_around(facts, question.day)
    values = nearest_attributes(facts, question.day)
    shown = name.name if name else ""
    records = Records(facts, index.framework, question.day)
    return PersonPage(
        staff=staff,
        name=shown,
        kana=name.kana if name else None,
        as_of=question.as_of,
        known_at=known_at,
        horizon_days=question.horizon,
        in_service=in_service(facts, question.day),
        joined=joined,
        left=left,
        unit=values.get("unit"),
        appointment=values.get("appointment"),
        job_family=values.get("job_family"),
        grade=values.get("grade"),
        manager=bool(values.get("manager")),
        postings=tuple(PostingLine(u, date.fromordinal(f), day_or_none(t)) for u, f, t in posting_rows(facts)),
        roles=records.roles(),
        trainings=records.trainings(),
        certifications=records.certifications(),
        assessments=records.assessments(),
        waivers=records.waivers(),
        enrolments=records.enrolments(),
        obligations=tuple(person_rows(staff, shown, facts, index.framework, question)),
    )


class Records:
    """A person's entries, laid out as of ``day``."""

    def __init__(self, facts: Facts, framework: Framework, day: int) -> None:
        self._facts = facts
        self._framework = framework
        self._day = day
        self._awards = {award.seq: award for award in awards(facts, framework)}

    def _when(self, first: int, last: int) -> str:
        if last < self._day:
            return "past"
        return "later" if first > self._day else "now"

    def roles(self) -> tuple[RoleLine, ...]:
        """Assignments with the end they really have, and the spells in which a membership held."""
        lines = [*self._assigned(), *self._memberships()]
        return tuple(sorted(lines, key=lambda line: (line.start, line.role, line.unit or "", line.entry or 0)))

    def _assigned(self) -> Iterator[RoleLine]:
        for assignment in assignments(self._facts, self._framework):
            role = self._framework.roles.get(assignment.role)
            for unit, first, last in assignment.stretches:
                yield RoleLine(
                    role=assignment.role,
                    role_name=role.name if role else None,
                    unit=unit,
                    by="assignment",
                    start=date.fromordinal(first),
                    end=day_or_none(last),
                    when=self._when(first, last),
                    entry=assignment.entry.seq,
                    exception=assignment.entry.data.get("exception"),
                )

    def _memberships(self) -> Iterator[RoleLine]:
        for role in self._framework.roles.values():
            if role.membership == "assigned":
                continue
            by = role.membership if isinstance(role.membership, str) else "membership"
            for unit, first, last in _joined(self._held(role.id)):
                yield RoleLine(
                    role=role.id,
                    role_name=role.name,
                    unit=unit,
                    by=by,
                    start=date.fromordinal(first),
                    end=day_or_none(last),
                    when=self._when(first, last),
                    entry=None,
                    exception=None,
                )

    def _held(self, role: str) -> list[Holding]:
        return [holding for holding in holdings(self._facts, self._framework) if holding.role == role]

    def trainings(self) -> tuple[TrainingLine, ...]:
        return tuple(self._training(entry) for entry in _by_date(self._facts.training_recorded))

    def _training(self, entry: Entry) -> TrainingLine:
        data = entry.data
        training = self._framework.trainings.get(data["training"])
        award = self._awards.get(entry.seq)
        return TrainingLine(
            entry=entry.seq,
            training=data["training"],
            training_name=training.name if training else None,
            on=date.fromordinal(entry.day),
            end=date.fromisoformat(data["end"]) if data.get("end") else None,
            time=data.get("time"),
            outcome=data["outcome"],
            score=data.get("score"),
            hours=data.get("hours"),
            instructor=data.get("instructor"),
            note=data.get("note"),
            valid=self._valid(award),
            valid_until=day_or_none(award.until) if award else None,
        )

    def _valid(self, award: Award | None) -> bool:
        return award is not None and award.day <= self._day <= award.until

    def certifications(self) -> tuple[CertificationLine, ...]:
        return tuple(self._certification(entry) for entry in _by_date(self._facts.certification_recorded))

    def _certification(self, entry: Entry) -> CertificationLine:
        data = entry.data
        certification = self._framework.certifications.get(data["certification"])
        award = self._awards.get(entry.seq)
        return CertificationLine(
            entry=entry.seq,
            certification=data["certification"],
            certification_name=certification.name if certification else None,
            on=date.fromordinal(entry.day),
            expires_on=date.fromisoformat(data["expires_on"]) if data.get("expires_on") else None,
            number=data.get("number"),
            subsidy=data.get("subsidy"),
            note=data.get("note"),
            valid=self._valid(award),
            valid_until=day_or_none(award.until) if award else None,
            revoked_on=day_or_none(award.revoked_on) if award else None,
        )

    def assessments(self) -> tuple[AssessmentLine, ...]:
        entries = _by_date(self._facts.skill_assessed)
        latest = {entry.data["skill"]: entry.seq for entry in entries if entry.day <= self._day}
        return tuple(
            AssessmentLine(
                entry=entry.seq,
                skill=entry.data["skill"],
                skill_name=skill.name if skill else None,
                level=entry.data["level"],
                level_name=_level_name(skill, entry.data["level"]),
                on=date.fromordinal(entry.day),
                assessor=entry.data.get("assessor"),
                latest=latest.get(entry.data["skill"]) == entry.seq,
            )
            for entry in entries
            for skill in [self._framework.skills.get(entry.data["skill"])]
        )

    def waivers(self) -> tuple[WaiverLine, ...]:
        return tuple(
            WaiverLine(
                entry=entry.seq,
                requirement=entry.data["requirement"],
                start=date.fromordinal(entry.day),
                until=date.fromisoformat(entry.data["until"]),
                reason=entry.data.get("reason"),
                approver=entry.data.get("approver"),
                when=self._when(entry.day, ordinal(entry.data["until"])),
            )
            for entry in _by_date(self._facts.requirement_waived)
        )

    def enrolments(self) -> tuple[EnrolmentLine, ...]:
        return tuple(
            EnrolmentLine(
                entry=entry.seq,
                training=entry.data["training"],
                training_name=training.name if training else None,
                on=date.fromordinal(entry.day),
                when=self._when(entry.day, entry.day),
            )
            for entry in _by_date(self._facts.training_enrolled)
            for training in [self._framework.trainings.get(entry.data["training"])]
        )


def _by_date(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.day, entry.seq))


def _level_name(skill: Skill | None, level: int) -> Text | None:
    return skill.levels[level - 1] if skill is not None and 1 <= level <= len(skill.levels) else None


def _joined(spells: Iterable[Holding]) -> list[tuple[str | None, int, int]]:
    """(unit, first, last) with neighbours in one unit made one."""
    joined: list[tuple[str | None, int, int]] = []
    for spell in sorted(spells, key=lambda spell: spell.first):
        if joined and joined[-1][0] == spell.unit and joined[-1][2] + 1 == spell.first:
            joined[-1] = (spell.unit, joined[-1][1], spell.last)
        else:
            joined.append((spell.unit, spell.first, spell.last))
    return joined
