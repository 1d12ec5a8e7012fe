"""The explanation of a status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dxskills.exchange.characters import visible
from dxskills.render.document import Block, Document, Flat, Lines

if TYPE_CHECKING:
    from dxskills.analysis.why import Why

_COLUMNS = (
    *("staff", "name", "unit", "role", "requirement", "necessity", "status", "decided_by"),
    *("held_since", "due_on", "valid_until", "evidence", "planned_on"),
)


def view(why: Why) -> Document:
    return Document(blocks=lambda: _blocks(why), payload=why.as_dict, flat=lambda: Flat(_COLUMNS, _rows(why)))


def _blocks(why: Why) -> Iterable[Block]:
    from dxskills.analysis.sentences import sentences

    # A reason of several lines is one sentence: no line of it may pose as ours.
    yield Lines([visible(sentence) for sentence in sentences(why)])


def _rows(why: Why) -> Iterator[list[object]]:
    for v in why.verdicts:
        yield [
            *(why.staff, why.name, v.unit, v.role, v.requirement, v.rule.necessity, v.status, v.decided_by),
            *(v.held.since, v.due_on, v.valid_until, v.evidence, v.planned_on),
        ]
