"""Pages in a real browser: Chromium of the system, without a network, driven by Playwright.

Where there is none, or it does not start, these tests are skipped and say so; `.ci/run` installs it where it can.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.cli.conftest import Run
from tests.cli.conftest import _alone as _alone
from tests.cli.conftest import office as office
from tests.cli.conftest import run as run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDTHS = (375, 1024, 1440)
HOSTILE = """</script><script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}<!--"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium on this computer")
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        arguments = ["--disable-gpu", *(["--no-sandbox"] if as_root else [])]
        try:
            browser = playwright.chromium.launch(executable_path=program, args=arguments)
        except Error as error:
            pytest.skip(f"Chromium does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


class Visit:
    """An open page, and everything that it complained of or asked for."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", lambda request: self.faults.append(f"request: {request.url}"))
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        page.goto(path.absolute().as_uri())
        allowed = {f"request: {path.absolute().as_uri()}", "request: data:,"}
        self.faults = [fault for fault in self.faults if fault not in allowed]

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)

    def rows(self) -> list[list[str]]:
        """The cells of the list of people, as they are shown."""
        found: list[list[str]] = self.page.eval_on_selector_all(
            "#rows tr", "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
        )
        return found


Open = Callable[..., Any]


@pytest.fixture
def visit(browser: Browser) -> Open:
    @contextmanager
    def opened(path: str, width: int = 1024, scheme: Any = "light", script: bool = True) -> Iterator[Visit]:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script, offline=True
        )
        try:
            yield Visit(context.new_page(), Path(path))
        finally:
            context.close()

    return opened


@pytest.fixture
def full(office: Run) -> Run:
    """The office with something in every section of its page, and names that try to be more than names."""
    for line in (
        ("record", "training", "security-basics", "00000002", "--on", "2026-01-10"),
        ("record", "training", "law", "00000002", "--on", "2026-05-01"),
        ("record", "certification", "it-passport", "00000001", "--on", "2026-06-01"),
        ("assign", "00000001", "leader", "--start", "2026-04-01"),
        ("enrol", "security-basics", "00000002", "--on", "2026-12-10"),
        ("staff", "add", "00000004", HOSTILE, "--unit", "企画部/企画課", "--appointment", "regular"),
    ):
        ran = office(*line)
        assert ran.code == 0, ran.err
    return office
