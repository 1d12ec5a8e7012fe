"""HEAD: how far the journal is acknowledged. What lies beyond does not count; what is missing before it is damage.

The file has two slots of 4096 bytes, written in turn and never both at once, each holding its record twice. A crash in
the middle of a write can spoil only the slot being written, whose entries nobody was promised; the other one stands.
The second copy is for single bits that flip, and for a slot of which only some sectors were written: no older slot may
win while one copy is whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import orjson

from dxskills.digest import blake2b
from dxskills.errors import Damaged
from dxskills.i18n import _
from dxskills.journal import disk
from dxskills.journal.editions import edition_of
from dxskills.journal.event import first_hash

NAME = "HEAD"
SLOT = 4096
_COPY = SLOT // 2
_ATTEMPTS = 20
_PAUSE = 0.01


class Head(NamedTuple):
    """A point of the journal: ``length`` bytes of ``segment`` (a file name, "" if empty), entry ``seq`` and its hash.

    ``generation`` counts the acknowledgements since the store was made.
    """

    generation: int
    segment: str
    length: int
    seq: int
    hash: str

    @property
    def edition(self) -> int:
        return edition_of(self.segment) or 1


def empty_head(store_id: str) -> Head:
    return Head(0, "", 0, 0, first_hash(store_id))


def create(folder: Path, store_id: str) -> None:
    """Write the HEAD of an empty journal."""
    slot = _encode(empty_head(store_id), store_id)
    disk.write_file(folder / NAME, slot + b" " * SLOT)


def renew(folder: Path, end: Head, store_id: str) -> None:
    """Put a HEAD in the place of what is there, both of whose slots say ``end``."""
    older = end._replace(generation=max(0, end.generation - 1))
    slots = {end.generation % 2: end, older.generation % 2: older}
    disk.write_file(folder / NAME, b"".join(_encode(slots.get(slot, end), store_id) for slot in (0, 1)))


def read(folder: Path, store_id: str) -> Head:
    """The newest head that is whole; Damaged if neither slot is."""
    path = folder / NAME
    for attempt in range(_ATTEMPTS):
        if attempt:
            # A writer may just be writing one slot, and have written the other while we read.
            from time import sleep

            sleep(_PAUSE)
        try:
            raw = disk.read_file(path)
        except FileNotFoundError as error:
            raise _damaged(path) from error
        except OSError as error:
            raise disk.unreadable(path, error) from error
        found = [head for start in range(0, 2 * SLOT, _COPY) if (head := _decode(raw[start : start + _COPY], store_id))]
        if found:
            return max(found)
    raise _damaged(path)


class Slots(NamedTuple):
    """What is readable. ``destroyed``: one slot is not, and may have held a newer head; ``worn``: one copy is not."""

    newest: Head | None
    destroyed: bool
    worn: bool


def examine(folder: Path, store_id: str) -> Slots:
    """How HEAD is, whatever it is; a slot that somebody is just writing is waited for."""
    slots = Slots(None, destroyed=True, worn=True)
    for attempt in range(_ATTEMPTS):
        if attempt:
            from time import sleep

            sleep(_PAUSE)
        slots = _look(folder, store_id)
        if not slots.worn:
            break
    return slots


def _look(folder: Path, store_id: str) -> Slots:
    with disk.reading(folder / NAME):
        try:
            raw = disk.read_file(folder / NAME)
        except FileNotFoundError:
            raw = b""
    slots = [raw[:SLOT], raw[SLOT:]]
    copies = [[_decode(slot[:_COPY], store_id), _decode(slot[_COPY:], store_id)] for slot in slots]
    newest = max((copy for slot in copies for copy in slot if copy), default=None)
    # The second slot of a store into which nothing was entered yet has never been written.
    used = 1 if newest and newest.generation == 0 and not slots[1].strip() else 2
    destroyed = any(not any(slot) for slot in copies[:used])
    return Slots(
        newest, destroyed, len(raw) != 2 * SLOT or any(copy is None for slot in copies[:used] for copy in slot)
    )


def _damaged(path: Path) -> Damaged:
    hint = _("The entries themselves are untouched. `dxskills store repair` builds {path} anew from them.")
    return Damaged("damaged", _("{path} is missing or unreadable."), hint=hint, path=path)


def write(fd: int, head: Head, store_id: str) -> bool:
    """Write ``head`` over the older slot of the open HEAD file; whether all of it was taken. The caller syncs."""
    slot = _encode(head, store_id)
    return disk.write_at(fd, head.generation % 2 * SLOT, slot) == len(slot)


def _encode(head: Head, store_id: str) -> bytes:
    record = orjson.dumps(head._asdict())
    text = _checksum(record, store_id) + b" " + record
    return (text.ljust(_COPY - 1) + b"\n") * 2


def _decode(copy: bytes, store_id: str) -> Head | None:
    checksum, _blank, record = copy.rstrip().partition(b" ")
    if not record or checksum != _checksum(record, store_id):
        return None
    try:
        head = Head(**orjson.loads(record))
    except (ValueError, TypeError):  # somebody else's, with the right checksum
        return None
    return head if _is_sound(head) else None


def _is_sound(head: Head) -> bool:
    counts = (head.generation, head.length, head.seq)
    return (
        all(type(count) is int and count >= 0 for count in counts)
        and type(head.segment) is str
        and edition_of(head.segment) is not None
        and type(head.hash) is str
    )


def _checksum(record: bytes, store_id: str) -> bytes:
    # Keyed by the store, so that another store's HEAD is no HEAD.
    return blake2b(record, digest_size=16, key=store_id.encode()).hexdigest().encode()
