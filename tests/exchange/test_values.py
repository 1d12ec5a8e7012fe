"""What cells say: amounts, numbers, outcomes, yes and no, staff numbers, units."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dxskills.errors import Refused
from dxskills.exchange.amounts import parse_number, parse_whole, parse_yen
from dxskills.exchange.outcomes import parse_attendance, parse_outcome
from dxskills.exchange.values import (
    joined_path,
    parse_label,
    parse_level_name,
    parse_staff_number,
    parse_unit,
    parse_yes_no,
)


def code_of(parse: Callable[[str], object], text: str) -> str:
    with pytest.raises(Refused) as refusal:
        parse(text)
    return refusal.value.code


@pytest.mark.parametrize(
    "text", ["7500", "7,500", "7,500円", "￥7,500", "¥7500", "\\7,500", "７，５００円", " 7500 円 "]
)
def test_amounts_may_carry_signs_and_separators(text: str) -> None:
    assert parse_yen(text) == 7500


@pytest.mark.parametrize(
    "text", ["", "円", "7.5千", "-7500", "75,00", "7,500.5", "²", "٣", "七千", "$7,500", "9" * 5000]
)
def test_other_amounts_are_refused(text: str) -> None:
    assert code_of(parse_yen, text) == "bad-number"


@pytest.mark.parametrize(
    ("text", "number"), [("95", 95), ("92.5", 92.5), ("９２．５", 92.5), ("1,000", 1000), ("80.0", 80)]
)
def test_numbers(text: str, number: float) -> None:
    assert parse_number(text) == number


def test_a_number_may_carry_its_unit() -> None:
    assert parse_number("80点", "点") == 80
    assert parse_number("1.5 時間", "時間") == 1.5
    assert code_of(lambda text: parse_number(text, "時間"), "90分") == "bad-number"


@pytest.mark.parametrize("text", ["優", "半日", "²", "٣", "①", "-1", "1e3", "nan", "inf", "0x10", "1_000", "--"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert code_of(parse_number, text) == "bad-number"


def test_a_level_is_a_whole_number() -> None:
    assert parse_whole("2") == 2
    assert code_of(parse_whole, "1.5") == "bad-number"


@pytest.mark.parametrize(
    ("texts", "outcome"),
    [
        ("completed Passed PASSED 修了 合格 済 ○ 〇 ◯", "completed"),
        ("attended 受講", "attended"),
        ("failed 不合格 未修了 × ✕ ✖", "failed"),
        ("absent 欠席", "absent"),
        ("withdrawn 辞退", "withdrawn"),
        ("exempt 免除 ｅｘｅｍｐｔ", "exempt"),
    ],
)
def test_outcomes(texts: str, outcome: str) -> None:
    assert {parse_outcome(text) for text in texts.split()} == {outcome}


def test_under_attendance_a_cross_is_absent_and_never_failed() -> None:
    assert [parse_attendance(text) for text in ("○", "〇", "◯", "×", "✕", "✖", "欠席")] == ["completed"] * 3 + [
        "absent"
    ] * 4


def test_a_slip_is_refused_with_what_may_be_meant() -> None:
    with pytest.raises(Refused) as refusal:
        parse_outcome("終了")
    assert (refusal.value.code, refusal.value.hint) == ("bad-outcome", "Did you mean 修了?")


def test_yes_and_no() -> None:
    assert {parse_yes_no(text) for text in ["true", "YES", "1", "１", "○", "〇", "◯", "有", "はい"]} == {True}
    assert {parse_yes_no(text) for text in ["false", "no", "0", "×", "✕", "無", "いいえ"]} == {False}
    assert code_of(parse_yes_no, "多分") == "bad-yes-no"


def test_staff_numbers_are_folded_and_keep_their_zeros() -> None:
    assert parse_staff_number("　０００１２３ａ－_ ") == "000123a-_"


@pytest.mark.parametrize("text", ["0012 34", "²", "１２①", "職員1", "1" * 33, "1.0", "'001"])
def test_what_is_no_staff_number_is_refused(text: str) -> None:
    assert code_of(parse_staff_number, text) == "bad-staff-number"


def test_an_invisible_character_in_a_staff_number_is_made_visible() -> None:
    with pytest.raises(Refused) as refusal:
        parse_staff_number("0020\u200b0014")
    assert refusal.value.code == "bad-staff-number"
    assert "0020<U+200B>0014" in refusal.value.message


def test_units_are_paths_in_one_spelling() -> None:
    assert parse_unit(" ＤＸ推進室／情報システム課 / ") == "DX推進室/情報システム課"
    assert parse_label("ＩＣＴ　") == "ICT"
    assert code_of(parse_unit, "／") == "bad-unit"


@pytest.mark.parametrize("parse", [parse_unit, parse_label, parse_level_name])
def test_an_invisible_character_in_a_unit_is_refused(parse: Callable[[str], str]) -> None:
    assert code_of(parse, "総務\u200b部") == "invisible-character"


def test_a_separator_inside_a_level_is_refused() -> None:
    assert parse_level_name("保育園・幼稚園課") == "保育園・幼稚園課"
    assert code_of(parse_level_name, "職員課/人材育成係") == "unit-separator"
    assert code_of(parse_level_name, "職員課／人材育成係") == "unit-separator"


def test_levels_join_and_blank_ones_are_left_out() -> None:
    assert joined_path(["総務部", "職員課", None]) == "総務部/職員課"
    assert joined_path(["選挙管理委員会事務局", None, "選挙係"]) == "選挙管理委員会事務局/選挙係"
    assert joined_path([None, None, None]) is None
