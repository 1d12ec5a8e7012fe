"""Work that is stopped at its system calls, one after the other, and what must be proved each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.journal.tracing import CHANGING, Call, Deed, Trial, run


class Stops(NamedTuple):
    """The work that is to be stopped: ``begin`` lays the folder out anew each time, ``prove`` looks at what is left."""

    folder: Path
    begin: Callable[[], object]
    work: Callable[[], int]
    prove: Callable[[Trial], object]

    def everywhere(
        self, calls: list[Call], deed: Deed, role: str = "main", *, every: int = 1, all_calls: bool = False
    ) -> int:
        """Let the deed befall the process at every ``every``-th of its calls; returns how often that was.

        ``calls`` are those of a run that nothing befell. Unless it is to be ``all_calls``, those are meant that change
        anything: between two of them nothing can differ.
        """
        own = [call for call in calls if call.role == role]
        suiting = [nth for nth, call in enumerate(own, 1) if deed.suits(call) and (all_calls or call.name in CHANGING)]
        done = 0
        for nth in suiting[::every]:
            self.begin()
            trial = run(self.work, self.folder, deed, role, nth)
            if trial.struck is None:  # processes beside each other do not always do the same
                continue
            done += 1
            try:
                self.prove(trial)
            except BaseException as error:
                error.add_note(f"{deed.name} at call {nth}, {trial.struck}; exit {trial.code}: {trial.said}")
                raise
        return done
