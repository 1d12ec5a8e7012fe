"""The command ``matrix`` in every form."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Run

TABLE = """\
People and requirements: Sample City, as of 2026-11-24

Staff     Name      Unit                  1 2 3 4
00000001  山田太郎  総務部/職員課         .
00000002  鈴木花子  総務部/職員課/人事係  . x . x
00000003  佐藤次郎  企画部/企画課         .
Gaps                                      3 1 1 1
Asked of                                  3 1 1 1

1  All staff: Security basics
2  DX leader: Law for officials (recommended)
3  DX leader: IT Passport / Data analysis at level 2
4  DX leader: Security basics

. pending  x overdue
"""


def test_a_grid_of_marks(office: Run) -> None:
    assert office("matrix").out == TABLE


def test_json_has_every_requirement_and_words(office: Run) -> None:
    found = office("matrix", "--dept", "企画部", "--format", "json").json
    assert found["scope"] == {"dept": "企画部", "role": None}
    assert [(c["role"], c["requirement"], c["asked"]) for c in found["requirements"]] == [
        ("everybody", "yearly", 1),
        ("leader", "culture", 0),
        ("leader", "exam", 0),
        ("leader", "security", 0),
    ]
    cells = {"everybody/yearly": "pending"}
    assert found["people"] == [{"staff": "00000003", "name": "佐藤次郎", "units": ["企画部/企画課"], "cells": cells}]
    shown = office("matrix", "--dept", "企画部").out
    assert "3 more requirements: asked of nobody here." in shown


def test_csv_has_a_column_for_each_requirement(office: Run) -> None:
    rows = list(
        csv.DictReader(io.StringIO(office("matrix", "--role", "leader", "--format", "csv").out.lstrip("\ufeff")))
    )
    assert rows == [
        {
            "staff": "00000002",
            "name": "鈴木花子",
            "unit": "総務部/職員課/人事係",
            "leader/culture": "overdue",
            "leader/exam": "pending",
            "leader/security": "overdue",
        }
    ]


def test_as_a_workbook_in_japanese(office: Run) -> None:
    assert office("--lang", "ja", "matrix", "--output", "matrix.xlsx").code == 0
    sheet = load_workbook("matrix.xlsx").worksheets[0]
    assert sheet.title == "職員と要件"
    assert [cell.value for cell in sheet[3]] == ["00000002", "鈴木花子", "総務部/職員課/人事係", "□", "×", "□", "×"]
    assert [cell.value for cell in sheet[5]] == ["不足", None, None, 3, 1, 1, 1]
    assert sheet["A8"].value == "□ 猶予中  × 期限超過"


def test_nobody_is_named_where_pseudonyms_are_asked_for(office: Run) -> None:
    for form in ("table", "json", "csv", "md"):
        shown = office("matrix", "--anonymise", "--format", form).out
        assert shown.count("p-") == 3
        assert not [text for text in ("00000002", "鈴木") if text in shown]


def test_a_terminal_is_not_flooded(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from dxskills.cli import matrix

    monkeypatch.setattr(matrix, "_ON_A_SCREEN", 1)
    assert office("matrix").out == TABLE, "only a terminal is spared"
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _stream: True)
    shown = office("matrix").out
    assert "00000001" in shown
    assert "00000002" not in shown
    assert "2 more people" in shown
    assert "Gaps" in shown.replace("\x1b[1m", "")
    assert office("matrix", "--output", "all.txt").code == 0
    assert "00000003" in Path("all.txt").read_text(encoding="utf-8")


def test_nothing_asked_is_said(office: Run) -> None:
    assert "Nothing is asked of anybody there on that day." in office("matrix", "--as-of", "2001-01-01").out
    for form in ("json", "csv", "tsv", "md"):
        assert office("matrix", "--as-of", "2001-01-01", "--format", form).code == 0
