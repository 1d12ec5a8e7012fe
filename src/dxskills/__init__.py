"""Skills registry of a public office: who holds which role, what each must have learned, and who lacks what by when.

:class:`Registry` is the library; the errors it raises are all :class:`DxError`. Names are imported when first asked
for, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dxskills.analysis.check import CheckResult
    from dxskills.analysis.history import LogEntry
    from dxskills.analysis.person import PersonPage
    from dxskills.analysis.results import Report
    from dxskills.analysis.staff_list import StaffRow
    from dxskills.analysis.why import Why
    from dxskills.errors import (
        Damaged,
        DxError,
        FrameworkRefused,
        OutcomeUnknown,
        Problem,
        Refused,
        Unavailable,
        WrongUsage,
    )
    from dxskills.exchange.exporting.export import Export
    from dxskills.exchange.importing import ImportOptions, ImportResult
    from dxskills.framework.model import Framework
    from dxskills.journal.event import Event
    from dxskills.journal.journal import Verification
    from dxskills.registry import Registry, Written

__version__ = "0.1.0"

__all__ = [
    "CheckResult",
    "Damaged",
    "DxError",
    "Event",
    "Export",
    "Framework",
    "FrameworkRefused",
    "ImportOptions",
    "ImportResult",
    "LogEntry",
    "OutcomeUnknown",
    "PersonPage",
    "Problem",
    "Refused",
    "Registry",
    "Report",
    "StaffRow",
    "Unavailable",
    "Verification",
    "Why",
    "Written",
    "WrongUsage",
]

_HOMES = {
    "CheckResult": "analysis.check",
    "Event": "journal.event",
    "Export": "exchange.exporting.export",
    "Framework": "framework.model",
    "ImportOptions": "exchange.importing",
    "ImportResult": "exchange.importing",
    "LogEntry": "analysis.history",
    "PersonPage": "analysis.person",
    "Registry": "registry",
    "Report": "analysis.results",
    "StaffRow": "analysis.staff_list",
    "Verification": "journal.journal",
    "Why": "analysis.why",
    "Written": "registry",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value
