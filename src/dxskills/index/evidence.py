"""What a person's records, awards and assessments amount to for each requirement, day by day (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from dxskills.dates import add_months, fiscal_year, fiscal_year_last, subtract_period
from dxskills.framework.model import Alternative, Framework, Item, Requirement, Validity
from dxskills.index.facts import NO_END, Entry, Facts, ordinal

COUNTING = frozenset({"completed", "exempt"})
"""The outcomes of a training that count."""


class Award(NamedTuple):
    """A counting record: dated ``day``, good to ``until`` inclusive; ``cut`` where that is due to ``revoked_by``."""

    kind: str  # "training" or "certification"
    day: int
    until: int
    seq: int
    item: Item
    revoked_on: int  # NO_END: never
    revoked_by: int  # 0: never
    cut: bool  # it ends by the revocation, not before it


class Source(NamedTuple):
    """One thing that can meet one alternative from ``day`` on, as far as ``until``.

    ``drops_on`` is the day of an award's revocation, or the day on which an assessment is replaced by the next.
    """

    day: int
    until: int
    seq: int
    drops_on: int
    revoked_by: int
    assessed: bool


class State(NamedTuple):
    """From ``first`` to ``last`` evidence is good to ``until``; ``ever``: it was valid on some day up to then."""

    first: int
    last: int
    until: int
    ever: bool
    evidence: tuple[int, ...]


def last_valid_day(validity: Validity | None, day: int, year_start: tuple[int, int]) -> int:
    """The last day, inclusive, on which a record that runs from ``day`` counts."""
    if validity is None:
        return NO_END
    unit, count, _window = validity
    start = date.fromordinal(day)
    try:
        if unit == "months":
            return add_months(start, count).toordinal() - 1
        if unit == "days":
            return min(day + count - 1, NO_END)
        if unit == "fiscal_year_end":
            return fiscal_year_last(fiscal_year(start, year_start) + count, year_start).toordinal()
        return date(start.year + count, 12, 31).toordinal()
    except (ValueError, OverflowError):  # beyond the year 9999
        return NO_END


def awards(facts: Facts, framework: Framework) -> list[Award]:
    """Every counting record with the end it has, renewals and revocations taken in, by item and day."""
    year_start = framework.organisation.fiscal_year_start
    result: list[Award] = []
    for item, entries in _by_item(facts.training_recorded, framework.trainings, "training"):
        counting = [entry for entry in entries if entry.data.get("outcome") in COUNTING]
        result.extend(_chain("training", item, _dated_by_end(counting), [], year_start))
    revocations: dict[str, list[Entry]] = {}
    for entry in facts.certification_revoked:
        revocations.setdefault(entry.data["certification"], []).append(entry)
    for item, entries in _by_item(facts.certification_recorded, framework.certifications, "certification"):
        revoked = sorted((entry.day, entry.seq) for entry in revocations.get(item.id, ()))
        result.extend(_chain("certification", item, entries, revoked, year_start))
    return result


def _by_item(entries: list[Entry], items: Mapping[str, Item], key: str) -> Iterator[tuple[Item, list[Entry]]]:
    by_item: dict[str, list[Entry]] = {}
    for entry in entries:
        by_item.setdefault(entry.data[key], []).append(entry)
    for item_id, group in by_item.items():
        item = items.get(item_id)
        if item is not None:
            yield item, group


def _dated_by_end(entries: list[Entry]) -> list[Entry]:
    return [entry._replace(day=ordinal(entry.data["end"])) if entry.data.get("end") else entry for entry in entries]


def _chain(
    kind: str, item: Item, entries: list[Entry], revoked: list[tuple[int, int]], year_start: tuple[int, int]
) -> Iterator[Award]:
    """Awards of one item in order of day; each may run on from its predecessor's end."""
    previous_day, latest_before, latest = 0, 0, 0  # latest_before: the end of the predecessor on an earlier day
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.seq)):
        if entry.day > previous_day:
            latest_before, latest, previous_day = latest, 0, entry.day
        if entry.data.get("expires_on"):
            until = ordinal(entry.data["expires_on"])
        else:
            until = last_valid_day(item.validity, _runs_from(item.validity, entry.day, latest_before), year_start)
        ended = next(((day, seq) for day, seq in revoked if day >= entry.day), None)
        cut = ended is not None and ended[0] - 1 <= until
        if ended is not None and cut:
            until = ended[0] - 1
        latest = max(latest, until)
        yield Award(kind, entry.day, until, entry.seq, item, *(ended or (NO_END, 0)), cut)


def _runs_from(validity: Validity | None, day: int, predecessor_until: int) -> int:
    """The day a record's validity is counted from: the day after its predecessor's last, if it lies in the window."""
    if validity is None or validity.window is None or not predecessor_until or predecessor_until >= NO_END:
        return day
    opens = subtract_period(date.fromordinal(predecessor_until + 1), validity.window).toordinal()
    return predecessor_until + 1 if opens <= day <= predecessor_until else day


