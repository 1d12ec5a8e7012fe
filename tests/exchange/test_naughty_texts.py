"""Naughty texts through an import as names and notes, out in every form and back: unchanged and harmless."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from unicodedata import category

import pytest

from tests.cli.conftest import Run, _alone, framework, office, run
from tests.exchange.naughty import KEPT, REFUSED, REMARKED

__all__ = ["_alone", "framework", "office", "run"]

TEXTS = tuple(dict.fromkeys(text.strip() for text in (*KEPT, *REMARKED)))
NAMES = {f"N{number:04}": text for number, text in enumerate(TEXTS)}
FORMS = ("csv", "tsv", "json", "jsonl", "xlsx")
LIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def quoted(rows: list[list[str]]) -> bytes:
    """As a program writes a CSV that knows nothing of spreadsheets: no guard."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


def unguarded(text: str) -> str:
    """What an import makes of a text in a CSV, from which it takes a guard."""
    return text[1:] if re.match(r"'+\s*[=+\-@＝＋－＠]", text) else text


@pytest.fixture
def crowd(office: Run) -> Run:
    """Somebody of each name, with it as a note too."""
    people = [["職員番号", "氏名", "任用形態"], *([staff, name, "一般職員"] for staff, name in NAMES.items())]
    Path("people.json").write_text(
        json.dumps([dict(zip(people[0], row, strict=True)) for row in people[1:]]), encoding="utf-8"
    )
    ran = office("import", "staff", "people.json", "--on", "2026-04-01", "--format", "json")
    assert (ran.code, ran.json["added"]) == (0, len(NAMES))
    records = [
        ["職員番号", "研修", "受講日", "備考"],
        *([staff, "law", "2026-06-01", name] for staff, name in NAMES.items()),
    ]
    Path("records.csv").write_bytes(quoted(records))
    assert office("import", "trainings", "records.csv").code == 0
    return office


def names_of(run: Run) -> dict[str, str]:
    rows = run("export", "staff", "--format", "json").json
    return {row["staff"]: row["name"] for row in rows if row["staff"] in NAMES}


def notes_of(run: Run) -> dict[str, str]:
    return {row["staff"]: row["note"] for row in run("export", "trainings", "--format", "json").json}


def test_names_and_notes_are_kept_as_they_came(crowd: Run) -> None:
    assert names_of(crowd) == NAMES
    assert notes_of(crowd) == {staff: unguarded(name) for staff, name in NAMES.items()}


@pytest.mark.parametrize("form", FORMS)
def test_they_go_out_and_come_back_unchanged(crowd: Run, form: str) -> None:
    kinds = ("staff", "trainings")
    for kind in kinds:
        assert crowd("export", kind, "--output", f"{kind}.{form}").code == 0
    before = names_of(crowd), notes_of(crowd)
    assert crowd("init", "copy").code == 0
    for kind in kinds:
        ran = crowd(
            "--store", "copy/store", "--framework", "data", "import", kind, f"{kind}.{form}", "--format", "json"
        )
        assert (ran.code, ran.json["rejected"]) == (0, 0)

    def copied(*line: str) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = crowd(
            "--store", "copy/store", "--framework", "data", *line, "--format", "json"
        ).json
        return rows

    assert {row["staff"]: row["name"] for row in copied("export", "staff") if row["staff"] in NAMES} == before[0]
    assert {row["staff"]: row["note"] for row in copied("export", "trainings")} == before[1]


def test_no_separated_file_holds_what_a_spreadsheet_runs(crowd: Run) -> None:
    for line in (("export", "staff"), ("export", "trainings"), ("staff", "list")):
        text = crowd(*line, "--format", "csv").out.removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len(rows) > len(NAMES)
        assert [cell for row in rows for cell in row if LIVE.match(cell)] == []


def test_nothing_that_people_read_acts(crowd: Run) -> None:
    lines = [("staff", "list"), ("report", "--people"), ("log",), ("check",), ("export", "staff", "--format", "table")]
    lines += [("staff", "show", staff) for staff, name in NAMES.items() if not name.isprintable()]
    for line in lines:
        ran = crowd(*line)
        assert ran.code in (0, 1)
        for sign in ran.out + ran.err:
            assert sign.isprintable() or sign in " \n\u3000\u00a0\u2003" or category(sign) == "Co", (line, ascii(sign))


def test_markup_is_shown_as_it_is_written(crowd: Run) -> None:
    shown = crowd("staff", "list").out
    for text in ("[bold]x[/bold]", "[red]", "[/]", ":smile:", "{0.__class__}", "%(name)s", "<script>alert(1)</script>"):
        assert text in shown


def test_what_nobody_sees_is_remarked_on_by_row(office: Run) -> None:
    rows = [["職員番号", "氏名"], *([f"R{number}", text] for number, text in enumerate(REMARKED))]
    Path("names.csv").write_bytes(quoted(rows))
    ran = office("import", "staff", "names.csv", "--on", "2026-04-01")
    assert ran.code == 0
    for number, text in enumerate(REMARKED, 2):
        assert text.strip() == "" or f"row {number}: " in ran.err, ascii(text)
    assert not any(sign in ran.err for text in REMARKED for sign in text if not sign.isprintable())


@pytest.mark.parametrize("kind", ["staff", "trainings"])
def test_what_acts_is_refused_and_made_visible(office: Run, kind: str) -> None:
    if kind == "staff":
        rows = [["職員番号", "氏名"], *([f"R{number}", text] for number, text in enumerate(REFUSED))]
        refused = list(REFUSED)
    else:
        refused = [text for text in REFUSED if not re.search("[\r\n]", text)]
        rows = [["職員番号", "研修", "受講日", "備考"]]
        rows += [["00000001", "law", f"2026-06-{number + 1:02}", text] for number, text in enumerate(refused)]
    Path("bad.csv").write_bytes(quoted(rows))
    ran = office("import", kind, "bad.csv", "--format", "json")
    assert (ran.code, ran.json["rejected"], ran.json["added"]) == (3, len(refused), 0)
    assert {problem["code"] for problem in ran.json["problems"]} == {"control-character"}
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", ran.err)


def test_texts_are_no_identifiers(office: Run) -> None:
    """As staff numbers, trainings, dates and outcomes they are refused, each row once and in words."""
    texts = [text for text in TEXTS if not re.fullmatch("[0-9A-Za-z_-]{1,32}", text)]
    rows = [["職員番号", "研修", "受講日"], *([text, "law", "2026-06-01"] for text in texts)]
    rows += [["00000001", text, "2026-06-01"] for text in texts]
    Path("ids.csv").write_bytes(quoted(rows))
    ran = office("import", "trainings", "ids.csv", "--format", "json")
    assert (ran.code, ran.json["rejected"]) == (3, 2 * len(texts))
    codes = {problem["code"] for problem in ran.json["problems"]}
    assert codes <= {"bad-staff-number", "unknown-staff", "unknown-training", "control-character"}
