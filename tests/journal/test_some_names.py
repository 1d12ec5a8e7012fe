"""Finding a few names without reading the file: the first, the last, those that are not there, and damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxskills.journal.names import FILE, Name, write_names
from dxskills.journal.some_names import some_names

PEOPLE = ["0", "001", "0012", "00123", "1", "9-9", "9_9", "A", "Z9", "a", "zz"]


@pytest.mark.parametrize("number", [0, 1, 2, len(PEOPLE)])
def test_each_is_found_and_nobody_else(tmp_path: Path, number: int) -> None:
    there = PEOPLE[:number]
    write_names(tmp_path, {staff: Name(f'名\n"{staff}":{{', None, "2026-04-01") for staff in there})
    for staff in PEOPLE:
        assert some_names(tmp_path, [staff]) == ({staff: f'名\n"{staff}":{{'} if staff in there else {})
    assert set(some_names(tmp_path, PEOPLE)) == set(there)


def test_many_are_found_as_the_whole_file_has_them(tmp_path: Path) -> None:
    write_names(tmp_path, {f"{n:05}": Name(f"name {n}", "カナ", "2026-04-01") for n in range(0, 30_000, 3)})
    asked = [f"{n:05}" for n in range(29_000, 30_000)]
    found = some_names(tmp_path, asked)
    assert found == {f"{n:05}": f"name {n}" for n in range(29_001, 30_000, 3)}


@pytest.mark.parametrize("content", [b"x", b"\n", b"\n\n\n", b'{"people":{\n"1":{"name":3}\n', b"\xff" * 4000])
def test_damage_is_no_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert some_names(tmp_path, ["1", "2"]) == {}
