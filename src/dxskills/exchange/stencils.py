"""Rows of large files that differ from an earlier row in nothing but the person and the moment.

Such a row need not be read cell by cell, nor put to the rules: what they made of the earlier row they would make of it.
So the first row of its like serves as a stencil for the others (:mod:`dxskills.exchange.sieve`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeVar

import orjson

from dxskills.errors import Refused
from dxskills.exchange.japanese_dates import parse_moment
from dxskills.exchange.wanted import Kind, Wanted
from dxskills.recording.transaction import Transaction

MOST = 100_000
"""So many stencils of a sheet, and ways to write a day or a time, are kept; what else comes goes the long way."""

_TIME_BEHIND = re.compile(r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?", re.ASCII)
"""What may stand behind a day and means the same behind every other: a weekday would not."""

_DAY, _BEHIND, _SIGN = itemgetter(slice(10)), itemgetter(slice(10, None)), itemgetter(slice(1))
_BETWEEN = {"", " ", "T"}
_ANY_DAY = "2026-04-01"

T = TypeVar("T")


class Stencil(NamedTuple):
    """``item`` is what the entry is about, ``parts`` its data around the slots of its kind's :class:`Likeness`."""

    item: str
    parts: tuple[str, ...]


def field_text(name: str, value: str | None) -> str:
    """A field as it stands in an entry's data behind others; nothing for None."""
    return "" if value is None else f',"{name}":{orjson.dumps(value).decode()}'


def data_of(kind: Kind, stencil: Stencil, wanted: Wanted) -> str:
    """The data of the entry that the row becomes, as the journal has it."""
    said = {**wanted.said, "time": wanted.key[3] if len(wanted.key) > 3 else None}
    slots = [field_text(name, said.get(name)) for name in kind.like.slots] if kind.like else []
    return "".join(part + slot for part, slot in zip(stencil.parts, [*slots, ""], strict=True))


def stencil_of(tx: Transaction, kind: Kind, wanted: Wanted) -> Stencil | None:
    """What the rules make of a row where nothing else is entered of the person; None if every row has to be judged."""
    if kind.like is None or wanted.given:
        return None
    slots = kind.like.slots
    trial = tx.trial(wanted.staff)
    said = {key: value for key, value in wanted.said.items() if key not in slots}
    try:
        outcome = kind.apply(trial, wanted, said)
    except Refused:
        return None
    if outcome.notices or [draft.kind for draft in trial.drafts] != [kind.event]:
        return None
    parts = [""]
    for field in kind.like.fields:
        if field in slots:
            parts.append("")
        elif field in trial.drafts[0].data:
            parts[-1] += "," + orjson.dumps({field: trial.drafts[0].data[field]}).decode()[1:-1]
    parts[0] = "{" + parts[0][1:]
    parts[-1] += "}"
    return Stencil(wanted.key[1] or "", tuple(parts))


class Moments:
    """Days, and times of day behind them, by how they are written: learnt once each, though every pair is another."""

    def __init__(self, form: str | None, *, timed: bool) -> None:
        """``form`` as for :func:`parse_moment`; without ``timed`` a time is read and means nothing."""
        self._form = form
        self._timed = timed
        self._days: dict[str, tuple[str, int] | None] = {}
        self._times: dict[str, tuple[str | None, str] | None] = {}

    def days(self, texts: Sequence[str]) -> list[tuple[str, int] | None]:
        """The days in ISO form and as ordinals, None for what is no day by itself or not plainly written."""
        return _looked_up(texts, self._days, self._day)

    def moments(self, texts: Sequence[str]) -> tuple[list[tuple[str, int] | None], list[tuple[str | None, str] | None]]:
        """The days, and the times as entries have them, each with its field in their data."""
        if self._form is not None:  # which a time would be part of
            return self.days(texts), _looked_up([""] * len(texts), self._times, self._time)
        days, behind = list(map(_DAY, texts)), list(map(_BEHIND, texts))
        if not set(map(_SIGN, behind)) <= _BETWEEN:
            days, behind = map(list, zip(*map(_divided, texts), strict=True))
        return self.days(days), _looked_up(behind, self._times, self._time)

    def _day(self, text: str) -> tuple[str, int] | None:
        try:
            found = parse_moment(text, self._form)
        except Refused:
            return None
        return None if found.time is not None else (found.day.isoformat(), found.day.toordinal())

    def _time(self, text: str) -> tuple[str | None, str] | None:
        if not _TIME_BEHIND.fullmatch(text):
            return None
        try:
            found = parse_moment(_ANY_DAY + text).time if text else None
        except Refused:
            return None
        time = found if self._timed else None
        return time, field_text("time", time)


def _looked_up(texts: Sequence[str], known: dict[str, T | None], find: Callable[[str], T | None]) -> list[T | None]:
    found = list(map(known.get, texts))
    if all(found) or len(known) >= MOST:
        return found
    for text in set(texts) - known.keys():
        known[text] = find(text)
    return list(map(known.get, texts))


def _divided(text: str) -> tuple[str, str]:
    day, blank, time = text.partition(" ")
    return (day, blank + time) if blank else (text, "")
