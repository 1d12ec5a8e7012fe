"""What a large import keeps beside the index: where that cannot be, and what a killed one leaves behind."""

from __future__ import annotations

import errno
import io
import tempfile
from datetime import date
from pathlib import Path

import pytest

from dxskills import Registry
from dxskills.errors import Unavailable
from dxskills.exchange import reading, short_way
from dxskills.exchange.options import ImportOptions
from dxskills.journal.alike import AlikeEntries, Frame
from tests.exchange.office import Office

FILE = "職員番号,研修,受講日\n00000001,security,2026-06-01\n00000002,security,2026-06-01\n"


def test_what_a_killed_import_left_behind_is_removed_by_the_next(office: Office) -> None:
    index = office.registry.index.path
    assert index is not None
    left = [index.with_name(f"{index.name}-import-abc.entries{end}") for end in ("", ".lines")]
    others = index.with_name(f"other-{index.name}-import-abc.entries")
    for path in (*left, others):
        path.write_text("00000001", encoding="utf-8")
    office.take("trainings", FILE, dry_run=True)
    assert all(path.exists() for path in left)  # somebody else may be writing now
    office.take("trainings", FILE)
    assert not any(path.exists() for path in left)
    assert others.exists()


def test_a_large_import_needs_no_folder_for_the_index(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGE", 1)
    monkeypatch.setattr(short_way, "VERY_LARGE", 1)
    home = office.registry.journal.folder.parent
    office.registry.close()
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    (tmp_path / "rows.csv").write_text(FILE, encoding="utf-8")
    with Registry.open(home / "store", home / "data", by="desk", index_folder=tmp_path / "taken") as registry:
        today = ImportOptions(on=date(2026, 11, 23), today=date(2026, 11, 23))
        assert registry.import_files("trainings", [tmp_path / "rows.csv"], today).added == 2


def test_a_full_disk_is_named_by_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: AlikeEntries, _rest: memoryview) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(AlikeEntries, "_write", full)
    frame = Frame(["00000001"], ["2026-06-01"], [0], [""], [1], [1])
    with (
        AlikeEntries("training.recorded", tmp_path / "index.sqlite", [("{", "}")]) as entries,
        pytest.raises(OSError) as caught,
    ):
        entries.add(frame)
    assert caught.value.filename == str(tmp_path)


@pytest.mark.parametrize("when", ["made", "written"])
def test_a_full_folder_for_temporary_files_is_named(
    office: Office, when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rows.csv").write_text(FILE, encoding="utf-8")
    full = OSError(errno.ENOSPC, "No space left on device")

    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise full

    def spooled(_size: int) -> Full:
        if when == "made":
            raise full
        return Full()

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", spooled)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = office.registry.journal.head()
    with pytest.raises(Unavailable) as caught:
        options = ImportOptions(on=date(2026, 11, 23), today=date(2026, 11, 23))
        office.registry.import_files("trainings", [tmp_path / "rows.csv"], options)
    assert caught.value.code == "no-temporary-space"
    assert str(tmp_path) in caught.value.message
    assert "TMPDIR" in (caught.value.hint or "")
    assert office.registry.journal.head() == before
