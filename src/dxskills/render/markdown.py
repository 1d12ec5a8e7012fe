"""Markdown as GitHub reads it, for minutes and wikis: headings, lists and tables that can also be read as they stand.

Data is data: whatever would make a link, markup, an entity or a mention of it is escaped, and shows as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dxskills.exchange.characters import visible
from dxskills.render.charts import as_table
from dxskills.render.document import Block, Cell, Chart, Column, Document, Facts, Lines, Table, cell_text
from dxskills.render.grid import mark_or_text, marks_of, numbered
from dxskills.render.text import pad, width

_WIDEST = 60
"""Columns are filled with blanks to no more than this, so that one long text does not blow up every row."""

# What has a meaning anywhere; the colon where it makes a link or a picture of a word; the ampersand of an entity.
_ACTING = re.compile(r"[\\`*_\[\]<>|~$#@^{}]|:(?=[^\s\d])|&(?=[#\w])|(?<=www)\.", re.ASCII | re.IGNORECASE)
# What has a meaning at the beginning of a line: lists, rules, underlined headings.
_OPENING = re.compile(r"^([-+=]|\d+(?=[.)]))")


def render(document: Document) -> str:
    parts = ["\n".join(_block(block)) for block in document.blocks()]
    if document.heading:
        parts.insert(0, f"# {escaped(document.heading)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """``text`` on one line, so that a Markdown reader shows exactly this."""
    shown = _ACTING.sub(r"\\\g<0>", visible(text))
    inner = shown.strip()
    if inner == shown:
        return shown
    if not inner:
        return _blanks(shown)
    start = shown.index(inner)
    return _blanks(shown[:start]) + inner + _blanks(shown[start + len(inner) :])


def _blanks(text: str) -> str:
    """Blanks at the ends of a cell or a line are taken away, unless they are written as entities."""
    return "".join(f"&#{ord(character)};" for character in text)


def _opening(text: str) -> str:
    """``text`` at the beginning of a line."""
    shown = escaped(text)
    found = _OPENING.match(shown)
    if found is None:
        return shown
    head = found[1]
    return (f"{head}\\" if head[0].isdigit() else f"\\{head}") + shown[len(head) :]


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Chart):
        block = as_table(block)
    if block.title:
        yield f"## {escaped(block.title)}"
        yield ""
    if isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Facts):
        for label, value in block.pairs:
            text = cell_text(value)
            yield f"- {_opening(label)}: {escaped(text)}" if text else f"- {_opening(label)}:"
    elif isinstance(block, Lines):
        yield from _lines(block)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        if table.empty:
            yield from _paragraph(table.empty)
    elif table.is_grid:
        grid = numbered(table)
        yield from _grid(grid.columns, [*table.rows, *table.foot])
        yield ""
        yield from (f"- {name}: {escaped(title)}" for name, title in grid.legend)
        yield from (f"- {_opening(mark)}: {escaped(word)}" for mark, word in marks_of(table).items())
    else:
        yield from _grid(table.columns, [*table.rows, *table.foot])
    if table.note:
        yield ""
        yield from _paragraph(table.note)


def _grid(columns: Sequence[Column], rows: Sequence[Sequence[Cell | str]]) -> Iterator[str]:
    titles = [escaped(column.title) for column in columns]
    texts = [[escaped(mark_or_text(cell, column)) for cell, column in zip(row, columns, strict=True)] for row in rows]
    widths = [
        max(3, *(w for w in map(width, (titles[i], *(row[i] for row in texts))) if w <= _WIDEST), 0)
        for i in range(len(columns))
    ]
    yield _row(titles, columns, widths)
    yield "|" + "|".join(_rule(column, cells) for column, cells in zip(columns, widths, strict=True)) + "|"
    yield from (_row(row, columns, widths) for row in texts)


def _rule(column: Column, cells: int) -> str:
    if column.marks:
        return ":" + "-" * cells + ":"
    return "-" * (cells + 1) + ":" if column.right else "-" * (cells + 2)


def _row(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = (pad(text, room, column.right) for text, column, room in zip(texts, columns, widths, strict=True))
    return "| " + " | ".join(cells) + " |"


def _lines(lines: Lines) -> Iterator[str]:
    """Sentences are paragraphs, those that are indented below them items of a list, as deep as they are indented."""
    depth: int | None = None
    for part in (part for line in lines.lines for part in cell_text(line).split("\n")):
        text = part.lstrip(" ")
        if not text:
            continue
        before, depth = depth, min(lines.indent + (len(part) - len(text)) // 2, (depth or 0) + 1)
        if before is not None and not (before and depth):
            yield ""
        yield "  " * (depth - 1) + f"- {_opening(text)}" if depth else _opening(text)


def _paragraph(text: str) -> Iterator[str]:
    yield "  \n".join(_opening(line) for line in text.split("\n"))
