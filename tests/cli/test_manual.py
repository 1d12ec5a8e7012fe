"""The manual page says what the commands say, in both languages, and the programs that show such pages can read it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dxskills import i18n
from dxskills.cli.manual import ENVIRONMENT, EXIT_CODES, manual
from tests.cli.asking import COMMANDS_THERE

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["en", "ja"])
def page(request: pytest.FixtureRequest) -> str:
    i18n.use(request.param)
    try:
        return manual("1.2.3")
    finally:
        i18n.use("en")


def test_every_command_has_its_part_with_examples(page: str) -> None:
    parts = page.split("\n.SS ")
    assert len(parts) == len(COMMANDS_THERE) + 1
    for command, part in zip(COMMANDS_THERE, parts[1:], strict=True):
        assert part.startswith(f'"dxskills {command}'.replace("-", "\\-"))
        assert f"\ndxskills {command}" in part, "an example"


def test_no_line_is_a_request_that_we_did_not_write(page: str) -> None:
    ours = re.compile(r"\.(TH|SH|SS|PP|TP|B|nf|fi|RS|RE|nh|ad)\b")
    assert [line for line in page.splitlines() if line[:1] in (".", "'") and not ours.match(line)] == []
    assert set(re.findall(r"\\(\(..|.)", page)) <= {"-", "e", "&", "(dq", "(aq"}


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_groff_has_nothing_to_complain_about(page: str) -> None:
    shown = subprocess.run(
        ["groff", "-man", "-ww", "-k", "-Tutf8"], input=page.encode(), capture_output=True, check=True
    )
    # Japanese has no blanks to break at; groff says so of long lines.
    assert [line for line in shown.stderr.decode().splitlines() if "break" not in line and "adjust" not in line] == []
    text = re.sub(r"\x1b\[\d*m|.\x08", "", shown.stdout.decode())
    assert "dxskills assign 00012345 dx-leader" in text


def test_languages_differ_in_words_and_in_nothing_else() -> None:
    pages = []
    for language in i18n.LANGUAGES:
        i18n.use(language)
        pages.append(manual("1.2.3"))
    i18n.use("en")
    japanese, english = (re.findall(r"^\.(?:TP|B|SS|RS).*", text, re.MULTILINE) for text in pages)
    assert [*map(_plain, japanese)] == [*map(_plain, english)]
    prose = [line for line in pages[0].splitlines() if line.isascii() and line[:1].isupper() and " " in line]
    assert prose == [], "not translated"


def _plain(line: str) -> str:
    return re.sub(r"[^\x00-\x7f]+", "", line)


def test_exit_codes_and_variables_are_those_there_are() -> None:
    errors = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^# Exit code (\d+)", errors, re.MULTILINE))
    assert documented <= {code for code, _meaning in EXIT_CODES}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r'environ(?:\.get\(|\[)"(DXSKILLS_\w+|NO_COLOR)"', source))
    assert read - {name for name, _meaning in ENVIRONMENT} == set()
