"""A line of the journal has one spelling, and nothing else is taken for one."""

from __future__ import annotations

import math
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxskills.errors import Refused
from dxskills.journal.event import BadLine, Event, decode, encode, line_hash

PREV = "0" * 64
EVENT = Event(1, "2026-11-24T08:15:33.123456Z", "mori", None, "skill.assessed", "001", "2026-06-03", {"level": 2})
LINE = encode(EVENT, PREV)

text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
number = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    st.none() | st.booleans() | number | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=10,
)


def test_a_line_is_plain_json_with_its_fields_in_order() -> None:
    assert LINE.decode() == (
        '{"seq":1,"at":"2026-11-24T08:15:33.123456Z","by":"mori","batch":null,"kind":"skill.assessed","staff":"001",'
        '"on":"2026-06-03","data":{"level":2},"prev":"' + PREV + '"}'
    )


@given(st.dictionaries(text, plain, max_size=4), text, st.none() | st.dates().map(str))
def test_what_is_written_reads_back_the_same(data: dict[str, Any], by: str, on: str | None) -> None:
    event = EVENT._replace(data=data, by=by, on=on)
    line = encode(event, PREV)
    assert b"\n" not in line
    assert decode(line, 1, PREV) == event


def test_line_separators_of_unicode_stay_within_the_line() -> None:
    event = EVENT._replace(data={"note": "a\u2028b\u0085c\u2029d\u000be"})
    line = encode(event, PREV)
    assert line.count(b"\n") == 0
    assert decode(line, 1, PREV) == event


@pytest.mark.parametrize(
    "data",
    [
        {"x": math.nan},
        {"x": -math.inf},
        {"x": 2**63},
        {"x": -(2**63) - 1},
        {"x": 2**64},
        {"x": "a\0b"},
        {"x": "\ud800"},
        {"\udfff": 1},
        {1: "x"},
        {"x": object()},
        {"x": {1, 2}},
        {"x": b"bytes"},
        {"x": "a" * (16 * 1024 * 1024)},
    ],
    ids=lambda data: repr(data)[:20],
)
def test_what_no_line_can_hold_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        encode(EVENT._replace(data=data), PREV)
    assert (refused.value.code, refused.value.exit_code) == ("unstorable", 3)


@pytest.mark.parametrize("levels", [260, 300, 1000, 5000])
def test_deep_nesting_is_refused_both_ways(levels: int) -> None:
    nested: dict[str, Any] = {}
    for _level in range(levels):
        nested = {"x": nested}
    with pytest.raises(Refused, match="nested too deeply"):
        encode(EVENT._replace(data=nested), PREV)
    if levels > 255:
        line = LINE.replace(b'{"level":2}', b'{"x":' * levels + b"1" + b"}" * levels)
        with pytest.raises(BadLine, match="nested too deeply"):
            decode(line, 1, PREV)


@pytest.mark.parametrize("on", ["2026-6-3", "20260603", "2026-W23-3", "2026-02-30", "", "tomorrow"])
def test_a_date_that_is_none_is_refused_both_ways(on: str) -> None:
    with pytest.raises(Refused, match="date"):
        encode(EVENT._replace(on=on), PREV)
    with pytest.raises(BadLine, match="date"):
        decode(LINE.replace(b"2026-06-03", on.encode()), 1, PREV)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "blank"),
        (b"  ", "blank"),
        (b"\xef\xbb\xbf" + LINE, "byte-order mark"),
        (LINE + b"\r", "carriage return"),
        (b" " + LINE, "blanks"),
        (LINE[:-1], "not JSON"),
        (LINE + b"x", "not JSON"),
        (LINE + LINE, "not JSON"),
        (b"\0" * 20, "NUL"),
        (LINE.replace(b"mori", b"\xff\xfe"), "not JSON"),
        (LINE.replace(b"mori", b"\\ud800"), "not JSON"),
        (LINE.replace(b"mori", b"\\u0000"), "NUL"),
        (LINE.replace(b"2}", b"NaN}"), "not JSON"),
        (LINE.replace(b"2}", b"9223372036854775808}"), "64 bits"),
        (LINE.replace(b"2}", b"1e999}"), "not JSON|not finite"),
        (LINE.replace(b"2}", b"99999999999999999999}"), "64 bits"),
        (LINE.replace(b"2}", b'2,"level":2}'), "twice"),
        (LINE.replace(b'{"seq":1', b'{"seq":1,"seq":1'), "twice"),
        (LINE.replace(b'"seq":1,', b""), "fields"),
        (LINE.replace(b'"by":"mori","batch":null', b'"batch":null,"by":"mori"'), "fields"),
        (LINE.replace(b'{"level":2}', b"[]"), "wrong type"),
        (LINE.replace(b'"mori"', b"null"), "wrong type"),
        (LINE.replace(b'"001"', b"1"), "wrong type"),
        (LINE.replace(b'"seq":1', b'"seq":true'), "number"),
        (LINE.replace(b'"seq":1', b'"seq":1.0'), "number"),
        (LINE.replace(b'"seq":1', b'"seq":2'), "number"),
        (LINE.replace(b".123456Z", b".123Z"), "time"),
        (LINE.replace(b"T08", b"T25"), "time"),
        (LINE.replace(PREV.encode(), b"1" * 64), "follow"),
        (b"[1]", "fields"),
        (b"7", "fields"),
    ],
)
def test_a_line_that_nobody_wrote_is_no_entry(line: bytes, reason: str) -> None:
    with pytest.raises(BadLine, match=reason):
        decode(line, 1, PREV)


def test_a_number_may_be_spelt_as_a_later_encoder_would() -> None:
    line = LINE.replace(b'{"level":2}', b'{"level":2.50}')
    assert orjson.loads(line)["data"] == decode(line, 1, PREV).data == {"level": 2.5}


def test_every_bit_of_a_line_is_in_its_hash() -> None:
    assert len({line_hash(LINE[:at] + bytes([LINE[at] ^ 1]) + LINE[at + 1 :]) for at in range(len(LINE))}) == len(LINE)
