"""Workbooks that mean harm: each ends in one refusal that names the file and what to do."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

import pytest

from dxskills.errors import Refused
from dxskills.exchange.workbook import archive, gathering, kept, limits, markup
from tests.exchange.workbook.made import (
    MAIN,
    RELATIONS,
    Parts,
    opened,
    packed,
    parts,
    relations,
    rows_of,
    sheet,
    strings,
    styles,
)

ONE = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')


def refusal(made: Parts | bytes) -> Refused:
    """Of opening the workbook or of reading any of its sheets."""
    with pytest.raises(Refused) as refused:
        workbook = opened(made)
        for info in workbook.sheets:
            list(workbook.table(info.name).rows())
    assert "staff.xlsx" in refused.value.message
    assert refused.value.hint
    assert len(refused.value.message) < 500
    return refused.value


def shared_sheet(*items: str) -> Parts:
    return parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared=strings(*items))


# The archive


def test_a_part_that_grows_without_end() -> None:
    found = refusal(parts(ONE) | {"xl/worksheets/sheet1.xml": ONE + b" " * 2**25})
    assert (found.code, "grows without end" in found.message) == ("unsafe-workbook", True)


def test_parts_that_are_too_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED_BYTES", 10_000)
    assert refusal(parts(ONE) | {"xl/media/image1.png": b"x" * 10_001}).code == "workbook-too-large"


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILE_BYTES", 100)
    assert refusal(parts(ONE)).code == "workbook-too-large"


def central(raw: bytes, part: str) -> int:
    """Where the table of contents speaks of a part."""
    at = raw.index(b"PK\x01\x02")
    while raw[at + 46 : at + 46 + len(part)] != part.encode():
        at = raw.index(b"PK\x01\x02", at + 4)
    return at


def declared(raw: bytes, part: str, offset: int, form: str, value: int) -> bytes:
    """``raw`` with a field of the table of contents changed."""
    changed = bytearray(raw)
    struct.pack_into(form, changed, central(raw, part) + offset, value)
    return bytes(changed)


@pytest.mark.parametrize("size", [0, 1, 100, 2**31, 2**32 - 2])
def test_a_part_that_lies_about_its_size(size: int) -> None:
    raw = packed(parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + "<row/>" * 1000)))
    found = refusal(declared(raw, "xl/worksheets/sheet1.xml", 24, "<I", size))
    assert found.code in ("broken-workbook", "unsafe-workbook", "workbook-too-large")


def test_a_part_that_is_not_what_was_written() -> None:
    raw = packed(parts(ONE))
    assert refusal(declared(raw, "xl/worksheets/sheet1.xml", 16, "<I", 1)).code == "broken-workbook"


@pytest.mark.parametrize("method", [1, 6, 9, 12, 14, 93, 99])
def test_a_part_that_is_packed_otherwise(method: int) -> None:
    raw = packed(parts(ONE))
    assert refusal(declared(raw, "xl/worksheets/sheet1.xml", 10, "<H", method)).code == "broken-workbook"


@pytest.mark.parametrize("flags", [0x1, 0x20, 0x40, 0x41])
def test_an_encrypted_part(flags: int) -> None:
    raw = packed(parts(ONE))
    assert refusal(declared(raw, "xl/worksheets/sheet1.xml", 8, "<H", flags)).code == "broken-workbook"


def test_parts_that_overlap() -> None:
    raw = packed(parts(ONE) | {"xl/worksheets/sheet2.xml": ONE})
    first = struct.unpack_from("<I", raw, central(raw, "xl/worksheets/sheet1.xml") + 42)[0]
    found = refusal(declared(raw, "xl/worksheets/sheet2.xml", 42, "<I", first))
    assert (found.code, "overlap" in found.message) == ("unsafe-workbook", True)


def test_a_part_that_reaches_into_the_table_of_contents() -> None:
    raw = packed(parts(ONE))
    assert refusal(declared(raw, "xl/worksheets/sheet1.xml", 20, "<I", 60_000)).code == "unsafe-workbook"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/Worksheets/Sheet1.XML", "xl\\worksheets\\sheet1.xml"])
def test_a_part_that_is_there_twice(name: str) -> None:
    raw = io.BytesIO(packed(parts(ONE)))
    with zipfile.ZipFile(raw, "a") as added:
        added.writestr(name, ONE)
    found = refusal(raw.getvalue())
    assert (found.code, "twice" in found.message) == ("unsafe-workbook", True)


@pytest.mark.parametrize("name", ["../../etc/passwd", "xl/../../x", "..\\..\\x", "a/.."])
def test_names_that_lead_out_of_the_file(name: str) -> None:
    assert refusal(parts(ONE) | {name: b"x"}).code == "unsafe-workbook"


def test_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_PARTS", 50)
    assert refusal(parts(ONE) | {f"x{number}": b"" for number in range(50)}).code == "unsafe-workbook"


def test_a_table_of_contents_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = packed(parts(ONE) | {f"x{number:0200}": b"" for number in range(1000)})
    monkeypatch.setattr(archive, "MOST_DIRECTORY_BYTES", 100_000)
    found = refusal(raw)
    assert (found.code, "table of contents" in found.message) == ("unsafe-workbook", True)


@pytest.mark.parametrize("more", [b"\n", b"<html>", b"\0" * 1000, b"x" * 70_000])
def test_data_after_the_end(more: bytes) -> None:
    assert refusal(packed(parts(ONE)) + more).code in ("unsafe-workbook", "broken-workbook")


def test_two_workbooks_in_one_file() -> None:
    assert refusal(packed(parts(ONE)) + packed(parts(ONE))).code == "unsafe-workbook"


def test_an_archive_with_a_comment_is_whole() -> None:
    raw = io.BytesIO(packed(parts(ONE)))
    with zipfile.ZipFile(raw, "a") as added:
        added.comment = b"made by hand"
    assert rows_of(raw.getvalue()) == {1: ["1"]}


@pytest.mark.parametrize("end", [1, 10, 22, 100, 500])
def test_a_file_that_was_cut_off(end: int) -> None:
    assert refusal(packed(parts(ONE))[:-end]).code in ("broken-workbook", "unsafe-workbook")


# The package


@pytest.mark.parametrize("part", sorted(parts(ONE, shared=strings(), shown=styles())))
def test_every_part_is_needed(part: str) -> None:
    made = parts(ONE, shared=strings(), shown=styles())
    del made[part]
    found = refusal(made)
    assert (found.code, "missing" in found.message) == ("broken-workbook", True)


@pytest.mark.parametrize("part", sorted(parts(ONE, shared=strings(), shown=styles())))
@pytest.mark.parametrize(
    "content", [b"", b"\0", b"<", b"<a>", b"<a/>", b"<a></b>", b"\xff\xfe", b"\x80<a/>", b"x" * 200_000]
)
def test_parts_that_are_not_what_they_should_be(part: str, content: bytes) -> None:
    assert refusal(parts(ONE, shared=strings(), shown=styles()) | {part: content}).code in (
        "broken-workbook",
        "unsafe-workbook",
    )


@pytest.mark.parametrize("part", sorted(parts(ONE, shared=strings(), shown=styles())))
def test_no_document_type_anywhere(part: str) -> None:
    made = parts(ONE, shared=strings(), shown=styles())
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    found = refusal(made | {part: doctype.encode() + made[part]})
    assert (found.code, "document type" in found.message) == ("unsafe-workbook", True)


def test_an_entity_that_nobody_declares() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>'
    assert refusal(parts(sheet(rows))).code == "broken-workbook"


def test_a_sheet_in_another_file() -> None:
    made = parts(ONE)
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        b'Target="worksheets/sheet1.xml"', b'TargetMode="External" Target="https://example.com/sheet1.xml"'
    )
    found = refusal(made)
    assert (found.code, "another file" in found.message) == ("unsafe-workbook", True)


def test_a_workbook_in_another_file() -> None:
    made = parts(ONE) | {"_rels/.rels": relations(("officeDocument", "xl/workbook.xml"))}
    made["_rels/.rels"] = made["_rels/.rels"].replace(b"Target=", b'TargetMode="External" Target=')
    assert refusal(made).code == "broken-workbook"


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "file:///etc/passwd", "", ".", "/", "..", "\0", "workbook.xml"]
)
def test_targets_that_are_no_sheet(target: str) -> None:
    made = parts(ONE)
    made["xl/_rels/workbook.xml.rels"] = relations(("worksheet", target.replace("\0", "&#xFFFD;")))
    assert refusal(made).code == "broken-workbook"


def test_one_sheet_under_many_names() -> None:
    made = parts(ONE, names=("a", "b"))
    made["xl/_rels/workbook.xml.rels"] = relations(*[("worksheet", "worksheets/sheet1.xml")] * 2)
    assert refusal(made).code == "unsafe-workbook"


@pytest.mark.parametrize("names", [("a", "a"), ("", "b")])
def test_names_of_sheets(names: tuple[str, ...]) -> None:
    assert refusal(parts(ONE, ONE, names=names)).code == "broken-workbook"


def test_too_many_sheets() -> None:
    listed = "".join(f'<sheet name="s{n}" r:id="rId1"/>' for n in range(limits.MOST_SHEETS + 1))
    made = parts(ONE)
    made["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'.encode()
    )
    assert refusal(made).code == "workbook-too-large"


# XML


@pytest.mark.parametrize(
    "written",
    [
        '<row r="1">' + "<a>" * 200_000,
        "<row>" * 200_000,
        '<row r="1"><c r="A1">' + "<is>" * 200_000,
        '<row r="1"><c r="A1"><is>' + "<r>" * 200_000,
        '<row r="1"><c r="A1"><v>' + "<v>" * 200_000,
    ],
    ids=lambda written: written[:30],
)
def test_elements_that_are_nested_without_end(written: str) -> None:
    found = refusal(parts(sheet(written)))
    assert (found.code, "nested without end" in found.message) == ("unsafe-workbook", True)


@pytest.mark.parametrize("part", sorted(parts(ONE, shared=strings(), shown=styles())))
def test_elements_that_are_nested_without_end_in_every_part(part: str) -> None:
    made = parts(ONE, shared=strings(), shown=styles())
    start, mark, end = made[part].rpartition(b"</")
    assert refusal(made | {part: start + b"<a>" * 200_000 + b"</a>" * 200_000 + mark + end}).code == "unsafe-workbook"


def many(count: int, written: Callable[[int], str]) -> str:
    return "".join(map(written, range(count)))


@pytest.mark.parametrize(
    "written",
    [
        f"<{'a' * 2_000_000}/>",
        f'<a b="{"c" * 2_000_000}"/>',
        f"<!-- {'a' * 2_000_000} -->",
        f"<?a {'a' * 2_000_000}?>",
        f"<a {many(200_000, lambda n: f'a{n}=' + chr(34) * 2 + ' ')}/>",
        many(200_000, lambda n: f"<a{n}/>"),
        many(200_000, lambda n: f'<a a{n}=""/>'),
        many(20, lambda n: f'<a xmlns="{"x" * 10_000}"/>'),
    ],
    ids=lambda written: written[:12],
)
def test_names_without_end(written: str) -> None:
    found = refusal(parts(sheet(written)))
    assert (found.code, "names without end" in found.message) == ("unsafe-workbook", True)


def test_elements_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_FOREIGN_ELEMENTS", 10_000)
    for written in (sheet("<a/>" * 20_000), sheet("", after="<a><b/></a>" * 10_000)):
        assert refusal(parts(written)).code == "workbook-too-large"


# Cells


def test_texts_longer_than_a_cell_can_hold() -> None:
    long = "x" * 32_768
    for made in (
        shared_sheet(f"<t>{long}</t>"),
        shared_sheet(f"<r><t>{long[:20_000]}</t></r><r><t>{long[20_000:]}</t></r>"),
        parts(sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{long}</t></is></c></row>')),
        parts(sheet(f'<row r="1"><c r="A1" t="str"><v>{long}</v></c></row>')),
        parts(sheet(f'<row r="1"><c r="A1"><v>{"1" * 32_768}</v></c></row>')),
        shared_sheet(f"<t>{long * 100}</t>"),
        parts(sheet(f'<!-- --><row r="1"><c r="A1" t="str"><v>{long * 100}</v></c></row>')),
        parts(sheet(f'<!-- --><row r="1"><c r="A1"><f>{long * 100}</f></c></row>')),
    ):
        found = refusal(made)
        assert (found.code, "longer than a cell can hold" in found.message) == ("workbook-too-large", True)


def test_the_longest_text() -> None:
    assert rows_of(shared_sheet(f"<t>{'中' * 32_767}</t>")) == {1: ["中" * 32_767]}
    escaped = "_x4E2D_" * 32_767
    assert rows_of(shared_sheet(f"<t>{escaped}</t>")) == {1: ["中" * 32_767]}


def test_a_row_with_too_much_text() -> None:
    letters = [chr(65 + n) for n in range(26)] + [f"A{chr(65 + n)}" for n in range(26)]
    cells = "".join(f'<c r="{column}1" t="s"><v>0</v></c>' for column in letters)
    for before in ("", "<!-- -->"):
        made = parts(sheet(f'{before}<row r="1">{cells}</row>'), shared=strings(f"<t>{'x' * 32_767}</t>"))
        found = refusal(made)
        assert (found.code, "row 1 has more than 1000000 characters" in found.message) == ("workbook-too-large", True)


def test_one_long_text_in_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_TEXT", 10_000_000)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 400))
    assert refusal(parts(sheet(rows), shared=strings(f"<t>{'x' * 32_767}</t>"))).code == "workbook-too-large"


def sparse(rows: int) -> Iterator[str]:
    yield '<row r="1"><c r="AMJ1"><v>1</v></c></row>'
    yield from (f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, rows))


def test_a_sheet_that_is_wide_and_long_and_empty() -> None:
    found = refusal(parts(sheet("".join(sparse(60_000)))))
    assert (found.code, "too many cells" in found.message) == ("workbook-too-large", True)


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_CELLS", 1_000)
    for before in ("", "<!-- -->"):
        rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(1, 502))
        assert refusal(parts(sheet(before + rows))).code == "workbook-too-large"


def test_a_million_empty_cells_with_a_style_are_nothing() -> None:
    columns = [chr(65 + n) for n in range(20)]
    rows = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{column}{n}" s="1"/>""" for column in columns)}</row>'
        for n in range(1, 10_001)
    )
    assert rows_of(parts(sheet(rows), shown=styles(14))) == {}


