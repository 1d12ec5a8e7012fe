"""Files are their owner's alone, whatever the umask; nothing is read or written through links or with other users."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import STAFF, Run

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither modes nor numbers of users")
COMMANDS = (
    ("staff", "list"),
    ("matrix",),
    ("due",),
    ("log",),
    ("check",),
    ("report", "--people"),
    ("export", "staff"),
    ("roles", "list"),
)
FORMS = ("json", "csv", "tsv", "md", "xlsx")


@pytest.fixture(params=[0, 0o077, 0o777], ids=["umask 0", "umask 077", "umask 777"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@posix
def test_all_that_is_made_is_its_owners_alone(run: Run, tmp_path: Path, umask: None) -> None:
    os.umask(previous := os.umask(0o022))
    assert run("init", "office").code == 0
    os.chdir("office")
    staff = tmp_path / "staff.csv"
    bad = tmp_path / "bad.csv"
    for path, text in ((staff, STAFF), (bad, "職員番号,研修,受講日\n00000001,nonesuch,2026-05-01\n")):
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
    made = [
        run("import", "staff", str(staff), "--on", "2026-04-01"),
        run("assign", "00000001", "dx-leader", "--start", "2026-04-01"),
        run("import", "trainings", str(bad), "--skip-invalid"),
        run("store", "backup", "../backup"),
        run("store", "repair"),
    ]
    assert [ran.code for ran in made] == [0, 0, 1, 0, 0], [ran.err for ran in made]
    for line in COMMANDS:
        forms = {"export": ("csv", "json", "jsonl", "xlsx")}
        for form in forms.get(line[0], FORMS):
            name = f"{line[0]}.{form}"
            assert run(*line, "--format", form, "--output", name).code in (0, 1), (line, form)
            assert Path(name).is_file()
    assert run("staff", "forget", "00000002", "--yes").code == 0
    os.umask(previous)
    places = list(tmp_path.rglob("*"))
    wrong = [
        (str(path), oct(mode))
        for path in places
        if (mode := stat.S_IMODE(path.lstat().st_mode)) != (0o700 if path.is_dir() else 0o600)
        and path not in (tmp_path / "work", tmp_path / "home")
    ]
    assert wrong == []
    named = {path.name for path in places}
    assert {"HEAD", "LOCK", "people.json", "store.json", "dxskills.toml", "roles.yaml", "bad.csv.rejects.csv"} <= named
    assert any(name.endswith(".sqlite") for name in named)


@posix
def test_a_demo_is_its_owners_alone(run: Run, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert run("demo", "sample").code == 0
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in Path("sample").rglob("*") if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in [Path("sample"), *Path("sample").rglob("*/")]} == {0o700}


INSIDE = ("LOCK", "HEAD", "store.json", "people.json", "journal", "quarantine")


@posix
@pytest.mark.parametrize("name", INSIDE)
def test_a_link_inside_a_store_is_refused(office: Run, tmp_path: Path, name: str) -> None:
    path = Path("store") / name
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    there = contents(tmp_path / "elsewhere")
    for line in (("report",), ("staff", "leave", "00000001", "--on", "2026-05-01")):
        ran = office(*line)
        assert ran.code in (4, 5), ran
        assert "error[" in ran.err
        assert name in ran.err
        assert "link" in ran.err
    assert contents(tmp_path / "elsewhere") == there


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return {str(file): file.read_bytes() for file in files if file.is_file()}


@posix
def test_a_segment_that_is_a_link_is_refused(office: Run, tmp_path: Path) -> None:
    (segment,) = Path("store/journal").glob("*.jsonl")
    segment.rename(tmp_path / "elsewhere")
    segment.symlink_to(tmp_path / "elsewhere")
    there = contents(tmp_path / "elsewhere")
    for line in (("store", "verify"), ("staff", "leave", "00000001", "--on", "2026-05-01")):
        ran = office(*line)
        assert ran.code in (4, 5), ran
        assert "error[" in ran.err
    assert contents(tmp_path / "elsewhere") == there


@posix
def test_the_folder_of_a_store_may_be_a_link(office: Run, tmp_path: Path) -> None:
    shutil.move("store", tmp_path / "on another disk")
    Path("store").symlink_to(tmp_path / "on another disk")
    assert office("staff", "leave", "00000001", "--on", "2026-05-01").code == 0
    assert office("store", "verify").code == 0


@pytest.fixture
def give_away(monkeypatch: pytest.MonkeyPatch) -> object:
    """Makes a path another user's, for a process that is not root."""

    def give(path: Path) -> None:
        if os.getuid() == 0:
            os.chown(path, 2000, -1)
            monkeypatch.setattr(os, "geteuid", lambda: 1000)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    return give


