"""Whatever bytes lie in a store's files, they are what was written or a coded refusal, and cost no more than that."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from dxskills.digest import blake2b
from dxskills.errors import Damaged, DxError, Unavailable
from dxskills.journal import head, headline, identity, names
from dxskills.journal.event import BadLine, decode, encode

PREV = "0" * 64
ID = "ab" * 16
LINE = (
    b'{"seq":1,"at":"2026-11-24T08:15:33.123456Z","by":"mori","batch":null,"kind":"skill.assessed","staff":"001",'
    b'"on":"2026-06-03","data":{"level":2,"x":[1.5,{"a":"\\u0001"}],"y":null},"prev":"' + PREV.encode() + b'"}'
)
SCRAPS = some.sampled_from(
    [
        *(b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"NaN", b"Infinity", b"-0", b"1e999"),
        *(b"9223372036854775807", b"9223372036854775808", b"-9223372036854775809", b"0.1e-400", b"1E2", b"01", b"+1"),
        *(b"\\u0000", b"\\ud800", b"\\ud83d\\ude00", b"\\u2028", b"\\/", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\xc2\x85"),
        *(b"\0", b"\r", b"\n", b" ", b"\t", b"\xef\xbb\xbf", b"\xff", b'"level":3,', b'"seq":1,', b"[" * 1000),
        *(b'{"a":' * 300, b"]" * 300, b'"on":null', b"2026-02-30", b"0001-01-01", b"9999-12-31", b"T24:00:00.000000Z"),
    ]
)
CHANGES = some.lists(
    some.tuples(some.integers(0, len(LINE)), some.integers(0, 12), SCRAPS | some.binary(max_size=4)), max_size=4
)


def changed(raw: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, put in changes:
        raw = raw[:place] + put + raw[place + length :]
    return raw


@given(CHANGES)
@settings(max_examples=400, deadline=None)
@example([])
@example([(LINE.index(b"2,"), 1, b"2.0")])
@example([(LINE.index(b"2,"), 1, b"-0")])
@example([(LINE.index(b"2,"), 1, b"1e-400")])
def test_a_line_is_read_as_it_is_written_or_refused(changes: list[tuple[int, int, bytes]]) -> None:
    line = changed(LINE, changes)
    try:
        event = decode(line, 1, PREV)
    except BadLine:
        return
    again = encode(event, PREV)
    assert decode(again, 1, PREV) == event
    # Only numbers have more than one spelling.
    assert again == line or any(sign in line for sign in (b".", b"e", b"E", b"-0"))


def keyed(record: bytes) -> bytes:
    """A copy of HEAD's record with the checksum that belongs to it, as somebody who can count may write it."""
    checksum = blake2b(record, digest_size=16, key=ID.encode()).hexdigest().encode()
    return checksum + b" " + record


VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**65), 2**65) | some.text(max_size=8) | some.floats(),
    lambda inside: some.lists(inside, max_size=3) | some.dictionaries(some.text(max_size=4), inside, max_size=3),
    max_leaves=5,
)
HEAD = {"generation": 3, "segment": "2026.jsonl", "length": 100, "seq": 2, "hash": PREV}


def dumped(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        return b"{}"


@given(some.dictionaries(some.sampled_from([*HEAD, "more"]), VALUES) | some.binary(max_size=60))
@settings(max_examples=300, deadline=None)
@example({"segment": "../people.json"})
@example({"generation": True})
@example({"length": -1})
@example({"more": 1})
@example(b"[]")
def test_a_head_that_only_its_checksum_speaks_for_is_none(said: dict[str, object] | bytes) -> None:
    record = said if isinstance(said, bytes) else dumped(HEAD | said)
    found = head._decode(keyed(record), ID)
    if found is not None:
        assert orjson.loads(record) == found._asdict()
        assert found.segment == "" or found.segment.endswith(".jsonl")
        assert "/" not in found.segment
        assert min(found.generation, found.length, found.seq) >= 0


@given(
    some.text(max_size=80) | some.lists(some.sampled_from([headline.MARK, ID, "-", "9" * 5000, "1", "x"])).map(" ".join)
)
@settings(max_examples=200, deadline=None)
def test_no_text_makes_a_head_line_fall_over(text: str) -> None:
    try:
        headline.parse(text)
    except DxError as error:
        assert error.code == "bad-head-line"


def test_a_number_of_thousands_of_digits_is_no_head_line() -> None:
    body = f"{headline.MARK} {ID} {'9' * 5000} {PREV} 2026-11-24"
    check = blake2b(body.encode(), digest_size=4).hexdigest()
    with pytest.raises(DxError, match="six parts"):
        headline.parse(f"{body} {check}")


WHOLE = {"schema": "dxskills/store/1", "id": ID, "year_start": "04-01"}


@given(some.dictionaries(some.sampled_from(list(WHOLE)), VALUES) | some.binary(max_size=60))
@settings(max_examples=200, deadline=None)
@example({"year_start": "99-99"})
@example({"year_start": "0401"})
@example({"year_start": "13-01"})
@example({"id": "ab " * 30})
@example({"id": "AB" * 16})
@example({"schema": "dxskills/store/" + "9" * 5000})
@example({"schema": "dxskills/store/-1"})
@example(b"[" * 10_000)
def test_a_store_file_is_what_we_write_or_refused(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, object] | bytes
) -> None:
    folder = _folder(tmp_path_factory)
    (folder / identity.FILE).write_bytes(said if isinstance(said, bytes) else dumped(WHOLE | said))
    try:
        found = identity.read_identity(folder)
    except (Damaged, Unavailable):
        return
    assert bytes.fromhex(found.id)
    assert 1 <= found.year_start[0] <= 12


PEOPLE = b'{"schema":"dxskills/people/1","people":{\n"001":{"name":"a","kana":null,"as_of":"2026-01-01"}\n}}\n'


@given(some.lists(some.tuples(some.integers(0, len(PEOPLE)), some.integers(0, 12), SCRAPS | some.binary(max_size=4))))
@settings(max_examples=200, deadline=None)
def test_names_are_what_we_write_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, bytes]]
) -> None:
    folder = _folder(tmp_path_factory)
    raw = changed(PEOPLE, changes)
    (folder / names.FILE).write_bytes(raw)
    try:
        found = names.read_names(folder)
    except DxError as error:
        assert error.exit_code in (4, 5)
    else:
        assert all(isinstance(name.name, str) and isinstance(name.as_of, str) for name in found.values())
    names.salvage(raw)


def _folder(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "fuzzed"
    folder.mkdir(exist_ok=True)
    return folder
