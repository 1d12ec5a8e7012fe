"""Tables with columns of marks: numbers stand for their titles, and a legend says for which.

The marks of other formats are wide on some Japanese consoles and narrow on others; here a letter stands for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dxskills.exchange.characters import visible
from dxskills.frozen import Frozen
from dxskills.render.document import Cell, Column, Table, Tone, cell_text, tone_of
from dxskills.render.layout import GAP, NARROWEST, total
from dxskills.render.text import pad, width, wrap

Line = list[tuple[str, Tone]]
"""Pieces of one line, each with its tone."""

_LETTERS = {"○": "o", "△": "~", "□": ".", "×": "x", "▲": "!", "－": "-"}


class Numbered(Frozen):
    """``legend`` has each number with its title."""

    columns: Sequence[Column]
    legend: Sequence[tuple[str, str]]


def numbered(table: Table) -> Numbered:
    """The table's columns with those of marks numbered from 1."""
    columns: list[Column] = []
    legend: list[tuple[str, str]] = []
    for column in table.columns:
        if column.marks:
            legend.append((str(len(legend) + 1), column.title))
            columns.append(column.replaced(title=legend[-1][0]))
        else:
            columns.append(column)
    return Numbered(columns, legend)


def mark_or_text(cell: Cell | str, column: Column) -> str:
    """What is shown of a cell: in a column of marks its mark, where it has one."""
    return cell.mark or cell.text if isinstance(cell, Cell) and column.marks else cell_text(cell)


def marks_of(table: Table) -> dict[str, str]:
    """The marks in the table, from good to bad, and what each means."""
    found: dict[str, str] = {}
    for row in table.rows:
        for cell in row:
            if isinstance(cell, Cell) and cell.mark and cell.mark not in found:
                found[cell.mark] = cell.text
    return from_good_to_bad(found)


def from_good_to_bad(marks: Mapping[str, str]) -> dict[str, str]:
    known = list(_LETTERS)
    return dict(sorted(marks.items(), key=lambda pair: known.index(pair[0]) if pair[0] in known else len(known)))


class Layout:
    """A grid in so many ``cells`` of a terminal; None for as many as it takes.

    What does not fit beside the first columns comes on further pages, each with these columns again.
    ``left_out`` are first columns for which there is no room.
    """

    def __init__(self, table: Table, cells: int | None) -> None:
        self._table = table
        self._cells = cells
        grid = numbered(table)
        self._columns = grid.columns
        self._legend = grid.legend
        self._body = [[self._shown(row, i) for i in range(len(self._columns))] for row in table.rows]
        self._foot = [[self._shown(row, i) for i in range(len(self._columns))] for row in table.foot]
        self._widths = [
            max(map(width, (column.title, *(row[i][0] for row in (*self._body, *self._foot)))))
            for i, column in enumerate(self._columns)
        ]
        self.left_out: list[str] = []
        self._leads = self._chosen_leads()

    def _shown(self, row: Sequence[Cell | str], place: int) -> tuple[str, Tone]:
        text = mark_or_text(row[place], self._columns[place])
        return _LETTERS.get(text, text) if self._columns[place].marks else visible(text), tone_of(row[place])

    def _chosen_leads(self) -> list[int]:
        leads = [i for i, column in enumerate(self._columns) if not column.marks]
        if self._cells is None:
            return leads
        most = self._cells * 3 // 5
        while total([self._widths[i] for i in leads]) > most:
            spare = max(leads, key=lambda i: self._columns[i].spare)
            if self._columns[spare].spare:
                leads.remove(spare)
                self.left_out.append(self._table.columns[spare].title)
                continue
            widest = max(leads, key=self._widths.__getitem__)
            if self._widths[widest] <= NARROWEST:
                break
            self._widths[widest] -= 1
        return leads

    def lines(self) -> Iterator[Line]:
        for number, page in enumerate(self._pages()):
            if number:
                yield []
            yield self._header(page)
            for row in self._body:
                yield from self._row(row, page, "plain")
            for row in self._foot:
                yield from self._row(row, page, "strong")
            yield []
            yield from self._titles(page)
        marks = [f"{_LETTERS.get(mark, mark)} {word}" for mark, word in marks_of(self._table).items()]
        yield []
        yield from map(_quiet, _packed(marks, self._cells))

    def _pages(self) -> Iterator[list[int]]:
        """The columns of marks, as many at a time as there is room for."""
        marks = [i for i, column in enumerate(self._columns) if column.marks]
        room = None if self._cells is None else self._cells - total([self._widths[i] for i in self._leads]) - GAP
        page: list[int] = []
        for place in marks:
            if room is not None and page and sum(self._widths[i] + 1 for i in (*page, place)) - 1 > room:
                yield page
                page = []
            page.append(place)
        yield page

    def _header(self, page: Sequence[int]) -> Line:
        leads = [pad(visible(self._columns[i].title), self._widths[i]) for i in self._leads]
        marks = [pad(self._columns[i].title, self._widths[i], right=True) for i in page]
        return [((" " * GAP).join([*leads, " ".join(marks)]), "quiet")]

    def _row(self, row: Sequence[tuple[str, Tone]], page: Sequence[int], tone: Tone) -> Iterator[Line]:
        leads = [wrap(row[i][0], self._widths[i]) for i in self._leads]
        for number in range(max(map(len, leads))):
            line: Line = []
            for place, texts in zip(self._leads, leads, strict=True):
                text = texts[number] if number < len(texts) else ""
                line.append((pad(text, self._widths[place]) + " " * GAP, tone))
            if number == 0:
                for place in page:
                    text, own = row[place]
                    line.append((pad(text, self._widths[place], right=True) + " ", own))
            yield _stripped(line)

    def _titles(self, page: Sequence[int]) -> Iterator[Line]:
        """What the numbers of a page stand for, in as many columns as there is room for."""
        wanted = {self._columns[i].title for i in page}
        digits = max(map(len, wanted))
        said = [(number.rjust(digits), visible(title)) for number, title in self._legend if number in wanted]
        cells = self._cells
        widest = max(width(title) for _number, title in said) + digits + GAP
        across = 1 if cells is None else max(1, (cells + GAP) // (widest + GAP))
        down = -(-len(said) // across)
        for first in range(down):
            line: list[str] = []
            for number, title in said[first::down]:
                parts = [title] if cells is None or across > 1 else wrap(title, max(cells - digits - GAP, 1))
                line.append(f"{number}{' ' * GAP}" + f"\n{' ' * (digits + GAP)}".join(parts))
            joined = (" " * GAP).join(pad(each, widest) for each in line) if across > 1 else line[0]
            yield from map(_quiet, joined.split("\n"))


def _quiet(text: str) -> Line:
    return [(text.rstrip(), "quiet")]


def _stripped(line: Line) -> Line:
    """Without blanks at its end."""
    while line and not line[-1][0].strip():
        line.pop()
    if line:
        line[-1] = (line[-1][0].rstrip(), line[-1][1])
    return line


def _packed(texts: Iterable[str], cells: int | None) -> Iterator[str]:
    """The texts one after the other, none of them broken."""
    line = ""
    for text in texts:
        longer = f"{line}{' ' * GAP}{text}" if line else text
        if line and cells is not None and width(longer) > cells:
            yield line
            longer = text
        line = longer
    if line:
        yield line
