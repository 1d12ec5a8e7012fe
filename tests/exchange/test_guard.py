"""The guard before formula-like cells, and its taking off."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxskills.exchange.guard import guard, unguard

LIVE = "=+-@＝＋－＠"


@given(st.text(alphabet=st.sampled_from("'=+-@＝\t\r\n 　ab1"), max_size=8) | st.text())
def test_what_is_guarded_comes_back_unchanged(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.text(alphabet=st.sampled_from("'=+-@＝＠\t\r\n 　ab1"), max_size=8))
def test_nothing_guarded_begins_like_a_formula(text: str) -> None:
    guarded = guard(text)
    assert not guarded.lstrip(" 　").startswith(tuple(LIVE))
    assert not guarded.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize("text", ["'00123", "O'Brien", "'", "''", "abc", "", "1-2", "山田=学"])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_a_row_survives_being_written_and_read(cells: list[str]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(map(guard, cells))
    buffer.seek(0)
    assert [unguard(cell) for cell in next(csv.reader(buffer, strict=True))] == cells
