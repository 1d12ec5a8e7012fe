"""A workbook that cannot be finished: the reason is the disk's or ours, and nobody's data is left lying about."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dxskills.errors import Refused
from dxskills.render import workbook
from dxskills.render.document import Flat

COLUMNS = ("staff", "note")


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def rows(number: int = 5000, last: str = "備考") -> Flat:
    return Flat(COLUMNS, [*[("00012345", "中野 花子")] * number, ("00012345", last)], exact=True)


class Full(io.BytesIO):
    """A disk with room for so many bytes."""

    room = 0

    def write(self, data: object) -> int:
        if self.tell() >= self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)  # type: ignore[arg-type]


def test_nothing_is_left_of_a_workbook_that_was_written(scratch: Path) -> None:
    target = io.BytesIO()
    workbook.write(rows(), target)
    assert target.getvalue().startswith(b"PK")
    assert list(scratch.iterdir()) == []


def test_nothing_is_left_of_a_workbook_that_was_refused(scratch: Path) -> None:
    with pytest.raises(Refused, match="too long"):
        workbook.write(rows(last="あ" * 40_000), io.BytesIO())
    assert list(scratch.iterdir()) == []


def test_nothing_is_left_of_a_workbook_that_was_interrupted(scratch: Path) -> None:
    def interrupted() -> Iterator[tuple[str, ...]]:
        yield from [("00012345", "中野 花子")] * 5000
        assert any(path.is_dir() for path in scratch.iterdir())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workbook.write(Flat(COLUMNS, interrupted(), exact=True), io.BytesIO())
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("room", [0, 1, 2000])
def test_a_full_disk_is_the_disks_own_error(scratch: Path, room: int) -> None:
    """And the library's unfinished archive, which writes its end when it is collected, is not heard of."""
    target = Full()
    target.room = room
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as caught:
        workbook.write(rows(), target)
    assert caught.value.errno == errno.ENOSPC
    written = target.getvalue()
    target.close()
    del caught
    assert b"PK\x05\x06" not in written
    assert list(scratch.iterdir()) == []


def test_a_full_folder_of_temporary_files_is_the_disks_own_error(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_arguments: object, **_options: object) -> object:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    from xlsxwriter import packager

    monkeypatch.setattr(packager.tempfile, "mkstemp", nowhere)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        workbook.write(rows(3), io.BytesIO())
    assert list(scratch.iterdir()) == []
