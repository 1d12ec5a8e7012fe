"""The coded errors: what a user, a file or a disk can cause, and the exit code each one ends in.

docs/errors.md lists the exit codes. Everything else that escapes is a bug of ours and ends in 70.
"""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple


class Problem(NamedTuple):
    """One fault found in one place of one input file.

    ``row`` is the line or spreadsheet row a person sees, header included; ``None`` where the whole file is meant.
    ``sheet`` is a workbook's.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    code: str
    message: str
    sheet: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """By field; ``sheet`` only where there is one."""
        fields = self._asdict()
        if self.sheet is None:
            del fields["sheet"]
        return fields


class DxError(Exception):
    """An error with a stable code, a sentence in the user's language and, where there is one, what to do next.

    ``message`` and ``hint`` are templates already translated; ``params`` fill their ``{names}``.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, code: str, message: str, *, hint: str | None = None, **params: object) -> None:
        self.code = code
        self.params = params
        said = {name: _one_line(value) for name, value in params.items()}
        self.message = message.format_map(said) if said else message
        self.hint = hint.format_map(said) if hint and said else hint
        super().__init__(self.message)


def _one_line(value: object) -> object:
    """A value as it may stand in a message: what is quoted begins no line of its own, which could pose as ours."""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return text.replace("\n", "<U+000A>") if "\n" in text else text


class Unexpected(DxError):
    """The store is whole, but not what it was said to be."""

    exit_code = 1


class WrongUsage(DxError):
    """The command line or the call makes no sense."""

    exit_code = 2


class Refused(DxError):
    """The input was refused and nothing was written. ``problems`` lists every fault where there are several."""

    exit_code = 3

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str | None = None,
        problems: list[Problem] | None = None,
        **params: object,
    ) -> None:
        super().__init__(code, message, hint=hint, **params)
        self.problems = problems or []


class FrameworkRefused(Refused):
    """The framework files have faults, so nothing can be asked of them."""


class Unavailable(DxError):
    """The store cannot be used now: locked, not writable, disk full, or made by a newer version."""

    exit_code = 4


class Damaged(DxError):
    """The store is damaged; nothing was written."""

    exit_code = 5


class OutcomeUnknown(DxError):
    """The disk failed while writing, so whether the entries are there is unknown; ``store verify`` tells."""

    exit_code = 6
