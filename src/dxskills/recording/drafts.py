"""The entries that one write is to add: kept in memory while they are few, on the disk when they are very many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from marshal import dumps, loads
from typing import IO, overload

from dxskills.journal.event import Draft
from dxskills.scratch import scratch_file, scratch_writing

_AT_HAND = 10_000
_FRAME = 2000
_FORMAT = 2
"""Of ``marshal``. What is packed leaves neither this process nor this version of Python."""


class Drafts(Sequence[Draft]):
    """Grows at its end and can be cut there. Iterating over it may be done again and again."""

    def __init__(self) -> None:
        self._recent: list[Draft] = []
        self._file: IO[bytes] | None = None
        self._frames: list[tuple[int, int]] = []  # offset and length

    def __len__(self) -> int:
        return len(self._frames) * _FRAME + len(self._recent)

    def __iter__(self) -> Iterator[Draft]:
        for offset, length in self._frames:
            assert self._file is not None
            self._file.seek(offset)
            for kind, staff, on, data in loads(self._file.read(length)):
                yield Draft(kind, staff, on, data)
        yield from self._recent

    @overload
    def __getitem__(self, place: int) -> Draft: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Draft]: ...

    def __getitem__(self, place: int | slice) -> Draft | Sequence[Draft]:
        away = len(self._frames) * _FRAME
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if start >= away and step == 1:
                return self._recent[start - away : max(stop - away, 0)]
        elif place < 0 or place >= away:
            return self._recent[place if place < 0 else place - away]
        return list(self)[place]

    def append(self, draft: Draft) -> None:
        self._recent.append(draft)
        if len(self._recent) >= _AT_HAND:
            self._put_away()

    def cut(self, length: int) -> None:
        """Forget what was appended since there were ``length`` of them."""
        kept = len(self._frames) * _FRAME
        if length >= kept:
            del self._recent[length - kept :]
            return
        self._recent = list(islice(self, length))
        self._frames.clear()

    def _put_away(self) -> None:
        """All but the most recent, which are the ones that may be cut off."""
        if self._file is None:
            self._file = scratch_file()
        offset = self._file.seek(0, 2)
        while len(self._recent) >= 2 * _FRAME:
            raw = dumps([tuple(draft) for draft in self._recent[:_FRAME]], _FORMAT)
            del self._recent[:_FRAME]
            with scratch_writing():
                self._file.write(raw)
                self._file.flush()
            self._frames.append((offset, len(raw)))
            offset += len(raw)
