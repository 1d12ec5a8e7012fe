"""Texts of cells: shared, written in the cell, and those of formulas."""

from __future__ import annotations

import pytest

from dxskills.errors import Refused
from tests.exchange.workbook.made import cells_of, escaped, one, opened, parts, sheet, strings


def shared(item: str) -> str:
    return one('<c r="A1" t="s"><v>0</v></c>', shared=strings(item))


def test_shared_text() -> None:
    assert shared("<t>髙橋 一郎</t>") == "髙橋 一郎"


def test_runs_are_joined() -> None:
    bold = "<r><rPr><b/><sz val='11'/></rPr><t xml:space='preserve'>中野 </t></r>"
    assert shared(f"{bold}<r><t>花子</t></r>") == "中野 花子"


def test_how_a_text_is_pronounced_is_no_part_of_it() -> None:
    assert shared('<t>中野</t><rPh sb="0" eb="2"><t>ナカノ</t></rPh><phoneticPr fontId="1"/>') == "中野"
    assert one('<c r="A1" t="inlineStr"><is><t>中野</t><rPh sb="0" eb="2"><t>ナカノ</t></rPh></is></c>') == "中野"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("任用_x000D_\n形態", "任用\r\n形態"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD842__xDFB7_野家", "𠮷野家"),
        ("a_xD800_b", "a_xD800_b"),
        ("snake_xylophone_x12_", "snake_xylophone_x12_"),
        ("_x0041_", "A"),
    ],
)
def test_escapes_of_the_format_are_decoded(written: str, text: str) -> None:
    assert shared(f"<t>{written}</t>") == text
    assert one(f'<c r="A1" t="inlineStr"><is><t>{written}</t></is></c>') == text
    assert one(f'<c r="A1" t="str"><v>{written}</v></c>') == text


@pytest.mark.parametrize("text", ["  中野", "中野　", "\t中野", "中野\n"])
def test_blanks_around_a_text_are_its_own_where_it_says_so(text: str) -> None:
    kept = f'<t xml:space="preserve">{text}</t>'
    assert shared(kept) == text
    assert one(f'<c r="A1" t="inlineStr"><is>{kept}</is></c>') == text
    assert shared(f"<t>{text}</t>") == text.strip(" \t\n")
    assert one(f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>') == text.strip(" \t\n")


@pytest.mark.parametrize("text", ["'00012345", "=1+1", "@SUM", "<&>\"'", "\u200b中野", "神\U000e0101", "]]>", "１２"])
def test_a_text_is_kept_exactly(text: str) -> None:
    for written in (escaped(text).replace(">", "&gt;"), "".join(f"&#{ord(sign)};" for sign in text)):
        assert shared(f"<t>{written}</t>") == text
        assert one(f'<c r="A1" t="inlineStr"><is><t>{written}</t></is></c>') == text
        assert one(f'<c r="A1" t="str"><f>B1</f><v>{written}</v></c>') == text


def test_unescaped_section() -> None:
    assert shared("<t><![CDATA[a < b & c]]></t>") == "a < b & c"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"/>',
        '<c r="A1" s="0"/>',
        '<c r="A1" t="s"><v></v></c>',
        '<c r="A1" t="s"><v/></c>',
        '<c r="A1" t="str"><f>B1</f><v></v></c>',
        '<c r="A1"><v></v></c>',
        '<c r="A1" t="inlineStr"><is><t></t></is></c>',
        '<c r="A1" t="inlineStr"><is/></c>',
        '<c r="A1" t="inlineStr"/>',
    ],
)
def test_a_cell_with_nothing_in_it(cell: str) -> None:
    assert one(cell, shared=strings("<t>x</t>")) == ""


@pytest.mark.parametrize("number", ["1", "-1", "x", "1.0", "99999999999", "9" * 5000, "+0", "0_0"])
def test_a_text_that_is_not_there(number: str) -> None:
    for before in ("", "<!-- -->"):
        with pytest.raises(Refused, match="cell A1 refers to a text that is not there") as refused:
            cells_of(f'{before}<row r="1"><c r="A1" t="s"><v>{number}</v></c></row>', shared=strings("<t>x</t>"))
        assert refused.value.code == "broken-workbook"


def test_a_workbook_without_shared_texts() -> None:
    assert cells_of('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>') == {1: ["x"]}


def test_many_shared_texts_are_kept_packed() -> None:
    texts = [f"職員{number:06}𠮷" for number in range(60_000)]
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in range(1, 60_001, 599))
    made = parts(sheet(cells), shared=strings(*(f"<t>{text}</t>" for text in texts)))
    rows = list(opened(made).table("Sheet1").rows())
    assert [row.cells[0] for row in rows] == [texts[row.number - 1] for row in rows]
    assert len(rows) == 101
