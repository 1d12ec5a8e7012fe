"""The sample office's files: always the same, readable as their systems write them, and valid in every row."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dxskills.demo import DemoFile, generate, steps

DATA = Path(__file__).parents[2] / "data"
TODAY = date(2026, 11, 23)
DAYS = [TODAY, date(2026, 4, 1), date(2027, 3, 31), date(2028, 2, 29), date(2030, 7, 15)]

ROSTER, ASSIGNMENTS, TRANSFERS, ONLINE, CLASSROOM, AWARDS, ASSESSMENTS, WAIVERS, ENROLMENTS = range(9)

ENCODINGS = {
    "職員名簿_20250401.csv": "cp932",
    "DXリーダー配置.csv": "utf-8",
    "人事異動_20260401.csv": "cp932",
    "elearning_export.csv": "utf-8-sig",
    "集合研修_受講結果.csv": "cp932",
    "資格取得_申請一覧.csv": "cp932",
    "スキル評価.csv": "utf-8-sig",
    "研修免除_承認一覧.csv": "cp932",
    "研修申込.csv": "utf-8",
}
HEADERS = {
    "職員名簿_20250401.csv": "職員番号,氏名,フリガナ,部,課,係,職種,職層,任用形態,管理職,採用日",
    "DXリーダー配置.csv": "職員番号,役割,配置先,開始日,終了日",
    "人事異動_20260401.csv": "職員番号,氏名,フリガナ,部,課,係,職種,職層,任用形態,管理職,採用年月日,退職年月日",
    "elearning_export.csv": "User ID,Course Name,Completed At,Score,Outcome",
    "集合研修_受講結果.csv": "職員番号,研修名,受講日,終了日,結果,時間,講師,備考",
    "資格取得_申請一覧.csv": "職員番号,資格名,合格日,有効期限,合格証書番号,補助額,備考",
    "スキル評価.csv": "職員番号,スキル,レベル,評価日,評価者",
    "研修免除_承認一覧.csv": "職員番号,要件,開始日,終了日,理由,承認者",
    "研修申込.csv": "職員番号,研修,予定日",
}

Row = dict[str, str]


def rows(file: DemoFile) -> list[Row]:
    """The file's rows, digits, Latin letters and kana folded."""
    content = file.path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp932")
    return [
        {column: unicodedata.normalize("NFKC", cell).strip() for column, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""), strict=True)
    ]


def day(text: str) -> date:
    """A naive reading of the date styles that the files use."""
    found = re.match(r"(令和|平成|昭和|[RHS]?)(元|\d+)[年./-](\d+)[月./-](\d+)", text)
    assert found, text
    era, year, month, number = found.groups()
    base = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925, "": 0}[era]
    return date(base + (1 if year == "元" else int(year)), int(month), int(number))


def spellings(kind: str) -> set[str]:
    document: dict[str, Any] = {}
    for name in ("roles.yaml", "trainings.yaml"):
        document |= yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    known = (text for e in document[kind] for text in (e["id"], *e["name"].values(), *e.get("aliases", [])))
    return {unicodedata.normalize("NFKC", text).casefold() for text in known}


def service(files: list[DemoFile]) -> dict[str, tuple[date, date]]:
    """Staff number → first and last day in service, from both staff files."""
    found = {row["職員番号"]: (day(row["採用日"]), date.max) for row in rows(files[ROSTER])}
    for row in rows(files[TRANSFERS]):
        staff = row["職員番号"]
        if row["採用年月日"]:
            assert staff not in found
            found[staff] = day(row["採用年月日"]), date.max
        if row["退職年月日"]:
            found[staff] = found[staff][0], day(row["退職年月日"])
    return found


@pytest.fixture
def files(tmp_path: Path) -> list[DemoFile]:
    return generate(tmp_path, TODAY)


def test_files_come_in_the_order_of_the_steps(files: list[DemoFile]) -> None:
    assert [file.kind for file in files] == [
        "staff",
        "assignments",
        "staff",
        "trainings",
        "trainings",
        "certifications",
        "assessments",
        "waivers",
        "enrolments",
    ]
    assert [file.as_of for file in files] == [date(2025, 4, 1), None, date(2026, 4, 1), *[None] * 6]
    assert list(dict.fromkeys("transfers" if file.as_of == date(2026, 4, 1) else file.kind for file in files)) == list(
        steps()
    )


def test_files_are_encoded_as_their_systems_write_them(files: list[DemoFile]) -> None:
    assert {file.path.name for file in files} == set(ENCODINGS)
    for file in files:
        content, encoding = file.path.read_bytes(), ENCODINGS[file.path.name]
        first = content.decode(encoding).splitlines()[0]
        assert first == HEADERS[file.path.name]
        assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
        if encoding == "cp932":
            assert content.count(b"\n") == content.count(b"\r\n")
            with pytest.raises(UnicodeDecodeError):
                content.decode("utf-8")


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    one, two = (generate(folder, TODAY) for folder in folders)
    assert [file.path.read_bytes() for file in one] == [file.path.read_bytes() for file in two]


