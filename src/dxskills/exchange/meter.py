"""How far an import is, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
_STEP = 2000


class Meter:
    """Is told how far an import is, and shows nothing; what shows something overrides both methods."""

    def begin(self, stage: str, total: int) -> None:
        """A stage begins, named in the user's language; ``total`` steps lie ahead, 0 if nobody knows how many."""

    def reach(self, done: int, rows: int) -> None:
        """So many steps of the stage are done, and so many rows."""

    def count(self, stage: str, rows: Sequence[T]) -> Iterator[T]:
        """``rows`` one by one, as a stage of which each is a step."""
        self.begin(stage, len(rows))
        return self._counted(rows)

    def _counted(self, rows: Iterable[T]) -> Iterator[T]:
        done = 0
        for done, row in enumerate(rows, start=1):
            yield row
            if done % _STEP == 0:
                self.reach(done, done)
        self.reach(done, done)
