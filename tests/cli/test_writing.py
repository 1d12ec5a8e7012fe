"""Commands that write: what they say on the screen, in JSON, and when they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_init_says_what_next(run: Run) -> None:
    ran = run("init", "registry")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"A new registry is in {Path('registry').resolve()}.\n"
        "\n"
        "What next:\n"
        "  cd registry\n"
        "  dxskills roles list\n"
        "  dxskills framework check\n"
        "  dxskills import staff staff.csv --on 2026-11-24\n"
        "  dxskills report\n"
    )
    assert sorted(path.name for path in Path("registry").iterdir()) == ["data", "dxskills.toml", "store"]


def test_init_refuses_to_touch_what_is_there(run: Run) -> None:
    assert run("init").code == 0
    ran = run("init")
    assert ran.code == 3
    assert ran.err.startswith("error[exists]: ")


def test_a_written_entry_is_shown(office: Run) -> None:
    ran = office("assign", "00000001", "DXリーダー", "--start", "令和8年10月1日")
    assert ran == (
        0,
        "Entry  Written        Staff     On          Details\n"
        "─────  ─────────────  ────────  ──────────  ─────────────────────────────────────\n"
        "    5  role assigned  00000001  2026-10-01  role: DX leader · unit: 総務部/職員課\n",
        "",
    )


def test_the_same_again_writes_nothing_and_says_so(office: Run) -> None:
    law = ("record", "training", "law", "00000002", "--on", "2026-05-20")
    assert office(*law).code == 0
    assert office(*law) == (0, "Nothing was written: it is in the registry already.\n", "")
    assert office(*law, "--format", "json").json["entries"] == []


def test_the_same_assignment_again_overlaps_itself(office: Run) -> None:
    again = office("assign", "00000002", "leader", "--start", "2026-04-01")
    assert (again.code, again.out) == (3, "")
    assert again.err.startswith("error[overlapping-assignment]: 00000002 holds DX leader in ")


def test_entries_in_json(office: Run) -> None:
    ran = office("assign", "00000001", "leader", "--format", "json")
    assert ran.json == {
        "schema": "dxskills/entries/1",
        "entries": [
            {
                "seq": 5,
                "at": "2026-11-24T03:00:00.000000Z",
                "by": "tester",
                "batch": None,
                "kind": "role.assigned",
                "staff": "00000001",
                "on": "2026-11-24",
                "data": {"role": "leader", "unit": "総務部/職員課"},
            }
        ],
    }


def test_several_people_in_one_call_are_one_batch(office: Run) -> None:
    ran = office(
        "record", "training", "security-basics", "00000001", "０００００００３", "--on", "2026-06-03", "--score", "85"
    )
    assert ran.code == 0
    assert "training: Security basics · outcome: completed · score: 85" in ran.out
    assert "`dxskills retract --batch 20261124-" in ran.out
    entries = office("log", "--format", "json").json["entries"][-2:]
    assert [entry["staff"] for entry in entries] == ["00000001", "00000003"]
    assert entries[0]["batch"] == entries[1]["batch"] is not None


def test_one_refusal_refuses_them_all(office: Run) -> None:
    before = office("log").out
    ran = office("record", "training", "law", "00000001", "9", "１", "--on", "2026-06-03")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error[unknown-staff]: 2 of 3 people were refused, so nothing was written.\n")
    assert office("log").out == before


@pytest.mark.parametrize(
    ("arguments", "detail"),
    [
        (
            ["record", "certification", "it-passport", "00000001", "--on", "R8.5.20", "--subsidy", "7,500円"],
            "subsidy: 7500",
        ),
        (["record", "training", "law", "00000001", "--on", "2026-05-20", "--outcome", "欠席"], "outcome: absent"),
        (
            ["assess", "データ分析", "00000001", "--level", "２", "--on", "2026-05-20"],
            "skill: Data analysis · level: 2",
        ),
        (
            ["waive", "leader/exam", "00000002", "--from", "2026-04-01", "--until", "2026-09-30", "--reason", "leave"],
            "requirement: leader/exam · until: 2026-09-30 · reason: leave",
        ),
        (["enrol", "law", "00000002", "--on", "2027-01-15"], "training: Law for officials"),
        (["unassign", "00000002", "leader", "--on", "2026-09-30"], "role: DX leader"),
        (["staff", "transfer", "00000001", "企画課", "--on", "2026-10-01"], "unit: 企画部/企画課"),
        (["staff", "leave", "00000001", "--on", "2027-03-31"], "left"),
        (
            ["staff", "add", "7", "新人", "--unit", "企画課", "--appointment", "一般職員"],
            "appointment: Regular · manager: no",
        ),
        (["staff", "edit", "00000003", "--manager", "--grade", "課長"], "grade: 課長 · manager: yes"),
        (["retract", "4", "--reason", "wrong person"], "entry: 4 · reason: wrong person"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_each_kind_of_entry(office: Run, arguments: list[str], detail: str) -> None:
    ran = office(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert detail in ran.out


def test_entries_are_told_in_the_chosen_language(office: Run) -> None:
    arguments = ["record", "training", "law", "00000001", "--on", "2026-05-20", "--outcome", "absent"]
    assert "研修: 法令研修 · 結果: 欠席\n" in office("--lang", "ja", *arguments).out
    assert "研修: 法令研修 · 結果: 欠席\n" in office("--lang", "ja", "log").out


def test_a_revocation_of_nothing_says_so(office: Run) -> None:
    ran = office("revoke", "it-passport", "00000001", "--on", "2026-10-01")
    assert ran.code == 0
    assert ran.err == "00000001 has no record of IT Passport on or before 2026-10-01, so this changes nothing yet.\n"


def test_what_is_wrong_for_everybody_is_said_once(office: Run) -> None:
    ran = office("record", "training", "lwa", "00000001", "00000002", "--on", "2026-05-20")
    assert ran.code == 3
    assert ran.err == "error[unknown-training]: There is no training lwa.\n  Did you mean law?\n"


def test_what_is_wrong_for_each_is_said_of_each_with_its_remedy(office: Run) -> None:
    people = ("00000001", "00000002")
    office("record", "training", "law", *people, "--on", "2026-05-20")
    ran = office("record", "training", "law", *people, "--on", "2026-05-20", "--hours", "3")
    assert ran.code == 3
    for staff, seq in zip(people, (5, 6), strict=True):
        assert f"Entry {seq} says something else of {staff}, Law for officials on 2026-05-20." in ran.err
        assert f"`dxskills retract {seq} --reason …`" in ran.err


def test_a_transfer_says_which_assignment_it_ends(office: Run) -> None:
    ran = office("staff", "transfer", "00000002", "企画部/企画課", "--on", "2026-10-01")
    assert ran.code == 0
    assert ran.err == "The transfer ends the assignment to DX leader in 総務部/職員課/人事係 on 2026-09-30 (entry 4).\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assign", "1", "leader"], "error[unknown-staff]: Nobody has the staff number 1.\n  Did you mean 00000001?"),
        (["assign", "00000001", "leadr"], "error[unknown-role]: "),
        (["assign", "00000001", "everybody"], "error[role-not-assigned]: "),
        (["assign", "00000002", "leader"], "error[overlapping-assignment]: "),
        (["assign", "00000003", "leader", "--end", "2028-03-31"], "error[past-term]: "),
        (["assign", "00000001", "leader", "--start", "2019-01-01"], "error[not-in-service]: "),
        (["assign", "0000\u200b0001", "leader"], "error[bad-staff-number]: "),
        (["waive", "leader", "00000001", "--from", "today", "--until", "today", "--reason", "x"], "error["),
        (["retract", "99", "--reason", "x"], "error[unknown-entry]: "),
    ],
)
def test_refusals_write_nothing(office: Run, arguments: list[str], said: str) -> None:
    before = office("log").out
    ran = office(*arguments)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(said)
    assert "\u200b" not in ran.err
    assert office("log").out == before


def test_a_wrong_format_is_refused_before_anything_is_written(office: Run) -> None:
    assert office("assign", "00000001", "leader", "--format", "xml").code == 2
    assert office("assign", "00000001", "leader", "--output", "none/x.json").code == 3
    assert len(office("log", "--format", "json").json["entries"]) == 4


@pytest.mark.parametrize(("content", "code"), [("職員番号,氏名\n1,a\n", "missing-column"), (None, "no-such-file")])
def test_a_script_reads_the_same_document_when_a_whole_file_is_refused(
    office: Run, content: str | None, code: str
) -> None:
    if content is not None:
        Path("t.csv").write_text(content, encoding="utf-8")
    ran = office("import", "trainings", "t.csv", "--format", "json")
    assert ran.code == 3
    assert (ran.json["schema"], ran.json["read"], ran.json["added"]) == ("dxskills/import/1", 0, 0)
    (problem,) = ran.json["problems"]
    assert (problem["file"], problem["code"]) == ("t.csv", code)


def test_an_import_is_undone_by_its_batch(office: Run) -> None:
    Path("t.csv").write_text(
        "職員番号,研修,受講日\n00000001,法令研修,R8.5.1\n00000002,法令研修,R8.5.1\n", encoding="cp932"
    )
    done = office("import", "trainings", "t.csv", "--format", "json").json
    assert (done["schema"], done["read"], done["added"], done["problems"]) == ("dxskills/import/1", 2, 2, [])
    again = office("import", "trainings", "t.csv", "--format", "json").json
    assert (again["added"], again["unchanged"]) == (0, 2)
    undone = office("retract", "--batch", done["batch"], "--reason", "wrong file", "--format", "json").json
    assert [entry["kind"] for entry in undone["entries"]] == ["entry.retracted"] * 2


BAD_ROWS = "職員番号,研修,受講日\n00000001,法令研修,R8.5.1\n9,法令研修,R8.5.1\n00000002,\x1b[2J法令,03/04/2026\n"


def test_bad_rows_are_all_listed_and_nothing_is_written(office: Run) -> None:
    Path("t.csv").write_text(BAD_ROWS, encoding="utf-8")
    ran = office("import", "trainings", "t.csv", "--format", "json")
    assert ran.code == 3
    assert (ran.json["added"], ran.json["rejected"]) == (0, 2)
    assert {problem["row"] for problem in ran.json["problems"]} == {3, 4}
    assert ran.err.startswith("error[bad-rows]: 2 of 3 rows are bad, so nothing was written.\n  t.csv:3:職員番号:")
    assert "\x1b" not in ran.err + ran.out
    assert len(office("log", "--format", "json").json["entries"]) == 4


def test_skipping_bad_rows_ends_in_1_and_keeps_them(office: Run) -> None:
    Path("t.csv").write_text(BAD_ROWS, encoding="utf-8")
    ran = office("import", "trainings", "t.csv", "--skip-invalid")
    assert ran.code == 1
    assert "Added      1\n" in ran.out
    assert "The bad rows, each with its reason, are in t.csv.rejects.csv.\n" in ran.err
    assert Path("t.csv.rejects.csv").is_file()


def test_a_dry_run_writes_nothing(office: Run) -> None:
    Path("t.csv").write_text("staff,training,on\n00000001,law,2026-05-01\n", encoding="utf-8")
    ran = office("import", "trainings", "t.csv", "--dry-run")
    assert ran.code == 0
    assert "Dry run    nothing was written\n" in ran.out
    assert len(office("log", "--format", "json").json["entries"]) == 4
