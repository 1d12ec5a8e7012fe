"""A profile is meant by its path, or by its name in the organisation's folder or among those brought along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxskills import Registry
from dxskills.errors import WrongUsage
from dxskills.exchange.profiles.finding import find_profile, profile_folders
from dxskills.exchange.profiles.loading import inspect_profile
from dxskills.framework.load import load
from dxskills.framework.shipped import shipped_folder
from dxskills.framework.sources import read_sources

SHIPPED = sorted((shipped_folder() / "profiles").glob("*.yaml"))
NAMES = [path.stem for path in SHIPPED]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A framework with two profiles of its own, of which one is called like one brought along."""
    own = tmp_path / "data" / "profiles"
    own.mkdir(parents=True)
    (own / "our-lms.yaml").write_text("", encoding="utf-8")
    (own / "lms-export.yml").write_text("", encoding="utf-8")
    return tmp_path / "data"


def test_a_name_is_looked_for_in_the_framework_first(folder: Path) -> None:
    folders = profile_folders(folder)
    assert find_profile("our-lms", folders) == folder / "profiles" / "our-lms.yaml"
    assert find_profile("our-lms.yaml", folders) == folder / "profiles" / "our-lms.yaml"
    assert find_profile("lms-export", folders) == folder / "profiles" / "lms-export.yml"
    assert find_profile("sign-in-sheet", folders) == shipped_folder() / "profiles" / "sign-in-sheet.yaml"


def test_a_path_is_a_path(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("", encoding="utf-8")
    assert find_profile(str(path), profile_folders(folder)) == path
    monkeypatch.chdir(tmp_path)
    assert find_profile("mine.yaml", profile_folders(folder)) == Path("mine.yaml")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("sign-in-sheets", "sign-in-sheet"), ("ourlms", "our-lms"), ("x\0", ""), ("../../nowhere/passwd", "")],
)
def test_an_unknown_one_is_refused_with_the_list(folder: Path, name: str, meant: str) -> None:
    with pytest.raises(WrongUsage) as refusal:
        find_profile(name, profile_folders(folder))
    assert refusal.value.code == "unknown-profile"
    assert refusal.value.hint is not None
    assert (f"Did you mean {meant}?" in refusal.value.hint) == bool(meant)
    assert "our-lms" in refusal.value.hint


def test_a_new_registry_has_the_profiles_as_files_to_edit(tmp_path: Path) -> None:
    Registry.init(tmp_path)
    assert sorted(path.stem for path in (tmp_path / "data" / "profiles").iterdir()) == NAMES


@pytest.mark.parametrize("path", SHIPPED, ids=NAMES)
def test_a_profile_brought_along_is_sound_and_says_what_it_is_in_both_languages(path: Path) -> None:
    framework = load(read_sources(shipped_folder()))
    made, problems = inspect_profile(path.read_bytes(), path.name, framework)
    assert problems == []
    assert made is not None
    for text in (made.name, made.summary):
        assert text is not None
        assert text.ja
        assert text.en
        assert text.ja != text.en


def test_there_is_one_for_every_source_of_the_office() -> None:
    assert NAMES == [
        "certificate-claims",
        "leader-list",
        "lms-export",
        "personnel-roster",
        "sign-in-sheet",
        "training-list",
        "transfer-list",
    ]


def test_the_example_of_the_page_is_sound() -> None:
    page = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    made, problems = inspect_profile(example.encode(), "import.md", load(read_sources(shipped_folder())))
    assert problems == []
    assert made is not None
    assert [cell.name for cell in made.cells] == ["B2", "A3"]
    listed = re.findall(r"^\| `([\w-]+)` \| (?:staff|assignments|trainings|certifications) \|", page, re.MULTILINE)
    assert sorted(listed) == NAMES
