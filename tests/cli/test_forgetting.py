"""``staff forget``: asks first, leaves no trace in any file, and everything goes on as before."""

from __future__ import annotations

import io
import shutil
import sqlite3
from pathlib import Path

import pytest

from dxskills.journal.journal import Journal
from tests.cli.conftest import Run

STAFF = "00000002"
TEXTS = (STAFF, "鈴木花子", "スズキ ハナコ", "IP-7731", "左手首の怪我", "産休のため", "本人の希望")
SPELLINGS = ("utf-8", "utf-16-le", "cp932", "unicode_escape")


@pytest.fixture
def filled(office: Run) -> Run:
    """The office, with something to forget of 00000002 in every kind of entry."""
    for line in (
        ("record", "training", "security-basics", STAFF, "--on", "2026-05-01", "--note", "左手首の怪我で遅刻"),
        (
            "record",
            "training",
            "law",
            "00000001",
            "--on",
            "2026-05-02",
            "--instructor",
            STAFF,
            "--note",
            "鈴木 花子代講",
        ),
        ("record", "certification", "it-passport", STAFF, "--on", "2026-05-03", "--number", "IP-7731"),
        ("waive", "leader/exam", STAFF, "--from", "2026-05-01", "--until", "2026-08-01", "--reason", "産休のため"),
        ("assess", "analysis", "00000001", "--level", "2", "--on", "2026-05-04", "--assessor", STAFF),
        ("retract", "7", "--reason", "本人の希望"),
        ("retract", "9", "--reason", "鈴木花子が戻した"),
    ):
        ran = office(*line)
        assert (ran.code, ran.err) == (0, ""), (line, ran.err)
    assert office("report", "--format", "json").code == 0
    return office


def left_behind(*folders: Path) -> list[str]:
    spelt = {text.encode(spelling) for text in TEXTS for spelling in SPELLINGS if _can(text, spelling)}
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [f"{path}: {one!r}" for path in files for one in spelt if one in path.read_bytes()]


def _can(text: str, spelling: str) -> bool:
    try:
        return bool(text.encode(spelling))
    except UnicodeEncodeError:
        return False


def test_no_file_of_store_or_cache_holds_anything_of_the_person(filled: Run, tmp_path: Path) -> None:
    assert left_behind(Path("store"), tmp_path / "home")
    cache = next((tmp_path / "home").rglob("*.sqlite"))
    cache.with_name(f"{cache.name}-import-abc.entries").write_text(STAFF, encoding="utf-8")
    ran = filled("staff", "forget", STAFF, "--yes")
    assert (ran.code, "Backups, exports and reports made before" in ran.err) == (0, True)
    assert left_behind(Path("store"), tmp_path / "home") == []
    assert list(cache.parent.glob("*import*")) == []
    with sqlite3.connect(cache) as connection:
        assert connection.execute("SELECT count(*) FROM entry WHERE kind = 12").fetchone() == (1,)


def test_indexes_of_copies_that_are_gone_hold_nothing_either(filled: Run, tmp_path: Path) -> None:
    assert filled("store", "backup", "copy").code == 0
    assert filled("--store", "copy", "report").code == 0
    shutil.rmtree("copy")
    indexes = sorted((tmp_path / "home").rglob("*.sqlite"))
    assert len(indexes) == 2
    assert all(left_behind(path.parent) for path in indexes)
    assert filled("staff", "forget", STAFF, "--yes").code == 0
    assert left_behind(Path("store"), tmp_path / "home") == []


def test_counts_stay_and_the_log_says_what_was_done(filled: Run) -> None:
    before = filled("report", "--dept", "--format", "json").json
    wrong = filled("check", "--format", "json").json["findings"]
    (entry,) = filled("staff", "forget", STAFF, "--yes", "--reason", "asked for", "--format", "json").json["entries"]
    assert entry["kind"] == "staff.forgotten"
    assert entry["staff"].startswith("forgotten-")
    assert entry["data"]["reason"] == "asked for"
    after = filled("report", "--dept", "--format", "json").json
    assert {**after, "journal": 0} == {**before, "journal": 0}
    assert [f["code"] for f in filled("check", "--format", "json").json["findings"]] == [f["code"] for f in wrong]
    assert filled("store", "verify").code == 0
    shown = filled("log", entry["staff"])
    assert "asked for" in shown.out.splitlines()[-1]
    assert filled("staff", "show", entry["staff"]).code == 0
    assert filled("staff", "show", STAFF).code == 3


