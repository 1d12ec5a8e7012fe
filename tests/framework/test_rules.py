"""What entries may say together, and of one another: bounds, choices, ids, circles."""

from __future__ import annotations

import pytest

from tests.framework.files import ROLES, codes, told

LEAD = """\
roles:
  - id: lead
    name: Lead
    functions: [{id: data, name: Data}]
    requirements:
      - """


def of_requirement(entry: str) -> list[str]:
    """What is told of a requirement in line 12, column 9."""
    return [line.removeprefix("roles.yaml:") for line in told(more=f"{LEAD}{entry}\n")]


def of_trainings(entries: str) -> list[str]:
    """What is told of trainings.yaml with these lines from line 2 on, beside the skill gis with two levels."""
    head = "schema: dxskills/trainings/1\nskills: [{id: gis, name: GIS, levels: [A, B]}]\n"
    return [line.removeprefix("trainings.yaml:") for line in told(roles=ROLES, trainings=head + entries)]


# ── Inside one entry ──


@pytest.mark.parametrize(
    "entry",
    [
        "{id: q, training: literacy}",
        "{id: q, certification: passport}",
        "{id: q, skill: gis}",
        "{id: q, skill: gis, level: 2}",
        "{id: q, any_of: [{training: literacy}, {skill: gis, level: 1}, {certification: passport}], at_least: 3}",
        "{id: q, training: literacy, at_least: 1, functions: [data]}",
    ],
)
def test_a_requirement_asks_for_one_thing_or_for_some_of_several(entry: str) -> None:
    assert of_requirement(entry) == []


def test_a_requirement_asks_for_exactly_one() -> None:
    choices = "training, certification, skill, any_of"
    assert of_requirement("{id: q}") == [f"12:9 not-exactly-one: Exactly one of these must be here: {choices}."]
    assert of_requirement("{id: q, skill: gis, training: literacy}") == [
        f"12:29 not-exactly-one: skill, training stand here together; exactly one of these is meant to: {choices}."
    ]
    assert codes(of_requirement("{id: q, any_of: [{}, {training: literacy, skill: gis}]}")) == ["not-exactly-one"] * 2
    for nothing in ("training: ~", "any_of: null", "any_of: [{training: ~}]"):
        assert codes(of_requirement(f"{{id: q, {nothing}}}")) == ["not-exactly-one"]


def test_alternatives_do_not_nest() -> None:
    found = of_requirement("{id: q, any_of: [{any_of: [{training: literacy}]}]}")
    assert set(codes(found)) == {"unknown-key", "not-exactly-one"}


def test_an_empty_choice_cannot_be_met() -> None:
    assert codes(of_requirement("{id: q, any_of: []}")) == ["empty-list"]


@pytest.mark.parametrize("at_least", ["0", "3", "-1"])
def test_at_least_lies_between_one_and_the_number_of_alternatives(at_least: str) -> None:
    found = of_requirement(f"{{id: q, any_of: [{{training: literacy}}, {{training: security}}], at_least: {at_least}}}")
    assert codes(found) in (["bad-at-least"], ["bad-number"])
    assert codes(of_requirement("{id: q, training: literacy, at_least: 2}")) == ["bad-at-least"]


def test_a_level_belongs_to_a_skill_and_lies_within_its_levels() -> None:
    assert of_requirement("{id: q, training: literacy, level: 1}") == [
        "12:37 level-without-skill: Only a skill has a level."
    ]
    assert of_requirement("{id: q, skill: gis, level: 3}") == ["12:29 bad-level: gis has the levels 1 to 2, not 3."]
    assert codes(of_requirement("{id: q, skill: gis, level: 0}")) == ["bad-number"]
    assert of_trainings("trainings: [{id: a, name: A, grants: [{skill: gis, level: 9}]}]\n") == [
        "3:52 bad-level: gis has the levels 1 to 2, not 9."
    ]


def test_what_ends_before_it_begins() -> None:
    found = of_requirement("{id: q, training: literacy, effective_from: 2027-04-01, effective_until: 2027-03-31}")
    assert found == ["12:82 effective-order: effective_until 2027-03-31 is before effective_from 2027-04-01."]
    role = "roles: [{id: a, name: A, effective_from: '2027-04-02', effective_until: 2027-04-01}]\n"
    assert codes(told(more=role)) == ["effective-order"]


