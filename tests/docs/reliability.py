"""The node ids that docs/reliability.md names, and the tests that there are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
NODE = re.compile(r"`(tests/[\w/]+\.py)?::(test_\w+)`")


def named(text: str) -> list[tuple[str, str]]:
    """File and function of every test that the text names; ``::test_x`` alone is of the file last named in its line."""
    found = []
    for line in text.splitlines():
        file = ""
        for said, test in NODE.findall(line):
            file = said or file
            found.append((file, test))
    return found


def functions_of(file: str) -> set[str]:
    path = ROOT / file
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
