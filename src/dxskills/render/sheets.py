"""A result as a workbook: a sheet for each table, to filter, sort, calculate with and print; what else there is to say
on a first one.

Numbers are numbers, days are days, shares are in per cent; every text is a text. Colours come with words or marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from dxskills.exchange.characters import visible
from dxskills.i18n import _
from dxskills.render.book import A4, MOST_ROWS, Texts, open_book
from dxskills.render.charts import as_table
from dxskills.render.document import Block, Chart, Document, Facts, Lines, Table, cell_text, tone_of
from dxskills.render.sheet_look import Looks
from dxskills.render.sheet_names import SheetNames
from dxskills.render.sheet_table import TableSheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LABELS = 24
_VALUES = 90
"""Widths of the columns of the first sheet."""


def write(document: Document, target: BinaryIO) -> None:
    """Refused where a sheet has no room for a text."""
    blocks = [as_table(b) if isinstance(b, Chart) else b for b in (document.whole or document.blocks)()]
    made = {} if document.as_of is None else {"made": document.as_of}
    with open_book(target, **made) as book:
        _Workbook(book, document.heading).write(blocks)


class _Workbook:
    def __init__(self, book: Workbook, heading: str | None) -> None:
        self._book = book
        self._heading = heading
        self._texts = Texts(book)
        self._looks = Looks(book)
        self._names = SheetNames()

    def write(self, blocks: Sequence[Block]) -> None:
        tables = [block for block in blocks if isinstance(block, Table)]
        others = [block for block in blocks if not isinstance(block, Table)]
        alone = not others and len(tables) == 1
        cover = None if alone else self._add(_("Summary"))
        named = [(self._sheet_title(table, alone), table) for table in tables]
        if cover is not None:
            # Written first: with little memory, a sheet cannot be gone back to.
            _Cover(cover, self._looks, self._texts).write(self._heading, others, named)
        for name, table in named:
            self._write_table(name, table)
        self._texts.refuse_long_ones()

    def _sheet_title(self, table: Table, alone: bool) -> str:
        """A table that stands alone has the result's heading, up to what it is about."""
        heading = (self._heading or "").partition(": ")[0] if alone else ""
        return self._names.of(visible(table.title or heading or _("Table")))

    def _add(self, title: str) -> Worksheet:
        return self._set_up(self._book.add_worksheet(self._names.of(title)))

    def _set_up(self, sheet: Worksheet) -> Worksheet:
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        # The font in front keeps a heading that begins with digits from being read as a size.
        heading = visible(self._heading or "")[:120].replace("&", "&&")
        sheet.set_header(f'&L&"-,Bold"{heading}&R&A' if heading else "&R&A")
        sheet.set_footer("&R&P / &N")
        return sheet

    def _write_table(self, name: str, table: Table) -> None:
        """On as many sheets as it takes, the first of which is called ``name``."""
        title = name
        rows = iter(table.rows)
        rest = len(table.rows)
        most = MOST_ROWS - 10 - len(table.foot)
        while True:
            sheet = self._set_up(self._book.add_worksheet(name))
            last = rest <= most
            TableSheet(sheet, table, self._looks, self._texts).write(islice(rows, most), last=last)
            if last:
                return
            rest -= most
            name = self._names.of(title)


class _Cover:
    """The first sheet: the heading, what is not in tables, and where the tables are."""

    def __init__(self, sheet: Worksheet, looks: Looks, texts: Texts) -> None:
        self._sheet = sheet
        self._looks = looks
        self._texts = texts
        self._row = 0

    def write(self, heading: str | None, blocks: Iterable[Block], tables: Sequence[tuple[str, Table]]) -> None:
        self._sheet.set_column(0, 0, _LABELS)
        self._sheet.set_column(1, 1, _VALUES)
        self._sheet.hide_gridlines(2)
        if heading:
            self._text(0, heading, "heading")
            self._row += 2
        for block in blocks:
            self._block(block)
            self._row += 1
        if tables:
            self._contents(tables)

    def _text(self, place: int, text: str, look: str, tone: str = "plain") -> None:
        shown = visible(text)
        self._texts.write(self._sheet, self._row, place, shown, self._looks.cover(look, tone), "")

    def _block(self, block: Block) -> None:
        if block.title:
            self._text(0, block.title, "title")
            self._row += 1
        if isinstance(block, Facts):
            for label, value in block.pairs:
                self._text(0, label, "label")
                self._text(1, cell_text(value), "text", tone_of(value))
                self._row += 1
        elif isinstance(block, Lines):
            for line in block.lines:
                for part in cell_text(line).split("\n"):
                    self._text(0, "  " * block.indent + part, "line", tone_of(line))
                    self._row += 1

    def _contents(self, tables: Sequence[tuple[str, Table]]) -> None:
        self._text(0, _("Sheets"), "title")
        self._row += 1
        for name, table in tables:
            quoted = name.replace("'", "''")
            self._sheet.write_url(self._row, 0, f"internal:'{quoted}'!A1", self._looks.link(), name)
            said = _("rows: {count}").format(count=f"{len(table.rows):,}") if table.rows else table.empty or ""
            self._text(1, said, "text")
            self._row += 1
