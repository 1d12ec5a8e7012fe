"""The report as a department head reads it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from rich.console import Console

from dxskills.analysis.results import (
    Counts,
    DepartmentRow,
    DomainRow,
    FunctionRow,
    ObligationRow,
    Report,
    RequirementRow,
    RoleRow,
    Scope,
    StaffingRow,
)
from dxskills.framework.model import Alternative, Framework, Organisation, Requirement, Role, Text, Training
from dxskills.render import plain, terminal
from dxskills.render.text import width
from dxskills.render.views.report import view

FRAMEWORK = Framework(
    hash="sha256:0",
    organisation=Organisation("office", Text("見本市", "Sample City")),
    domains={},
    skills={},
    certifications={},
    appointments={},
    categories={},
    trainings={"law": Training("law", Text("法令研修", "Law for officials"))},
    roles={
        "leader": Role(
            "leader",
            Text("DXリーダー", "DX leader"),
            requirements=(Requirement("law", "leader", (Alternative("training", "law", 0),)),),
        )
    },
)


def _report(**changes: Any) -> Report:
    counts = Counts(10, 5, 1, 1, 2, 1, 0)
    fields: dict[str, Any] = {
        "organisation": "office",
        "as_of": date(2026, 11, 24),
        "known_at": None,
        "horizon_days": 90,
        "scope": Scope(),
        "framework": "sha256:0",
        "journal_seq": 7,
        "journal_hash": "0",
        "people_count": 1234,
        "totals": counts,
        "recommended": Counts(),
        "departments": (DepartmentRow("総務部", 1000, counts, 2), DepartmentRow("企画部", 234, Counts(), 0)),
        "roles": (RoleRow("leader", 9, 3, counts, 5, 6, 2), RoleRow("empty", 0, 0, Counts(), 0, 0, 0)),
        "requirements": (
            RequirementRow("leader", "law", "mandatory", "ict", counts),
            RequirementRow("leader", "fine", "mandatory", "ict", Counts(5, 5)),
        ),
        "staffing": (
            StaffingRow("leader", "企画部/企画課", 1, 1, 1, 0, 0),
            StaffingRow("leader", "総務部/職員課", 2, 0, 0, 2, 0),
        ),
        "functions": (
            FunctionRow("leader", "analysis", "企画部", 2, 2),
            FunctionRow("leader", "analysis", "総務部", 7, 0),
            FunctionRow("leader", "teaching", "総務部", 7, 7),
        ),
        "domains": (DomainRow("ict", counts), DomainRow("mindset", Counts())),
        "people": None,
    }
    return Report(**{**fields, **changes})


def test_it_reads_from_the_totals_down_to_where_the_gaps_are() -> None:
    assert plain.render(view(_report(), FRAMEWORK)) == (
        "Gap report: Sample City, as of 2026-11-24\n"
        "\n"
        "People       1,234\n"
        "Readiness    60.0 %\n"
        "Mandatory    10 in all: met 5, expiring 1, pending 1, overdue 2, expired 1\n"
        "Recommended  none\n"
        "Staffing     2 missing (units concerned: 1)\n"
        "Horizon      what ends within 90 days is expiring\n"
        "\n"
        "By department\n"
        "Department  People  Readiness  Gaps  Overdue  Expired  Pending  Expiring  Met  Waived  Missing staff\n"
        "──────────  ──────  ─────────  ────  ───────  ───────  ───────  ────────  ───  ──────  ─────────────\n"
        "総務部       1,000     60.0 %     4        2        1        1         1    5       –              2\n"
        "企画部         234          –     –        –        –        –         –    –       –              –\n"
        "\n"
        "By role\n"
        "Role       Holders  Qualified  Lack ICT  Lack admin.  Lack neither"
        "  Gaps  Overdue  Expired  Pending  Expiring  Met  Waived\n"
        "─────────  ───────  ─────────  ────────  ───────────  ────────────"
        "  ────  ───────  ───────  ───────  ────────  ───  ──────\n"
        "DX leader        9          3         4            3             2"
        "     4        2        1        1         1    5       –\n"
        "Held by nobody: empty.\n"
        "\n"
        "Requirements with gaps\n"
        "Requirement        Role       Domain  Asked of  Gaps  Overdue  Expired  Pending  Expiring  Met  Waived\n"
        "─────────────────  ─────────  ──────  ────────  ────  ───────  ───────  ───────  ────────  ───  ──────\n"
        "Law for officials  DX leader  ict           10     4        2        1        1         1    5       –\n"
        "1 more: no gap, nothing that expires.\n"
        "\n"
        "Staffing\n"
        "Unit           Role       Missing  Target  Assigned  Qualified  Ending\n"
        "─────────────  ─────────  ───────  ──────  ────────  ─────────  ──────\n"
        "総務部/職員課  DX leader        2       2         –          –       –\n"
        "1 more: staffed as promised.\n"
        "\n"
        "Functions without cover\n"
        "Function  Role       Holders  Cover it  Departments where nobody does\n"
        "────────  ─────────  ───────  ────────  ─────────────────────────────\n"
        "analysis  DX leader        9         2  総務部\n"
        "1 more: covered wherever the role is held.\n"
        "\n"
        "By domain\n"
        "Domain  Asked  Readiness  Gaps  Overdue  Expired  Pending  Expiring  Met  Waived\n"
        "──────  ─────  ─────────  ────  ───────  ───────  ───────  ────────  ───  ──────\n"
        "ict        10     60.0 %     4        2        1        1         1    5       –\n"
    )


PERSON = ObligationRow(
    *("00012345", "山田太郎", "総務部/職員課/人材育成係", "leader", "law", "recommended", "overdue"),
    *(date(2026, 4, 1), date(2026, 5, 1), None, (), date(2027, 1, 15)),
)


def test_people_shows_gaps_and_folds_the_rest() -> None:
    met = ObligationRow(*PERSON[:6], "met", *PERSON[7:])
    heads = [
        *("Staff   ", "Name    ", "Unit                    ", "Requirement                    ", "Role     "),
        *("Status ", "Due on    ", "Valid until", "Planned   "),
    ]
    cells = [
        *("00012345", "山田太郎", "総務部/職員課/人材育成係", "Law for officials (recommended)", "DX leader"),
        *("overdue", "2026-05-01", " " * 11, "2027-01-15"),
    ]
    assert plain.render(view(_report(people=(PERSON, met)), FRAMEWORK)).split("\nPeople\n")[1].splitlines() == [
        "  ".join(heads).rstrip(),
        "  ".join("─" * width(head) for head in heads).rstrip(),
        "  ".join(cells),
        "1 more: met or waived; --format json or csv lists them too.",
    ]


@pytest.mark.parametrize("cells", [80, 120, 200])
def test_it_fits_the_terminal(cells: int) -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=cells, color_system=None)
    terminal.print_to(console, view(_report(people=(PERSON,)), FRAMEWORK))
    assert max(map(width, stream.getvalue().splitlines())) <= cells
    for word in ("総務部/職員課", "overdue", "DX leader", "Readiness"):
        assert word in stream.getvalue()


def test_departments_alone() -> None:
    shown = plain.render(view(_report(), FRAMEWORK, by_department=True))
    assert "\nBy department\n" in shown
    assert "\nBy role\n" not in shown


def test_a_scope_stands_in_the_heading_and_one_department_needs_no_table() -> None:
    report = _report(
        scope=Scope("総務部/職員課", "leader"), departments=_report().departments[:1], known_at="2026-11-01T00:00:00Z"
    )
    shown = plain.render(view(report, FRAMEWORK))
    assert shown.startswith("Gap report: 総務部/職員課, DX leader, as of 2026-11-24\n")
    assert "\nBy department\n" not in shown
    assert "\nKnown at     2026-11-01T00:00:00Z\n" in shown


def test_where_all_is_well_it_says_so() -> None:
    fine = Counts(5, 5)
    report = _report(
        totals=fine,
        requirements=(RequirementRow("leader", "law", "mandatory", "ict", fine),),
        staffing=(StaffingRow("leader", "企画部/企画課", 1, 1, 1, 0, 0),),
        functions=(FunctionRow("leader", "analysis", "企画部", 2, 2),),
        people=(),
    )
    shown = plain.render(view(report, FRAMEWORK))
    for sentence in (
        "every unit has who it was promised",
        "Requirements with gaps\nThere are none.\n",
        "Every place is staffed as promised.",
        "Every function is covered wherever its role is held.",
        "Nobody lacks anything.",
    ):
        assert sentence in shown
