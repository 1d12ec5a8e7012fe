"""The public library: from a new folder to a report, what a write is, and many writers at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import dxskills
from dxskills import ImportOptions, Refused, Registry, Unavailable, WrongUsage
from dxskills.index import Index
from dxskills.journal.journal import Journal
from dxskills.journal.writing import Writing

TODAY = date(2026, 11, 24)
START = date(2026, 4, 1)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Registry.init(tmp_path / "office")
    return tmp_path / "office"


def opened(folder: Path, clock: Callable[[], datetime] | None = None, by: str | None = "tester") -> Registry:
    return Registry.open(folder / "store", folder / "data", by=by, clock=clock, index_folder=folder.parent / "index")


@pytest.fixture
def registry(folder: Path, clock: Clock) -> Iterator[Registry]:
    with opened(folder, clock) as made:
        for staff in ("00000001", "00000002"):
            made.add_staff(
                staff, "Name " + staff[-1], joined=date(2020, 4, 1), unit="総務部/職員課", appointment="regular"
            )
        yield made


# --- a new registry


def test_init_makes_the_configuration_the_matrix_and_an_empty_store(tmp_path: Path) -> None:
    config = Registry.init(tmp_path / "deep" / "office")
    assert config == tmp_path / "deep" / "office" / "dxskills.toml"
    assert sorted(path.name for path in config.parent.iterdir()) == ["data", "dxskills.toml", "store"]
    with opened(config.parent) as registry:
        assert "dx-leader" in registry.framework.roles
        assert registry.journal.head().seq == 0
        assert registry.report(TODAY).totals.obligations == 0


@pytest.mark.parametrize("taken", ["dxskills.toml", "data", "store"])
def test_init_overwrites_nothing(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).mkdir()
    with pytest.raises(Refused) as refused:
        Registry.init(tmp_path)
    assert refused.value.code == "exists"
    assert [path.name for path in tmp_path.iterdir()] == [taken]


def test_init_where_nothing_can_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises((Unavailable, Refused)):
        Registry.init(tmp_path / "file" / "office")


def test_a_store_that_does_not_exist_is_not_made(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        Registry.open(tmp_path / "nowhere", folder / "data", index_folder=tmp_path / "index")
    assert refused.value.code == "no-store"
    assert "init" in (refused.value.hint or "")
    assert not (tmp_path / "nowhere").exists()


def test_entries_are_made_by_the_user_of_the_machine_unless_somebody_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "hanako")
    with opened(folder, by=None) as registry:
        registry.add_staff("1", "One", joined=START)
        assert registry.log()[0].by == "hanako"


# --- what a write is


def test_a_write_gives_its_entries_and_they_are_in_the_log(registry: Registry) -> None:
    written = registry.assign("00000001", "dx-leader", start=START)
    (entry,) = written.entries
    assert (entry.seq, entry.by, entry.kind, entry.staff) == (3, "tester", "role.assigned", "00000001")
    assert entry.on == "2026-04-01"
    assert registry.log()[-1].seq == 3
    assert registry.journal.head().seq == 3


def test_an_attribute_that_there_is_not_is_a_mistake_of_the_script(registry: Registry) -> None:
    misspelt: dict[str, Any] = {"untit": "総務部"}
    with pytest.raises(TypeError, match="untit"):
        registry.add_staff("00099999", "架空 花子", joined=date(2026, 4, 1), **misspelt)


def test_staff_numbers_are_folded(registry: Registry) -> None:
    written = registry.assign("０００００００１", "dx-leader", start=START)
    assert written.entries[0].staff == "00000001"
    assert registry.why("０００００００１", as_of=TODAY).staff == "00000001"
    assert len(registry.log("０００００００１")) == 2


def test_several_people_are_one_batch(registry: Registry) -> None:
    written = registry.record_training("security-basics", ["00000001", "00000002"], on=START)
    (batch,) = {entry.batch for entry in written.entries}
    assert batch is not None and batch.startswith("20260401-")
    assert [entry.staff for entry in written.entries] == ["00000001", "00000002"]
    assert registry.assign("00000001", "dx-leader", start=START).entries[0].batch is None


def test_somebody_named_twice_is_recorded_once(registry: Registry) -> None:
    written = registry.record_training("security-basics", ["00000001", "00000001"], on=START)
    assert len(written.entries) == 1


def test_when_one_of_several_is_refused_nothing_is_written(registry: Registry) -> None:
    before = registry.journal.head()
    with pytest.raises(Refused) as refused:
        registry.record_training("security-basics", ["00000001", "9", "00000002"], on=START)
    assert refused.value.code == "unknown-staff"
    assert registry.journal.head() == before
    assert registry.index.facts("00000001").training_recorded == []


def test_every_refusal_of_several_is_listed(registry: Registry) -> None:
    with pytest.raises(Refused) as refused:
        registry.record_training("security-basics", ["8", "00000001", "9"], on=START)
    assert refused.value.code == "unknown-staff"
    assert [(problem.value, problem.code) for problem in refused.value.problems] == [
        ("8", "unknown-staff"),
        ("9", "unknown-staff"),
    ]
    with pytest.raises(Refused) as refused:
        registry.record_training("security-basics", ["8", "x y"], on=START)
    assert refused.value.code == "several-refused"


def test_if_nothing_is_to_be_written_nothing_is(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.record_training("security-basics", "00000001", on=START)
    files = {
        path: path.read_bytes() for path in registry.journal.folder.rglob("*") if path.is_file() and path.name != "LOCK"
    }

    def refuse(*_arguments: object, **_values: object) -> None:
        raise AssertionError("something was written")

    monkeypatch.setattr(Writing, "append", refuse)
    monkeypatch.setattr(Writing, "save_names", refuse)
    assert registry.record_training("security-basics", "00000001", on=START) == ((), ())
    assert files == {path: path.read_bytes() for path in files}


def test_an_entry_counts_though_the_index_cannot_take_it_in(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.index.connection.execute("DROP TABLE occasion")
    assert registry.assign("00000001", "dx-leader", start=START).entries[0].seq == 3
    assert [row.role for row in registry.report(TODAY, role="dx-leader").roles] == ["dx-leader"]
    assert registry.report(TODAY, role="dx-leader").roles[0].holders == 1


def test_names_are_not_in_the_journal(registry: Registry) -> None:
    registry.edit_staff("00000001", on=START, name="Secret", kana="シークレット")
    text = b"".join(path.read_bytes() for path in (registry.journal.folder / "journal").iterdir())
    assert b"Name" not in text and b"Secret" not in text
    assert registry.journal.names()["00000001"].name == "Secret"


# --- questions


def test_a_report_speaks_of_its_scope(registry: Registry) -> None:
    registry.assign("00000001", "dx-leader", start=START)
    report = registry.report(TODAY, dept="職員課", role="各部課DXリーダー", horizon=30, people=True)
    assert (report.scope.dept, report.scope.role, report.horizon_days) == ("総務部/職員課", "dx-leader", 30)
    assert {row.staff for row in report.people or ()} == {"00000001"}
    assert (report.journal_seq, report.journal_hash) == registry.journal.head()[3:]
    assert report.known_at is None


def test_questions_about_what_is_not_there_are_refused(registry: Registry) -> None:
    for code, call in (
        ("unknown-unit", lambda: registry.report(TODAY, dept="無い課")),
        ("unknown-role", lambda: registry.report(TODAY, role="nothing")),
        ("unknown-staff", lambda: registry.person("9", as_of=TODAY)),
        ("unknown-staff", lambda: registry.why("9", as_of=TODAY)),
        ("unknown-staff", lambda: registry.log("9")),
        ("unknown-requirement", lambda: registry.why("00000001", "a/b", as_of=TODAY)),
        ("bad-staff-number", lambda: registry.why("a b", as_of=TODAY)),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == code
    with pytest.raises(WrongUsage):
        registry.report(TODAY, horizon=-1)


def test_a_question_sees_what_another_process_wrote(registry: Registry, folder: Path, clock: Clock) -> None:
    registry.report(TODAY)
    with opened(folder, clock) as other:
        other.add_staff("00000003", "Third", joined=START)
    assert registry.report(TODAY).people_count == 3


def test_known_at_answers_what_would_have_been_answered_then(registry: Registry, clock: Clock) -> None:
    registry.assign("00000001", "dx-leader", start=START)
    before, then = clock.now, registry.report(TODAY, people=True)
    registry.record_training("security-basics", ["00000001", "00000002"], on=START)
    registry.retract(3, "mistaken")
    registry.add_staff("00000003", "Third", joined=START)
    assert registry.report(TODAY, people=True) != then
    past = registry.report(TODAY, people=True, known_at=before)
    assert past.known_at == "2026-04-01T09:03:00.000000Z"
    assert {**past.as_dict(), "known_at": None} == then.as_dict()


def test_known_at_now_is_the_same_as_not_said(registry: Registry, clock: Clock) -> None:
    registry.assign("00000001", "dx-leader", start=START)
    asked = registry.report(TODAY, known_at=clock.now).as_dict()
    assert {**asked, "known_at": None} == registry.report(TODAY).as_dict()


def test_before_the_first_entry_nobody_was_known(registry: Registry) -> None:
    past = registry.report(TODAY, dept="総務部", known_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert (past.people_count, past.journal_seq) == (0, 0)
    with pytest.raises(Refused) as refused:
        registry.person("00000001", as_of=TODAY, known_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert refused.value.code == "unknown-staff"


def test_a_person_a_list_a_log_and_a_check(registry: Registry) -> None:
    registry.assign("00000001", "dx-leader", start=START)
    assert registry.person("00000001", as_of=TODAY).unit == "総務部/職員課"
    assert [row.staff for row in registry.staff(TODAY, dept="総務部")] == ["00000001", "00000002"]
    assert [entry.kind for entry in registry.log("00000001")] == ["staff.joined", "role.assigned"]
    assert registry.check().findings == ()


def test_verifying_counts_what_was_entered(registry: Registry) -> None:
    before = registry.verify()
    registry.assign("00000001", "dx-leader", start=START)
    after = registry.verify()
    assert (after.entries, after.head.seq) == (before.entries + 1, before.head.seq + 1)
    assert after.surplus == 0


def test_the_answers_do_not_depend_on_the_index(registry: Registry, folder: Path, tmp_path: Path) -> None:
    registry.assign("00000001", "dx-leader", start=START)
    registry.record_training("security-basics", ["00000001"], on=START)
    with Registry.open(folder / "store", folder / "data", index_folder=tmp_path / "elsewhere") as other:
        assert other.report(TODAY, people=True) == registry.report(TODAY, people=True)


# --- files


def import_options(**values: Any) -> ImportOptions:
    return ImportOptions(on=START, today=TODAY, **values)


def test_a_file_is_one_batch_that_can_be_taken_back(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("職員番号,氏名,所属\n00000008,八,総務部\n00000009,九,総務部\n", encoding="utf-8")
    result = registry.import_files("staff", [path], import_options())
    assert (result.added, result.rejected) == (2, 0)
    assert result.batch is not None
    assert {entry.batch for entry in registry.log()[-2:]} == {result.batch}
    registry.retract_batch(result.batch, "wrong file")
    assert registry.report(TODAY).people_count == 2


def test_a_dry_run_writes_nothing_and_waits_for_nobody(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("staff,name\n00000008,Eight\n", encoding="utf-8")
    with registry.journal.writing():
        result = registry.import_files("staff", [path], import_options(dry_run=True))
    assert (result.added, result.batch) == (1, None)
    assert registry.journal.head().seq == 2


def test_evidence_is_ready_after_an_import(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "trainings.csv"
    path.write_text("staff,training,on\n00000001,security-basics,2026-05-01\n", encoding="utf-8")
    registry.import_files("trainings", [path], import_options())
    assert registry.index.connection.execute("SELECT count(*) FROM person WHERE stale").fetchone() == (0,)


# --- many at once


WRITER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from dxskills import Registry
folder, prefix, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    with Registry.open(folder / "store", folder / "data", by=prefix, index_folder=folder.parent / "index") as registry:
        staff = f"{prefix}{number:03}"
        registry.add_staff(staff, staff, joined=date(2020, 4, 1), unit="A/a", appointment="regular")
        registry.assign(staff, "dx-leader", start=date(2026, 4, 1))
        registry.record_training("security-basics", staff, on=date(2026, 5, 1))
        registry.report(date(2026, 11, 24))
"""


