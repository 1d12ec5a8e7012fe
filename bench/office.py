"""Builds registries of any size straight through the journal: synthetic people, in the shipped framework's terms."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from dxskills import Registry
from dxskills.framework.load import load
from dxskills.framework.model import Framework
from dxskills.framework.sources import read_sources
from dxskills.journal.event import Draft
from dxskills.journal.journal import Journal
from dxskills.journal.names import Name, Names

FIRST_DAY = date(2021, 4, 1)
LAST_DAY = date(2026, 11, 23)
BATCH = 50_000
APPOINTMENTS = {"regular": 88, "fiscal-year": 8, "fixed-term": 4}


class Office(NamedTuple):
    """A built registry: its folder, a top-level unit and a 課 in it, each with the number of people posted there."""

    folder: Path
    people: int
    records: int
    department: str
    department_people: int
    section: str
    section_people: int


def staff_number(person: int) -> str:
    return f"{person:08d}"


def departments(people: int) -> int:
    """How many top-level units: about 100 people each up to a city's size, and at most a hundred units."""
    return max(1, min(100, people // 100))


def unit_of(person: int, people: int) -> str:
    """Every department has ten 課 of four 係; people are dealt out evenly."""
    top = person % departments(people)
    section = person // departments(people) % 10
    team = person // departments(people) // 10 % 4
    return f"第{top + 1:03d}部/第{section + 1}課/第{team + 1}係"


def build(folder: Path, people: int, records: int) -> Office:
    """Build a registry of ``people`` with ``records`` trainings, certifications, assessments and enrolments in all."""
    Registry.init(folder)
    framework = load(read_sources(folder / "data"))
    journal = Journal.open(folder / "store", year_start=framework.organisation.fiscal_year_start)
    drafts = _drafts(framework, people, records)
    with journal.writing() as writing:
        writing.save_names(_names(people))
        while batch := list(islice(drafts, BATCH)):
            days = [draft.on for draft in batch if draft.on is not None]
            at = datetime.fromisoformat(max(days)).replace(tzinfo=UTC)
            writing.append(batch, at=min(at, datetime(2026, 11, 23, tzinfo=UTC)), by="bench", batch=None)
    top, section = "第001部", "第001部/第1課"
    units = [unit_of(person, people) for person in range(people)]
    return Office(
        folder,
        people,
        records,
        top,
        sum(unit.startswith(top + "/") for unit in units),
        section,
        sum(unit.startswith(section + "/") for unit in units),
    )


def _names(people: int) -> Names:
    return {
        staff_number(person): Name(f"区職員 {person}", f"クショクイン {person}", "2021-04-01")
        for person in range(people)
    }


def _drafts(framework: Framework, people: int, records: int) -> Iterator[Draft]:
    rng = random.Random(1)
    joined = FIRST_DAY.isoformat()
    for person in range(people):
        data = {
            "unit": unit_of(person, people),
            "appointment": rng.choices(list(APPOINTMENTS), list(APPOINTMENTS.values()))[0],
            "job_family": rng.choice(("事務", "技術", "福祉", "ICT")),
            "grade": f"{rng.randint(1, 6)}級",
            "manager": rng.random() < 0.1,
        }
        yield Draft("staff.joined", staff_number(person), joined, data)
    for person in range(0, people, 20):
        day = _day(rng, 0.3).isoformat()
        yield Draft("role.assigned", staff_number(person), day, {"role": "dx-leader", "unit": _section(person, people)})
    for number in range(records):
        # Entered in order of date, and dealt out so that everybody has the same number, give or take one.
        yield _record(rng, framework, staff_number(number * 7919 % people), _day(rng, number / records).isoformat())


def _section(person: int, people: int) -> str:
    return unit_of(person, people).rpartition("/")[0]


def _day(rng: random.Random, part: float) -> date:
    """A day about ``part`` (0 to 1) of the way from the first day to the last, a fortnight either way."""
    days = (LAST_DAY - FIRST_DAY).days
    return FIRST_DAY + timedelta(days=max(0, min(days, round(part * days) + rng.randint(-14, 14))))


def _record(rng: random.Random, framework: Framework, staff: str, day: str) -> Draft:
    chance = rng.random()
    if chance < 0.85:
        training = rng.choice(list(framework.trainings))
        outcome = rng.choices(("completed", "failed", "absent"), (92, 5, 3))[0]
        return Draft("training.recorded", staff, day, {"training": training, "outcome": outcome, "hours": 3})
    if chance < 0.93:
        certification = rng.choice(list(framework.certifications))
        return Draft("certification.recorded", staff, day, {"certification": certification, "subsidy": 7500})
    if chance < 0.98:
        skill = rng.choice(list(framework.skills.values()))
        return Draft("skill.assessed", staff, day, {"skill": skill.id, "level": rng.randint(1, len(skill.levels))})
    return Draft("training.enrolled", staff, day, {"training": rng.choice(list(framework.trainings))})