def test_forgotten_once_the_number_is_nobodys(filled: Run) -> None:
    assert filled("staff", "forget", STAFF, "--yes").code == 0
    ran = filled("staff", "forget", STAFF, "--yes")
    assert (ran.code, "error[unknown-staff]" in ran.err) == (3, True)


def test_a_file_that_still_has_the_number_makes_a_new_person(filled: Run) -> None:
    assert filled("staff", "forget", STAFF, "--yes").code == 0
    assert filled("import", "staff", "staff.csv", "--on", "2026-04-01").code == 0
    log = filled("log", STAFF, "--format", "json").json["entries"]
    assert [entry["kind"] for entry in log] == ["staff.joined"]


def test_what_was_exported_after_it_imports_into_an_empty_registry(filled: Run, tmp_path: Path) -> None:
    assert filled("staff", "forget", STAFF, "--yes").code == 0
    kinds = ("staff", "assignments", "trainings", "certifications", "assessments", "waivers")
    before = filled("report", "--format", "json").json
    for kind in kinds:
        assert filled("export", kind, "--output", f"{kind}.csv").code == 0
    for name in ("data", "dxskills.toml"):
        source = Path(name)
        target = tmp_path / "empty" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    Journal.create(tmp_path / "empty" / "store", year_start=(4, 1))
    there = ("--store", str(tmp_path / "empty" / "store"))
    for kind in kinds:
        if Path(f"{kind}.csv").read_text(encoding="utf-8-sig").count("\n") > 1:
            ran = filled(*there, "import", kind, f"{kind}.csv")
            assert ran.code == 0, ran.err
    after = filled(*there, "report", "--format", "json").json
    assert after["totals"] == before["totals"]
    assert after["requirements"] == before["requirements"]


def test_user_names_go_only_where_they_are_said_to_be_theirs(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXSKILLS_BY", "suzuki")
    assert filled("record", "training", "law", "00000003", "--on", "2026-06-01").code == 0
    monkeypatch.setenv("DXSKILLS_BY", "tester")
    (entry,) = filled("staff", "forget", STAFF, "--yes", "--user", "suzuki", "--format", "json").json["entries"]
    makers = {one["by"] for one in filled("log", "--format", "json").json["entries"]}
    assert makers == {"tester", entry["staff"]}


def test_a_reason_must_not_name_the_person(filled: Run) -> None:
    for reason in ("鈴木 花子の申出", f"No. {STAFF}"):
        ran = filled("staff", "forget", STAFF, "--yes", "--reason", reason)
        assert (ran.code, "error[names-the-person]" in ran.err) == (3, True)
    assert filled("staff", "show", STAFF).code == 0


# --- asking


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_done_where_nobody_can_be_asked(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    ran = filled("staff", "forget", STAFF)
    assert (ran.code, "error[unasked]" in ran.err, "--yes" in ran.err) == (2, True, True)
    monkeypatch.setattr("sys.stdin", None)
    assert filled("staff", "forget", STAFF).code == 2
    assert filled("staff", "show", STAFF).code == 0


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("はい\n", 0), ("\n", 130), ("no\n", 130), ("", 130)])
def test_it_asks_by_name(filled: Run, monkeypatch: pytest.MonkeyPatch, answer: str, code: int) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    ran = filled("staff", "forget", STAFF)
    assert (ran.code, f"Forget {STAFF} 鈴木花子 for good?" in ran.err) == (code, True)
    assert filled("staff", "show", STAFF).code == (3 if code == 0 else 0)


def test_it_does_not_ask_about_nobody(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    ran = filled("staff", "forget", "2")
    assert (ran.code, "Did you mean 00000002?" in ran.err) == (3, True)


def test_in_japanese(filled: Run) -> None:
    ran = filled("--lang", "ja", "staff", "forget", STAFF, "--yes")
    assert ran.code == 0
    assert "以前のバックアップ" in ran.err
