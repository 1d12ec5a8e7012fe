"""Hostile texts in every field that a file can set, through every command that shows it, in every form, and back."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest

from dxskills import i18n
from dxskills.cli.main import main
from dxskills.exchange.characters import visible
from tests.cli.asking import ASKING, COMMANDS_THERE, WRITING
from tests.cli.asking import asked as asked
from tests.cli.asking import hostile_office as hostile_office
from tests.cli.conftest import Run
from tests.cli.hostile import (
    CHECKS,
    EVERYTHING,
    FORMS,
    HARMLESS_TO_STORE,
    STAFF,
    TEXTS,
    acts,
    strings,
)
from tests.cli.terminal import answers_on_terminal, ends, needs_terminal


def run_bytes(capture: pytest.CaptureFixture[bytes], *line: str) -> tuple[int, bytes, str]:
    capture.readouterr()
    try:
        code = main(line)
    finally:
        i18n.use("en")
    out, err = capture.readouterr()
    return code, out, err.decode()


def test_every_command_is_looked_at() -> None:
    assert sorted(COMMANDS_THERE) == sorted([*ASKING, *WRITING])


def test_every_form_is_looked_at() -> None:
    assert set(FORMS) - set(CHECKS) == set()
    assert {"table", "json", "csv", "tsv", "jsonl", "xlsx"} <= set(FORMS)


@pytest.mark.parametrize("command", ASKING)
def test_no_answer_acts_in_any_form(asked: Path, capsysbinary: pytest.CaptureFixture[bytes], command: str) -> None:
    forms = set()
    for arguments in ASKING[command]:
        for form in FORMS:
            line = (*command.split(), *arguments, "--format", form)
            code, out, err = run_bytes(capsysbinary, *line)
            assert acts(err) == [], line
            if code == 2:
                assert re.match(r"error\[(bad-format|wrong-usage)\]", err), err
                continue
            if form == "xlsx" and err.startswith("error[text-too-long]"):
                continue
            assert code in (0, 1), (line, err)
            forms.add(form)
            CHECKS[form](out)
    if command == "framework schema":
        assert run_bytes(capsysbinary, *command.split())[0] == 0
    else:
        assert {"table", "json", "csv", "tsv"} <= forms


def test_tables_show_names_in_full_and_json_has_them_as_they_are(
    asked: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def out(*line: str) -> bytes:
        return run_bytes(capsysbinary, *line)[1]

    listed = {row["staff"]: row["name"] for row in json.loads(out("staff", "list", "--format", "json"))}
    assert listed == {**STAFF, "ALL": EVERYTHING}
    table = out("staff", "list").decode()
    assert [text for text in TEXTS if visible(text) not in table] == []
    page = out("staff", "show", "ALL", "--format", "json")
    assert EVERYTHING in strings(json.loads(page))
    assert set(TEXTS) <= strings(json.loads(out("log", "--format", "json")))
    for kind in ("trainings", "certifications", "assessments", "waivers", "assignments"):
        exported = strings(json.loads(out("export", kind, "--format", "json")))
        assert set(TEXTS) <= exported, kind


def test_csv_gives_names_back_exactly(asked: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    from dxskills.exchange.guard import unguard

    _code, out, _err = run_bytes(capsysbinary, "export", "staff", "--format", "csv")
    rows = csv.DictReader(io.StringIO(out.decode("utf-8-sig"), newline=""))
    assert {row["staff"]: unguard(row["name"]) for row in rows} == {**STAFF, "ALL": EVERYTHING}


def test_a_reason_of_several_lines_begins_no_line_of_an_explanation(
    asked: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    staff = next(staff for staff, text in STAFF.items() if text.startswith("error[damaged]"))
    _code, out, _err = run_bytes(capsysbinary, "why", staff)
    assert not re.search(r"^\s*error\[bug\]", out.decode(), re.MULTILINE)
    assert "error[damaged]: x<U+000A>error[bug]: y" in out.decode()


# --- what is said in arguments, in the environment, in settings


MAKING = ("init", "demo", "store backup")
ARGUMENTS = (*TEXTS, "not utf-8 \udcff", "x" * 30_000, "")


def test_no_argument_is_echoed_live(office: Run, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for place, command in enumerate(COMMANDS_THERE):
        # Each text with some of the commands, and each command with some of the texts; all with all takes long.
        for number, text in enumerate(ARGUMENTS[place % 5 :: 5] + ARGUMENTS[-3:]):
            if command in MAKING:  # they take nearly any name for a folder
                text = text.replace("/", "")
            lines = [
                (text,),
                ("00000001", text),
                (text, "00000001", "--on", text),
                ("--as-of", text),
                ("--format", text),
            ]
            look_at(capsysbinary, (*command.split(), *lines[number % len(lines)]))
            if command == "demo":
                break


def look_at(capture: pytest.CaptureFixture[bytes], line: tuple[str, ...]) -> None:
    """Run it: whatever it ends in, it is no fault, and nothing of it acts or poses as a message of ours."""
    code, out, err = run_bytes(capture, *line)
    assert code not in (5, 6, 70), (line, err)
    assert acts(err) == [], line
    assert acts(out.decode()) == [], line
    assert not re.search(r"^error\[bug\]", err, re.MULTILINE), line


OPTIONS = (
    *("--store", "--framework", "--lang", "report --dept", "report --role", "report --as-of", "report --known-at"),
    *("report --horizon", "report --fail-on", "report --suppress-below", "report --format", "report --output"),
    *("report --encoding", "import --suggest", "import staff staff.csv --on", "import staff staff.csv --profile"),
    *("import staff staff.csv --sheet", "import staff staff.csv --map", "import staff staff.csv --date-format"),
    *("import staff staff.csv --encoding", "import staff staff.csv --input-format"),
    *("import staff staff.csv --rejects", "store verify --expect", "record training law 00000001 --on"),
    *("record training law 00000001 --on 2026-06-01 --score", "assess analysis 00000001 --on 2026-06-01 --level"),
    *("retract --batch", "retract 1 --reason", "staff edit 00000001 --name", "staff edit 00000001 --unit"),
)


def test_no_option_is_echoed_live(office: Run, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    # Control characters and a few more: what differs between the others is how they are shown, not how they are taken.
    few = (*TEXTS[:16:3], *HARMLESS_TO_STORE[::5], "not utf-8 \udcff", "9" * 5000, "=" * 3, "a=b=\x1b[2J", "%" * 9)
    for option in OPTIONS:
        for text in few:
            line = (*option.split(), text, *(("report",) if option.startswith("--") else ()))
            if option.endswith(("--output", "--rejects")):
                line = (*line[:-1], text.replace("/", "")[:100])
            look_at(capsysbinary, line)


@pytest.mark.parametrize("variable", ["DXSKILLS_STORE", "DXSKILLS_FRAMEWORK", "DXSKILLS_LANG", "DXSKILLS_BY"])
def test_the_environment_is_not_echoed_live(
    office: Run, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for text in (*TEXTS[:16], *HARMLESS_TO_STORE[::5], "not utf-8 \udcff"):
        monkeypatch.setenv(variable, text)
        for line in (("report",), ("enrol", "law", "00000001", "--on", "2027-06-01"), ("log",)):
            code, out, err = run_bytes(capsysbinary, *line)
            assert code not in (5, 6, 70), (text, err)
            assert acts(err) == [], text
            assert acts(out.decode()) == [], text


def test_settings_are_not_echoed_live(office: Run) -> None:
    for text in TEXTS[::3]:
        quoted = '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"'
        for said in (f"store = {quoted}", f"{quoted} = 1", f"lang = {quoted}", f"framework = {quoted}", text):
            Path("dxskills.toml").write_text(said, encoding="utf-8", newline="")
            ran = office("report")
            assert ran.code in (2, 3, 4), (said, ran.err)
            assert acts(ran.err + ran.out) == [], said


# --- files and what is in them


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be given there")
def test_names_of_files_are_not_echoed_live(office: Run) -> None:
    texts = [text.replace("/", "∕")[:60] for text in (*TEXTS, *["not utf-8 \udcff"] * 4)]
    for number, text in enumerate(texts):
        path = Path(f"{text}.csv")
        path.write_text("職員番号,氏名,よそ\n00000009,山田 次郎,x\n?,?,?\n", encoding="utf-8")
        more = [(), ("--skip-invalid",), ("--format", "json"), ("--format", "csv")][number % 4]
        ran = office("import", "staff", "--on", "2026-06-01", *more, "--", str(path))
        assert ran.code in (1, 3), (text, ran.err)
        assert acts(ran.err + ran.out.removeprefix("\ufeff"), "\n\r") == [], text
        path.unlink()


def test_what_a_file_says_is_not_echoed_live(office: Run) -> None:
    for kind, columns in {
        "staff": ("staff", "name", "unit", "joined", "manager", "grade", "appointment"),
        "trainings": ("staff", "training", "on", "outcome", "score", "instructor", "note"),
        "waivers": ("staff", "requirement", "from", "until", "reason", "approver"),
    }.items():
        rows = [dict.fromkeys(columns, text) for text in TEXTS]
        rows += [{**dict.fromkeys(columns, "2026-06-01"), "staff": "00000001", column: text}
                 for column in columns for text in TEXTS[::4]]  # fmt: skip
        Path("rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        for more in ((), ("--format", "json"), ("--skip-invalid", "--dry-run")):
            ran = office("import", kind, "rows.jsonl", "--on", "2026-06-01", *more)
            assert ran.code in (1, 3), ran.err
            assert acts(ran.err + ran.out) == []


def test_headers_are_not_echoed_live(office: Run) -> None:
    header = [*("staff", "name"), *(text for text in TEXTS if text)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, ["00000009", "山田"] + ["x"] * len(TEXTS)])
    Path("headers.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    for line in (
        ("import", "staff", "headers.csv", "--on", "2026-06-01"),
        ("import", "trainings", "headers.csv"),
        ("import", "--suggest", "headers.csv"),
        ("import", "--suggest", "headers.csv", "staff"),
    ):
        ran = office(*line)
        assert ran.code != 70
        assert acts(ran.err + ran.out) == [], line


def test_a_name_that_hides_something_is_remarked_on_at_import(office: Run) -> None:
    people = {f"H{number}": text for number, text in enumerate(HARMLESS_TO_STORE)}
    rows = [{"staff": staff, "name": name} for staff, name in people.items()]
    Path("names.json").write_text(json.dumps(rows), encoding="utf-8")
    ran = office("import", "staff", "names.json", "--on", "2026-06-01")
    assert ran.code == 0
    exported = {row["staff"]: row["name"] for row in office("export", "staff", "--format", "json").json}
    assert {staff: exported[staff] for staff in people} == people
    for number, text in enumerate(HARMLESS_TO_STORE, 1):
        said = re.search(f"^names.json, row {number}: .* has an invisible character", ran.err, re.MULTILINE)
        assert (said is not None) == (visible(text) != text), ascii(text)


# --- a real terminal


@needs_terminal
def test_nothing_acts_on_a_real_terminal(asked: Path) -> None:
    lines = [
        [*command.split(), *ASKING[command][0]] for command in ASKING if command not in ("framework schema", "export")
    ]
    lines += [["export", "staff"], ["export", "trainings", "--format", "tsv"], ["staff", "list", "--format", "csv"]]
    lines += [["export", "waivers", "--format", form] for form in ("table", "json", "jsonl")]
    lines += [["report", "--people"], ["trainings", "show", "\x1b[2J"], ["report", "--dept", "\x1b[2J\r\n"]]
    shown = answers_on_terminal(lines, 200, PYTHONUTF8="1").decode()
    assert len(ends(shown)) == len(lines)
    assert set(ends(shown)) <= {0, 1, 3}
    plain = re.sub(r"\x1b\[[0-9;]*m", "", re.sub("\r+\n", "\n", shown))
    assert acts(plain, "\n\t") == []
    assert "\x1b[31mred" not in shown
    for text in ("[bold]x[/bold]", "[/x]", "<U+001B>[2J", "<U+202E>", "{0.__class__}"):
        assert text in "".join(plain.split("\n")) or text in plain, text
