"""What a cell holds, as text: from what is written in its element and from what that refers to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dxskills.exchange.workbook import numbers
from dxskills.exchange.workbook.flaws import Broken, CellFlaw
from dxskills.exchange.workbook.formats import Show
from dxskills.exchange.workbook.strings import Strings, unescape
from dxskills.i18n import _

_TRUTHS = {"1": "true", "0": "false"}
_LONGEST_FORMULA_SHOWN = 200


class Contents(NamedTuple):
    """Each cell has a ``kind`` (its attribute t), a ``style`` (s), a ``value`` (element v), a ``formula`` (f) and a
    text of its own (``inline``). ``None`` is what is not there.
    """

    strings: Strings
    formats: Sequence[Show | None]
    recalculated: bool
    """Whether the 0 of a formula stands for a value that nobody has calculated."""

    def text(self, kind: str | None, style: str | None, value: str | None, formula: str | None, inline: str) -> str:
        """Raises CellFlaw where what is seen in the cell is not its value, and Broken where it refers to nothing."""
        if kind == "s":
            return self._shared(value or "")
        if kind == "inlineStr" or (inline and value is None and formula is None):
            return inline or unescape(value or "")
        if value is None or (not value and kind != "str" and formula is not None):
            if formula is None:
                return ""
            raise CellFlaw("no-cached-value")
        match kind:
            case None | "n":
                return self._number(style, value.strip(), formula is not None)
            case "str":
                return unescape(value)
            case "b":
                return _TRUTHS.get(value.strip(), value.strip().lower())
            case "d":
                return numbers.iso_day(value.strip()) if value else ""
            case "e":
                raise CellFlaw("error-cell")
        raise Broken(_("is of a kind that there is not"))

    def seen(self, value: str | None, formula: str | None) -> str:
        """What is seen in a cell that has no value: its formula, if that was never calculated."""
        if value and not (formula is not None and value == "0"):
            return value
        return f"={formula or ''}"[:_LONGEST_FORMULA_SHOWN]

    def show(self, style: str | None) -> Show | None:
        """How a style shows a number. Raises Broken where it refers to nothing."""
        if style is None or style == "0":
            return self.formats[0] if self.formats else None
        if not style.isdecimal() or len(style) > 9 or int(style) >= len(self.formats):
            raise Broken(_("refers to a style that is not there"))
        return self.formats[int(style)]

    def _shared(self, number: str) -> str:
        if not number:
            return ""
        if not number.isdecimal() or len(number) > 9 or int(number) >= len(self.strings):
            raise Broken(_("refers to a text that is not there"))
        return self.strings[int(number)]

    def _number(self, style: str | None, value: str, calculated: bool) -> str:
        if not value:
            return ""
        if calculated and value == "0" and self.recalculated:
            raise CellFlaw("no-cached-value")
        show = self.show(style)
        return numbers.plain(value) if show is None else show(value)