def test_more_than_fits_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT_BYTES", 100_000)
    assert refusal(shared_sheet(*(f"<t>{n:0100}</t>" for n in range(2_000)))).code == "workbook-too-large"
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * n * 7919 % 10**12}</v></c></row>' for n in range(1, 100_000))
    assert refusal(parts(sheet(rows))).code == "workbook-too-large"


def test_too_many_styles() -> None:
    assert refusal(parts(ONE, shown=styles(*[14] * (limits.MOST_STYLES + 1)))).code == "workbook-too-large"


@pytest.mark.parametrize("number", ["x", "-1", "1e3", "9" * 30])
def test_styles_that_are_none(number: str) -> None:
    shown = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    assert refusal(parts(ONE, shown=shown.encode())).code == "broken-workbook"


def test_a_format_without_end_is_looked_at_no_further() -> None:
    for code in ('"' * 30_000, "[" * 30_000, "\\" * 29_999, "0" * 30_000, "_" * 30_000, ";" * 30_000, '"a' * 9_999):
        shown = styles(code)
        assert len(rows_of(parts(sheet('<row r="1"><c r="A1" s="1"><v>1</v></c></row>'), shown=shown))[1][0]) <= 1_000


def test_too_many_merged_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    from dxskills.exchange.workbook import sheet as sheet_module

    monkeypatch.setattr(sheet_module, "MOST_MERGES", 100)
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 102))
    found = refusal(parts(sheet("", after=f"<mergeCells>{merged}</mergeCells>")))
    assert (found.code, "merged" in found.message) == ("workbook-too-large", True)
