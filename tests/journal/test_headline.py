"""A line kept elsewhere tells a journal that grew from one that was put back, rewritten, or is another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dxskills.errors import Damaged, DxError, Refused, Unexpected
from dxskills.journal import headline
from dxskills.journal.headline import head_line, parse, verify
from dxskills.journal.journal import Journal
from tests.journal.entries import NEXT_YEAR, enter, make, segment


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = make(tmp_path / "store")
    enter(journal, "a", "b")
    return journal


def code(journal: Journal, expect: str) -> str:
    """What is wrong, "" if nothing is."""
    try:
        verify(journal, expect)
    except DxError as error:
        return error.code
    return ""


def test_the_line_is_stable_and_plain(journal: Journal) -> None:
    line = head_line(journal).text()
    assert line == head_line(Journal.open(journal.folder)).text()
    assert line.startswith(f"dxskills-head/1 {journal.id} 2 {journal.head().hash} 2026-11-24 ")
    assert line.isascii()
    assert len(line.split(" ")) == 6


def test_a_journal_that_grew_meets_every_line_it_has_been_at(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    lines = [head_line(journal).text()]
    for number in range(12):
        enter(journal, "x" * number, "y", at=NEXT_YEAR if number > 5 else NEXT_YEAR.replace(year=2026, month=12))
        lines.append(head_line(journal).text())
    assert [code(journal, line) for line in lines] == [""] * 13
    file = tmp_path / "heads.txt"
    file.write_text("# kept by the archive\n" + "\n".join(lines), encoding="utf-8")
    assert code(journal, str(file)) == ""


def test_a_journal_that_was_put_back_is_found(journal: Journal, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(journal.folder, old)
    enter(journal, "c")
    line = head_line(journal).text()
    assert code(Journal.open(old), line) == "rolled-back"
    with pytest.raises(Unexpected) as raised:
        verify(Journal.open(old), line)
    assert raised.value.exit_code == 1
    assert "ends with entry 2" in raised.value.message
    assert "entry 3" in raised.value.message


def test_a_journal_that_was_rewritten_is_found_however_long_it_is(journal: Journal, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(journal.folder, other)
    enter(journal, "c", "d", "e")
    line = head_line(journal).text()
    forged = Journal.open(other)
    enter(forged, "c", "x", "e")
    assert code(forged, line) == "rewritten"
    enter(forged, "f")
    assert code(forged, line) == "rewritten"


def test_one_line_of_a_file_that_is_not_met_is_enough(journal: Journal, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(journal.folder, old)
    file = tmp_path / "heads.txt"
    first = head_line(journal).text()
    enter(journal, "c")
    file.write_text(f"{first}\n{head_line(journal).text()}\n", encoding="utf-8")
    assert code(journal, str(file)) == ""
    assert code(Journal.open(old), str(file)) == "rolled-back"


def test_another_store_is_told_from_a_rewritten_one(journal: Journal, tmp_path: Path) -> None:
    other = make(tmp_path / "other")
    enter(other, "a", "b")
    assert code(other, head_line(journal).text()) == "another-store"


def test_damage_comes_first(journal: Journal) -> None:
    line = head_line(journal).text()
    raw = bytearray(segment(journal).read_bytes())
    raw[20] ^= 1
    segment(journal).write_bytes(raw)
    with pytest.raises(Damaged):
        verify(journal, line)
    raw[-20] ^= 1
    segment(journal).write_bytes(raw)
    with pytest.raises(Damaged):
        head_line(journal)


@pytest.mark.parametrize(
    "kept",
    ["{line}\n", "  {line}  ", '"{line}"', "> {line}", "`{line}`", "\r\n{line}\r\n"],
    ids=["line feed", "blanks", "quotes", "mail", "backticks", "Windows"],
)
def test_what_copying_does_to_a_line_is_forgiven(journal: Journal, kept: str) -> None:
    line = head_line(journal)
    assert parse(kept.format(line=line.text())) == line


def test_a_line_broken_by_a_mail_program_or_in_capitals_is_read(journal: Journal) -> None:
    line = head_line(journal)
    assert parse(line.text().replace(" ", "\n> ")) == line
    assert parse(line.text().upper()) == line
    assert parse(line.text().replace("2", "\uff12")) == line


def test_every_typing_error_is_found(journal: Journal) -> None:
    text = head_line(journal).text()
    for place in range(len(text)):
        before, after = text[:place], text[place + 1 :]
        for changed in {before + after, before + "7" + text[place:], before + "8" + after} - {text}:
            with pytest.raises(Refused) as raised:
                parse(changed)
            assert raised.value.code == "bad-head-line"


@pytest.mark.parametrize(
    ("name", "said"), [("absent.txt", "no-such-file"), (".", "no-such-file"), ("\0", "no-such-file")]
)
def test_a_file_that_is_none_is_refused(journal: Journal, name: str, said: str) -> None:
    assert code(journal, name) in (said, "unreadable-file")


def test_a_file_without_a_line_is_refused(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"\xff\xfe nothing")
    with pytest.raises(Refused, match="holds none"):
        headline.expected(str(tmp_path / "notes.txt"))
