"""How far a long command is: a bar on a terminal's stderr, with rate and time left; nothing anywhere else."""

from __future__ import annotations

import sys
import threading
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
        # Before the first stage, the index takes in what others have written since.
        self._stage: tuple[str, int] = (_("Updating the index"), 0)
        self._stage_began = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._closed = False
        self._lock = threading.Lock()
        # A thread, because some steps are long and tell nothing, such as the unpacking of a large workbook.
        self._timer = threading.Timer(_PATIENCE, self._start)
        self._timer.daemon = True
        if sys.stderr is not None and sys.stderr.isatty():
            self._timer.start()

    def begin(self, stage: str, total: int) -> None:
        with self._lock:
            self._stage = stage, total
            self._stage_began = time.monotonic()
            if self._progress is not None and self._task is not None:
                self._progress.remove_task(self._task)
                self._task = self._add(self._progress)

    def reach(self, done: int, rows: int) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, rows=rows)

    def close(self) -> None:
        """Take the bar away."""
        self._timer.cancel()
        with self._lock:
            self._closed = True
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
        with self._lock:
            if self._closed:
                return
            # What else goes to the terminal goes there when the bar is gone.
            self._progress = Progress(
                *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
            )
            self._task = self._add(self._progress)
            self._progress.start()

    def _add(self, progress: Progress) -> TaskID:
        stage, total = self._stage
        return progress.add_task(stage, total=total or None, rows=0, began=self._stage_began)


def _rate_column() -> Any:
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            rows, seconds = task.fields["rows"], time.monotonic() - task.fields["began"]
            if not rows or seconds < 0.1:
                return Text("")
            return Text(_("{rows} rows, {rate} a second").format(rows=f"{rows:,}", rate=f"{rows / seconds:,.0f}"))

    return Rate()
