"""The sample office: its units and the people in them, before anything is learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dxskills.demo.draw import Draw
from dxskills.demo.names import NameSource

Unit = tuple[str, str, str]  # 部, 課, 係; blank where a person is posted above

REGULAR, FISCAL_YEAR, FIXED_TERM, RE_APPOINTED = "一般職員", "会計年度任用職員", "任期付職員", "再任用職員"
CIO_OFFICE: Unit = ("DX推進室", "CIOオフィス", "")

# 部 課: 係 …; where the 課 is "-" the 係 hang on the 部 itself.
_UNITS = """
企画部 企画課: 企画係 計画調整係
企画部 財政課: 財政係 行政改革係
企画部 広聴・広報課: 広報係 広聴係
総務部 総務課: 総務係 法務係 文書係
総務部 職員課: 人事係 人材育成係 給与係
総務部 契約課: 契約係 検査係
総務部 防災危機管理課: 防災係 危機管理係
DX推進室 デジタル政策課: デジタル政策係 業務改革係
DX推進室 情報システム課: システム係 基盤係
区民部 戸籍住民課: 庶務係 戸籍係 住民記録係 証明係
区民部 税務課: 税務係 課税係 収納係
区民部 保険医療課: 国保資格係 国保給付係
子ども教育部 保育園・幼稚園課: 庶務係 入園相談係 保育施設係
子ども教育部 子育て支援課: 手当係 相談係
子ども教育部 学校教育課: 学事係 教職員係
地域支えあい推進部 地域活動推進課: 地域活動係 区民活動センター係
地域支えあい推進部 介護・高齢者支援課: 介護保険係 高齢者支援係
健康福祉部 福祉推進課: 庶務係 地域福祉係
健康福祉部 障害福祉課: 給付係 相談支援係
健康福祉部 生活援護課: 管理係 保護第一係 保護第二係
健康福祉部 保健予防課: 予防係 感染症対策係
環境部 環境課: 環境計画係 公害対策係
環境部 ごみゼロ推進課: 資源循環係 収集計画係
都市基盤部 都市計画課: 都市計画係 交通政策係
都市基盤部 道路管理課: 管理係 占用係
都市基盤部 建築課: 建築審査係 構造係
選挙管理委員会事務局 -: 選挙係
"""
_FAMILIES = {
    "健康福祉部": ("事務", "福祉", "福祉", "事務"),
    "子ども教育部": ("事務", "福祉", "事務"),
    "都市基盤部": ("土木", "建築", "事務"),
    "環境部": ("事務", "事務", "土木"),
    "DX推進室": ("事務", "ICT"),
}
_YEARS_IN_SERVICE = {"部長": (28, 36), "課長": (20, 30), "係長": (12, 26), "主任": (6, 20), "係員": (0, 8)}


@dataclass(frozen=True, slots=True)
class Person:
    staff: str
    name: str
    kana: str
    unit: Unit
    job_family: str
    grade: str
    appointment: str
    manager: bool
    joined: date

    @property
    def section(self) -> tuple[str, str]:
        """部 and 課; where there is no 課, the 係 stands in its place, as it does in the unit's path."""
        return self.unit[0], self.unit[1] or self.unit[2]


def units() -> list[Unit]:
    """Every 係 of the office."""
    found: list[Unit] = []
    for line in _UNITS.strip().splitlines():
        section, teams = line.split(": ")
        department, name = section.split()
        found += [(department, "" if name == "-" else name, team) for team in teams.split()]
    return found


class Recruiter:
    """Gives every new person a name, a staff number and a day of joining."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.names = NameSource(draw)
        self._serial: dict[str, int] = {}

    def hire(
        self, unit: Unit, family: str, grade: str, appointment: str, joined: date, *, manager: bool = False
    ) -> Person:
        name, kana = self.names.next()
        series = "90" if appointment == FISCAL_YEAR else f"{joined.year % 100:02}"
        self._serial[series] = self._serial.get(series, 0) + 1
        staff = f"00{series}{self._serial[series]:04}"
        return Person(staff, name, kana, unit, family, grade, appointment, manager, joined)

    def served(self, grade: str, today: date) -> date:
        """A day of joining that fits the grade: mostly a first of April, never after ``today``."""
        low, high = _YEARS_IN_SERVICE[grade]
        years = self.draw.number(low, high)
        month = self.draw.pick((7, 10)) if years and self.draw.chance(0.08) else 4
        return date(today.year - years - (1 if month != 4 else 0), month, 1)


def people(recruiter: Recruiter, day: date) -> list[Person]:
    """Everybody in service on ``day`` (a first of April): heads, teams, and the specialists from outside."""
    found: list[Person] = []
    sections: set[tuple[str, str]] = set()
    for unit in units():
        department, section, _ = unit
        for head, grade in (((department, "", ""), "部長"), ((department, section, ""), "課長")):
            if head[:2] not in sections:
                sections.add(head[:2])
                found.append(recruiter.hire(head, "事務", grade, REGULAR, recruiter.served(grade, day), manager=True))
        found += _team(recruiter, unit, day)
    return found + _specialists(recruiter, day)


def _team(recruiter: Recruiter, unit: Unit, day: date) -> list[Person]:
    draw = recruiter.draw
    families = _FAMILIES.get(unit[0], ("事務",))
    if unit[1] == "保健予防課":
        families = ("保健師", "事務")
    found = [recruiter.hire(unit, draw.pick(families), "係長", REGULAR, recruiter.served("係長", day))]
    for _ in range(draw.number(2, 5)):
        family = draw.pick(families)
        if draw.chance(0.1):
            found.append(recruiter.hire(unit, "事務", "", FISCAL_YEAR, date(day.year - draw.number(0, 3), 4, 1)))
        elif draw.chance(0.05):
            found.append(recruiter.hire(unit, family, "主任", RE_APPOINTED, date(day.year - draw.number(0, 4), 4, 1)))
        else:
            grade = draw.pick(("主任", "係員", "係員"))
            found.append(recruiter.hire(unit, family, grade, REGULAR, recruiter.served(grade, day)))
    return found


def _specialists(recruiter: Recruiter, day: date) -> list[Person]:
    outside = [recruiter.hire(CIO_OFFICE, "ICT", "", FISCAL_YEAR, day) for _ in range(3)]
    posts = (("区民部", "税務課", "課税係"), ("都市基盤部", "建築課", "建築審査係"))
    starts = (date(day.year - 3, 10, 1), day)
    return outside + [
        recruiter.hire(unit, "ICT", "主任", FIXED_TERM, start) for unit, start in zip(posts, starts, strict=True)
    ]
