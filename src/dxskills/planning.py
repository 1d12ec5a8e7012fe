"""The questions of a registry that look ahead: what is due, who could take up a role, what is to come."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from dxskills.journal.event import moment_text

if TYPE_CHECKING:
    from dxskills.analysis.candidates import Candidates
    from dxskills.analysis.due import Due
    from dxskills.analysis.forecast import Forecast
    from dxskills.analysis.question import Question
    from dxskills.index import Index
    from dxskills.journal.journal import Journal

Answer = TypeVar("Answer")


class Planning:
    """A part of :class:`dxskills.registry.Registry`; all of it are functions of the same things as its reports."""

    journal: Journal

    def due(
        self,
        as_of: date,
        *,
        within: int = 90,
        dept: str | None = None,
        role: str | None = None,
        known_at: datetime | None = None,
        recommended: bool = False,
    ) -> Due:
        """Who must do what by when: what is late on ``as_of``, and what falls due or lapses ``within`` days of it.

        Mandatory requirements only, unless ``recommended`` asks for the others too.
        """
        from dxskills.analysis.due import due

        def answer(index: Index) -> Due:
            question = self._question(index, as_of, dept, role, within)
            return due(index, question, self.journal.names(), text_of(known_at), recommended=recommended)

        return self._ask(answer, known_at)

    def candidates(
        self, role: str, as_of: date, *, dept: str | None = None, known_at: datetime | None = None
    ) -> Candidates:
        """Everybody posted in a unit and below who might take up ``role``, the nearest to it first.

        Refuses ("role-not-assigned") a role that is held by condition.
        """
        from dxskills.analysis.candidates import candidates

        def answer(index: Index) -> Candidates:
            question = self._question(index, as_of, dept, role, 0)
            return candidates(index, question, self.journal.names(), text_of(known_at))

        return self._ask(answer, known_at)

    def forecast(
        self,
        as_of: date,
        *,
        until: date | None = None,
        dept: str | None = None,
        role: str | None = None,
        horizon: int = 90,
        known_at: datetime | None = None,
        people: bool = False,
    ) -> Forecast:
        """The report's figures at the end of each month through that of ``until`` (default: a year on), and why.

        Nothing is supposed to be done or entered any more. ``people`` names those concerned. Refuses ("bad-until")
        a day before ``as_of`` and one more than ten years after it.
        """
        from dxskills.analysis.forecast import forecast

        def answer(index: Index) -> Forecast:
            question = self._question(index, as_of, dept, role, horizon)
            names = self.journal.names() if people else None
            return forecast(index, question, until, names, text_of(known_at))

        return self._ask(answer, known_at)

    @abstractmethod
    def _ask(self, answer: Callable[[Index], Answer], known_at: datetime | None = None) -> Answer: ...

    @abstractmethod
    def _question(self, index: Index, as_of: date, dept: str | None, role: str | None, horizon: int) -> Question: ...


def text_of(known_at: datetime | None) -> str | None:
    """The moment as entries give theirs."""
    return None if known_at is None else moment_text(known_at)
