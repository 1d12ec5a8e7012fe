"""What the e-learning system has seen: the yearly, the periodic and the one-time courses of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dxskills.dates import add_months
from dxskills.demo.draw import Draw
from dxskills.demo.office import FIXED_TERM, Person
from dxskills.demo.postings import OFFICER, SUPPORT, Office

SECURITY, LITERACY, M365, GIS, DATA = (
    "情報セキュリティ基礎研修",
    "ICTリテラシー研修",
    "Microsoft365基本操作研修",
    "統合型GIS基本操作研修",
    "データ活用基礎研修",
)
SUBJECTS = (
    "地方自治制度",
    "特別区制度",
    "中野区政概要",
    "基本構想",
    "危機管理",
    "コンプライアンス",
    "財政の概要",
    "予算の仕組み",
    "契約",
    "会計",
    "文書・情報公開・個人情報保護",
    "区議会",
    "法務基礎",
)
# How the system's own course list spells them, over the years.
_SPELLINGS = {
    SECURITY: (SECURITY, "Information security basics", "セキュリティ研修", "情報セキュリティ研修（基礎）"),
    LITERACY: (LITERACY, "ＩＣＴリテラシー研修", "ICTリテラシー研修（全職員）"),
    M365: (M365, "M365基本操作", "Microsoft 365 基本操作"),
    GIS: (GIS, "統合型ＧＩＳ基本操作研修"),
    DATA: (DATA, "データ活用基礎（BI, 統計入門）", "ﾃﾞｰﾀ活用基礎研修"),
}
_TESTED = (SECURITY, GIS, DATA)


@dataclass(frozen=True, slots=True)
class Completion:
    staff: str
    course: str
    spelling: str
    at: datetime
    score: float | None
    outcome: str

    @property
    def passed(self) -> bool:
        return self.outcome != "Failed"


def completions(draw: Draw, office: Office) -> list[Completion]:
    """Every row of the export, oldest first; nobody learns before joining, after leaving or after today."""
    rows: list[Completion] = []
    for person in office.roster + office.hired:
        desk = _Desk(draw, office, person)
        desk.yearly_security()
        desk.literacy()
        desk.once(M365, 0.87)
        desk.once(GIS, 0.72)
        desk.periodic_data()
        rows += desk.rows
    rows += _subjects(draw, office)
    return sorted(rows, key=lambda row: (row.at, row.staff, row.course))


class _Desk:
    """One person at the e-learning system."""

    def __init__(self, draw: Draw, office: Office, person: Person) -> None:
        self.draw, self.office, self.person = draw, office, person
        self.rows: list[Completion] = []

    def yearly_security(self) -> None:
        year = self.office.april.year
        for start, share in ((year - 2, 0.93), (year - 1, 0.95), (year, 0.9)):
            if self.draw.chance(share):
                # Drawn over the whole campaign and cut at today, so that an early report finds most still to come.
                day = self.draw.day(date(start, 4, 10), date(start, 12, 25))
                self._learn(SECURITY, max(day, self.person.joined + timedelta(days=5)))

    def literacy(self) -> None:
        today, fate = self.office.today, self.draw.number(1, 100)
        lapse = add_months(today, -36)
        if fate <= 10:  # about to expire
            self._between(LITERACY, lapse + timedelta(days=2), lapse + timedelta(days=80))
        elif fate <= 18:  # expired some weeks ago
            self._between(LITERACY, add_months(today, -40), lapse - timedelta(days=20))
        elif fate <= 24:  # renewed in the last months before expiry
            self._between(LITERACY, add_months(today, -40), add_months(today, -38))
            self._between(LITERACY, add_months(today, -6), add_months(today, -4))
        elif fate <= 88:
            self._between(LITERACY, add_months(today, -32), today)

    def once(self, course: str, share: float) -> None:
        if self.draw.chance(share):
            self._between(course, date(self.office.april.year - 3, 5, 1), self.office.today)

    def periodic_data(self) -> None:
        fate, year = self.draw.number(1, 100), self.office.april.year
        if fate <= 12:  # three fiscal years ago: expired with the last one
            self._between(DATA, date(year - 3, 5, 1), date(year - 2, 3, 20))
        elif fate <= 30:  # two fiscal years ago: counts until the end of this one
            self._between(DATA, date(year - 2, 5, 1), date(year - 1, 3, 20))
        elif fate <= 85:
            self._between(DATA, date(year - 1, 5, 1), self.office.today)

    def _between(self, course: str, first: date, last: date) -> None:
        """Learn on some day of the span; those who joined later, mostly within their first months."""
        joined = self.person.joined + timedelta(days=5)
        if joined > last:
            if not self.draw.chance(0.6):
                return
            first, last = joined, joined + timedelta(days=100)
        self._learn(course, self.draw.day(max(first, joined), last))

    def _learn(self, course: str, day: date) -> None:
        end = min(self.office.today, self.office.left.get(self.person.staff, self.office.today))
        if not self.person.joined <= day <= end:
            return
        at = _moment(self.draw, day)
        spelling = self.draw.pick(_SPELLINGS.get(course, (course,)))
        if course not in _TESTED:
            self.rows.append(Completion(self.person.staff, course, spelling, at, None, "Completed"))
            return
        if self.draw.chance(0.07):
            failed = float(self.draw.number(8, 27)) * 2.5
            self.rows.append(Completion(self.person.staff, course, spelling, at, failed, "Failed"))
            if self.draw.chance(0.2):
                return
            at += timedelta(minutes=self.draw.number(35, 90))
        score = float(self.draw.number(28, 40)) * 2.5
        self.rows.append(Completion(self.person.staff, course, spelling, at, score, "Passed"))


def _moment(draw: Draw, day: date) -> datetime:
    return datetime.combine(day, time(draw.number(9, 16), draw.number(0, 59), draw.number(0, 59)))


def _subjects(draw: Draw, office: Office) -> list[Completion]:
    """The specialists from outside take the subjects of public administration one by one, not all of them yet."""
    outside = {a.person.staff: a.person for a in office.assignments if a.role in (OFFICER, SUPPORT)}
    outside |= {p.staff: p for p in office.roster if p.appointment == FIXED_TERM and p.joined == office.first}
    rows = []
    for turn, person in enumerate(outside.values()):
        for number, subject in enumerate(SUBJECTS):
            # The first one is done; the others lack a subject or two.
            if turn == 0 or (number + turn) % 7:
                day = office.first + timedelta(days=20 + 4 * number + draw.number(0, 2))
                rows.append(Completion(person.staff, subject, subject, _moment(draw, day), None, "Completed"))
    return rows
