"""The text of a first profile for an unknown file. Whatever was guessed is said, with an example from the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from dxskills.errors import Refused
from dxskills.exchange.columns import FORMS, Recogniser, normal_header
from dxskills.exchange.profiles.profile import DATES
from dxskills.exchange.suggesting.day_forms import find_day_forms
from dxskills.exchange.suggesting.guessing import Guess, guess_kind
from dxskills.exchange.suggesting.matching import Heading
from dxskills.exchange.suggesting.meanings import Meaning, find_meanings
from dxskills.exchange.suggesting.yaml_text import column, commented, example, written
from dxskills.exchange.table import Table
from dxskills.framework.model import Framework
from dxskills.framework.profile_file import PROFILE_SCHEMA
from dxskills.i18n import _

_LONGEST_HEADER = 200
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def suggest_profile(
    tables: Sequence[Table],
    kind: str | None,
    framework: Framework,
    *,
    form: str | None = None,
    encoding: str | None = None,
) -> str:
    """A profile that loads, for the tables of a file, as files of ``kind`` if that is known.

    ``form`` and ``encoding`` are those that the file was opened with, where they are not found by themselves. Refuses
    ("no-header") a file in which nothing looks like a list.
    """
    guess = guess_kind(tables, kind, framework)
    if guess is None:
        message = _("None of the first rows of {file} looks like the header of a list.")
        hint = _("Is it the right file, and the right sheet?")
        raise Refused("no-header", message, hint=hint, file=tables[0].file if tables else "")
    parts = (
        _head(guess, kind, form, encoding),
        _places(guess, framework),
        _outside(guess),
        _columns(guess),
        _values(guess, framework),
        _days(guess),
    )
    blocks = ["\n".join(lines) for part in parts if (lines := list(part))]
    return "\n\n".join(blocks) + "\n"


def _head(guess: Guess, said: str | None, form: str | None, encoding: str | None) -> Iterator[str]:
    table = guess.samples[0].table
    name = example(table.path.name)
    yield "# " + _("Suggested from {file}. Look at every line, and try it without writing anything:").format(file=name)
    yield f"#   dxskills import {guess.kind} {name} --profile FILE.yaml --dry-run"
    yield f"schema: {PROFILE_SCHEMA}"
    yield commented(f"kind: {guess.kind}", "" if said else _("the kind whose columns it has most of"))
    for lacking in guess.lacking:
        todo = _("TODO: nothing was found for {column}, which is required; name its header below, or add a constant.")
        yield "# " + todo.format(column=lacking)
    stem = re.sub(_UNWRITABLE, "", table.path.stem).strip()[:_LONGEST_HEADER]
    if stem:
        yield f"name: {written(stem)}"
    if form is not None:
        yield f"format: {form}"
    if encoding is not None:
        yield commented(f"encoding: {encoding}", _("found by trying; without this line it is tried each time"))


def _places(guess: Guess, framework: Framework) -> Iterator[str]:
    """The sheets, and the header's row where it is not found by itself or other places depend on it."""
    sheets = [sample.table.sheet for sample in guess.samples if sample.table.sheet is not None]
    others = [table.sheet for table in guess.others if table.sheet is not None]
    if sheets and others:
        yield "# " + _("Not lists like these: {sheets}").format(sheets=example(", ".join(others)))
        patterns = [written(_pattern(sheet)) for sheet in sheets if not _UNWRITABLE.search(sheet)]
        yield "sheets: [" + ", ".join(patterns) + "]" if len(patterns) != 1 else f"sheets: {patterns[0]}"
    row = guess.samples[0].header.number
    if row > 0 and (guess.outside or not _is_found(guess, framework)):
        yield f"header_row: {row}"


def _pattern(sheet: str) -> str:
    """A pattern of sheets that only this one has."""
    return re.sub(r"([*?\[])", r"[\1]", sheet)


def _is_found(guess: Guess, framework: Framework) -> bool:
    """Whether the import takes the same row for the header without being told."""
    sample = guess.samples[0]
    expected = {one.text: match.column for one in guess.headings if (match := guess.matches.get(one.place))}
    recogniser = Recogniser(FORMS[guess.kind], {}, framework.organisation.unit_levels, expected)
    required = set(FORMS[guess.kind].required)
    rows = (*sample.above, sample.header)
    first = next((row for row in rows if required <= {recogniser.key(cell) for cell in row.cells}), sample.header)
    return first.number == sample.header.number


