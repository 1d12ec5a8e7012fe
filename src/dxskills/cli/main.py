"""The entry point: the language first, because help texts need it; then the command, and its end as an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from dxskills.cli.errors import exit_code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit code, SPEC section 8."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return exit_code(lambda: _run(given))


def _run(arguments: list[str]) -> int:
    from dxskills import i18n
    from dxskills.cli.session import early_language

    i18n.use(early_language(arguments))
    from dxskills.cli.app import run

    return run(arguments)
