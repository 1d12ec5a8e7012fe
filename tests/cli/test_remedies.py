"""Every finding of ``check``, provoked by what somebody may type, and mended by the command that it names."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dxskills.analysis.check_kinds import KINDS
from tests.cli.conftest import ROLES, TRAININGS, Run

MEANT = {"NAME": "山田", "UNIT": "総務部", "APPOINTMENT": "regular", "OUTCOME": "absent", "DATE": "2021-04-01"}
"""What somebody fills in where only they know."""

TERMS = ROLES.replace(
    "term: {fiscal_years: 1}}", "term: {fiscal_years: 1}}\n  - {id: fixed, name: Fixed, term: {months: 36}}"
)
MORE = ROLES.replace("    functions: [{id: analysis", "    {more}\n    functions: [{id: analysis")


def with_leader(rule: str) -> str:
    return MORE.replace("{more}", rule)


class Case(NamedTuple):
    """``lines`` are typed, ``roles`` and ``trainings`` then replace the files; ``found`` is what that makes."""

    kinds: tuple[str, ...]
    lines: tuple[str, ...]
    found: tuple[tuple[str, str | None], ...]
    roles: str | None = None
    trainings: str | None = None
    before: str = ROLES


CASES = {
    "ids that are no more": Case(
        ("unknown-role", "unknown-training", "unknown-certification", "unknown-skill", "unknown-requirement"),
        (
            "record training law 00000001 --on 2026-05-01",
            "enrol law 00000001 --on 2026-12-01",
            "record certification it-passport 00000001 --on 2026-05-01",
            "revoke it-passport 00000001 --on 2026-06-01",
            "assess analysis 00000001 --level 1 --on 2026-05-01",
            "waive leader/exam 00000002 --from 2026-05-01 --until 2026-06-01 --reason leave",
            "unassign 00000002 leader --on 2027-03-31",
        ),
        (
            ("unknown-certification", "00000001"),
            ("unknown-certification", "00000001"),
            ("unknown-requirement", "00000002"),
            ("unknown-role", "00000002"),
            ("unknown-skill", "00000001"),
            ("unknown-training", "00000001"),
            ("unknown-training", "00000001"),
        ),
        ROLES.replace("id: leader", "id: head")
        .replace("law", "laws")
        .replace("passport", "pass")
        .replace("skill: analysis", "skill: analyses"),
        TRAININGS.replace("id: law", "id: laws")
        .replace("id: it-passport", "id: it-pass")
        .replace("id: analysis", "id: analyses"),
    ),
    "an appointment that is no more": Case(
        ("unknown-appointment",),
        (),
        (("unknown-appointment", "00000003"),),
        ROLES.replace("id: fiscal-year", "id: yearly"),
    ),
    "a level too high": Case(
        ("bad-level",),
        ("assess analysis 00000001 --level 2 --on 2026-05-01",),
        (("bad-level", "00000001"),),
        ROLES.replace("level: 2", "level: 1"),
        TRAININGS.replace(", {ja: 実務, en: Working}", ""),
    ),
    "a member's unit that is no more": Case(
        ("unused-unit",),
        (),
        (("unused-unit", None),),
        ROLES.replace("membership: everyone", "membership: {where: {unit: [情報部]}}"),
    ),
    "a joining taken back": Case(
        ("never-joined", "name-without-person"),
        ("record training law 00000001 --on 2026-05-01", "retract 1 --reason x"),
        (("never-joined", "00000001"), ("name-without-person", "00000001")),
    ),
    "nobody but a name": Case(
        ("name-without-person",), ("retract 1 --reason x",), (("name-without-person", "00000001"),)
    ),
    "what is not known of somebody": Case(
        ("no-unit", "no-appointment"),
        ("staff add 00000009 九郎 --joined 2026-04-01",),
        (("no-appointment", "00000009"), ("no-unit", "00000009")),
    ),
    "a name that hides something": Case(
        ("hidden-character",),
        ("staff add 00000009 九\u202e郎 --unit 総務部 --appointment regular --joined 2026-04-01",),
        (("hidden-character", "00000009"),),
    ),
    "two of one name": Case(
        ("possible-duplicate",),
        ("staff add 00000009 山田　太郎 --kana ﾔﾏﾀﾞﾀﾛｳ --unit 総務部 --appointment regular --joined 2026-04-01",),
        (("possible-duplicate", "00000009"),),
    ),
    "an appointment that is over": Case(
        ("expired-appointment",),
        ("staff add 00000009 九郎 --unit 総務部 --appointment fixed --joined 2020-04-01",),
        (("expired-appointment", "00000009"),),
        before=TERMS,
    ),
    "a leaving taken back between two joinings": Case(
        ("joined-twice",),
        (
            "staff leave 00000001 --on 2022-03-31",
            "staff edit 00000001 --joined 2023-04-01 --on 2023-04-01 --unit 企画部 --grade 係長",
            "retract 5 --reason x",
        ),
        (("overlapping-service", "00000001"),),
    ),
    "a leaving without a joining": Case(
        ("left-twice",),
        (
            "staff leave 00000001 --on 2022-03-31",
            "staff edit 00000001 --joined 2023-04-01",
            "retract 1 --reason x",
        ),
        (("no-appointment", "00000001"), ("no-unit", "00000001"), ("overlapping-service", "00000001")),
    ),
    "changed before joining": Case(
        ("before-joining",),
        ("staff edit 00000001 --grade 主任 --on 2021-04-01", "staff edit 00000001 --joined 2022-04-01"),
        (("before-joining", "00000001"),),
    ),
    "records before and after service": Case(
        ("before-service", "after-service"),
        (
            "record training law 00000001 --on 2019-05-01",
            "assess analysis 00000001 --level 1 --on 2019-05-02",
            "enrol law 00000001 --on 2019-05-01",
            "record training law 00000001 --on 2026-05-01",
            "staff leave 00000001 --on 2026-04-30",
        ),
        (("outside-service", "00000001"),) * 4,
    ),
    "records to come": Case(
        ("future-record",),
        (
            "record training law 00000001 --on 2026-11-25",
            "record training law 00000002 --on 2026-11-24",
            "record certification it-passport 00000001 --on 2027-05-01",
        ),
        (("future-record", "00000001"),) * 2,
    ),
    "days that nobody means": Case(
        ("far-future", "far-past"),
        (
            "enrol law 00000001 --on 2206-05-01",
            "record certification it-passport 00000001 --on 1926-05-01",
            "staff add 00000009 九郎 --unit 総務部 --appointment regular --joined 1920-04-01",
        ),
        (("far-future", "00000001"), ("far-past", "00000001"), ("far-past", "00000009")),
    ),
    "a booking forgotten": Case(
        ("past-enrolment",),
        (
            "enrol law 00000001 --on 2026-05-01",
            "enrol law 00000002 --on 2026-10-01",
            "enrol law 00000003 --on 2026-05-01",
            "record training law 00000003 --on 2026-05-08 --outcome failed",
        ),
        (("past-enrolment", "00000001"),),
    ),
    "an instructor taken back": Case(
        ("unknown-instructor",),
        ("record training law 00000001 --on 2026-05-01 --instructor 00000003", "retract 3 --reason x"),
        (("name-without-person", "00000003"), ("unknown-instructor", "00000001")),
    ),
    "what ends nothing": Case(
        ("revokes-nothing", "unassigns-nothing"),
        (
            "revoke it-passport 00000001 --on 2026-05-01",
            "unassign 00000002 leader --on 2026-05-31",
            "retract 4 --reason x",
        ),
        (("ends-nothing", "00000001"), ("ends-nothing", "00000002")),
    ),
    "an assignment before joining": Case(
        ("assigned-outside-service",),
        ("staff edit 00000002 --joined 2026-05-01",),
        (("outside-service", "00000002"),),
    ),
    "an assignment after leaving": Case(
        ("open-after-leaving",),
        ("staff leave 00000002 --on 2026-06-30",),
        (("open-after-leaving", "00000002"),),
    ),
    "a unit of nobody": Case(
        ("unknown-unit",),
        ("assign 00000001 leader --unit 情報部 --start 2026-04-01",),
        (("unknown-unit", "00000001"),),
    ),
    "a unit of others": Case(
        ("outside-posting",),
        (
            "assign 00000001 leader --unit 企画部 --start 2026-04-01",
            "assign 00000003 leader --unit 総務部 --start 2026-04-01 --exception agreed",
        ),
        (("outside-posting", "00000001"),),
    ),
    "rules that changed": Case(
        ("outside-placement", "wrong-appointment"),
        ("assign 00000001 leader --unit 総務部 --start 2026-12-01",),
        (
            ("outside-placement", "00000001"),
            ("outside-placement", "00000002"),
            ("wrong-appointment", "00000001"),
            ("wrong-appointment", "00000002"),
        ),
        with_leader(
            "placement: {units: [企画部]}\n    acquisition: [{route: recruitment, appointments: [fiscal-year]}]"
        ),
    ),
    "a role that is no longer assigned": Case(
        ("role-not-assigned",),
        (),
        (("role-not-assigned", "00000002"),),
        with_leader("membership: {where: {manager: true}}").replace("    staffing: [{per: 課, min: 1}]\n", ""),
    ),
    "past the term": Case(
        ("past-term",),
        (
            "assign 00000003 leader --start 2026-04-01 --end 2027-03-31",
            "assign 00000001 leader --start 2026-04-01",
            "staff edit 00000001 --appointment fiscal-year --on 2026-03-01",
        ),
        (("past-term", "00000001"),),
    ),
    "two at once": Case(
        ("overlapping-assignment",),
        (
            "unassign 00000002 leader --on 2026-05-31",
            "assign 00000002 leader --start 2026-06-01",
            "retract 5 --reason x",
        ),
        (("overlapping-assignment", "00000002"),),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_remedy_mends_what_was_found(office: Run, case: Case) -> None:
    Path("data/roles.yaml").write_text(case.before, encoding="utf-8")
    assert office("check").code == 0
    for line in case.lines:
        ran = office(*shlex.split(line))
        assert ran.code == 0, (line, ran.err)
    for name, text in (("roles", case.roles), ("trainings", case.trainings)):
        if text is not None:
            Path(f"data/{name}.yaml").write_text(text, encoding="utf-8")
    found = checked(office)
    assert [(finding["code"], finding["staff"]) for finding in found] == list(case.found)
    assert {finding["code"] for finding in found} >= {KINDS[kind].code for kind in case.kinds}
    mend(office, found)
    assert office("check").out.startswith("Everything agrees.\n")


def checked(office: Run) -> list[dict[str, Any]]:
    ran = office("check", "--format", "json")
    findings: list[dict[str, Any]] = ran.json["findings"]
    assert (ran.code, ran.err) == (1 if findings else 0, "")
    return findings


def mend(office: Run, found: list[dict[str, Any]]) -> None:
    """Do what the first finding says until none is left: a remedy may well lead to the next finding, not round."""
    for _attempt in range(12):
        if not found:
            return
        first = found[0]
        if first["command"] is None:
            assert first["code"] == "unused-unit"
            Path("data/roles.yaml").write_text(ROLES, encoding="utf-8")
        elif first["code"] == "possible-duplicate":
            follow_log(office, first)
        else:
            assert first["command"] in first["remedy"]
            typed = [MEANT.get(word, word) for word in shlex.split(first["command"])]
            assert typed[0] == "dxskills"
            agreed = ["--yes"] if typed[1:3] == ["staff", "forget"] else []  # which asks by itself
            ran = office(*typed[1:], *agreed)
            assert ran.code == 0, (first, ran.err)
        left = checked(office)
        assert first not in left
        found = left
    raise AssertionError(found)


def follow_log(office: Run, finding: dict[str, Any]) -> None:
    """What the sentence says: look at the entries, take them back."""
    entries = office(*shlex.split(finding["command"])[1:], "--format", "json").json["entries"]
    for entry in entries:
        assert office("retract", str(entry["seq"]), "--reason", "the same person").code == 0


def test_a_name_that_is_missing_is_entered(office: Run) -> None:
    people = Path("store/people.json")
    lines = people.read_text(encoding="utf-8")
    assert "00000001" in lines
    # A name goes missing where people.json is put back from before somebody joined.
    office("staff", "add", "00000009", "九郎", "--unit", "総務部", "--appointment", "regular", "--joined", "2026-04-01")
    people.write_text(lines, encoding="utf-8")
    found = checked(office)
    assert [(finding["code"], finding["staff"]) for finding in found] == [("name-missing", "00000009")]
    mend(office, found)
    assert office("check").code == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no modes there")
@pytest.mark.parametrize(("path", "mode"), [("store", 0o777), ("store/people.json", 0o644), ("store/journal", 0o750)])
def test_a_store_that_others_may_read_is_closed(office: Run, path: str, mode: int) -> None:
    Path(path).chmod(mode)
    (found,) = checked(office)
    assert (found["code"], found["item"]) == ("loose-permissions", str(Path(path).resolve()))
    assert os.system(found["command"]) == 0
    assert office("check").code == 0


def test_every_kind_is_provoked() -> None:
    here = {kind for case in CASES.values() for kind in case.kinds}
    assert KINDS.keys() - here == {"name-missing", "loose-permissions"}


def test_a_corrected_joining_leaves_one_and_keeps_what_was_said(office: Run) -> None:
    for line in CASES["a leaving taken back between two joinings"].lines:
        assert office(*shlex.split(line)).code == 0
    office("staff", "edit", "00000001", "--joined", "2019-04-01")
    assert checked(office) == []
    shown = {day: office("staff", "show", "00000001", "--as-of", day, "--format", "json").json for day in DAYS}
    assert [page["unit"] for page in shown.values()] == ["総務部/職員課", "総務部/職員課", "企画部"]


DAYS = ("2019-04-01", "2023-03-31", "2023-04-01")