@pytest.mark.parametrize(
    ("validity", "expected"),
    [
        ("{months: 36}", []),
        ("{days: 1}", []),
        ("{fiscal_year_end: 0}", []),
        ("{year_end: 2}", []),
        ("{months: 36, renew: from-expiry, window: 6m}", []),
        ("{}", ["not-exactly-one"]),
        ("{months: ~}", ["not-exactly-one"]),
        ("{months: 3, days: 4}", ["not-exactly-one"]),
        ("{months: 3, renew: from-expiry, window: ~}", ["missing-key"]),
        ("{months: 0}", ["bad-number"]),
        ("{days: 0}", ["bad-number"]),
        ("{fiscal_year_end: -1}", ["bad-number"]),
        ("{months: 3, renew: from-expiry}", ["missing-key"]),
        ("{months: 3, window: 6m}", ["missing-key"]),
        ("{years: 3}", ["unknown-key", "not-exactly-one"]),
    ],
)
def test_validity_takes_one_of_its_forms(validity: str, expected: list[str]) -> None:
    found = of_trainings(f"trainings: [{{id: a, name: A, validity: {validity}}}]\n")
    assert sorted(codes(found)) == sorted(expected)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("{fiscal_years: 1}", []),
        ("{months: 60}", []),
        ("{}", ["not-exactly-one"]),
        ("{fiscal_years: 1, months: 60}", ["not-exactly-one"]),
        ("{fiscal_years: 0}", ["bad-number"]),
    ],
)
def test_terms_take_one_of_two_forms(term: str, expected: list[str]) -> None:
    head = "schema: dxskills/roles/1\norganisation: {id: a, name: A}\n"
    assert codes(told(roles=f"{head}appointments: [{{id: x, name: X, term: {term}}}]\n")) == expected


@pytest.mark.parametrize(
    ("membership", "expected"),
    [
        ("assigned", []),
        ("everyone", []),
        ("{where: {manager: false}}", []),
        ("{where: {unit: [総務部], appointment: [regular], job_family: [ICT], grade: ['1', 係長]}}", []),
        ("somebody", ["bad-choice"]),
        ("{where: {}}", []),
        ("{}", ["missing-key"]),
        ("{where: {unit: []}}", []),
        ("{where: {unit: 総務部}}", ["wrong-type"]),
        ("{where: {manager: 'true'}}", ["wrong-type"]),
        ("{where: {grade: [1]}}", ["must-be-quoted"]),
        ("{where: {appointment: [reglar]}}", ["unknown-appointment"]),
        ("{where: {unit: [／]}}", ["bad-unit"]),
    ],
)
def test_membership_is_a_word_or_conditions(membership: str, expected: list[str]) -> None:
    assert codes(told(more=f"roles: [{{id: a, name: A, membership: {membership}}}]\n")) == expected


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("any", []),
        ("[総務部／職員課, DX推進室]", []),
        ("all", ["bad-choice"]),
        ("[]", []),
        ("['/']", ["bad-unit"]),
        ("{a: b}", ["wrong-type"]),
    ],
)
def test_placement_is_any_unit_or_a_list_of_them(units: str, expected: list[str]) -> None:
    assert codes(told(more=f"roles: [{{id: a, name: A, placement: {{units: {units}}}}}]\n")) == expected


def test_staffing_is_per_organisation_or_per_unit_level_and_only_for_assigned_roles() -> None:
    assert told(more="roles: [{id: a, name: A, staffing: [{per: organisation}, {per: 課, min: 2}]}]\n") == []
    assert told(more="roles: [{id: a, name: A, staffing: [{per: 科, min: 2}, {per: organization}]}]\n") == [
        "roles.yaml:7:43 unknown-level: 科 is neither organisation nor one of unit_levels (部, 課).",
        "roles.yaml:7:61 unknown-level: organization is neither organisation nor one of unit_levels (部, 課). "
        "Did you mean organisation?",
    ]
    for membership in ("everyone", "{where: {manager: true}}"):
        found = told(more=f"roles: [{{id: a, name: A, membership: {membership}, staffing: [{{per: 課}}]}}]\n")
        assert codes(found) == ["staffing-of-members"]
    assert codes(told(more="roles: [{id: a, name: A, staffing: [{per: 課}, {per: 課, min: 2}]}]\n")) == [
        "duplicate-staffing"
    ]


def test_unit_levels_may_be_any_number_of_any_names_but_each_once() -> None:
    head = "schema: dxskills/roles/1\norganisation: {id: a, name: A, unit_levels: "
    assert told(roles=head + "[]}\n") == []
    assert told(roles=head + "[Ministry, Directorate, Division, Unit, Team]}\n") == []
    assert codes(told(roles=head + "[部, 課, 部]}\n")) == ["duplicate-level"]


# ── Of one another ──


def test_ids_are_unique_in_their_list_whatever_the_case() -> None:
    assert of_trainings("trainings: [{id: a, name: A}, {id: b, name: B}, {id: a, name: C}, {id: B, name: D}]\n") == [
        "3:54 duplicate-id: The id a is taken already, in line 3.",
        "3:72 ids-differ-in-case: The id B differs only in case from b in line 3.",
    ]
    same = "trainings: [{id: gis, name: A}]\ncertifications: [{id: gis, name: B}]\n"
    assert of_trainings(same) == []


def test_ids_of_requirements_and_functions_are_unique_in_their_role() -> None:
    assert codes(of_requirement("{id: q, training: literacy}\n      - {id: Q, training: security}")) == [
        "ids-differ-in-case"
    ]
    two = "roles: [{id: a, name: A, functions: [{id: f, name: F}, {id: f, name: G}]}, {id: b, name: B}]\n"
    assert codes(told(more=two)) == ["duplicate-id"]
    each = "requirements: [{id: q, training: literacy}]"
    assert told(more=f"roles: [{{id: a, name: A, {each}}}, {{id: b, name: B, {each}}}]\n") == []


