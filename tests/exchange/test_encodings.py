"""Every character of cp932, every pair of bytes that is none, and files in encodings that nobody named."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from typing import Any

import pytest

from dxskills.errors import Refused
from dxskills.exchange.mistaken import decodes, likely, mistaken_for
from tests.exchange.office import Office

LEADS = [*range(0x81, 0xA0), *range(0xE0, 0xFD)]
TRAILS = [*range(0x40, 0x7F), *range(0x80, 0xFD)]
HEADER = "職員番号,氏名,備考\n".encode("cp932")


def pairs() -> Iterator[tuple[bytes, str | None]]:
    """Each pair of bytes and its character; None where cp932 has none."""
    for lead in LEADS:
        for trail in TRAILS:
            pair = bytes((lead, trail))
            try:
                yield pair, pair.decode("cp932")
            except UnicodeDecodeError:
                yield pair, None


def test_the_characters_of_cp932_are_as_many_as_its_tables_have() -> None:
    known = [character for _pair, character in pairs() if character is not None]
    gaiji = [character for character in known if "\ue000" <= character <= "\uf8ff"]
    # 6,879 of JIS X 0208, 83 of NEC's row 13, 374 of NEC's selection of IBM's, 388 of IBM's; 1,880 places for gaiji.
    assert (len(known) - len(gaiji), len(gaiji)) == (6879 + 83 + 374 + 388, 10 * 188)


def test_every_character_of_cp932_is_kept_in_a_name_as_it_came(empty_office: Office) -> None:
    names: dict[str, list[bytes]] = {}
    for pair, character in pairs():
        if character is not None:
            names.setdefault(f"{pair[0]:04X}{pair[1] // 16:X}", []).append(pair)
    for start in range(0xA1, 0xE0, 16):  # half-width kana are single bytes
        names[f"{start:04X}"] = [bytes((byte,)) for byte in range(start, min(start + 16, 0xE0))]
    rows = [f"{number},".encode() + b"x" + b"".join(signs) + b"x," for number, signs in names.items()]
    result = empty_office.take("staff", HEADER + b"\r\n".join(rows))
    assert (result.added, result.rejected) == (len(names), 0)
    stored = empty_office.registry.journal.names()
    for number, signs in names.items():
        expected = "x" + "".join(sign.decode("cp932") for sign in signs) + "x"
        assert stored[number].name == expected
    gaiji = sum(any("\ue000" <= sign <= "\uf8ff" for sign in stored[number].name) for number in names)
    assert sum("only one's own fonts show" in warning for warning in result.warnings) == gaiji > 100


@pytest.mark.parametrize(
    ("pair", "character"),
    [
        (b"\x81\x60", "～"),  # a wave dash in JIS; a full-width tilde in cp932
        (b"\x81\x7c", "－"),
        (b"\x81\x61", "∥"),
        (b"\x81\x91", "￠"),
        (b"\x81\x92", "￡"),
        (b"\x81\xca", "￢"),
        (b"\xee\xf9", "￢"),
        (b"\xfa\x54", "￢"),
        (b"\x81\xe6", "∵"),
        (b"\x87\x9a", "∵"),
        (b"\xfa\x5b", "∵"),
        (b"\x81\xe0", "≒"),
        (b"\x87\x90", "≒"),
        (b"\x81\xbe", "∪"),
        (b"\x87\x9b", "∩"),
        (b"\x81\xdf", "≡"),
        (b"\x87\x91", "≡"),
        (b"\x87\x54", "Ⅰ"),
        (b"\xfa\x4a", "Ⅰ"),
        (b"\xfb\xfc", "髙"),
        (b"\xee\x61", "\ufa18"),
        (b"\xfa\xb1", "﨑"),
        (b"\xee\x62", "\ufa19"),
        (b"\xfb\x7e", "\ufa19"),
        (b"\x90\x5f", "神"),
        (b"\xf0\x40", "\ue000"),
        (b"\xf9\xfc", "\ue757"),
    ],
)
def test_characters_that_other_tables_read_otherwise(office: Office, pair: bytes, character: str) -> None:
    assert office.take("staff", HEADER + b"00000001,x" + pair + b"x,\n").rejected == 0
    assert office.name("00000001") == f"x{character}x"


def fault_of(office: Office, content: bytes, **options: Any) -> tuple[int | None, str | None, str | None]:
    with pytest.raises(Refused) as refusal:
        office.take("staff", content, **options)
    assert refusal.value.code == "undecodable"
    (problem,) = refusal.value.problems
    return problem.row, problem.column, problem.value


def faulty_pairs() -> list[bytes]:
    return [pair for pair, character in pairs() if character is None]


def check_faulty(office: Office, wrong: list[bytes]) -> None:
    rows = [f"{number:08},".encode() + "中野".encode("cp932") + pair + b"x," for number, pair in enumerate(wrong, 1)]
    with pytest.raises(Refused) as refusal:
        office.take("staff", HEADER + b"\r\n".join(rows))
    found = [(problem.row, problem.column, problem.value) for problem in refusal.value.problems]
    assert found == [(row, "氏名", pair.hex(" ").upper()) for row, pair in enumerate(wrong, 2)]


def test_every_pair_of_bytes_that_is_no_character_is_named_where_it_stands(office: Office) -> None:
    wrong = faulty_pairs()
    assert len(wrong) == len(LEADS) * len(TRAILS) - 6879 - 83 - 374 - 388 - 1880
    check_faulty(office, wrong)


@pytest.mark.parametrize("stray", [b"\xa0", b"\xfd", b"\xfe", b"\xff"])
def test_a_byte_that_is_no_character_is_no_gaiji_either(office: Office, stray: bytes) -> None:
    content = HEADER + b"00000001,x" + stray + b"x,\n"
    assert fault_of(office, content) == (2, "氏名", stray.hex().upper())
    assert fault_of(office, content, encoding="cp932") == (2, "氏名", stray.hex().upper())


def test_a_line_that_ends_in_the_middle_of_a_character_is_named(office: Office) -> None:
    assert fault_of(office, HEADER + b"00000001,x\x8e,\n") == (2, "氏名", "8E")
    assert fault_of(office, HEADER + b"00000001,x,\x8e\n") == (2, "備考", "8E")
    assert fault_of(office, HEADER + b"00000001,x,\x8e") == (2, "備考", "8E")


def test_a_bad_sequence_of_utf_8_is_named_in_full(office: Office) -> None:
    header = "職員番号,氏名,備考\n".encode()
    assert fault_of(office, header + "00000001,中野".encode() + b"\xe4\xb8,\n") == (2, "氏名", "E4 B8")
    assert fault_of(office, header + "00000001,中野".encode() + b"\xed\xa0\x80,\n") == (2, "氏名", "ED A0 80")
    assert fault_of(office, header + "00000001,中野".encode() + b"\xc0\xaf,\n") == (2, "氏名", "C0 AF")


@pytest.mark.parametrize("sign", ["①", "㈱", "髙", "﨑", "Ⅳ", "纊"])
def test_shift_jis_refuses_what_only_cp932_has(office: Office, sign: str) -> None:
    pair = sign.encode("cp932")
    content = HEADER + b"00000001,x" + pair + b"x,\n"
    assert fault_of(office, content, encoding="shift_jis") == (2, "氏名", pair.hex(" ").upper())


def test_shift_jis_reads_the_signs_of_jis(office: Office) -> None:
    signs = bytes.fromhex("8160 817C 8161 8191 8192 81CA")
    assert office.take("staff", HEADER + b"00000001," + signs + b",\n", encoding="shift_jis").rejected == 0
    assert office.name("00000001") == "〜−‖¢£¬"


# --- encodings that are not tried

FAMILY = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 佐々木 山口 松本 井上 木村 清水 長谷川 村上 遠藤"
GIVEN = "宏 誠 健二 雄二 和夫 光子 由美子 翔平 恭子 亮 俊 純 陽菜 結衣 はるか まい タケシ サトル"
KANA_FAMILY = "ｻﾄｳ ｽｽﾞｷ ﾀｶﾊｼ ﾀﾅｶ ｲﾄｳ ﾜﾀﾅﾍﾞ ﾔﾏﾓﾄ ｺﾊﾞﾔｼ ﾖｼﾀﾞ ｻｻｷ ﾔﾏｸﾞﾁ ｶﾂﾍﾞ ﾊｯﾄﾘ ﾆｲﾇﾏ ｼﾞｮｳ ｺﾝﾄﾞｳ ｼｮｳｼﾞ ﾎﾞｳ"
KANA_GIVEN = "ﾋﾛｼ ｹﾝｼﾞ ﾕｳｼﾞ ﾐﾂｺ ｼｮｳﾍｲ ｷｮｳｺ ﾘｮｳ ｼｭﾝ ｼﾞｭﾝ ﾋﾅ ﾊﾙｶ ﾏｲ ｼﾞｮｰｼﾞ ﾊﾟﾄﾘｼｱ ﾃﾞｲﾋﾞｯﾄﾞ ｴﾄﾞｳｨﾝ ﾁｪﾙｼｰ ﾌｧﾋﾞｵ ｳﾞｧﾚﾘｰ"


def people(chance: random.Random, family: str, given: str, rows: int) -> str:
    lines = [f"{number},{chance.choice(family.split())} {chance.choice(given.split())}" for number in range(rows)]
    return "\n".join(("staff,name", *lines, ""))


def test_names_in_euc_jp_are_never_taken_for_half_width_kana() -> None:
    chance = random.Random(1)
    for _ in range(300):
        stream = io.BytesIO(people(chance, FAMILY, GIVEN, 8).encode("euc_jp"))
        assert (mistaken_for(stream, "cp932") if decodes(stream, "cp932") else likely(stream)) == "euc_jp"


def test_names_in_half_width_kana_are_never_taken_for_euc_jp() -> None:
    chance = random.Random(2)
    could_be = 0
    for rows in (1, 2, 4):
        for _ in range(300):
            stream = io.BytesIO(people(chance, KANA_FAMILY, KANA_GIVEN, rows).encode("cp932"))
            could_be += decodes(stream, "euc_jp")
            assert mistaken_for(stream, "cp932") is None
    assert could_be > 20


@pytest.mark.parametrize("encoding", ["euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "職員番号,氏名\n00000001,中野　花子\n00000002,山田　学\n",
        "staff,name\n00000001,タカハシ サトル\n00000002,佐藤 まい\n",
    ],
)
def test_the_encoding_that_is_meant_is_named_and_then_read(office: Office, encoding: str, text: str) -> None:
    before = office.seq()
    content = text.encode(encoding)
    with pytest.raises(Refused) as refusal:
        office.take("staff", content)
    assert refusal.value.code in ("unclear-encoding", "undecodable")
    assert f"--encoding {encoding}" in str(refusal.value.hint)
    assert office.seq() == before
    assert office.take("staff", content, encoding=encoding).rejected == 0
    assert office.name("00000002") == text.split(",")[-1].strip()


def test_what_looks_otherwise_is_read_as_one_says(office: Office) -> None:
    content = "staff,name\n00000001,タカハシ\n".encode("euc_jp")
    with pytest.raises(Refused) as refusal:
        office.take("staff", content)
    assert refusal.value.code == "unclear-encoding"
    assert office.take("staff", content, encoding="cp932").rejected == 0
    assert office.name("00000001") == "･ｿ･ｫ･ﾏ･ｷ"


def test_a_few_control_characters_make_no_other_encoding() -> None:
    for text in ("a,b\n1,x\x00y\n" * 20, "\x1b[2J", "a\x1bb", "", "a"):
        assert mistaken_for(io.BytesIO(text.encode()), "utf-8") is None
