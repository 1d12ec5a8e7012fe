"""The tab key: what shells are told, that it is harmless and quick, and that nothing is written or said besides."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from dxskills import i18n
from dxskills.cli.choices import FINDERS, place_name
from dxskills.cli.commands import COMMANDS
from dxskills.cli.main import main
from dxskills.errors import DxError
from dxskills.index.database import default_folder
from dxskills.registry import Registry
from tests.cli.conftest import ROLES, Run
from tests.cli.hostile import TEXTS, acts
from tests.cli.terminal import needs_terminal, on_terminal

Complete = Callable[..., list[str]]
SHELLS = ("bash", "zsh", "fish", "powershell")
FREE = {
    *("DIR", "FILE", "FOLDER", "LINE|FILE", "NAME", "TEXT", "REASON", "N", "YEN", "DAYS", "TIME", "FORMAT", "SEQ"),
    "HEADER=COLUMN",
}
"""What only the person at the keyboard knows, or the shell itself: its files."""


@pytest.fixture
def complete(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Complete:
    """What a shell is told about a line that ends where the cursor stands."""

    def ask(line: str, shell: str = "fish", code: int | None = 0) -> list[str]:
        monkeypatch.setenv("_DXSKILLS_COMPLETE", f"complete_{shell}")
        if shell == "bash":
            monkeypatch.setenv("COMP_WORDS", line)
            monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
        else:
            monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
            monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
            monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", line.rpartition(" ")[2])
        capsysbinary.readouterr()
        try:
            ended = main()
        finally:
            i18n.use("en")
            for name in ("_DXSKILLS_COMPLETE", "COMP_WORDS", "_TYPER_COMPLETE_ARGS"):
                monkeypatch.delenv(name, raising=False)
        out, err = capsysbinary.readouterr()
        assert err == b""
        assert code is None or ended == code
        return out.decode().splitlines()

    return ask


KNOWN: list[tuple[str, list[str]]] = [
    (
        "dxskills ass",
        ["assign\tAssign a person to a role.", "assess\tRecord the level of a skill that people were assessed at."],
    ),
    ("dxskills staff tr", ["transfer\tPost somebody to another unit."]),
    ("dxskills assign 0000000", ["00000001\t山田太郎", "00000002\t鈴木花子", "00000003\t佐藤次郎"]),
    ("dxskills assign ００００００02", ["00000002\t鈴木花子"]),
    ("dxskills assign 1", []),
    ("dxskills staff add 0000", []),
    ("dxskills assign 00000001 ", ["leader\tDX leader"]),
    ("dxskills assign 00000001 DXリ", ["DXリーダー\tleader"]),
    ("dxskills roles show ", ["leader\tDX leader", "everybody\tAll staff"]),
    ("dxskills --lang ja roles show l", ["leader\tDXリーダー"]),
    ("dxskills --lang=ja roles show l", ["leader\tDXリーダー"]),
    ("dxskills report --role e", ["everybody\tAll staff"]),
    ("dxskills report --dept 総", ["総務部/職員課", "総務部/職員課/人事係"]),
    ("dxskills report --dept=企", ["企画部/企画課"]),
    ("dxskills report --dept 人事", ["総務部/職員課/人事係"]),
    ("dxskills staff transfer 00000001 企", ["企画部/企画課"]),
    ("dxskills record training s", ["security-basics\tSecurity basics"]),
    ("dxskills record training law 00000001 00000003", ["00000003\t佐藤次郎"]),
    ("dxskills record training law 00000001 --instructor 00000003", ["00000003\t佐藤次郎"]),
    ("dxskills record training law 00000001 --outcome e", ["exempt\texempt"]),
    ("dxskills record certification it", ["it-passport\tIT Passport"]),
    ("dxskills assess an", ["analysis\tData analysis"]),
    ("dxskills waive leader/e", ["leader/exam\tIT Passport / Data analysis at level 2"]),
    ("dxskills why 00000001 everybody", ["everybody/yearly\tSecurity basics"]),
    ("dxskills staff edit 00000001 --appointment f", ["fiscal-year\tFiscal-year appointment"]),
    ("dxskills import tr", ["trainings"]),
    ("dxskills import trainings x.csv --profile sign", ["sign-in-sheet"]),
    ("dxskills report --format x", ["xlsx"]),
    ("dxskills due --format ", ["table", "json", "csv", "tsv", "xlsx", "md", "html", "ics"]),
    ("dxskills report --fail-on overdue,exp", ["overdue,expiring\texpiring", "overdue,expired\texpired"]),
    ("dxskills report --as-of 20", ["2026-11-24\ttoday's date"]),
    ("dxskills report --peo", ["--people\tList the single requirements of people too."]),
    ("dxskills --lang ", ["ja", "en"]),
    ("dxskills nonsense ", []),
    ("dxskills assign 00000001 leader --start", ["--start\tThe first day. [today]"]),
    ("dxskills staff edit 00000001 --name ", []),
]


def test_what_the_registry_knows_can_be_completed(office: Run, complete: Complete) -> None:
    found = [(line, [text for text in complete(line, code=None) if text]) for line, _told in KNOWN]
    assert found == KNOWN


def test_an_import_can_be_completed_by_its_batch(office: Run, complete: Complete) -> None:
    (told,) = complete("dxskills retract --batch ")
    batch, _tab, said = told.partition("\t")
    assert said == "2026-11-24 03:00 tester"
    assert complete(f"dxskills retract --batch {batch[:-2]}") == [told]


def test_every_place_has_choices_or_is_free() -> None:
    assert {name for name in places() if name not in FREE and name not in FINDERS and "|" not in name} == set()
    assert set(FINDERS) - set(places()) == set()


def places() -> Iterator[str]:
    from typer.main import get_command

    from dxskills.cli.app import app
    from dxskills.cli.group import Group

    group = get_command(app)
    assert isinstance(group, Group)
    group.table = COMMANDS
    for name, listed in COMMANDS.items():
        for below in listed.below or [None]:
            command = group.get_command(None, name)
            command = command if below is None else command.get_command(None, below)
            yield from (place_name(parameter.metavar) for parameter in command.params if parameter.metavar)


def test_places_before_the_command_are_heeded(office: Run, complete: Complete, tmp_path: Path) -> None:
    here = Path.cwd()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    os.chdir(elsewhere)
    assert complete("dxskills assign 0000000", code=None) in ([], [""])
    line = f"dxskills --store {here / 'store'} --framework {here / 'data'} assign 00000001"
    assert complete(line) == ["00000001\t山田太郎"]
    assert complete(line + " ") == ["leader\tDX leader"]
    assert complete(f"dxskills --framework {here / 'data'} roles show l") == ["leader\tDX leader"]


def state(*folders: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


LINES = ("dxskills assign 0", "dxskills assign 00000001 ", "dxskills report --dept ", "dxskills retract --batch ")


def test_nothing_is_made_or_changed(office: Run, complete: Complete, tmp_path: Path) -> None:
    before = state(tmp_path)
    for line in LINES:
        assert complete(line)[0]
    assert state(tmp_path) == before
    shutil.rmtree(default_folder())
    before = state(tmp_path)
    for line in LINES:
        complete(line, code=None)
    assert state(tmp_path) == before
    assert not default_folder().exists()
    assert complete(LINES[1]) == ["leader\tDX leader"]  # from the files


def test_entries_that_somebody_is_writing_are_seen_and_in_nobodys_way(office: Run, complete: Complete) -> None:
    with Registry.open(Path("store"), Path("data"), by="x") as registry:
        registry.add_staff("00000009", "渡辺", joined=date(2026, 4, 1))
        registry.index.connection.execute("BEGIN IMMEDIATE")
        assert complete("dxskills assign 00000009") == ["00000009\t渡辺"]
        registry.index.connection.execute("ROLLBACK")


def test_a_framework_that_was_changed_is_read_anew_and_a_faulty_one_left(office: Run, complete: Complete) -> None:
    text = ROLES + "  - {id: second, name: {ja: 二番目, en: Second}, requirements: []}\n"
    Path("data/roles.yaml").write_text(text, encoding="utf-8")
    assert complete("dxskills roles show s") == ["second\tSecond"]
    Path("data/roles.yaml").write_text("roles: [", encoding="utf-8")
    assert complete("dxskills roles show l") == ["leader\tDX leader"]


def test_whatever_is_damaged_nothing_is_said(office: Run, complete: Complete) -> None:
    files = [Path(name) for name in ("store/store.json", "store/people.json", "dxskills.toml", "data/roles.yaml")]
    for path in (*files, *default_folder().glob("*.sqlite")):
        before = path.read_bytes()
        for content in (b"", b"\xff\0 nonsense\n" * 400, before[:-20]):
            path.write_bytes(content)
            told = [complete(line, shell, code=None) for line in LINES for shell in SHELLS]
            if path.name == "people.json" and content != before[:-20]:
                assert told[0] == ["00000001", "00000002", "00000003"]
        path.write_bytes(before)


RUN = ["$(touch ran)", "\\$(touch ran)", "`touch ran`", "\\`touch ran`", "'; touch ran; '", '"; touch ran; "', "a\\"]


@pytest.fixture
def hostile(office: Run) -> list[str]:
    """Somebody by every name that there should not be, in a unit that is called the same."""
    taken = []
    with Registry.open(Path("store"), Path("data"), by="x") as registry:
        for number, text in enumerate([*RUN, *(text for text in TEXTS if len(text) < 200)]):
            try:
                registry.add_staff(f"9{number:07}", text, unit=text, joined=date(2026, 4, 1))
            except DxError:
                continue  # not everything can be a name or a unit
            taken.append(text)
    assert set(RUN) <= set(taken)
    return taken


def test_hostile_names_do_nothing(hostile: list[str], complete: Complete) -> None:
    for shell in SHELLS:
        told = complete("dxskills assign 9", shell)
        assert acts(" ".join(told).replace("\t", " ")) == []
        assert len(told) == (1 if shell == "zsh" else len(hostile))
        assert acts(" ".join(complete("dxskills report --dept ", shell))) == []
    quoted = [line.partition(":::")[0] for line in complete("dxskills report --dept ", "powershell")]
    assert {"'$(touch ran)'", "'''; touch ran; '''"} <= set(quoted)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash, which evaluates as zsh does")
def test_nothing_is_run_of_what_shells_evaluate(hostile: list[str], complete: Complete) -> None:
    def run_script(script: str, said: str = "") -> str:
        return subprocess.run(["bash", "-c", script], input=said, capture_output=True, text=True, check=True).stdout

    zsh = 'compadd() { printf "<%s>" "${shown[@]}"; }; answer() { eval $(cat); }; answer'
    for line in ("dxskills assign 9", "dxskills report --dept "):
        assert run_script(zsh, complete(line, "zsh")[0]).count("<") >= len(RUN)
    typed = run_script("".join(f"printf '%s\\n' {word}\n" for word in complete("dxskills report --dept ", "bash")))
    assert [text for text in RUN if text in typed.splitlines()] == RUN
    assert not Path("ran").exists()


@needs_terminal
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_tab_key_in_bash(office: Run) -> None:
    bin_folder = Path(sys.executable).parent
    shown = on_terminal(
        ["bash", "--norc", "--noprofile", "-i"],
        [
            ("", "PS1='> '; eval \"$(_DXSKILLS_COMPLETE=source_bash dxskills)\"; echo re''ady\n"),
            ("ready", "echo; dxskills --lang en assign 00000001 le\t"),
            ("leader ", "--unit 企\t"),
            ("企画部/企画課 ", "--start 2026-04-01\n"),
            ("role assigned", "exit\n"),
        ],
        PATH=f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
    )
    assert "role assigned" in shown


def test_completing_loads_no_more_than_it_must(office: Run) -> None:
    code = "import sys\nfrom dxskills.cli.main import main\nmain()\nprint(' '.join(sys.modules), file=sys.stderr)"
    environment = {"_DXSKILLS_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "dxskills assign 00000001 "}
    ran = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    assert "leader" in ran.stdout
    loaded = set(ran.stderr.split())
    heavy = {"pydantic", "yaml", "rich", "rich.console", "logging", "tempfile", "asyncio", "platformdirs", "jinja2"}
    assert not heavy & loaded
    assert not {"dxskills.registry", "dxskills.cli.recording", "dxskills.exchange.columns"} & loaded
