"""Values on the command line, whatever they are: the value that they mean, or wrong usage in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from dxskills.cli import arguments, config
from dxskills.cli.importing import _mapped
from dxskills.errors import Refused, WrongUsage
from dxskills.recording.transaction import EARLIEST
from tests.cli.conftest import Run

PIECES = some.lists(
    some.sampled_from(
        [
            *"0123456789-/.:+ TZ年月日令和昭平元RHSＲ（）(月)",
            "2026",
            "9999",
            "0000",
            "12",
            "31",
            "23:59",
            "+09:00",
            "-24:00",
            "today",
        ]
    )
    | some.text(max_size=3),
    max_size=12,
).map("".join)
PARSERS: list[Callable[[str], object]] = [
    lambda text: arguments.day(text, "--on"),
    lambda text: arguments.moment(text, "--known-at"),
    arguments.horizon,
    lambda text: arguments.number(text, "--score"),
    lambda text: arguments.whole(text, "--level"),
    lambda text: arguments.yen(text, "--subsidy"),
    lambda text: arguments.outcome(text, "--outcome"),
    arguments.statuses,
    _mapped,
]


@pytest.mark.parametrize("place", range(len(PARSERS)))
@given(text=PIECES)
@settings(max_examples=150, deadline=None)
@example(text="")
@example(text="9" * 5000)
@example(text="0001-01-01T00:00:00+23:59")
@example(text="9999-12-31T23:59:59-23:59")
@example(text="9999-12-31")
@example(text="\udcff=\udcff")
@example(text="a=b=c")
@example(text="=")
@example(text="２０２６年４月１日")
def test_any_text_is_a_value_or_wrong_usage(place: int, text: str) -> None:
    try:
        PARSERS[place](text)
    except WrongUsage as error:
        assert error.exit_code == 2
        assert error.message


def test_no_day_is_before_those_that_an_entry_can_have(office: Run) -> None:
    """The fiscal year that the first of January of the year 1 falls in begins before all calendars."""
    assert arguments._EARLIEST == EARLIEST
    assert arguments.day(EARLIEST, "--on") == date.fromisoformat(EARLIEST)
    for day in ("0001-01-01", "1867-12-31"):
        with pytest.raises(WrongUsage, match=f"{day} is before 1868-01-"):
            arguments.day(day, "--on")
    for command in (
        "report --people",
        "matrix",
        "due",
        "forecast",
        "staff list",
        "why 00000002",
        "staff show 00000002",
    ):
        for day, code in (("0001-01-01", 2), (EARLIEST, 0), ("9999-12-31", 0)):
            ran = office(*command.split(), "--as-of", day)
            assert ran.code == code, (command, day, ran.err)


@given(some.text(max_size=10), some.text(min_size=1, max_size=10))
def test_the_last_sign_parts_a_header_from_its_column(header: str, column: str) -> None:
    if header.strip() and column.strip() and "=" not in column:
        assert _mapped(f"{header}={column}") == (header.strip(), column.strip())


def test_a_moment_without_a_zone_is_local_and_a_day_means_its_end() -> None:
    found = arguments.moment("2026-11-01", "--known-at")
    assert found is not None
    assert found.astimezone() == datetime(2026, 11, 1, 23, 59, 59, 999999).astimezone()


@given(
    some.binary(max_size=80)
    | some.lists(
        some.sampled_from(
            [
                b"store",
                b"framework",
                b"lang",
                b"=",
                b'"',
                b"'",
                b"\n",
                b"[",
                b"]",
                b"#",
                b"\\u0000",
                b"\\U0010ffff",
                b"x",
            ]
        )
    ).map(b"".join)
)
@settings(max_examples=300, deadline=None)
@example(b"x = " + b"[" * 20_000)
@example(b'store = "a\\u0000b"')
@example(b"\xef\xbb\xbfstore = 'x'")
@example(b"store = 'x'\r\n\r\n" + b"#" * 70_000)
@example(b"x = 9" + b"9" * 5000)
def test_any_settings_are_read_or_refused(raw: bytes) -> None:
    try:
        config._parsed(Path("dxskills.toml"), raw)
    except Refused as error:
        assert error.code == "bad-config"
