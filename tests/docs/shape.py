"""Leaves out of a new output what a page left out of the old one, so that recording a page anew keeps it readable."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from dxskills.render.text import width

REST = "…"


def shaped(expected: Sequence[str], printed: Sequence[str]) -> list[str]:
    """``printed`` in the shape of ``expected``: as many lines between the ellipses, long ones cut where they were."""
    if REST not in expected:
        return [_cut(line, expected[n]) if n < len(expected) else line for n, line in enumerate(printed)]
    pieces = _pieces(expected)
    result: list[str] = []
    position = 0
    for number, piece in enumerate(pieces):
        if number:
            result.append(REST)
        start = position if number == 0 else _place(piece, printed, position, last=number == len(pieces) - 1)
        result += [_cut(new, old) for new, old in zip(printed[start:], piece, strict=False)]
        position = start + len(piece)
    return result


def _pieces(expected: Sequence[str]) -> list[list[str]]:
    """What stands before, between and behind the ellipses; the first and the last may be empty."""
    pieces: list[list[str]] = [[]]
    for line in expected:
        if line == REST:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def _place(piece: list[str], printed: Sequence[str], position: int, *, last: bool) -> int:
    """Where from ``position`` on the lines most like the piece begin; the last piece ends with the output."""
    latest = max(len(printed) - len(piece), position)
    if last:
        return latest
    return max(range(position, latest + 1), key=lambda start: (_likeness(piece, printed[start:]), -start))


def _likeness(piece: list[str], lines: Sequence[str]) -> float:
    return sum(SequenceMatcher(None, old, new).ratio() for old, new in zip(piece, lines, strict=False))


def _cut(new: str, old: str) -> str:
    room = width(old) - 1
    if not old.endswith(REST) or width(new) <= room:
        return new
    kept = ""
    for letter in new:
        if width(kept + letter) > room:
            break
        kept += letter
    return kept + REST
