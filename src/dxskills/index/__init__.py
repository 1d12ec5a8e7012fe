"""The index: the journal's entries projected into SQLite, so that every question is a short walk.

A cache: it holds nothing that the journal and the framework do not, and is thrown away whenever it does not match them.
"""

from __future__ import annotations

from dxskills.index.facts import NO_END, Facts
from dxskills.index.index import Index
from dxskills.index.stored import StoredEntry
from dxskills.index.unit_names import UnitNames

__all__ = ["NO_END", "Facts", "Index", "StoredEntry", "UnitNames"]
