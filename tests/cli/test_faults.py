"""What nobody foresaw, and what the machine does to us: an exit code and one line, never a traceback."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dxskills.cli import catalogue
from dxskills.errors import Damaged, OutcomeUnknown, Unavailable
from tests.cli.conftest import Run

SECRET = "山田太郎 00000001"


def _failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(context: object) -> None:
        name_of_somebody = SECRET
        raise error from ValueError(name_of_somebody)

    monkeypatch.setattr(catalogue, "_framework", fail)


def test_a_bug_of_ours_ends_in_70_and_names_a_log_without_personal_data(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _failing(monkeypatch, KeyError(SECRET))
    ran = run("trainings", "show", SECRET)
    assert ran.code == 70
    assert ran.err.startswith("error[bug]: ")
    assert "Traceback" not in ran.err
    assert SECRET not in ran.err
    log = Path(ran.err.strip().rpartition(": ")[2])
    assert log.is_relative_to(tmp_path)
    text = log.read_text(encoding="utf-8")
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "dxskills/cli/catalogue.py:" in text
    assert "in show_training" in text
    assert "山田" not in text
    assert "00000001" not in text
    if os.name != "nt":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_bug_whose_log_cannot_be_written_still_ends_in_70(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    _failing(monkeypatch, RuntimeError())
    ran = run("roles", "list")
    assert ran == (70, "", "error[bug]: dxskills has a fault and stopped.\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unavailable("locked", "The store is locked."), 4),
        (Damaged("damaged", "The store is damaged."), 5),
        (OutcomeUnknown("unknown", "Nobody knows."), 6),
        (PermissionError(13, "Permission denied", "x"), 4),
        (OSError(28, "No space left on device"), 4),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 0),
    ],
)
def test_exit_codes(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int) -> None:
    _failing(monkeypatch, error)
    ran = run("roles", "list")
    assert (ran.code, ran.out) == (code, "")
    assert "Traceback" not in ran.err


def test_messages_show_hostile_text_and_do_not_act_on_it(run: Run, framework: Path) -> None:
    ran = run("roles", "show", "\x1b[31mleader\u202e")
    assert ran.code == 3
    assert "\x1b" not in ran.err
    assert "<U+001B>[31mleader<U+202E>" in ran.err


def test_framework_faults_are_listed_with_their_places(run: Run, framework: Path) -> None:
    roles = framework / "roles.yaml"
    roles.write_text(roles.read_text(encoding="utf-8").replace("training: law", "training: lwa"), encoding="utf-8")
    ran = run("roles", "list")
    assert ran.code == 3
    assert ran.err.startswith("error[framework-faults]: ")
    assert "roles.yaml:14:" in ran.err
    checked = run("framework", "check", "--format", "json")
    assert checked.code == 1
    [problem] = checked.json["problems"]
    assert (problem["line"], problem["value"]) == (14, "lwa")


def _secret(*_arguments: object, **_named: object) -> Any:
    marked = SECRET
    raise KeyError(marked)


def _context() -> Exception:
    try:
        _secret()
    except KeyError as error:
        error.add_note(SECRET)
        return error
    raise AssertionError


def _validation() -> BaseException:
    from pydantic import BaseModel, ValidationError

    class Model(BaseModel):
        number: int

    try:
        Model.model_validate({"number": SECRET})
    except ValidationError as error:
        return error
    raise AssertionError


def _of_bad_manners() -> BaseException:
    class Rude(Exception):
        def __str__(self) -> str:
            raise KeyError(SECRET)

        __repr__ = __str__

    return Rude(SECRET)


def _compiled() -> BaseException:
    try:
        exec(compile("raise ValueError(who)", f"{SECRET}.py", "exec"), {"who": SECRET})
    except ValueError as error:
        return error
    raise AssertionError


def _from_a_generator() -> BaseException:
    def rows() -> Iterator[str]:
        yield SECRET
        raise RuntimeError(SECRET)

    try:
        list(rows())
    except RuntimeError as error:
        return error
    raise AssertionError


def _endless(depth: int = 0) -> int:
    return _endless(depth + 1) + 1


def _too_deep() -> BaseException:
    try:
        _endless()
    except RecursionError as error:
        return error
    raise AssertionError


def _in_rich() -> BaseException:
    from rich.console import Console

    class Row:
        def __rich_console__(self, *_arguments: object) -> Iterator[str]:
            yield SECRET
            raise ValueError(SECRET)

    try:
        Console(file=io.StringIO()).print(Row())
    except ValueError as error:
        return error
    raise AssertionError


def _circle() -> BaseException:
    first, second = ValueError(SECRET), TypeError(SECRET)
    first.__cause__, second.__context__ = second, first
    return first


UNFORESEEN: dict[str, Callable[[], BaseException]] = {
    "key": lambda: KeyError(SECRET),
    "lines": lambda: RuntimeError(f"Traceback\n{SECRET}\n  File {SECRET}"),
    "decode": lambda: UnicodeDecodeError("cp932", SECRET.encode(), 0, 1, SECRET),
    "encode": lambda: UnicodeEncodeError("cp932", SECRET, 0, 1, SECRET),
    "syntax": lambda: SyntaxError(SECRET, (f"{SECRET}.yaml", 1, 1, SECRET)),
    "group": lambda: ExceptionGroup(SECRET, [ValueError(SECRET), ExceptionGroup(SECRET, [_context()])]),
    "note": _context,
    "pydantic": _validation,
    "manners": _of_bad_manners,
    "compiled": _compiled,
    "generator": _from_a_generator,
    "rich": _in_rich,
    "deep": _too_deep,
    "circle": _circle,
    "assertion": lambda: AssertionError(SECRET),
    "stop": lambda: StopIteration(SECRET),
    "attribute": lambda: AttributeError(SECRET, name=SECRET, obj=SECRET),
    "memory": lambda: MemoryError(SECRET),
}


@pytest.mark.parametrize("make", UNFORESEEN.values(), ids=UNFORESEEN.keys())
def test_no_fault_tells_of_anybody(
    run: Run, monkeypatch: pytest.MonkeyPatch, make: Callable[[], BaseException]
) -> None:
    error = make()
    _failing(monkeypatch, error)
    ran = run("trainings", "show", SECRET)
    assert (ran.code, ran.out) == (70, "")
    log = Path(ran.err.strip().rpartition(": ")[2])
    told = log.read_text(encoding="utf-8")
    assert type(error).__qualname__ in told
    assert len(told.splitlines()) < 400
    for text in (told, ran.err):
        assert not any(part in text for part in ("山田", "太郎", "00000001", "Traceback"))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("dxskills.render.views.staff._blocks", ("staff", "list")),
        ("dxskills.render.plain._row", ("staff", "list")),
        ("dxskills.analysis.checking.read_facts", ("check",)),
        ("dxskills.exchange.cells.Cells.__init__", ("import", "staff", "staff.csv", "--on", "2026-05-01")),
        ("dxskills.journal.lines.encode", ("staff", "leave", "00000001", "--on", "2026-05-01")),
    ],
)
def test_a_fault_in_the_midst_of_people_tells_of_nobody(
    office: Run, monkeypatch: pytest.MonkeyPatch, place: str, line: tuple[str, ...]
) -> None:
    monkeypatch.setattr(place, _secret)
    ran = office(*line)
    if ran.code != 70:
        pytest.fail(f"{place} is not met by {line}: {ran}")
    told = Path(ran.err.strip().rpartition(": ")[2]).read_text(encoding="utf-8")
    for text in (told, ran.err):
        assert not any(part in text for part in ("山田", "太郎", "00000001", "Traceback"))


def test_a_fault_in_a_process_beside_an_import_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    from dxskills.journal.beside import Beside

    with Beside("dxskills.journal.lines_ahead") as process:
        process.tell(entries=SECRET, unknown=SECRET)
        assert process.answer() is None
    assert capfd.readouterr() == ("", "")


def test_a_fault_in_a_destructor_says_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom dxskills.cli import main\n"
        "class Bad:\n    def __del__(self):\n        raise ValueError('00000001')\n"
        "def run(given):\n    Bad()\n    return 0\n"
        "main._run = run\nmain.program()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_only_the_latest_logs_are_kept(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _failing(monkeypatch, KeyError(SECRET))
    folder = Path(run("trainings", "show", "x").err.strip().rpartition(": ")[2]).parent
    for number in range(30):
        (folder / f"fault-20200101T{number:06}-1.log").write_text("old", encoding="utf-8")
    next(folder.glob("fault-2026*")).unlink()
    (folder / "other.txt").write_text("mine", encoding="utf-8")
    log = Path(run("trainings", "show", "x").err.strip().rpartition(": ")[2])
    assert log.is_file()
    assert len(list(folder.glob("fault-*.log"))) == 20
    assert (folder / "other.txt").is_file()


@pytest.mark.skipif(os.name == "nt", reason="there are no modes and seldom links there")
@pytest.mark.parametrize("umask", [0, 0o777])
def test_a_log_is_private_and_never_written_through_a_link(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, umask: int
) -> None:
    _failing(monkeypatch, KeyError(SECRET))
    log = Path(run("trainings", "show", "x").err.strip().rpartition(": ")[2])
    log.unlink()
    before = os.umask(umask)
    try:
        log = Path(run("trainings", "show", "x").err.strip().rpartition(": ")[2])
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (log, log.parent)] == [0o600, 0o700]
    elsewhere = tmp_path / "elsewhere"
    log.parent.rename(elsewhere)
    log.parent.symlink_to(elsewhere)
    names = sorted(elsewhere.iterdir())
    assert run("trainings", "show", "x") == (70, "", "error[bug]: dxskills has a fault and stopped.\n")
    assert sorted(elsewhere.iterdir()) == names
