"""People by requirements: one row a person, one cell a requirement, the worse of two where a role is held twice."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]

ROLES = """
  - id: lead
    name: Lead
    requirements:
      - {id: exam, certification: exam, within: 6m}
      - {id: more, training: advanced, necessity: recommended}
  - id: all
    name: All
    membership: everyone
    requirements: [{id: basics, training: basics}]
  - id: unheld
    name: Unheld
    requirements: [{id: law, training: law}]
"""


def test_one_row_a_person_one_cell_a_requirement_whatever_the_unit(office: MakeOffice) -> None:
    made = office(ROLES)
    made.person("q", unit="B")
    made.person("p", unit="A/a")
    made.assign("p", "lead", "2025-01-01", unit="A/a")
    made.assign("p", "lead", "2025-10-01", unit="B")
    made.train("basics", "2025-02-01", "p")
    found = made.registry.matrix(day("2025-11-01")).as_dict()
    assert found["schema"] == "dxskills/matrix/1"
    assert [(c["role"], c["requirement"], c["asked"], c["gaps"]) for c in found["requirements"]] == [
        ("all", "basics", 2, 1),
        ("lead", "exam", 1, 1),
        ("lead", "more", 1, 1),
        ("unheld", "law", 0, 0),
    ]
    # The exam is due in B only next year: pending there, overdue in A/a.
    cells = {"all/basics": "met", "lead/exam": "overdue", "lead/more": "overdue"}
    assert found["people"] == [
        {"staff": "p", "name": "P", "units": ["A/a", "B"], "cells": cells},
        {"staff": "q", "name": "Q", "units": ["B"], "cells": {"all/basics": "overdue"}},
    ]
    statuses = {row.status for row in made.rows("2025-11-01") if (row.staff, row.requirement) == ("p", "exam")}
    assert statuses == {"pending", "overdue"}


def test_it_is_asked_for_a_part_like_a_report(office: MakeOffice) -> None:
    made = office(ROLES)
    made.person("p", unit="A/a")
    made.person("q", unit="B")
    made.assign("q", "lead", "2025-01-01")
    assert [row.staff for row in made.registry.matrix(day("2025-02-01"), dept="A").people] == ["p"]
    lead = made.registry.matrix(day("2025-02-01"), role="lead")
    assert [(row.staff, list(row.cells)) for row in lead.people] == [("q", ["lead/exam", "lead/more"])]
    assert [column.path for column in lead.requirements] == ["lead/exam", "lead/more"]
    assert made.registry.matrix(day("2019-01-01")).people == ()


def test_who_has_no_unit_is_there_too(office: MakeOffice) -> None:
    made = office(ROLES)
    made.person("p", unit=None)
    [row] = made.registry.matrix(day("2025-02-01")).people
    assert (row.staff, row.units, row.cells) == ("p", (), {"all/basics": "overdue"})
