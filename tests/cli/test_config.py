"""dxskills.toml: the quick reading of plain files agrees with TOML, and leaves the rest to it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxskills.cli.config import _plainly_written
from dxskills.founding import INITIAL_TEXT
from tests.cli.conftest import Run


@given(st.text(alphabet="ab=\"\\# \t\n\r'é一\x7f[].1", max_size=40))
def test_what_is_read_quickly_is_read_as_toml_does(text: str) -> None:
    settings = _plainly_written(text)
    if settings is not None:
        assert settings == tomllib.loads(text)


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (INITIAL_TEXT, {"store": "store", "framework": "data"}),
        ('store = "登録簿" # 置き場\r\n\r\nlang="ja"', {"store": "登録簿", "lang": "ja"}),
        ("", {}),
    ],
)
def test_plain_files_are_read_quickly(text: str, settings: dict[str, str]) -> None:
    assert _plainly_written(text) == settings


@pytest.mark.parametrize(
    "text", ['store = "C:\\\\x"', "store = 'x'", 'a = "1"\na = "2"', "[x]", 'a."b" = "c"', "a = 1", 'a = "x" b = "y"']
)
def test_anything_else_is_left_to_the_parser(text: str) -> None:
    assert _plainly_written(text) is None


@pytest.mark.parametrize(
    "text", ['store = "a\\u0000b"', "store = 5", 'store = ""', "x = " + "[" * 20_000, '"\\u001b" = "x"']
)
def test_settings_that_cannot_be_used_are_refused(run: Run, text: str) -> None:
    Path("dxskills.toml").write_text(text, encoding="utf-8")
    ran = run("store", "info")
    assert ran.code == 3
    assert ran.err.startswith("error[bad-config]: ")
    assert "\x1b" not in ran.err
