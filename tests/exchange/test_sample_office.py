"""The generated sample office goes through the imports: every row is taken, and none a second time."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dxskills import Registry
from dxskills.demo import generate
from dxskills.exchange.options import ImportOptions


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2028, 2, 29)], ids=str)
def test_the_sample_office_is_imported_once(tmp_path: Path, today: date) -> None:
    for name in ("office", "desk"):
        (tmp_path / name).mkdir()
    Registry.init(tmp_path / "office")
    files = generate(tmp_path / "desk", today)
    store, data = tmp_path / "office" / "store", tmp_path / "office" / "data"
    with Registry.open(store, data, by="desk", index_folder=tmp_path / "index") as registry:
        first: Counter[str] = Counter()
        for file in files:
            result = registry.import_files(file.kind, [file.path], ImportOptions(on=file.as_of or today, today=today))
            assert not result.problems, result.problems[0]
            assert result.added == result.read - result.unchanged - result.updated
            first[file.kind] += result.added
        assert min(first.values()) > 0
        assert len(first) == 7
        seq = registry.journal.head().seq
        names = registry.journal.names()
        for file in files:
            result = registry.import_files(file.kind, [file.path], ImportOptions(on=file.as_of or today, today=today))
            assert (result.unchanged, result.problems) == (result.read, ())
        assert registry.journal.head().seq == seq
        assert registry.journal.names() == names