def test_processes_that_write_at_the_same_time_lose_nothing(folder: Path, tmp_path: Path) -> None:
    count = 12
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), prefix, str(count)], stderr=subprocess.PIPE)
        for prefix in ("a", "b", "c")
    ]
    for process in processes:
        _out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors.decode()
    with opened(folder) as registry:
        verified = registry.journal.verify()
        assert (verified.entries, verified.people) == (3 * 3 * count, 3 * count)
        report = registry.report(TODAY, people=True)
        assert report.roles and report.people_count == 3 * count
        memory = Index.open(registry.journal, registry.framework)
        memory.catch_up()
        with Registry.open(folder / "store", folder / "data", index_folder=tmp_path / "anew") as anew:
            assert anew.report(TODAY, people=True) == report
        assert memory.people() == registry.index.people()


def test_the_same_person_entered_by_two_at_once_is_entered_once(folder: Path) -> None:
    script = WRITER.replace("{prefix}{number", "x{number")
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(folder), prefix, "1"], stderr=subprocess.PIPE)
        for prefix in ("a", "b")
    ]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert sorted(code != 0 for _errors, code in ended) == [False, True]
    assert any(b"is taken already" in errors for errors, _code in ended)
    assert [event.kind for event in Journal.open(folder / "store").read()].count("staff.joined") == 1


# --- the package


def test_importing_the_package_loads_none_of_it() -> None:
    script = "import sys, dxskills; print(sorted(name for name in sys.modules if name.startswith('dxskills.')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_everything_the_package_names_is_there() -> None:
    for name in dxskills.__all__:
        assert getattr(dxskills, name).__name__ == name
    with pytest.raises(AttributeError):
        _ = dxskills.nothing


def test_assigning_parses_nothing_that_is_known(folder: Path) -> None:
    with opened(folder) as registry:
        registry.add_staff("1", "One", joined=START, unit="A", appointment="regular")
    script = (
        "import sys; from datetime import date; from pathlib import Path; from dxskills import Registry\n"
        f"folder = Path({str(folder)!r})\n"
        "with Registry.open(folder / 'store', folder / 'data', index_folder=folder.parent / 'index') as registry:\n"
        "    assert registry.assign('1', 'dx-leader', start=date(2026, 4, 1)).entries\n"
        "heavy = 'pydantic', 'yaml', 'rich', 'typer', 'dxskills.analysis.report'\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
