"""What the files say, as the program reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxskills.dates import Period
from dxskills.errors import FrameworkRefused, Refused
from dxskills.framework.load import load
from dxskills.framework.model import Alternative, Grant, Term, Text, Validity, Where
from dxskills.framework.shipped import shipped_folder
from dxskills.framework.sources import LARGEST_FILE, make_sources, read_sources
from tests.framework.files import build, sources

TRAININGS = "schema: dxskills/trainings/1\n"


def test_a_framework_with_faults_is_refused_with_all_of_them() -> None:
    with pytest.raises(FrameworkRefused) as refused:
        load(sources(roles="schema: dxskills/roles/1\n", trainings="schema: x\n"))
    assert (refused.value.code, refused.value.exit_code) == ("framework-faults", 3)
    assert [(p.file, p.row, p.column, p.code) for p in refused.value.problems] == [
        ("roles.yaml", 1, "1 organisation", "missing-key"),
        ("trainings.yaml", 1, "9 schema", "bad-choice"),
    ]


def test_a_problem_names_the_place_in_words_too() -> None:
    with pytest.raises(FrameworkRefused) as refused:
        load(sources(more="roles: [{id: lead, name: L, requirements: [{id: q, training: literacy, within: 1}]}]\n"))
    assert refused.value.problems[0].column == "80 roles[lead].requirements[q].within"
    assert refused.value.problems[0].value == "1"


def test_what_is_left_out_has_its_default() -> None:
    framework = build(
        trainings=TRAININGS + "skills: [{id: s, name: S}]\ntrainings: [{id: t, name: T}]\n",
        roles="schema: dxskills/roles/1\norganisation: {id: o, name: O}\nroles: [{id: r, name: R, requirements: "
        "[{id: q, training: t}, {id: s, skill: s}]}]\n",
    )
    role = framework.roles["r"]
    assert (role.membership, role.placement, role.moves_with_person, role.appointments) == ("assigned", None, False, ())
    requirement = role.requirements[0]
    assert (requirement.at_least, requirement.necessity, requirement.within) == (1, "mandatory", None)
    assert (requirement.cycle, requirement.effective_from, requirement.domain) == (False, None, None)
    assert role.requirements[1].alternatives == (Alternative("skill", "s", 1),)
    assert framework.organisation.fiscal_year_start == (4, 1)
    assert framework.skills["s"].levels == (Text("保有", "Held"),)
    assert framework.trainings["t"].covers == ("t",)


def test_items_cover_what_they_satisfy_to_the_end_and_bring_its_grants() -> None:
    certifications = build(
        trainings=TRAININGS + "skills: [{id: it, name: IT, levels: [A, B, C]}]\n"
        "certifications:\n"
        "- {id: ap, name: AP, satisfies: [fe], grants: [{skill: it, level: 3}]}\n"
        "- {id: fe, name: FE, satisfies: [ip], grants: [{skill: it, level: 2}]}\n"
        "- {id: ip, name: IP, grants: [{skill: it}]}\n"
    ).certifications
    assert certifications["ap"].covers == ("ap", "fe", "ip")
    assert certifications["ap"].grants == (Grant("it", 3),)
    assert set(certifications["ap"].all_grants) == {Grant("it", 1), Grant("it", 2), Grant("it", 3)}
    assert certifications["ip"].covers == ("ip",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{months: 36}", Validity("months", 36, None)),
        ("{days: 10}", Validity("days", 10, None)),
        ("{fiscal_year_end: 0}", Validity("fiscal_year_end", 0, None)),
        ("{year_end: 2}", Validity("year_end", 2, None)),
        ("{months: 36, renew: from-expiry, window: 6m}", Validity("months", 36, Period("m", 6))),
    ],
)
def test_forms_of_validity(written: str, meant: Validity) -> None:
    framework = build(trainings=f"{TRAININGS}trainings: [{{id: t, name: T, validity: {written}}}]\n")
    assert framework.trainings["t"].validity == meant


def test_everything_about_a_role() -> None:
    framework = build(
        roles="""\
        schema: dxskills/roles/1
        organisation: {id: ward, name: Ward, fiscal_year_start: "01-01", unit_levels: [部, 課]}
        appointments:
          - {id: yearly, name: Yearly, term: {fiscal_years: 1}}
          - {id: fixed, name: Fixed, term: {months: 60}}
        roles:
          - id: lead
            name: Lead
            aliases: [Leader]
            placement: {units: [" 総務部 ／ 職員課", ＤＸ推進室]}
            moves_with_person: true
            acquisition:
              - {route: external-hire, appointments: [fixed, yearly], summary: From outside}
              - {route: recruitment, appointments: [yearly]}
            staffing: [{per: organisation, min: 2, assumed: true}, {per: 課}]
            functions: [{id: data, name: Data}]
            effective_until: 2030-03-31
            requirements:
              - id: choice
                any_of: [{certification: passport}, {skill: gis, level: 2}, {training: literacy}]
                at_least: 2
                within: fiscal-year-end
                functions: [data]
                necessity: recommended
              - id: yearly
                training: literacy
                cycle: {every: fiscal-year, by: 12-31}
                within: 2w
                effective_from: 2027-04-01
          - id: member
            name: Member
            membership:
              where:
                {manager: false, unit: [総務部／職員課], job_family: [" ＩＣＴ"], grade: [係長], appointment: [fixed]}
        """
    )
    assert framework.appointments["yearly"].term == Term("fiscal_years", 1)
    lead, member = framework.roles["lead"], framework.roles["member"]
    assert lead.placement == ("総務部/職員課", "DX推進室")
    assert lead.appointments == ("fixed", "yearly")
    assert [(one.per, one.level, one.minimum, one.assumed) for one in lead.staffing] == [
        ("organisation", None, 2, True),
        ("課", 1, 1, False),
    ]
    assert lead.effective_until == date(2030, 3, 31)
    choice, yearly = lead.requirements
    assert (choice.domain, choice.at_least, choice.path) == ("ict", 2, "lead/choice")
    assert choice.within == Period("fiscal-year-end", 0)
    assert not choice.mandatory
    assert (yearly.cycle, yearly.cycle_by, yearly.within) == (True, (12, 31), Period("w", 2))
    assert (yearly.effective_from, yearly.domain) == (date(2027, 4, 1), "administrative")
    assert member.membership == Where(
        manager=False, unit=("総務部/職員課",), appointment=("fixed",), job_family=("ICT",), grade=("係長",)
    )


# ── The files ──


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_sources(tmp_path / "nowhere")
    assert refused.value.code == "no-framework"
    assert str(tmp_path / "nowhere" / "roles.yaml") in refused.value.message


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").mkdir()
    with pytest.raises(Refused) as refused:
        read_sources(tmp_path)
    assert refused.value.code == "no-framework"


def test_a_file_beyond_all_frameworks_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "roles.yaml").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(Refused) as refused:
        read_sources(tmp_path)
    assert refused.value.code == "framework-too-large"


def test_the_hash_is_of_both_files_and_of_where_one_ends() -> None:
    hashes = {make_sources(Path(), *pair).hash for pair in ((b"ab", b"c"), (b"a", b"bc"), (b"c", b"ab"))}
    assert len(hashes) == 3
    assert all(one.startswith("sha256:") and len(one) == 71 for one in hashes)
    assert make_sources(Path("x"), b"ab", b"c") == make_sources(Path("x"), b"ab", b"c")


def test_the_shipped_matrix_is_found() -> None:
    assert {path.name for path in shipped_folder().iterdir()} >= {"roles.yaml", "trainings.yaml"}
