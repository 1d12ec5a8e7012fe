"""Rows as programs write them do not go through the XML parser, which would take several times as long."""

from __future__ import annotations

import pytest

from dxskills.exchange.workbook.contents import Contents
from dxskills.exchange.workbook.gathering import Gathering
from dxskills.exchange.workbook.kept import Budget, KeptRows
from dxskills.exchange.workbook.plain import PlainRows
from tests.exchange.workbook.made import sheet

WRITTEN = {
    "Excel": (
        '<row r="1" spans="1:3" ht="18.75" customHeight="1" x14ac:dyDescent="0.4"><c r="A1" s="1" t="s"><v>0</v></c>'
        '<c r="B1" s="1"/><c r="C1"><f>ROW()</f><v>1</v></c></row>'
    ),
    "LibreOffice": (
        '<row r="1" customFormat="false" ht="12.8" hidden="false" outlineLevel="0" collapsed="false">'
        '<c r="A1" s="0" t="s"><v>0</v></c><c r="B1" s="0"/>'
        '<c r="C1" s="0" t="n"><f aca="false">ROW()</f><v>1</v></c></row>'
    ),
    "openpyxl": (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>中野</t></is></c><c r="B1" s="1"/>'
        '<c r="C1" s="0" t="n"><v>1</v></c></row>'
    ),
    "XlsxWriter": (
        '<row r="1" spans="1:3"><c r="A1" t="inlineStr"><is><t xml:space="preserve">中野</t></is></c>'
        '<c r="C1"><f>A1&amp;"x"</f><v>1</v></c></row>'
    ),
    "Apache POI": (
        '<row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" s="1"/><c r="C1" t="n" s="1"><v>1</v></c></row>'
    ),
}


@pytest.mark.parametrize("program", WRITTEN)
def test_rows_of(program: str) -> None:
    kept = KeptRows(Budget())
    gathering = Gathering(Contents(["中野"], [None, None], False), kept)
    raw = b'<?xml version="1.0" encoding="UTF-8"?>\r\n' + sheet(WRITTEN[program])
    pieces = [raw[start : start + 50] for start in range(0, len(raw), 50)]
    rest = b"".join(PlainRows(gathering, lambda: True).leave_out(pieces))
    assert rest == b'<?xml version="1.0" encoding="UTF-8"?>\r\n' + sheet("")
    kept.finish()
    assert list(kept) == [(1, ["中野", "", "1"])]
