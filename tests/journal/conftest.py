"""The registry that commands are stopped on, made once a module."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dxskills.cli import session
from tests.cli.conftest import ROLES, STAFF, TRAININGS
from tests.journal.office import MORE_STAFF, NOW, ROWS, Scene, run


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("crash") / "office"
    before = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        folder.mkdir()
        for name in ("DXSKILLS_STORE", "DXSKILLS_FRAMEWORK", "DXSKILLS_LANG", "NO_COLOR"):
            patch.delenv(name, raising=False)
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(folder / "home"))
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("DXSKILLS_BY", "tester")
        patch.setattr(session, "now", lambda: NOW)
        os.chdir(folder)
        assert run(["init"]) == 0
        for name, text in (("data/roles.yaml", ROLES), ("data/trainings.yaml", TRAININGS)):
            Path(name).write_text(text, encoding="utf-8")
        for name, text in (("staff.csv", STAFF), ("more.csv", MORE_STAFF), ("rows.csv", ROWS)):
            Path(name).write_text(text, encoding="utf-8")
        for line in (
            "import staff staff.csv --on 2026-04-01",
            "assign 00000002 leader --start 2026-04-01",
            "record certification it-passport 00000002 --on 2026-05-20",
        ):
            assert run(line.split()) == 0
        made = Scene(folder)
        made.save()
        yield made
        os.chdir(before)
