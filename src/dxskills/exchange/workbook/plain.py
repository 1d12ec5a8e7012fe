"""Rows as spreadsheet programs write them, taken apart by a pattern: a third of the time that the XML parser takes.

Only what is written in exactly that way is taken here; the parser gets all the rest, and finds out what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from dxskills.exchange.workbook.flaws import CellFlaw
from dxskills.exchange.workbook.formats import Show
from dxskills.exchange.workbook.gathering import Gathering
from dxskills.exchange.workbook.limits import MOST_TOKEN_BYTES, WIDEST_LIST
from dxskills.exchange.workbook.numbers import plain
from dxskills.exchange.workbook.strings import WHITE, Strings, TextParts, unescape

# No control characters, no ends of lines that XML would change, and of the entities those that XML itself has.
_PIECE = "[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_TEXT = f"{_PIECE}(?:&(?:amp|lt|gt|quot|apos);{_PIECE})*+"
_RARE = rf"""(?P<f><f(?:\ [^<>&]*+)?+ (?: /> | >(?P<formula>{_TEXT})</f> ))?+
    (?: <v>(?P<value>{_TEXT})</v> | <v/> | <is><t(?P<kept>\ xml:space="preserve")?+>(?P<inline>{_TEXT})</t></is> )?+"""
_UNNAMED = re.sub("[?]P<[a-z]+>", "?:", _RARE)
_RARE_CELL = re.compile(_RARE, re.VERBOSE)
_CELL = re.compile(
    rf"""<c\ r="([A-Z]{{1,3}}+)([1-9][0-9]*+)"(?:\ s="([0-9]++)")?+(?:\ t="([a-zA-Z]++)")?+(?(3)|(?:\ s="([0-9]++)")?+)
    (?: /> | > (?: <v>({_TEXT})</v></c> | <is><t>({_TEXT})</t></is></c> | ({_UNNAMED})</c> ) )""",
    re.VERBOSE,
)
_STEP = _CELL.groups + 1
_ROW = re.compile(r'<row r="([1-9][0-9]*)"(?: (?!xmlns)[A-Za-z][A-Za-z0-9:]+="[^"<&]*")*>')
_ROW_END, _LIST, _LIST_END = b"</row>", b"<sheetData>", b"</sheetData>"
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_DECLARATION = re.compile(rb"<\?xml [^<>]*\?>")


_Cell = tuple[int, str | None, str | None, str | None, str | None, str | None, str | None]
"""A column, a style, a kind, a style written after it, a value, a text of its own, and what is written otherwise."""
_Group = list[str | None]
_MOST_SHAPES = 64
_SHORT = 1_000
"""Characters of texts that need not be counted one by one."""


class _Shape(NamedTuple):
    columns: list[int]
    plan: list[Show]


class PlainRows:
    """Takes the plain rows of one sheet to where its cells are gathered."""

    def __init__(self, gathering: Gathering, between_rows: Callable[[], bool]) -> None:
        """``between_rows``: whether the XML parser is inside the list of rows now, and outside of a row."""
        self._gathering = gathering
        self._between_rows = between_rows
        formats = gathering.contents.formats
        self._shows: dict[str | None, Show | None] = {str(style): show for style, show in enumerate(formats)}
        self._shows[None] = self._shows.get("0")
        self._shapes: dict[tuple[str | None, ...], _Shape] = {}
        self._shared = _getter(gathering.contents.strings)
        self._inline = TextParts()

    def leave_out(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The XML in ``pieces`` without the rows that are taken here. Each piece must be parsed before the next."""
        pieces = iter(pieces)
        head = b""
        for piece in pieces:
            head += piece
            if _LIST in head or len(head) > MOST_TOKEN_BYTES:
                break
        before, mark, held = head.partition(_LIST)
        yield before + mark
        plain = self._between_rows() and not _hides(_DECLARATION.sub(b"", before, count=1))
        while plain:
            *rows, held = held.split(_ROW_END)
            for row in rows:
                if not (plain and self._take(row)):
                    yield row + _ROW_END
                    plain = plain and self._between_rows() and not _hides(row)
            piece = next(pieces, b"") if _LIST_END not in held and len(held) < MOST_TOKEN_BYTES else b""
            plain = plain and piece != b""
            held += piece
        yield held
        yield from pieces

    def _take(self, raw: bytes) -> bool:
        """Whether ``raw``, a row without its end, was plain; then its cells are gathered. Raises a flaw."""
        try:
            parts: list[str | None] = _CELL.split(raw.decode())
        except UnicodeDecodeError:
            return False
        row = _ROW.fullmatch(parts[0] or "")
        if row is None or any(parts[_STEP::_STEP]):
            return False
        self._gathering.begin_row(row[1])
        styles, kinds, others, values = parts[3::_STEP], parts[4::_STEP], parts[5::_STEP], parts[6::_STEP]
        columns, plan = self._shape(parts[1::_STEP], parts[2::_STEP], styles, kinds)
        if any(others) or not (plan and self._put_by(plan, values)):
            inlines, rares = parts[7::_STEP], parts[8::_STEP]
            self._put(zip(columns, styles, kinds, others, values, inlines, rares, strict=True))
        self._gathering.end_row()
        return True

    def _shape(self, letters: _Group, digits: _Group, styles: _Group, kinds: _Group) -> _Shape:
        """The columns of the row's cells, and how to convert their values; mostly those of an earlier row."""
        key = (*letters, *styles, *kinds)
        shape = self._shapes.get(key)
        if shape is None or digits.count(self._gathering.digits) < len(digits):
            columns = self._gathering.columns_of(letters, digits)
            shape = _Shape(columns, self._plan(columns, styles, kinds))
            if len(self._shapes) >= _MOST_SHAPES:
                self._shapes.clear()
            self._shapes[key] = shape
        else:
            self._gathering.count_cells(len(digits))
        return shape

    def _plan(self, columns: list[int], styles: _Group, kinds: _Group) -> list[Show]:
        """A conversion for every cell of a row without gaps; none where a cell is of a kind that is less frequent."""
        if columns != list(range(len(columns))) or len(columns) > WIDEST_LIST:
            return []
        if any(kind not in (None, "n", "s") for kind in kinds) or any(style not in self._shows for style in styles):
            return []
        return [
            self._shared if kind == "s" else self._shows[style] or plain
            for style, kind in zip(styles, kinds, strict=True)
        ]

    def _put_by(self, plan: list[Show], values: _Group) -> bool:
        """Whether all cells of the row had good values, which are short; then they are put where they belong."""
        if None in values:
            return False
        try:
            cells = [convert(value) for convert, value in zip(plan, values, strict=True)]  # type: ignore[arg-type]
        except (LookupError, ValueError, CellFlaw):
            return False
        if max(map(len, cells)) >= _SHORT:
            return False
        while cells and not cells[-1]:
            cells.pop()
        self._gathering.cells = cells
        return True

    def _put(self, cells: Iterable[_Cell]) -> None:
        gathering, shows = self._gathering, self._shows
        row = gathering.cells
        for column, style, kind, other, value, inline, rare in cells:
            text = ""
            try:
                if value is not None:
                    if kind == "s":
                        text = self._shared(value)
                    elif (kind is None or kind == "n") and len(value) < _SHORT:
                        show = shows[style or other]
                        text = plain(value) if show is None else show(value)
                elif inline is not None:
                    if kind == "inlineStr" and len(inline) < _SHORT:
                        text = _inline(inline)
                elif not rare:
                    continue
            except (LookupError, ValueError, CellFlaw):
                pass  # what is wrong is found out below
            if 0 < len(text) < _SHORT and column < WIDEST_LIST:
                if column > len(row):
                    row.extend([""] * (column - len(row)))
                row.append(text)
            else:
                gathering.column = column
                self._put_rare(kind, style or other, value, inline, rare)

    def _put_rare(
        self, kind: str | None, style: str | None, value: str | None, inline: str | None, rare: str | None
    ) -> None:
        """A cell with a formula, a long text, or anything but a good number or text."""
        formula, kept = None, False
        if rare and (match := _RARE_CELL.fullmatch(rare)):
            formula = _decoded(match["formula"] or "") if match["f"] else None
            value = match["value"] if "<v/>" not in rare else ""
            inline, kept = match["inline"], bool(match["kept"])
        if inline:
            self._inline.begin({}, kept)
            self._inline.end([_decoded(inline)])
        self._gathering.put(kind, style, value and _decoded(value), formula, self._inline.take())


def _getter(strings: Strings) -> Show:
    """The quickest way from the number of a shared text as it is written to the text. Raises LookupError."""
    if isinstance(strings, list):
        return {str(number): text for number, text in enumerate(strings)}.__getitem__
    return lambda number: strings[int(number)] if number.isdecimal() else strings[len(strings)]


def _hides(raw: bytes) -> bool:
    """Whether there may be a comment or the like in it, where what looks like an element is none."""
    return b"<!" in raw or b"<?" in raw


def _decoded(text: str) -> str:
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text


def _inline(written: str) -> str:
    """A short text as it is in its element, without a word about the blanks around it."""
    return unescape(_decoded(written).strip(WHITE))
