"""Runs a world through the product and through the oracle, and says where the two differ."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from dxskills import Registry
from dxskills.errors import Refused
from dxskills.journal.journal import Journal
from tests.oracle.document import document
from tests.oracle.ledger import Action, Ledger, Refusal
from tests.oracle.oracle import Doc, month_day
from tests.oracle.worlds import UNITS, Draw, World

FIRST_MOMENT = datetime(2025, 1, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SHM = Path("/dev/shm")

KINDS = {
    "Joined": "staff.joined",
    "Changed": "staff.changed",
    "Left": "staff.left",
    "Assigned": "role.assigned",
    "Unassigned": "role.unassigned",
    "Trained": "training.recorded",
    "Enrolled": "training.enrolled",
    "Certified": "certification.recorded",
    "Revoked": "certification.revoked",
    "Assessed": "skill.assessed",
    "Waived": "requirement.waived",
    "Retracted": "entry.retracted",
}


class Dumper(yaml.SafeDumper):
    """Writes what a careful author writes: every text quoted, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def write_framework(world: World, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, document_ in (("roles", world.roles), ("trainings", world.trainings)):
        text = yaml.dump(document_, Dumper=Dumper, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


class Clock:
    def __init__(self) -> None:
        self.now = FIRST_MOMENT

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def open_registry(world: World, folder: Path, clock: Clock) -> Iterator[Registry]:
    framework = write_framework(world, folder / "data")
    start = world.roles["organisation"].get("fiscal_year_start", "04-01")
    Journal.create(folder / "store", year_start=month_day(start))
    with Registry.open(
        folder / "store", framework, by="tester", clock=clock, index_folder=folder / "index"
    ) as registry:
        yield registry


def do(registry: Registry, action: Action, ledger: Ledger) -> list[str]:
    """Does it, and returns the kinds of the entries written."""
    values = dict(action)
    name = values.pop("do")
    if name in ("rejoin", "correct_joined"):
        written = registry.edit_staff(values["staff"], on=values["joined"], joined=values["joined"])
    elif name == "retract":
        written = registry.retract(ledger.target(values["which"]), "a mistake")
    elif name == "waive":
        written = registry.waive(values.pop("requirement"), values.pop("staff"), reason="because", **values)
    elif name in ("record_training", "record_certification", "revoke", "assess", "enrol"):
        first = {"assess": "skill", "record_training": "training", "enrol": "training"}.get(name, "certification")
        method = getattr(registry, name)
        written = method(values.pop(first), values.pop("staff"), **values)
    else:
        written = getattr(registry, name)(values.pop("staff"), **values)
    return [event.kind for event in written.entries]


@dataclass(frozen=True)
class Question:
    as_of: date
    known: int | None = None  # how many minutes of entering are believed
    horizon: int = 90
    dept: str | None = None
    role: str | None = None

    @property
    def moment(self) -> datetime | None:
        return None if self.known is None else FIRST_MOMENT + self.known * MINUTE


@dataclass
class Trial:
    differences: list[str] = field(default_factory=list)
    refused: int = 0
    entries: int = 0
    rows: int = 0
    statuses: dict[str, int] = field(default_factory=dict)


def draw_questions(random: Random, world: World, number: int) -> list[Question]:
    draw = Draw(random)
    roles = [role["id"] for role in world.roles["roles"]]
    questions = []
    for index in range(number):
        question = Question(
            as_of=draw.day(world.days) + (draw.number(-40, 400) if draw.maybe(0.3) else 0) * timedelta(days=1),
            known=draw.number(0, len(world.actions)) if draw.maybe(0.25) else None,
            horizon=draw.one([90, 90, 0, 30, 400]),
            dept=draw.one(UNITS) if index and draw.maybe(0.35) else None,
            role=draw.one(roles) if index and draw.maybe(0.3) else None,
        )
        questions.append(question)
    return questions


def run(world: World, questions: list[Question], folder: Path | None = None, *, first_only: bool = False) -> Trial:
    """Everything in which product and oracle differ, as text."""
    with tempfile.TemporaryDirectory(dir=SHM if folder is None and SHM.is_dir() else folder) as name:
        return _run(world, questions, Path(name), first_only)


def _run(world: World, questions: list[Question], folder: Path, first_only: bool) -> Trial:
    trial, clock, ledger = Trial(), Clock(), Ledger(world.roles, world.trainings)
    with open_registry(world, folder, clock) as registry:
        for action in world.actions:
            clock.now += MINUTE
            difference = _act(registry, ledger, action, clock.now, trial)
            if difference:
                trial.differences.append(f"{action}: {difference}")
                return trial
        trial.entries = len(ledger.entries)
        for question in [*questions, *edges(world, ledger, questions[:1])]:
            expected = expected_report(world, ledger, question)
            try:
                given: Doc | str = _given(registry, question)
            except Refused as refused:
                if refused.code == "unknown-unit" and not expected["departments"]:
                    continue  # nobody was ever posted there, so that it may be a slip of the pen
                given = f"refused {refused.code}: {refused.message}"
            trial.rows += len(expected["people"])
            for row in expected["people"]:
                trial.statuses[row["status"]] = trial.statuses.get(row["status"], 0) + 1
            found = list(compare("", expected, given))
            trial.differences += [f"{question}: {one}" for one in found]
            if found and first_only:
                break
    return trial


def edges(world: World, ledger: Ledger, questions: list[Question]) -> Iterator[Question]:
    """The same questions on a few of the days on which something in their answer turns."""
    for question in questions:
        days: set[date] = set()
        for row in expected_report(world, ledger, question)["people"]:
            for text in filter(None, (row["due_on"], row["valid_until"])):
                day = date.fromisoformat(text)
                days |= {day, day + timedelta(days=1), day - timedelta(days=question.horizon)}
        for day in Random(len(days)).sample(sorted(days), min(4, len(days))):
            yield replace(question, as_of=day)


def _act(registry: Registry, ledger: Ledger, action: Action, at: datetime, trial: Trial) -> str | None:
    expected = _attempt(lambda: [KINDS[type(entry).__name__] for entry in ledger.preview(action, at)])
    given = _attempt(lambda: do(registry, action, ledger))
    if isinstance(expected, set) or isinstance(given, set):
        trial.refused += 1
        if isinstance(expected, set) and isinstance(given, set) and given <= expected:
            return None
        return f"expected {expected}, got {given}"
    ledger.accept()
    return None if expected == given else f"expected the entries {expected}, got {given}"


def _attempt(act: Callable[[], list[str]]) -> list[str] | set[str]:
    """The kinds of entry, or the codes of the refusal."""
    try:
        return act()
    except Refusal as refusal:
        return refusal.codes
    except Refused as refused:
        return {refused.code}


def expected_report(world: World, ledger: Ledger, question: Question) -> Doc:
    return document(
        world.roles,
        world.trainings,
        ledger.entries,
        ledger.names,
        question.as_of,
        known_at=question.moment,
        horizon=question.horizon,
        dept=question.dept,
        role=question.role,
    )


def _given(registry: Registry, question: Question) -> Doc:
    report = registry.report(
        question.as_of,
        dept=question.dept,
        role=question.role,
        horizon=question.horizon,
        known_at=question.moment,
        people=True,
    )
    return strip(report.as_dict())


def strip(report: Doc) -> Doc:
    """Without what only the product can know: the two hashes, and how it writes the moment."""
    return {key: value for key, value in report.items() if key not in ("framework", "known_at", "journal")}


def compare(where: str, expected: Any, given: Any) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(given, dict):
        if list(expected) != list(given) and set(expected) != set(given):
            yield f"{where}: keys {list(expected)} expected, got {list(given)}"
            return
        for key, value in expected.items():
            yield from compare(f"{where}.{key}", value, given[key])
    elif isinstance(expected, list) and isinstance(given, list) and expected and isinstance(expected[0], dict):
        if len(expected) != len(given):
            yield f"{where}: {len(expected)} rows expected, got {len(given)}: {expected} / {given}"
            return
        for number, (one, other) in enumerate(zip(expected, given, strict=True)):
            yield from compare(f"{where}[{number}]", one, other)
    elif isinstance(expected, dict) != isinstance(given, dict):
        yield f"{where}: got {given}"
    elif expected != given or type(expected) is not type(given):
        yield f"{where}: {expected!r} expected, got {given!r}"
