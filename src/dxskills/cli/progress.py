"""How far a long command is: a bar on a terminal's stderr, with rate and time left; nothing anywhere else."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from dxskills.exchange.meter import Meter
from dxskills.i18n import _

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 0.5  # seconds that nobody wonders


class Bar(Meter):
    """Shows one bar, of the stage at hand, once the work has taken longer than people like to wait in the dark."""

    def __init__(self) -> None:
        self._shows = sys.stderr is not None and sys.stderr.isatty()
        self._began = time.monotonic()
        self._stage: tuple[str, int] = ("", 0)
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def begin(self, stage: str, total: int) -> None:
        self._stage = stage, total
        if self._progress is not None and self._task is not None:
            self._progress.remove_task(self._task)
            self._task = self._progress.add_task(stage, total=total or None, rows=0)

    def reach(self, done: int, rows: int) -> None:
        if self._progress is None:
            if not self._shows or time.monotonic() - self._began < _PATIENCE:
                return
            self._start()
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, rows=rows)

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            _rate_column(),
            TimeRemainingColumn(compact=True),
        )
        self._progress = Progress(*columns, console=console, transient=True)
        stage, total = self._stage
        self._task = self._progress.add_task(stage, total=total or None, rows=0)
        self._progress.start()


def _rate_column() -> Any:
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            rows, seconds = task.fields["rows"], task.elapsed or 0
            if not rows or seconds < 0.1:
                return Text("")
            return Text(_("{rows} rows, {rate} a second").format(rows=f"{rows:,}", rate=f"{rows / seconds:,.0f}"))

    return Rate()
