"""Files that are no workbook, whatever their name says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dxskills.errors import Refused
from dxskills.exchange.workbook import read_workbook
from tests.exchange.workbook.made import opened, packed, parts, relations, sheet

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(raw: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        opened(raw)
    assert refused.value.message.startswith("staff.xlsx ")
    return refused.value


def container(*names: str) -> bytes:
    """An OLE container, as far as it is looked at: the names of its streams in UTF-16 in the directory."""
    entries = b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))
    return _OLE.ljust(2**20 - 60, b"\0") + entries + b"\0" * 512


def test_encrypted_workbook() -> None:
    found = refusal(container("EncryptedPackage", "EncryptionInfo"))
    assert found.code == "encrypted-workbook"
    assert found.hint is not None
    assert "password" in found.hint


@pytest.mark.parametrize("stream", ["Workbook", "Book"])
def test_workbook_of_the_old_kind(stream: str) -> None:
    assert refusal(container(stream)).code == "old-workbook"


def test_another_old_document() -> None:
    found = refusal(container("WordDocument"))
    assert (found.code, "or one protected by a password" in found.message) == ("not-a-workbook", True)
    assert refusal(_OLE).code == "not-a-workbook"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"<html><body><table>", "web page"),
        (b"\n <!DOCTYPE html>\n<html>", "web page"),
        (b"\xef\xbb\xbf<table border=1>", "web page"),
        ("\ufeff<HTML>".encode("utf-16-le"), "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "old form of XML"),
        (b'<?xml version="1.0"?><a/>', "XML or HTML"),
        (b"staff,name\n00012345,x\n", "such as CSV"),
        ("職員番号,氏名\n".encode("cp932"), "no workbook"),
        (b"%PDF-1.7", "no workbook"),
        (b"\x00" * 100, "no workbook"),
        (b"PK", "no workbook"),
        (b"\x1f\x8b\x08", "no workbook"),
    ],
)
def test_what_it_is_instead(raw: bytes, said: str) -> None:
    found = refusal(raw)
    assert found.code == "not-a-workbook"
    assert said in found.message
    assert found.hint


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("mimetype", "OpenDocument"),
        ("xl/workbook.bin", ".xlsb"),
        ("word/document.xml", ".docx"),
        ("ppt/presentation.xml", ".pptx"),
    ],
)
def test_archives_of_another_kind(part: str, said: str) -> None:
    found = refusal(packed({part: b"x"}))
    assert (found.code, said in found.message) == ("not-a-workbook", True)


def test_empty_file() -> None:
    assert refusal(b"").code == "empty-file"


def test_an_archive_that_is_no_workbook() -> None:
    assert refusal(packed({"readme.txt": b"hello"})).code == "broken-workbook"
    assert refusal(packed({"_rels/.rels": relations(("image", "x.png"))})).code == "broken-workbook"
    assert refusal(b"PK\x05\x06" + b"\0" * 18).code == "broken-workbook"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_workbook(tmp_path / "none.xlsx")
    assert refused.value.code == "unreadable-file"
    with pytest.raises(Refused) as refused:
        read_workbook(tmp_path)
    assert refused.value.code == "not-a-file"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "staff.xlsx")
    with pytest.raises(Refused) as refused:
        read_workbook(tmp_path / "staff.xlsx")
    assert refused.value.code == "not-a-file"


def test_a_file_that_goes_away_before_its_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(packed(parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))))
    table = read_workbook(path).table("Sheet1")
    path.unlink()
    with pytest.raises(Refused) as refused:
        list(table.rows())
    assert refused.value.code == "unreadable-file"
    assert str(path) in refused.value.message
