"""Writes the sample office as the files that its systems and desks would hand over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dxskills.dates import fiscal_year
from dxskills.demo import awards, classroom, elearning, plans, postings
from dxskills.demo.draw import Draw
from dxskills.demo.names import half_width
from dxskills.demo.office import Person
from dxskills.demo.postings import Assignment, Change, Office
from dxskills.demo.text import long_era, mixed, padded_era, short_era, slashed, wide, with_weekday, write_csv, yen

_SEED = 20230401
_FISCAL_YEAR_START = (4, 1)
_STEPS = ("staff", "assignments", "transfers", "trainings", "certifications", "assessments", "waivers", "enrolments")


class DemoFile(NamedTuple):
    """A file to import as ``kind``. ``as_of`` is the day a staff file speaks of (``--on``), None for the others."""

    kind: str
    path: Path
    as_of: date | None


def steps() -> tuple[str, ...]:
    """The order of the imports: assignments before transfers, because a transfer ends assignments."""
    return _STEPS


def generate(folder: Path, today: date) -> list[DemoFile]:
    """Write the files into ``folder`` (which must exist) and return them in the order to import them.

    The same ``today`` gives the same bytes everywhere; dates lie around ``today``'s fiscal year, so that a report on it
    always shows something met, expiring, pending, overdue, expired, waived and some units without their leader.
    """
    draw = Draw(_SEED)
    office = postings.build(draw, fiscal_year(today, _FISCAL_YEAR_START), today)
    keen = classroom.keenness(draw, office)
    online = elearning.completions(draw, office)
    attended = classroom.attendances(draw, office, keen)
    done = {(row.staff, row.course) for row in online if row.passed}
    done |= {(row.staff, row.course) for row in attended if row.outcome == "修了"}
    return [
        DemoFile("staff", _roster(folder, office), office.first),
        DemoFile("assignments", _assignments(folder, office), None),
        DemoFile("staff", _transfers(folder, office), office.april),
        DemoFile("trainings", _online(folder, online), None),
        DemoFile("trainings", _attended(folder, attended), None),
        DemoFile("certifications", _awards(folder, awards.awards(draw, office, keen)), None),
        DemoFile("assessments", _assessments(folder, awards.assessments(draw, office, keen)), None),
        DemoFile("waivers", _waivers(folder, plans.waivers(draw, office, done)), None),
        DemoFile("enrolments", _enrolments(folder, plans.enrolments(draw, office, done)), None),
    ]


def _roster(folder: Path, office: Office) -> Path:
    """The yearly extract of the personnel mainframe: cp932, era dates, half-width kana, some full-width digits."""
    path = folder / f"職員名簿_{office.first:%Y%m%d}.csv"
    header = "職員番号,氏名,フリガナ,部,課,係,職種,職層,任用形態,管理職,採用日"
    people = sorted(office.roster, key=lambda person: person.staff)
    write_csv(path, header, (_roster_row(person, turn) for turn, person in enumerate(people)), encoding="cp932")
    return path


def _roster_row(person: Person, turn: int) -> list[str]:
    department, section, team = person.unit
    return [
        wide(person.staff) if turn % 11 == 10 else person.staff,
        person.name,
        person.kana if turn % 4 == 3 else half_width(person.kana),
        department.replace("DX", "ＤＸ") if turn % 3 == 2 else department,
        section,
        team + "　" if turn % 17 == 16 and team else team,
        person.job_family,
        person.grade,
        person.appointment,
        "○" if person.manager else "",
        mixed(person.joined, turn),
    ]


def _assignments(folder: Path, office: Office) -> Path:
    """The DX office's own list, kept by hand."""
    path = folder / "DXリーダー配置.csv"
    rows = (_assignment_row(assignment, turn) for turn, assignment in enumerate(office.assignments))
    write_csv(path, "職員番号,役割,配置先,開始日,終了日", rows, encoding="utf-8", newline="\n")
    return path


def _assignment_row(assignment: Assignment, turn: int) -> list[str]:
    role = assignment.role.replace("DX", "ＤＸ") if turn % 6 == 0 else assignment.role
    end = assignment.end
    return [
        assignment.person.staff,
        role,
        assignment.unit,
        mixed(assignment.start, turn),
        mixed(end, turn) if end else "",
    ]


