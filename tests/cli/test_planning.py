"""``due``, ``candidates`` and ``forecast`` as a user runs them."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from dxskills.cli.main import main
from dxskills.render.text import width
from tests.cli.conftest import Run


@pytest.fixture
def busy(office: Run) -> Run:
    """The office, where one record lapses soon."""
    assert office("record", "training", "security-basics", "00000002", "--on", "2026-01-10").code == 0
    return office


def cells(line: str) -> list[str]:
    return re.split("  +", line.strip())


def test_due_says_who_must_do_what_by_when(busy: Run) -> None:
    lines = busy("due", "--within", "60").out.splitlines()
    assert lines[:6] == [
        "Due within 60 days: Sample City, as of 2026-11-24",
        "",
        "Late     none",
        "To come  4 (people concerned: 3)",
        "",
        "To come",
    ]
    assert [cells(line) for line in lines[6:]] == [
        ["Do by", "Staff", "Name", "Requirement", "Status", "Unit", "Role", "Met by", "Valid until"],
        cells(lines[7]),
        *(
            ["2026-12-31", staff, name, "Security basics", "pending", unit, "All staff", "Security basics"]
            for staff, name, unit in (
                ("00000001", "山田太郎", "総務部/職員課"),
                ("00000002", "鈴木花子", "総務部/職員課/人事係"),
                ("00000003", "佐藤次郎", "企画部/企画課"),
            )
        ),
        [
            *("2027-01-09", "00000002", "鈴木花子", "Security basics", "expiring"),
            *("総務部/職員課/人事係", "DX leader", "Security basics", "2027-01-09"),
        ],
    ]
    assert len({width(line[: line.index("総務")]) for line in lines if "総務" in line}) == 1


def test_due_in_japanese(busy: Run) -> None:
    lines = busy("--lang", "ja", "due", "--role", "leader", "--within", "60d").out.splitlines()
    assert lines[:6] == [
        "60日以内の期限一覧: 見本市, DXリーダー、2026-11-24現在",
        "",
        "期限超過  なし",
        "これから  1件（対象者1人）",
        "",
        "これから",
    ]
    assert cells(lines[6]) == [
        *("期限", "職員番号", "氏名", "要件", "状態", "所属", "役割", "満たす方法", "有効期限"),
    ]
    assert cells(lines[8])[3:5] == ["情報セキュリティ基礎研修", "期限間近"]


def test_due_as_json_is_an_array_of_rows_and_csv_has_the_same_columns(busy: Run) -> None:
    rows = busy("due", "--format", "json", "--dept", "総務部", "--role", "leader").json
    assert rows == [
        {
            "staff": "00000002",
            "name": "鈴木花子",
            "unit": "総務部/職員課/人事係",
            "role": "leader",
            "requirement": "security",
            "status": "expiring",
            "due_on": "2026-07-01",
            "valid_until": "2027-01-09",
            "apply_by": None,
        }
    ]
    (row,) = csv.DictReader(
        io.StringIO(busy("due", "--format", "csv", "--dept", "総務部", "--role", "leader").out.lstrip("\ufeff"))
    )
    assert row == {key: value or "" for key, value in rows[0].items()}
    assert busy("due", "--format", "json", "--as-of", "2020-01-01").json == []


def test_due_as_a_calendar_is_read_by_another_program(busy: Run) -> None:
    assert busy("due", "--output", "due.ics").code == 0
    events = Calendar.from_ical(Path("due.ics").read_bytes()).walk("VEVENT")
    assert [(str(event["summary"]), str(event.decoded("dtstart"))) for event in events] == [
        ("pending: Security basics, 山田太郎 (00000001)", "2026-12-31"),
        ("pending: Security basics, 鈴木花子 (00000002)", "2026-12-31"),
        ("pending: Security basics, 佐藤次郎 (00000003)", "2026-12-31"),
        ("expiring: Security basics, 鈴木花子 (00000002)", "2027-01-09"),
    ]
    assert len({str(event["uid"]) for event in events}) == 4
    assert "Role: DX leader" in str(events[3]["description"])
    again = busy("due", "--format", "ics").out
    assert again.encode() == Path("due.ics").read_bytes()


def test_what_is_late_is_put_on_the_day_itself_and_keeps_its_identity(busy: Run) -> None:
    first = Calendar.from_ical(
        busy("due", "--format", "ics", "--within", "30", "--as-of", "2026-12-31").out.encode()
    ).walk("VEVENT")
    late = Calendar.from_ical(
        busy("due", "--format", "ics", "--within", "30", "--as-of", "2027-01-05").out.encode()
    ).walk("VEVENT")
    assert str(late[0].decoded("dtstart")) == "2027-01-05"
    assert "Due on: 2026-12-31" in str(late[0]["description"])
    assert [event["uid"] for event in first] == [event["uid"] for event in late]


def test_candidates_are_listed_with_what_they_lack(busy: Run) -> None:
    lines = busy("candidates", "DXリーダー").out.splitlines()
    assert lines[:5] == [
        "Candidates for DX leader: Sample City, as of 2026-11-24",
        "",
        "Mandatory requirements  2",
        "Considered              2 in service who do not hold the role",
        "Lack nothing            –",
    ]
    assert lines[7].split() == [
        *("Rank", "Staff", "Name", "Unit", "Lacking", "Hours", "Yen", "Complete", "What", "is", "lacking"),
        *("What", "to", "do", "Appointment"),
    ]
    assert cells(lines[9]) == [
        *("1", "00000001", "山田太郎", "総務部/職員課", "2", "?", "?", "admin. only"),
        *("IT Passport / Data analysis at level 2, Security basics", "Security basics, IT Passport", "Regular"),
    ]
    assert lines[11] == "?, +: there is more to do of which the framework gives no hours or yen, as for an exam."


def test_candidates_as_json_and_limited(busy: Run) -> None:
    document = busy("candidates", "leader", "--format", "json").json
    assert (document["schema"], document["role"], len(document["candidates"])) == (
        "dxskills/candidates/1",
        "leader",
        2,
    )
    assert document["candidates"][0]["steps"] == [
        {"kind": "training", "id": "security-basics", "level": None, "hours": None, "cost": None},
        {"kind": "certification", "id": "it-passport", "level": None, "hours": None, "cost": None},
    ]
    limited = busy("candidates", "leader", "--limit", "1", "--format", "json").json
    assert (len(limited["candidates"]), limited["considered"]) == (1, 2)
    assert "1 more: --limit" in busy("candidates", "leader", "--limit", "1").out
    rows = list(csv.DictReader(io.StringIO(busy("candidates", "leader", "--format", "csv").out.lstrip("\ufeff"))))
    assert [(row["rank"], row["staff"], row["steps"]) for row in rows] == [
        ("1", "00000001", "training:security-basics certification:it-passport"),
        ("2", "00000003", "training:security-basics certification:it-passport"),
    ]


def test_forecast_draws_the_months_and_names_what_happens(busy: Run) -> None:
    out = busy("forecast", "--until", "2027-04-30", "--role", "leader").out
    assert "Readiness at the end of each month\n2026-11-24  50.0 %  ███████████████\n" in out
    assert "2026-12     50.0 %  ███████████████\n" in out
    assert "2027-01      0.0 %\n" in out
    assert "2027-01  lapses               1  DX leader  Security basics                         2027-01-09\n" in out
    assert "2027-04  deadline passes      1  DX leader  IT Passport / Data analysis at level 2" in out


def test_forecast_in_the_other_forms(busy: Run) -> None:
    document = busy("forecast", "--format", "json", "--until", "2026-12-31").json
    assert [month["month"] for month in document["months"]] == ["2026-11", "2026-12"]
    report = busy("report", "--as-of", "2026-12-31", "--format", "json").json
    assert document["months"][1]["totals"] == report["totals"]
    months = list(csv.DictReader(io.StringIO(busy("forecast", "--format", "csv").out.lstrip("\ufeff"))))
    assert (len(months), months[-1]["month"]) == (13, "2027-11")
    people = busy("forecast", "--format", "csv", "--people", "--until", "2027-01-31").out.lstrip("\ufeff").splitlines()
    assert people[0] == "day,kind,staff,name,unit,role,requirement"
    assert people[-1] == "2027-01-09,evidence-lapses,00000002,鈴木花子,総務部/職員課/人事係,leader,security"


def test_a_console_without_block_characters_gets_hashes(busy: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp932"))
    assert main(["forecast", "--role", "leader", "--until", "2026-12-31"]) == 0
    sys.stdout.flush()
    assert b"####" in raw.getvalue()
    assert b"\\u258" not in raw.getvalue()


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["due", "--within", "soon"], "bad-horizon", 2),
        (["due", "--dept", " "], "wrong-usage", 2),
        (["due", "--role", "nobody"], "unknown-role", 3),
        (["due", "--format", "ical"], "bad-format", 2),
        (["report", "--format", "ics"], "bad-format", 2),
        (["candidates", "everybody"], "role-not-assigned", 3),
        (["candidates", "leader", "--limit", "0"], "wrong-usage", 2),
        (["candidates", "leader", "--dept", "nowhere"], "unknown-unit", 3),
        (["forecast", "--until", "2026-11-23"], "bad-until", 2),
        (["forecast", "--until", "2126-11-23"], "bad-until", 2),
        (["forecast", "--until", "some day"], "bad-date", 2),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_code(busy: Run, arguments: list[str], code: str, exit_code: int) -> None:
    ran = busy(*arguments)
    assert (ran.code, ran.out) == (exit_code, "")
    assert ran.err.startswith(f"error[{code}]: ")
