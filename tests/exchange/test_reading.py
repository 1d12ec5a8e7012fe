"""Bytes to rows: encodings, separators, quotes, headers; and files that are none."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxskills.errors import DxError, Refused, WrongUsage
from dxskills.exchange.columns import FORMS, Recogniser
from dxskills.exchange.delimited import DelimitedTable
from dxskills.exchange.encoding import Encoding, find_encoding
from dxskills.exchange.source import Source
from dxskills.exchange.table import Row
from tests.exchange.office import Office, faults

HEADER = "職員番号,研修,受講日,備考\n"
ROW = "00000001,security,2026-06-01,髙﨑①㈱～\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_the_encoding_is_found(office: Office, encoding: str) -> None:
    assert office.take("trainings", (HEADER + ROW).encode(encoding)).added == 1
    assert office.data("training.recorded")[0]["note"] == "髙﨑①㈱～"


def rows(content: bytes, folder: Path, encoding: str | None = None) -> list[Row]:
    """The rows of a CSV file with this content."""
    path = folder / "rows.csv"
    path.write_bytes(content)
    return list(DelimitedTable(Source(path), "csv", encoding).rows())


def test_utf_8_is_tried_before_cp932() -> None:
    assert find_encoding(io.BytesIO("ｱｲｳ".encode())) == Encoding("utf-8", faulty=False)
    assert find_encoding(io.BytesIO("職員".encode("cp932"))) == Encoding("cp932", faulty=False)


@pytest.mark.parametrize("place", [2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20])
def test_a_character_is_found_that_lies_across_parts_of_a_file(place: int) -> None:
    text = "x" * place + "職員"
    assert find_encoding(io.BytesIO(text.encode())) == Encoding("utf-8", faulty=False)
    assert find_encoding(io.BytesIO(text.encode("cp932"))) == Encoding("cp932", faulty=False)
    assert find_encoding(io.BytesIO(text.encode() + b"\x85\xfd")).faulty


def test_a_mark_that_the_encoding_has_none_of_is_no_part_of_the_header(tmp_path: Path) -> None:
    content = '"a",b\n'
    assert rows(b"\xff\xfe" + content.encode("utf-16-le"), tmp_path, "utf-16-le")[0].cells == ["a", "b"]
    assert rows(content.encode("utf-16"), tmp_path)[0].cells == ["a", "b"]
    assert rows(content.encode("utf-8-sig"), tmp_path, "utf-8")[0].cells == ["a", "b"]


def test_shift_jis_is_taken_at_its_word(office: Office, tmp_path: Path) -> None:
    assert rows(b"\x81\x60", tmp_path, "shift_jis")[0].cells == ["〜"]
    assert rows(b"\x81\x60", tmp_path)[0].cells == ["～"]
    with pytest.raises(Refused) as refusal:
        office.take("trainings", (HEADER + ROW).encode("cp932"), encoding="shift_jis")
    assert refusal.value.code == "undecodable"
    (problem,) = refusal.value.problems
    assert (problem.row, problem.column) == (2, "備考")


def test_an_undecodable_byte_is_named_with_row_column_and_hex_and_nothing_is_imported(office: Office) -> None:
    before = office.seq()
    content = (HEADER + ROW + "00000002,security,2026-06-01,").encode() + b"x\xff\xfey\n"
    with pytest.raises(Refused) as refusal:
        office.take("trainings", content, skip_invalid=True)
    assert [(p.row, p.column, p.value) for p in refusal.value.problems] == [(3, "備考", "FF FE")]
    assert office.seq() == before


def test_an_undecodable_byte_of_cp932_is_found_where_it_is(office: Office) -> None:
    content = (HEADER + ROW + "00000002,security,2026-06-01,").encode("cp932") + b"\x85\xfd,\n"
    with pytest.raises(Refused) as refusal:
        office.take("trainings", content)
    assert (refusal.value.problems[0].row, refusal.value.problems[0].column) == (3, "備考")


@pytest.mark.parametrize("name", ["trainings.csv", "trainings.tsv", "trainings.jsonl"])
def test_utf_16_without_a_mark_is_refused_with_what_to_say_instead(office: Office, name: str) -> None:
    """Found by fuzzing: the decoder's own complaint about it is of another kind than those about single bytes."""
    with pytest.raises(Refused, match=re.escape(f"{name} is not UTF-16")) as refusal:
        office.take("trainings", office.file((HEADER + ROW).encode("utf-16-le"), name), encoding="utf-16")
    assert (refusal.value.code, "utf-16-le" in str(refusal.value.hint)) == ("undecodable", True)
    for start in (b"\xff", b"\xbf\xa6\xb0", b"sep=;\na;b"):
        with pytest.raises(Refused):
            office.take("trainings", office.file(start, name), encoding="utf-16")


