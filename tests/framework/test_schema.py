"""The JSON Schema that editors complete and check the files with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from dxskills.framework.schema import schemas


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every mapping that a schema describes, at any depth."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


@pytest.fixture(scope="module", params=["roles.yaml", "trainings.yaml", "profile.yaml"])
def schema(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = schemas()[request.param]
    return found


def test_it_is_json_of_the_dialect_it_names(schema: dict[str, Any]) -> None:
    assert orjson.loads(orjson.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"][0] == "schema"


def test_every_key_is_described_and_every_default_said(schema: dict[str, Any]) -> None:
    for found in objects(schema):
        assert found["additionalProperties"] is False
        for key, part in found["properties"].items():
            assert part["description"], key
            if key not in found.get("required", []):
                assert "default" in part, key


def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    def references(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from ([part["$ref"]] if "$ref" in part else [])
            for below in part.values():
                yield from references(below)
        elif isinstance(part, list):
            for below in part:
                yield from references(below)

    for reference in references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"]


def test_values_are_typed_as_the_loader_reads_them() -> None:
    definitions = schemas()["roles.yaml"]["$defs"]
    requirement = definitions["Requirement"]["properties"]
    assert requirement["effective_from"]["anyOf"][0] == {"type": "string", "format": "date"}
    assert requirement["at_least"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 1_000_000,
        "default": 1,
        "description": "How many of any_of it takes; default: 1.",
        "title": "At Least",
    }
    assert requirement["necessity"]["enum"] == ["mandatory", "recommended"]
    assert [one["required"] for one in definitions["Requirement"]["oneOf"]] == [
        ["training"],
        ["certification"],
        ["skill"],
        ["any_of"],
    ]
    assert definitions["Organisation"]["properties"]["fiscal_year_start"]["default"] == "04-01"
    assert definitions["Conditions"]["anyOf"][0]["enum"] == ["assigned", "everyone"]
