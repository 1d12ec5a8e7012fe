"""A naive reading of SPEC sections 3 to 6, sentence by sentence: what the product must agree with.

Nothing here is shared with the product: the framework is the two YAML documents as plain dicts, the entries are plain
dataclasses, and every question is answered from scratch by walking them. Slow, and meant for small worlds only.
Each function quotes the sentence it implements.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

Doc = dict[str, Any]

DAY = timedelta(days=1)
FOREVER = date.max  # stands for "no end"
NEVER = date.min  # stands for "no evidence"
GAPS = ("pending", "overdue", "expired")
STATUSES = ("met", "expiring", "pending", "overdue", "expired", "waived")
ATTRIBUTES = ("unit", "appointment", "job_family", "grade", "manager")


# ── Entries: what the journal says, one dataclass a kind ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Entry:
    seq: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Joined(Entry):
    """``attributes`` holds only what was said."""

    staff: str
    on: date
    attributes: Doc


@dataclass(frozen=True, kw_only=True)
class Changed(Entry):
    staff: str
    on: date
    attributes: Doc


@dataclass(frozen=True, kw_only=True)
class Left(Entry):
    staff: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Assigned(Entry):
    """``unit`` and ``end`` as recorded, their defaults filled in."""

    staff: str
    role: str
    unit: str | None
    start: date
    end: date | None


@dataclass(frozen=True, kw_only=True)
class Unassigned(Entry):
    """``on`` is the last day of the assignment whose entry is ``assignment``."""

    assignment: int
    on: date


@dataclass(frozen=True, kw_only=True)
class Trained(Entry):
    staff: str
    training: str
    on: date
    end: date | None = None
    outcome: str | None = None
    score: float | None = None


@dataclass(frozen=True, kw_only=True)
class Certified(Entry):
    staff: str
    certification: str
    on: date
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Revoked(Entry):
    staff: str
    certification: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Assessed(Entry):
    staff: str
    skill: str
    level: int
    on: date


@dataclass(frozen=True, kw_only=True)
class Waived(Entry):
    staff: str
    role: str
    requirement: str
    start: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Enrolled(Entry):
    staff: str
    training: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Retracted(Entry):
    target: int


# ── Section 4: dates ─────────────────────────────────────────────────────────────────────────────────────────────────


def plus_months(day: date, months: int) -> date:
    """ "Adding months keeps the day, or takes the month's last day (2026-01-31 + 1 month = 2026-02-28)." """
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        elif month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def fiscal_year_of(day: date, start: tuple[int, int]) -> tuple[date, date]:
    """ "Fiscal year: from `fiscal_year_start`; FY2026 = 2026-04-01 … 2027-03-31": its first and last day."""
    first = date(day.year, *start)
    if first > day:
        first = date(day.year - 1, *start)
    return first, date(first.year + 1, *start) - DAY


def plus(day: date, length: str, start: tuple[int, int]) -> date:
    """ "Nd, Nw: plus N days or weeks. Nm, Ny: plus N months or years." and "`fiscal-year-end`: the last day of the
    fiscal year that s falls in"."""
    if length == "fiscal-year-end":
        return fiscal_year_of(day, start)[1]
    count, unit = int(length[:-1]), length[-1]
    if unit == "d":
        return day + count * DAY
    if unit == "w":
        return day + 7 * count * DAY
    return plus_months(day, count if unit == "m" else 12 * count)


def minus(day: date, length: str) -> date:
    """The same, backwards: "the window is from (V + 1 day) − 6 months (Nd, Nw, Nm or Ny) to V"."""
    return plus(day, f"-{length}", (1, 1))


def lasts_until(validity: Doc | None, d: date, start: tuple[int, int]) -> date:
    """ "`validity` of a record dated d, last valid day inclusive", as the list of SPEC section 4 has it."""
    if validity is None:
        return FOREVER
    if "months" in validity:
        return plus_months(d, validity["months"]) - DAY
    if "days" in validity:
        return d + int(validity["days"]) * DAY - DAY
    if "fiscal_year_end" in validity:
        year_last = fiscal_year_of(d, start)[1]
        for _ in range(validity["fiscal_year_end"]):
            year_last = fiscal_year_of(year_last + DAY, start)[1]
        return year_last
    return date(d.year + validity["year_end"], 12, 31)


