from __future__ import annotations

import pytest

from dxskills.errors import Refused
from dxskills.recording.staff_numbers import fold_staff_number


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("00012345", "00012345"),
        ("０００１２３４５", "00012345"),
        (" 0123\u3000", "0123"),
        ("Ａ－１＿ｂ", "A-1_b"),
        ("x" * 32, "x" * 32),
    ],
)
def test_full_width_is_made_half_width_and_zeros_stay(written: str, stored: str) -> None:
    assert fold_staff_number(written) == stored


@pytest.mark.parametrize(
    "written", ["", " ", "x" * 33, "12 34", "²", "٣", "①", "12\u200b34", "\u202e12", "12/34", "ｱ", "1\n2", "é"]
)
def test_what_only_looks_like_a_number_is_refused(written: str) -> None:
    with pytest.raises(Refused) as refused:
        fold_staff_number(written)
    assert refused.value.code == "bad-staff-number"
    assert refused.value.message.isprintable()
