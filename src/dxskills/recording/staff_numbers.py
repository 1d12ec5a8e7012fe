"""Staff numbers as people and files write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dxskills.errors import Refused
from dxskills.i18n import _

if TYPE_CHECKING:
    from dxskills.index import Index

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


def unknown_staff(staff: str, index: Index) -> Refused:
    """The refusal for a staff number that nobody has, naming a near one where a spreadsheet ate the zeros."""
    near = index.padded(staff)
    if near is not None:
        hint = _("Did you mean {near}? Leading zeros are part of a staff number.")
        return Refused("unknown-staff", _("Nobody has the staff number {staff}."), hint=hint, staff=staff, near=near)
    hint = _("`dxskills staff list` shows everybody; `dxskills staff add` or `import staff` enters somebody new.")
    return Refused("unknown-staff", _("Nobody has the staff number {staff}."), hint=hint, staff=staff)
