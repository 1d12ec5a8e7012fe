"""What people write for a role, a training or the like, and what they mean."""

from __future__ import annotations

import pytest

from dxskills.errors import Refused
from dxskills.framework.lookup import (
    find_appointment,
    find_category,
    find_certification,
    find_domain,
    find_requirement,
    find_role,
    find_skill,
    find_training,
)
from dxskills.framework.model import Framework
from tests.framework.files import build


@pytest.fixture(scope="module")
def framework() -> Framework:
    return build(
        trainings="""\
        schema: dxskills/trainings/1
        domains: [{id: ict, name: ICT}]
        skills: [{id: gis, name: {ja: 統合型GIS, en: Maps}, aliases: [地図]}]
        trainings:
          - {id: security, name: {ja: 情報セキュリティ 研修, en: Security}, aliases: [ｾｷｭﾘﾃｨ]}
          - {id: basics, name: Same}
          - {id: further, name: Same, aliases: [basics]}
        certifications: [{id: riss, name: {ja: 支援士}}]
        """,
        more="""\
roles:
  - id: lead
    name: {ja: DXリーダー, en: DX leader}
    aliases: [BI/RPA係]
    requirements:
      - {id: q, name: {ja: 地図の資格, en: Maps}, skill: gis}
      - {id: twin1, name: Twin, skill: gis}
      - {id: twin2, name: Twin, skill: gis}
""",
    )


@pytest.mark.parametrize(
    "text",
    [
        "security",
        "SECURITY",
        "ｓｅｃｕｒｉｔｙ",
        " Security ",
        "情報セキュリティ 研修",
        "情報セキュリティ　　研修",
        "セキュリティ",
    ],
)
def test_by_id_name_or_alias_however_wide_or_large(framework: Framework, text: str) -> None:
    for _again in range(2):
        assert find_training(framework, text).id == "security"


def test_of_every_kind(framework: Framework) -> None:
    assert find_role(framework, "ＤＸリーダー").id == "lead"
    assert find_skill(framework, "maps").id == "gis"
    assert find_certification(framework, "支援士").id == "riss"
    assert find_appointment(framework, "REGULAR").id == "regular"
    assert find_category(framework, "Talent").id == "talent"
    assert find_domain(framework, "ict").name.en == "ICT"


@pytest.mark.parametrize(
    "text", ["lead/q", "LEAD/Q", "DXリーダー/地図の資格", "dx leader／maps", "lead/Maps", "BI/RPA係/q", "DX leader/q"]
)
def test_requirements_by_role_and_requirement(framework: Framework, text: str) -> None:
    assert find_requirement(framework, text).path == "lead/q"


def test_an_id_comes_before_a_name(framework: Framework) -> None:
    assert find_training(framework, "basics").id == "basics"
    assert find_training(framework, "Basics").id == "basics"


def test_a_name_of_several_is_refused_and_lists_them(framework: Framework) -> None:
    with pytest.raises(Refused) as refused:
        find_training(framework, "same")
    assert refused.value.code == "ambiguous-name"
    assert "basics, further" in refused.value.message
    with pytest.raises(Refused) as refused:
        find_requirement(framework, "lead/twin")
    assert "lead/twin1, lead/twin2" in refused.value.message


def test_what_is_not_there_is_refused_with_the_nearest(framework: Framework) -> None:
    for find, text, code, near in (
        (find_role, "leed", "unknown-role", "lead"),
        (find_training, "securty", "unknown-training", "security"),
        (find_skill, "統合GIS", "unknown-skill", "統合型GIS"),
        (find_certification, "ris", "unknown-certification", "riss"),
        (find_appointment, "regula", "unknown-appointment", "regular"),
        (find_requirement, "lead/twin3", "unknown-requirement", "lead/Twin"),
    ):
        with pytest.raises(Refused) as refused:
            find(framework, text)
        assert refused.value.code == code
        assert refused.value.hint is not None and near in refused.value.hint


@pytest.mark.parametrize("text", ["", " ", "{near}", "zzzzzz", "lead", "x" * 10_000, "/", "\x00"])
def test_anything_else_is_refused_with_where_to_look(framework: Framework, text: str) -> None:
    with pytest.raises(Refused) as refused:
        find_requirement(framework, text)
    assert refused.value.code == "unknown-requirement"
    assert refused.value.hint


def test_texts_with_braces_stay_what_they_are(framework: Framework) -> None:
    with pytest.raises(Refused) as refused:
        find_role(framework, "{text} {0}")
    assert refused.value.message == "There is no role {text} {0}."