def test_the_roster_shows_what_personnel_systems_do(files: list[DemoFile]) -> None:
    text = files[ROSTER].path.read_bytes().decode("cp932")
    for sign in ("髙", "﨑", "ＤＸ推進室", "DX推進室", "ｻ", "サ", "０", "H", "平成", "令和", "　,"):
        assert sign in text
    people = rows(files[ROSTER])
    assert 270 <= len(people) <= 330
    assert len({row["職員番号"] for row in people}) == len(people)
    assert {row["任用形態"] for row in people} == {"一般職員", "会計年度任用職員", "任期付職員", "再任用職員"}


@pytest.mark.parametrize("today", DAYS)
def test_every_row_can_be_taken(tmp_path: Path, today: date) -> None:
    files = generate(tmp_path, today)
    serving = service(files)

    def in_service(staff: str, on: date) -> bool:
        return serving[staff][0] <= on <= serving[staff][1]

    for row in rows(files[ASSIGNMENTS]):
        assert in_service(row["職員番号"], day(row["開始日"]))
        assert not row["終了日"] or day(row["終了日"]) >= day(row["開始日"])
    for row in rows(files[ONLINE]):
        assert in_service(row["User ID"], day(row["Completed At"])) and day(row["Completed At"]) <= today
        assert (
            row["Outcome"] == "Completed"
            if not row["Score"]
            else (float(row["Score"]) >= 70) == (row["Outcome"] == "Passed")
        )
    for row in rows(files[CLASSROOM]):
        assert in_service(row["職員番号"], day(row["終了日"] or row["受講日"])) and day(row["受講日"]) <= today
        assert day(row["受講日"]).weekday() == "月火水木金土日".index(row["受講日"][-2])
        assert row["講師"] in serving or not row["講師"]
    for row in rows(files[AWARDS]):
        assert in_service(row["職員番号"], day(row["合格日"])) and day(row["合格日"]) <= today
    for row in rows(files[ASSESSMENTS]):
        assert in_service(row["職員番号"], day(row["評価日"])) and in_service(row["評価者"], day(row["評価日"]))
    for row in rows(files[WAIVERS]):
        assert in_service(row["職員番号"], today) and day(row["開始日"]) <= day(row["終了日"])
    for row in rows(files[ENROLMENTS]):
        assert in_service(row["職員番号"], day(row["予定日"])) and day(row["予定日"]) > today


@pytest.mark.parametrize("today", DAYS)
def test_no_key_is_given_twice(tmp_path: Path, today: date) -> None:
    keys = {
        ROSTER: ("職員番号",),
        TRANSFERS: ("職員番号",),
        ASSIGNMENTS: ("職員番号", "役割", "開始日"),
        CLASSROOM: ("職員番号", "研修名", "受講日"),
        AWARDS: ("職員番号", "資格名", "合格日"),
        ASSESSMENTS: ("職員番号", "スキル", "評価日"),
        WAIVERS: ("職員番号", "要件", "開始日"),
        ENROLMENTS: ("職員番号", "研修", "予定日"),
        ONLINE: ("User ID", "Course Name", "Completed At"),
    }
    files = generate(tmp_path, today)
    for number, columns in keys.items():
        found = [tuple(row[column] for column in columns) for row in rows(files[number])]
        assert len(set(found)) == len(found)


def test_every_name_is_one_that_the_matrix_knows(files: list[DemoFile]) -> None:
    for number, column, kind in (
        (ASSIGNMENTS, "役割", "roles"),
        (ROSTER, "任用形態", "appointments"),
        (ONLINE, "Course Name", "trainings"),
        (CLASSROOM, "研修名", "trainings"),
        (ENROLMENTS, "研修", "trainings"),
        (AWARDS, "資格名", "certifications"),
        (ASSESSMENTS, "スキル", "skills"),
    ):
        assert {row[column].casefold() for row in rows(files[number])} <= spellings(kind)
    document = yaml.load((DATA / "roles.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    known = {f"{role['id']}/{requirement['id']}" for role in document["roles"] for requirement in role["requirements"]}
    assert {row["要件"] for row in rows(files[WAIVERS])} <= known


@pytest.mark.parametrize("today", DAYS)
def test_transfers_move_leaders_and_bring_and_take_people(tmp_path: Path, today: date) -> None:
    files = generate(tmp_path, today)
    leaders = {row["職員番号"] for row in rows(files[ASSIGNMENTS]) if "DXリーダー" in row["役割"]}
    changes = rows(files[TRANSFERS])
    assert sum(row["職員番号"] in leaders and row["部"] != "" for row in changes) >= 3
    assert sum(row["採用年月日"] != "" for row in changes) >= 10
    assert sum(row["退職年月日"] != "" for row in changes) >= 8
    assert sum(row["管理職"] == "○" for row in changes) == 2
    assert sum(row["部"] == row["採用年月日"] == row["退職年月日"] == "" for row in changes) == 2  # a new surname
