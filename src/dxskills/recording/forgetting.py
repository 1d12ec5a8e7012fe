"""Forgetting a person: what of the entries stays, so that every count does, and what goes (docs/journal.md)."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from dxskills.errors import Refused
from dxskills.i18n import _, n_
from dxskills.index import Index
from dxskills.journal.event import Event
from dxskills.journal.forgetting import forget as forget_in_store
from dxskills.journal.headline import FORGOTTEN
from dxskills.journal.journal import Journal
from dxskills.journal.names import Names
from dxskills.journal.rewriting import Change, Rewriting, mark
from dxskills.journal.scrubbing import Scrubbed
from dxskills.journal.traces import Traces, compact
from dxskills.journal.writing import Writing
from dxskills.recording.staff_numbers import unknown_staff
from dxskills.recording.texts import check_texts

PREFIX = "forgotten-"
FORGOTTEN_TEXT = "forgotten"
"""What stands for a reason that was forgotten, where there has to be one."""

_KEPT = frozenset(
    (
        *("unit", "appointment", "job_family", "grade", "manager", "role", "end", "assignment", "training", "time"),
        *("outcome", "score", "hours", "instructor", "certification", "expires_on", "subsidy", "skill", "level"),
        *("requirement", "until", "seq"),
    )
)
"""What a forgotten person's entries go on to say: all that anything is counted by, and no free text."""
_NEEDED = ("exception", "reason")
_FREE = ("note", "reason", "exception", "approver", "assessor")
"""Texts of other people's entries that may name the person."""
_SHORTEST_NAME = 2


class Forgotten(NamedTuple):
    """``event`` says in the journal that it was done; the notices are what the person who did it should be told."""

    event: Event
    notices: tuple[str, ...]


def find_traces(index: Index, names: Names, staff: str, users: tuple[str, ...]) -> Traces:
    """What tells of a person, with a new pseudonym; refuses a staff number of which nothing is known."""
    if index.person_number(staff) is None and staff not in names:
        raise unknown_staff(staff, index)
    name = names.get(staff)
    spelt = [text for text in (name.name, name.kana) if text] if name is not None else []
    theirs = tuple(dict.fromkeys(text for text in spelt if not _may_be_another(text, staff, names)))
    return Traces(staff, _new_pseudonym(index, names), theirs, users)


def _may_be_another(text: str, staff: str, names: Names) -> bool:
    """Whether the name in a text may mean somebody else who has it too, or has it as a part of a longer one."""
    alone = Traces("", "", (text,))
    others = (part for number, name in names.items() if number != staff for part in (name.name, name.kana) if part)
    return len(compact(text)) < _SHORTEST_NAME or any(map(alone.mentions, others))


def _new_pseudonym(index: Index, names: Names) -> str:
    # Drawn, not computed: what is computed from a staff number can be found out by trying all numbers.
    while True:
        pseudonym = PREFIX + os.urandom(4).hex()
        if index.person_number(pseudonym) is None and pseudonym not in names:
            return pseudonym


def without(traces: Traces, known: Container[str], event: Event) -> Event:
    """The entry as it is to be; the same object if it says nothing of the person."""
    by = _author(traces, event.by)
    if event.staff == traces.staff:
        return event._replace(by=by, staff=traces.pseudonym, data=_counted(traces, known, event.data))
    data = _unnamed(traces, event.data)
    return event if by == event.by and data is event.data else event._replace(by=by, data=data)


def _author(traces: Traces, by: str) -> str:
    return traces.pseudonym if by in traces.users or traces.is_meant(by) else by


def _counted(traces: Traces, known: Container[str], data: Mapping[str, Any]) -> dict[str, Any]:
    """What a person's own entry goes on to say."""
    kept: dict[str, Any] = {}
    for field, value in data.items():
        if field in _KEPT:
            kept[field] = traces.pseudonym if field == "instructor" and value == traces.staff else value
        elif field in _NEEDED:
            kept[field] = FORGOTTEN_TEXT
        elif field == "assessor" and isinstance(value, str):
            # A staff number says who assessed; anything else is a text.
            if traces.is_meant(value):
                kept[field] = traces.pseudonym
            elif value in known:
                kept[field] = value
    return kept


def _unnamed(traces: Traces, data: dict[str, Any]) -> dict[str, Any]:
    """What somebody else's entry says, without the person in it; the same object if they were not."""
    changed: dict[str, Any] = {}
    for field in _FREE:
        text = data.get(field)
        if isinstance(text, str) and traces.mentions(text):
            changed[field] = traces.replaced(text)
    if data.get("instructor") == traces.staff:
        changed["instructor"] = traces.pseudonym
    return {**data, **changed} if changed else data


class Occasion(NamedTuple):
    """When and by whom somebody is forgotten, and why, if that is said."""

    at: datetime
    by: str
    reason: str | None


def forget(journal: Journal, index: Index, writing: Writing, traces: Traces, occasion: Occasion) -> Forgotten:
    """Take the person out of the whole store, and say so in an entry of the journal.

    ``index`` has everything that ``writing`` follows. All of it counts when this returns.
    """
    if occasion.reason is not None:
        check_texts({"reason": occasion.reason})
        if traces.mentions(occasion.reason):
            raise Refused("names-the-person", _("The reason names the person who is to be forgotten."))
    names = journal.names()
    joined = bool(index.facts(traces.staff).staff_joined)
    own = index.count_entries(traces.staff)
    change: Change = partial(without, traces, names.keys() - {traces.staff})
    marks = mark(journal.read(up_to=writing.head), writing.head.seq, change)
    by = _author(traces, occasion.by)
    at = writing.occasion(occasion.at, by, None).at
    seq = writing.head.seq + 1
    said = {"first": marks.first or seq, "entries": own, "others": marks.count - own, "reason": occasion.reason}
    data = {field: value for field, value in said.items() if value is not None}
    event = Event(seq, at, by, None, FORGOTTEN, traces.pseudonym, None, data)
    plan = Rewriting(journal.folder, journal.id, writing.head, marks, change, event, writing.segment_for(at))
    removed = forget_in_store(writing, plan, traces, at[:10] if joined else None)
    return Forgotten(event, tuple(_notices(names, traces, removed)))


def _notices(names: Names, traces: Traces, removed: Scrubbed) -> Iterator[str]:
    name = names.get(traces.staff)
    if name is not None and not {name.name, name.kana or name.name} <= set(traces.names):
        yield _(
            "The name was left in texts of other people's entries: somebody else may be meant (see `dxskills log`)."
        )
    if removed.lines or removed.unreadable:
        text = _("Removed from quarantine/: {lines} lines that named the person, {unreadable} that nobody can read.")
        yield text.format(lines=removed.lines, unreadable=removed.unreadable)
    if removed.copies:
        yield n_(
            "Removed beside the store: {count} unfinished backup.",
            "Removed beside the store: {count} unfinished backups.",
            removed.copies,
        ).format(count=removed.copies)
    for path in removed.left:
        yield _("An unfinished backup holds the person and could not be removed: {path}").format(path=path)
    yield _(
        "Backups, exports and reports made before still hold the person, and `store head` lines from before no longer "
        "fit: put a new one in their place. docs/journal.md says what to do about each."
    )
