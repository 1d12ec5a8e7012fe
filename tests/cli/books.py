"""Workbooks and text files as offices have them, in the working directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]

HEADER = ("職員番号", "研修", "受講日", "点数")


def text_file(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def workbook(name: str, sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> str:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in hidden:
            sheet.sheet_state = "hidden"
    book.save(name)
    return name
