"""Every example of every help page does what it says, typed as it stands there, in an office that it could be of."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from dxskills import i18n
from dxskills.cli.app import program_group
from dxskills.cli.main import main
from dxskills.cli.manual import commands
from tests.cli.conftest import Run

EXAMPLES = [
    (path, line.strip()) for path, command in commands(program_group()) for line in command.epilog.strip().splitlines()
]
FIRST = {
    "unassign": ["assign 00012345 dx-leader --start 2026-04-01"],
    "revoke": ["record certification riss 00012345 --on 2025-10-01"],
}
"""What must have been entered before, by command."""
FRESH = ("init", "demo", "staff add")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry with the shipped matrix and the people and files that the examples name."""
    folder = tmp_path_factory.mktemp("examples")
    numbers = [*range(12345, 12350), 160001, *range(200000, 200130)]
    people = "".join(f"{number:08},職員{number},総務部,職員課,一般職員,2020-04-01\n" for number in numbers)
    staff = "職員番号,氏名,部,課,任用形態,採用日\n" + people
    before = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CACHE_HOME", str(folder / ".cache"))
        patch.setenv("LOCALAPPDATA", str(folder / ".cache"))
        assert main(["init"]) == 0
        Path("職員名簿_20260401.csv").write_text(staff, encoding="cp932")
        assert main(["import", "staff", "職員名簿_20260401.csv", "--on", "2026-04-01"]) == 0
        assert main(["record", "training", "it-literacy", "00012345", "--on", "2026-05-01"]) == 0
    assert Path.cwd() == before
    write_files(folder)
    return folder


def write_files(folder: Path) -> None:
    texts = {
        "受講結果.csv": "職員番号,研修,受講日,結果\n00012345,情報セキュリティ基礎研修,R8.6.3,修了\n9,?,,\n",
        "lms.csv": "staff,training,Finished\n00012345,security-basics,6/3/2026\n",
        "資格.csv": "職員番号,資格,合格日\n00012345,ITパスポート試験,令和8年5月17日\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_workbook(
        folder / "人事異動_20261001.xlsx",
        "異動一覧",
        {1: ["職員番号", "部", "課"], 2: ["00012346", "企画部", "企画課"]},
    )
    sheet = {
        2: ["研修名", "情報セキュリティ基礎研修"],
        3: ["開催日", "令和8年7月7日"],
        5: ["講師", "中野 花子", "講師職員番号", "00160001"],
        8: ["No.", "職員番号", "所属", "氏名", "出欠", "備考"],
        9: ["1", "00012346", "", "職員12346", "○", ""],
    }
    write_workbook(folder / "出席簿.xlsx", "7月7日", sheet)


def write_workbook(path: Path, title: str, rows: dict[int, list[str]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for number, texts in rows.items():
        for place, text in enumerate(texts, 1):
            sheet.cell(number, place, text or None)
    book.save(path)


@pytest.fixture
def here(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def copy(path: str) -> Path:
        folder = tmp_path / "office"
        if path in FRESH:
            folder.mkdir()
        else:
            shutil.copytree(office, folder)
        monkeypatch.chdir(folder)
        return folder

    return copy


def test_every_command_is_here() -> None:
    from tests.cli.asking import COMMANDS_THERE

    assert {path for path, _line in EXAMPLES} == set(COMMANDS_THERE)


@pytest.mark.parametrize(
    ("path", "line"),
    [pytest.param(*each, id=each[1]) for each in EXAMPLES],
)
def test_the_example_does_what_it_says(path: str, line: str, here: Callable[[str], Path], run: Run) -> None:
    folder = here(path)
    if path == "staff add":
        assert run("init").code == 0
    for before in FIRST.get(path, ()):
        assert run(*before.split()).code == 0
    words = shlex.split(line.replace("/backup/", str(folder / "backup-")))
    if path == "retract" and "--batch" in words:
        words[words.index("--batch") + 1] = run("log", "--format", "json").json["entries"][0]["batch"]
    if path == "store verify" or "store verify" in line:  # what the examples there look at is made by their neighbours
        assert run("store", "backup", str(folder / "backup-2026-11-24")).code == 0
        Path("heads.txt").write_text(run("store", "head").out, encoding="utf-8")
    if path == "staff forget" and "--yes" not in words:
        words.append("--yes")  # there is nobody to ask
    target = None
    if ">" in words:
        words, target = words[: words.index(">")], words[-1]
    ran = run(*words[1:])
    assert words[0] == "dxskills"
    assert ran.code in (0, 1), ran.err
    assert "error[" not in ran.err
    if target is not None:
        assert ran.out
    for option in ("--output", "-o"):
        if option in words:
            assert Path(words[words.index(option) + 1]).stat().st_size


def test_examples_are_the_same_in_both_languages() -> None:
    i18n.use("ja")
    try:
        japanese = [(path, command.epilog) for path, command in commands(program_group())]
    finally:
        i18n.use("en")
    assert japanese == [(path, command.epilog) for path, command in commands(program_group())]
