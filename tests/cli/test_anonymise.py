"""--anonymise: nothing in any output says who somebody is, and every person stays one person."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Callable

import pytest

from dxskills.analysis.anonymous import Pseudonyms
from tests.cli.conftest import Run

PERSON = ("00000001", "00000002", "00000003", "山田", "鈴木", "佐藤", "ヤマダ", "スズキ", "サトウ")
TEXTS = ("IP-0042", "private remark", "on leave", "Head Honcho", "Ms Assessor", "no other unit")
PSEUDONYM = re.compile(r"p-[0-9a-f]{8}")


@pytest.fixture
def full(office: Run) -> Run:
    """The office, with something in every text that an entry can have."""
    for line in (
        'record training law 00000002 --on 2026-05-01 --instructor 00000001 --note "private remark"',
        "record certification it-passport 00000002 --on 2026-06-01 --number IP-0042",
        'assess analysis 00000002 --level 1 --on 2026-06-02 --assessor "Ms Assessor"',
        "waive leader/security 00000002 --from 2026-04-01 --until 2027-03-31"
        ' --reason "on leave" --approver "Head Honcho"',
        'assign 00000003 leader --start 2026-05-01 --end 2027-12-31 --exception "no other unit"',
    ):
        ran = office(*shlex.split(line))
        assert ran.code == 0, ran.err
    return office


COMMANDS = [
    ["report", "--people"],
    ["matrix"],
    ["why", "00000002"],
    ["why", "00000002", "leader/exam"],
    ["why", "00000001", "leader/exam"],
    ["why", "00000003", "leader/security", "--as-of", "2026-04-15"],
    ["due", "--recommended"],
    ["candidates", "leader"],
    ["forecast", "--people"],
    ["staff", "list"],
    ["staff", "show", "00000002"],
    ["staff", "show", "00000003"],
]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "md"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nobody_is_named(full: Run, command: list[str], form: str, language: str) -> None:
    open_ = full("--lang", language, *command, "--format", form)
    ran = full("--lang", language, *command, "--anonymise", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "table" or len(open_.out.splitlines()) > 1:
        assert any(text in open_.out for text in PERSON)
        assert PSEUDONYM.search(ran.out)
    assert [text for text in (*PERSON, *TEXTS) if text in ran.out] == []


def test_the_page_says_all_that_is_masked_when_it_is_not(full: Run) -> None:
    out = full("staff", "show", "00000002", "--format", "json").out + full("staff", "show", "00000003").out
    assert [text for text in TEXTS if text not in out] == []


def test_units_dates_and_verdicts_stay(full: Run) -> None:
    rows = full("report", "--people", "--format", "json").json["people"]
    masked = full("report", "--people", "--anonymise", "--format", "json").json["people"]
    kept = ("unit", "role", "requirement", "necessity", "status", "held_since", "due_on", "valid_until", "planned_on")
    assert sorted(str([row[name] for name in kept]) for row in rows) == sorted(
        str([row[name] for name in kept]) for row in masked
    )
    assert list(masked[0]) == list(rows[0])
    assert {(row["name"], *row["evidence"]) for row in masked} == {("***",)}
    assert len({row["staff"] for row in masked}) == len({row["staff"] for row in rows})


def test_rows_are_in_the_order_of_pseudonyms_which_are_new_each_time(full: Run) -> None:
    orders: set[tuple[str, ...]] = set()
    pseudonyms: set[str] = set()
    for _time in range(12):
        out = full("staff", "list", "--anonymise", "--format", "csv").out.lstrip("\ufeff")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert [row["staff"] for row in rows] == sorted(row["staff"] for row in rows)
        assert {row["kana"] for row in rows} == {""}
        orders.add(tuple(row["joined"] for row in rows))
        pseudonyms.update(row["staff"] for row in rows)
    assert len(pseudonyms) == 36
    assert len(orders) > 1, "the order is always that of the staff numbers"


def test_entries_of_a_page_are_numbered_anew_and_still_refer_to_each_other(full: Run) -> None:
    open_ = full("why", "00000002", "leader/security", "--format", "json").json["verdicts"][0]
    masked = full("why", "00000002", "leader/security", "--anonymise", "--format", "json").json["verdicts"][0]
    assert open_["evidence"] == [open_["waiver"]["entry"]]
    assert masked["evidence"] == [masked["waiver"]["entry"]]
    assert masked["waiver"]["entry"] < open_["waiver"]["entry"]
    assert (masked["waiver"]["reason"], masked["rule"]) == ("***", open_["rule"])
    assert PSEUDONYM.fullmatch(masked["waiver"]["approver"])


def test_one_person_has_one_pseudonym_and_no_two_have_the_same() -> None:
    drawn = iter(["aa", "aa", "bb"])
    draw: Callable[[], str] = lambda: next(drawn)  # noqa: E731
    pseudonyms = Pseudonyms(draw)
    assert [pseudonyms.of(one) for one in ("1", "2", "1")] == ["p-aa", "p-bb", "p-aa"]
