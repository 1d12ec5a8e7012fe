"""The schema of an import profile: how the files of one source are written, so that they need no options.

A profile is no part of the rules, but it is read as strictly as they are, and by the same means. What its columns and
values mean is known where files are read (:mod:`dxskills.exchange.profiles`), and checked there.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from dxskills.framework.entries import Strict, Text
from dxskills.framework.faults import Faults
from dxskills.framework.structure import check_structure
from dxskills.framework.tree import Mapping, Scalar, Sequence, read_tree, scalar
from dxskills.framework.values import (
    FilledListOf,
    Line,
    Maybe,
    Part,
    Reads,
    as_mapping,
    fault,
    is_null,
    one_of,
    read_text,
    whole,
)
from dxskills.i18n import _

PROFILE_SCHEMA = "dxskills/profile/1"
KINDS = ("staff", "assignments", "trainings", "certifications", "assessments", "waivers", "enrolments")
FORMATS = ("csv", "tsv", "xlsx", "jsonl")
DUPLICATES = ("error", "first", "last")
HIGHEST_HEADER_ROW = 20
LARGEST_PROFILE = 1024 * 1024
"""Bytes; thousands of columns and values take less."""

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_LONGEST_PATTERN = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

T = TypeVar("T")


def cell_place(name: str) -> tuple[int, int]:
    """The row and the column, both counted from 1, of a cell as spreadsheets call it; (0, 0) for what is no cell."""
    found = _CELL.fullmatch(name)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    return (row, column) if row <= _LAST_ROW and column <= _LAST_COLUMN else (0, 0)


def _read_cell(value: Any) -> str:
    name = str(read_text(value))
    if cell_place(name) == (0, 0):
        raise fault("bad-cell-name", _("{text} is no cell; write its column and its row, as in B2."), text=name)
    return name


def _read_pattern(value: Any) -> str:
    text = str(read_text(value))
    try:
        groups = re.compile(text).groups if len(text) <= _LONGEST_PATTERN else 0
    except (re.error, RecursionError, OverflowError) as error:
        message = _("{text} is no regular expression: {reason}.")
        raise fault("bad-pattern", message, text=text, reason=str(error)) from None
    if groups != 1:
        message = _(
            "A pattern has one pair of brackets, around the value, as in “研修名：(.+)”; and {limit} signs at most."
        )
        raise fault("bad-pattern", message, limit=_LONGEST_PATTERN)
    return text


def _read_value(value: Any) -> str:
    """A value as a file would write it: also a number, a date or true, for it is kept as it is written."""
    text = str(value) if isinstance(value, Scalar) and value and value.plain else str(read_text(value))
    control = _CONTROL.search(text)
    if control is not None:
        message = _("The text holds the control character {point}.")
        raise fault("control-character", message, point=f"U+{ord(control[0]):04X}")
    return text


def _read_meaning(value: Any) -> str:
    """The same, or nothing: null and "" say that the cell is to count as blank."""
    if is_null(value) or (isinstance(value, Scalar) and value == "" and not value.plain):
        return ""
    return _read_value(value)


def _read_column(value: Any) -> str:
    """A column's name. It need not be quoted although YAML 1.1 takes ``on`` for true: what is no column is refused."""
    if isinstance(value, Scalar) and value and value.plain:
        value = scalar(value, value.at, plain=False)
    return str(read_text(value))


def _read_written(value: Any) -> str:
    """What stands in a cell; "" is a blank one."""
    return "" if isinstance(value, Scalar) and value == "" and not value.plain else str(read_text(value))


def _one_or_more(value: Any) -> Any:
    """A single pattern is a list of one."""
    if isinstance(value, Scalar) and value:
        listed = Sequence([value])
        listed.at = value.at
        return listed
    return value


def _as_cell(value: Any) -> Any:
    """``B2`` is short for ``{at: B2}``."""
    if not isinstance(value, Scalar) or not value:
        return value
    cell = Mapping(at=value)
    cell.at, cell.key_at = value.at, {"at": value.at}
    return cell


_SCALAR = [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]
_PATTERNS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}

