"""The entry point: the language first, because help texts need it; then the command, and its end as an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from dxskills.cli import COMPLETING
from dxskills.cli.errors import exit_code

_ALLOCATIONS = 100_000
"""How many more objects there must be before the collector looks for circles: more than a short command ever makes."""

_PRIVATE = 0o077
"""What is taken from the permissions of all that is made, also by what we call: names of people are nobody else's."""


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
    before = os.umask(_PRIVATE)
    try:
        return _main(arguments)
    finally:
        os.umask(before)


def _main(arguments: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None and COMPLETING in os.environ:
        return _complete()
    return exit_code(lambda: _run(given))


def _complete() -> int:
    """Tell a shell how a line can go on; whatever goes wrong, nothing is said in the middle of somebody's typing."""
    from dxskills.cli import streams

    try:
        streams.prepare()
        code = _run([])
        streams.flush()
    except BaseException:
        code = 1
    streams.close_quietly()
    return code


def _run(arguments: list[str]) -> int:
    from dxskills import i18n
    from dxskills.cli.session import early_dates, early_language

    before = arguments or _words_being_completed()
    i18n.use(early_language(before), dates=early_dates(before))
    from dxskills.cli.app import run
    from dxskills.errors import Refused

    while True:
        try:
            return run(arguments)
        except Refused as refusal:
            if "near" not in refusal.params:
                raise
            from dxskills.cli.choosing import corrected

            meant = corrected(arguments, refusal)
            if meant is None:
                raise
            arguments = meant


def _words_being_completed() -> list[str]:
    """The command line that a shell asks about, which is not this program's own; empty where none asks."""
    line = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS") or ""
    return line.split()[1:]
