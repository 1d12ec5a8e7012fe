"""What YAML allows and these files do not, told with its place."""

from __future__ import annotations

import pytest

from tests.framework.files import ROLES, codes, told


def test_files_without_a_fault_have_nothing_told() -> None:
    assert told() == []


def test_a_key_given_twice() -> None:
    assert told(
        trainings="""\
        schema: dxskills/trainings/1
        skills:
          - id: gis
            name: GIS
            id: maps
        """
    ) == ["trainings.yaml:5:5 duplicate-key: The key id stands here twice; it is also in line 3."]


def test_anchors_aliases_and_tags() -> None:
    assert told(
        trainings="""\
        schema: dxskills/trainings/1
        skills:
          - &one {id: gis, name: GIS}
          - *one
          - !!python/object:os.system {id: maps, name: !upper Maps}
        """
    ) == [
        "trainings.yaml:3:5 anchor: Anchors (`&one`) are not allowed; write the value out where it is meant.",
        "trainings.yaml:4:5 alias: Aliases (`*one`) are not allowed; write the value out where it is meant.",
        "trainings.yaml:5:5 tag: Tags (`tag:yaml.org,2002:python/object:os.system`) are not allowed; "
        "write the value without one.",
        "trainings.yaml:5:48 tag: Tags (`!upper`) are not allowed; write the value without one.",
    ]


def test_an_alias_bomb_is_told_and_never_unfolded() -> None:
    lines = ["schema: dxskills/trainings/1", "a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert set(codes(told(trainings="\n".join(lines)))) == {"alias", "anchor", "unknown-key"}


@pytest.mark.parametrize("text", ["[" * 1000, "[" * 1000 + "]" * 1000, "a: " + "{a: " * 1000, "- " * 1000])
def test_nesting_of_a_thousand(text: str) -> None:
    assert "too-deep: Nothing in a framework nests deeper than 40 levels." in told(trainings=text)[0]


def test_a_million_values() -> None:
    text = "schema: dxskills/trainings/1\nskills: [" + "a," * 1_000_001 + "]\n"
    found = told(trainings=text)
    assert found[0].endswith("too-many-values: The file holds more than 1000000 values, so it is no framework file.")


def test_a_second_document() -> None:
    found = told(roles=ROLES + "---\nmore: 1\n")
    assert found == ["roles.yaml:7:1 several-documents: Only one document belongs in the file; take the `---` out."]


@pytest.mark.parametrize("text", ["\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file(text: str) -> None:
    assert told(trainings=text) == ["trainings.yaml:1:1 empty-file: The file is empty."]


@pytest.mark.parametrize("text", ["- a\n", "just words\n", "[1, 2]"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    assert codes(told(trainings=text)) == ["not-a-mapping"]


def test_keys_that_are_no_words() -> None:
    found = told(trainings="schema: dxskills/trainings/1\n? [a, b]\n: c\n? {a: b}\n: [d]\n")
    assert found == [
        "trainings.yaml:2:3 bad-key: A key must be a plain word.",
        "trainings.yaml:4:3 bad-key: A key must be a plain word.",
    ]


def test_what_cannot_be_parsed_is_told_with_its_place_and_the_other_file_is_still_read() -> None:
    found = told(roles="schema: dxskills/roles/2\n", trainings="schema: dxskills/trainings/1\nskills: [a\nb: c\n")
    assert [line.split(" ")[:2] for line in found] == [
        ["roles.yaml:1:1", "missing-key:"],
        ["roles.yaml:1:9", "bad-choice:"],
        ["trainings.yaml:3:2", "yaml-syntax:"],
    ]


def test_bytes_that_are_not_utf_8() -> None:
    assert told(trainings="schema: dxskills/trainings/1\n# 研修".encode("cp932")) == [
        "trainings.yaml:2:3 not-utf-8: The byte 8C is not UTF-8; save the file as UTF-8."
    ]
    assert told(trainings="schema: x".encode("utf-16")) == [
        "trainings.yaml:1:1 not-utf-8: The file is UTF-16; save it as UTF-8."
    ]


def test_a_byte_order_mark_is_told_and_the_rest_is_still_read() -> None:
    assert told(trainings=b"\xef\xbb\xbfschema: dxskills/trainings/1\nskils: []\n") == [
        "trainings.yaml:1:1 byte-order-mark: The file starts with a byte-order mark; save it as UTF-8 without one.",
        "trainings.yaml:2:1 unknown-key: There is no key skils here. Did you mean skills?",
    ]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\uffff"])
def test_control_characters(character: str) -> None:
    point = f"U+{ord(character):04X}"
    assert told(trainings=f"schema: dxskills/trainings/1\n# ab{character}\n") == [
        f"trainings.yaml:2:5 control-character: The control character {point} has no place in the file."
    ]


def test_control_characters_that_are_escaped() -> None:
    found = told(trainings='schema: dxskills/trainings/1\nskills:\n- {id: gis, name: "a\\e[31mb"}\n')
    assert found == ["trainings.yaml:3:19 control-character: The text holds the control character U+001B."]
