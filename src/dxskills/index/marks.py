"""Sets of people and days that take little room, however many they are, and may have some pairs too many."""

from __future__ import annotations

from collections.abc import Iterable

_MASK = 2**27 - 1


def marks(pairs: Iterable[tuple[int, int]]) -> bytearray:
    """A set of pairs of person and day in 16 MB, however many they are; nothing for none. See :func:`is_marked`."""
    bits = bytearray()
    for person, day in pairs:
        bits = bits or bytearray((_MASK + 1) // 8)
        place = (person * 40_503 + day) & _MASK
        bits[place >> 3] |= 1 << (place & 7)
    return bits


def is_marked(bits: bytearray, person: int, day: int) -> bool:
    """Whether the pair may be in the set: certainly not if False."""
    place = (person * 40_503 + day) & _MASK
    return bool(bits[place >> 3] >> (place & 7) & 1)