@posix
@pytest.mark.parametrize("name", ["", *INSIDE[:4]])
def test_a_store_of_somebody_else_is_refused(office: Run, give_away: object, name: str) -> None:
    assert callable(give_away)
    give_away(Path("store") / name)
    line = ("staff", "list") if name == "people.json" else ("staff", "leave", "00000001", "--on", "2026-05-01")
    ran = office(*line)
    assert ran.code == 4, ran
    assert ran.err.startswith("error[foreign-owner]: ")


@posix
@pytest.mark.skipif(os.name != "nt" and os.getuid() != 0, reason="only root may give files away")
def test_root_reads_what_others_have_and_writes_nothing_there(office: Run) -> None:
    for path in [Path("store"), *Path("store").rglob("*")]:
        os.chown(path, 2000, -1)
    assert office("report").code == 0
    ran = office("staff", "leave", "00000001", "--on", "2026-05-01")
    assert (ran.code, ran.err.partition(":")[0]) == (4, "error[foreign-owner]")


@posix
@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_an_index_that_is_a_link_is_refused(office: Run, tmp_path: Path, suffix: str) -> None:
    (index,) = (tmp_path / "home").rglob("*.sqlite")
    path = index.with_name(index.name + suffix)
    path.unlink(missing_ok=True)
    (tmp_path / "victim").write_text("precious", encoding="utf-8")
    path.symlink_to(tmp_path / "victim")
    ran = office("report")
    assert (ran.code, ran.err.partition(":")[0]) == (4, "error[symbolic-link]")
    assert (tmp_path / "victim").read_text(encoding="utf-8") == "precious"


@posix
def test_an_index_of_somebody_else_is_refused(office: Run, give_away: object, tmp_path: Path) -> None:
    (index,) = (tmp_path / "home").rglob("*.sqlite")
    assert callable(give_away)
    if os.getuid() != 0:
        pytest.skip("everything would be somebody else's")
    give_away(index)
    ran = office("report")
    assert (ran.code, ran.err.partition(":")[0]) == (4, "error[foreign-owner]")


@pytest.mark.parametrize(
    "name",
    [
        *("CON", "con.csv", "NUL.txt.csv", "nul .csv", "COM1.csv", "lpt9.json", "COM¹.csv", "aux:x.csv", "CLOCK$.csv"),
        *("../up.csv", "store/HEAD.csv", "store/journal/x.csv", "store/quarantine/deep/x.csv", "data/roles.yaml"),
        *("dxskills.toml", "folder.csv", "link.csv", "dangling.csv", "through/x.csv", "missing/x.csv", "pipe.csv"),
    ],
)
def test_an_output_that_could_do_harm_is_refused(office: Run, name: str) -> None:
    Path("folder.csv").mkdir()
    Path("store/quarantine/deep").mkdir(parents=True)
    if os.name != "nt":
        Path("link.csv").symlink_to("staff.csv")
        Path("dangling.csv").symlink_to("nowhere.csv")
        Path("through").symlink_to("store")
        os.mkfifo("pipe.csv")
    before = contents(Path())
    for line in (
        ("staff", "list", "--format", "csv", "--output", name),
        ("export", "staff", "--format", "csv", "--output", name),
    ):
        ran = office(*line)
        assert ran.code == 3, (line, ran)
        assert ran.err.startswith("error[bad-output]: ")
    assert contents(Path()) == before
