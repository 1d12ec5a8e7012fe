"""The rooms, the one direction between them, and what may be imported before a command knows that it needs it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "dxskills"

# A library → the files (or folders) that may import it while they are themselves being imported.
AT_HOME = {
    "pydantic": ("framework",),
    "yaml": ("framework",),
    "rich": ("render/terminal.py",),
    "typer": ("cli",),
}
SELDOM_NEEDED = frozenset(
    {"asyncio", "difflib", "email", "inspect", "logging", "multiprocessing", "tempfile", "urllib"}
)
"""Standard modules that take their time or are seldom needed: imported in the function that does."""


def test_rooms_import_only_leftwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


def imports_at_module_level(tree: ast.AST) -> Iterator[str]:
    """The top-level packages that importing the module imports; what only the type checker reads is left out."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import():
                yield from (alias.name.partition(".")[0] for alias in node.names)
            case ast.ImportFrom() if node.level == 0 and node.module:
                yield node.module.partition(".")[0]
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                pass
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                pass
            case _:
                yield from imports_at_module_level(node)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_library_is_imported_at_the_top_only_where_it_is_at_home(path: Path) -> None:
    where = path.relative_to(SOURCE).as_posix()
    for name in imports_at_module_level(ast.parse(path.read_text(encoding="utf-8"))):
        homes = AT_HOME.get(name)
        assert homes is None or where.startswith(homes), f"{where} imports {name} at the top"
        assert name not in SELDOM_NEEDED, f"{where} imports {name} at the top"


def imported_by(folder: Path, *arguments: str) -> set[str]:
    """The modules that a dxskills process imports; it must end well."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DXSKILLS_")}
    environment |= {"XDG_CACHE_HOME": str(folder / "cache"), "LOCALAPPDATA": str(folder / "cache"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "dxskills", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    imported_by(folder, "init")
    person = ("00000001", "中野 花子", "--unit", "総務部/職員課", "--appointment", "regular", "--joined", "2020-04-01")
    imported_by(folder, "staff", "add", *person)
    return folder


HEAVY = {"pydantic", "yaml", "rich", "asyncio", "email", "logging", "multiprocessing", "urllib.request"}


def test_help_imports_no_more_than_typer_does(office: Path) -> None:
    assert not imported_by(office, "--version") & (HEAVY | {"sqlite3", "orjson", "dxskills.registry"})


@pytest.mark.parametrize(
    "command",
    [
        ("assign", "00000001", "dx-leader", "--start", "2026-04-01"),
        ("report", "--dept", "総務部", "--as-of", "2026-11-23"),
        ("report", "--dept", "総務部", "--as-of", "2026-11-23", "--format", "json"),
    ],
    ids=" ".join,
)
def test_daily_commands_import_nothing_heavy(office: Path, command: tuple[str, ...]) -> None:
    assert not imported_by(office, *command) & HEAVY