class Sources:
    """A person's evidence, looked up by alternative."""

    def __init__(self, facts: Facts, framework: Framework) -> None:
        self.items: dict[tuple[str, str], list[Source]] = {}
        self.grants: dict[str, list[tuple[int, Source]]] = {}
        for award in awards(facts, framework):
            self._add(award)
        self.assessments: dict[str, list[tuple[int, int, int]]] = {}  # skill → (day, seq, level), one a day
        for entry in facts.skill_assessed:
            self.assessments.setdefault(entry.data["skill"], []).append((entry.day, entry.seq, entry.data["level"]))
        for skill, rows in self.assessments.items():
            latest = {day: (day, seq, level) for day, seq, level in sorted(rows)}
            self.assessments[skill] = sorted(latest.values())

    def _add(self, award: Award) -> None:
        source = Source(
            award.day, award.until, award.seq, award.revoked_on, award.revoked_by if award.cut else 0, False
        )
        for covered in award.item.covers:
            self.items.setdefault((award.kind, covered), []).append(source)
        for skill, level in award.item.all_grants:
            self.grants.setdefault(skill, []).append((level, source))

    def touched(self) -> Iterator[tuple[str, str]]:
        """The (kind, id) of everything there is evidence of."""
        yield from self.items
        for skill in self.grants.keys() | self.assessments.keys():
            yield "skill", skill

    def of(self, alternative: Alternative) -> list[Source]:
        """What meets the alternative, in order of day; an assessment holds until the next one."""
        if alternative.kind != "skill":
            return sorted(self.items.get((alternative.kind, alternative.id), ()))
        granted = [source for level, source in self.grants.get(alternative.id, ()) if level >= alternative.level]
        assessed = self.assessments.get(alternative.id, [])
        ends = [*(row[0] for row in assessed[1:]), NO_END]
        for (day, seq, level), replaced in zip(assessed, ends, strict=False):  # without an assessment: one end too many
            if level >= alternative.level:
                granted.append(Source(day, NO_END, seq, replaced, 0, True))
        return sorted(granted)


def timeline(requirement: Requirement, sources: Sources, year_start: tuple[int, int]) -> list[State]:
    """The requirement's states in order of day; before the first there is no evidence."""
    alternatives = [sources.of(alternative) for alternative in requirement.alternatives]
    if requirement.cycle:
        return _yearly(alternatives, requirement.at_least, year_start)
    if requirement.at_least == 1:
        # The best of all is the best of each way's best.
        alternatives = [[source for group in alternatives for source in group]]
    return list(_lasting(alternatives, requirement.at_least))


def _lasting(alternatives: list[list[Source]], at_least: int) -> Iterator[State]:
    days = sorted(
        {source.day for group in alternatives for source in group}
        | {source.drops_on for group in alternatives for source in group if source.assessed}
    )
    ever = False
    for number, day in enumerate(days):
        if day >= NO_END:
            break
        last = days[number + 1] - 1 if number + 1 < len(days) else NO_END
        best = [choice for group in alternatives if (choice := _best(group, day)) is not None]
        if len(best) < at_least:
            # Without evidence there is nothing to date, but that it once was valid must not be forgotten.
            yield State(day, last, 0, ever, ())
            continue
        best.sort(key=lambda source: (-source.until, source.seq))
        chosen = best[:at_least]
        until = chosen[-1].until
        ever = ever or until >= day
        yield State(day, last, until, ever, _seqs(chosen))


def _best(group: list[Source], day: int) -> Source | None:
    """The source that reaches furthest of those known on ``day``; an assessment drops out once it is replaced."""
    known = [s for s in group if s.day <= day and not (s.assessed and s.drops_on <= day)]
    return min(known, key=lambda source: (-source.until, source.seq)) if known else None


def _seqs(sources: Iterable[Source]) -> tuple[int, ...]:
    seqs = {source.seq for source in sources}
    return tuple(sorted(seqs | {source.revoked_by for source in sources if source.revoked_by}))


def _yearly(alternatives: list[list[Source]], at_least: int, year_start: tuple[int, int]) -> list[State]:
    """Each fiscal year for itself: met from the day on which enough alternatives have a record in it."""
    years = {_year(source.day, year_start) for group in alternatives for source in group}
    result: list[State] = []
    for year in sorted(years):
        last_day = fiscal_year_last(year, year_start).toordinal()
        inside = [[s for s in group if _year(s.day, year_start) == year] for group in alternatives]
        marks = {s.day for group in inside for s in group} | {s.drops_on for group in inside for s in group}
        days = sorted(day for day in marks if day <= last_day)
        for number, day in enumerate(days):
            last = days[number + 1] - 1 if number + 1 < len(days) else last_day
            met = [first for group in inside if (first := _earliest(group, day)) is not None]
            if len(met) >= at_least:
                met.sort(key=lambda source: (source.day, source.seq))
                result.append(State(day, last, last_day, True, tuple(sorted({s.seq for s in met[:at_least]}))))
    return result


def _earliest(group: list[Source], day: int) -> Source | None:
    known = [source for source in group if source.day <= day < source.drops_on]
    return min(known, key=lambda source: (source.day, source.seq)) if known else None


def _year(day: int, year_start: tuple[int, int]) -> int:
    return fiscal_year(date.fromordinal(day), year_start)