Column = Annotated[str, Reads(_read_column, type="string", minLength=1)]
Written = Annotated[str, Reads(_read_written, type="string")]
Value = Annotated[str, Reads(_read_value, anyOf=_SCALAR)]
Meaning = Annotated[str, Reads(_read_meaning, anyOf=[*_SCALAR, {"type": "null"}])]
CellName = Annotated[str, Reads(_read_cell, type="string", pattern=f"^{_CELL.pattern}$")]
Pattern = Annotated[str, Reads(_read_pattern, type="string", maxLength=_LONGEST_PATTERN)]
Kind = Annotated[str, one_of(*KINDS)]
Format = Annotated[str, one_of(*FORMATS)]
Duplicates = Annotated[str, one_of(*DUPLICATES)]
HeaderRow = Annotated[int, whole(1, HIGHEST_HEADER_ROW)]
ProfileSchema = Annotated[str, one_of(PROFILE_SCHEMA)]
SheetPatterns = Annotated[FilledListOf[Line], BeforeValidator(_one_or_more), WithJsonSchema(_PATTERNS)]
ByHeader = Annotated[dict[Line, T], BeforeValidator(as_mapping)]
ByColumn = Annotated[dict[Column, T], BeforeValidator(as_mapping)]
ByWritten = Annotated[dict[Written, Meaning], BeforeValidator(as_mapping)]


class Cell(Strict):
    """A value that stands outside the list, once for all of its rows."""

    at: CellName = Field(description="The cell, as in B2.")
    pattern: Maybe[Pattern] = Field(
        None,
        description="A regular expression with one pair of brackets around the value, as in 研修名：(.+); "
        "default: the whole cell is the value.",
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        mapping = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": "string", "pattern": f"^{_CELL.pattern}$"}, dict(mapping)]}


class ProfileDocument(Strict):
    """profiles/*.yaml: how the files of one source are written."""

    schema_: ProfileSchema = Field(alias="schema", description="The kind of file and its version.")
    kind: Kind = Field(description="What the rows are.")
    name: Maybe[Text] = Field(None, description="What people call the source; default: the profile's file name.")
    summary: Maybe[Text] = Field(None, description="What the source is, in a sentence; default: nothing.")
    format: Maybe[Format] = Field(None, description="How the files are written; default: by their ending.")
    encoding: Maybe[Line] = Field(None, description="The encoding of a text file, as in cp932; default: recognised.")
    sheets: Maybe[SheetPatterns] = Field(
        None,
        description="The sheets of a workbook to read, with * and ? for any signs and for one; "
        "default: every visible sheet that has the header.",
    )
    header_row: Maybe[HeaderRow] = Field(
        None, description="The row of the header; default: the first that has the required columns."
    )
    columns: Maybe[ByHeader[Maybe[Column]]] = Field(
        None, description="The column that each header stands for, null to leave it alone; default: the usual headers."
    )
    values: Maybe[ByColumn[ByWritten]] = Field(
        None,
        description='For a column, what stands in the cells ("" for a blank one) and what it means; default: itself.',
    )
    constants: Maybe[ByColumn[Maybe[Value]]] = Field(
        None, description="Values that hold for every row, by column; the list's own column goes before; default: none."
    )
    cells: Maybe[ByColumn[Annotated[Part[Cell], BeforeValidator(_as_cell)]]] = Field(
        None, description="Cells outside the list whose value holds for every row, by column; default: none."
    )
    date_format: Maybe[Line] = Field(
        None,
        description="How dates are written, as strptime has it (%m/%d/%Y); default: any clear form.",
    )
    duplicates: Duplicates = Field(
        "error",
        description="Which row counts of those about the same that say different things; default: error.",
    )


def read_document(raw: bytes, file: str, faults: Faults) -> tuple[Mapping | None, ProfileDocument | None]:
    """The tree of a profile and the document it is; None, with every fault noted, for what is none."""
    tree = read_tree(raw, file, faults)
    return tree, None if tree is None else check_structure(tree, ProfileDocument, file, faults)
