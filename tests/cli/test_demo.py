"""The sample office can be of any day, so that pages and lectures show the same figures."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


def test_the_office_of_a_day_is_reported_on_as_of_that_day(run: Run) -> None:
    ran = run("demo", "office", "--on", "R9.3.31", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["as_of"] == "2027-03-31"
    assert "人事異動_20260401.csv" in ran.err


@pytest.mark.parametrize("day", ["2024-03-31", "2100-01-01"])
def test_there_is_no_office_of_a_day_without_the_matrix(run: Run, day: str) -> None:
    ran = run("demo", "office", "--on", day)
    assert ran.code == 2
    assert ran.err.startswith("error[bad-date]: --on: there is a sample office of the days from 2024-04-01")
    assert run("demo", "office", "--on", "2024-04-01").code == 0
