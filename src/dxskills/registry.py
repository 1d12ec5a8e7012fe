"""The public library: everything a command can do, a script does with a :class:`Registry`.

::

    with Registry.open(Path("store"), Path("data"), by="dx-office") as registry:
        registry.assign("00012345", "dx-leader", start=date(2026, 4, 1))
        print(registry.report(date(2026, 11, 23)).totals.readiness)

Each write is one lock: the index catches up, the rule looks and refuses or adds entries, and these are on disk when the
method returns. Every refusal is a :class:`~dxskills.errors.DxError` with a stable code, and then nothing was written.
Modules that a method does not need are not imported by it: start-up counts.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar, Unpack

from dxskills.errors import WrongUsage
from dxskills.framework.model import Framework
from dxskills.framework.sources import read_sources
from dxskills.i18n import _
from dxskills.index import Index
from dxskills.journal.event import Event, moment_text
from dxskills.journal.journal import Journal
from dxskills.planning import Planning, text_of
from dxskills.recording.staff_numbers import fold_staff_number, unknown_staff

if TYPE_CHECKING:
    from dxskills.analysis.check import CheckResult
    from dxskills.analysis.history import LogEntry
    from dxskills.analysis.matrix import Matrix
    from dxskills.analysis.overview import Overview
    from dxskills.analysis.person import PersonPage
    from dxskills.analysis.question import Question
    from dxskills.analysis.results import Report
    from dxskills.analysis.staff_list import StaffRow
    from dxskills.analysis.suppression import Suppressed
    from dxskills.analysis.why import Why
    from dxskills.exchange.exporting.export import Export
    from dxskills.exchange.importing import ImportOptions, ImportResult
    from dxskills.journal.backup import Backup
    from dxskills.journal.journal import Verification
    from dxskills.journal.names import Names
    from dxskills.journal.repair import Repair
    from dxskills.journal.writing import Writing
    from dxskills.recording.staff import Attributes
    from dxskills.recording.transaction import Outcome, Transaction

Staff = str | Sequence[str]
Answer = TypeVar("Answer")

_UNFORESEEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, sqlite3.Error)
"""What reading an entry that another program wrote may end in: then it is the entry that is named."""


class Written(NamedTuple):
    """The entries a call added, none where everything was there already, and what the person should be told."""

    entries: tuple[Event, ...]
    notices: tuple[str, ...] = ()


class Registry(Planning):
    """A journal, the framework it is read by, and the index between the two. Use it as a context manager."""

    def __init__(self, journal: Journal, index: Index, by: str, clock: Callable[[], datetime]) -> None:
        self.journal = journal
        self.index = index
        self._by = by
        self._clock = clock

    @classmethod
    def init(cls, folder: Path) -> Path:
        """Make a new registry in ``folder``: dxskills.toml, the shipped matrix in data/, an empty store.

        Refuses ("exists") to touch what is there already. Returns the configuration file.
        """
        from dxskills.founding import found_registry

        return found_registry(folder)

    @classmethod
    def open(
        cls,
        store: Path,
        framework: Path,
        *,
        by: str | None = None,
        clock: Callable[[], datetime] | None = None,
        index_folder: Path | None = None,
    ) -> Registry:
        """Open the store that ``init`` made, to be read by the framework files in the folder ``framework``.

        ``by`` is who entries are made by (default: the user of this machine), ``clock`` gives the moment of entry
        (default: now), ``index_folder`` holds the index (default: the user's cache folder).
        """
        from dxskills.index.database import default_folder

        journal = Journal.open(store)
        index = Index.open(journal, read_sources(framework), folder=index_folder or default_folder())
        return cls(journal, index, by or _user(), clock or _now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        self.close()
        if isinstance(error, _UNFORESEEN):
            from dxskills.index.shapes import refuse_misshapen

            refuse_misshapen(self.journal.read())

    def close(self) -> None:
        self.index.close()

    @property
    def framework(self) -> Framework:
        return self.index.framework

    # --- writing: people

    def add_staff(
        self, staff: str, name: str, *, joined: date, kana: str | None = None, **attributes: Unpack[Attributes]
    ) -> Written:
        """Enter somebody new, in service from ``joined``.

        ``attributes``: unit, appointment, job_family, grade (texts), manager (bool), holding from that day.
        """
        from dxskills.recording.staff import add_staff

        return self._each(staff, lambda tx, one: add_staff(tx, one, name, kana=kana, joined=joined, **attributes))

    def edit_staff(
        self,
        staff: str,
        *,
        on: date,
        name: str | None = None,
        kana: str | None = None,
        joined: date | None = None,
        **attributes: Unpack[Attributes],
    ) -> Written:
        """Change from ``on`` what is known of somebody; ``attributes`` as in :meth:`add_staff`, None for no change."""
        from dxskills.recording.staff import edit_staff

        return self._each(
            staff, lambda tx, one: edit_staff(tx, one, on=on, name=name, kana=kana, joined=joined, **attributes)
        )

    def transfer(self, staff: str, unit: str, *, on: date) -> Written:
        """Post a person to ``unit`` from ``on``; the notices say which assignments that ends or moves."""
        from dxskills.recording.staff import transfer

        return self._each(staff, lambda tx, one: transfer(tx, one, unit, on=on))

    def leave(self, staff: str, *, on: date) -> Written:
        """End a person's service; ``on`` is the last day."""
        from dxskills.recording.staff import leave

        return self._each(staff, lambda tx, one: leave(tx, one, on=on))

    def forget(self, staff: str, *, reason: str | None = None, users: Sequence[str] = ()) -> Written:
        """Take a person out of the store for good: names, texts, certificate numbers, and the staff number.

        What they learned goes on to be counted under a pseudonym, the ``staff`` of the one entry written. ``users`` are
        user names of theirs (the ``by`` of entries). Backups and exports made before still hold the person.
        """
        from dxskills.index.database import erase_copies
        from dxskills.journal.alike import remove_left_behind
        from dxskills.recording.forgetting import Occasion, find_traces, forget

        person = fold_staff_number(staff)
        with self.journal.writing() as writing:
            self.index.catch_up(writing.head)
            traces = find_traces(self.index, self.journal.names(), person, tuple(users))
            occasion = Occasion(self._clock(), self._by, reason)
            if self.index.path is not None:  # first: what is killed later is brought to its end in the store alone
                remove_left_behind(self.index.path)
                erase_copies(self.index.path, self.journal.id)
            done = forget(self.journal, self.index, writing, traces, occasion)
            self.index.catch_up(writing.head)
        return Written((done.event,), done.notices)

    # --- writing: roles

    def assign(
        self,
        staff: Staff,
        role: str,
        *,
        start: date,
        unit: str | None = None,
        end: date | None = None,
        exception: str | None = None,
    ) -> Written:
        """Assign to a role from ``start`` to ``end``, both inclusive; ``exception`` says why it is irregular."""
        from dxskills.recording.roles import assign

        return self._each(
            staff, lambda tx, one: assign(tx, one, role, unit=unit, start=start, end=end, exception=exception)
        )

    def unassign(self, staff: Staff, role: str, *, on: date, unit: str | None = None) -> Written:
        """End an assignment; ``on`` is its last day."""
        from dxskills.recording.roles import unassign

        return self._each(staff, lambda tx, one: unassign(tx, one, role, unit=unit, on=on))

    # --- writing: what people learned; several people are one write, of all or of none

    def record_training(
        self,
        training: str,
        staff: Staff,
        *,
        on: date,
        time: str | None = None,
        outcome: str | None = None,
        score: float | None = None,
        hours: float | None = None,
        end: date | None = None,
        instructor: str | None = None,
        note: str | None = None,
    ) -> Written:
        """Record a training; without ``outcome`` the score decides. ``instructor`` is a staff number."""
        from dxskills.recording.records import record_training

        values: dict[str, Any] = {"time": time, "outcome": outcome, "score": score, "hours": hours, "end": end}
        values |= {"instructor": instructor, "note": note}
        return self._each(staff, lambda tx, one: record_training(tx, one, training, on=on, **values))

    def record_certification(
        self,
        certification: str,
        staff: Staff,
        *,
        on: date,
        expires_on: date | None = None,
        number: str | None = None,
        subsidy: int | None = None,
        note: str | None = None,
    ) -> Written:
        """Record an award; ``expires_on``, inclusive, overrides the computed last day; ``subsidy`` is in yen."""
        from dxskills.recording.records import record_certification

        values: dict[str, Any] = {"expires_on": expires_on, "number": number, "subsidy": subsidy, "note": note}
        return self._each(staff, lambda tx, one: record_certification(tx, one, certification, on=on, **values))

    def revoke(self, certification: str, staff: Staff, *, on: date, reason: str | None = None) -> Written:
        """End the validity of the awards dated on or before ``on``, the day before it."""
        from dxskills.recording.records import revoke

        return self._each(staff, lambda tx, one: revoke(tx, one, certification, on=on, reason=reason))

    def assess(self, skill: str, staff: Staff, level: int, *, on: date, assessor: str | None = None) -> Written:
        from dxskills.recording.records import assess

        return self._each(staff, lambda tx, one: assess(tx, one, skill, level, on=on, assessor=assessor))

    def waive(
        self, requirement: str, staff: Staff, *, start: date, until: date, reason: str, approver: str | None = None
    ) -> Written:
        """Excuse from ``requirement`` (role/requirement) from ``start`` to ``until``, both inclusive."""
        from dxskills.recording.records import waive

        return self._each(
            staff,
            lambda tx, one: waive(tx, one, requirement, start=start, until=until, reason=reason, approver=approver),
        )

    def enrol(self, training: str, staff: Staff, *, on: date) -> Written:
        from dxskills.recording.records import enrol

        return self._each(staff, lambda tx, one: enrol(tx, one, training, on=on))

    # --- writing: corrections and files

    def retract(self, seq: int, reason: str) -> Written:
        """Take back one entry; taking back a retraction brings its entry back."""
        from dxskills.recording.corrections import retract

        return self._write(lambda tx: retract(tx, seq, reason))

    def retract_batch(self, batch: str, reason: str) -> Written:
        """Take back what still stands of a batch: an import, or one call for several people."""
        from dxskills.recording.corrections import retract_batch

        return self._write(lambda tx: retract_batch(tx, batch, reason))

    def import_files(self, kind: str, paths: Sequence[Path], options: ImportOptions) -> ImportResult:
        """Import files of one kind (staff, assignments, trainings, …) as one batch, all rows or none.

        Faults of rows come back as the result's problems; a dry run writes nothing and takes no lock.
        """
        from dataclasses import replace

        from dxskills.exchange.importing import Entry, Import

        if options.dry_run:
            self.index.catch_up()
            with Import(self._transaction(self.index.seq), kind, paths, options) as trial:
                return trial.result
        with self.journal.writing() as writing:
            now = self._clock()
            batch = _new_batch(now)
            entry = Entry(writing, writing.occasion(now, self._by, batch))
            self.index.catch_up(writing.head)
            with Import(self._transaction(writing.head.seq), kind, paths, options, entry) as taken:
                written = taken.enter()
        options.meter.begin(_("Updating the index"), 0)
        self.index.freshen()
        return replace(taken.result, batch=batch if written else None)

    def export(self, kind: str, take: Callable[[Export], Answer]) -> Answer:
        """Hand ``take`` all that stands of one kind (staff, assignments, trainings, …), in its import's columns.

        The rows are read while ``take`` walks them, and only then. It may be called again, to start from the first
        row: where the index turns out to be damaged, it is made anew.
        """
        from dxskills.exchange.exporting.exporting import export

        return self._ask(lambda index: take(export(index, kind, self.journal.names)))

    # --- questions: functions of the framework, the journal up to ``known_at``, and what is asked; of nothing else

    def report(
        self,
        as_of: date,
        *,
        dept: str | None = None,
        role: str | None = None,
        horizon: int = 90,
        known_at: datetime | None = None,
        people: bool = False,
    ) -> Report:
        """The gaps on ``as_of``, in a unit and below, of one role; ``people`` lists each; ``horizon`` is in days."""
        from dxskills.analysis.report import report

        return self._reported(report, as_of, dept, role, horizon, known_at, people)

    def matrix(
        self,
        as_of: date,
        *,
        dept: str | None = None,
        role: str | None = None,
        horizon: int = 90,
        known_at: datetime | None = None,
    ) -> Matrix:
        """People by requirements, the status of each; the arguments are those of :meth:`report`."""
        from dxskills.analysis.matrix import matrix

        return matrix(self.report(as_of, dept=dept, role=role, horizon=horizon, known_at=known_at, people=True))

    def overview(
        self,
        as_of: date,
        *,
        dept: str | None = None,
        role: str | None = None,
        horizon: int = 90,
        known_at: datetime | None = None,
        people: bool = False,
    ) -> Overview:
        """The report and what its page shows besides; the arguments are those of :meth:`report`.

        Of more than 20,000 people none are listed."""
        from dxskills.analysis.overview import overview

        return self._reported(overview, as_of, dept, role, horizon, known_at, people)

    def _reported(
        self,
        make: Callable[[Index, Question, Names | None, str | None], Answer],
        as_of: date,
        dept: str | None,
        role: str | None,
        horizon: int,
        known_at: datetime | None,
        people: bool,
    ) -> Answer:
        def answer(index: Index) -> Answer:
            names = self.journal.names() if people else None
            return make(index, self._question(index, as_of, dept, role, horizon), names, text_of(known_at))

        return self._ask(answer, known_at)

    def suppress(self, report: Report, below: int) -> Suppressed:
        """A report for publication: counts of fewer than ``below`` people hidden, and what they follow from."""
        from dxskills.analysis.suppression import suppress

        return suppress(report, self.framework, below)

    def why(
        self,
        staff: str,
        requirement: str | None = None,
        *,
        as_of: date,
        horizon: int = 90,
        known_at: datetime | None = None,
    ) -> Why:
        """How the person's obligations, or the one (role/requirement), come to their status: rule, entries, dates."""
        from dxskills.analysis.explanation import why
        from dxskills.framework.lookup import find_requirement

        def answer(index: Index) -> Why:
            person = _known(index, staff)
            asked = None if requirement is None else find_requirement(index.framework, requirement)
            question = self._question(index, as_of, None, None, horizon)
            return why(index, question, person, self.journal.names(), asked, text_of(known_at))

        return self._ask(answer, known_at)

    def person(self, staff: str, *, as_of: date, horizon: int = 90, known_at: datetime | None = None) -> PersonPage:
        """Postings, roles, records and obligations of one person."""
        from dxskills.analysis.person_records import person_page

        def answer(index: Index) -> PersonPage:
            question = self._question(index, as_of, None, None, horizon)
            return person_page(index, question, _known(index, staff), self.journal.names(), text_of(known_at))

        return self._ask(answer, known_at)

    def staff(self, as_of: date, *, dept: str | None = None) -> tuple[StaffRow, ...]:
        """Who is in service on ``as_of``, in a unit and below."""
        from dxskills.analysis.staff_list import staff_list
        from dxskills.recording.units import KnownUnits

        def answer(index: Index) -> tuple[StaffRow, ...]:
            unit = None if dept is None else KnownUnits(index).resolve(dept)
            return staff_list(index, as_of, self.journal.names(), unit)

        return self._ask(answer)

    def log(self, staff: str | None = None) -> tuple[LogEntry, ...]:
        """Every entry, or those about one person, in order of entry, retracted ones included."""
        from dxskills.analysis.history import log

        def answer(index: Index) -> tuple[LogEntry, ...]:
            if staff is None:
                return tuple(log(index))
            person = fold_staff_number(staff)
            entries = tuple(log(index, person))
            if not entries:
                raise unknown_staff(person, index)
            return entries

        return self._ask(answer)

    def check(self, as_of: date | None = None) -> CheckResult:
        """Hold the store against itself and against the framework as they are on a day (default: the clock's).

        Raises Damaged where the journal is broken.
        """
        from dxskills.analysis.checking import check

        day = as_of or self._clock().astimezone().date()
        return self._ask(lambda index: check(index, self.journal, self.journal.names(), day))

    def verify(self, expect: str | None = None) -> Verification:
        """Read the whole journal, and each entry's tie to the one before. Raises Damaged at the first break.

        ``expect`` is a line that :meth:`head_line` gave, or a file of such lines: Unexpected if the journal was put
        back to before one of them, or is another one from there on.
        """
        from dxskills.journal.headline import verify

        return verify(self.journal, expect)

    def backup(self, folder: Path) -> Backup:
        """Copy the store into a new folder, as it is at one moment, and read the copy through."""
        from dxskills.journal.backup import back_up

        return back_up(self.journal, folder)

    def repair(self, *, to_quarantine: bool = False, dry_run: bool = False) -> Repair:
        """Mend the store's files, throwing nothing away. Raises Damaged where only a backup helps."""
        from dxskills.journal.repair import repair

        return repair(self.journal, to_quarantine=to_quarantine, dry_run=dry_run)

    def head_line(self) -> str:
        """How far the journal goes, as one line to keep elsewhere; see :meth:`verify`."""
        from dxskills.journal.headline import head_line

        return head_line(self.journal).text()

    def _ask(self, answer: Callable[[Index], Answer], known_at: datetime | None = None) -> Answer:
        index = self.index
        if known_at is None:
            return index.ask(lambda: answer(index))
        moment = moment_text(known_at)
        past = index.ask(lambda: index.as_known(moment))
        try:
            return answer(past)
        finally:
            past.close()

    def _question(self, index: Index, as_of: date, dept: str | None, role: str | None, horizon: int) -> Question:
        from dxskills.analysis.question import Question
        from dxskills.framework.lookup import find_role
        from dxskills.recording.units import KnownUnits

        if horizon < 0:
            raise WrongUsage("bad-horizon", _("The horizon cannot be {days} days."), days=horizon)
        unit = None
        if dept is not None:
            # A unit that came only later has nobody in it at a moment before.
            unit = KnownUnits(index).find(dept) or KnownUnits(self.index).resolve(dept)
        return Question(as_of, unit, None if role is None else find_role(index.framework, role).id, horizon)

    # --- how a write goes

    def _each(self, staff: Staff, rule: Callable[[Transaction, str], Outcome]) -> Written:
        """One write for everybody named: refused as a whole, with every refusal listed, if anybody is refused."""
        from dxskills.recording.several import for_everybody

        people = [staff] if isinstance(staff, str) else list(staff)
        return self._write(lambda tx: for_everybody(tx, people, rule), several=len(people) > 1)

    def _write(self, rule: Callable[[Transaction], Outcome], *, several: bool = False) -> Written:
        with self.journal.writing() as writing:
            self.index.catch_up(writing.head)
            tx = self._transaction(writing.head.seq)
            outcome = rule(tx)
            events = self._commit(tx, writing, several)
        return Written(events, outcome.notices)

    def _transaction(self, seq: int) -> Transaction:
        """One write behind entry ``seq``, which the index has."""
        from dxskills.recording.transaction import Transaction

        return Transaction(self.index, self.journal.names, seq + 1)

    def _commit(self, tx: Transaction, writing: Writing, several: bool) -> tuple[Event, ...]:
        """Write what was added, names first; nothing if nothing was."""
        if not self._is_to_write(tx, writing):
            return ()
        before, now = writing.head, self._clock()
        batch = _new_batch(now) if several or len(tx.drafts) > 1 else None
        events = writing.append(tx.drafts, at=now, by=self._by, batch=batch)
        self.index.follow(events, before, writing.head)
        return events

    @staticmethod
    def _is_to_write(tx: Transaction, writing: Writing) -> bool:
        """Write the names that go with what was added; whether anything was."""
        if tx.renamed:
            writing.save_names({**tx.names, **tx.renamed})
        return bool(tx.drafts)


def _known(index: Index, staff: str) -> str:
    """The staff number in stored form; refuses one that nobody has."""
    person = fold_staff_number(staff)
    if not index.facts(person).staff_joined:
        raise unknown_staff(person, index)
    return person


def _new_batch(now: datetime) -> str:
    """A name for a batch that nobody else has given, and that says when it was."""
    return f"{now.astimezone(UTC):%Y%m%d}-{os.urandom(4).hex()}"


def _now() -> datetime:
    return datetime.now(UTC)


def _user() -> str:
    """The user of this machine, found as ``getpass.getuser`` does, without what getpass imports for passwords."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable):
            return name.encode("utf-8", "replace").decode("utf-8")
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "unknown"
