"""A profile is read as strictly as the framework: every fault at its place, and all in one go."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxskills.errors import Refused, WrongUsage
from dxskills.exchange.columns import FORMS
from dxskills.exchange.profiles.loading import inspect_profile, load_profile
from dxskills.exchange.profiles.profile import OutsideCell
from dxskills.exchange.source import FORMATS
from dxskills.framework.profile_file import FORMATS as KNOWN_FORMATS
from dxskills.framework.profile_file import KINDS, cell_place
from tests.exchange.profiles.lists import FRAMEWORK, profile

WHOLE = """
kind: trainings
name: {ja: 出席簿, en: Sign-in sheets}
summary: A text for both
format: xlsx
encoding: cp932
sheets: "第*回"
header_row: 8
columns: {職員No.: staff, 氏名: null, 開催日: on}
values:
  outcome: {○: completed, " Ｘ ": absent, "": absent, 不明: null, 取消: ""}
  training: {セキュ: security}
constants: {hours: 3, end: 2026-06-02, instructor: "00000001"}
cells: {training: B2, note: {at: AA10, pattern: "備考：(.*)"}}
date_format: "%m/%d/%Y"
duplicates: last
"""


def faults(text: str) -> list[tuple[int | None, str | None, str]]:
    """Line, place and code of each fault; line 1 is the schema's."""
    made, problems = inspect_profile(f"schema: dxskills/profile/1\n{text}".encode(), "p.yaml", FRAMEWORK)
    assert (made is None) == bool(problems)
    return [(problem.row, problem.column, problem.code) for problem in problems]


def messages(text: str) -> list[str]:
    return [
        problem.message for problem in inspect_profile(f"schema: dxskills/profile/1\n{text}".encode(), "", FRAMEWORK)[1]
    ]


def test_a_profile_says_all_of_this() -> None:
    made = profile(WHOLE)
    assert (made.kind, made.format, made.encoding, made.header_row) == ("trainings", "xlsx", "cp932", 8)
    assert made.name == ("出席簿", "Sign-in sheets")
    assert made.summary == ("A text for both", "A text for both")
    assert made.columns == {"職員No.": "staff", "氏名": None, "開催日": "on"}
    assert made.values["outcome"] == {"○": "completed", "x": "absent", "": "absent", "不明": "", "取消": ""}
    assert made.values["training"] == {"セキュ": "security"}
    assert made.constants == {"hours": "3", "end": "2026-06-02", "instructor": "00000001"}
    assert made.cells == (OutsideCell("training", "B2", 2, 1, None), OutsideCell("note", "AA10", 10, 26, "備考：(.*)"))
    assert (made.date_format, made.duplicates) == ("%m/%d/%Y", "last")


def test_what_is_left_out_is_as_usual() -> None:
    made = profile("kind: staff\n")
    assert (made.columns, made.values, made.constants, made.cells, made.sheets) == ({}, {}, {}, (), ())
    assert (made.format, made.encoding, made.header_row, made.date_format) == (None, None, None, None)
    assert made.duplicates == "error"


