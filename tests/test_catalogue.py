"""Every message is translated, says the same things as the English one, and reaches the user."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dxskills import i18n

SOURCE = Path(__file__).parents[1] / "src" / "dxskills"
FILE = SOURCE / "locale" / "ja" / "LC_MESSAGES" / "dxskills.po"
KEYWORDS = {"_": None, "N_": None}


@cache
def catalogue() -> Catalog:
    with FILE.open("rb") as stream:
        return read_po(stream, locale="ja")


def translations() -> list[Message]:
    return [message for message in catalogue() if message.id]


def fields(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name is not None}


def test_every_message_of_the_source_is_in_the_catalogue() -> None:
    found = {found[2] for found in extract_from_dir(SOURCE, keywords=KEYWORDS, comment_tags=())}
    known = {message.id for message in translations()}
    assert found - known == set(), "`make catalogue` takes new messages in"
    assert known - found == set(), "`make catalogue` drops what is no longer said"


@pytest.mark.parametrize("message", translations(), ids=lambda message: str(message.id)[:60])
def test_message_is_translated(message: Message) -> None:
    assert isinstance(message.id, str)
    assert isinstance(message.string, str)
    assert message.string, "not translated"
    assert not message.fuzzy
    assert fields(message.string) == fields(message.id)


def test_installed_catalogue_is_this_one() -> None:
    before = i18n.language()
    i18n.use("ja")
    try:
        assert {m.id: i18n._(str(m.id)) for m in translations()} == {m.id: m.string for m in translations()}
    finally:
        i18n.use(before)


def messages_of(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node


def is_filled(argument: ast.expr) -> bool:
    match argument:
        case ast.JoinedStr() | ast.BinOp() | ast.Call(func=ast.Attribute(attr="format" | "format_map")):
            return True
    return False


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_messages_are_filled_after_they_are_translated(path: Path) -> None:
    for call in messages_of(ast.parse(path.read_text(encoding="utf-8"))):
        assert not is_filled(call.args[0]), f"line {call.lineno}: the catalogue cannot know this text"
