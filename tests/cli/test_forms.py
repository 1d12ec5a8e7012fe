"""Every result can be had as Markdown and as a workbook."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from tests.cli.conftest import Run

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")  # openpyxl's, of bars

OFFICE = shutil.which("soffice")
COMMANDS = [
    "report",
    "report --dept",
    "report --people",
    "report --suppress-below 5",
    "report --anonymise --people",
    "matrix",
    "why 00000002",
    "why 00000002 leader/exam",
    "staff list",
    "staff show 00000002",
    "roles list",
    "roles show leader",
    "trainings list",
    "trainings show law",
    "certifications list",
    "certifications show it-passport",
    "skills list",
    "skills show analysis",
    "framework check",
    "log",
    "check",
    "store verify",
    "store info",
    "store head",
    "record training law 00000001 --on 2026-05-01",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_result_is_a_page_of_markdown_and_a_workbook(office: Run, command: str) -> None:
    ran = office(*command.split(), "--output", "result.md")
    assert (ran.code, ran.out) == (0, ""), ran.err
    page = Path("result.md").read_text(encoding="utf-8")
    assert page.endswith("\n")
    assert {token.type for token in MarkdownIt("gfm-like", {"linkify": False}).parse(page)} & {
        *("paragraph_open", "table_open", "bullet_list_open")
    }
    if not command.startswith("record"):
        assert office(*command.split(), "--format", "md").out == page or "anonymise" in command
    ran = office(*command.split(), "--output", "result.xlsx")
    assert (ran.code, ran.out) == (0, ""), ran.err
    assert load_workbook("result.xlsx").worksheets[0]["A1"].value


def test_the_workbook_of_a_report_has_every_row(office: Run) -> None:
    office("record", "training", "law", "00000002", "--on", "2026-05-01")
    assert office("report", "--people", "--output", "gaps.xlsx").code == 0
    book = load_workbook("gaps.xlsx")
    assert book.sheetnames == [
        *("Summary", "By department", "By role", "Mandatory requirements", "Recommended requirements"),
        *("Staffing", "Functions", "By domain", "People"),
    ]
    people = [[cell.value for cell in row] for row in book["People"].iter_rows()]
    assert people[0] == ["Staff", "Name", "Unit", "Requirement", "Role", "Status", "Due on", "Valid until", "Planned"]
    assert [row[0] for row in people[1:]] == ["00000001", *["00000002"] * 4, "00000003"]
    assert people[3][3:7] == ["Law for officials (recommended)", "DX leader", "○ met", datetime(2026, 4, 1)]
    departments = [[cell.value for cell in row] for row in book["By department"].iter_rows()]
    assert departments[1][:4] == ["企画部", 1, 0, 1]
    assert book["By department"]["C2"].number_format == "0.0%"


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("command", ["report --people", "matrix", "staff show 00000002", "why 00000002"])
def test_an_office_program_prints_the_workbook(office: Run, command: str, tmp_path: Path) -> None:
    assert OFFICE is not None
    assert office("--lang", "ja", *command.split(), "--output", "result.xlsx").code == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    line = [OFFICE, profile, "--headless", "--norestore", "--convert-to", "pdf", "result.xlsx"]
    ran = subprocess.run(line, capture_output=True, text=True, timeout=180)
    assert (ran.returncode, "rror" in ran.stdout + ran.stderr) == (0, False), ran.stderr
    assert Path("result.pdf").read_bytes().startswith(b"%PDF")


def test_hidden_counts_stay_hidden_in_a_workbook(office: Run) -> None:
    assert office("report", "--suppress-below", "5", "--output", "published.xlsx").code == 0
    for sheet in load_workbook("published.xlsx").worksheets[1:]:
        numbers = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, int)]
        assert all(number == 0 or number >= 5 for number in numbers)


def test_pseudonyms_go_into_workbooks_too(office: Run) -> None:
    assert office("report", "--people", "--anonymise", "--output", "gaps.xlsx").code == 0
    with zipfile.ZipFile("gaps.xlsx") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "p-" in everything
    assert not [text for text in ("00000002", "鈴木") if text in everything]


def test_the_same_question_gives_the_same_bytes(office: Run) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        assert office("report", "--people", "--output", name).code == 0
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


def test_a_workbook_is_not_for_a_terminal(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _stream: True)
    ran = office("report", "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "say --output FILE" in ran.err
