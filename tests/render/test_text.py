"""Data text on its way out: harmless, measured in cells, wrapped without loss."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxskills.exchange.characters import ACTING, visible
from dxskills.render.text import pad, visible_lines, width, wrap


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("山田", "山田"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("a\nb\tc", "a<U+000A>b<U+0009>c"),
        ("\x9b1m", "<U+009B>1m"),
        ("ab\u202edc", "ab<U+202E>dc"),
        ("0020\u200b0014", "0020<U+200B>0014"),
        ("辻\U000e0100", "辻\U000e0100"),
        ("葛\ufe00", "葛\ufe00"),
        ("\U000e0041", "<U+E0041>"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_what_acts_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_own_sentences_keep_their_line_breaks() -> None:
    assert visible_lines("a\nb\x07") == "a\nb<U+0007>"


@given(st.text())
def test_nothing_hostile_is_left(text: str) -> None:
    assert not re.search(ACTING, visible(text))


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("山田", 4), ("ｱ", 1), ("Ａ", 2), ("か\u3099", 2), ("𠮷", 2)])
def test_width_counts_cells(text: str, cells: int) -> None:
    assert width(text) == cells


def test_padding_aligns_and_never_cuts() -> None:
    assert [pad("山", 4), pad("山", 4, right=True), pad("山田太郎", 4)] == ["山  ", "  山", "山田太郎"]


def test_japanese_breaks_anywhere_but_before_a_full_stop() -> None:
    assert wrap("職員の研修を記録する。", 10) == ["職員の研修", "を記録す", "る。"]
    assert wrap("one two three", 8) == ["one two", "three"]


@given(st.text(alphabet="ab 職員。「」", max_size=60), st.integers(2, 30))
def test_wrapping_loses_nothing_but_blanks_and_keeps_the_width(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= cells for line in lines)


@pytest.mark.parametrize("cells", [1, 0, -1, -9])
def test_no_room_at_all_is_room_for_a_character(cells: int) -> None:
    assert [line for line in wrap("山 ab", cells) if line] == ["山", "a", "b"]
    assert wrap("", cells) == [""]
