"""Workbooks made to fill the memory: reading one takes at most 150 MB, whether it is refused or read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.workbook.made import Parts, packed, parts, sheet, strings, styles

_MOST = 150 * 2**20
_READ = """
import resource, sys
from pathlib import Path
from dxskills.errors import Refused
from dxskills.exchange.workbook import archive, read_workbook
archive.MOST_RATIO = 10**9  # what else there is must be enough
unit = 1 if sys.platform == "darwin" else 1024
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
code = "read"
try:
    workbook = read_workbook(Path(sys.argv[1]))
    for info in workbook.sheets:
        for row in workbook.table(info.name).rows():
            pass
except Refused as refusal:
    code = refusal.code
print(code, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit)
"""


def rows(count: int, written: Callable[[int], str]) -> str:
    return "".join(f'<row r="{number}">{written(number)}</row>' for number in range(1, count + 1))


def text_after_text() -> Parts:
    cells = rows(3_000, lambda n: "".join(f'<c r="{column}{n}" t="s"><v>0</v></c>' for column in "ABCDEFGHIJ"))
    return parts(sheet(cells), shared=strings(f"<t>{'𠮷' * 32_767}</t>"))


def different_texts() -> Parts:
    return parts(
        sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared=strings(*map("<t>{:x}</t>".format, range(2**20)))
    )


def long_texts() -> Parts:
    long = f"<t>{'x' * 32_000}</t>"
    return parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared=strings(*[long] * 4_000))


def faults() -> Parts:
    return parts(sheet(rows(200_000, lambda n: f'<c r="A{n}" t="e"><v>#N/A</v></c><c r="B{n}" t="e"><v>#N/A</v></c>')))


def wide_and_merged() -> Parts:
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 200_000))
    wide = rows(40_000, lambda n: f'<c r="A{n}"><v>1</v></c>' + ('<c r="AMJ1"><v>1</v></c>' if n == 1 else ""))
    return parts(sheet(wide, after=f"<mergeCells>{merged}</mergeCells>"))


def nothing_but_styles() -> Parts:
    return parts(sheet(rows(300_000, lambda n: f'<c r="A{n}" s="1"/><c r="XFD{n}" s="1"/>')), shown=styles(14))


def blanks() -> Parts:
    return parts(sheet(" " * 2**27))


def elements() -> Parts:
    return parts(sheet("<a/>" * 2**21 + "<b>" * 2**21))


def escapes() -> Parts:
    return parts(sheet(f'<row r="1"><c r="A1" t="str"><v>{"&amp;" * 2**24}</v></c></row>'))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the most memory that a process has taken so")
@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        (text_after_text, "workbook-too-large"),
        (different_texts, "read"),
        (long_texts, "workbook-too-large"),
        (faults, "read"),
        (wide_and_merged, "read"),
        (nothing_but_styles, "read"),
        (blanks, "read"),
        (elements, "unsafe-workbook"),
        (escapes, "workbook-too-large"),
    ],
)
def test_memory(made: Callable[[], Parts], outcome: str, tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(packed(made()))
    ran = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True)
    code, taken = ran.stdout.split()
    assert code == outcome
    assert int(taken) < _MOST, f"{int(taken) // 2**20} MB"
