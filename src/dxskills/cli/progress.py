"""How far a long command is: a bar on a terminal's stderr, nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from dxskills.i18n import _

_FEW = 1000
"""So many rows are entered before anybody wonders."""


def watched(rows: Sequence[Any]) -> Iterable[Any]:
    """``rows`` one by one, with a bar that goes away in the end."""
    if len(rows) < _FEW or not sys.stderr.isatty():
        return rows
    from rich.console import Console
    from rich.progress import track

    return track(rows, description=_("Entering"), console=Console(stderr=True), transient=True)
