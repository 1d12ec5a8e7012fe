"""A small store with any byte of any file changed or cut off: found, or without effect; never another answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dxskills.errors import Damaged
from dxskills.journal import head
from dxskills.journal.identity import read_identity
from dxskills.journal.journal import Journal
from dxskills.journal.names import Name
from tests.journal import counts
from tests.journal.entries import NEXT_YEAR, enter, make, notes

NAMES = {"00012345": Name("中野 花子", None, "2026-04-01"), "2": Name("沼袋 太郎", "ヌマブクロ", "2026-04-01")}
FILES = ["store.json", "HEAD", "people.json", "journal/2026.jsonl", "journal/2027.jsonl"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(head, "_PAUSE", 0)  # nobody else writes HEAD
    journal = make(tmp_path / "store")
    with journal.writing() as writing:
        writing.save_names(NAMES)
    enter(journal, "a", "b")
    enter(journal, "c", at=NEXT_YEAR)
    return journal.folder


def answer(store: Path) -> Any:
    journal = Journal.open(store)
    return journal.verify(), journal.id, notes(journal), journal.names(), read_identity(store)


def found(store: Path, name: str, expected: Any) -> bool:
    """Whether the harm is refused with its place; if not, the store must say what it said before."""
    try:
        said = answer(store)
    except Damaged as damaged:
        assert damaged.exit_code == 5
        place = str(damaged.params.get("segment") or damaged.params["path"])
        # What changes a line without spoiling it shows at the line that follows it; what changes the id, everywhere.
        assert Path(place).name in (Path(name).name, "2027.jsonl") or name == "store.json"
        if place.endswith(".jsonl"):
            assert damaged.params["line"]
        return True
    assert said == expected
    return False


@pytest.mark.parametrize(
    "bits", [pytest.param(range(8), marks=pytest.mark.slow, id="8 bits"), pytest.param(None, id="1 bit")]
)
@pytest.mark.parametrize("name", FILES)
def test_a_bit_flipped_in_any_byte(store: Path, name: str, bits: range | None) -> None:
    path, expected, refused = store / name, answer(store), 0
    whole = path.read_bytes()
    places = [place for place in range(len(whole)) if name != "HEAD" or whole[place] != 0x20 or place % 97 == 0]
    flips = [(place, bit) for place in places for bit in bits or [place % 8]]
    for place, bit in flips:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        refused += found(store, name, expected)
    # HEAD is there four times over, and blanks are blanks.
    assert refused == 0 if name == "HEAD" else refused > 0.95 * len(flips)
    counts.ran("bits flipped, of every byte of every file of a store", len(flips))


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_at_any_byte(store: Path, name: str) -> None:
    path, expected, refused = store / name, answer(store), 0
    whole = path.read_bytes()
    cuts = [cut for cut in range(len(whole)) if name != "HEAD" or whole[cut - 1] != 0x20 or cut % 97 == 0]
    for cut in cuts:
        path.write_bytes(whole[:cut])
        refused += found(store, name, expected)
    assert refused > 0
    counts.ran("cuts, at every byte of every file of a store", len(cuts))


@pytest.mark.parametrize(
    "harm", [bytes.upper, lambda raw: raw.replace(b"04-01", b"05-01"), lambda raw: raw[:-2] + b',"x":1}']
)
def test_no_field_of_the_stores_own_file_changes_unseen(store: Path, harm: Callable[[bytes], bytes]) -> None:
    path = store / "store.json"
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(Damaged, match=r"store\.json"):
        Journal.open(store)
