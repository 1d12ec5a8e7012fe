"""Results of the sample office as files, for the site: what pictures of a terminal cannot show."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.docs import inside

DAY = "2026-11-24"
SAMPLES = {
    "report-en.html": f"--lang en report --people --as-of {DAY}",
    "report-ja.html": f"--lang ja report --people --as-of {DAY}",
    "person-en.html": f"--lang en staff show 00240001 --as-of {DAY}",
    "person-ja.html": f"--lang ja staff show 00240001 --as-of {DAY}",
    "report-en.xlsx": f"--lang en report --people --as-of {DAY}",
    "report-ja.xlsx": f"--lang ja report --people --as-of {DAY}",
    "report-en.md": f"--lang en report --dept 総務部 --as-of {DAY}",
    "due-en.ics": f"--lang en due --dept 総務部 --as-of {DAY}",
}
SECTION = """
## As files

The same office's results as `make site` made them just now:

- pages for a browser, each whole in one file: [the report](samples/report-en.html) ([日本語](samples/report-ja.html)),
  [one person](samples/person-en.html) ([日本語](samples/person-ja.html))
- [a workbook](samples/report-en.xlsx) ([日本語](samples/report-ja.xlsx)), [a calendar](samples/due-en.ics)
- [Markdown](samples/report-en.md.txt) for minutes
"""
"""What the page of pictures ends with on the site; in the repository there are no such files."""


def made() -> Iterator[tuple[str, bytes]]:
    """Address within the site, and content. Markdown is plain text there: MkDocs would make a page of it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("DXSKILLS_", "LC_", "LANG"))}
        environment = kept | {"DXSKILLS_BY": "dx-office", "XDG_CACHE_HOME": scratch, "LOCALAPPDATA": scratch}
        now = datetime(2026, 11, 24, 3, tzinfo=UTC)
        lines = [f"demo office --on {DAY}"]
        lines += [f"--store office/store --framework office/data {SAMPLES[name]} --output {name}" for name in SAMPLES]
        for line in lines:
            ended = inside.run(line.split(), folder, environment, now)
            assert ended.code == 0, ended.text
        for name in SAMPLES:
            shown = f"{name}.txt" if name.endswith(".md") else name
            yield f"samples/{shown}", (folder / name).read_bytes()
