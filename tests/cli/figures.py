"""What each format of a result says, as rows that can be compared: tables by their titles, a row by its headings."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from icalendar import Calendar
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from tests.cli.conftest import Run

Row = dict[str, Any]
Tables = dict[str, list[Row]]
STATUSES = ("met", "expiring", "pending", "overdue", "expired", "waived")


def answer(run: Run, *line: str) -> Any:
    ran = run(*line, "--format", "json")
    assert ran.code == 0, ran.err
    return ran.json


def separated(run: Run, *line: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(run(*line, "--format", "csv").out.removeprefix("\ufeff"))))


def workbook(run: Run, *line: str) -> Tables:
    ran = run(*line, "--output", "figures.xlsx")
    assert ran.code == 0, ran.err
    found: Tables = {}
    for sheet in load_workbook("figures.xlsx").worksheets:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        while rows and all(value is None for value in rows[-1]):
            rows.pop()
        heads: list[str] = []
        for title in map(str, rows[0] if rows else ()):
            heads.append(f"{title} ({heads.count(title) + 1})" if title in heads else title)  # names may be alike
        found[sheet.title] = [dict(zip(heads, row, strict=True)) for row in rows[1:]]
    Path("figures.xlsx").unlink()
    return found


def markdown(run: Run, *line: str) -> Tables:
    found: Tables = {}
    title, cells, heads = "", [], []
    rows: list[Row] = []
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(run(*line, "--format", "md").out)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            text = "".join(child.content for child in token.children or ())
            if before is not None and before.type == "heading_open":
                title = text
            elif before is not None and before.type in ("th_open", "td_open"):
                cells.append(text.strip())
        elif token.type == "table_open":
            rows = found[title] = []
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and not rows and token.level == 2 and before and before.type == "th_close":
            heads = cells
        elif token.type == "tr_close":
            rows.append(dict(zip(heads, cells, strict=True)))
    return found


class Page(HTMLParser):
    """The tables of a page by the section they are in, each as its rows' visible texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[list[str]]]] = {}
        self._section = ""
        self._unheard: list[bool] = []
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        own = dict(attributes)
        if tag == "section":
            self._section = own.get("id") or own.get("aria-labelledby") or ""
        elif tag == "table":
            self.tables.setdefault(self._section, []).append([])
        elif tag == "tr":
            self.tables[self._section][-1].append([])
        elif tag in ("td", "th"):
            self.tables[self._section][-1][-1].append("")
            self._in_cell = True
        elif tag == "span":
            self._unheard.append(own.get("class") == "heard")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._unheard.pop()
        elif tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell and not any(self._unheard):
            self.tables[self._section][-1][-1][-1] += data.strip()


def page(run: Run, *line: str) -> Page:
    ran = run(*line, "--format", "html")
    assert ran.code == 0, ran.err
    return Page(ran.out)


def events(run: Run, *line: str) -> list[Any]:
    return list(Calendar.from_ical(run(*line, "--format", "ics").out).walk("VEVENT"))


def number(value: Any) -> float | None:
    """A figure as a cell has it: a number, or a text with separators and signs; – for none."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(value).replace(",", "").strip()
    if text in ("–", ""):
        return None
    return float(text.removesuffix("%").strip()) / 100 if text.endswith("%") else float(text)


def counted(rows: list[Row]) -> dict[str, int]:
    """Single requirements by how they stand."""
    found = {"obligations": len(rows), **dict.fromkeys(STATUSES, 0)}
    for row in rows:
        found[row["status"]] += 1
    return found


def counts(row: Row) -> dict[str, int]:
    return {name: row[name] for name in ("obligations", *STATUSES)}