def _outside(guess: Guess) -> Iterator[str]:
    if not guess.outside:
        return
    yield "# " + _("Values that stand above the list and hold for all of its rows.")
    yield "cells:"
    for one in guess.outside:
        where = f"{{at: {one.cell}, pattern: {written(one.pattern)}}}" if one.pattern else one.cell
        yield commented(f"  {column(one.column)}: {where}", f"{example(one.label)}: {example(one.example)}")


def _columns(guess: Guess) -> Iterator[str]:
    yield "# " + _("What each header stands for; null: the column is left alone.")
    lines = list(_column_lines(guess))
    # A key with nothing but comments below it would have no value.
    yield "columns:" if any(not line.startswith("#") for line in lines) else "# columns:"
    yield from (f"  {line}" for line in lines)


def _column_lines(guess: Guess) -> Iterator[str]:
    seen: set[str] = set()
    for heading in guess.headings:
        name = normal_header(heading.text)
        header = " ".join(heading.text.split())
        if not name or len(header) > _LONGEST_HEADER or _UNWRITABLE.search(header):
            yield "# " + _("A header that cannot be written here: {header}").format(header=example(header))
        elif name in seen:
            text = _("Another column is called {header}: give it another header in the file.")
            yield "# " + text.format(header=example(header))
        else:
            yield _column(guess, heading, header)
        seen.add(name)


def _column(guess: Guess, heading: Heading, header: str) -> str:
    match = guess.matches.get(heading.place)
    shown = example(heading.contents.example)
    if match is not None:
        return commented(f"{written(header)}: {column(match.column)}", shown or _("blank"), match.why)
    why = _("days, but not known of what") if "date" in heading.contents.looks else _("not understood, or not needed")
    return commented(f"{written(header)}: null", shown or _("blank"), why)


def _values(guess: Guess, framework: Framework) -> Iterator[str]:
    lines: list[str] = []
    for heading in guess.headings:
        match = guess.matches.get(heading.place)
        if match is None:
            continue
        meanings = find_meanings(match.column, heading.text, heading.contents, framework)
        meanings = [one for one in meanings if not _UNWRITABLE.search(one.written)]
        if any(one.meant is not None for one in meanings):
            lines.append(f"  {column(match.column)}:")
        elif meanings:
            lines.append(f"  # {column(match.column)}:")
        lines += map(_meaning, meanings)
    if not lines:
        return
    yield "# " + _("What stands in the cells, and what it means; what is not named stays as it is.")
    yield "values:" if any(not line.lstrip().startswith("#") for line in lines) else "# values:"
    yield from lines


def _meaning(one: Meaning) -> str:
    if one.meant is not None:
        return f"    {written(one.written)}: {written(one.meant)}"
    if one.near:
        todo = _("TODO: not known; perhaps this one is meant. Take the # away, or add it to its aliases.")
        return f"    # {written(one.written)}: {written(one.near)}  # {todo}"
    return f"    # {written(one.written)}:  # " + _("TODO: not known; say what it means.")


def _days(guess: Guess) -> Iterator[str]:
    days = chain.from_iterable(
        heading.contents.values
        for heading in guess.headings
        if (match := guess.matches.get(heading.place)) and match.column in DATES
    )
    found = find_day_forms([*days, *(one.example for one in guess.outside if one.column in DATES)])
    if found is None:
        return
    shown = example(found.example)
    if len(found.forms) == 1:
        yield commented(
            f"date_format: {written(found.forms[0])}", _("{day} can be meant in no other way").format(day=shown)
        )
    elif found.forms:
        todo = _("TODO: {day} can be meant in several ways, and no day of the file tells which. Keep one of these:")
        yield "# " + todo.format(day=shown)
        yield from (f"# date_format: {written(form)}" for form in found.forms)
    else:
        todo = _("TODO: {day} can be meant in several ways, and no single form fits all days of the file.")
        yield "# " + todo.format(day=shown)
    if found.others:
        others = _("TODO: other days are written like {day}, which no date_format reads: write them all in one form.")
        yield "# " + others.format(day=example(found.others))
