"""The entry point: the language first, because help texts need it; then the command, and its end as an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from dxskills.cli.errors import exit_code

_ALLOCATIONS = 100_000
"""How many more objects there must be before the collector looks for circles: more than a short command ever makes."""


def program() -> NoReturn:
    """The installed program: :func:`main`, and gone at once.

    Looking for circles while modules are loaded, and taking everything apart at the end, is a third of a short
    command's time, and of no use to a process that ends. By now all files are closed and all output is out.
    """
    gc.set_threshold(_ALLOCATIONS)
    # Of an error in a destructor Python would print the message, which may hold anything.
    sys.unraisablehook = lambda _unraisable: None
    os._exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit code (docs/errors.md)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return exit_code(lambda: _run(given))


def _run(arguments: list[str]) -> int:
    from dxskills import i18n
    from dxskills.cli.session import early_language

    i18n.use(early_language(arguments))
    from dxskills.cli.app import run

    return run(arguments)
