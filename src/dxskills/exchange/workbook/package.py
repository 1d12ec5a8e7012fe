"""What a workbook consists of: its sheets by name, and where its parts lie."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import NamedTuple

from dxskills.exchange.workbook.archive import Archive, folded
from dxskills.exchange.workbook.flaws import Broken, TooLarge, Unsafe
from dxskills.exchange.workbook.limits import MOST_SHEETS
from dxskills.exchange.workbook.markup import Attributes, Listener, parse
from dxskills.i18n import _

_MOST_RELATIONS = 20_000
_TRUE = ("1", "true", "on")


class SheetInfo(NamedTuple):
    name: str
    hidden: bool


class Relation(NamedTuple):
    kind: str
    """The last word of its type, such as "worksheet"."""
    target: str | None
    """A part's name; ``None`` where the target lies outside of the file."""


class Package(NamedTuple):
    sheets: tuple[SheetInfo, ...]
    parts: dict[str, str]
    """A sheet's name → its part's."""
    strings: str | None
    styles: str | None
    epoch_1904: bool
    recalculated: bool
    """Whether the program that wrote the file left all formulas to the one that opens it."""


class _Named(NamedTuple):
    name: str
    state: str
    relation: str


def read_package(archive: Archive) -> Package:
    """Raises a flaw where the parts do not make a workbook."""
    main = _main_part(archive)
    relations = _relations(archive, main)
    named, switches = _read_main(archive, main)
    lists: dict[str, str] = {}
    sheets = []
    for sheet in named:
        relation = relations.get(sheet.relation)
        if relation is None:
            raise Broken(_("the part of its sheet {sheet} is missing").format(sheet=sheet.name))
        if relation.kind != "worksheet":
            continue
        lists[sheet.name] = _sheet_part(archive, sheet, relation.target, lists)
        sheets.append(SheetInfo(sheet.name, sheet.state in ("hidden", "veryHidden")))
    by_kind = {relation.kind: relation.target for relation in relations.values()}
    strings, styles = by_kind.get("sharedStrings"), by_kind.get("styles")
    return Package(tuple(sheets), lists, strings, styles, "date1904" in switches, "fullCalcOnLoad" in switches)


def _main_part(archive: Archive) -> str:
    for relation in _relations(archive, "").values():
        if relation.kind == "officeDocument" and relation.target is not None:
            return relation.target
    raise Broken(_("it does not say where its sheets are"))


def _relations(archive: Archive, part: str) -> dict[str, Relation]:
    """The relations of a part, or of the file as a whole, by their ids."""
    found: dict[str, Relation] = {}

    def take(name: str, around: str, attributes: Attributes) -> None:
        if name != "Relationship" or around != "Relationships":
            return
        if len(found) >= _MOST_RELATIONS:
            raise TooLarge(_("it has too many parts"))
        inside = attributes.get("TargetMode") != "External"
        target = _target(part, attributes.get("Target", "")) if inside else None
        found[attributes.get("Id", "")] = Relation(attributes.get("Type", "").rpartition("/")[2], target)

    folder, _slash, name = part.rpartition("/")
    parse(archive.pieces(join(folder, "_rels", f"{name}.rels")), Listener(take))
    return found


def _target(part: str, target: str) -> str:
    """The name of the part that ``target`` leads to from ``part``."""
    return normpath(join("/", dirname(part), target.replace("\\", "/"))).lstrip("/")


def _read_main(archive: Archive, main: str) -> tuple[list[_Named], set[str]]:
    """The sheets in order, and the switches that are on."""
    sheets: list[_Named] = []
    switches: set[str] = set()

    def take(name: str, around: str, attributes: Attributes) -> None:
        if not around and name != "workbook":
            raise Broken(_("the part {part} is not what it should be").format(part=main))
        if name == "sheet" and around == "sheets":
            if len(sheets) >= MOST_SHEETS:
                raise TooLarge(_("it has more than {limit} sheets").format(limit=MOST_SHEETS))
            given = (attributes.get("name", ""), attributes.get("state", "visible"), attributes.get("r:id", ""))
            sheets.append(_Named(*given))
        elif name in ("workbookPr", "calcPr"):
            switches.update(key for key, value in attributes.items() if value in _TRUE)

    parse(archive.pieces(main), Listener(take))
    return sheets, switches


def _sheet_part(archive: Archive, sheet: _Named, target: str | None, before: dict[str, str]) -> str:
    if target is None:
        raise Unsafe(_("its sheet {sheet} lies in another file").format(sheet=sheet.name))
    if target not in archive:
        raise Broken(_("the part of its sheet {sheet} is missing").format(sheet=sheet.name))
    if not sheet.name or sheet.name in before:
        raise Broken(_("two of its sheets have the name {sheet}").format(sheet=sheet.name))
    if folded(target) in map(folded, before.values()):
        raise Unsafe(_("two of its sheets are one"))
    return target
