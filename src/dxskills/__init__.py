"""Skills registry of a public office: who holds which role, what each must have learned, and who lacks what by when.

:class:`Registry` is the library; the errors it raises are all :class:`DxError`. Names are imported when first asked
for, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dxskills.analysis.results import Report
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
    from dxskills.exchange.importing import ImportOptions, ImportResult
    from dxskills.registry import Registry, Written

__version__ = "0.1.0"

__all__ = [
    "Damaged",
    "DxError",
    "FrameworkRefused",
    "ImportOptions",
    "ImportResult",
    "OutcomeUnknown",
    "Problem",
    "Refused",
    "Registry",
    "Report",
    "Unavailable",
    "Written",
    "WrongUsage",
]

_HOMES = {
    "ImportOptions": "exchange.importing",
    "ImportResult": "exchange.importing",
    "Registry": "registry",
    "Report": "analysis.results",
    "Written": "registry",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value
