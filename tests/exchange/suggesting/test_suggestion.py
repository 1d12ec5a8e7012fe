"""A first profile for a file that nobody knows: it loads, and says what it guessed and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxskills import i18n
from dxskills.errors import Refused
from dxskills.exchange.profiles.loading import inspect_profile
from dxskills.exchange.profiles.profile import OutsideCell, Profile
from dxskills.exchange.source import Source
from dxskills.exchange.suggesting.opening import suggest_text
from dxskills.exchange.suggesting.suggestion import suggest_profile
from dxskills.exchange.table import Faulty
from tests.exchange.profiles.lists import FRAMEWORK, Listed, read_with


def suggested(*tables: Listed, kind: str | None = None) -> tuple[str, Profile]:
    text = suggest_profile(tables, kind, FRAMEWORK)
    made, problems = inspect_profile(text.encode(), "p.yaml", FRAMEWORK)
    assert made is not None, (problems, text)
    return text, made


def listed(text: str) -> Listed:
    return Listed(*(line.split(",") for line in text.strip().splitlines()))


# --- kind and columns


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("staff", "職員番号,氏名,部署,雇用形態,入庁日\n00000001,山田 学,総務部,一般職員,2020-04-01"),
        ("assignments", "職員番号,氏名,役割,配置先,開始日,終了日\n00000001,山田,DXリーダー,総務部,2026-04-01,"),
        (
            "trainings",
            "Employee No,Full Name,Course Title,Finished,Result\n00000001,A B,Security Basics,2026-06-01,Pass",
        ),
        ("certifications", '社員番号,試験名,合格年月日,助成額\n00000001,iパス,R8.4.1,"7500円"'),
        ("assessments", "職員番号,スキル名,習熟度,評価年月日\n00000001,データ分析,2,2026-04-01"),
        ("waivers", "職員番号,要件,免除開始日,免除終了日,免除理由\n00000001,leader/basics,2026-04-01,2027-03-31,休職"),
        ("enrolments", "職員番号,講座名,受講予定日\n00000001,セキュリティ研修,2026-12-01"),
    ],
)
def test_the_kind_is_the_one_whose_columns_the_file_has(kind: str, text: str) -> None:
    _text, made = suggested(listed(text))
    assert made.kind == kind
    header, rows = read_with(made, listed(text))
    assert header.unknown == header.absent == ()
    assert len(rows) == 1


def test_a_kind_that_is_said_is_not_guessed() -> None:
    text, made = suggested(listed("職員番号,研修,予定日\n1,security,2026-12-01"), kind="trainings")
    assert made.kind == "trainings"
    assert "the kind whose columns it has most of" not in text


def test_columns_are_told_by_words_by_likeness_and_by_their_cells() -> None:
    text, made = suggested(
        listed(
            """
