from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.analysis.office import TRAININGS, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Makes an office with the roles (YAML below ``roles:``) that the test needs."""
    made: list[Office] = []

    def make(roles: str, trainings: str = TRAININGS) -> Office:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(Office(folder, f"roles:\n{roles}", trainings))
        return made[-1]

    yield make
    for each in made:
        each.registry.close()
