"""Rows of large files that differ from an earlier row in nothing but the person and the moment.

Such a row need not be read cell by cell, nor put to the rules: what they made of the earlier row they would make of it.
So the first row of its like serves as a stencil for the others (:mod:`dxskills.exchange.sieve`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import orjson

from dxskills.errors import Refused
from dxskills.exchange.japanese_dates import parse_moment
from dxskills.exchange.wanted import Kind, Wanted
from dxskills.recording.transaction import Transaction

MOST = 100_000
"""So many stencils of a sheet, and ways to write a day or a time, are kept; what else comes goes the long way."""

_TIME_BEHIND = re.compile(r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?", re.ASCII)
"""What may stand behind a day of ten characters and means the same behind every other: a weekday would not."""


class Stencil(NamedTuple):
    """``item`` is what the entry is about, ``before`` and ``after`` its data on both sides of the time of day."""

    item: str
    before: str
    after: str

    def filled(self, time: str | None) -> str:
        """The data of an entry at this time of day, as the journal has it."""
        return self.before + time_field(time) + self.after


def time_field(time: str | None) -> str:
    return f',"time":"{time}"' if time else ""


def time_of(wanted: Wanted) -> str | None:
    """The time of day in a row's key, which only some kinds have."""
    return wanted.key[3] if len(wanted.key) > 3 else None


def stencil_of(tx: Transaction, kind: Kind, wanted: Wanted) -> Stencil | None:
    """What the rules make of a row where nothing else is entered of the person; None if that depends on the day."""
    if kind.days is None or wanted.given or any(wanted.said.get(key) for key in kind.days):
        return None
    trial = tx.trial(wanted.staff)
    try:
        outcome = kind.apply(trial, wanted, wanted.said)
    except Refused:
        return None
    if outcome.notices or [draft.kind for draft in trial.drafts] != [kind.event]:
        return None
    data = trial.drafts[0].data
    pieces = [orjson.dumps({key: value}).decode()[1:-1] for key, value in data.items() if key != "time"]
    return Stencil(wanted.key[1] or "", "{" + pieces[0], "".join(f",{piece}" for piece in pieces[1:]) + "}")


class Moments:
    """Days, and times of day behind them, by how they are written: learnt once each, though every pair is another."""

    def __init__(self, form: str | None, *, timed: bool) -> None:
        """``form`` as for :func:`parse_moment`; without ``timed`` a time is read and means nothing."""
        self.days: dict[str, tuple[str, int]] = {}
        """To the day in ISO form and as an ordinal."""
        self.times: dict[str, tuple[str | None, str]] = {}
        """To the time as entries have it, and its field in their data."""
        self._form = form
        self._timed = timed

    def learn(self, days: Iterable[str], behind: Iterable[str]) -> None:
        """Take in what is plainly written of what is new among the first ten characters, and what stands behind."""
        for text in set(days) - self.days.keys():
            self._learn_day(text)
        known = next(iter(self.days), None)
        for text in set(behind) - self.times.keys() if known is not None else ():
            self._learn_time(known or "", text)

    def _learn_day(self, text: str) -> None:
        try:
            found = parse_moment(text, self._form)
        except Refused:
            return
        if found.time is None and len(self.days) < MOST:
            self.days[text] = found.day.isoformat(), found.day.toordinal()

    def _learn_time(self, day: str, text: str) -> None:
        if (text and self._form) or not _TIME_BEHIND.fullmatch(text) or len(self.times) >= MOST:
            return
        try:
            found = parse_moment(day + text, self._form)
        except Refused:
            return
        if found.day.isoformat() == self.days[day][0]:
            time = found.time if self._timed else None
            self.times[text] = time, time_field(time)
