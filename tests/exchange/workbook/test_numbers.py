"""Numbers of cells: shortest, with the zeros that people see, as days, and as what is no value."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dxskills.exchange.table import Faulty
from dxskills.exchange.workbook.formats import show_of
from dxskills.exchange.workbook.numbers import day, plain
from tests.exchange.workbook.made import number, one


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("80", "80"),
        ("92.5", "92.5"),
        ("12.0", "12"),
        ("0", "0"),
        ("-0", "0"),
        ("-3.50", "-3.5"),
        ("007", "7"),
        (" 5 ", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0.1", "0.1"),
        ("92.500000000000014", "92.5"),
        ("0.30000000000000004", "0.3"),
        ("1E+2", "100"),
        ("1.2345678901234501E+16", "12345678901234500"),
        ("123456789012345678", "123456789012345678"),
        ("1E-7", "0.0000001"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_shortest_form(value: str, text: str) -> None:
    assert one(f'<c r="A1"><v>{value}</v></c>') == text
    assert one(f'<c r="A1" t="n"><v>{value}</v></c>') == text


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_written_to_15_digits_without_an_exponent(value: float) -> None:
    text = plain(repr(value))
    assert "e" not in text.lower()
    assert float(text) == float(f"{value:.15g}")


@pytest.mark.parametrize(
    "value", ["NaN", "INF", "-inf", "1e400", "1_000", "１２", "0x10", "12abc", "--1", "1e999999", "true"]
)
def test_what_is_no_number(value: str) -> None:
    cell = one(f'<c r="A1"><v>{value}</v></c>')
    assert isinstance(cell, Faulty)
    assert (cell, cell.code) == (value, "no-number-cell")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("100002", "00000000", "00100002"),
        ("7", "0000", "0007"),
        ("7", "0000;@", "0007"),
        ("7", "[$-411]0000", "0007"),
        ("7", "[Red]0000_ ", "0007"),
        ("12345", "0000", "12345"),
        ("100002", "000-00000", "001-00002"),
        ("12345678901", "000-00000", "123456-78901"),
        ("12", '"No."0000', "No.0012"),
        ("12", r"\A0000", "A0012"),
        ("12.0", "0000", "0012"),
        ("12.5", "0000", "12.5"),
        ("-12", "0000", "-12"),
        ("0", "0000", "0000"),
        ("80", "0", "80"),
        ("80", '0"点"', "80"),
        ("80", "#,##0", "80"),
        ("1234", "#,##0.00", "1234"),
        ("1234.5", "0.00", "1234.5"),
        ("0.85", "0%", "0.85"),
        ("0.85", 9, "0.85"),
        ("12000", 38, "12000"),
        ("12000", '"¥"#,##0', "12000"),
        ("1234", "0.00E+00", "1234"),
        ("1234", "##0.0E+0", "1234"),
        ("80", "General", "80"),
        ("80", "G/標準", "80"),
        ("80", 'General"年度"', "80"),
        ("80", "@", "80"),
        ("80", 49, "80"),
        ("80", ";;;", "80"),
        ("80", "# ?/?", "80"),
        ("80", '"0"00', "80"),
    ],
)
def test_zeros_as_they_are_shown(value: str, code: str | int, text: str) -> None:
    assert number(value, code) == text


BUILT_IN_DAYS = [14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)]
CUSTOM_DAYS = [
    "yyyy-mm-dd",
    "yyyy/m/d",
    "yyyy/m/d;@",
    "m/d/yy",
    "[$-411]ge.m.d",
    "[$-411]ge.m.d;@",
    '[$-ja-JP]ggge"年"m"月"d"日";@',
    '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@',
    '[$-ja-JP]yyyy"年"m"月"',
    'm"月"d"日"',
    'm"月"',
    "ggge",
    "e",
    "gge",
    "aaa",
    "aaaa",
    "[$-411]aaa",
    "dddd",
    "mmm",
    r"yyyy\-mm\-dd\ hh:mm:ss",
    "yyyy/mm/dd hh:mm:ss AM/PM",
    "[Red]yyyy/m/d",
    '[<43586][$-411]ggge"年";[$-411]ggge"年"',
    '[=0]"";yyyy/m/d',
    "YYYY/M/D",
    "[$-F800]dddd, mmmm dd, yyyy",
    "_-yyyy/m/d_-",
    "B1yyyy/m/d",
]


@pytest.mark.parametrize("code", [*BUILT_IN_DAYS, *CUSTOM_DAYS])
def test_a_number_in_any_format_of_a_day_is_that_day(code: str | int) -> None:
    assert number("46113", code) == "2026-04-01"
    assert number("46113.4267129630", code) == "2026-04-01 10:14:28"


@pytest.mark.parametrize(
    "code", [18, 19, 20, 21, 45, 47, "h:mm", "hh:mm:ss", "mm:ss", 'h"時"mm"分"', "h:mm AM/PM", "[$-F400]h:mm:ss AM/PM"]
)
def test_a_time_of_day(code: str | int) -> None:
    assert number("0.4267129630", code) == "10:14:28"
    assert number("0", code) == "00:00:00"
    assert number("46113.4267129630", code) == "2026-04-01 10:14:28"


@pytest.mark.parametrize("code", [46, "[h]:mm:ss", "[hh]:mm", "[mm]:ss", "[s]"])
def test_a_duration(code: str | int) -> None:
    assert number("1.25", code) == "30:00:00"
    assert number("0.5", code) == "12:00:00"


@pytest.mark.parametrize(
    "code", ['0"kg"', '0"days"', '"yyyy"0', r"\y0", "0_d", "[DBNum1]0", "[$¥-411]#,##0", "[Yellow]0"]
)
def test_letters_that_only_adorn_make_no_day(code: str) -> None:
    assert show_of(code) is None


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
        ("2958465", "9999-12-31"),
        ("46113.0", "2026-04-01"),
        ("46113.999999999", "2026-04-02"),
        ("46113.99999", "2026-04-01 23:59:59"),
        ("46113.500000005", "2026-04-01 12:00:00"),
        ("46113.500005", "2026-04-01 12:00:00"),
    ],
)
def test_days_since_1900(serial: str, text: str) -> None:
    assert number(serial, 14) == text


@pytest.mark.parametrize("serial", ["60", "60.5", "0", "0.5", "-1", "2958466", "1e300"])
def test_what_is_no_day(serial: str) -> None:
    cell = number(serial, 14)
    assert isinstance(cell, Faulty)
    assert (cell, cell.code) == (serial, "no-date-cell")
    assert "write the date" in cell.message


@pytest.mark.parametrize(
    ("serial", "text"),
    [("0", "1904-01-01"), ("60", "1904-03-01"), ("44651", "2026-04-01"), ("2957003", "9999-12-31")],
)
def test_days_since_1904(serial: str, text: str) -> None:
    assert number(serial, 14, ' date1904="1"') == text
    assert number(serial, 14, ' date1904="true"') == text


@pytest.mark.parametrize("serial", ["-1", "2957004"])
def test_what_is_no_day_since_1904(serial: str) -> None:
    assert isinstance(number(serial, 14, ' date1904="1"'), Faulty)


@given(some.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 12, 31, 23, 59, 59)))
def test_every_second_since_1900_comes_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    for written in (repr(serial), f"{serial:.15g}"):
        expected = moment.isoformat(" ") if moment.time() != moment.min.time() else moment.date().isoformat()
        assert day(written, epoch_1904=False) == expected


@given(some.dates(min_value=date(1904, 1, 1)))
def test_every_day_since_1904_comes_back(on: date) -> None:
    assert day(str((on - date(1904, 1, 1)).days), epoch_1904=True) == on.isoformat()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-04-01", "2026-04-01"),
        ("2026-04-01T00:00:00", "2026-04-01"),
        ("2026-04-01T10:14:28", "2026-04-01 10:14:28"),
        ("2026-04-01T10:14:28.000Z", "2026-04-01 10:14:28"),
        ("10:14:28", "10:14:28"),
    ],
)
def test_a_day_written_out(value: str, text: str) -> None:
    assert one(f'<c r="A1" t="d"><v>{value}</v></c>') == text


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2026-4-1", "2026-04-01T25:00:00", "2026-04-01T10:14:28+09:00", "R8.4.1", "T", "Z"]
)
def test_a_day_written_wrong(value: str) -> None:
    cell = one(f'<c r="A1" t="d"><v>{value}</v></c>')
    assert isinstance(cell, Faulty)
    assert (cell, cell.code) == (value, "no-date-cell")


@pytest.mark.parametrize(("value", "text"), [("1", "true"), ("0", "false"), ("true", "true"), ("FALSE", "false")])
def test_truths(value: str, text: str) -> None:
    assert one(f'<c r="A1" t="b"><v>{value}</v></c>') == text
