"""What is excused and what is planned: waivers and enrolments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dxskills.demo.classroom import EBPM, GIS_POLICY, WORKSHOP
from dxskills.demo.draw import Draw, working_day
from dxskills.demo.elearning import DATA, GIS, LITERACY, M365
from dxskills.demo.office import Person
from dxskills.demo.postings import Office

Done = set[tuple[str, str]]  # (staff, course) of everything completed


@dataclass(frozen=True, slots=True)
class Waiver:
    staff: str
    requirement: str
    first: date
    last: date
    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    staff: str
    course: str
    on: date


def waivers(draw: Draw, office: Office, done: Done) -> list[Waiver]:
    """People on leave, work without maps, and a few that have ended; only who still lacks the course is excused."""
    staff = _Staying(office, done)
    approver = next(p.staff for p in office.roster if p.unit == ("総務部", "職員課", ""))
    year_end = date(office.april.year + 1, 3, 31)
    rows: list[Waiver] = []

    def excuse(people: list[Person], requirement: str, first: date, last: date, reason: str) -> None:
        rows.extend(Waiver(p.staff, requirement, first, last, reason, approver) for p in people)

    on_leave = draw.some(staff.without(office.roster, DATA, M365), 3)
    for requirement in ("all-staff/m365-basics", "all-staff/data-literacy", "all-staff/security-yearly"):
        excuse(on_leave, requirement, office.april, year_end, "育児休業中のため")
    counter = draw.some(staff.without(office.roster, GIS), 4)
    excuse(counter, "all-staff/gis-basics", office.april, year_end, "窓口専任で地図を扱わないため")
    leaders = [p for p in office.roster if p.staff in office.leaders() and p.unit[0] == "総務部"]
    excuse(
        staff.without(leaders, GIS_POLICY)[:2], "dx-leader/gis", office.april, year_end, "担当業務で地図を扱わないため"
    )
    managers = staff.without([p for p in office.roster if p.manager], EBPM)
    last = office.april - timedelta(days=1)
    excuse(managers[:2], "manager/ebpm", office.first, last, "災害対応に従事したため")
    return sorted(rows, key=lambda row: (row.first, row.staff, row.requirement))


def enrolments(draw: Draw, office: Office, done: Done) -> list[Enrolment]:
    """Some of those who lack a course have been put down for it in the coming months."""
    staff = _Staying(office, done)
    rows = []
    for course, share in ((M365, 0.4), (GIS, 0.25), (LITERACY, 0.4)):
        for person in staff.without(office.roster + office.hired, course):
            if draw.chance(share):
                day = working_day(office.today + timedelta(days=draw.number(7, 85)))
                rows.append(Enrolment(person.staff, course, day))
    leaders = [p for p in office.roster if p.staff in office.leaders()]
    for course, days in ((WORKSHOP, 40), (GIS_POLICY, 61)):
        day = working_day(office.today + timedelta(days=days))
        rows += [Enrolment(person.staff, course, day) for person in staff.without(leaders, course)[:9]]
    return sorted(rows, key=lambda row: (row.on, row.staff, row.course))


class _Staying:
    """Those who are not about to leave, and what they have completed."""

    def __init__(self, office: Office, done: Done) -> None:
        self._left = office.left
        self._done = done

    def without(self, people: list[Person], *courses: str) -> list[Person]:
        """Who of ``people`` has completed none of ``courses``."""
        staying = (p for p in people if p.staff not in self._left)
        return [p for p in staying if all((p.staff, course) not in self._done for course in courses)]
