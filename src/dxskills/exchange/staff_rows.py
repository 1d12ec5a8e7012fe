"""Rows of a staff file, which states the people as of one day (docs/import.md).

Whom nobody knows yet joins; what is stated otherwise than it is known becomes a change dated that day; what an entry of
a later day says stands; a blank cell says nothing. A row may be stated of a day of its own, and a person then have
several rows.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any, NamedTuple, cast

from dxskills.errors import Refused
from dxskills.exchange.cells import Cells
from dxskills.exchange.values import (
    joined_path,
    parse_label,
    parse_level_name,
    parse_staff_number,
    parse_unit,
    parse_yes_no,
)
from dxskills.exchange.wanted import Kind, Said, Wanted, day_in, day_of, stored
from dxskills.framework.lookup import find_appointment
from dxskills.i18n import _
from dxskills.index.facts import ATTRIBUTES, Facts
from dxskills.index.service import Span, attributes_on, service_spans
from dxskills.recording.staff import Attributes, add_staff, correct_joined, edit_staff, leave, normal_attributes
from dxskills.recording.transaction import Outcome, Transaction, changed_attributes

_COLUMNS_OF = {
    "missing-value": "name",
    "end-before-start": "left",
    "overlapping-service": "joined",
    "ambiguous-unit": "unit",
    "not-in-service": "left",
}


class Statement(NamedTuple):
    """How to take a file: stated of ``on``; ``complete``: it lists everybody; ``insist``: against corrections too."""

    on: date
    complete: bool
    insist: bool


def staff_rows(statement: Statement) -> Kind:
    """The rows of a file that states the people as ``statement`` says."""
    return Kind(
        lambda tx, cells: _read(tx, cells, statement),
        lambda _facts, _wanted: None,
        lambda tx, wanted, said: _Row(tx, wanted, said, statement).apply(),
        (),
        _COLUMNS_OF,
        names=True,
        dated=True,
    )


def _read(tx: Transaction, cells: Cells, statement: Statement) -> Wanted | None:
    staff = cells.needed("staff", parse_staff_number)
    unit, whole = _unit(cells)
    appointment = cells.known_or_blank("appointment", tx.framework, find_appointment)
    manager = cells.read("manager", parse_yes_no)
    joined, left, on = cells.day("joined"), cells.day("left"), cells.day("on")
    job_family, grade = cells.read("job_family", parse_label), cells.read("grade", parse_label)
    if joined and left and left < joined:
        message = _("The last day in service, {left}, is before the day of joining, {joined}.")
        cells.refuse("left", Refused("end-before-start", message, left=left.isoformat(), joined=joined.isoformat()))
    if cells.problems or staff is None:
        return None
    if manager is None and statement.complete and cells.has("manager"):
        manager = False
    said = stored(
        name=cells.text("name"),
        kana=cells.text("kana"),
        unit=unit,
        appointment=appointment.id if appointment else None,
        job_family=job_family,
        grade=grade,
        manager=manager,
        joined=joined,
        left=left,
    )
    return Wanted((staff, (on or statement.on).isoformat()), said, {"whole": whole, "own_day": on is not None})


def _unit(cells: Cells) -> tuple[str | None, bool]:
    """The unit, and whether it is the whole path (as the columns of the levels give it) and not perhaps a tail."""
    header = cells.sheet.header
    if not header.levels:
        return cells.read("unit", parse_unit), False
    names: list[str | None] = []
    for column in header.levels:
        text = cells.text_at(column)
        try:
            names.append(parse_level_name(text) if text else None)
        except Refused as refusal:
            cells.refuse_at(column.place, refusal)
    return joined_path(names), True


class _Row:
    """One person's row put against what is known of the person."""

    def __init__(self, tx: Transaction, wanted: Wanted, said: Said, statement: Statement) -> None:
        self.tx = tx
        self.staff = wanted.staff
        self.said = said
        self.tail = not wanted.given["whole"]
        self.own_day = wanted.given["own_day"]
        self.statement = statement._replace(on=day_of(wanted.key[1]))
        # Parsed column by column, each to its attribute's type.
        self.attributes = cast("Attributes", {key: said[key] for key in ATTRIBUTES if key in said})
        self.joined, self.left = day_in(said, "joined"), day_in(said, "left")
        self.seqs: list[int] = []
        self.notices: list[str] = []

    def apply(self) -> Outcome:
        facts = self.tx.facts(self.staff)
        if facts.staff_joined:
            self._put_against(facts)
        else:
            self._take_on()
        if self.left is not None:
            self._leave(facts, self.left)
        return Outcome(tuple(self.seqs), tuple(self.notices))

    def _take_on(self) -> None:
        joined = self.joined or self.statement.on
        if self.left is not None and self.left < joined:
            message = _("{staff} left on {left}, before the day of the file; the row needs the day of joining.")
            raise Refused("end-before-start", message, staff=self.staff, left=self.left.isoformat())
        near = self.tx.index.padded(self.staff)
        if near is not None:
            text = _("{staff} is somebody new, though there is {near}. Were the leading zeros lost?")
            self.notices.append(text.format(staff=self.staff, near=near))
        done = add_staff(
            self.tx,
            self.staff,
            self.said.get("name", ""),
            kana=self.said.get("kana"),
            joined=joined,
            as_of=self.statement.on,
            tail=self.tail,
            **self.attributes,
        )
        self.seqs += done.seqs

    def _put_against(self, facts: Facts) -> None:
        if self.joined is not None:
            self._correct_joined(facts, self.joined)
        day = self._day_it_speaks_of(facts)
        if day is not None and (self.left is None or self.left.toordinal() >= day):
            if day <= self.statement.on.toordinal() or (self.joined and self.joined.toordinal() == day):
                self._change(facts, day)
        elif self.left is None:
            self._refuse_changes_after_the_end(facts)
        elif day is None and self.own_day:
            # A row that states the end itself, and something of a day after it, means that day.
            self._change(facts, self.statement.on.toordinal())
        self._rename()

    def _day_it_speaks_of(self, facts: Facts) -> int | None:
        """The file's day, or that of joining if it is later; None for who has left by then."""
        on = self.statement.on.toordinal()
        return next((max(on, span.first) for span in service_spans(facts) if on <= span.last), None)

    def _changes(self, facts: Facts, day: int) -> dict[str, Any]:
        """What is stated otherwise than it is known to be on ``day``."""
        return changed_attributes(
            attributes_on(facts, day), normal_attributes(self.tx, self.attributes, tail=self.tail)
        )

    def _change(self, facts: Facts, day: int) -> None:
        changes = self._changes(facts, day)
        if not self.statement.insist:
            for key in [key for key, value in changes.items() if _was_replaced(facts, day, key, value)]:
                del changes[key]
                self.notices.append(self._stays_corrected(str(self.said[key])))
        if not changes:
            return
        stated = cast("Attributes", {key: self.said[key] for key in changes})
        done = edit_staff(self.tx, self.staff, on=date.fromordinal(day), tail=self.tail, **stated)
        self.seqs += done.seqs
        self.notices += done.notices

    def _refuse_changes_after_the_end(self, facts: Facts) -> None:
        last = service_spans(facts)[-1].last
        day = date.fromordinal(last).isoformat()
        if self._changes(facts, last):
            raise Refused(
                "not-in-service",
                _("{staff} left on {day}, and the file states something new of the person later."),
                hint=_("If the person is back, the row needs the new day of joining."),
                staff=self.staff,
                day=day,
            )
        self.notices.append(_("{staff} is listed, but left on {day}.").format(staff=self.staff, day=day))

    def _correct_joined(self, facts: Facts, joined: date) -> None:
        if any(entry.day == joined.toordinal() for entry in facts.staff_joined):
            return
        if self._was_corrected("staff.joined", joined):
            return
        day = joined.toordinal()
        spell = next((span for span in service_spans(facts) if span.first < day <= span.last), None)
        if spell is not None and not self.statement.insist:
            raise Refused(
                "conflict",
                _("{staff} has been in service since {known}."),
                hint=_("Leave the cell blank if that is right; --update corrects the day of joining."),
                staff=self.staff,
                known=date.fromordinal(spell.first).isoformat(),
                in_column="joined",
            )
        known = [date.fromordinal(span.first).isoformat() for span in service_spans(facts)]
        seqs = correct_joined(self.tx, self.staff, facts, joined)
        self.seqs += seqs
        if len(seqs) > 1:
            text = _("{staff} joined on {day}, not on {before}: corrected.")
            self.notices.append(text.format(staff=self.staff, day=joined.isoformat(), before=", ".join(known)))

    def _leave(self, facts: Facts, left: date) -> None:
        spans = service_spans(facts)
        if any(entry.day == left.toordinal() for entry in facts.staff_left):
            return
        if _ended(spans) and self._was_corrected("staff.left", left):
            return
        done = leave(self.tx, self.staff, on=left)
        self.seqs += done.seqs
        self.notices += done.notices

    def _was_corrected(self, kind: str, day: date) -> bool:
        """Whether the file repeats a day that was entered before and taken back since: an older state of things."""
        if self.statement.insist:
            return False
        iso = day.isoformat()
        repeated = any(
            entry.kind == kind and entry.on == iso and entry.retracted_by is not None
            for entry in self.tx.index.entries(self.staff)
        )
        if repeated:
            self.notices.append(self._stays_corrected(iso))
        return repeated

    def _stays_corrected(self, value: str) -> str:
        text = _("{staff}: {value} was entered before and corrected since, so it stays corrected (--update insists).")
        return text.format(staff=self.staff, value=value)

    def _rename(self) -> None:
        known = self.tx.renamed.get(self.staff) or self.tx.names.get(self.staff)
        name, kana = self.said.get("name"), self.said.get("kana")
        if name is None and kana is None:
            return
        if known is not None and kana and known.kana and _same_kana(kana, known.kana):
            kana = known.kana
        name = name or (known.name if known else None)
        if name is not None and self.tx.rename(self.staff, name, kana, self.statement.on.isoformat()):
            self.notices.append(_("The name of {staff} is changed.").format(staff=self.staff))


def _was_replaced(facts: Facts, day: int, key: str, value: object) -> bool:
    """Whether the value was entered for this very day, and another one for the same day after it."""
    return any(entry.day == day and entry.data.get(key) == value for entry in facts.staff_joined + facts.staff_changed)


def _ended(spans: list[Span]) -> bool:
    return bool(spans) and spans[-1].last < date.max.toordinal()


def _same_kana(one: str, other: str) -> bool:
    return unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)
