"""XML read a piece at a time, with everything refused that makes small files large or slow.

Names of the spreadsheet's own elements come without their namespace, whether they are of the transitional form of
OOXML or of the strict one; those of others keep theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from dxskills.exchange.workbook.flaws import Broken, TooLarge, Unsafe
from dxskills.exchange.workbook.limits import (
    CHUNK,
    LONGEST_URI,
    MOST_DEPTH,
    MOST_FOREIGN_ELEMENTS,
    MOST_NAMES,
    MOST_TOKEN_BYTES,
)
from dxskills.i18n import _

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ELEMENTS = (
    *("workbook", "workbookPr", "calcPr", "sheets", "sheet", "styleSheet", "numFmts", "numFmt", "cellXfs", "xf"),
    *("sst", "si", "r", "t", "worksheet", "sheetData", "row", "c", "v", "f", "is", "mergeCells", "mergeCell"),
)

KNOWN = (
    {f"{space} {name}": name for space in _MAIN for name in _ELEMENTS}
    | {f"{space} id": "r:id" for space in _RELATION}
    | {f"{_PACKAGE} {name}": name for name in ("Relationships", "Relationship")}
    | {"http://www.w3.org/XML/1998/namespace space": "xml:space"}
)
Attributes = dict[str, str]


class Elements(Protocol):
    """What takes a part's elements as they come."""

    texts: list[str]
    """The pieces of text since it was last emptied."""

    @property
    def depth(self) -> int:
        """How deep inside elements that say nothing to us; 0 is outside."""
        ...

    @property
    def foreign(self) -> int:
        """How many of them there were."""
        ...

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def room(self) -> int | None:
        """How many characters of text may still come in the element that is open; ``None``: its text is not wanted."""
        ...


def parse(pieces: Iterable[bytes], elements: Elements) -> None:
    """Hand the XML that comes in ``pieces`` to ``elements``. Raises ExpatError, or a flaw."""
    parser: XMLParserType | None = None
    fed = 0
    for piece in pieces:
        for start in range(0, len(piece), CHUNK):
            parser = parser or _parser(piece, elements)
            parser.Parse(piece[start : start + CHUNK], False)
            fed += len(piece[start : start + CHUNK])
            _check(parser, fed, elements)
    if parser is None:
        raise Broken(_("a part of it is empty"))
    parser.Parse(b"", True)


def _parser(first: bytes, elements: Elements) -> XMLParserType:
    from xml.parsers.expat import ParserCreate

    # What the XML itself says about its encoding is not listened to: OOXML allows only these two.
    encoding = "UTF-16" if first[:2] in (b"\xff\xfe", b"\xfe\xff") else "UTF-8"
    # The parser gives names as the dictionary has them, so ours come out short.
    parser = ParserCreate(encoding, " ", dict(KNOWN))
    parser.buffer_text = True
    parser.StartElementHandler = elements.start
    parser.EndElementHandler = elements.end
    parser.CharacterDataHandler = elements.texts.append
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartNamespaceDeclHandler = _check_namespace
    return parser


def _refuse_doctype(*_said: object) -> None:
    raise Unsafe(_("it declares a document type, with which files are made to grow without end"))


def _check_namespace(_prefix: str | None, uri: str | None) -> None:
    if uri and len(uri) > LONGEST_URI:
        raise Unsafe(_("its XML has names without end"))


def _check(parser: XMLParserType, fed: int, elements: Elements) -> None:
    """What may not grow with the part: the token being read, names, depth, and texts that nobody takes."""
    if fed - parser.CurrentByteIndex > MOST_TOKEN_BYTES or len(parser.intern) > MOST_NAMES:
        raise Unsafe(_("its XML has names without end"))
    if elements.depth > MOST_DEPTH:
        raise Unsafe(_("its XML is nested without end"))
    if elements.foreign > MOST_FOREIGN_ELEMENTS:
        raise TooLarge(_("its XML has too many elements"))
    room = elements.room()
    if room is None:
        elements.texts.clear()
    elif sum(map(len, elements.texts)) > room:
        raise TooLarge(_("a text in it is longer than a cell can hold"))


class Listener:
    """Elements of a part that only a function looks at, its texts left out."""

    def __init__(self, take: Callable[[str, str, Attributes], None]) -> None:
        """``take`` gets an element's name, that of the one around it, and its attributes."""
        self._take = take
        self._open: list[str] = [""]
        self.texts: list[str] = []
        self.foreign = 0
        """Here all elements."""

    @property
    def depth(self) -> int:
        return len(self._open)

    def start(self, name: str, attributes: Attributes) -> None:
        self.foreign += 1
        self._take(name, self._open[-1], attributes)
        self._open.append(name)

    def end(self, name: str) -> None:
        self._open.pop()

    def room(self) -> None:
        return None