@pytest.mark.parametrize("name", ["rot13", "zip", "unicode_escape", "klingon", ""])
def test_an_encoding_must_be_one_of_text(office: Office, name: str) -> None:
    with pytest.raises(WrongUsage) as refusal:
        office.take("trainings", HEADER + ROW, encoding=name)
    assert refusal.value.code == "unknown-encoding"


def test_a_private_use_character_is_reported_and_kept(office: Office) -> None:
    result = office.take("trainings", (HEADER + "00000001,security,2026-06-01,").encode("cp932") + b"\xf0\x40\n")
    assert result.added == 1
    assert "row 2" in result.warnings[0]
    assert "U+E000" in result.warnings[0]
    assert office.data("training.recorded")[0]["note"] == "\ue000"


def test_tsv_is_known_by_its_ending_or_said(office: Office) -> None:
    text = (HEADER + ROW).replace(",", "\t")
    assert office.take("trainings", office.file(text, "a.tsv")).added == 1
    assert office.take("trainings", office.file(text, "a.txt"), input_format="tsv").unchanged == 1
    with pytest.raises(Refused) as refusal:
        office.take("trainings", office.file(text, "a.csv"))
    assert refusal.value.hint is not None
    assert "--input-format tsv" in refusal.value.hint


def test_a_row_with_a_line_break_in_a_cell_is_one_row(tmp_path: Path) -> None:
    found = rows(b'a,b\n"1\r\n2",x\n\n3,"say ""hi"""\n', tmp_path)
    assert [(row.number, row.cells) for row in found] == [
        (1, ["a", "b"]),
        (2, ["1\r\n2", "x"]),
        (3, []),
        (4, ["3", 'say "hi"']),
    ]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(office: Office) -> None:
    text = 'のタイトル\n\n職員番号,研修,受講日,備考\n00000001,security,2026-06-01,"a\nb"\n,,,\n9,security,2026-06-01,\n'
    result = office.take("trainings", text)
    assert faults(result) == [(6, "職員番号", "unknown-staff")]
    assert result.read == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(office: Office, end: str) -> None:
    assert office.take("trainings", (HEADER + ROW).replace("\n", end)).added == 1


def test_the_rows_above_the_header_are_skipped_and_said_so(office: Office) -> None:
    result = office.take("trainings", "受講一覧,,,\n2026年6月,,,\n" + HEADER + ROW)
    assert result.added == 1
    assert any("the header is row 3" in notice for notice in result.notices)


def test_the_header_is_among_the_top_twenty_rows(office: Office) -> None:
    assert office.take("trainings", "題\n" * 19 + HEADER + ROW).added == 1
    with pytest.raises(Refused) as refusal:
        office.take("trainings", "題\n" * 20 + HEADER + ROW)
    assert refusal.value.code == "missing-column"


@pytest.mark.parametrize(
    ("kind", "header", "keys"),
    [
        ("staff", "職員ID,氏名カナ,所属,採用年月日,退職年月日", "staff kana unit joined left"),
        (
            "staff",
            "社員番号,ﾌﾘｶﾞﾅ,部,課,係,job family,職層,管理職",
            "staff kana unit/0 unit/1 unit/2 job_family grade manager",
        ),
        ("assignments", "職員番号,役割,配置先,開始日,終了日,Exception", "staff role unit start end exception"),
        ("trainings", "User ID,Course Name,Completed At,Status,Score", "staff training on outcome score"),
        ("trainings", "職 員 番 号,研修\nID,修 了 日,出欠,講師,時間", "staff training on outcome instructor hours"),
        (
            "certifications",
            "ＳＴＡＦＦ,資格名,合格日,Expires-On,合格証書番号,補助額",
            "staff certification on expires_on number subsidy",
        ),
        ("assessments", "職員番号,スキル,レベル,評価日,評価者", "staff skill level on assessor"),
        ("waivers", "職員番号,要件,開始日,終了日,理由,承認者", "staff requirement from until reason approver"),
        ("enrolments", "職員番号,研修名,予定日", "staff training on"),
    ],
)
def test_headers_have_many_names(kind: str, header: str, keys: str) -> None:
    recogniser = Recogniser(FORMS[kind], {}, ["部", "課", "係"])
    assert [recogniser.key(cell) for cell in header.split(",")] == keys.split()


