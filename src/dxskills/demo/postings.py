"""Who holds which role in the sample office, and what the April transfers change about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from dxskills.dates import add_months
from dxskills.demo.draw import Draw
from dxskills.demo.office import CIO_OFFICE, FISCAL_YEAR, FIXED_TERM, REGULAR, Person, Recruiter, Unit, people, units

LEADER, OFFICER, SUPPORT, SPECIALIST = "各部課DXリーダー", "情報政策官", "IT専門支援員", "任期付ICT専門職員"
_TEAM_GRADES = ("係長", "主任", "係員")


@dataclass(frozen=True, slots=True)
class Assignment:
    """``unit`` as somebody would write it; blank means the person's own."""

    person: Person
    role: str
    unit: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the transfer list; what is None or blank stays as it was."""

    staff: str
    name: str
    kana: str = ""
    unit: Unit | None = None
    grade: str = ""
    manager: bool = False
    left: date | None = None
    hired: Person | None = None


@dataclass
class Office:
    """The whole sample office. ``first`` is the day of its roster, ``april`` that of the transfer list."""

    today: date
    first: date
    april: date
    roster: list[Person]
    assignments: list[Assignment] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def hired(self) -> list[Person]:
        return [change.hired for change in self.changes if change.hired]

    @property
    def left(self) -> dict[str, date]:
        """Staff number → last day in service."""
        return {change.staff: change.left for change in self.changes if change.left}

    def leaders(self) -> dict[str, Assignment]:
        """The latest assignment of everybody who leads or has led."""
        return {a.person.staff: a for a in self.assignments if a.role == LEADER}

    def heads(self) -> dict[tuple[str, str], Person]:
        """Each section's head on the roster, the department's own head under a blank section."""
        return {person.unit[:2]: person for person in self.roster if person.manager}


def build(draw: Draw, year: int, today: date) -> Office:
    """An office whose roster is of the fiscal year before ``year`` and whose transfers open ``year``."""
    first, april = date(year - 1, 4, 1), date(year, 4, 1)
    recruiter = Recruiter(draw)
    office = Office(today, first, april, people(recruiter, first))
    _assign_specialists(office)
    _assign_leaders(draw, office)
    moved = _move_leaders(draw, office)
    _transfer(draw, recruiter, office, moved)
    return office


def _assign_specialists(office: Office) -> None:
    unit = "/".join(CIO_OFFICE[:2])
    officer, stays, leaves = (p for p in office.roster if p.unit == CIO_OFFICE)
    for start in (office.first, office.april):
        office.assignments += [Assignment(officer, OFFICER, unit, start), Assignment(stays, SUPPORT, unit, start)]
    # The second supporter is not appointed again: the new year begins with a shortfall in the CIO office.
    office.assignments.append(Assignment(leaves, SUPPORT, unit, office.first))
    _resign(office, leaves, office.april - timedelta(days=1))
    for person in office.roster:
        if person.appointment == FIXED_TERM:
            office.assignments.append(Assignment(person, SPECIALIST, "/".join(person.unit[:2]), person.joined))


def _assign_leaders(draw: Draw, office: Office) -> None:
    sections = dict.fromkeys((department, section or team) for department, section, team in units())
    starts = (
        date(office.first.year - 1, 4, 1),
        office.first,
        office.first,
        date(office.first.year, 10, 1),
        office.april,
    )
    for turn, section in enumerate(sections):
        if draw.chance(0.18):
            continue
        candidates = [p for p in _eligible(office.roster) if p.section == section]
        for person in draw.some(candidates, 2 if draw.chance(0.15) else 1):
            start = max(draw.pick(starts), person.joined)
            # Every eighth leader's time is about to end, so that somebody has to be found.
            end = add_months(office.today.replace(day=1), 2) - timedelta(days=1) if turn % 8 == 3 else None
            office.assignments.append(Assignment(person, LEADER, _written(section, turn), start, end))


def _eligible(roster: Iterable[Person]) -> list[Person]:
    return [p for p in roster if p.appointment == REGULAR and p.grade in _TEAM_GRADES and p.unit[2]]


def _written(section: tuple[str, str], turn: int) -> str:
    """The unit as a path, with a full-width slash, by its last part alone, or left out."""
    department, name = section
    return (f"{department}/{name}", f"{department}／{name}", name, "")[turn % 4]


def _move_leaders(draw: Draw, office: Office) -> set[str]:
    """Some leaders are transferred away; for every second one a successor has been named."""
    settled = [a for a in office.leaders().values() if a.start < office.april and a.end is None]
    leading = set(office.leaders())
    for turn, assignment in enumerate(draw.some(settled, 4)):
        person = assignment.person
        elsewhere = [unit for unit in units() if unit[0] != person.unit[0]]
        office.changes.append(Change(person.staff, person.name, unit=draw.pick(elsewhere)))
        successors = [p for p in _eligible(office.roster) if p.section == person.section and p.staff not in leading]
        if turn % 2 == 0 and successors:
            successor = draw.pick(successors)
            leading.add(successor.staff)
            office.assignments.append(Assignment(successor, LEADER, "/".join(person.section), office.april))
    return leading


def _transfer(draw: Draw, recruiter: Recruiter, office: Office, busy: set[str]) -> None:
    """The rest of the April list: moves, promotions, resignations, retirements, new names and new people."""
    free = draw.some([p for p in _eligible(office.roster) if p.staff not in busy], 27)
    for person in free[:16]:
        unit = draw.pick([unit for unit in units() if unit != person.unit])
        office.changes.append(Change(person.staff, person.name, unit=unit))
    retiring = draw.some([p for p in office.roster if p.grade == "課長"], 3)
    for head, successor in zip(retiring[:2], [p for p in free[16:] if p.grade == "係長"], strict=False):
        office.changes.append(Change(successor.staff, successor.name, unit=head.unit, grade="課長", manager=True))
        busy.add(successor.staff)
        _resign(office, head, office.april - timedelta(days=1))
    rest = [p for p in free[16:] if p.staff not in busy]
    for person in rest[:4]:
        _resign(office, person, office.april - timedelta(days=1))
    year_end = date(office.april.year + 1, 3, 31)
    for person in [retiring[2], *rest[4:7]]:
        _resign(office, person, year_end)
    for person in rest[7:9]:
        surname, kana = recruiter.names.surname()
        name, given_kana = person.name.split("　"), person.kana.split("　")
        office.changes.append(Change(person.staff, f"{surname}　{name[-1]}", f"{kana}　{given_kana[-1]}"))
    for turn in range(15):
        office.changes.append(_newcomer(draw, recruiter, office.april, turn))


def _resign(office: Office, person: Person, last_day: date) -> None:
    office.changes.append(Change(person.staff, person.name, left=last_day))


def _newcomer(draw: Draw, recruiter: Recruiter, day: date, turn: int) -> Change:
    unit = draw.pick(units())
    if turn % 5 == 4:
        person = recruiter.hire(unit, "事務", "", FISCAL_YEAR, day)
    else:
        family = "ICT" if turn == 0 else "事務"
        person = recruiter.hire(unit, family, "係員", REGULAR, day)
    return Change(person.staff, person.name, person.kana, unit, person.grade, hired=person)
