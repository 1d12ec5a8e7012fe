"""Every form of an export, read back as the import reads it: the same texts in the same cells."""

from __future__ import annotations

import io
import itertools
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dxskills.exchange.exporting.export import Export
from dxskills.exchange.exporting.remarks import Remarks
from dxskills.exchange.source import Source
from dxskills.exchange.tables import open_tables
from dxskills.exchange.workbook import read_workbook
from tests.exchange.exporting.copying import KINDS, WRITERS, export_to
from tests.exchange.exporting.test_people import remarks
from tests.exchange.exporting.test_worlds import TEXTS
from tests.exchange.office import JUNE, Office

ONE, TWO = "00000001", "00000002"
MORE_TEXTS = (
    "0",
    "-1",
    "１２",
    "\u3000間\u3000隔",
    "a,b\tc".replace("\t", " "),
    "\ufeff先頭",
    "\ufffe\uffff",
    "x" * 32_000,
)


@pytest.fixture
def noted(office: Office) -> Office:
    """Every text as a note, and some numbers."""
    for number, text in enumerate((*TEXTS, *MORE_TEXTS)):
        staff = (ONE, TWO)[number % 2]
        time = f"09:{number:02}:00"
        office.registry.record_training(
            "security", staff, on=JUNE, time=time, score=number + 0.5, hours=number, note=text.strip()
        )
    return office


def read(path: Path) -> list[list[str]]:
    """The cells of a file, row by row, as an import sees them."""
    if path.suffix == ".xlsx":
        workbook = read_workbook(path)
        return [row.cells for row in workbook.table(workbook.sheets[0].name).rows()]
    source = Source(path)
    try:
        (table,) = open_tables(source, None, None)
        return [row.cells for row in table.rows()]
    finally:
        source.close()


@pytest.mark.parametrize("form", sorted(set(WRITERS) - {"cp932.csv"}))
def test_every_text_comes_back(noted: Office, form: str) -> None:
    expected = noted.registry.export("trainings", lambda export: [export.columns, *export.rows])
    export_to(noted.registry, "trainings", noted.desk / f"file.{form}", form)
    found = read(noted.desk / f"file.{form}")
    assert found == [["" if value is None else str(value) for value in row] for row in expected]
    assert remarks(noted, "trainings") == []


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_every_kind_is_written_alike_in_every_form(office: Office, form: str) -> None:
    office.registry.assign(ONE, "leader", start=JUNE)
    office.registry.record_certification("passport", ONE, on=JUNE, number="0012", subsidy=7500)
    office.registry.assess("analysis", ONE, 2, on=JUNE)
    office.registry.waive("leader/basics", ONE, start=JUNE, until=JUNE, reason="育休")
    office.registry.enrol("literacy", ONE, on=JUNE)
    for kind in set(KINDS) - {"trainings"}:
        for each in ("csv", form):
            export_to(office.registry, kind, office.desk / f"file.{each}", each)
        assert read(office.desk / f"file.{form}") == read(office.desk / "file.csv")


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_rows_are_written_while_others_are_still_to_be_read(form: str) -> None:
    written: list[int] = []
    target = io.BytesIO()

    def rows() -> Iterator[tuple[str, ...]]:
        for number in range(10_000):
            written.append(target.tell())
            yield (str(number),)

    WRITERS[form](Export("enrolments", ("staff",), rows(), Remarks(), frozenset()), target)
    held = [later - written[number] for number, later in enumerate(written[1:])]
    assert max(held) < target.tell() / 4


def test_the_same_registry_gives_the_same_file(noted: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    later = itertools.count(1_800_000_000, 86_400)
    monkeypatch.setattr(time, "time", lambda: float(next(later)))
    for form in set(WRITERS) - {"cp932.csv"}:
        for name in ("one", "other"):
            export_to(noted.registry, "trainings", noted.desk / name, form)
        assert (noted.desk / "one").read_bytes() == (noted.desk / "other").read_bytes()


def test_a_workbook_does_not_tell_when_it_was_made(noted: Office) -> None:
    export_to(noted.registry, "trainings", noted.desk / "file.xlsx", "xlsx")
    told = zipfile.ZipFile(noted.desk / "file.xlsx").read("docProps/core.xml").decode()
    assert told.count("1980-01-31T00:00:00Z") == 2
