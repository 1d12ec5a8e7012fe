"""Every code that an error can have is on the page of errors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
CODE = re.compile(r"[a-z]+(-[a-z]+)*")

# The functions that take a code, and the position at which they do.
TAKES_CODE = {
    "Unexpected": 0,
    "WrongUsage": 0,
    "Refused": 0,
    "FrameworkRefused": 0,
    "Unavailable": 0,
    "Damaged": 0,
    "OutcomeUnknown": 0,
    "Problem": 4,
    "faulty": 1,
    "CellFlaw": 0,
    "_say_error": 0,
    "fault": 0,
    "_fault": 1,
    "fault_at": 1,
    "Kind": 0,
    "_lost": 0,
    "_note": 2,
    "_bad": 0,
    "of": 1,
}


def codes_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = TAKES_CODE.get(called)
        if place is None or len(node.args) <= place:
            continue
        # Some take the key or the place before it; unlike those a code there has a hyphen.
        for argument in node.args[place : place + (1 if called == "Kind" else 2)]:
            if isinstance(argument, ast.Constant) and CODE.fullmatch(str(argument.value)):
                code = str(argument.value)
                if "-" in code or called == "_fault" or (place == 0 and called != "fault"):
                    yield code


CODES = sorted({code for path in (ROOT / "src" / "dxskills").rglob("*.py") for code in codes_of(path)})


def test_codes_are_found() -> None:
    assert len(CODES) > 80
    assert {"unknown-staff", "conflict", "anchor", "bad-id", "missing-column", "outcome-unknown"} - set(CODES) == set()


@pytest.mark.parametrize("code", CODES)
def test_code_is_on_the_page(code: str) -> None:
    listed = rf"`{code}`|^### (.*, )?{code}(,|$)|\[{code}\]"
    assert re.search(listed, PAGE, re.MULTILINE), f"{code} is not in docs/errors.md"


@pytest.mark.parametrize("code", sorted(set(re.findall(r"^error\[([a-z-]+)\]", PAGE, re.MULTILINE))))
def test_an_example_stands_under_its_code(code: str) -> None:
    assert re.search(rf"`{code}`|^### (.*, )?{code}(,|$)", PAGE, re.MULTILINE)
