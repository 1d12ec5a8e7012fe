"""Amounts, numbers, marks and yes or no as they are typed, drawn and converted; and what is never taken for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from dxskills.errors import Refused
from dxskills.exchange.amounts import parse_number, parse_whole, parse_yen
from dxskills.exchange.outcomes import parse_attendance, parse_outcome
from dxskills.exchange.values import parse_label, parse_staff_number, parse_unit, parse_yes_no
from tests.exchange.naughty import KEPT, REFUSED, REMARKED
from tests.exchange.office import Office

EVERYTHING = (*KEPT, *REMARKED, *REFUSED)


def refusal_of(parse: Callable[[str], object], text: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        parse(text)
    return refusal.value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "12000",
            "12,000",
            "12,000円",
            "12,000 円",
            "¥12,000",
            "￥12,000",
            "\\12,000",
            "¥ 12,000",
            "１２，０００円",
            "￥１２，０００",
        ),
        *(
            "￥12,000-",
            "¥12,000－",
            "12,000円-",
            "金12,000円",
            "金12,000円也",
            "金 12,000 円整",
            "金￥12,000-",
            "￥12,000也",
        ),
        *("12000.0", "12,000.00円", "0012000", "　12,000円　", "12,000\u00a0円"),
    ],
)
def test_amounts(text: str) -> None:
    assert parse_yen(text) == 12_000


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "円",
            "¥",
            "金",
            "金円",
            "-",
            "12,00",
            "1,2000",
            "12,000,00",
            ",000",
            "12,",
            "1,,000",
            "12、000",
            "12.000,00",
            "1e3",
        ),
        *(
            "12000.5",
            "12千円",
            "1.2万円",
            "一万円",
            "壱万弐千円",
            "12,000ドル",
            "$12,000",
            "€12",
            "12,000 yen",
            "12,000-",
            "12,000也",
        ),
        *(
            "٣",
            "१२",
            "²",
            "①",
            "Ⅳ",
            "½",
            "0x1F",
            "1_000",
            "nan",
            "Infinity",
            "9" * 13,
            "9" * 5000,
            "1 000",
            "12000円12000円",
        ),
    ],
)
def test_what_is_no_amount_beyond_doubt_is_refused(text: str) -> None:
    assert refusal_of(parse_yen, text).code == "bad-number"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "-500",
            "−500",
            "－500",
            "–500",
            "▲500",
            "△500",
            "▲ 500",
            "▲1,000円",
            "-¥500",
            "¥-500",
            "￥▲500",
            "(500)",
            "（500）",
        ),
        *("(¥500)", "（500円）", "-0"),
    ],
)
def test_a_negative_amount_is_called_negative(text: str) -> None:
    refusal = refusal_of(parse_yen, text)
    assert (refusal.code, refusal.message) == ("bad-number", f"{text} is negative, which no value here can be.")


def test_an_amount_in_thousands_is_not_multiplied() -> None:
    for text in ("12千円", "1.2万円", "１２万", "3億円", "¥12千"):
        assert refusal_of(parse_yen, text).hint == "Write the amount in yen, in digits."


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("80", 80),
        ("８０", 80),
        ("80.0", 80),
        ("80.50", 80.5),
        ("１．５", 1.5),
        ("0", 0),
        ("0.25", 0.25),
        ("1,000.5", 1000.5),
    ],
)
def test_numbers(text: str, number: float) -> None:
    assert (parse_number(text), type(parse_number(text))) == (number, type(number))


@pytest.mark.parametrize(
    "text",
    [
        "1.5.0",
        ".5",
        "5.",
        "1,5",
        "+5",
        "1e3",
        "Infinity",
        "NaN",
        "٣",
        "0x10",
        "80/100",
        "80%",
        "約80",
        "80~90",
        "1" * 13,
        "1.1234567",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert refusal_of(parse_number, text).code == "bad-number"


def test_a_negative_number_is_called_negative() -> None:
    for text in ("-1", "▲1", "△1.5", "(1)"):
        assert "negative" in refusal_of(parse_number, text).message
    assert "negative" in refusal_of(lambda text: parse_number(text, "点"), "-1点").message
    assert refusal_of(parse_whole, "1.5").message == "1.5 is not a whole number."


CIRCLES = "○〇◯\u2b55\u2b58"
CROSSES = "×✕✖✗✘❌☓⨯╳"


@pytest.mark.parametrize("blank", ["", " ", "　"])
@pytest.mark.parametrize("selector", ["", "\ufe0e", "\ufe0f"])
def test_circles_are_one_sign_and_crosses_another(blank: str, selector: str) -> None:
    for sign in CIRCLES:
        text = blank + sign + selector + blank
        assert (parse_outcome(text), parse_attendance(text), parse_yes_no(text)) == ("completed", "completed", True)
    for sign in CROSSES:
        text = blank + sign + selector + blank
        assert (parse_outcome(text), parse_attendance(text), parse_yes_no(text)) == ("failed", "absent", False)


def test_no_other_mark_is_either() -> None:
    for sign in "◎●△▲□■☑✓✔レ◇☆★※-－ー/／oOxXｏＸ0〆有無✅❎⚪⚫🔴⭗⊗⦿⊘":
        assert refusal_of(parse_outcome, sign).code == "bad-outcome"
        assert refusal_of(parse_attendance, sign).code == "bad-outcome"


@pytest.mark.parametrize(
    ("texts", "outcome"),
    [
        ("completed|Passed|ＰＡＳＳＥＤ|修了|修　了|合格|合 格|済|済み|修了済|修了済み", "completed"),
        ("attended|受講|受 講", "attended"),
        ("failed|不合格|未修了", "failed"),
        ("absent|欠席|欠　席", "absent"),
        ("withdrawn|辞退", "withdrawn"),
        ("exempt|免除|免\u3000除", "exempt"),
    ],
)
def test_words(texts: str, outcome: str) -> None:
    assert {parse_outcome(text) for text in texts.split("|")} == {outcome}


YES = ("true", "TRUE", "ｙｅｓ", "Y", "1", "１", "有", "有り", "あり", "はい", "○")
NO = ("false", "No", "n", "0", "０", "無", "無し", "なし", "いいえ", "×")


def test_yes_and_no() -> None:
    assert ({parse_yes_no(text) for text in YES}, {parse_yes_no(text) for text in NO}) == ({True}, {False})
    for text in ("", "2", "多分", "x", "o", "-", "on", "off", "t", "該当", "1.0", "✓"):
        assert refusal_of(parse_yes_no, text).code == "bad-yes-no"


@pytest.mark.parametrize(
    "parse", [parse_yen, parse_number, parse_outcome, parse_attendance, parse_yes_no, parse_staff_number]
)
def test_any_text_is_a_value_or_refused_in_words_that_do_not_act(parse: Callable[[str], object]) -> None:
    for text in EVERYTHING:
        try:
            parse(text)
        except Refused as refusal:
            shown = refusal.message + str(refusal.hint)
            assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in shown), ascii(text)


@pytest.mark.parametrize("parse", [parse_label, parse_unit])
def test_labels_hold_nothing_that_nobody_sees(parse: Callable[[str], str]) -> None:
    for text in REMARKED:
        assert refusal_of(parse, text).code == "invisible-character"


def test_a_thing_is_known_however_its_letters_are_composed(office: Office) -> None:
    names = [
        "ﾘﾃﾗｼｰ研修",
        unicodedata.normalize("NFD", "リテラシー研修"),
        "リテラシー　研修".replace("　", ""),
        "ＬＩＴＥＲＡＣＹ",
    ]
    rows = "".join(f"00000001,{name},2026-06-{day:02}\n" for day, name in enumerate(names, 1))
    assert office.take("trainings", "職員番号,研修,受講日\n" + rows).added == len(names)


def test_names_are_kept_in_the_letters_they_came_in(office: Office) -> None:
    names = [
        "か\u3099く",
        "がく",
        "ｶﾞｸ",
        "髙﨑",
        "𠮷野",
        "\ufa19谷",
        "神谷",
        "辻\U000e0100",
        "辻",
        "塚\ufa10",
        "①郎",
        "ﾊﾟｳﾛ",
        "Å",
        "A\u030a",
    ]
    rows = "".join(f"N{number},{name}\n" for number, name in enumerate(names))
    assert office.take("staff", "職員番号,氏名\n" + rows).added == len(names)
    assert [office.name(f"N{number}") for number in range(len(names))] == names
    assert office.take("staff", "職員番号,氏名\n" + rows).unchanged == len(names)