Employee No.,Teilnehmer,Kurs,Completion Date,Final score
00000001,A B,security,2026-06-01,80
00000002,C D,literacy,2026-06-02,75
"""
        )
    )
    assert made.columns == {
        "Employee No.": "staff",
        "Teilnehmer": None,
        "Kurs": "training",
        "Completion Date": "on",
        "Final score": "score",
    }
    assert "Kurs: training  # security – by its cells" in text
    assert "Final score: score  # 80 – sounds like score" in text
    assert "Completion Date: on  # 2026-06-01 – another word for it" in text
    assert "Teilnehmer: null  # A B – not understood, or not needed" in text


def test_the_only_column_of_days_is_the_one_that_is_required() -> None:
    _text, made = suggested(listed("職員番号,研修,Tag\n00000001,security,2026-06-01"))
    assert made.columns["Tag"] == "on"


def test_of_two_columns_of_days_none_is_guessed() -> None:
    text, made = suggested(
        listed("職員番号,研修,Tag,Stichtag\n00000001,security,2026-06-01,2026-06-02"), kind="trainings"
    )
    assert (made.columns["Tag"], made.columns["Stichtag"]) == (None, None)
    assert "Tag: null  # 2026-06-01 – days, but not known of what" in text
    assert "TODO: nothing was found for on, which is required" in text


def test_the_day_of_the_claim_is_not_that_of_the_certificate() -> None:
    _text, made = suggested(listed("申請日,職員番号,資格名,合格日\nR8.4.22,00000001,iパス,令和7年3月10日"))
    assert made.columns == {"申請日": None, "職員番号": "staff", "資格名": "certification", "合格日": "on"}


def test_the_unit_is_in_one_column_or_in_one_a_level() -> None:
    _text, made = suggested(listed("職員番号,氏名,旧所属,部,課\n00000001,山田,区民部,総務部,職員課"))
    assert made.columns == {"職員番号": "staff", "氏名": "name", "旧所属": None, "部": "部", "課": "課"}


def test_a_column_whose_cells_contradict_its_header_is_pointed_at() -> None:
    text, _made = suggested(listed("職員番号,研修,受講日\n00000001,security,半日"))
    assert "受講日: on  # 半日 – the usual header; its cells do not look like it" in text


def test_names_that_nobody_knows_yet_do_not_speak_against_a_header_that_sounds_right() -> None:
    rows = "".join(f"100{n},コース{n},06/{n + 20}/2026,{mark}\n" for n, mark in enumerate(("修了", "受講中", "合格")))
    text, made = suggested(listed("社員コード,受講コース,受講完了日,状況\n" + rows))
    assert made.columns == {"社員コード": "staff", "受講コース": "training", "受講完了日": "on", "状況": "outcome"}
    assert "# コース0 – sounds like コース; names that are not known yet" in text
    assert "    # コース2:  # TODO: not known; say what it means." in text
    assert made.values == {"outcome": {"修了": "completed", "合格": "completed"}}
    assert made.date_format == "%m/%d/%Y"


def test_the_remarks_are_in_the_language_of_the_messages() -> None:
    before = i18n.language()
    i18n.use("ja")
    try:
        text, _made = suggested(listed("職員番号,研修,受講日\n1001,security,2026-06-01"))
    finally:
        i18n.use(before)
    assert "職員番号: staff  # 1001 – 標準の見出し" in text


# --- the header


def test_the_header_is_found_below_titles_and_labels() -> None:
    table = Listed(
        ["令和8年度 研修受講一覧", "", ""],
        ["作成", "人事係", "2026-04-01"],
        ["職員番号", "研修名", "受講日"],
        ["00000001", "セキュリティ研修", "2026-06-01"],
    )
    text, made = suggested(table)
    assert made.header_row is None  # the import finds the row by itself
    assert read_with(made, table)[0].row == 3
    assert "TODO" not in text


def test_a_file_without_a_list_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        suggest_profile([Listed(["", ""], []), Listed(["1", "2026-04-01"])], None, FRAMEWORK)
    assert refusal.value.code == "no-header"


# --- outside the list

SHEET = (
    ["研　修　出　席　簿", "", "", "", ""],
    ["研修名", "セキュリティ研修", "", "", ""],
    ["開催日", "令和8年9月11日（金）", "終了日", "", ""],
    ["会場", "会議室2", "", "", ""],
    ["講師", "総務部総務課", "講師職員番号", "", ""],
    ["出席者数", Faulty.of("=COUNTIF(E9:E60)", "no-value", "x"), "", "", ""],
    ["No.", "職員番号", "氏名", "出欠", "備考"],
    ["1", "00000001", "山田", "○", ""],
    ["2", "00000002", "髙橋", "〇", "遅刻"],
    ["3", "00000003", "林", "×", ""],
    ["4", "", "", "", ""],
)


def with_cells(rows: Sequence[list[str]], **cells: str) -> list[list[str]]:
    """The rows with other texts in some cells (A1 …)."""
    changed = [list(row) for row in rows]
    for name, text in cells.items():
        changed[int(name[1:]) - 1][ord(name[0]) - ord("A")] = text
    return changed


def test_a_workbook_of_sign_in_sheets_is_understood() -> None:
    second = with_cells(SHEET, B2="リテラシー研修", B3="2026-10-20", D3="2026-10-21", D5="00000001", D8="欠席")
    text, made = suggested(Listed(*SHEET, sheet="01"), Listed(*second, sheet="02"), Listed(["注意"], ["x"], sheet="注"))
    assert (made.kind, made.header_row, made.sheets) == ("trainings", 7, ("01", "02"))
    assert made.cells == (
        OutsideCell("training", "B2", 2, 1, None),
        OutsideCell("on", "B3", 3, 1, None),
        OutsideCell("end", "D3", 3, 3, None),
        OutsideCell("instructor", "D5", 5, 3, None),
    )
    assert made.columns == {"No.": None, "職員番号": "staff", "氏名": None, "出欠": "outcome", "備考": "note"}
    assert made.values == {"outcome": {"○": "completed", "×": "absent", "欠席": "absent"}}
    assert "Not lists like these: 注" in text
    assert "end: D3  # 終了日: 2026-10-21" in text
    _header, rows = read_with(made, Listed(*second, sheet="02"))
    assert [row["outcome"] for row in rows] == ["absent", "completed", "absent"]
    assert rows[0]["training"] == "リテラシー研修"


def test_a_label_and_its_value_may_be_one_cell() -> None:
    table = Listed(
        ["研修名：セキュリティ研修", ""], ["実施日: 2026年6月1日", ""], ["職員番号", "結果"], ["00000001", "修了"]
    )
    _text, made = suggested(table)
    assert made.cells == (
        OutsideCell("training", "A1", 1, 0, r"研修名\s*[：:]\s*(.+)"),
        OutsideCell("on", "A2", 2, 0, r"実施日\s*[：:]\s*(.+)"),
    )
    _header, rows = read_with(made, table)
    assert (rows[0]["training"], rows[0]["on"]) == ("セキュリティ研修", "2026年6月1日")


# --- values


def test_outcomes_that_are_surely_meant_are_mapped_and_others_left_to_be_said() -> None:
    text, made = suggested(
        listed("職員番号,研修,受講日,結果\n1001,security,2026-06-01,Done\n1002,security,2026-06-01,優\n")
    )
    assert made.values == {"outcome": {"done": "completed"}}
    assert "    # 優:  # TODO: not known; say what it means." in text


def test_a_cross_under_a_word_for_attendance_is_absence() -> None:
    _text, made = suggested(listed("職員番号,研修,受講日,出席\n1001,security,2026-06-01,×\n1002,security,2026-06-01,○"))
    assert made.values == {"outcome": {"×": "absent", "○": "completed"}}


def test_a_name_that_is_not_known_is_never_mapped_but_shown_beside_a_near_one() -> None:
    text, made = suggested(
        listed(
            "職員番号,研修,受講日\n1001,security,2026-06-01\n1002,セキュリティー研修会,2026-06-01\n1003,茶道,2026-06-01"
        )
    )
    assert made.values == {}
    assert "    # セキュリティー研修会: セキュリティ研修  # TODO: not known; perhaps this one is meant." in text
    assert "    # 茶道:  # TODO: not known; say what it means." in text


# --- days


@pytest.mark.parametrize(
    ("days", "form"),
    [
        (("03/04/2026", "25/04/2026"), "%d/%m/%Y"),
        (("03/04/2026", "04/25/2026"), "%m/%d/%Y"),
        (("3-4-26", "25-4-26"), "%d-%m-%y"),
        (("03.04.2026 14:22", "25.04.2026 9:05"), "%d.%m.%Y %H:%M"),
        (("03/04/2026 02:22:10 PM", "04/25/2026 09:05:00 AM"), "%m/%d/%Y %I:%M:%S %p"),
    ],
)
def test_a_day_that_can_be_meant_in_one_way_tells_how_the_others_are(days: tuple[str, ...], form: str) -> None:
    text, made = suggested(
        listed("職員番号,研修,受講日\n" + "".join(f"100{n},security,{day}\n" for n, day in enumerate(days)))
    )
    assert made.date_format == form
    assert f"# {days[1]} can be meant in no other way" in text


def test_where_no_day_tells_both_ways_are_named_and_none_is_taken() -> None:
    text, made = suggested(listed("職員番号,研修,受講日\n1001,security,03/04/2026\n1002,security,05/06/2026"))
    assert made.date_format is None
    assert '# date_format: "%m/%d/%Y"\n# date_format: "%d/%m/%Y"' in text


def test_days_in_several_forms_are_pointed_at() -> None:
    text, made = suggested(listed("職員番号,研修,受講日\n1001,security,25/04/2026\n1002,security,2026-04-01"))
    assert made.date_format == "%d/%m/%Y"
    assert "TODO: other days are written like 2026-04-01" in text
    text, made = suggested(listed("職員番号,研修,受講日\n1001,security,25/04/2026\n1002,security,04/25/2026"))
    assert made.date_format is None
    assert "no single form fits all days" in text


# --- files


def test_the_encoding_and_the_separator_of_a_file_are_found_out(tmp_path: Path) -> None:
    path = tmp_path / "受講.csv"
    path.write_bytes("職員番号\t研修\t受講日\n00000001\tsecurity\t2026-06-01\n".encode("cp932"))
    text = suggest_text(Source(path), None, FRAMEWORK)
    made, _problems = inspect_profile(text.encode(), "p.yaml", FRAMEWORK)
    assert made is not None
    assert (made.format, made.encoding) == ("tsv", "cp932")
    assert made.name == ("受講", "受講")
    path.write_bytes("職員番号,研修,受講日\n00000001,security,2026-06-01\n".encode())
    made, _problems = inspect_profile(suggest_text(Source(path), None, FRAMEWORK).encode(), "p.yaml", FRAMEWORK)
    assert made is not None
    assert (made.format, made.encoding) == (None, None)


def test_a_file_that_separates_its_cells_in_its_own_way_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "lms.csv"
    lines = "Personal-Nr;Kurs;Datum;Std\n00000001;security;13.06.2026;3,5\n\n00000002;security;14.06.2026;3\n"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        suggest_text(Source(path), None, FRAMEWORK)
    assert refusal.value.code == "missing-column"
    assert "sep=;" in (refusal.value.hint or "")
    path.write_text("sep=;\n" + lines, encoding="utf-8")
    assert "  Personal-Nr: staff" in suggest_text(Source(path), None, FRAMEWORK)


def test_nothing_of_a_file_becomes_anything_but_text() -> None:
    table = Listed(
        ["職員番号", "研修", "受講日", "備\n考", "x: &a", "# y", "a\u2028b\x1b[2J", "職員 番号", "結果"],
        ["00000001", "security", "2026-06-01", "# x\nkind: staff", "*a", "\x1b[31m", "\u202e", "", "a\nvalues: {}"],
    )
    text, made = suggested(table)
    assert (made.kind, made.columns["備 考"], made.columns["x: &a"]) == ("trainings", "note", None)
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "Another column is called 職員 番号" in text
    assert "A header that cannot be written here" in text
    assert made.values == {}


CELLS = st.text(max_size=12) | st.sampled_from(
    [
        "職員番号",
        "研修名",
        "受講日",
        "出欠",
        "結果",
        "研修：x",
        "日付",
        "00000001",
        "security",
        "03/04/2026",
        "○",
        "修了",
        "No",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=8))
def test_whatever_the_file_holds_the_suggestion_loads(rows: list[list[str]]) -> None:
    try:
        suggested(Listed(*rows))
    except Refused as refusal:
        assert refusal.code == "no-header"
