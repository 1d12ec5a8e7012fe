"""The wheel works where nothing of the checkout is, and the source distribution builds that wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def built(target: str, folder: Path, source: Path = ROOT) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def unpacked_sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built("sdist", folder)) as archive:
        archive.extractall(folder, filter="data")
    (source,) = (path for path in folder.iterdir() if path.is_dir())
    return source


@pytest.fixture(scope="module")
def wheel(unpacked_sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as the source distribution builds it, so that both are proved at once."""
    return built("wheel", tmp_path_factory.mktemp("wheel"), unpacked_sdist)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python(installed: Path, folder: Path, *arguments: str) -> str:
    done = ran(installed, folder, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ran(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DXSKILLS_")}
    environment |= {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(folder / ".cache"), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_sdist_has_all_that_a_checkout_has(unpacked_sdist: Path) -> None:
    names = ["README.md", "LICENSE", "CHANGELOG.md", "Makefile", ".ci/run", "data/roles.yaml", "tests", "docs", "bench"]
    assert [name for name in names if not (unpacked_sdist / name).exists()] == []


def test_wheel_has_the_matrix_the_schema_the_catalogue_and_the_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= {
        "dxskills/py.typed",
        "dxskills/data/roles.yaml",
        "dxskills/data/trainings.yaml",
        "dxskills/data/profiles/sign-in-sheet.yaml",
        "dxskills/index/schema.sql",
        "dxskills/locale/ja/LC_MESSAGES/dxskills.mo",
        "dxskills-0.1.0.data/data/share/man/man1/dxskills.1",
        "dxskills-0.1.0.data/data/share/man/ja/man1/dxskills.1",
    }
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"dxskills", "dxskills-0.1.0.dist-info", "dxskills-0.1.0.data"}
    assert not [name for name in names if name.endswith((".po", ".pot"))]


def test_wheel_runs_the_demo_in_an_empty_folder_in_japanese(installed: Path, tmp_path: Path) -> None:
    assert str(installed) in python(installed, tmp_path, "-c", "import dxskills; print(dxskills.__file__)")
    out = python(installed, tmp_path, "-m", "dxskills", "--lang", "ja", "demo", str(tmp_path / "office"))
    assert "各部課DXリーダー" in out
    assert "要件" in out
    assert (tmp_path / "office" / "dxskills.toml").exists()
    page = python(
        installed, tmp_path / "office", "-m", "dxskills", "--lang", "ja", "report", "--people", "--format", "html"
    )
    assert 'id="data"' in page


def test_wheel_speaks_japanese_in_help_errors_and_the_manual(installed: Path, tmp_path: Path) -> None:
    def said(*line: str) -> subprocess.CompletedProcess[str]:
        return ran(installed, tmp_path, "-m", "dxskills", "--lang", "ja", *line)

    assert said("assign", "--help").stdout.startswith("使い方: dxskills assign ")
    wrong = said("assign", "1")
    assert (wrong.returncode, wrong.stderr.splitlines()[0]) == (2, "error[wrong-usage]: ROLE が指定されていない。")
    assert said("report").stderr.startswith("error[no-store]: ここには")
    page = installed / "dxskills-0.1.0.data/data/share/man/ja/man1/dxskills.1"
    assert "職員を役割に配置する。" in page.read_text(encoding="utf-8")
