"""The store against itself and against the framework: for ``check``. Result types only; see ``checking``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dxskills.analysis.plain import plain

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. ``message`` and ``remedy`` are sentences in the user's language.

    ``entry`` is the seq of the entry concerned, ``item`` the id or path that it is about. ``command`` is what to type,
    with a word in capitals where only the user knows; None where a file is to be edited. An error makes answers wrong
    or incomplete; a warning may be meant."""

    code: str
    severity: Severity
    staff: str | None
    entry: int | None
    item: str | None
    message: str
    remedy: str
    command: str | None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Findings sorted by severity, code, staff, entry and item; none means that everything agrees."""

    as_of: date
    people: int
    entries: int
    findings: tuple[Finding, ...]

    @property
    def found(self) -> bool:
        """Whether ``check`` ends in exit code 1."""
        return bool(self.findings)

    def as_dict(self) -> dict[str, Any]:
        """The ``dxskills/check/1`` document."""
        return {"schema": "dxskills/check/1", **plain(self)}