def _transfers(folder: Path, office: Office) -> Path:
    """The personnel section's April list: a blank cell means that nothing changes."""
    path = folder / f"人事異動_{office.april:%Y%m%d}.csv"
    header = "職員番号,氏名,フリガナ,部,課,係,職種,職層,任用形態,管理職,採用年月日,退職年月日"
    changes = sorted(office.changes, key=lambda change: change.staff)
    write_csv(path, header, map(_transfer_row, changes), encoding="cp932")
    return path


def _transfer_row(change: Change) -> list[str]:
    new = change.hired
    return [
        change.staff,
        change.name,
        half_width(change.kana),
        *(change.unit or ("", "", "")),
        new.job_family if new else "",
        change.grade,
        new.appointment if new else "",
        "○" if change.manager else "",
        long_era(new.joined) if new else "",
        long_era(change.left) if change.left else "",
    ]


def _online(folder: Path, rows: Iterable[elearning.Completion]) -> Path:
    """The e-learning system's export: UTF-8 with a mark, English headers, time stamps."""
    path = folder / "elearning_export.csv"
    table = (
        [
            row.staff,
            row.spelling,
            f"{row.at:%Y-%m-%d %H:%M:%S}",
            "" if row.score is None else f"{row.score:g}",
            row.outcome,
        ]
        for row in rows
    )
    write_csv(path, "User ID,Course Name,Completed At,Score,Outcome", table, encoding="utf-8-sig")
    return path


def _attended(folder: Path, rows: Iterable[classroom.Attendance]) -> Path:
    """The attendance list of the classroom sessions."""
    path = folder / "集合研修_受講結果.csv"
    header = "職員番号,研修名,受講日,終了日,結果,時間,講師,備考"
    write_csv(path, header, map(_attended_row, rows), encoding="cp932")
    return path


def _attended_row(row: classroom.Attendance) -> list[str]:
    last = with_weekday(row.last) if row.last > row.first else ""
    hours = str(row.hours) if row.hours else ""
    return [row.staff, row.course, with_weekday(row.first), last, row.outcome, hours, row.instructor, row.note]


def _awards(folder: Path, rows: Iterable[awards.Award]) -> Path:
    """The claims for the exam subsidy, as applicants wrote them."""
    path = folder / "資格取得_申請一覧.csv"
    header = "職員番号,資格名,合格日,有効期限,合格証書番号,補助額,備考"
    write_csv(path, header, (_award_row(row, turn) for turn, row in enumerate(rows)), encoding="cp932")
    return path


def _award_row(row: awards.Award, turn: int) -> list[str]:
    expires = padded_era(row.expires_on) if row.expires_on else ""
    subsidy = "" if row.subsidy is None else yen(row.subsidy, turn)
    return [row.staff, row.certification, mixed(row.on, turn), expires, row.number, subsidy, row.note]


def _assessments(folder: Path, rows: Iterable[awards.Assessment]) -> Path:
    path = folder / "スキル評価.csv"
    table = ([row.staff, row.skill, str(row.level), slashed(row.on), row.assessor] for row in rows)
    write_csv(path, "職員番号,スキル,レベル,評価日,評価者", table, encoding="utf-8-sig")
    return path


def _waivers(folder: Path, rows: Iterable[plans.Waiver]) -> Path:
    path = folder / "研修免除_承認一覧.csv"
    table = (
        [row.staff, row.requirement, short_era(row.first), short_era(row.last), row.reason, row.approver]
        for row in rows
    )
    write_csv(path, "職員番号,要件,開始日,終了日,理由,承認者", table, encoding="cp932")
    return path


def _enrolments(folder: Path, rows: Iterable[plans.Enrolment]) -> Path:
    path = folder / "研修申込.csv"
    table = ([row.staff, row.course, row.on.isoformat()] for row in rows)
    write_csv(path, "職員番号,研修,予定日", table, encoding="utf-8", newline="\n")
    return path
