"""CSV and TSV as programs really write them: what a cell is, where a row ends, and what is refused."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxskills.errors import Refused
from dxskills.exchange.delimited import DelimitedTable
from dxskills.exchange.source import Source
from tests.exchange.office import Office, faults

HEADER = "職員番号,研修,受講日,備考\n"


def cells_of(folder: Path, content: str | bytes, form: str = "csv", encoding: str | None = None) -> list[list[str]]:
    path = folder / f"a.{form}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = Source(path)
    try:
        found = list(DelimitedTable(source, form, encoding).rows())
    finally:
        source.close()
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    return [row.cells for row in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),  # no line end behind the last
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
        ("\ufeffa,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("\ufeff\ufeffa,b\n", [["\ufeffa", "b"]]),
        ('"\ufeffa",b\n', [["\ufeffa", "b"]]),
        ("a,b\n,\n", [["a", "b"], ["", ""]]),
        ('a,b\n"",""\n', [["a", "b"], ["", ""]]),
        ('"a,b",c\n', [["a,b", "c"]]),
        ('"a ""b"" c",d\n', [['a "b" c', "d"]]),
        ('"""","""""",""\n', [['"', '""', ""]]),
        ('"a\nb","c\r\nd","e\rf"\ng,h,i\n', [["a\nb", "c\r\nd", "e\rf"], ["g", "h", "i"]]),
        ('"\n\n\n",x\n', [["\n\n\n", "x"]]),
        ("a,b\n\n\n1,2\n", [["a", "b"], [], [], ["1", "2"]]),
        ("a,b\n   \n1,2\n", [["a", "b"], ["   "], ["1", "2"]]),
        ("a,b,\n1,2,\n", [["a", "b", ""], ["1", "2", ""]]),
        (",,\n,,\n", [["", "", ""], ["", "", ""]]),
        ('5" disk,6\'2"\n', [['5" disk', "6'2\""]]),
        ('a"b"c,""d\n', "bad-quotes"),
        ('a"b"c,d\n', [['a"b"c', "d"]]),
        ('a, "b" ,c\n', [["a", ' "b" ', "c"]]),
        ('a,"b" ,c\n', "bad-quotes"),
        ('a,"b"c,d\n', "bad-quotes"),
        ('a,"b\nc,d\n', "unclosed-quote"),
        ('a,b\n"', "unclosed-quote"),
        ('"a\\"b",c\n', "bad-quotes"),
        ("a\\,b\n", [["a\\", "b"]]),
        ("{\"a\":1},'b,c'\n", [['{"a":1}', "'b", "c'"]]),
        ("a;b\n1;2\n", [["a;b"], ["1;2"]]),
        ("# a comment, of two cells\na,b\n", [["# a comment", " of two cells"], ["a", "b"]]),
        ("a\tb,c\n", [["a\tb", "c"]]),
        ("a\vb\fc\x1cd\x1de\x85f\u2028g\u2029h,i\n", [["a\vb\fc\x1cd\x1de\x85f\u2028g\u2029h", "i"]]),
        ("a\0b,\0\n", [["a\0b", "\0"]]),
        ("a,b\n1,2\n\x1a", [["a", "b"], ["1", "2"]]),
        ('"a",b\n1,2\n\x1a', [["a", "b"], ["1", "2"]]),
        ("１，２\n", [["１，２"]]),
        ("  a  ,　b　\n", [["  a  ", "　b　"]]),
        ("sep=;\na;b\n1;2,3\n", [["a", "b"], ["1", "2,3"]]),
        ('SEP=;\r\na;"b\r\nc"\r\n1;2\r\n', [["a", "b\r\nc"], ["1", "2"]]),
        ('"sep=|"\na|b\n', [["a", "b"]]),
        ("sep=\t\na\tb\n", [["a", "b"]]),
        ("\ufeffsep=;\na;b\n", [["a", "b"]]),
        ("sep=,\na,b\n", [["a", "b"]]),
        ("sep=a\nb,c\n", [["sep=a"], ["b", "c"]]),
        ("a,b\nsep=;\n", [["a", "b"], ["sep=;"]]),
        ("sep=;;\na,b\n", [["sep=;;"], ["a", "b"]]),
    ],
)
def test_texts(tmp_path: Path, text: str, expected: list[list[str]] | str) -> None:
    if isinstance(expected, list):
        assert cells_of(tmp_path, text) == expected
        return
    with pytest.raises(Refused) as refusal:
        cells_of(tmp_path, text)
    assert refusal.value.code == expected
    assert refusal.value.problems[0].row is not None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_same_rows_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    rows = [["氏名", "備考"], ["表ソ能", "a,b"], ['"', "一\n二"], ["", "ﾎﾟｽﾄ"]]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    for text in (out.getvalue(), "sep=,\r\n" + out.getvalue()):
        said = encoding if encoding in ("utf-16-le", "utf-16-be") else None
        assert cells_of(tmp_path, text.encode(encoding), encoding=said) == rows


@given(
    st.lists(
        st.lists(st.text(st.sampled_from('ab";,|\t\r\n 　表\u200b'), max_size=6), min_size=2, max_size=4), min_size=1
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([",", ";", "|", "\t"]),
)
def test_what_is_quoted_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str, separator: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL, delimiter=separator).writerows(rows)
    folder = tmp_path_factory.getbasetemp()
    assert cells_of(folder, f"sep={separator}{end}{out.getvalue()}") == rows
    if separator in ",\t":
        assert cells_of(folder, out.getvalue(), "csv" if separator == "," else "tsv") == rows


def test_a_cell_is_as_long_as_it_may_be_and_no_longer(office: Office) -> None:
    note = "あ" * 100_000
    assert office.take("trainings", HEADER + f"00000001,security,2026-06-01,{note}\n").rejected in (0, 1)
    for cell in ("x" * 131_073, "x" * 1_000_000, '"' + "x\n" * 500_000 + '"'):
        with pytest.raises(Refused) as refusal:
            office.take("trainings", HEADER + f"00000001,security,2026-06-01,{cell}\n")
        assert refusal.value.code == "field-too-large"
        assert refusal.value.problems[0].row == 2


def test_a_row_of_as_many_columns_as_a_spreadsheet_has(office: Office) -> None:
    width = 16_384
    header = ["職員番号", "研修", "受講日", *(f"列{number}" for number in range(3, width))]
    row = ["00000001", "security", "2026-06-01", *("" for _ in range(3, width))]
    result = office.take("trainings", ",".join(header) + "\n" + ",".join(row) + "\n" + ",".join(row[:-1]) + "\n")
    assert faults(result) == [(3, None, "column-count")]
    assert all(
        len(text) < 3000 for text in (*result.warnings, result.problems[0].message, str(result.problems[0].value))
    )


def test_separators_at_the_end_of_each_row_are_a_column_without_a_name(office: Office) -> None:
    assert office.take("trainings", "職員番号,研修,受講日,\n00000001,security,2026-06-01,\n").added == 1
    result = office.take("trainings", "職員番号,研修,受講日\n00000001,security,2026-06-01,\n")
    assert faults(result) == [(2, None, "column-count")]


@pytest.mark.parametrize("sign", [";", "|"])
def test_another_separator_is_named_and_then_declared(office: Office, sign: str) -> None:
    text = (HEADER + "00000001,security,2026-06-01,一\n").replace(",", sign)
    with pytest.raises(Refused) as refusal:
        office.take("trainings", text)
    assert refusal.value.code == "missing-column"
    assert f"sep={sign}" in str(refusal.value.hint)
    assert office.take("trainings", f"sep={sign}\r\n{text}").added == 1


def test_rows_are_counted_as_excel_shows_them(office: Office) -> None:
    text = "sep=;\r\n職員番号;研修;受講日\r\n00000001;security;2026-06-01\r\n00000001;security;昨日\r\n"
    result = office.take("trainings", text, skip_invalid=True)
    assert faults(result) == [(3, "受講日", "bad-date")]
    assert office.take("trainings", result.rejects[0]).rejected == 1


def test_comments_above_the_header_are_passed_over_and_others_are_rows(office: Office) -> None:
    text = "# 出力日,2026-06-01\n#\n" + HEADER + "00000001,security,2026-06-01,\n# 終わり\n"
    assert faults(office.take("trainings", text)) == [(5, None, "column-count")]


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("quoted", [True, False])
def test_a_large_text_is_read_the_same_by_the_short_way(office: Office, quoted: bool, separator: str) -> None:
    """A file that is long enough for its rows to be taken by the column has the rows that a short one has."""
    chance = random.Random(3)
    lines = [
        f"0000000{chance.randint(1, 3)},security,2026-06-{1 + n % 28:02} 0{n % 10}:{n // 10 % 60:02},n{n}"
        for n in range(9000)
    ]
    lines[4000] = ""
    lines[5000:5002] = ['00000001,security,2026-06-01,"a', 'b"'] if quoted else [lines[5000], ""]
    lines[6000] = "00000001,security,2026-06-01"
    lines[7000] = "00000001,security,昨日,"
    lines[8000] = "\x1a"
    for end in ("\n", "\r\n"):
        text = (HEADER.rstrip() + end + end.join(lines) + end + "\x1a").replace(",", separator)
        result = office.take("trainings", f"sep={separator}{end}{text}" if separator == ";" else text, dry_run=True)
        shorter = [problem for problem in faults(result) if problem[2] != "conflict"]
        assert shorter == [
            (6002 - quoted, None, "column-count"),
            (7002 - quoted, "受講日", "bad-date"),
            (8002 - quoted, None, "column-count"),
        ]
