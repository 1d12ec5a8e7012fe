"""The site is built without a fault, is whole, and loads nothing from anywhere else."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.docs.pictures import FOLDER, PICTURES, drawn
from tests.docs.site import BROUGHT, ROOT, build, slug

LOADING = {"src", "srcset", "data", "poster", "action", "formaction", "background"}


class _Page(HTMLParser):
    """Links, anchors, and what a browser would load by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif value and (name in LOADING or (tag == "link" and name == "href")):
                self.loaded.append(value)
            elif value and name == "href":
                self.links.append(value)


class _Hearing(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """MkDocs ends with SystemExit or a warning where a page, a link or an anchor is wrong."""
    handler = _Hearing(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        folder = build(tmp_path_factory.mktemp("site"))
    except (SystemExit, Exception) as error:
        pytest.fail(f"{error}\n" + "\n".join(handler.heard))
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)
    assert handler.heard == []
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, _Page]:
    """Without the samples, which are the product's own pages and tested as such."""
    written = [path for path in site.rglob("*.html") if path.parent.name != "samples"]
    return {path: _Page(path.read_text(encoding="utf-8")) for path in written}


def test_every_page_is_there(pages: dict[Path, _Page], site: Path) -> None:
    docs = ROOT / "docs"
    written = {path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md")}
    built = {path.relative_to(site).with_suffix("").as_posix() for path in pages}
    assert built == written | {page.removesuffix(".md") for page in BROUGHT}


def test_every_link_leads_somewhere(pages: dict[Path, _Page]) -> None:
    astray = [
        f"{path.name}: {link}" for path, page in pages.items() for link in page.links if _astray(link, path, pages)
    ]
    assert astray == []


def _astray(link: str, path: Path, pages: dict[Path, _Page]) -> bool:
    if link.startswith("https://"):
        return False
    where, _, anchor = link.partition("#")
    target = (path.parent / where).resolve() if where else path
    if target.parent.name == "samples":
        return not target.stat().st_size
    return target not in pages or (anchor != "" and anchor not in pages[target].anchors)


def test_nothing_is_loaded_from_elsewhere(pages: dict[Path, _Page], site: Path) -> None:
    for path, page in pages.items():
        assert page.loaded, path
        for loaded in page.loaded:
            assert loaded == "data:," or (path.parent / loaded).is_file(), (path, loaded)
    for path in (*site.glob("*.css"), *site.glob("search.js"), *FOLDER.glob("*.svg")):
        text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"//\w|@import|url\(", text), path


def test_the_search_knows_every_section(pages: dict[Path, _Page], site: Path) -> None:
    text = (site / "sections.js").read_text(encoding="utf-8").removeprefix("window.dxskillsSections = ")
    found = json.loads(text)
    for section in found:
        where, _, anchor = section["url"].partition("#")
        assert anchor in pages[(site / where).resolve()].anchors
    assert any("人事異動" in section["text"] for section in found)
    assert {section["url"].partition("#")[0] for section in found} == {
        path.relative_to(site).as_posix() for path in pages
    }


def test_anchors_are_those_of_the_repository() -> None:
    assert slug("3. When the time to keep is over") == "3-when-the-time-to-keep-is-over"
    assert slug("新年度の準備（4月1日）") == "新年度の準備4月1日"


def test_pictures_show_what_the_program_shows(tmp_path: Path) -> None:
    shown = dict(drawn(tmp_path))
    assert {path.name for path in FOLDER.iterdir()} == set(PICTURES)
    for name, text in shown.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: `make docs` draws it anew"
        assert len(text.encode()) < 60_000


def test_every_picture_is_in_a_page() -> None:
    assert set(_pictures_of_pages()) == set(PICTURES)


def _pictures_of_pages() -> Iterator[str]:
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / picture).is_file(), (path, picture)
            yield Path(picture).name
