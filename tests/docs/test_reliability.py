"""docs/reliability.md names tests that there are, for every case."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.docs.reliability import PAGE, ROOT, functions_of, named

CASES = 60


def test_every_test_that_the_page_names_is_there() -> None:
    nodes = named(PAGE.read_text(encoding="utf-8"))
    assert len(nodes) > 100
    assert [f"{file}::{test}" for file, test in nodes if test not in functions_of(file)] == []


def test_every_case_names_its_tests_or_says_why_not() -> None:
    rows = re.findall(r"^\| (\d+) \|(.*)\|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number, _case, _proof in rows] == list(range(1, CASES + 1))
    for number, _case, proof in rows:
        assert named(proof) or len(proof) > 40, number


@pytest.mark.slow
def test_pytest_collects_what_the_page_names() -> None:
    nodes = [f"{file}::{test}" for file, test in named(PAGE.read_text(encoding="utf-8"))]
    line = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *sorted(set(nodes))]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
