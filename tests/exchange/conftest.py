"""The office that most tests hand their files to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dxskills import Registry
from tests.exchange.office import ROLES, STAFF, TRAININGS, Office


@pytest.fixture
def empty_office(tmp_path: Path) -> Iterator[Office]:
    """Nobody works here yet."""
    folder, desk = tmp_path / "office", tmp_path / "desk"
    folder.mkdir()
    desk.mkdir()
    Registry.init(folder)
    (folder / "data" / "roles.yaml").write_text(ROLES, encoding="utf-8")
    (folder / "data" / "trainings.yaml").write_text(TRAININGS, encoding="utf-8")
    moment = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    with Registry.open(
        folder / "store", folder / "data", by="desk", clock=lambda: moment, index_folder=tmp_path / "index"
    ) as registry:
        yield Office(registry, desk)


@pytest.fixture
def office(empty_office: Office) -> Office:
    """山田 and 髙橋 of 総務部, 林 of 区民部."""
    assert empty_office.take("staff", STAFF, on=date(2026, 4, 1)).added == 3
    return empty_office
