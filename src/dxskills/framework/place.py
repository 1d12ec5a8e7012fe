"""Walking a file's tree while parts of it may be faulty: what is not of the expected form is simply not there.

The schema has told of it already. So the rules that look at several places at once (references, bounds, circles) see
everything that is readable, and say nothing about what is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dxskills.framework.faults import Faults
from dxskills.framework.structure import label
from dxskills.framework.tree import Mapping, Position, Scalar, Sequence
from dxskills.framework.values import is_null


class Word(NamedTuple):
    """A text at a place."""

    text: Scalar
    path: str


class Place:
    """A mapping, the file it stands in and the path to it."""

    __slots__ = ("faults", "file", "node", "path")

    def __init__(self, node: Mapping, file: str, faults: Faults, path: str = "") -> None:
        self.node = node
        self.file = file
        self.faults = faults
        self.path = path

    def entries(self, key: str) -> list[Place]:
        """The mappings of the list at ``key``."""
        found = self.node.get(key)
        nodes = enumerate(found) if isinstance(found, Sequence) else ()
        path = self._path(key)
        return [
            Place(node, self.file, self.faults, f"{path}[{label(node, position)}]")
            for position, node in nodes
            if isinstance(node, Mapping)
        ]

    def part(self, key: str) -> Place | None:
        """The mapping at ``key``."""
        found = self.node.get(key)
        return Place(found, self.file, self.faults, self._path(key)) if isinstance(found, Mapping) else None

    def says(self, key: str) -> bool:
        """Whether the key has a value other than null."""
        return key in self.node and not is_null(self.node[key])

    def lacks(self, key: str) -> bool:
        """Whether the key is left out or null; a value that was dropped as a fault is neither lacking nor said."""
        return key not in self.node.key_at or (key in self.node and is_null(self.node[key]))

    def word(self, key: str) -> Word | None:
        """The text at ``key``."""
        found = self.node.get(key)
        return Word(found, self._path(key)) if isinstance(found, Scalar) and found and not is_null(found) else None

    def words(self, key: str) -> Iterator[Word]:
        """The texts of the list at ``key``."""
        found = self.node.get(key)
        if isinstance(found, Sequence):
            for position, text in enumerate(found):
                if isinstance(text, Scalar) and text:
                    yield Word(text, f"{self._path(key)}[{position + 1}]")

    def count(self, key: str) -> int | None:
        """The number at ``key``, if it is a whole one."""
        word = self.word(key)
        return (
            int(word.text) if word and word.text.isascii() and word.text.isdecimal() and len(word.text) < 13 else None
        )

    def fault(self, key: str | None, code: str, sentence: str, *, value: str | None = None) -> None:
        """Note a fault at a key, or at the mapping as a whole; ``sentence`` is complete."""
        at: Position = self.node.key_at.get(key, self.node.at) if key else self.node.at
        self.faults.add(self.file, at, code, sentence, path=self._path(key) if key else self.path, value=value)

    def fault_at(self, word: Word, code: str, sentence: str) -> None:
        """Note a fault at a text; ``sentence`` is complete."""
        self.faults.add(self.file, word.text.at, code, sentence, path=word.path, value=str(word.text))

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
