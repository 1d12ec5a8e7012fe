"""The parts of the pages that the code knows best: commands, fields of the framework, columns of the files.

A part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. `make docs` writes them anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dxskills.analysis.check_kinds import KINDS
from dxskills.exchange.columns import FORMS
from dxskills.framework.schema import schemas
from tests.docs.commands import reference

PART = re.compile(r"(<!-- generated: ([\w.-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

FIRST = ("schema", "id", "name", "summary", "aliases")
LAST = ("source", "assumed")
TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}


def columns() -> Iterator[str]:
    yield "| kind | column | other headers | |"
    yield "|---|---|---|---|"
    for form in FORMS.values():
        kind = f"**{form.kind}**"
        for column, others in form.columns.items():
            required = "required" if column in form.required else ""
            yield f"| {kind} | {column} | {', '.join(others)} | {required} |"
            kind = ""


def findings() -> Iterator[str]:
    """Every kind of finding by code; words in italics are what is filled in."""
    yield "| code | | what it says | what mends it |"
    yield "|---|---|---|---|"
    for kind in sorted(KINDS.values(), key=lambda kind: (kind.severity, kind.code)):
        message = re.sub(r"\{(\w+)\}", r"*\1*", kind.message)
        remedy = _filled(kind.remedy.replace("{command}", f"`{kind.command}`"), kind.code)
        yield f"| {kind.code} | {kind.severity} | {message} | {remedy} |"


def _filled(template: str, code: str) -> str:
    return re.sub(r"\{(\w+)\}", r"\1", template.replace("{code}", code))


def fields_of(file: str) -> Iterator[str]:
    """The file's own keys, and then every kind of entry in the order in which it is first met."""
    schema = schemas()[file]
    kinds: list[str] = []
    yield from _table(schema, kinds)
    for kind in kinds:  # grows while it is walked
        yield ""
        yield f"### {_words(kind)}"
        yield ""
        yield from _table(schema["$defs"][kind], kinds)


def _table(schema: dict[str, Any], kinds: list[str]) -> Iterator[str]:
    mapping = next((way for way in schema.get("anyOf", ()) if "properties" in way), schema)
    yield schema.get("description") or mapping.get("description", "")
    yield ""
    yield "| key | value | meaning |"
    yield "|---|---|---|"
    properties = mapping["properties"]
    middle = [key for key in properties if key not in FIRST + LAST]
    required = mapping.get("required", ())
    for key in [*(k for k in FIRST if k in properties), *middle, *(k for k in LAST if k in properties)]:
        name = f"**{key}**" if key in required else key
        yield f"| {name} | {_type(properties[key], kinds)} | {properties[key].get('description', '')} |"


def _type(schema: dict[str, Any], kinds: list[str]) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(way, kinds) for way in schema["anyOf"] if way.get("type") != "null")
    if "$ref" in schema:
        kind = schema["$ref"].rpartition("/")[2]
        if kind not in kinds:
            kinds.append(kind)
        return f"[{_words(kind)}](#{_words(kind).replace(' ', '-')})"
    if "additionalProperties" in schema:
        return f"keys with {_type(schema['additionalProperties'], kinds)}"
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'], kinds)}"
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{choice}`" for choice in schema.get("enum", [schema.get("const")]))
    if schema.get("format") == "date":
        return "date"
    if schema.get("pattern", "").startswith("^[A-Za-z0-9]["):
        return "id"
    return TYPES[schema["type"]]


def _words(kind: str) -> str:
    return "text" if kind == "Bilingual" else kind.lower()


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "columns": columns,
    "commands": reference,
    "findings": findings,
    "roles.yaml": lambda: fields_of("roles.yaml"),
    "trainings.yaml": lambda: fields_of("trainings.yaml"),
    "profile.yaml": lambda: fields_of("profile.yaml"),
}


def written_anew(text: str) -> str:
    """The page with its generated parts as the code has them now."""
    return PART.sub(lambda part: part[1] + "\n".join(PARTS[part[2]]()) + "\n" + part[3], text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name)
        page.write_text(written_anew(page.read_text(encoding="utf-8")), encoding="utf-8")