def test_every_column_is_found_by_its_own_name() -> None:
    for kind, form in FORMS.items():
        recogniser = Recogniser(form, {}, [])
        for column in form.columns:
            assert recogniser.key(column) == column, kind
            assert recogniser.key(column.replace("_", " ").upper()) == column, kind


def test_the_day_of_an_application_is_not_the_day_of_the_award(office: Office) -> None:
    text = "申請日,職員番号,資格名,合格日\nR8.6.20,00000001,iパス,R8.6.1\n"
    result = office.take("certifications", text)
    assert office.entries("certification.recorded")[0].on == "2026-06-01"
    assert "申請日" in result.warnings[0]


def test_a_missing_column_is_named_with_its_spellings(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        office.take("trainings", "職員番号,研修名,結果\n00000001,security,修了\n")
    assert refusal.value.code == "missing-column"
    assert "on (受講日, 修了日" in refusal.value.message


@pytest.mark.parametrize(
    "header", ["職員番号,研修,受講日,受講日", "職員番号,研修名,研修ID,受講日", "職員番号,研修,on,受講日"]
)
def test_two_columns_for_one_value_are_refused(office: Office, header: str) -> None:
    with pytest.raises(Refused) as refusal:
        office.take("trainings", header + "\n00000001,security,2026-06-01,2026-06-01\n")
    assert refusal.value.code == "doubled-column"


def test_a_header_can_be_mapped(office: Office) -> None:
    text = "番号,講座,受講日,修了日\n00000001,security,2026-06-01,2026-06-02\n"
    result = office.take("trainings", text, mapping={"番号": "staff", "講座": "training", "修了日": "end"})
    assert result.added == 1
    entry = office.entries("training.recorded")[0]
    assert (entry.on, entry.data["end"]) == ("2026-06-01", "2026-06-02")


def test_a_mapped_header_goes_before_a_known_one(office: Office) -> None:
    text = "職員番号,研修ID,研修名,受講日\n00000001,X-17,security,2026-06-01\n"
    result = office.take("trainings", text, mapping={"研修名": "training"})
    assert result.added == 1
    assert "研修ID" in result.warnings[0]


def test_a_mapping_must_name_what_is_there(office: Office) -> None:
    with pytest.raises(WrongUsage) as usage:
        office.take("trainings", HEADER + ROW, mapping={"備考": "remarks"})
    assert usage.value.code == "unknown-column"
    with pytest.raises(Refused) as refusal:
        office.take("trainings", HEADER + ROW, mapping={"コメント": "note"})
    assert refusal.value.code == "missing-column"


def test_a_date_format_is_for_files_of_other_countries(office: Office) -> None:
    text = "staff,training,on\n00000001,security,06/01/2026\n"
    assert office.take("trainings", text, date_format="%m/%d/%Y").added == 1
    assert office.entries("training.recorded")[0].on == "2026-06-01"
    for form in ("%Q", "%m/%d", "hello", "%"):
        with pytest.raises(WrongUsage) as usage:
            office.take("trainings", text, date_format=form)
        assert usage.value.code == "bad-date-format"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf", "missing-column"),
        (b"\n\n", "missing-column"),
        (ROW.encode(), "missing-column"),
        (b"PK\x03\x04...", "unsupported-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "unsupported-format"),
        (bytes(range(256)) * 50, "undecodable"),
        ((HEADER + "x" * 17_000_000).encode(), "line-too-long"),
        ((HEADER + '00000001,"' + "x\n" * 100_000 + '",,\n').encode(), "field-too-large"),
        ((HEADER + '00000001,"security,2026-06-01,\n').encode(), "unclosed-quote"),
        ((HEADER + '00000001,"security" x,2026-06-01,\n').encode(), "bad-quotes"),
    ],
)
def test_what_is_no_such_file_is_refused_and_nothing_written(office: Office, content: bytes, code: str) -> None:
    before = office.seq()
    with pytest.raises(Refused) as refusal:
        office.take("trainings", content)
    assert refusal.value.code == code
    assert office.seq() == before


def test_a_file_must_be_there_and_be_a_file(office: Office) -> None:
    def code(path: Path, **options: Any) -> str:
        with pytest.raises(DxError) as refusal:
            office.take("trainings", path, **options)
        return refusal.value.code

    assert code(office.desk / "nowhere.csv") == "no-such-file"
    assert code(office.desk) == "not-a-file"
    assert code(Path("a\0b.csv")) == "unreadable-file"
    assert code(office.file("x", "a.xls")) == "unsupported-format"
    assert code(Path("-")) == "unknown-format"
    assert code(office.file(HEADER + ROW), input_format="xml") == "unknown-format"


