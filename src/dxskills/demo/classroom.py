"""Who came to the classroom: workshops, courses for leaders and managers, secondments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dxskills.demo.draw import Draw, working_day
from dxskills.demo.office import FIXED_TERM, Person
from dxskills.demo.postings import OFFICER, SUPPORT, Office

WORKSHOP, GIS_POLICY, EXAM_COURSE = (
    "業務改善ワークショップ（BI・RPA）",
    "統合型GIS政策形成研修",
    "情報関連資格試験対策講座",
)
ADMINISTRATION, SECTION_WORK = "行政事務基礎研修", "各部課の業務の理解"
MINDSET, CASES, EBPM, MANAGER_DATA = (
    "管理職DX意識改革研修",
    "ICTツール活用事業推進事例研修",
    "EBPM研修",
    "管理職データリテラシー研修",
)
SECONDMENT, EXCHANGE, EXPERT = (
    "他組織への派遣（民間企業・デジタル庁等）",
    "人事交流",
    "エキスパート職員育成支援プログラム",
)


@dataclass(frozen=True, slots=True)
class Course:
    """``sessions`` are (month, day) in every fiscal year; ``days`` and ``hours`` are of one session."""

    name: str
    sessions: tuple[tuple[int, int], ...]
    days: int
    hours: int


@dataclass(frozen=True, slots=True)
class Attendance:
    staff: str
    course: str
    first: date
    last: date
    outcome: str
    hours: int
    instructor: str = ""
    note: str = ""


_LEADERS = (
    Course(WORKSHOP, ((7, 7), (10, 14), (1, 20)), 2, 14),
    Course(GIS_POLICY, ((8, 25), (2, 9)), 1, 7),
    Course(EXAM_COURSE, ((6, 17), (10, 20)), 2, 12),
    Course(ADMINISTRATION, ((4, 20), (11, 10)), 3, 18),
)
_MANAGERS = (
    Course(MINDSET, ((5, 22), (11, 13)), 1, 3),
    Course(CASES, ((9, 25),), 1, 2),
    Course(EBPM, ((9, 11), (2, 17)), 1, 3),
    Course(MANAGER_DATA, ((6, 5), (1, 29)), 1, 2),
)
_NEWCOMERS = (Course(ADMINISTRATION, ((4, 20), (11, 10)), 3, 18),)
_OUTSIDE = (Course(SECTION_WORK, ((5, 18),), 2, 8),)


def keenness(draw: Draw, office: Office) -> dict[str, float]:
    """How likely each leader is to come to a session: some come to the first one, some to hardly any."""
    return {staff: draw.pick((0.9, 0.9, 0.4, 0.2, 0.1)) for staff in office.leaders()}


def attendances(draw: Draw, office: Office, keen: dict[str, float]) -> list[Attendance]:
    """Every row of the attendance list, by day, course and staff number."""
    rows: list[Attendance] = []
    for assignment in office.leaders().values():
        for course in _LEADERS:
            rows += _until_completed(draw, office, assignment.person, course, keen[assignment.person.staff])
    for person in office.roster:
        if person.manager:
            for course in _MANAGERS:
                rows += _until_completed(draw, office, person, course, 0.3)
    newcomers = [p for p in office.roster + office.hired if p.joined >= office.first and p.staff not in keen]
    specialists = {a.person.staff: a.person for a in office.assignments if a.role in (OFFICER, SUPPORT)}
    for person in newcomers:
        if person.staff not in specialists and person.appointment != FIXED_TERM:
            rows += _until_completed(draw, office, person, _NEWCOMERS[0], 0.8)
    experts = [p for p in office.roster if p.appointment == FIXED_TERM]
    for turn, person in enumerate([*specialists.values(), *experts]):
        rows += _until_completed(draw, office, person, _OUTSIDE[0], (0.97, 0.5)[turn % 2])
    rows += _until_completed(draw, office, experts[0], _NEWCOMERS[0], 1.0)
    rows += _elsewhere(office, keen)
    return sorted(rows, key=lambda row: (row.first, row.course, row.staff))


def _until_completed(draw: Draw, office: Office, person: Person, course: Course, keen: float) -> list[Attendance]:
    """Sessions of the last three fiscal years that the person was down for, up to the one they completed."""
    rows = []
    end = min(office.today, office.left.get(person.staff, office.today))
    for first in _session_days(office, course):
        last = first + timedelta(days=course.days - 1)
        if first < person.joined or last > end or not draw.chance(keen):
            continue
        outcome = draw.pick(("修了",) * 14 + ("欠席",) * 2 + ("不合格",))
        hours = course.hours if outcome != "欠席" else 0
        instructor = _instructor(office, person) if course.name == WORKSHOP else ""
        note = "次回に振替" if outcome == "欠席" else ""
        rows.append(Attendance(person.staff, course.name, first, last, outcome, hours, instructor, note))
        if outcome == "修了":
            break
    return rows


def _session_days(office: Office, course: Course) -> list[date]:
    """The first days of the sessions, never running into a weekend."""
    found = []
    for year in range(office.april.year - 2, office.april.year + 1):
        for month, day in course.sessions:
            first = working_day(date(year if month >= 4 else year + 1, month, day))
            while (first + timedelta(days=course.days - 1)).weekday() > 4:
                first = working_day(first + timedelta(days=1))
            found.append(first)
    return sorted(found)


def _instructor(office: Office, learner: Person) -> str:
    """A leader of long standing teaches the others, as leaders are meant to."""
    teachers = [a.person for a in office.leaders().values() if a.person.joined < date(office.first.year - 3, 1, 1)]
    return next((p.staff for p in teachers if p.staff != learner.staff and p.staff not in office.left), "")


def _elsewhere(office: Office, keen: dict[str, float]) -> list[Attendance]:
    """The keenest leaders have worked elsewhere or been in the programme for experts."""
    year = office.april.year
    places = (
        (SECONDMENT, date(year - 1, 7, 1), date(year - 1, 12, 31), "デジタル庁"),
        (EXCHANGE, date(year - 1, 10, 1), date(year, 3, 31), "民間企業"),
        (EXPERT, date(year - 1, 6, 1), date(year - 1, 12, 25), ""),
        (EXPERT, date(year - 1, 6, 1), date(year - 1, 12, 25), ""),
    )
    chosen = sorted((s for s in keen if office.leaders()[s].person.joined < office.first), key=lambda s: (-keen[s], s))
    return [
        Attendance(staff, course, first, last, "修了", 40 if course == EXPERT else 0, "", note)
        for staff, (course, first, last, note) in zip(chosen, places, strict=False)
    ]
