"""Whatever a workbook consists of, it ends in its rows or in one refusal; and both ways to read a row agree."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as some

from dxskills.errors import Refused
from dxskills.exchange.table import Faulty
from tests.exchange.workbook.made import Parts, escaped, opened, packed, parts, sheet, strings, styles


class Outcome(NamedTuple):
    """What comes of reading a workbook: the code of a refusal, or the cells with the codes of those that are faulty."""

    refused: str | None
    rows: list[tuple[str, int, list[tuple[str, str | None]]]]


def outcome(made: Parts | bytes) -> Outcome:
    rows = []
    try:
        workbook = opened(made)
        for info in workbook.sheets:
            for row in workbook.table(info.name).rows():
                cells = [(str(cell), cell.code if isinstance(cell, Faulty) else None) for cell in row.cells]
                rows.append((info.name, row.number, cells))
    except Refused as refusal:
        assert refusal.message.startswith("staff.xlsx ")
        assert refusal.hint or refusal.code == "empty-file"
        return Outcome(refusal.code, [])
    for _sheet, number, cells in rows:
        assert number > 0
        for text, _code in cells:
            text.encode()  # no half characters
    return Outcome(None, rows)


_ROWS = (
    '<row r="1" spans="1:3"><c r="A1" s="1"><v>46113</v></c><c r="B1" t="s"><v>0</v></c>'
    '<c r="D1" t="b"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>'
    '<c r="B2"><f>ROW()</f><v></v></c><c r="C2" s="2"><v>12</v></c><c r="D2" t="e"><v>#N/A</v></c></row>'
    '<row r="5"><c r="B5" t="s"><v>1</v></c><c r="C5" t="str"><f t="shared" si="0"/><v>x &amp; y</v></c></row>'
)
WHOLE = parts(
    sheet(_ROWS, after='<mergeCells count="1"><mergeCell ref="A2:A5"/></mergeCells>'),
    sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
    names=("一覧", "備考"),
    shared=strings("<t>中野 花子</t>", "<r><t>沼袋_x000D_</t></r><rPh sb='0' eb='1'><t>ヌ</t></rPh>"),
    shown=styles("[$-411]ge.m.d;@", "0000"),
)
_RAW = packed(WHOLE)


def test_the_workbook_that_is_changed_is_whole() -> None:
    found = outcome(WHOLE)
    assert found.refused is None
    assert len(found.rows) == 4


class Change(NamedTuple):
    """``length`` bytes at ``place`` (a share of the whole) become ``put``."""

    place: float
    length: int
    put: bytes

    def applied(self, raw: bytes) -> bytes:
        at = int(self.place * len(raw))
        return raw[:at] + self.put + raw[at + self.length :]


_PLACES = some.floats(0, 1, exclude_max=True)
_BYTES = some.one_of(
    some.binary(max_size=4),
    some.sampled_from([b"\0\0\0\0", b"\xff\xff\xff\xff", b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\x7f"]),
)
_CHANGES = some.builds(Change, _PLACES, some.sampled_from([0, 1, 2, 4, 50]), _BYTES)


@given(some.lists(_CHANGES, min_size=1, max_size=4))
@settings(max_examples=40000, deadline=None)
def test_archives_with_changed_bytes(changes: list[Change]) -> None:
    raw = _RAW
    for change in changes:
        raw = change.applied(raw)
    outcome(raw)


_SNIPPETS = [
    *("<c>", "</c>", "<v>", "</v>", "<row>", "</row>", "<f/>", "<is>", "</is>", "<t>", "</t>", "<r>", "</r>", "<si/>"),
    *("<sheetData>", "</sheetData>", "<a>", "</a>", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "<!DOCTYPE x>"),
    *('r="', '"', " t=", 's="1"', 's="99"', "XFD", "1048576", "1048577", "99999999999", "-1", "1e999", "NaN", "_x"),
    *(
        "_xD800_",
        "&amp;",
        "&#0;",
        "&#x10FFFF;",
        "&x;",
        "\0",
        "\x0b",
        "\r",
        "\ufffe",
        "𠮷",
        "\ufeff",
        'xmlns="x"',
        "=",
        " ",
    ),
    *('Target="', "../", "http://", 'TargetMode="External"', 'state="hidden"', 'xml:space="preserve"', "A1:B2", ":"),
]
_TEXTS = some.builds(
    Change, _PLACES, some.sampled_from([0, 0, 1, 3, 10, 80]), some.sampled_from(_SNIPPETS).map(str.encode)
)


@given(some.sampled_from(sorted(WHOLE)), some.lists(_TEXTS, min_size=1, max_size=3))
@settings(max_examples=40000, deadline=None)
def test_parts_with_changed_text(part: str, changes: list[Change]) -> None:
    raw = WHOLE[part]
    for change in changes:
        raw = change.applied(raw)
    outcome(WHOLE | {part: raw})


@given(some.sampled_from(sorted(WHOLE)), some.sampled_from(sorted(WHOLE)))
@settings(max_examples=40000, deadline=None)
def test_parts_in_the_place_of_others(part: str, other: str) -> None:
    outcome(WHOLE | {part: WHOLE[other]})


# Rows by pattern and by parser. A comment before the rows leaves all of them to the parser.


_VALUES = some.one_of(
    some.sampled_from(
        ["", "0", "1", "2", "-1", "007", "46113", "46113.5", "60", "1E3", "1e400", "NaN", " 5 ", "１", "0.85"]
    ),
    some.sampled_from(
        ["x &amp; y", "&lt;", "&#10;", "&x;", " a ", "_x000D_", "#N/A", "中野", "a]]>", "a>b", "\t", "\r\n", "𠮷"]
    ),
    some.text(max_size=5).map(escaped),
    some.sampled_from(["2026-04-01", "2026-04-01T10:14:28", "true", "y" * 1_100, "9" * 1_100]),
)
_INSIDE = some.one_of(
    _VALUES.map(lambda value: f"<v>{value}</v>"),
    _VALUES.map(lambda value: f"<is><t>{value}</t></is>"),
    _VALUES.map(lambda value: f'<is><t xml:space="preserve">{value}</t></is>'),
    _VALUES.map(lambda value: f"<f>{value}</f><v>{value}</v>"),
    _VALUES.map(lambda value: f'<f t="shared" ref="A1" si="0">{value}</f><v/>'),
    some.sampled_from(
        ["", "<v/>", "<f/>", "<f/><v>0</v>", "<is/>", "<is><r><t>a</t></r><t>b</t></is>", "<v>1</v><f>A</f>"]
    ),
    some.sampled_from(["<v>1</v><v>2</v>", "<v>1</v><is><t>2</t></is>", "<x/>", "<v>1<v>2</v></v>", "text", "<v>1</v"]),
)
_KINDS = some.sampled_from(
    ["", "", "", ' t="s"', ' t="n"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="e"', ' t="d"', ' t="z"']
)
_STYLES = some.sampled_from(["", "", ' s="0"', ' s="1"', ' s="2"', ' s="9"', ' s="01"', ' s="１"', ' cm="1"'])
_COLUMNS = some.sampled_from([*"ABCDE", *"ABCDE", "", "AMJ", "AMK", "XFD", "XFE", "a", "Ａ"])


@some.composite
def written_rows(draw: some.DrawFn) -> str:
    xml = ""
    for row in draw(some.lists(some.integers(1, 9), max_size=4, unique=True).map(sorted)):
        cells = ""
        for column in draw(some.lists(_COLUMNS, max_size=4, unique=True).map(lambda found: sorted(found, key=len))):
            place = f' r="{column}{row}"' if column else ""
            kind, style = draw(_KINDS), draw(_STYLES)
            attributes = place + (kind + style if draw(some.booleans()) else style + kind)
            cells += f"<c{attributes}>{draw(_INSIDE)}</c>" if draw(some.integers(0, 9)) else f"<c{attributes}/>"
        more = draw(some.sampled_from(["", "", ' spans="1:3"', ' ht="15" xml:lang="ja"', ' xmlns="u"', " r='9'"]))
        xml += f'<row r="{row}"{more}>{cells}</row>' + draw(
            some.sampled_from(["", "", "", "\n", "<row/>", "<!-- -->", "<?x?>"])
        )
    return xml


@given(written_rows())
@example('<row r="1"><c r="A1" t="s" s="1"><v>0</v></c></row>')
@example('<row r="1"><c r="A1" s="1" t="s" s="1"><v>0</v></c></row>')
@example('<row r="1"><c r="A1"><v>1</v></c></row><!-- <row r="2"><c r="A2"><v>2</v></c></row> --><row r="3"/>')
@example('<row r="1"><c r="A1"><v>1</v></c></row><!-- </row><row r="2"><c r="A2"><v>2</v></c></row>--><row r="3"/>')
@example('<row r="1"><c r="A1" t="str"><v><![CDATA[</row><row r="2"><c r="A2"><v>2</v></c></row>]]></v></c></row>')
@example('<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData><row r="2"><c r="A2"><v>2</v></c></row>')
@example('<row r="1"><c r="A1"><v>1</v></c></row></sheetData><x><row r="2"><c r="A2"><v>2</v></c></row></x><sheetData>')
@settings(max_examples=40000, deadline=None)
def test_rows_by_pattern_are_those_of_the_parser(rows: str) -> None:
    shared, shown = strings("<t>中野 花子</t>", "<t>b</t>"), styles(14, "0000")
    by_pattern, by_parser = (
        outcome(parts(sheet(before + rows), shared=shared, shown=shown)) for before in ("", "<!-- -->")
    )
    # Of two faults in one row either may be found first.
    assert (by_pattern.refused is None, by_pattern.rows) == (by_parser.refused is None, by_parser.rows)