def test_a_file_that_may_not_be_read_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: Path) -> io.FileIO:
        raise PermissionError(13, "Permission denied", str(path))

    path = office.file(HEADER + ROW)
    monkeypatch.setattr(io, "FileIO", forbid)
    with pytest.raises(Refused) as refusal:
        office.take("trainings", path)
    assert refusal.value.code == "unreadable-file"


def test_standard_input_is_read_once_its_format_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((HEADER + ROW).encode("cp932"))))
    assert office.take("trainings", Path("-"), input_format="csv").added == 1


SIGNS = '職員番号研修受講日,"\n\r\t\x000123-/.年月日令和=\u200b\ue000'


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200) | st.text(st.sampled_from(SIGNS), max_size=80).map(lambda text: (HEADER + text).encode())
)
def test_no_content_makes_the_import_fall_over(office: Office, content: bytes) -> None:
    before = office.seq()
    with contextlib.suppress(Refused):
        office.take("trainings", content, dry_run=True)
    assert office.seq() == before


def test_a_kind_must_be_one_of_the_seven(office: Office) -> None:
    with pytest.raises(WrongUsage) as usage:
        office.take("people", HEADER + ROW)
    assert usage.value.code == "unknown-kind"


# --- JSON


LINES = """
{"staff": "00000001", "training": "security", "on": "2026-06-01", "score": 92.5, "note": null}
{"on": "2026-06-02", "training": "security", "staff": "00000001", "outcome": "completed", "x": [1]}
"""


def test_json_lines_are_rows_whatever_the_order_of_their_keys(office: Office) -> None:
    result = office.take("trainings", office.file(LINES, "a.jsonl"))
    assert (result.read, result.added) == (2, 2)
    assert [(entry.on, entry.data.get("score")) for entry in office.entries("training.recorded")] == [
        ("2026-06-01", 92.5),
        ("2026-06-02", None),
    ]
    assert "x" in result.warnings[0]


def test_an_array_of_objects_is_rows_too(office: Office) -> None:
    text = "[" + ",".join(LINES.strip().splitlines()) + "]"
    assert office.take("trainings", office.file(text, "a.json")).added == 2
    assert office.take("trainings", office.file(LINES, "b.ndjson")).unchanged == 2


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HEADER, "a.csv"),
        (HEADER + ",,,\n", "a.csv"),
        ("", "a.jsonl"),
        ("\n", "a.jsonl"),
        ("[]", "a.json"),
        (" [ ] ", "a.json"),
    ],
)
def test_a_list_may_be_empty(office: Office, content: str, name: str) -> None:
    before = office.seq()
    result = office.take("trainings", office.file(content, name))
    assert (result.read, result.added, result.problems) == (0, 0, ())
    assert any("no rows" in warning for warning in result.warnings)
    assert office.seq() == before


def test_a_list_of_everybody_may_not_be_empty(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        office.take("staff", "職員番号,氏名\n", complete=True, mark_left=True)
    assert refusal.value.code == "no-rows"


def test_the_fault_of_a_value_in_json_lines_has_its_line(office: Office) -> None:
    text = LINES + '{"staff": {"id": 1}, "training": "security", "on": "2026-06-03"}\n'
    assert faults(office.take("trainings", office.file(text, "a.jsonl"))) == [(4, "staff", "bad-cell")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "bad-json"),
        ("nonsense", "bad-json"),
        ('{"staff": NaN}', "bad-json"),
        ('{"staff": "1", "staff": "2"}', "bad-json"),
        ('{"a": ' * 50_000, "bad-json"),
        ("17", "not-an-object"),
        ('"text"', "not-an-object"),
        ("x" * 2_000_000, "line-too-long"),
        ("{" + ",".join(f'"{n}": 1' for n in range(2000)) + "}", "bad-json"),
    ],
)
def test_what_is_no_json_object_is_refused_with_its_line(office: Office, line: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        office.take("trainings", office.file(LINES + line + "\n", "a.jsonl"))
    assert refusal.value.code == code
    assert [problem.row for problem in refusal.value.problems] == [4]


def test_a_file_that_is_no_list_of_objects_is_refused(office: Office) -> None:
    for content, code in (("[1]", "not-an-object"), ("[}", "bad-json"), ("[{}, 1]", "not-an-object")):
        with pytest.raises(Refused) as refusal:
            office.take("trainings", office.file(content, "a.json"))
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        office.take("trainings", office.file(b'{"staff": "\x85\xfd"}', "a.jsonl"))
    assert refusal.value.code == "undecodable"
