"""What a department's report may read: its own people, whatever the size of the organisation."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from dxskills.analysis.question import Question, obligations, prepare
from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]

OF_PEOPLE = ("posting", "holding", "state", "plan", "waiver", "person", "entry", "occasion")
"""The tables that grow with the number of people or entries; units and requirements do not."""

ROLES = """
  - {id: lead, name: Lead, staffing: [{per: 課, min: 1}], functions: [{id: f, name: F}],
     requirements: [{id: q, training: basics}]}
  - {id: all, name: All, membership: everyone, requirements: [{id: q, skill: data, level: 1}]}
"""


@pytest.fixture
def large(office: MakeOffice) -> Office:
    made = office(ROLES)
    for number in range(30):
        made.person(f"p{number}", unit=f"U{number}/a")
    made.assign("p1", "lead", "2025-04-01")
    made.waive("lead/q", "2025-04-01", "2025-06-30", "p1")
    made.enrol("basics", "2025-09-01", "p1")
    made.train("basics", "2025-04-01", "p2")
    made.report("2025-05-01")  # works out everybody's evidence, so that only the question itself is watched below
    return made


@contextmanager
def asked(office: Office, question: Question) -> Iterator[None]:
    """The temporary tables of a question, so that its statements can be explained."""
    prepare(office.registry.index, question)
    with obligations(office.registry.index, question):
        yield


def statements(connection: sqlite3.Connection, ask: Callable[[], object]) -> list[str]:
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        ask()
    finally:
        connection.set_trace_callback(None)
    # Whether there is any waiver at all is known from the first row.
    first_row_only = "SELECT EXISTS (SELECT 1 FROM waiver)"
    return [t for t in asked if t.lstrip().startswith(("SELECT", "INSERT", "DELETE")) and t != first_row_only]


def whole_tables_read(connection: sqlite3.Connection, texts: list[str]) -> list[str]:
    steps = [str(row[3]) for text in texts for row in connection.execute("EXPLAIN QUERY PLAN " + text)]
    aliases = "|".join((*OF_PEOPLE, "p", "h", "s", "w", "o"))
    # person_stale is a partial index: it holds only those whose evidence has to be worked out.
    scans = [step for step in steps if re.fullmatch(rf"SCAN ({aliases})\b.*", step) and "person_stale" not in step]
    return [step for step in scans if step != "SCAN o"]  # the obligations of this question


@pytest.mark.parametrize("people", [False, True])
@pytest.mark.parametrize("role", [None, "lead"])
def test_a_department_s_report_reads_no_table_of_people_from_end_to_end(
    large: Office, people: bool, role: str | None
) -> None:
    connection = large.registry.index.connection
    texts = statements(connection, lambda: large.report("2025-05-01", dept="U1", role=role, people=people))
    assert len(texts) > 5
    with asked(large, Question(day("2025-05-01"), "U1", role)):
        assert whole_tables_read(connection, texts) == []


def test_the_report_of_everybody_reads_them_all(large: Office) -> None:
    connection = large.registry.index.connection
    texts = statements(connection, lambda: large.report("2025-05-01"))
    with asked(large, Question(day("2025-05-01"))):
        assert whole_tables_read(connection, texts) != []


@pytest.mark.parametrize("ask", ["why", "person"])
def test_a_question_about_one_person_reads_only_that_person(large: Office, ask: str) -> None:
    connection = large.registry.index.connection
    texts = statements(connection, lambda: getattr(large.registry, ask)("p1", as_of=day("2025-05-01")))
    with asked(large, Question(day("2025-05-01"), "U1")):
        assert whole_tables_read(connection, texts) == []


def test_a_department_s_staff_list_reads_only_its_people(large: Office) -> None:
    connection = large.registry.index.connection
    texts = statements(connection, lambda: large.registry.staff(day("2025-05-01"), dept="U1"))
    assert any("posting" in text for text in texts)
    with asked(large, Question(day("2025-05-01"), "U1")):
        assert whole_tables_read(connection, texts) == []
