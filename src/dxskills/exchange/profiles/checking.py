"""What the schema of a profile cannot know: columns of the kind, values that these hold, and what goes together."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from dxskills.errors import DxError
from dxskills.exchange.columns import FORMS, normal_header
from dxskills.exchange.date_forms import check_date_format
from dxskills.exchange.encoding import find_encoding
from dxskills.exchange.profiles.meanings import check_value
from dxskills.exchange.profiles.profile import column_name, column_names, fold_cell
from dxskills.framework.model import Framework
from dxskills.framework.place import Place, Word
from dxskills.framework.profile_file import KINDS
from dxskills.framework.suggestion import Vocabulary, with_hint
from dxskills.framework.tree import Scalar
from dxskills.framework.values import is_null
from dxskills.i18n import _


def check_profile(place: Place, framework: Framework) -> None:
    """Note every fault of a profile's tree; what the schema has told of already is passed over."""
    _try(place, "encoding", lambda name: find_encoding(io.BytesIO(), name))
    _try(place, "date_format", check_date_format)
    _check_format(place)
    kind = place.word("kind")
    columns = _Columns(str(kind.text), framework) if kind and kind.text in KINDS else None
    _check_headers(place.part("columns"), columns)
    if columns is not None:
        form = place.word("date_format")
        values = _Values(columns, form and str(form.text), framework)
        _check_provided(place, columns, values)
        _check_values(place.part("values"), columns, values)


def _try(place: Place, key: str, check: Callable[[str], object]) -> None:
    """Run a check of the reading's own on the text at ``key``."""
    word = place.word(key)
    if word is None:
        return
    try:
        check(str(word.text))
    except DxError as error:
        place.fault_at(word, error.code, error.message)


def _check_format(place: Place) -> None:
    form = place.word("format")
    if form is None:
        return
    if form.text in ("csv", "tsv", "jsonl") and place.says("sheets"):
        place.fault("sheets", "no-such-place", _("A {format} file has no sheets.").format(format=form.text))
    for key in ("header_row", "cells"):
        if form.text == "jsonl" and place.says(key):
            sentence = _(
                "In a jsonl file every line has its keys: there is no header row, and no cell outside the list."
            )
            place.fault(key, "no-such-place", sentence)


class _Columns:
    """The columns that files of the kind have."""

    def __init__(self, kind: str, framework: Framework) -> None:
        self._kind = kind
        self._known = column_names(kind, framework.organisation.unit_levels)
        self._headers = {
            normal_header(header): column for column, others in FORMS[kind].columns.items() for header in others
        }

    def fault_of(self, name: str) -> str | None:
        """What is to be said of a column that there is not."""
        if column_name(name) in self._known:
            return None
        known = ", ".join(self._known)
        sentence = _("{kind} files have no column {column}; there are: {known}.")
        near = self._headers.get(normal_header(name)) or Vocabulary(self._known).near(name)
        return with_hint(sentence.format(kind=self._kind, column=name, known=known), near)


class _Values:
    """The values that the columns hold."""

    def __init__(self, columns: _Columns, form: str | None, framework: Framework) -> None:
        self._columns = columns
        self._form = form
        self._framework = framework

    def check(self, part: Place, key: str, column: str) -> None:
        """Note a value at ``key`` that ``column`` cannot hold."""
        word = part.word(key)
        if word is None or self._columns.fault_of(column):
            return
        try:
            check_value(column_name(column), str(word.text), self._form, self._framework)
        except DxError as error:
            part.fault_at(word, error.code, f"{error.message} {error.hint}" if error.hint else error.message)


def _keys(part: Place | None) -> Iterator[tuple[Place, str]]:
    """The keys of a mapping that the file fills as it likes, each beside the mapping."""
    if part is not None:
        yield from ((part, str(key)) for key in part.node)


def _check_headers(headers: Place | None, columns: _Columns | None) -> None:
    seen: dict[str, str] = {}
    for part, header in _keys(headers):
        name = normal_header(header)
        if not name:
            part.fault(header, "bad-header", _("{text} is no header.").format(text=header), value=header)
        elif name in seen:
            message = _("{text} is the same header as {other}: blanks, width and case do not matter.")
            part.fault(header, "duplicate-key", message.format(text=header, other=seen[name]), value=header)
        seen.setdefault(name, header)
        target = part.node[header]
        if columns is None or not isinstance(target, Scalar) or not target or is_null(target):
            continue
        if sentence := columns.fault_of(str(target)):
            part.fault_at(Word(target, f"{part.path}.{header}"), "unknown-column", sentence)


def _check_provided(place: Place, columns: _Columns, values: _Values) -> None:
    """The columns whose value holds for all rows: each can be said once."""
    seen: set[str] = set()
    for key in ("constants", "cells"):
        for part, name in _keys(place.part(key)):
            if sentence := columns.fault_of(name):
                part.fault(name, "unknown-column", sentence, value=name)
            elif column_name(name) in seen:
                sentence = _("The column {column} is given a value twice.").format(column=name)
                part.fault(name, "doubled-column", sentence, value=name)
            elif key == "constants":
                values.check(part, name, name)
            seen.add(column_name(name))


def _check_values(given: Place | None, columns: _Columns, values: _Values) -> None:
    for part, name in _keys(given):
        if sentence := columns.fault_of(name):
            part.fault(name, "unknown-column", sentence, value=name)
        seen: dict[str, str] = {}
        for meanings, written in _keys(part.part(name)):
            folded = fold_cell(written)
            if folded in seen:
                message = _("{text} is the same value as {other}: blanks, width and case do not matter.")
                meanings.fault(
                    written, "duplicate-key", message.format(text=written, other=seen[folded]), value=written
                )
            seen.setdefault(folded, written)
            values.check(meanings, written, name)
