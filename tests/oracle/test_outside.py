"""The same worlds from the outside: entered by command lines and by files, and asked for their report as JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dxskills import i18n
from dxskills.cli import session
from dxskills.cli.main import main
from tests.oracle.ledger import Action, Ledger, Refusal
from tests.oracle.oracle import Changed, Joined, Left, Retracted
from tests.oracle.trial import MINUTE, Clock, Question, compare, draw_questions, expected_report, strip, write_framework
from tests.oracle.worlds import World, draw_world

Run = Callable[..., tuple[int, str]]

COMMANDS = {
    "add_staff": ["staff", "add"],
    "edit_staff": ["staff", "edit"],
    "rejoin": ["staff", "edit"],
    "correct_joined": ["staff", "edit"],
    "transfer": ["staff", "transfer"],
    "leave": ["staff", "leave"],
    "record_training": ["record", "training"],
    "record_certification": ["record", "certification"],
}
POSITIONAL = ("training", "certification", "requirement", "skill", "staff", "role", "name")
FILES = {
    "assign": "assignments",
    "record_training": "trainings",
    "record_certification": "certifications",
    "assess": "assessments",
    "waive": "waivers",
    "enrol": "enrolments",
}
JAPANESE = {
    "staff": "職員番号",
    "name": "氏名",
    "unit": "所属",
    "appointment": "任用形態",
    "job_family": "職種",
    "grade": "職層",
    "manager": "管理職",
    "joined": "採用日",
    "left": "退職日",
    "role": "役割",
    "training": "研修名",
    "certification": "資格名",
    "skill": "スキル",
    "level": "レベル",
    "requirement": "要件",
    "reason": "理由",
    "outcome": "結果",
    "score": "点数",
    "expires_on": "有効期限",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("DXSKILLS_STORE", str(tmp_path / "office" / "store"))
    monkeypatch.setenv("DXSKILLS_FRAMEWORK", str(tmp_path / "office" / "data"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("DXSKILLS_BY", "tester")

    def run_line(*arguments: str) -> tuple[int, str]:
        capsysbinary.readouterr()
        try:
            code = main(arguments)
        finally:
            i18n.use("en")
        out, err = capsysbinary.readouterr()
        return code, (out if code in (0, 1) else err).decode()

    return run_line


def found(run: Run, world: World, folder: Path) -> Clock:
    """An empty registry with the world's framework, and the clock of its entries."""
    code, said = run("init", str(folder))
    assert code == 0, said
    write_framework(world, folder / "data")
    return Clock()


def command(action: Action, ledger: Ledger) -> list[str]:
    """The command line that does it."""
    values = dict(action)
    name = values.pop("do")
    if name == "retract":
        return ["retract", str(ledger.target(values["which"])), "--reason", "a mistake"]
    if name in ("rejoin", "correct_joined"):
        values["on"] = values["joined"]
    if name == "waive":
        values |= {"from": values.pop("start"), "reason": "because"}
    line = list(COMMANDS.get(name, [name]))
    line += [str(values.pop(key)) for key in POSITIONAL if key in values and (name, key) != ("transfer", "unit")]
    if name == "transfer":
        line.append(values.pop("unit"))
    for key, value in values.items():
        option = f"--{key.replace('_', '-')}"
        if key == "manager":
            line.append(option if value else "--no-manager")
        else:
            line += [option, str(value)]
    return line


def as_text(value: Any, random: Random) -> str:
    """A value as some office writes it."""
    if isinstance(value, bool):
        return random.choice(["yes", "1", "○", "有"] if value else ["no", "×", "無", "0"])
    if isinstance(value, date):
        return random.choice(
            [
                value.isoformat(),
                f"{value.year}/{value.month}/{value.day}",
                f"令和{value.year - 2018}年{value.month}月{value.day}日",
                f"R{value.year - 2018:02}.{value.month}.{value.day}",
                f"{value:%Y%m%d}",
            ]
        )
    return str(value)


