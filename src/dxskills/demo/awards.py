"""What was passed, awarded and judged: certification claims and skill assessments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dxskills.dates import add_months
from dxskills.demo.draw import Draw
from dxskills.demo.office import REGULAR, Person
from dxskills.demo.postings import OFFICER, SUPPORT, Assignment, Office

# (as applicants write it, initials in its number, the usual subsidy)
_EXAMS = (
    ("ITパスポート試験", "IP", 7500),
    ("ITパスポート", "IP", 7500),
    ("ｉパス", "IP", 7500),
    ("情報セキュリティマネジメント試験", "SG", 7500),
    ("セキュマネ", "SG", 7500),
    ("基本情報技術者試験", "FE", 7500),
    ("基本情報", "FE", 7500),
    ("応用情報技術者試験", "AP", 7500),
    ("統計検定2級", "JSS", 7000),
    ("統計検定 ２級", "JSS", 7000),
    ("データサイエンティスト検定", "DS", 10000),
    ("MOS", "MOS", 12000),
)


@dataclass(frozen=True, slots=True)
class Award:
    staff: str
    certification: str
    on: date
    number: str = ""
    expires_on: date | None = None
    subsidy: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    staff: str
    skill: str
    level: int
    on: date
    assessor: str


def awards(draw: Draw, office: Office, keen: dict[str, float]) -> list[Award]:
    """Every line of the claims list, in the order of the exams."""
    rows = []
    for assignment in office.leaders().values():
        person = assignment.person
        if draw.chance(0.3 + keen[person.staff] / 2):
            rows.append(_exam(draw, office, person, draw.pick(_EXAMS)))
    for person in office.roster:
        if person.appointment == REGULAR and person.staff not in keen and draw.chance(0.07):
            rows.append(_exam(draw, office, person, draw.pick(_EXAMS)))
    rows += _registered(office) + _special(office, keen)
    in_service = {p.staff: p for p in office.roster}
    kept = [row for row in rows if in_service[row.staff].joined <= row.on <= office.today]
    return sorted(kept, key=lambda row: (row.on, row.staff, row.certification))


def _exam(draw: Draw, office: Office, person: Person, exam: tuple[str, str, int]) -> Award:
    name, initials, usual = exam
    earliest = max(person.joined + timedelta(days=30), date(office.april.year - 8, 4, 1))
    last = min(office.today, office.left.get(person.staff, office.today)) - timedelta(days=10)
    on = draw.day(earliest, last)
    number = f"第{initials}-{on.year}-{on.month:02}-{draw.number(1, 99999):05}号"
    subsidy = draw.pick((usual, usual, None, 0)) if on >= office.first else None
    return Award(person.staff, name, on, number, subsidy=subsidy)


def _registered(office: Office) -> list[Award]:
    """Registered security specialists: one to renew now, one who let it lapse, one newly registered."""
    people = [p for p in office.roster if p.unit[1] == "情報システム課" and p.appointment == REGULAR and p.unit[2]]
    people = sorted((p for p in people if p.staff not in office.left), key=lambda p: (p.joined, p.staff))[:3]
    today = office.today
    ends = (today + timedelta(days=75), today - timedelta(days=100), add_months(today, 28))
    return [
        Award(
            person.staff,
            ("登録セキスペ", "情報処理安全確保支援士")[turn % 2],
            add_months(end + timedelta(days=1), -36),
            f"第{18094 + 1273 * turn:06}号",
            end,
            19700 if turn == 2 else None,
        )
        for turn, (person, end) in enumerate(zip(people, ends, strict=False))
    ]


def _special(office: Office, keen: dict[str, float]) -> list[Award]:
    """A coordinator's yearly qualification, a senior GIS engineer, and recognitions by the office itself."""
    support = next(a.person.staff for a in office.assignments if a.role == SUPPORT)
    officer = next(a.person.staff for a in office.assignments if a.role == OFFICER)
    tried = sorted(keen, key=lambda staff: (-keen[staff], staff))
    long_ago = [s for s in tried if office.leaders()[s].person.joined < add_months(office.today, -60)]
    today = office.today
    rows = [
        Award(support, "ITコーディネータ", add_months(today, -10), "第0021437号", note="毎年更新"),
        Award(officer, "ITストラテジスト試験", office.first + timedelta(days=90), "第ST-00417号"),
        Award(long_ago[0], "GIS上級技術者", add_months(today + timedelta(days=60), -60), "第1187号"),
    ]
    recognised = office.april - timedelta(days=31)
    return rows + [Award(staff, "エキスパート職員認定", recognised, note="区認定") for staff in tried[:2]]


def assessments(draw: Draw, office: Office, keen: dict[str, float]) -> list[Assessment]:
    """What the heads of section found out about their leaders, and about the specialists from outside."""
    rows: list[Assessment] = []
    for assignment in office.leaders().values():
        rows += _assess_leader(draw, office, assignment, keen[assignment.person.staff])
    for role in (OFFICER, SUPPORT):
        person = next(a.person for a in office.assignments if a.role == role)
        skill, level = ("情報システムの統制", 3) if role == OFFICER else ("ICT調達", 2)
        on = office.first + timedelta(days=150)
        rows.append(Assessment(person.staff, skill, level, on, _head(office, person, on)))
    return sorted(rows, key=lambda row: (row.on, row.staff, row.skill))


def _assess_leader(draw: Draw, office: Office, assignment: Assignment, keen: float) -> list[Assessment]:
    person, start = assignment.person, assignment.start
    on = draw.day(start + timedelta(days=20), start + timedelta(days=160))
    if on > office.today:
        return []
    head = _head(office, person, on)
    experienced = person.joined < date(office.first.year - 4, 1, 1)
    found = [
        ("各部課の業務知識", draw.pick((2, 2, 2, 3, 1)) if experienced else draw.pick((1, 2)), 0.92),
        ("行政事務の基礎", 2 if experienced else 1, 0.85),
        ("Microsoft365活用", 2 if keen > 0.3 else 1, 0.7),
        ("業務改善", draw.pick((1, 2)), 0.5),
        ("ICTスキルの教授", draw.pick((1, 2)), 0.35),
        ("データ分析", 2 if keen > 0.5 else 1, 0.5),
    ]
    return [Assessment(person.staff, skill, level, on, head) for skill, level, share in found if draw.chance(share)]


def _head(office: Office, person: Person, on: date) -> str:
    """The head of the section, or of the department where that one has left or there is none."""
    heads = office.heads()
    section = heads.get(person.unit[:2])
    if section is not None and office.left.get(section.staff, on) >= on and section.joined <= on:
        return section.staff
    return heads[person.unit[0], ""].staff
