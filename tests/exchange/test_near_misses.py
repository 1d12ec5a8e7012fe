"""A slip is refused, and what it was perhaps meant for is named: in headers, names and marks, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dxskills import Registry, i18n
from dxskills.errors import Refused
from dxskills.exchange.outcomes import parse_attendance, parse_outcome
from dxskills.framework.lookup import find_appointment, find_certification, find_role, find_skill, find_training
from dxskills.framework.model import Framework
from tests.exchange.office import Office, faults


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("職員番号,研修名,受溝日", "Is 受溝日 meant for 受講日? Then mend it, or say --map 受溝日=on."),
        ("職員番号,研修名,受講年月日", "Is 受講年月日 meant for 受講日? Then mend it, or say --map 受講年月日=on."),
        ("職員番号,研修名,受講\u202e日付", "Is 受講<U+202E>日付 meant for 受講日?"),
        ("staf,training,on", "Is staf meant for staff? Then mend it, or say --map staf=staff."),
        (
            "職員番号,corse name,受講日",
            "Is corse name meant for course name? Then mend it, or say --map corse name=training.",
        ),
        ("職員番号,実施名,受講日", "Name the column in the header, or say which it is with --map 列名=column."),
    ],
)
def test_a_header_that_is_missing_may_be_there_with_a_slip(office: Office, header: str, hint: str) -> None:
    with pytest.raises(Refused) as refusal:
        office.take("trainings", header + "\n00000001,security,2026-06-01\n")
    assert refusal.value.code == "missing-column"
    assert str(refusal.value.hint).startswith(hint)


def test_a_column_that_is_not_read_may_be_one_with_a_slip(office: Office) -> None:
    text = "職員番号,研修名,受講日,修了区文,テスト,講師\n00000001,security,2026-06-01,済,x,\n"
    result = office.take("trainings", text)
    assert result.warnings[0].endswith(": columns that are not read: 修了区文 (did you mean 修了区分?), テスト.")


def test_no_column_is_named_that_the_file_has(office: Office) -> None:
    text = "職員番号,部,課,旧所属,採用日,採用年月\n00000001,総務部,職員課,総務部,,2010\n"
    assert "did you mean" not in office.take("staff", text).warnings[0]


@pytest.mark.parametrize("header", ["職員番号\u200b,研修名,\ufeff受講日", "\u2060職員番号,研修\u00ad名,受講日\u202c"])
def test_what_nobody_sees_in_a_header_does_not_matter(office: Office, header: str) -> None:
    assert office.take("trainings", header + "\n00000001,security,2026-06-01\n").added == 1


def test_thousands_of_columns_are_not_compared(office: Office) -> None:
    many = ",".join(f"受溝日{number}" for number in range(5000))
    text = f"職員番号,研修名,受講日,{many}\n00000001,security,2026-06-01,{',' * 4999}\n"
    assert office.take("trainings", text).added == 1


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder = tmp_path_factory.mktemp("nakano")
    Registry.init(folder)
    return Registry.open(folder / "store", folder / "data", by="desk", index_folder=folder / "index")


@pytest.mark.parametrize(
    ("find", "slip", "meant"),
    [
        (find_training, "情報セキュリティ基楚研修", "情報セキュリティ基礎研修"),
        (find_training, "ICTリテラシ", "ICTリテラシー研修"),
        (find_training, "統合GIS基本操作研修", "統合型GIS基本操作研修"),
        (find_training, "it-litercy", "it-literacy"),
        (find_training, "Information secuirty basics", "Information security basics"),
        (find_certification, "ITパスポト試験", "ITパスポート試験"),
        (find_certification, "情報処理安全確保支援", "情報処理安全確保支援士"),
        (find_role, "各課DXリーダー", "各部課DXリーダー"),
        (find_role, "Department DX leeder", "Department DX leader"),
        (find_appointment, "一般職", "一般職員"),
        (find_skill, "データ分析力", "データ分析"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_names_with_a_slip(
    registry: Registry, find: Callable[[Framework, str], object], slip: str, meant: str, language: str
) -> None:
    i18n.use(language)
    try:
        with pytest.raises(Refused) as refusal:
            find(registry.framework, slip)
    finally:
        i18n.use("en")
    assert refusal.value.hint == (f"Did you mean {meant}?" if language == "en" else f"{meant} ではありませんか。")


def test_another_number_is_another_thing_and_no_slip(registry: Registry) -> None:
    for text in ("統計検定3級", "統計検定（３級）"):
        with pytest.raises(Refused) as refusal:
            find_certification(registry.framework, text)
        assert "Did you mean" not in str(refusal.value.hint)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        *(
            ("終了", "修了"),
            ("完了", "修了"),
            ("修", "修了"),
            ("終了（合格）", "合格"),
            ("未合格", "不合格"),
            ("免徐", "免除"),
        ),
        *(
            ("completd", "completed"),
            ("pased", "passed"),
            ("absence", "absent"),
            ("incomplete", None),
            ("not passed", None),
        ),
        *(
            ("o", "○"),
            ("O", "○"),
            ("0", "○"),
            ("◎", "○"),
            ("●", "○"),
            ("x", "×"),
            ("Ｘ", "×"),
            ("✓", None),
            ("レ", None),
        ),
        *(("未受講", None), ("出席", "受講"), ("早退", None), ("病欠", None), ("受講済", "受講"), ("対象外", None)),
    ],
)
def test_outcomes_with_a_slip_never_suggest_the_opposite(slip: str, meant: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        parse_outcome(slip)
    hint = str(refusal.value.hint)
    assert hint == f"Did you mean {meant}?" if meant else hint.startswith("Known are: completed, passed, 修了")


@pytest.mark.parametrize(("slip", "meant"), [("欠", "欠席"), ("出", "出席"), ("欠席（病気）", "欠席"), ("退席", None)])
def test_attendance_with_a_slip(slip: str, meant: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        parse_attendance(slip)
    assert (refusal.value.hint == f"Did you mean {meant}?") == (meant is not None)


def test_a_staff_number_without_its_zeros_names_the_one_with_them(office: Office) -> None:
    text = (
        "職員番号,研修,受講日,講師\n1,security,2026-06-01,\n0000000002,security,2026-06-01,3\n9,security,2026-06-01,\n"
    )
    result = office.take("trainings", text)
    assert faults(result) == [
        (2, "職員番号", "unknown-staff"),
        (3, "職員番号", "unknown-staff"),
        (3, "講師", "unknown-staff"),
        (4, "職員番号", "unknown-staff"),
    ]
    near = ["00000001", "00000002", "00000003", None]
    for problem, staff in zip(result.problems, near, strict=True):
        assert (f"Did you mean {staff}?" in problem.message) == (staff is not None)


def test_somebody_new_whose_number_lacks_only_zeros_is_remarked_on(office: Office) -> None:
    result = office.take("staff", "職員番号,氏名\n1,山田　学\n00000002,髙橋　恵\n4,江古田　四郎\n")
    assert result.added == 2
    assert [notice.partition(": ")[2] for notice in result.notices] == [
        "1 is somebody new, though there is 00000001. Were the leading zeros lost?"
    ]
