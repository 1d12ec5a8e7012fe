"""What every command that writes does in the end: say what it wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from dxskills.cli.errors import one_line, say
from dxskills.cli.output import Target, emit

if TYPE_CHECKING:
    from dxskills.registry import Registry, Written

T = TypeVar("T")


def needed(value: T | None) -> T:
    """The value of an option that the parser has made sure of."""
    assert value is not None
    return value


def emit_written(registry: Registry, written: Written, where: Target) -> None:
    """Print the entries, and on stderr what the person should know besides."""
    from dxskills.render.views.written import view

    emit(view(written.entries, registry.framework), where, plain=True)
    for notice in written.notices:
        say(one_line(notice))