def test_what_is_named_must_be_there() -> None:
    assert of_requirement("{id: q, training: litracy}") == [
        "12:27 unknown-training: There is no training litracy. Did you mean literacy?"
    ]
    assert of_requirement("{id: q, training: passport}") == [
        "12:27 unknown-training: passport is a certification, and here belongs a training."
    ]
    assert of_requirement("{id: q, any_of: [{skill: zzzzz}, {certification: gis}]}") == [
        "12:34 unknown-skill: There is no skill zzzzz.",
        "12:58 unknown-certification: gis is a skill, and here belongs a certification.",
    ]
    assert of_requirement("{id: q, training: literacy, functions: [dota]}") == [
        "12:49 unknown-function: There is no function dota. Did you mean data?"
    ]
    assert of_requirement("{id: q, training: LITERACY}") == [
        "12:27 unknown-training: There is no training LITERACY. Did you mean literacy?"
    ]


def test_what_a_role_names_must_be_there() -> None:
    acquisition = "[{route: recruitment, appointments: [regulr]}]"
    found = told(more=f"roles: [{{id: a, name: A, category: talents, acquisition: {acquisition}}}]\n")
    assert codes(found) == ["unknown-category", "unknown-appointment"]
    assert all("Did you mean" in line for line in found)


def test_what_trainings_name_must_be_there() -> None:
    found = of_trainings(
        "trainings:\n"
        "- {id: a, name: A, domain: itc, grants: [{skill: gix}], satisfies: [b, riss], prerequisites: [c]}\n"
        "certifications: [{id: riss, name: R, satisfies: [a]}]\n"
        "domains: [{id: ict, name: I}]\n"
    )
    assert codes(found) == [
        "unknown-domain",
        "unknown-skill",
        "unknown-training",
        "unknown-training",
        "unknown-training",
        "unknown-certification",
    ]


def test_circles_are_shown_from_end_to_end() -> None:
    assert of_trainings(
        "trainings:\n"
        "- {id: a, name: A, satisfies: [b]}\n"
        "- {id: b, name: B, satisfies: [c], prerequisites: [b]}\n"
        "- {id: c, name: C, satisfies: [d, a]}\n"
        "- {id: d, name: D, satisfies: [b]}\n"
    ) == [
        "4:32 satisfies-circle: What it satisfies leads back to itself: a → b → c → a.",
        "5:32 satisfies-circle: What it satisfies leads back to itself: b → c → d → b.",
        "5:52 prerequisites-circle: What must come before leads back to itself: b → b.",
    ]


def test_what_meets_again_is_no_circle() -> None:
    assert (
        of_trainings(
            "certifications:\n"
            "- {id: a, name: A, satisfies: [b, c]}\n"
            "- {id: b, name: B, satisfies: [d]}\n"
            "- {id: c, name: C, satisfies: [d]}\n"
            "- {id: d, name: D}\n"
        )
        == []
    )


def test_a_chain_of_thousands_is_followed_to_its_end() -> None:
    chain = "".join(f"- {{id: t{n}, name: T, satisfies: [t{n + 1}]}}\n" for n in range(3000))
    assert of_trainings("trainings:\n" + chain + "- {id: t3000, name: T}\n") == []
    assert codes(of_trainings("trainings:\n" + chain + "- {id: t3000, name: T, satisfies: [t0]}\n")) == [
        "satisfies-circle"
    ]


# ── No fault is told because of another ──


def test_a_faulty_entry_can_be_named_by_its_id() -> None:
    found = of_trainings("trainings: [{id: a, name: A, hours: many}, {id: b, name: B, prerequisites: [a]}]\n")
    assert codes(found) == ["bad-number"]


def test_an_unquoted_id_is_told_once_where_it_is_given() -> None:
    found = of_trainings("trainings: [{id: 0123, name: A}, {id: b, name: B, prerequisites: ['0123']}]\n")
    assert codes(found) == ["must-be-quoted"]


def test_ids_of_a_file_that_cannot_be_read_are_not_missed() -> None:
    found = told(trainings="a: [", more=f"{LEAD}{{id: q, training: litracy, functions: [none]}}\n")
    assert codes(found) == ["unknown-function", "yaml-syntax"]


def test_ids_of_a_list_that_is_no_list_are_not_missed() -> None:
    trainings = "schema: dxskills/trainings/1\ntrainings: many\n"
    found = told(trainings=trainings, more=f"{LEAD}{{id: q, training: literacy}}\n")
    assert codes(found) == ["wrong-type"]


def test_levels_of_a_faulty_skill_are_not_judged() -> None:
    trainings = "schema: dxskills/trainings/1\nskills: [{id: gis, name: GIS, levels: three}]\n"
    found = told(trainings=trainings, more=f"{LEAD}{{id: q, skill: gis, level: 3}}\n")
    assert codes(found) == ["wrong-type"]
