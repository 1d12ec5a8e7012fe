"""Result objects as the plain values that JSON is made of."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from dxskills.framework.model import Text
from dxskills.frozen import Frozen


def plain(value: Any) -> Any:
    """``value`` with ISO dates, display texts as {ja, en}, results and named tuples as objects, tuples as arrays.

    A field may name the key it is given in JSON where that is no Python name: ``metadata={"key": "from"}``.
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return {"ja": value.ja, "en": value.en}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Frozen):
        return plain(value.as_fields())
    if is_dataclass(value):
        return {f.metadata.get("key", f.name): plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(item) for item in value]
    return value
