"""What a framework without a fault leaves to do."""

from __future__ import annotations

import pytest

from dxskills.framework.lint import assumed, unreachable
from dxskills.framework.load import load
from dxskills.framework.shipped import shipped_folder
from dxskills.framework.sources import read_sources
from tests.framework.files import build

HEAD = "schema: dxskills/trainings/1\nskills: [{id: gis, name: GIS, levels: [A, B]}]\n"


def lacking(trainings: str, requirement: str) -> list[tuple[str, list[str]]]:
    """The requirements that nothing leads to, with the ids of the alternatives that are lacking."""
    framework = build(
        trainings=HEAD + trainings, more=f"roles: [{{id: r, name: R, requirements: [{{id: q, {requirement}}}]}}]\n"
    )
    return [(found.requirement.path, [way.id for way in found.lacking]) for found in unreachable(framework)]


def test_everything_assumed_is_listed_in_the_order_of_the_files() -> None:
    framework = build(
        roles="""\
        schema: dxskills/roles/1
        organisation: {id: o, name: O, assumed: true}
        appointments: [{id: a, name: A, assumed: true, source: cell 1}, {id: b, name: B}]
        roles:
          - id: r
            name: R
            functions: [{id: f, name: F, assumed: true}]
            acquisition: [{route: recruitment, assumed: true}]
            staffing: [{per: organisation, assumed: true, source: cell 2}]
            requirements: [{id: q, skill: gis, assumed: true}, {id: p, skill: gis}]
        """,
        trainings=HEAD + "trainings: [{id: t, name: T, assumed: true}]\n",
    )
    assert [(one.kind, one.path, one.source) for one in assumed(framework)] == [
        ("organisation", "o", None),
        ("appointment", "a", "cell 1"),
        ("function", "r/f", None),
        ("acquisition", "r/recruitment", None),
        ("staffing", "r/organisation", "cell 2"),
        ("requirement", "r/q", None),
        ("training", "t", None),
    ]


def test_the_shipped_matrix_says_what_the_office_must_still_decide() -> None:
    found = assumed(load(read_sources(shipped_folder())))
    assert {"staffing", "requirement", "training", "certification", "skill", "appointment"} == {
        one.kind for one in found
    }
    assert all(one.source for one in found)


def test_trainings_lead_to_every_requirement_of_the_shipped_matrix() -> None:
    assert unreachable(load(read_sources(shipped_folder()))) == ()


@pytest.mark.parametrize("grants", ["[]", "[{skill: gis, level: 1}]"])
def test_a_skill_that_no_training_grants_high_enough(grants: str) -> None:
    trainings = f"trainings: [{{id: t, name: T, grants: {grants}}}]\n"
    assert lacking(trainings, "skill: gis, level: 2") == [("r/q", ["gis"])]


def test_a_skill_granted_by_what_a_training_satisfies() -> None:
    trainings = "trainings: [{id: t, name: T, satisfies: [u]}, {id: u, name: U, grants: [{skill: gis, level: 2}]}]\n"
    assert lacking(trainings, "skill: gis, level: 2") == []


def test_a_certification_without_exam_preparation() -> None:
    assert lacking("certifications: [{id: c, name: C}]\n", "certification: c") == [("r/q", ["c"])]


def test_exam_preparation_leads_to_the_certifications_of_its_domain() -> None:
    files = (
        "domains: [{id: ict, name: I}, {id: law, name: L}]\n"
        "trainings: [{id: prep, name: P, format: exam-preparation, domain: ict}]\n"
        "certifications:\n"
        "- {id: high, name: H, domain: ict, satisfies: [low], grants: [{skill: gis, level: 2}]}\n"
        "- {id: low, name: L}\n"
        "- {id: other, name: O, domain: law}\n"
    )
    assert lacking(files, "certification: high") == []
    assert lacking(files, "certification: low") == []
    assert lacking(files, "skill: gis, level: 2") == []
    assert lacking(files, "certification: other") == [("r/q", ["other"])]


def test_as_many_alternatives_must_be_led_to_as_it_takes() -> None:
    files = "trainings: [{id: t, name: T}]\ncertifications: [{id: c, name: C}]\n"
    ways = "any_of: [{training: t}, {certification: c}]"
    assert lacking(files, f"{ways}, at_least: 1") == []
    assert lacking(files, f"{ways}, at_least: 2") == [("r/q", ["c"])]
