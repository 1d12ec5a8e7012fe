"""How cells of a workbook look: colours that those see apart who cannot tell red from green, on white paper too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dxskills import i18n

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

# The tone → letters, ground. Blue, orange and vermilion differ for every kind of colour vision, and in lightness too.
_TONES: dict[str, dict[str, Any]] = {
    "plain": {},
    "good": {"font_color": "#00553D", "bg_color": "#E3F3EC"},
    "soon": {"font_color": "#6B4A00", "bg_color": "#FFEFB8"},
    "open": {"font_color": "#0A4A78", "bg_color": "#DCEBF7"},
    "bad": {"font_color": "#8F2A00", "bg_color": "#F9D3C4", "bold": True},
    "quiet": {"font_color": "#6E6E6E"},
    "strong": {"bold": True},
}
_FORMS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "long": {"text_wrap": True},  # a spreadsheet shows ### for long texts in the form of texts
    "whole": {"num_format": '#,##0;-#,##0;"–"', "align": "right", "indent": 1},
    "number": {"align": "right", "indent": 1},
    "identifier": {"num_format": "0", "align": "right", "indent": 1},
    "share": {"num_format": "0.0%", "align": "right", "indent": 1},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "right": {"num_format": "@", "align": "right", "indent": 1},
    "mark": {"num_format": "@", "align": "center"},
}
_BY_ERA = {**_FORMS["day"], "num_format": "[$-411]ge.m.d"}
_GROUNDED = ("text", "long", "mark")
"""The forms in which a tone colours the ground too; numbers have coloured figures, or a page of them would glare."""
_JAPANESE: dict[str, Any] = {"font_name": "Yu Gothic"}
"""Comes with every Office; without it, Latin and Japanese letters of one row would be of two fonts and heights."""
_LINE = "#BFBFBF"
_COVER: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "font_size": 14},
    "title": {"bold": True, "bottom": 1, "bottom_color": _LINE},
    "label": {"font_color": "#595959"},
    "text": {"text_wrap": True},
    "line": {},
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[str, ...], Format] = {}
        self._font = _JAPANESE if i18n.language() == "ja" else {}

    def cell(self, form: str, tone: str, foot: bool = False) -> Format:
        key = ("foot" if foot else "cell", form, tone)
        found = self._known.get(key)
        if found is not None:
            return found
        tones = _TONES[tone] if form in _GROUNDED else _letters(tone)
        return self._make(
            key, _BY_ERA if form == "day" and i18n.shows_eras() else _FORMS[form], tones, _FOOT if foot else _CELL
        )

    def tone(self, tone: str) -> Format:
        """The colours alone, for a rule."""
        return self._get(("tone", tone), _TONES[tone])

    def header(self, form: str) -> Format:
        return self._get(("header", form), _HEADER, _HEADERS[form])

    def note(self) -> Format:
        return self._get(("note",), {"font_color": "#595959"})

    def cover(self, look: str, tone: str) -> Format:
        return self._get(("cover", look, tone), {"valign": "top", "align": "left"}, _letters(tone), _COVER[look])

    def link(self) -> Format:
        return self._get(("link",), {"font_color": "#0A4A78", "underline": 1})

    def _get(self, key: tuple[str, ...], *parts: dict[str, Any]) -> Format:
        found = self._known.get(key)
        return found if found is not None else self._make(key, *parts)

    def _make(self, key: tuple[str, ...], *parts: dict[str, Any]) -> Format:
        properties: dict[str, Any] = {} if key[0] == "tone" else dict(self._font)
        for part in parts:
            properties |= part
        made = self._known[key] = self._book.add_format(properties)
        return made


def _letters(tone: str) -> dict[str, Any]:
    return {name: value for name, value in _TONES[tone].items() if name != "bg_color"}


_CELL: dict[str, Any] = {"valign": "vcenter"}
_FOOT: dict[str, Any] = {"valign": "vcenter", "bold": True, "top": 1}
_HEADER: dict[str, Any] = {"bold": True, "bg_color": "#E7E6E6", "bottom": 1, "num_format": "@"}
_HEADERS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "valign": "bottom"},
    "right": {"text_wrap": True, "valign": "bottom", "align": "right", "indent": 1},
    "mark": {"rotation": 90, "align": "center", "valign": "bottom"},
}
