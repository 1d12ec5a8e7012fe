"""Documents that are nothing but a payload."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dxskills.render.document import Block, Document, Flat


def json_only(payload: Callable[[], Any]) -> Document:
    """For where only JSON is asked for: what people would read is never laid out."""
    return Document(blocks=_nothing, payload=payload, flat=_no_rows)


def _nothing() -> Iterable[Block]:
    return ()


def _no_rows() -> Flat:
    return Flat((), ())
