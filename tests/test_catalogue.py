"""Every message is translated, says the same things as the English one, and reaches the user."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dxskills import i18n

SOURCE = Path(__file__).parents[1] / "src" / "dxskills"
FILE = SOURCE / "locale" / "ja" / "LC_MESSAGES" / "dxskills.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "n_": (1, 2)}


@cache
def catalogue() -> Catalog:
    with FILE.open("rb") as stream:
        return read_po(stream, locale="ja")


def translations() -> list[Message]:
    return [message for message in catalogue() if message.id]


ALWAYS_SEVERAL = {"{count} more rows are not printed: filter to print others."}
"""Filled on the page."""


def fields(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name is not None}


def test_every_message_of_the_source_is_in_the_catalogue() -> None:
    found = {found[2] for found in extract_from_dir(SOURCE, keywords=KEYWORDS, comment_tags=())}
    known = {message.id for message in translations()}
    assert found - known == set(), "`make catalogue` takes new messages in"
    assert known - found == set(), "`make catalogue` drops what is no longer said"


def forms(texts: str | Sequence[str] | None) -> Sequence[str]:
    """What a message says of one and of several; of most there is one form for both."""
    return (texts,) if isinstance(texts, str) else texts or ()


@pytest.mark.parametrize("message", translations(), ids=lambda message: str(message.id)[:60])
def test_message_is_translated(message: Message) -> None:
    english, japanese = forms(message.id), forms(message.string)
    assert len(japanese) == 1, "Japanese has one form for all numbers"
    assert japanese[0], "not translated"
    assert not message.fuzzy
    assert {frozenset(fields(text)) for text in (*english, *japanese)} == {frozenset(fields(english[0]))}


@pytest.mark.parametrize(
    "message", [m for m in translations() if not isinstance(m.id, str)], ids=lambda m: m.id[0][:60]
)
def test_forms_differ_and_are_chosen_by_the_number(message: Message) -> None:
    one, several = forms(message.id)
    assert one != several
    assert [i18n.n_(one, several, count) for count in (0, 1, 2)] == [several, one, several]
    i18n.use("ja")
    try:
        assert {i18n.n_(one, several, count) for count in (0, 1, 2)} == {forms(message.string)[0]}
    finally:
        i18n.use("en")


def test_english_counts_of_things_have_two_forms() -> None:
    """Words that follow a count: a message with one of them says "1 days" unless it has a form for one."""
    things = r"(days|weeks|months|years|people|rows|entries|findings|gaps|texts|values|bytes|requirements)\b"
    counted = re.compile(r"^\{(count|days|refused)\} (more )?" + things)
    found = {m.id for m in translations() if isinstance(m.id, str) and counted.match(m.id)}
    assert found - ALWAYS_SEVERAL == set()


def test_installed_catalogue_is_this_one() -> None:
    before = i18n.language()
    i18n.use("ja")
    try:
        whole = [m for m in translations() if isinstance(m.id, str)]
        assert {m.id: i18n._(str(m.id)) for m in whole} == {m.id: m.string for m in whole}
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
