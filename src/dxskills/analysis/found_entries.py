"""The entries that speak to one way of meeting a requirement, each with how long it is good for and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from dxskills.analysis.question import Question
from dxskills.analysis.service_dates import day_or_none
from dxskills.analysis.why import AlternativeFound, Found
from dxskills.dates import fiscal_year, fiscal_year_last
from dxskills.framework.model import Alternative, Framework, Item, Named, Requirement, Text
from dxskills.index.evidence import Award, awards, last_valid_day
from dxskills.index.facts import NO_END, Entry, Facts, ordinal


class Evidence:
    """What is entered of one person, looked at for one question."""

    def __init__(self, facts: Facts, framework: Framework, question: Question) -> None:
        self._framework = framework
        self._question = question
        self._year_start = framework.organisation.fiscal_year_start
        self._awards = {award.seq: award for award in awards(facts, framework)}
        self._entries: list[tuple[str, Item, Entry]] = []
        for kind, entries, items in (
            ("training", facts.training_recorded, framework.trainings),
            ("certification", facts.certification_recorded, framework.certifications),
        ):
            for entry in entries:
                item = items.get(entry.data[kind])
                if item is not None:
                    self._entries.append((kind, item, entry))
        self._assessed = sorted(facts.skill_assessed, key=lambda entry: (entry.day, entry.seq))

    def of(self, requirement: Requirement, alternative: Alternative, decides: tuple[int, ...]) -> AlternativeFound:
        """Everything entered about the alternative, in order of date; the verdict rests on the seqs of ``decides``."""
        found = [*self._records(requirement, alternative), *self._assessments(requirement, alternative)]
        found = [_with_decides(each, decides) for each in sorted(found, key=lambda each: (each.on, each.entry))]
        counting = [each for each in found if each.counts]
        ends = [each.valid_until for each in counting]
        endless = any(end is None for end in ends)
        return AlternativeFound(
            kind=alternative.kind,
            id=alternative.id,
            name=self._name(alternative.kind, alternative.id),
            level=alternative.level,
            evident=bool(counting),
            valid_until=None if endless else max((end for end in ends if end), default=None),
            found=tuple(found),
        )

    def _name(self, kind: str, item: str) -> Text | None:
        named: dict[str, Mapping[str, Named]] = {
            "training": self._framework.trainings,
            "certification": self._framework.certifications,
            "skill": self._framework.skills,
        }
        found = named[kind].get(item)
        return found.name if found else None

    def _records(self, requirement: Requirement, alternative: Alternative) -> Iterator[Found]:
        for kind, item, entry in self._entries:
            through, level = _through(kind, item, alternative)
            if through is not None:
                yield self._record(requirement, alternative, kind, item, entry, through, level)

    def _record(
        self,
        requirement: Requirement,
        alternative: Alternative,
        kind: str,
        item: Item,
        entry: Entry,
        through: str,
        level: int | None,
    ) -> Found:
        award = self._awards.get(entry.seq)
        day = ordinal(entry.data["end"]) if kind == "training" and entry.data.get("end") else entry.day
        because = self._why_not(requirement, alternative, day, award, level)
        until, ends_by, renews = self._end(requirement, entry, award)
        revoked = award is not None and award.revoked_by > 0 and (ends_by == "revocation" or because == "revoked")
        if because is None and until < self._question.day:
            because = "lapsed"
        return Found(
            entry=entry.seq,
            kind=kind,
            item=item.id,
            item_name=item.name,
            on=date.fromordinal(day),
            through=through,
            level=level,
            outcome=entry.data.get("outcome"),
            valid_until=day_or_none(until),
            ends_by=ends_by,
            renews_until=day_or_none(renews),
            revoked_by=award.revoked_by if award and revoked else None,
            revoked_on=date.fromordinal(award.revoked_on) if award and revoked else None,
            counts=because in (None, "lapsed"),
            because=because,
            decides=False,
        )

    def _why_not(
        self, requirement: Requirement, alternative: Alternative, day: int, award: Award | None, level: int | None
    ) -> str | None:
        """Why a record is no evidence on the day; None where it is."""
        if award is None:
            return "outcome"
        if day > self._question.day:
            return "future"
        if level is not None and level < alternative.level:
            return "level"
        if requirement.cycle:
            if award.revoked_on <= self._question.day:
                return "revoked"
            return None if self._in_year(day) else "outside-year"
        return None

    def _in_year(self, day: int) -> bool:
        asked = fiscal_year(self._question.as_of, self._year_start)
        return fiscal_year(date.fromordinal(day), self._year_start) == asked

    def _end(self, requirement: Requirement, entry: Entry, award: Award | None) -> tuple[int, str, int]:
        """The last day a record is good for, what sets it, and the predecessor's end where it runs on from that."""
        if award is None:
            return 0, "nothing", 0
        if requirement.cycle:
            return self._year_end(award.day), "cycle", 0
        if award.cut:
            return award.until, "revocation", 0
        if entry.data.get("expires_on"):
            return award.until, "expires-on", 0
        if award.item.validity is None:
            return NO_END, "nothing", 0
        if award.until == last_valid_day(award.item.validity, award.day, self._year_start):
            return award.until, "validity", 0
        return award.until, "renewal", self._predecessor_end(award)

    def _year_end(self, day: int) -> int:
        year = fiscal_year(date.fromordinal(day), self._year_start)
        return fiscal_year_last(year, self._year_start).toordinal()

    def _predecessor_end(self, award: Award) -> int:
        earlier = [a for a in self._awards.values() if (a.kind, a.item.id) == (award.kind, award.item.id)]
        earlier = [a for a in earlier if a.day < award.day]
        return max(((a.day, a.until) for a in earlier), default=(0, 0))[1]

    def _assessments(self, requirement: Requirement, alternative: Alternative) -> Iterator[Found]:
        if alternative.kind != "skill":
            return
        mine = [entry for entry in self._assessed if entry.data["skill"] == alternative.id]
        known = [entry for entry in mine if entry.day <= self._question.day]
        for entry in mine:
            level = int(entry.data["level"])
            because = self._why_no_assessment(requirement, alternative, entry, level, known)
            until = self._year_end(entry.day) if requirement.cycle else NO_END
            yield Found(
                entry=entry.seq,
                kind="assessment",
                item=alternative.id,
                item_name=self._name("skill", alternative.id),
                on=date.fromordinal(entry.day),
                through="itself",
                level=level,
                outcome=None,
                valid_until=day_or_none(until),
                ends_by="cycle" if requirement.cycle else "assessment",
                renews_until=None,
                revoked_by=None,
                revoked_on=None,
                counts=because is None,
                because=because,
                decides=False,
            )

    def _why_no_assessment(
        self, requirement: Requirement, alternative: Alternative, entry: Entry, level: int, known: list[Entry]
    ) -> str | None:
        if entry.day > self._question.day:
            return "future"
        if entry is not known[-1]:
            return "replaced"
        if level < alternative.level:
            return "level"
        return "outside-year" if requirement.cycle and not self._in_year(entry.day) else None


def _through(kind: str, item: Item, alternative: Alternative) -> tuple[str | None, int | None]:
    """By what a record of the item speaks to the alternative, and at which level where that is a skill."""
    if alternative.kind == "skill":
        levels = [level for skill, level in item.all_grants if skill == alternative.id]
        return ("grants", max(levels)) if levels else (None, None)
    if kind != alternative.kind or alternative.id not in item.covers:
        return None, None
    return ("itself" if item.id == alternative.id else "satisfies"), None


def _with_decides(found: Found, decides: Iterable[int]) -> Found:
    return replace(found, decides=True) if found.counts and found.entry in decides else found
