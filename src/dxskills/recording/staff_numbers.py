"""Staff numbers as people and files write them."""

from __future__ import annotations

import re

from dxskills.errors import Refused
from dxskills.i18n import _

_SHAPE = re.compile(r"[0-9A-Za-z_-]{1,32}")
# The full-width forms alone: NFKC would also make digits of ² and ① and so let a slip of the hand become somebody else.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def fold_staff_number(text: str) -> str:
    """A staff number in stored form: full-width characters made half-width, blanks at the ends taken off.

    Leading zeros are part of it. Refuses ("bad-staff-number") what is not 1 to 32 of ``0-9 A-Z a-z _ -``.
    """
    if _SHAPE.fullmatch(text):
        return text
    folded = text.translate(_HALF_WIDTH).strip()
    if not _SHAPE.fullmatch(folded):
        raise Refused(
            "bad-staff-number",
            _("{staff} is not a staff number: 1 to 32 of the characters 0-9, A-Z, a-z, _ and - are."),
            staff=ascii(folded) if not folded.isprintable() else folded or "''",
        )
    return folded
