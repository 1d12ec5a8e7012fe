"""Which sheets a workbook has, and where programs put its parts."""

from __future__ import annotations

import pytest

from dxskills.errors import Refused
from tests.exchange.workbook.made import (
    MAIN,
    RELATIONS,
    STRICT,
    STRICT_RELATIONS,
    Parts,
    opened,
    parts,
    relations,
    rows_of,
    sheet,
    strings,
    styles,
)

ONE = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
TWO = sheet('<row r="1"><c r="A1"><v>2</v></c></row>')


def replaced(made: Parts, part: str, old: str, new: str) -> Parts:
    assert old.encode() in made[part]
    return made | {part: made[part].replace(old.encode(), new.encode())}


def test_sheets_come_in_the_order_of_the_workbook() -> None:
    workbook = opened(parts(ONE, TWO, names=("二", "一")))
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("二", False), ("一", False)]
    assert [[row.cells for row in workbook.table(name).rows()] for name in ("二", "一")] == [[["1"]], [["2"]]]


def test_a_table_says_what_it_is() -> None:
    table = opened(parts(ONE, names=("異動一覧",))).table("異動一覧")
    assert (str(table.path), table.file, table.sheet) == ("staff.xlsx", "staff.xlsx", "異動一覧")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_told(state: str) -> None:
    made = replaced(parts(ONE, TWO), "xl/workbook.xml", 'name="Sheet2"', f'name="Sheet2" state="{state}"')
    assert [sheet.hidden for sheet in opened(made).sheets] == [False, True]
    assert [opened(made).table(name).hidden for name in ("Sheet1", "Sheet2")] == [False, True]
    assert rows_of(made, "Sheet2") == {1: ["2"]}


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet", "xlMacrosheet"])
def test_sheets_without_cells_are_left_out(kind: str) -> None:
    made = parts(ONE, TWO)
    made["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "worksheets/sheet1.xml"), (kind, "x/sheet1.xml"))
    assert [sheet.name for sheet in opened(made).sheets] == ["Sheet1"]


def test_a_sheet_that_there_is_not() -> None:
    with pytest.raises(Refused, match=r"staff.xlsx has no sheet 異動") as refused:
        opened(parts(ONE, TWO)).table("異動")
    assert (refused.value.code, refused.value.hint) == ("unknown-sheet", "It has: Sheet1, Sheet2.")


def test_the_strict_form() -> None:
    made = parts(
        sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46113</v></c></row>'),
        shared=strings("<t>中野</t>"),
        shown=styles(14),
    )
    for name, part in made.items():
        part = part.replace(MAIN.encode(), STRICT.encode())
        made[name] = part.replace(RELATIONS.encode(), STRICT_RELATIONS.encode())
    assert rows_of(made) == {1: ["中野", "2026-04-01"]}


def test_elements_with_a_prefix() -> None:
    part = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert rows_of(parts(part.encode())) == {1: ["1"]}


@pytest.mark.parametrize(
    "target",
    [
        "/xl/worksheets/sheet1.xml",
        "worksheets\\sheet1.xml",
        "./worksheets/../worksheets/sheet1.xml",
        "Worksheets/SHEET1.xml",
    ],
)
def test_ways_to_say_where_a_part_is(target: str) -> None:
    made = parts(ONE)
    made["xl/_rels/workbook.xml.rels"] = relations(("worksheet", target))
    assert rows_of(made) == {1: ["1"]}


def test_parts_may_lie_anywhere_in_the_file() -> None:
    made = {
        "_rels/.rels": relations(("officeDocument", "book.xml")),
        "book.xml": parts(ONE)["xl/workbook.xml"],
        "_rels/book.xml.rels": relations(("worksheet", "first.xml")),
        "first.xml": ONE,
    }
    assert rows_of(made) == {1: ["1"]}


def test_names_with_backslashes() -> None:
    assert rows_of({name.replace("/", "\\"): part for name, part in parts(ONE).items()}) == {1: ["1"]}


def test_utf_16() -> None:
    written = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>中野</t></is></c></row>').decode()
    for encoding in ("utf-16-le", "utf-16-be"):
        assert rows_of(parts(("\ufeff" + written).encode(encoding))) == {1: ["中野"]}


@pytest.mark.parametrize(
    "start", ["\ufeff", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n', '\ufeff<?xml version="1.0"?>']
)
def test_starts_of_a_part(start: str) -> None:
    assert rows_of(parts(start.encode() + ONE)) == {1: ["1"]}


def test_an_encoding_that_is_only_said_is_not_used() -> None:
    start = b'<?xml version="1.0" encoding="utf_7"?>'
    assert rows_of(parts(start + ONE)) == {1: ["1"]}


def test_a_sheet_without_rows() -> None:
    assert rows_of(parts(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode())) == {}
    assert rows_of(parts(f'<worksheet xmlns="{MAIN}"/>'.encode())) == {}


def test_what_stands_around_the_rows_is_passed_over() -> None:
    made = (
        f'<worksheet xmlns="{MAIN}" xmlns:mc="urn:mc"><sheetPr/><cols><col min="1" max="2"/></cols>'
        '<mc:AlternateContent><mc:Choice><sheetData><row r="9"/></sheetData></mc:Choice></mc:AlternateContent>'
        '<sheetData><row r="1"><extLst><c r="A1"><v>9</v></c></extLst>'
        '<c r="A1"><extLst><v>8</v></extLst><v>1</v></c></row>'
        '</sheetData><oddHeader>x</oddHeader><extLst><row r="5"><c r="A5"><v>7</v></c></row></extLst></worksheet>'
    )
    assert rows_of(parts(made.encode())) == {1: ["1"]}


def test_pretty_printed_parts() -> None:
    made = sheet('\n  <row r="1">\n    <c r="A1" t="str">\n      <v>a b</v>\n    </c>\n  </row>\n')
    assert rows_of(parts(made)) == {1: ["a b"]}
