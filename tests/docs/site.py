"""What MkDocs has to be told to build the site out of pages that are written for a reader of the repository.

MkDocs calls the functions named ``on_…`` (docs/.site/mkdocs.yml names this file). The front page is README.md; links
into the repository become links of the site; headings get the anchors that the pages count on.
"""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path
from typing import Any

from tests.docs import samples

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "docs" / ".site" / "mkdocs.yml"
BROUGHT = {"index.md": "README.md", "changelog.md": "CHANGELOG.md", "license.md": "LICENSE"}
"""Pages of the site that lie outside docs/."""

_HEADING = re.compile(r'<h([123]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_CONSOLE = re.compile(r'(<code class="language-(?:console|sh)">)(.*?)(</code>)', re.DOTALL)
_sections: list[dict[str, str]] = []


def slug(title: str, separator: str = "-") -> str:
    """The anchor of a heading, as on the sites where repositories are read: letters of all scripts stay."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", separator)


def on_config(config: Any) -> Any:
    _sections.clear()
    config.mdx_configs["toc"] = {"slugify": slug}
    return config


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File

    for page, source in BROUGHT.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=f"# MIT\n\n{text}" if source == "LICENSE" else text))
    for address, content in samples.made():
        files.append(File.generated(config, address, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, files: Any, **_others: Any) -> str:
    name = page.file.src_uri
    if name == "tour.md":
        markdown += samples.SECTION
    page.meta["other"] = _in_the_other_language(name, files)
    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.MULTILINE | re.DOTALL)
    parts[::2] = [_for_site(part, None if name in BROUGHT else name) for part in parts[::2]]
    return "".join(parts)


def _in_the_other_language(name: str, files: Any) -> str:
    """The address of the same page in Japanese or English, else of the first page."""
    other = name.removeprefix("ja/") if name.startswith("ja/") else f"ja/{name}"
    file = files.get_file_from_path(other) or files.get_file_from_path("ja/index.md")
    return str(file.url)


def _for_site(text: str, inside: str | None) -> str:
    """``inside`` is the place of a page within docs/, None for one of the top level."""
    text = re.sub(r"^<!-- .* -->$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^((?![-\s|#]|\d+\. ).+\n)(?=- )", r"\1\n", text, flags=re.MULTILINE)  # a list needs a blank line
    text = re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", text)  # Japanese has no blanks between lines
    if inside is None:
        text = re.sub(r"\]\(docs/", "](", text)
    up = "../" * (inside.count("/") + 1) if inside is not None else ""
    for page, source in BROUGHT.items():
        text = text.replace(f"]({up}{source}", f"]({up[3:]}{page}")
    return text


def on_page_content(html: str, page: Any, **_others: Any) -> str:
    html = re.sub(r"(?<!<pre>)<code>[^<]*</code>", lambda code: code[0].replace("\\|", "|"), html)
    _sections.extend(_sections_of(html, page))
    html = html.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
    return _CONSOLE.sub(lambda block: block[1] + _prompts(block[2]) + block[3], html)


def _prompts(block: str) -> str:
    block = block.replace("─", "-")  # which fonts for Japanese draw as wide as two letters
    return re.sub(r"^\$ .*$", r"<b>\g<0></b>", block, flags=re.MULTILINE)


def _sections_of(html: str, page: Any) -> list[dict[str, str]]:
    _before, *pieces = _HEADING.split(html)
    found = []
    for _level, anchor, title, text in zip(*(iter(pieces),) * 4, strict=True):
        words = " ".join(_words(text).split())
        found.append({"page": page.title, "title": _words(title), "url": f"{page.url}#{anchor}", "text": words})
    return found


def _words(html: str) -> str:
    return unescape(_TAG.sub("", html))


def on_post_build(config: Any) -> None:
    index = json.dumps(_sections, ensure_ascii=False, separators=(",", ":"))
    (Path(config.site_dir) / "sections.js").write_text(f"window.dxskillsSections = {index}\n", encoding="utf-8")


def build(folder: Path | None = None) -> Path:
    """The site in ``folder`` (build/site if None), or SystemExit where MkDocs finds fault with a page."""
    from mkdocs.commands.build import build as built
    from mkdocs.config import load_config

    where = {} if folder is None else {"site_dir": str(folder)}
    config = load_config(str(CONFIG), **where)
    config.plugins.on_startup(command="build", dirty=False)
    built(config)
    return Path(config.site_dir)


if __name__ == "__main__":
    import logging

    logging.basicConfig(format="%(levelname)s %(message)s", level=logging.WARNING)
    print(build() / "index.html", file=sys.stdout)
