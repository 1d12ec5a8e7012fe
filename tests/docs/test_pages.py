"""What the pages say that commands print is what they print, and their Python examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxskills import errors
from dxskills.errors import DxError
from tests.docs.generated import written_anew
from tests.docs.session import Session, agrees, python_blocks, steps
from tests.docs.shape import shaped

ROOT = Path(__file__).parents[2]
PAGES = [
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if "```console" in path.read_text("utf-8") or "```python" in path.read_text("utf-8")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    session = Session(tmp_path)
    for step in steps(page.read_text(encoding="utf-8")):
        printed = session.play(step)
        assert agrees(step.expected, printed), f"$ {step.command}\n" + "\n".join(printed)
    for block in python_blocks(page.read_text(encoding="utf-8")):
        printed = session.run_python(tmp_path, block)
        assert session.exit_code == 0, "\n".join(printed)


@pytest.mark.parametrize("name", ["commands.md", "framework.md", "import.md", "check.md"])
def test_generated_parts_say_what_the_code_says(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert text == written_anew(text), "`make docs` writes the page anew"


def test_the_page_of_commands_has_every_exit_code_and_every_variable() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    classes = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, DxError)]
    assert len(classes) > 5
    for code in {0, 130, *(each.exit_code for each in classes)}:
        assert re.search(rf"^\| {code} \|", page, re.MULTILINE), code
    for path in (ROOT / "src").rglob("*.py"):
        for variable in re.findall(r"environ[^\n]*\"(DXSKILLS_\w+)\"", path.read_text(encoding="utf-8")):
            assert f"| `{variable}` |" in page, variable


def test_a_page_that_is_wrong_is_noticed() -> None:
    assert agrees(("a … c", "…", "z"), ["a b c", "d", "e", "z"])
    assert not agrees(("a … c",), ["a b"])
    assert not agrees((), ["a"])


def test_a_page_that_is_recorded_anew_keeps_its_shape() -> None:
    page = ["Report of May", "…", "Name  Gaps", "A        12…", "…", "2 rows."]
    printed = ["Report of June", "", "", "Names  Gap", "A        11, 12", "B         3", "", "3 rows."]
    assert shaped(page, printed) == ["Report of June", "…", "Names  Gap", "A        11…", "…", "3 rows."]
    assert shaped(["…"], printed) == ["…"]
    assert shaped(["Report of May"], printed) == printed
