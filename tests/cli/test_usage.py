"""Wrong command lines: exit code 2, in our words, with what to do next; help in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxskills.cli.commands import COMMANDS, Listed
from tests.cli.conftest import Run


def test_no_command_shows_the_help_on_stderr(run: Run) -> None:
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: dxskills [OPTIONS] COMMAND [ARGS]...")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_data(run: Run, option: str) -> None:
    ran = run(option)
    assert (ran.code, ran.err) == (0, "")
    assert "  assign          Assign a person to a role.\n" in ran.out


def _paths(table: dict[str, Listed]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, listed in table.items():
        found.append((name,))
        found += [(name, *below) for below in _paths(dict(listed.below))] if listed.below else []
    return found


def _has_below(path: tuple[str, ...]) -> bool:
    return len(path) == 1 and COMMANDS[path[0]].below is not None


@pytest.mark.parametrize("path", _paths(COMMANDS), ids=" ".join)
def test_every_command_that_is_listed_has_a_help_page(run: Run, path: tuple[str, ...]) -> None:
    ran = run(*path, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: dxskills {' '.join(path)} ")

    japanese = run("--lang", "ja", *path, "--help").out
    assert japanese.startswith(f"使い方: dxskills {' '.join(path)} ")
    assert "Show this message" not in japanese


@pytest.mark.parametrize("path", [path for path in _paths(COMMANDS) if not _has_below(path)], ids=" ".join)
def test_every_command_has_examples(run: Run, path: tuple[str, ...]) -> None:
    ran = run(*path, "--help")
    assert f"\nExamples:\n  dxskills {' '.join(path)}" in ran.out


def test_examples_stand_each_on_a_line_of_their_own(run: Run) -> None:
    assert run("assign", "--help").out.count("\n  dxskills assign ") == 2


def test_version(run: Run) -> None:
    from dxskills import __version__

    assert run("--version") == (0, f"dxskills {__version__}\n", "")
    assert run("--lang", "ja", "--version").out == f"dxskills {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["repot"], "error[wrong-usage]: There is no command repot.\n  Did you mean report?\n"),
        (["staff", "lits"], "error[wrong-usage]: There is no command lits.\n  Did you mean list?\n"),
        (["report", "--pepole"], "error[wrong-usage]: There is no option --pepole.\n  Did you mean --people?\n"),
        (["assign", "1"], "error[wrong-usage]: ROLE is missing.\n  `dxskills assign --help` says what there is.\n"),
        (["report", "--as-of"], "error[wrong-usage]: The option --as-of needs a value.\n"),
        (["report", "--people=yes"], "error[wrong-usage]: The option --people takes no value.\n"),
        (["report", "a", "b(c)"], "error[wrong-usage]: There are too many arguments: a b(c).\n"),
        (
            ["report", "--lang", "ja"],
            "error[wrong-usage]: There is no option --lang.\n  --lang stands before the command",
        ),
        (["--lang", "fr", "report"], "error[bad-language]: There is no language fr: choose ja, en.\n"),
        (
            ["report", "--format", "xml"],
            "error[bad-format]: There is no format xml: choose table, json, csv, tsv, xlsx, md, html.\n",
        ),
        (
            ["report", "--output", "x.xml"],
            "error[bad-format]: The ending of x.xml names no format: use .json, .csv, .tsv",
        ),
        (["report", "--encoding", "cp932"], "error[bad-encoding]: --encoding is for csv and tsv"),
        (["report", "--format", "csv", "--encoding", "x"], "error[bad-encoding]: There is no encoding x to write in"),
        (["report", "--fail-on", "late"], "error[bad-status]: --fail-on: there is no status late: choose from met, "),
        (["report", "--horizon", "3w"], "error[bad-horizon]: --horizon: 3w is not a number of days"),
        (["report", "--dept="], "error[wrong-usage]: --dept: the unit is empty"),
        (["report", "--known-at", "soon"], "error[bad-date]: --known-at: "),
        (["report", "--as-of", "03/04/2026"], "error[ambiguous-date]: --as-of: "),
        (["report", "--as-of", "令和5年2月30日"], "error[bad-date]: --as-of: "),
        (["assess", "s", "1", "--level", "high", "--on", "today"], "error[bad-number]: --level: high is not a number."),
        (["retract", "--reason", "x"], "error[wrong-usage]: Say either the number of an entry or --batch.\n"),
        (["retract", "1"], "error[wrong-usage]: --reason is missing.\n"),
        (["import", "staff", "x.csv", "--map", "x"], "error[wrong-usage]: --map: x is not HEADER=COLUMN.\n"),
    ],
)
def test_wrong_usage(run: Run, framework: Path, arguments: list[str], said: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)


def test_a_language_can_be_said_in_four_places(run: Run, framework: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english, japanese = "Sample City", "見本市"
    assert english not in run("roles", "show", "leader").out
    assert run("roles", "show", "leader").out.startswith("DX leader (leader)")
    assert run("--lang", "ja", "roles", "show", "leader").out.startswith("DXリーダー (leader)")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert run("roles", "show", "leader").out.startswith("DXリーダー (leader)")
    Path("dxskills.toml").write_text('framework = "data"\nlang = "en"\n', encoding="utf-8")
    assert run("roles", "show", "leader").out.startswith("DX leader (leader)")
    monkeypatch.setenv("DXSKILLS_LANG", "ja")
    assert run("roles", "show", "leader").out.startswith("DXリーダー (leader)")
    assert run("--lang=en", "roles", "show", "leader").out.startswith("DX leader (leader)")
    assert japanese not in run("roles", "show", "leader").out


@pytest.mark.parametrize(
    "line",
    [
        "repot",
        "staff lits",
        "report --pepole",
        "assign 1",
        "report --as-of",
        "report --people=yes",
        "report a b",
        "staff",
    ],
)
def test_typers_own_words_are_japanese_in_japanese(run: Run, line: str) -> None:
    ran = run("--lang", "ja", *line.split())
    assert ran.code == 2
    english = re.findall(r"(?:[A-Za-z]{2,} ){3,}", ran.err)
    assert english == [], "three English words in a row"
    assert re.search(r"[ぁ-ん]", ran.err)


@pytest.mark.parametrize("path", [(), *_paths(COMMANDS)], ids=" ".join)
def test_help_in_japanese_has_no_english_words_of_typers(run: Run, path: tuple[str, ...]) -> None:
    page = run("--lang", "ja", *path, "--help").out
    for word in ("Usage", "OPTIONS", "ARGS", "Options", "Commands", "Arguments", "[required]", "[default", "Show this"):
        assert word not in page
    assert "\n例:\n" in page or _has_below(path)
    assert re.search(r"  -h, --help +[^A-Za-z]", page)
