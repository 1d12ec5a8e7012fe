"""Certifications with what revoked them, as rows of the import's file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dxskills.exchange.exporting.export import Row
from dxskills.exchange.exporting.origin import Origin, twins
from dxskills.exchange.exporting.walking import iso, tellers_of
from dxskills.i18n import _
from dxskills.index.facts import Entry


class _Line(NamedTuple):
    """One row: a record, and the revocation that it names."""

    record: Entry
    revocation: Entry | None


def certifications(origin: Origin) -> Iterator[Row]:
    """A revocation stands beside the records that it is the first to come after: those that it caps."""
    kinds = ("certification.recorded", "certification.revoked")
    for staff, known, (records, revocations) in tellers_of(origin.connection, *kinds):
        same = twins(records, lambda entry: (entry.day, entry.data["certification"])) if len(records) > 1 else {}
        revocations.sort(key=_day)
        lines, alone = _lines(records, revocations) if revocations else ([_Line(each, None) for each in records], [])
        for line in lines:
            yield _row(origin, staff, known, line, same)
        for revocation in alone:
            text = _("{id} of {staff} is revoked on {day}, but no record of it is dated on or before that day.")
            id_ = revocation.data["certification"]
            origin.remarks.leave_out("ends-nothing", staff, revocation.seq, text, id=id_, day=iso(revocation.day))


def _lines(records: list[Entry], revocations: list[Entry]) -> tuple[list[_Line], list[Entry]]:
    """The rows, and the revocations that come before any record.

    A revocation that caps nothing, as another one did so before it, repeats the row of the latest record before it: an
    award that is entered late may yet fall between the two.
    """
    first = {record.seq: _first_after(record, revocations) for record in records}
    lines = {record.seq: [_Line(record, first[record.seq])] for record in records}
    told = {revocation.seq for revocation in first.values() if revocation is not None}
    alone: list[Entry] = []
    days = {(revocation.day, revocation.data["certification"]) for revocation in revocations if revocation.seq in told}
    for revocation in revocations:
        if (revocation.day, revocation.data["certification"]) in days:
            continue
        before = [record for record in records if _is_of(record, revocation) and record.day <= revocation.day]
        if before:
            latest = max(before, key=_day)
            lines[latest.seq].append(_Line(latest, revocation))
        else:
            alone.append(revocation)
    return [line for record in records for line in lines[record.seq]], alone


def _first_after(record: Entry, revocations: list[Entry]) -> Entry | None:
    return next((each for each in revocations if _is_of(record, each) and each.day >= record.day), None)


def _is_of(record: Entry, revocation: Entry) -> bool:
    return bool(record.data["certification"] == revocation.data["certification"])


def _day(entry: Entry) -> int:
    return entry.day


def _row(origin: Origin, staff: str, known: bool, line: _Line, same: dict[int, Entry]) -> Row:
    entry, revocation = line
    data = entry.data
    origin.look_at_person(staff, known, entry.seq)
    origin.look_at_thing(staff, entry.seq, "certification", data["certification"])
    twin = same.get(entry.seq)
    origin.look_at_repetition(staff, entry, twin, same=twin is not None and twin.data == data)
    origin.look_at_number(staff, entry.seq, data.get("subsidy"))
    origin.look_at_text(staff, entry.seq, data.get("number"))
    origin.look_at_text(staff, entry.seq, data.get("note"))
    if revocation is not None:
        origin.look_at_text(staff, revocation.seq, revocation.data.get("reason"))
    return (
        *(staff, data["certification"], iso(entry.day), data.get("expires_on")),
        *(data.get("number"), data.get("subsidy"), data.get("note")),
        *((None, None) if revocation is None else (iso(revocation.day), revocation.data.get("reason"))),
    )