# ── Units ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def below(unit: str | None, top: str) -> bool:
    """Whether ``unit`` is ``top`` or below it: "a unit covers what is below it"."""
    return unit is not None and unit.split("/")[: len(top.split("/"))] == top.split("/")


class Transfer(NamedTuple):
    on: date
    old: str | None
    new: str | None


class Stretch(NamedTuple):
    """A part of an assignment during which its unit stayed the same; ``last`` FOREVER where it is open."""

    first: date
    last: date
    unit: str | None


class Source(NamedTuple):
    """An entry dated ``day`` that stands for an alternative up to ``until``, and the revocation that cut it short."""

    until: date
    seq: int
    day: date
    revoked_by: int | None = None


class Holding(NamedTuple):
    """Somebody in service holds a role in effect; ``ends`` is the assignment's last day, None for membership."""

    staff: str
    role: str
    unit: str | None
    since: date
    ends: date | None


class Obligation(NamedTuple):
    holding: Holding
    requirement: Doc
    domain: str | None
    status: str
    due_on: date
    valid_until: date
    evidence: tuple[int, ...]
    planned_on: date | None

    @property
    def mandatory(self) -> bool:
        return bool(self.requirement.get("necessity", "mandatory") == "mandatory")

    @property
    def gap(self) -> bool:
        """ "*gap* = pending, overdue or expired." """
        return self.status in GAPS


