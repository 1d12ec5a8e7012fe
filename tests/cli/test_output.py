"""Where results go: files in one step, pipes that close, consoles that lack characters."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("name", ["roles.json", "roles.csv", "roles.tsv", "roles.txt"])
def test_the_ending_chooses_the_form(run: Run, framework: Path, name: str) -> None:
    ran = run("roles", "list", "--output", name)
    assert (ran.code, ran.out) == (0, "")
    text = Path(name).read_text(encoding="utf-8-sig")
    starts = {"json": "[\n  {", "csv": "id,name_ja", "tsv": "id\tname_ja", "txt": "Id "}
    assert text.startswith(starts[name.rpartition(".")[2]])


def test_csv_has_a_mark_for_excel_and_crlf(run: Run, framework: Path) -> None:
    run("roles", "list", "--output", "roles.csv")
    raw = Path("roles.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,name_ja,")
    assert raw.endswith(b"\r\n")


def test_cp932_on_request(run: Run, framework: Path) -> None:
    run("roles", "list", "--output", "roles.csv", "--encoding", "cp932")
    rows = list(csv.DictReader(io.StringIO(Path("roles.csv").read_text(encoding="cp932"))))
    assert rows[1]["name_ja"] == "DXリーダー"


def test_what_an_encoding_lacks_is_an_error_that_names_the_rows(run: Run, framework: Path) -> None:
    roles = framework / "roles.yaml"
    roles.write_text(roles.read_text(encoding="utf-8").replace("DXリーダー", "𠮷リーダー"), encoding="utf-8")
    ran = run("roles", "list", "--output", "roles.csv", "--encoding", "cp932")
    assert ran.code == 3
    assert ran.err.startswith("error[unencodable]: 1 value cannot be written in cp932")
    assert ":3:name_ja:" in ran.err
    assert not Path("roles.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_files_are_private_and_replaced_in_one_step(run: Run, framework: Path) -> None:
    target = Path("roles.json")
    target.write_text("old")
    target.chmod(0o644)
    before = target.stat().st_ino
    assert run("roles", "list", "--output", "roles.json").code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.stat().st_ino != before
    assert sorted(path.name for path in Path().iterdir()) == ["data", "dxskills.toml", "roles.json"]


@pytest.mark.parametrize(
    "name", ["link.json", "folder.json", "nul.json", "COM1.csv", "../x.json", "none/x.json", "data/roles.yaml"]
)
def test_bad_targets_are_refused(run: Run, framework: Path, name: str) -> None:
    Path("folder.json").mkdir()
    if os.name != "nt":
        Path("link.json").symlink_to("elsewhere.json")
    ran = run("roles", "list", "--format", "json", "--output", name)
    assert ran.code == 3
    assert ran.err.startswith(f"error[bad-output]: {Path(name)} cannot be written to: ")
    assert not Path("elsewhere.json").exists()


def test_nothing_is_written_into_a_store(office: Run) -> None:
    for name in ("store/people.json", "store/journal/x.json"):
        assert office("roles", "list", "--output", name).code == 3


def _shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    said = command.replace("dxskills", f"{shlex.quote(sys.executable)} -m dxskills")
    return subprocess.run(
        ["bash", "-c", said], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


needs_shell = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


@needs_shell
def test_head_gives_no_traceback(framework: Path) -> None:
    ran = _shell("set -o pipefail; for i in 1 2 3 4 5; do dxskills framework schema | head -1; done")
    assert ran.stderr == ""
    assert ran.returncode == 0


@needs_shell
def test_closed_output_gives_no_traceback(framework: Path) -> None:
    for redirection in (">&-", "2>&-", ">&- 2>&-"):
        ran = _shell(f"dxskills roles list {redirection}")
        assert (ran.returncode, ran.stderr) == (0, "")


@needs_shell
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(framework: Path) -> None:
    ran = _shell("dxskills roles list > /dev/full")
    assert ran.returncode == 4
    assert ran.stderr.startswith("error[output-failed]: ")


@needs_shell
@pytest.mark.parametrize("encoding", ["cp932", "ascii", "iso-8859-1"])
def test_consoles_that_lack_characters(framework: Path, encoding: str) -> None:
    for command in ("roles show leader", "roles list --format json", "--help"):
        ran = _shell(f"dxskills --lang ja {command} | iconv -f {encoding} -t utf-8", PYTHONIOENCODING=encoding)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout


@needs_shell
def test_json_in_an_ascii_console_is_the_same_document(framework: Path) -> None:
    ascii_ran = _shell("dxskills roles list --format json", PYTHONIOENCODING="ascii")
    utf8_ran = _shell("dxskills roles list --format json", PYTHONIOENCODING="utf-8")
    assert ascii_ran.stdout.isascii()
    assert not utf8_ran.stdout.isascii()
    assert json.loads(ascii_ran.stdout) == json.loads(utf8_ran.stdout)


def test_piped_output_is_plain_and_uncut(run: Run, framework: Path) -> None:
    roles = framework / "roles.yaml"
    long_name = "とても長い名前の" * 40
    roles.write_text(roles.read_text(encoding="utf-8").replace("en: DX leader", f"en: {long_name}"), encoding="utf-8")
    ran = run("roles", "list")
    assert long_name in ran.out
    assert "\x1b" not in ran.out