def test_every_fault_comes_in_one_go() -> None:
    assert faults("""kind: trainings
colums: {}
encoding: klingon
header_row: 21
columns: {研修名: 研修名, 研修 名: training, No: null}
values: {outcome: {○: done, 〇: completed}, oucome: {}}
constants: {training: securty, hours: 半日}
cells: {training: 2B, on: {at: B3, pattren: x}, end: {at: B4, pattern: "("}}
date_format: "%m/%d"
duplicates: newest
""") == [
        (3, "1 colums", "unknown-key"),
        (4, "11 encoding", "unknown-encoding"),
        (5, "13 header_row", "bad-number"),
        (6, "16 columns.研修名", "unknown-column"),
        (6, "21 columns.研修 名", "duplicate-key"),
        (6, "37 columns.No", "must-be-quoted"),
        (7, "23 values.outcome.○", "bad-outcome"),
        (7, "29 values.outcome.〇", "duplicate-key"),
        (7, "44 values.oucome", "unknown-column"),
        (8, "23 constants.training", "unknown-training"),
        (8, "39 constants.hours", "bad-number"),
        (9, "9 cells.training", "doubled-column"),
        (9, "19 cells.training", "bad-cell-name"),
        (9, "36 cells.on.pattren", "unknown-key"),
        (9, "72 cells.end.pattern", "bad-pattern"),
        (10, "14 date_format", "bad-date-format"),
        (11, "13 duplicates", "bad-choice"),
    ]


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("kind: training\n", "Did you mean trainings?"),
        ("kind: trainings\ncolums: {}\n", "Did you mean columns?"),
        ("kind: trainings\ncells: {on: {att: B2}}\n", "Did you mean at?"),
        ("kind: trainings\ncolumns: {A: traning}\n", "Did you mean training?"),
        ("kind: trainings\ncolumns: {A: 受講日}\n", "Did you mean on?"),
        ("kind: staff\nconstants: {job_famly: 事務}\n", "Did you mean job_family?"),
        ("kind: trainings\nconstants: {training: セキュリティ研収}\n", "Did you mean セキュリティ研修?"),
        ("kind: trainings\nduplicates: newest\n", "error, first, last"),
    ],
)
def test_what_was_meant_is_suggested(text: str, suggested: str) -> None:
    assert suggested in " ".join(messages(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kind: &k trainings\n", "anchor"),
        ("kind: !!str trainings\n", "tag"),
        ("kind: trainings\nkind: staff\n", "duplicate-key"),
        ("kind: [trainings]\n", "wrong-type"),
        ("kind: trainings\ncolumns: [a]\n", "wrong-type"),
        ("kind: trainings\ncolumns:\n", "empty-value"),
        ("kind: trainings\nsheets: []\n", "empty-list"),
        ("kind: trainings\nheader_row: '8'\n", "wrong-type"),
        ("kind: trainings\ncolumns: {12: on}\n", "must-be-quoted"),
        ("kind: trainings\nvalues: {outcome: {yes: completed}}\n", "must-be-quoted"),
        ("kind: trainings\ncolumns: {' _ ': on}\n", "bad-header"),
        ("kind: trainings\nconstants: {on: 2026-02-30}\n", "bad-date"),
        ("kind: trainings\nconstants: {on: 03/04/2026}\n", "ambiguous-date"),
        ("kind: staff\nvalues: {manager: {長: 長}}\n", "bad-yes-no"),
        ("kind: staff\nconstants: {appointment: 正職員}\n", "unknown-appointment"),
        ("kind: trainings\nconstants: {部: 総務部}\n", "unknown-column"),
        ("kind: trainings\nconstants: {note: x}\ncells: {note: A1}\n", "doubled-column"),
        ("kind: staff\nconstants: {job_family: 事務, job-family: 技術}\n", "doubled-column"),
        ("kind: trainings\nformat: csv\nsheets: a\n", "no-such-place"),
        ("kind: trainings\nformat: jsonl\nheader_row: 2\n", "no-such-place"),
        ("kind: trainings\nformat: jsonl\ncells: {on: B3}\n", "no-such-place"),
        ("kind: trainings\ncells: {on: B0}\n", "bad-cell-name"),
        ("kind: trainings\ncells: {on: XFE1}\n", "bad-cell-name"),
        ("kind: trainings\ncells: {on: A1048577}\n", "bad-cell-name"),
        ("kind: trainings\ncells: {on: {at: A1, pattern: 日付}}\n", "bad-pattern"),
        ("kind: trainings\ncells: {on: {at: A1, pattern: (.)(.)}}\n", "bad-pattern"),
        ('kind: trainings\nconstants: {note: "a\\nb"}\n', "control-character"),
        ("name: x\n", "missing-key"),
    ],
)
def test_a_fault_has_its_code(text: str, found: str) -> None:
    assert found in [code for _line, _place, code in faults(text)]


def test_a_day_may_be_written_plainly_or_in_the_form_of_the_list() -> None:
    form = "kind: trainings\ndate_format: '%d/%m/%Y'\nconstants: {on: "
    assert faults(form + "2026-04-03}\n") == faults(form + "03/04/2026}\n") == []
    assert faults(form + "13/13/2026}\n") == [(4, "17 constants.on", "ambiguous-date")]


def test_columns_need_no_quotes_and_levels_are_columns_of_staff_files() -> None:
    assert profile("kind: staff\ncolumns: {局: 部, 種: job-family}\n").columns == {"局": "部", "種": "job_family"}
    assert profile("kind: trainings\ncolumns: {日: on}\n").columns == {"日": "on"}


def test_a_pattern_of_sheets_does_not_mind_width_and_case() -> None:
    made = profile("kind: trainings\nsheets: [第*回, 'Sign-in ?']\n")
    assert [made.takes_sheet(name) for name in ("第１回", "ＳＩＧＮ-in 2", "備考")] == [True, True, False]
    assert profile("kind: trainings\n").takes_sheet("備考")


def test_a_profile_is_for_one_kind_of_file() -> None:
    made = profile("kind: trainings\n")
    made.check_kind("trainings")
    with pytest.raises(WrongUsage) as refusal:
        made.check_kind("staff")
    assert refusal.value.code == "wrong-kind"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("A1", (1, 1)),
        ("Z9", (9, 26)),
        ("AA10", (10, 27)),
        ("XFD1048576", (1048576, 16384)),
        ("a1", (0, 0)),
        ("A01", (0, 0)),
        ("Ａ1", (0, 0)),
        ("A１", (0, 0)),
    ],
)
def test_cells_are_called_as_spreadsheets_call_them(name: str, place: tuple[int, int]) -> None:
    assert cell_place(name) == place


def test_the_schema_knows_the_kinds_and_formats_that_the_import_has() -> None:
    assert tuple(FORMS) == KINDS
    assert FORMATS == KNOWN_FORMATS


def test_a_file_that_is_no_profile_is_refused_with_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("kind: staff\n", encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        load_profile(path, FRAMEWORK)
    assert refusal.value.code == "profile-faults"
    assert [problem.code for problem in refusal.value.problems] == ["missing-key"]
    path.write_bytes(b"#" * (1024**2 + 1))
    with pytest.raises(Refused) as refusal:
        load_profile(path, FRAMEWORK)
    assert refusal.value.code == "file-too-large"
    with pytest.raises(Refused) as refusal:
        load_profile(tmp_path, FRAMEWORK)
    assert refusal.value.code == "unreadable-file"


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (WHOLE + text).encode("utf-8", "replace")))
def test_whatever_stands_in_the_file_is_told_and_never_raised(raw: bytes) -> None:
    made, problems = inspect_profile(raw, "p.yaml", FRAMEWORK)
    assert (made is None) == bool(problems)
