"""Workbooks written by hand, part by part, so that a test can have in them what no program would write."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from dxskills.exchange.workbook import Workbook, read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Parts = dict[str, bytes]


def relations(*targets: tuple[str, str], space: str = RELATIONS) -> bytes:
    """Relations rId1, rId2, … of the given kinds to the given targets."""
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{space}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'.encode()


def sheet(rows: str, after: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def strings(*items: str) -> bytes:
    """The shared texts, each as the XML inside its element."""
    inside = "".join(f"<si>{item}</si>" for item in items)
    return f'<sst xmlns="{MAIN}">{inside}</sst>'.encode()


def styles(*formats: str | int) -> bytes:
    """A style for each format, by its code or its number; style 0 is always plain."""
    codes = {164 + place: code for place, code in enumerate(formats) if isinstance(code, str)}
    numbers = [0, *(164 + place if isinstance(code, str) else code for place, code in enumerate(formats))]
    written = "".join(f'<numFmt numFmtId="{number}" formatCode="{escaped(code)}"/>' for number, code in codes.items())
    used = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{written}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'.encode()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def parts(
    *sheets: bytes, names: tuple[str, ...] = (), shared: bytes | None = None, shown: bytes | None = None, pr: str = ""
) -> Parts:
    """The parts of a workbook with these sheets."""
    names = names or tuple(f"Sheet{number}" for number in range(1, len(sheets) + 1))
    listed = "".join(
        f'<sheet name="{escaped(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    made = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr{pr}/><sheets>{listed}</sheets></workbook>'
        ).encode(),
    }
    if shared is not None:
        targets.append(("sharedStrings", "sharedStrings.xml"))
        made["xl/sharedStrings.xml"] = shared
    if shown is not None:
        targets.append(("styles", "styles.xml"))
        made["xl/styles.xml"] = shown
    made["xl/_rels/workbook.xml.rels"] = relations(*targets)
    return made | {f"xl/worksheets/sheet{number}.xml": part for number, part in enumerate(sheets, start=1)}


def packed(made: Parts) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in made.items():
            archive.writestr(name, part)
    return raw.getvalue()


def opened(made: Parts | bytes) -> Workbook:
    raw = made if isinstance(made, bytes) else packed(made)
    return read_workbook(Path("staff.xlsx"), lambda: io.BytesIO(raw))


def rows_of(made: Parts | bytes, name: str | None = None) -> dict[int, list[str]]:
    """The rows of a sheet (the first, if none is named) by their numbers."""
    workbook = opened(made)
    return {row.number: row.cells for row in workbook.table(name or workbook.sheets[0].name).rows()}


def cells_of(
    rows: str, after: str = "", shared: bytes | None = None, shown: bytes | None = None, pr: str = ""
) -> dict[int, list[str]]:
    """The rows of a workbook with one sheet, written as the XML inside its list of rows."""
    return rows_of(parts(sheet(rows, after), shared=shared, shown=shown, pr=pr))


def one(cell: str, shared: bytes | None = None, shown: bytes | None = None, pr: str = "") -> str:
    """The text of one cell, A1, written as its element: reading rows by pattern and by the parser agree on it."""
    fast = cells_of(f'<row r="1">{cell}</row>', shared=shared, shown=shown, pr=pr)
    slow = cells_of(f'<!-- --><row r="1">{cell}</row>', shared=shared, shown=shown, pr=pr)
    assert slow == fast
    texts = [row[0] for found in (fast, slow) for row in found.values()] or ["", ""]
    assert getattr(texts[0], "code", None) == getattr(texts[1], "code", None)
    return texts[0]


def number(value: str, code: str | int, pr: str = "") -> str:
    """The text of a number that is shown in a format."""
    return one(f'<c r="A1" s="1"><v>{value}</v></c>', shown=styles(code), pr=pr)