class Oracle:
    """The world as known at one moment: all entries up to ``known_at``, less what has been retracted by then."""

    def __init__(
        self, roles: Doc, trainings: Doc, entries: Sequence[Entry], known_at: datetime | None = None, horizon: int = 90
    ) -> None:
        self.roles = {role["id"]: role for role in roles.get("roles", [])}
        self.appointments = {one["id"]: one for one in roles.get("appointments", [])}
        self.unit_levels: list[str] = roles["organisation"].get("unit_levels", [])
        self.year_start = month_day(roles["organisation"].get("fiscal_year_start", "04-01"))
        self.organisation: str = roles["organisation"]["id"]
        self.domains = [domain["id"] for domain in trainings.get("domains", [])]
        self.items: dict[str, dict[str, Doc]] = {
            "training": {item["id"]: item for item in trainings.get("trainings", [])},
            "certification": {item["id"]: item for item in trainings.get("certifications", [])},
            "skill": {skill["id"]: skill for skill in trainings.get("skills", [])},
        }
        self.horizon = horizon
        known = [entry for entry in entries if known_at is None or entry.at <= known_at]
        self.last_seq = max((entry.seq for entry in known), default=0)
        self.entries = standing(known)
        self.staff = sorted({entry.staff for entry in self.entries if isinstance(entry, Joined)})

    def of(self, kind: type[Any], staff: str) -> list[Any]:
        return [entry for entry in self.entries if isinstance(entry, kind) and entry.staff == staff]

    # ── Section 3: people ──

    @cache  # noqa: B019  (a world lives as long as one test)
    def in_service(self, staff: str, day: date) -> bool:
        """ "joined and left (last day in service, inclusive)"; people may come back."""
        turns = [(entry.on, 1) for entry in self.of(Joined, staff)]
        turns += [(entry.on + DAY, 0) for entry in self.of(Left, staff)]
        past = [turn for turn in turns if turn[0] <= day]
        return bool(past) and max(past)[1] == 1

    @cache  # noqa: B019
    def attribute(self, staff: str, key: str, day: date) -> Any:
        """ "dated attributes unit, appointment, job family, grade, manager yes/no": the latest dated ≤ the day; of
        two on one day the one entered later."""
        said = [
            (entry.on, entry.seq, entry.attributes[key])
            for entry in [*self.of(Joined, staff), *self.of(Changed, staff)]
            if entry.on <= day and key in entry.attributes
        ]
        return max(said, key=lambda one: one[:2])[2] if said else None

    @cache  # noqa: B019
    def turning_days(self, staff: str) -> tuple[date, ...]:
        """The days on which anything about the person can have changed, ascending."""
        days = {entry.on for entry in [*self.of(Joined, staff), *self.of(Changed, staff)]}
        days |= {entry.on + DAY for entry in self.of(Left, staff)}
        return tuple(sorted(days))

    # ── Section 3 and 5: assignments and transfers ──

    def transfers(self, staff: str) -> list[Transfer]:
        """The days on which the posting became another one: "Transfers apply by date, not by order of entry"."""
        moves = []
        for day in self.turning_days(staff):
            old, new = self.attribute(staff, "unit", day - DAY), self.attribute(staff, "unit", day)
            if old != new and self.postings_before(staff, day):
                moves.append(Transfer(day, old, new))
        return moves

    def postings_before(self, staff: str, day: date) -> bool:
        """Whether anything was said of the person before: what is said first is no transfer."""
        return self.turning_days(staff)[0] < day

    @cache  # noqa: B019
    def stretches(self, assignment: Assigned) -> tuple[Stretch, ...]:
        """ "A transfer ends an assignment of a role with `moves_with_person: false` the day before it, if the old
        posting was at or below its unit and the new one is not; with `true` the assignment's unit becomes the new
        posting from that day. (…) an end is known on every D, however it was set." """
        ends = [
            entry.on for entry in self.entries if isinstance(entry, Unassigned) and entry.assignment == assignment.seq
        ]
        last = min([assignment.end or FOREVER, *ends])
        moves = self.roles[assignment.role].get("moves_with_person", False)
        done: list[Stretch] = []
        first, unit = assignment.start, assignment.unit
        for transfer in self.transfers(assignment.staff):
            if not assignment.start < transfer.on <= last:
                continue
            if moves:
                done.append(Stretch(first, transfer.on - DAY, unit))
                first, unit = transfer.on, transfer.new
            elif unit and below(transfer.old, unit) and not below(transfer.new, unit):
                last = transfer.on - DAY
        return (*done, Stretch(first, last, unit))

    def assignments_on(self, staff: str, day: date) -> list[tuple[Assigned, Stretch, date]]:
        """ "by an assignment with start ≤ D ≤ end": the assignment, its stretch on that day, its last day."""
        found = []
        for assignment in self.of(Assigned, staff):
            stretches = self.stretches(assignment)
            found += [(assignment, one, stretches[-1].last) for one in stretches if one.first <= day <= one.last]
        return found

    # ── Section 4: how long a record counts ──

    def counts(self, entry: Entry) -> bool:
        """ "with a score and no outcome the training's `pass_score` decides, without one of the two it is completed
        (…) Only completed and exempt count." """
        if isinstance(entry, Trained):
            outcome = entry.outcome
            if outcome is None:
                needed = self.items["training"][entry.training].get("pass_score")
                failed = entry.score is not None and needed is not None and entry.score < needed
                outcome = "failed" if failed else "completed"
            return outcome in ("completed", "exempt")
        return isinstance(entry, Certified)

    def kind_and_item(self, record: Trained | Certified) -> tuple[str, str]:
        return ("training", record.training) if isinstance(record, Trained) else ("certification", record.certification)

    def dated(self, record: Trained | Certified) -> date:
        """ "training over several days is dated by its end" """
        return (record.end or record.on) if isinstance(record, Trained) else record.on

    @cache  # noqa: B019
    def records(self, staff: str) -> tuple[Trained | Certified, ...]:
        return tuple(entry for entry in [*self.of(Trained, staff), *self.of(Certified, staff)] if self.counts(entry))

    @cache  # noqa: B019
    def cap(self, record: Trained | Certified) -> Source | None:
        """ "A revocation caps, on every D, the records of that certification dated on or before it at the day
        before it; later awards are unaffected." The first one that does."""
        if isinstance(record, Trained):
            return None
        revocations = [
            Source(entry.on - DAY, entry.seq, entry.on)
            for entry in self.of(Revoked, record.staff)
            if entry.certification == record.certification and entry.on >= record.on
        ]
        return min(revocations, default=None)

    @cache  # noqa: B019
    def valid_until(self, record: Trained | Certified) -> date:
        """ "A record dated in its predecessor's window runs from the day after the predecessor's last day V instead
        of its own date"; "expires on (overrides the computed one)"; then the cap."""
        kind, item = self.kind_and_item(record)
        validity = self.items[kind][item].get("validity")
        if isinstance(record, Certified) and record.expires_on is not None:
            until = record.expires_on
        else:
            until = lasts_until(validity, self.runs_from(record, validity), self.year_start)
        cap = self.cap(record)
        return until if cap is None else min(until, cap.until)

    def runs_from(self, record: Trained | Certified, validity: Doc | None) -> date:
        """ "The predecessor is the person's counting record of the same item with the latest earlier date; the
        window is from (V + 1 day) − 6 months to V." Of two predecessors on one day the one that lasts longer."""
        own = self.dated(record)
        if validity is None or validity.get("renew") != "from-expiry":
            return own
        same = [one for one in self.records(record.staff) if self.kind_and_item(one) == self.kind_and_item(record)]
        earlier = [(self.dated(one), self.valid_until(one)) for one in same if self.dated(one) < own]
        if not earlier:
            return own
        last = max(earlier)[1]
        if last != FOREVER and minus(last + DAY, validity["window"]) <= own <= last:
            return last + DAY
        return own

    # ── Section 5: evidence ──

    @cache  # noqa: B019
    def stands_for(self, kind: str, item: str) -> frozenset[str]:
        """ "satisfies: a record of this also counts as a record of that; transitive", itself included."""
        found = {item}
        for other in self.items[kind][item].get("satisfies", []):
            found |= self.stands_for(kind, other)
        return frozenset(found)

    def level_granted(self, kind: str, item: str, skill: str) -> int:
        """ "A record that counts through `satisfies` (…) brings the grants of what it satisfies"; 0 where it grants
        none."""
        grants = [grant for one in self.stands_for(kind, item) for grant in self.items[kind][one].get("grants", [])]
        return max((grant["level"] for grant in grants if grant["skill"] == skill), default=0)

    def answers(self, kind: str, item: str, alternative: Doc) -> bool:
        """Whether a record of the item is evidence for the alternative: "satisfies only its own kind"."""
        if "skill" in alternative:
            return self.level_granted(kind, item, alternative["skill"]) >= int(alternative["level"])
        return kind in alternative and alternative[kind] in self.stands_for(kind, item)

    def sources(self, staff: str, alternative: Doc, day: date, since: date | None = None) -> list[Source]:
        """ "*evidence*: counting, unretracted records dated ≤ D of any alternative (or of what satisfies it)" and
        "A skill alternative at level n: the sources are p's latest assessment ≤ D (no end) and each counting record
        whose item grants the skill (until that record's valid-until); those at level ≥ n count."

        With ``since``, for a cycle: "only records dated inside the fiscal year of D (and ≤ D) count (…) Validity is
        ignored in a cycle; a record revoked by D does not count".
        """
        found = []
        for record in self.records(staff):
            dated, cap = self.dated(record), self.cap(record)
            if dated > day or not self.answers(*self.kind_and_item(record), alternative):
                continue
            if since is None:
                until = self.valid_until(record)
                found.append(Source(until, record.seq, dated, cap.seq if cap and cap.until == until else None))
            elif dated >= since and (cap is None or cap.until >= day):
                found.append(Source(FOREVER, record.seq, dated))
        if "skill" in alternative:
            said = [one for one in self.of(Assessed, staff) if one.skill == alternative["skill"] and one.on <= day]
            latest = max(said, key=lambda one: (one.on, one.seq), default=None)
            if latest and latest.level >= alternative["level"] and (since is None or latest.on >= since):
                found.append(Source(FOREVER, latest.seq, latest.on))
        return found

    def alternatives(self, requirement: Doc) -> list[Doc]:
        return list(requirement["any_of"]) if "any_of" in requirement else [requirement]

    def standing_of(
        self, staff: str, requirement: Doc, day: date, since: date | None = None
    ) -> tuple[date, list[Source]]:
        """ "A training or certification alternative is valid until the latest of its records' valid-until" and
        "`at_least: k` is valid until the k-th latest of its alternatives' valid-until"; with the source that
        decides each of the k: of those that reach equally far the one entered first, in a cycle the one dated
        first."""

        def preference(one: Source) -> tuple[int, date, int]:
            return (-one.until.toordinal(), date.min if since is None else one.day, one.seq)

        best = []
        for alternative in self.alternatives(requirement):
            sources = self.sources(staff, alternative, day, since)
            if sources:
                best.append(min(sources, key=preference))
        best.sort(key=preference)
        k = requirement.get("at_least", 1)
        return (best[k - 1].until, best[:k]) if len(best) >= k else (NEVER, [])

    def was_valid_once(self, staff: str, requirement: Doc, day: date) -> bool:
        """ "it was valid once: on some day D' ≤ D, evaluated as of D', it was". Evidence only grows on the days of
        entries, so it is enough to look at these: on any later day with the same evidence it is valid until the
        same day."""
        days = {self.dated(record) for record in self.records(staff)} | {one.on for one in self.of(Assessed, staff)}
        return any(self.standing_of(staff, requirement, one)[0] >= one for one in days if one <= day)

    # ── Section 5: who holds what, and since when ──

    def in_effect(self, thing: Doc, day: date) -> bool:
        """ "roles and requirements take `effective_from` and `effective_until`, both inclusive" """
        first: date = thing.get("effective_from", NEVER)
        last: date = thing.get("effective_until", FOREVER)
        return first <= day <= last

    def is_member(self, staff: str, role: Doc, day: date) -> bool:
        """ "In `where` all keys must hold, any value of a list suffices, and a unit covers what is below it." """
        membership = role.get("membership", "assigned")
        if membership == "assigned" or not self.in_service(staff, day):
            return False
        if membership == "everyone":
            return True
        for key, wanted in membership["where"].items():
            value = self.attribute(staff, key, day)
            if key == "manager":
                holds = bool(value) == wanted
            elif key == "unit":
                holds = any(below(value, unit) for unit in wanted)
            else:
                holds = value in wanted
            if not holds:
                return False
        return True

    def member_since(self, staff: str, role: Doc, day: date) -> date:
        """ "for membership, the first day of the unbroken spell in which p met it", from one turning day to the one
        before."""
        since = day
        for turn in sorted((turn for turn in self.turning_days(staff) if turn <= day), reverse=True):
            since = turn
            if not self.is_member(staff, role, turn - DAY):
                break
        return since

    def holdings(self, day: date) -> list[Holding]:
        """ "As of D, person p has an obligation for each requirement q of each role r that p holds on D: by an
        assignment with start ≤ D ≤ end, or because p meets r's membership on D. p must be in service on D, and r
        and q in effect on D. Two assignments to the same role in different units give obligations in each." """
        found = []
        for staff in self.staff:
            if not self.in_service(staff, day):
                continue
            for assignment, stretch, last in self.assignments_on(staff, day):
                if self.in_effect(self.roles[assignment.role], day):
                    found.append(Holding(staff, assignment.role, stretch.unit, assignment.start, last))
            for role in self.roles.values():
                if self.in_effect(role, day) and self.is_member(staff, role, day):
                    unit = self.attribute(staff, "unit", day)
                    found.append(Holding(staff, role["id"], unit, self.member_since(staff, role, day), None))
        return found

    # ── Section 5: obligations and their status ──

    def obligation(self, holding: Holding, requirement: Doc, day: date) -> Obligation:
        s = max(
            holding.since,
            self.roles[holding.role].get("effective_from", NEVER),
            requirement.get("effective_from", NEVER),
        )
        if "cycle" in requirement:
            status, due, until, deciding = self.in_cycle(holding, requirement, s, day)
        else:
            status, due, until, deciding = self.once(holding, requirement, s, day)
        evidence = {source.seq for source in deciding} | {source.revoked_by for source in deciding if source.revoked_by}
        waivers = [
            one.seq
            for one in self.of(Waived, holding.staff)
            if (one.role, one.requirement) == (holding.role, requirement["id"]) and one.start <= day <= one.until
        ]
        if waivers:  # "waived: a waiver covers D", before all others
            status, evidence = "waived", {min(waivers)}
        domain = self.domain(requirement)
        planned = self.planned_on(holding.staff, requirement, day)
        return Obligation(holding, requirement, domain, status, due, until, tuple(sorted(evidence)), planned)

    def once(self, holding: Holding, requirement: Doc, s: date, day: date) -> tuple[str, date, date, list[Source]]:
        """The table of SPEC section 5, and "*due on*: s + within; without `within`, that day itself"."""
        due = plus(s, requirement["within"], self.year_start) if "within" in requirement else s
        until, deciding = self.standing_of(holding.staff, requirement, day)
        if until >= day:
            far = until == FOREVER or until > day + self.horizon * DAY
            return ("met" if far else "expiring"), due, until, deciding
        if day <= due:
            return "pending", due, until, deciding
        once = self.was_valid_once(holding.staff, requirement, day)
        return ("expired" if once else "overdue"), due, until, deciding

    def in_cycle(self, holding: Holding, requirement: Doc, s: date, day: date) -> tuple[str, date, date, list[Source]]:
        """ "met if one does (valid until the year's last day); due on = the `by` date in that year, else the year's
        last day, but not before s + within where `within` is given; whoever takes the role up after the `by` date
        (s later than it, in that fiscal year) has until the year's last day; pending up to it, overdue after." """
        first, last = fiscal_year_of(day, self.year_start)
        due = last
        if "by" in requirement["cycle"]:
            by = date(first.year, *month_day(requirement["cycle"]["by"]))
            by = by if by >= first else date(first.year + 1, *month_day(requirement["cycle"]["by"]))
            due = last if s > by else by
        if "within" in requirement:
            due = max(due, plus(s, requirement["within"], self.year_start))
        until, deciding = self.standing_of(holding.staff, requirement, day, since=first)
        if until != NEVER:
            return "met", due, last, deciding
        return ("pending" if day <= due else "overdue"), due, NEVER, deciding

    def domain(self, requirement: Doc) -> str | None:
        """ "the requirement's domain (that of its item; of its first alternative for any_of)" """
        first = self.alternatives(requirement)[0]
        kind = next(kind for kind in ("training", "certification", "skill") if kind in first)
        return self.items[kind][first[kind]].get("domain")

    def planned_on(self, staff: str, requirement: Doc, day: date) -> date | None:
        """ "the earliest enrolment on or after D in a training that is evidence for it" """
        planned = [
            one.on
            for one in self.of(Enrolled, staff)
            if one.on >= day
            and any(
                self.answers("training", one.training, alternative) for alternative in self.alternatives(requirement)
            )
        ]
        return min(planned, default=None)

    def obligations(self, holdings: Iterable[Holding], day: date) -> list[Obligation]:
        return [
            self.obligation(holding, requirement, day)
            for holding in holdings
            for requirement in self.roles[holding.role].get("requirements", [])
            if self.in_effect(requirement, day)
        ]


def standing(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that no standing retraction names: "any entry can be retracted with a reason", a retraction too."""
    gone: set[int] = set()
    for entry in sorted(entries, key=lambda one: one.seq, reverse=True):  # a retraction comes after what it retracts
        if isinstance(entry, Retracted) and entry.seq not in gone:
            gone.add(entry.target)
    return [entry for entry in entries if entry.seq not in gone]
