"""Turning errors into words on stderr and an exit code (docs/errors.md): the only place that does.

No traceback is ever shown. What nobody foresaw ends in 70 with a log file that holds no personal data.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence

from dxskills.errors import DxError, Problem, Refused
from dxskills.i18n import _

INTERRUPTED = 130
BUG = 70
_UNAVAILABLE = 4
_WRONG_USAGE = 2


def exit_code(command: Callable[[], int]) -> int:
    """Run ``command`` and say on stderr what went wrong, if anything did."""
    from dxskills.cli import streams

    streams.prepare()
    try:
        code = command()
        streams.flush()
    except BaseException as error:
        code = _code_of(error)
    streams.close_quietly()
    return code


def _code_of(error: BaseException) -> int:
    try:
        return _explained(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BaseException:  # a fault in telling of a fault: Python itself would print what must not be seen
        return BUG


def _explained(error: BaseException) -> int:
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    if isinstance(error, KeyboardInterrupt):
        say(_("interrupted; a command is written as a whole or not at all"))
        return INTERRUPTED
    if isinstance(error, DxError):
        _say_error(error.code, error.message, error.hint, error.problems if isinstance(error, Refused) else [])
        return error.exit_code
    if is_broken_pipe(error):
        return 0
    return _typer_code(error) if _is_typers(error) else _unforeseen(error)


def _is_typers(error: BaseException) -> bool:
    return type(error).__module__.startswith("typer") or any(
        b.__module__.startswith("typer") for b in type(error).mro()
    )


def _typer_code(error: BaseException) -> int:
    import typer

    from dxskills.cli.usage import explain

    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return INTERRUPTED
    message, hint = explain(error)
    if message:
        _say_error("wrong-usage", message, hint, [])
    return _WRONG_USAGE


def _unforeseen(error: BaseException) -> int:
    reason = _disk_reason(error)
    if reason is not None:
        _say_error("disk", reason, _("Nothing of this command counts as written unless it said so."), [])
        return _UNAVAILABLE
    from dxskills.cli.crash import write_report

    path = write_report(error)
    where = _("Please send this file to whoever looks after dxskills; it holds no personal data: {path}")
    _say_error("bug", _("dxskills has a fault and stopped."), where.format(path=path) if path else None, [])
    return BUG


_DISK_NAMES = ("FULL", "IOERR", "CANTOPEN", "READONLY", "BUSY", "LOCKED", "CORRUPT", "NOTADB", "PERM", "NOMEM")


def _disk_reason(error: BaseException) -> str | None:
    """What the operating system or the index's database says is wrong with a file; None for anything else."""
    if isinstance(error, OSError):
        name = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else None
        reason = error.strerror or type(error).__name__
        return f"{name}: {reason}" if name else reason
    database = getattr(error, "sqlite_errorname", None)
    if isinstance(database, str) and any(database.startswith(f"SQLITE_{name}") for name in _DISK_NAMES):
        return _("the index: {reason}").format(reason=str(error))
    return None


def is_broken_pipe(error: BaseException) -> bool:
    """Whether the reader of our output went away; Windows says EINVAL for it."""
    if isinstance(error, BrokenPipeError):
        return True
    return os.name == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL and error.filename is None


def _say_error(code: str, message: str, hint: str | None, problems: list[Problem]) -> None:
    say(_coloured(f"error[{code}]:") + " " + _visible(message))
    say_problems(problems)
    if hint:
        say("  " + _visible(hint))


def say_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        say("  " + problem_line(problem))


def problem_line(problem: Problem) -> str:
    """``file [sheet]:row:column: "value" [code] message``, with the parts that there are."""
    file = problem.file if problem.sheet is None else f"{problem.file} [{problem.sheet}]"
    place = ":".join(str(part) for part in (file, problem.row, problem.column) if part not in (None, ""))
    value = f' "{problem.value}"' if problem.value is not None else ""
    return one_line(f"{place}:{value} [{problem.code}] {problem.message}")


def one_line(text: str) -> str:
    """``text`` with all that acts made visible, line breaks too: no data may begin a line that poses as ours."""
    from dxskills.exchange.characters import visible

    return visible(text)


def _visible(text: str) -> str:
    from dxskills.render.text import visible_lines

    return visible_lines(text)


def _coloured(text: str) -> str:
    stream = sys.stderr
    plain = os.name == "nt" or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if plain or stream is None or not stream.isatty() else f"\x1b[1;31m{text}\x1b[0m"


def say(text: str) -> None:
    """A line on stderr; nothing where there is none or nobody reads it."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return
