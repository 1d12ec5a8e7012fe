"""Pictures of what a terminal shows, as SVG: text that can be compared, and that needs no font from elsewhere.

`make docs` draws them anew; a test says when that is due.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from dxskills.render.text import width
from tests.docs import inside

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DAY = "2026-11-24"
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)

CELL, LINE, MARGIN = 8.0, 19, 18
EIGHTHS = "▏▎▍▌▋▊▉█"
_ESCAPE = re.compile(r"\x1b\[([\d;]*)m")
_RUN = re.compile(r"\S+(?: \S+)*")
_CLASSES = {"1": "b", "2": "q", "4": "u", "31": "r", "32": "g", "33": "y", "36": "c"}
_STYLE = """\
rect{fill:#161b22}text{fill:#d7dde4;white-space:pre;font:14px "Noto Sans Mono CJK JP","BIZ UDGothic","MS Gothic",\
"Osaka-Mono",ui-monospace,monospace}.b{font-weight:700}.q{fill:#8b96a3}.u{text-decoration:underline}.r{fill:#ff8079}\
.g{fill:#6fd08c}.y{fill:#e8c268}.c{fill:#6cc7d9}.p{fill:#7cb8f5;font-weight:700}"""


class Picture(NamedTuple):
    lang: str
    columns: int
    command: str


PICTURES = {
    f"{name}-{lang}.svg": Picture(lang, columns, command)
    for name, columns, command in (
        ("report", 112, f"dxskills report --dept --as-of {DAY}"),
        ("matrix", 100, f"dxskills matrix --dept 契約課 --as-of {DAY}"),
        ("why", 112, f"dxskills why 00050002 all-staff/data-literacy --as-of {DAY}"),
        ("forecast", 136, f"dxskills forecast --dept 総務部 --until 2027-04-30 --as-of {DAY}"),
    )
    for lang in ("en", "ja")
}


class Run(NamedTuple):
    """Text from one column on, with no two blanks within, in one style."""

    column: int
    text: str
    classes: str


def drawn(scratch: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every picture, of a sample office that is made in ``scratch``."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DXSKILLS_", "LC_", "LANG"))}
    environment = kept | {"DXSKILLS_BY": "dx-office", "XDG_CACHE_HOME": str(scratch), "LOCALAPPDATA": str(scratch)}
    made = inside.run(["demo", "office", "--on", DAY], scratch, environment, NOW)
    assert made.code == 0, made.text
    for name, picture in PICTURES.items():
        arguments = ["--lang", picture.lang, *picture.command.split()[1:]]
        with patch("rich.console.Console", _console(picture.columns)):
            ended = inside.run(arguments, scratch / "office", environment, NOW, terminal=True)
        assert ended.code == 0, ended.text
        yield name, _svg(picture, [list(_runs(line)) for line in ended.text.rstrip("\n").split("\n")])


def _console(columns: int) -> object:
    from rich.console import Console

    return partial(Console, width=columns, force_terminal=True, color_system="standard", legacy_windows=False)


def _runs(line: str) -> Iterator[Run]:
    classes: set[str] = set()
    column = 0
    for number, piece in enumerate(_ESCAPE.split(line)):
        if number % 2:
            for code in piece.split(";"):
                classes = set() if code in ("", "0") else classes | {_CLASSES[code]}
            continue
        for found in _RUN.finditer(piece):
            yield Run(column + width(piece[: found.start()]), found[0], " ".join(sorted(classes)))
        column += width(piece)


def _svg(picture: Picture, lines: list[list[Run]]) -> str:
    said = picture.command.replace("dxskills", "dxskills --lang ja") if picture.lang == "ja" else picture.command
    lines = [[Run(0, f"$ {said}", "p")], [], *lines]
    across = round(picture.columns * CELL + 2 * MARGIN)
    down = len(lines) * LINE + 2 * MARGIN
    size = f'viewBox="0 0 {across} {down}" width="{across}" height="{down}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>{escape(said)}</title>',
        f'<style>{_STYLE}</style><rect width="100%" height="100%" rx="8"/>',
    ]
    for number, line in enumerate(lines):
        parts += [_text(run, MARGIN + number * LINE + 14) for run in line]
    return "\n".join([*parts, "</svg>\n"])


def _text(run: Run, y: int) -> str:
    styled = f' class="{run.classes}"' if run.classes else ""
    if set(run.text) <= set(EIGHTHS):  # letters would leave seams
        long = sum(EIGHTHS.index(letter) + 1 for letter in run.text) * CELL / 8
        return f'<rect x="{MARGIN + run.column * CELL:g}" y="{y - 12}" width="{long:g}" height="{LINE - 4}"{styled}/>'
    place = f'x="{MARGIN + run.column * CELL:g}" y="{y}" textLength="{width(run.text) * CELL:g}"'
    return f'<text {place} lengthAdjust="spacingAndGlyphs"{styled}>{escape(run.text, quote=False)}</text>'


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        FOLDER.mkdir(exist_ok=True)
        for name, text in drawn(Path(folder)):
            (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
            print(FOLDER / name, file=sys.stdout)