class Files:
    """Writes rows of one kind to a file and imports it once something else is to be done."""

    def __init__(self, run: Run, folder: Path, random: Random) -> None:
        self.run, self.folder, self.random = run, folder, random
        self.key: tuple[str, date | None] | None = None
        self.rows: list[dict[str, Any]] = []
        self.number = 0

    def add(self, action: Action) -> None:
        kind, on, row = self.row(action)
        crowded = kind == "staff" and any(one["staff"] == row["staff"] for one in self.rows)
        if (kind, on) != self.key or crowded:
            self.flush()
        self.key = (kind, on)
        self.rows.append(row)

    def row(self, action: Action) -> tuple[str, date | None, dict[str, Any]]:
        values = dict(action)
        name = values.pop("do")
        if name in FILES:
            if name == "waive":
                values |= {"from": values.pop("start"), "reason": "because"}
            return FILES[name], None, values
        if name == "leave":
            on = values["left"] = values.pop("on")
        else:
            on = values["joined"] if "joined" in values else values.pop("on")
        return "staff", on, values

    def flush(self) -> None:
        if not self.rows or self.key is None:
            return
        self.number += 1
        kind, on = self.key
        encoding = self.random.choice(["utf-8", "utf-8-sig", "cp932"])
        path = self.folder / f"{self.number:02} {kind}.csv"
        columns = list(dict.fromkeys(key for row in self.rows for key in row))
        japanese = JAPANESE | ({"unit": "配置先"} if kind == "assignments" else {})
        headers = [self.random.choice([key, japanese.get(key, key)]) for key in columns]
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            for row in self.rows:
                writer.writerow([as_text(row[key], self.random) if key in row else "" for key in columns])
        day = ["--on", on.isoformat()] if on else []
        code, said = self.run("import", kind, str(path), *day, "--format", "json")
        assert code == 0 and json.loads(said)["added"] == len(self.rows), f"{path.read_text(encoding)}\n{said}"
        self.rows = []


def reports(run: Run, world: World, ledger: Ledger, questions: list[Question]) -> Iterator[str]:
    """Where the report in JSON is not what the rules say."""
    for question in questions:
        line = ["report", "--people", "--format", "json", "--as-of", question.as_of.isoformat()]
        line += ["--horizon", f"{question.horizon}d"]
        for option, value in (("--dept", question.dept), ("--role", question.role)):
            line += [option, value] if value is not None else []
        if question.moment is not None:
            line += ["--known-at", question.moment.isoformat()]
        expected = expected_report(world, ledger, question)
        code, said = run(*line)
        if code == 3 and "unknown-unit" in said and not expected["departments"]:
            continue
        given = strip(json.loads(said)) if code == 0 else said
        yield from (f"{line}: {one}" for one in compare("", expected, given))


def is_file_s(action: Action, ledger: Ledger) -> bool:
    """Whether a file says it too.

    A staff file states how people are on a day: it corrects no day that was entered before, and says nothing of days
    out of service.
    """
    if action["do"] in ("edit_staff", "transfer", "leave"):
        days = {one.on for one in ledger.entries if isinstance(one, Joined | Changed) and one.staff == action["staff"]}
        left = any(isinstance(one, Left) and one.staff == action["staff"] for one in ledger.entries)
        in_service = ledger.oracle.in_service(action["staff"], action["on"])
        return in_service and action["on"] not in days and not (left and action["do"] == "leave")
    return action["do"] not in ("unassign", "revoke", "rejoin", "correct_joined")


def asked(world: World, seed: int) -> list[Question]:
    return draw_questions(Random(seed), world, 5)


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(one, marks=pytest.mark.slow) for one in range(10, 60))])
def test_a_world_entered_by_commands_is_answered_as_the_rules_read(
    seed: int, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = draw_world(seed)
    clock, ledger = found(run, world, tmp_path / "office"), Ledger(world.roles, world.trainings)
    monkeypatch.setattr(session, "now", clock)
    for action in world.actions:
        clock.now += MINUTE
        line = command(action, ledger)
        try:
            ledger.preview(action, clock.now)
        except Refusal:
            code, said = run(*line)
            assert code == 3, f"{line} is to be refused: {said}"
            continue
        code, said = run(*line)
        assert code == 0, f"{line}: {said}"
        ledger.accept()
    assert list(reports(run, world, ledger, asked(world, seed))) == []


@pytest.mark.parametrize(
    "seed", [*range(100, 110), *(pytest.param(one, marks=pytest.mark.slow) for one in range(200, 400))]
)
def test_a_world_read_from_files_is_answered_as_the_rules_read(
    seed: int, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = draw_world(seed)
    clock, ledger = found(run, world, tmp_path / "office"), Ledger(world.roles, world.trainings)
    monkeypatch.setattr(session, "now", clock)
    files = Files(run, tmp_path, Random(seed))
    for action in world.actions:
        try:
            entries = ledger.preview(action, clock.now)
        except Refusal:
            continue
        if not entries:
            continue
        if not is_file_s(action, ledger) or any(isinstance(entry, Retracted) for entry in entries):
            files.flush()
            code, said = run(*command(action, ledger))
            assert code == 0, said
        else:
            files.add(action)
        ledger.accept()
    files.flush()
    questions = [question for question in asked(world, seed) if question.known is None]
    assert list(reports(run, world, ledger, questions)) == []
