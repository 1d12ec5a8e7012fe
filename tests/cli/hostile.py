"""Texts that mean harm, an office that has them in every field, and what each form of output may make of them."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
import xml.parsers.expat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from dxskills import Registry
from dxskills.cli import output
from dxskills.exchange.characters import ACTING
from dxskills.journal.event import Draft
from dxskills.journal.journal import Journal
from dxskills.journal.names import Name, write_names
from tests.cli.conftest import ROLES

CONTROLLING = (
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[H",
    "\x1b]8;;http://example.invalid\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]0;title\x07",
    "\x9b31m8-bit",
    "\x9d0;x\x9c",
    "bell\x07",
    "back\b\b\b\bspace",
    "over\rwritten",
    "two\nlines",
    "error[damaged]: x\nerror[bug]: y",
    "\ttab first",
    "\rreturn first",
    "delete\x7f",
    "next\x85line",
    "half\x0bform\x0cfeed",
)
"""No import takes them, and no framework has them; a journal or people.json from elsewhere may."""

UNSEEN = (
    "rtl\u202egnp.exe\u202c",
    "isolate\u2066abc\u2069",
    "mark\u200e\u200f\u061c",
    "zero\u200bwidth\u2060joined\ufeff",
    "line\u2028sep\u2029par",
    "soft\u00adhyphen",
    "tag\U000e0041\U000e007f",
    "music\U0001d173beam",
    "family👨\u200d👩\u200d👧",
)
SHOWN = (
    "[bold]x[/bold]",
    "[/x]",
    "[link=http://example.invalid]y[/link]",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1:A9)",
    '=HYPERLINK("http://example.invalid","x")',
    "＝1+1",
    "'=1+1",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--",
    "]]>",
    "&lt;b&gt;&#x3C;",
    "a | b \\| c",
    "[x](javascript:alert(1))",
    "![x](http://example.invalid/x.png)",
    "`code` ``` # heading",
    "<r>a</r>",
    "_x000D_ _x005F_",
    "\u0301lone",
    "Z" + "\u0310\u0353" * 9,
    "🏳️1️⃣",
    "\ue000\uf8ff\U000f0000",
    "\ufffe\uffff\ufdd0",
    "{name} {0} {0.__class__} {staff!r}",
    "%s %(name)s %n",
    "$HOME `id` $(id)",
    "BEGIN:VEVENT;X=1,2:3",
    "null",
    "0123",
    "1E5",
    "2026-04-01",
)
HARMLESS_TO_STORE = (*UNSEEN, *SHOWN)
TEXTS = (*CONTROLLING, *HARMLESS_TO_STORE)
STAFF = {f"S{number:03}": text for number, text in enumerate(TEXTS)}
EVERYTHING = " ".join(TEXTS)
"""All of them in one text: what ``ALL`` is called, and says in every field."""

FORMS = tuple(dict.fromkeys(form for name, forms in vars(output).items() if name.endswith("FORMS") for form in forms))
"""Whatever the product can write."""


def build(folder: Path) -> None:
    """A registry whose entries, names and framework are hostile wherever a file can make them so."""
    Registry.init(folder)
    (folder / "data/roles.yaml").write_text(_roles(), encoding="utf-8")
    (folder / "data/trainings.yaml").write_text(_trainings(), encoding="utf-8")
    people = {**STAFF, "ALL": EVERYTHING}
    with Journal.open(folder / "store").writing() as writing:
        for staff, text in people.items():
            drafts = _entries(staff, text, writing.head.seq)
            writing.append(drafts, at=datetime(2026, 4, 1, tzinfo=UTC), by=text, batch=text)
    write_names(folder / "store", {staff: Name(text, text, "2026-04-01") for staff, text in people.items()})


def _entries(staff: str, text: str, before: int) -> list[Draft]:
    def draft(kind: str, on: str | None, **data: Any) -> Draft:
        return Draft(kind, staff, on, data)

    return [
        draft("staff.joined", "2026-04-01", unit=f"部/{text}", appointment=text, job_family=text, grade=text),
        draft("role.assigned", "2026-04-01", role="leader", unit=f"部/{text}", exception=text),
        draft("training.recorded", "2026-04-02", training="law", outcome="completed", note=text, time=text),
        draft("training.recorded", "2026-04-03", training=text, outcome=text, note=text, instructor=text),
        draft("training.enrolled", "2026-12-01", training="security-basics"),
        draft("certification.recorded", "2026-04-02", certification="it-passport", number=text, note=text),
        draft("certification.revoked", "2026-05-02", certification="it-passport", reason=text),
        draft("skill.assessed", "2026-04-02", skill="analysis", level=1, assessor=text),
        draft("requirement.waived", "2026-04-01", requirement="leader/exam", until="2027-03-31", reason=text)._replace(
            data={"requirement": "leader/exam", "until": "2027-03-31", "reason": text, "approver": text}
        ),
        draft("skill.assessed", "2026-04-09", skill="analysis", level=2, assessor="x"),
        draft("entry.retracted", None, seq=before + 10, reason=text),
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_SAID = [text for text in HARMLESS_TO_STORE if "\u2028" not in text and "\uffff" not in text]


def _names(place: int) -> str:
    text = _SAID[place % len(_SAID)]
    return f"{{ja: {_quoted(text)}, en: {_quoted(text)}}}"


def _roles() -> str:
    text = ROLES.replace("{ja: 見本市, en: Sample City}", _names(0))
    text = text.replace("{ja: DXリーダー, en: DX leader}", _names(1))
    text = text.replace("{ja: 分析, en: Analysis}", f"{_names(2)}, summary: {_names(3)}")
    text = text.replace("{ja: 全職員, en: All staff}", _names(4)).replace("{ja: 一般職員, en: Regular}", _names(5))
    text = text.replace("    staffing:", f"    summary: {_names(6)}\n    source: {_quoted(_SAID[7])}\n    staffing:", 1)
    return text.replace("{id: exam,", f"{{id: exam, name: {_names(8)},")


def _trainings() -> str:
    lines = [
        "schema: dxskills/trainings/1",
        f"domains: [{{id: ict, name: {_names(0)}}}, {{id: administrative, name: {_names(1)}}}]",
        "skills:",
        f"  - {{id: analysis, name: {_names(2)}, domain: ict, levels: [{_names(3)}, {_names(4)}]}}",
        "trainings:",
        f"  - {{id: security-basics, name: {_names(5)}, domain: ict, validity: {{months: 12}}}}",
        f"  - {{id: law, name: {_names(6)}, domain: administrative}}",
    ]
    for place, said in enumerate(_SAID):
        alias = f", aliases: [{_quoted(said + ' alias')}]" if said.isascii() else ""
        more = f"name: {_names(place)}, summary: {_names(place)}, source: {_quoted(said)}{alias}, assumed: true"
        lines.append(f"  - {{id: t{place}, domain: ict, {more}}}")
    lines.append("certifications:")
    lines.append(f"  - {{id: it-passport, name: {_names(7)}, domain: ict, issuer: {_quoted(_SAID[8])}, assumed: true}}")
    return "\n".join(lines) + "\n"


# --- what a form may make of them


def acts(text: str, but: str = "\n") -> list[str]:
    """The characters in ``text`` on which a terminal would act."""
    return [sign for sign in re.findall(ACTING, text) if sign not in but]


def check_plain(raw: bytes) -> None:
    assert acts(raw.decode()) == []


def check_json(raw: bytes) -> None:
    assert acts(raw.decode()) == []
    json.loads(raw)


def check_json_lines(raw: bytes) -> None:
    assert acts(raw.decode()) == []
    for line in raw.splitlines():
        json.loads(line)


LIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def check_separated(separator: str) -> Callable[[bytes], None]:
    def check(raw: bytes) -> None:
        text = raw.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert [cell for row in rows for cell in row if LIVE.match(cell)] == []

    return check


def check_workbook(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            xml.parsers.expat.ParserCreate().Parse(part, True)
            text = part.decode()
            if "worksheets/" in name and not name.endswith(".rels"):
                assert not re.search(r"<f[ >/]", text)
                for link in re.findall("<hyperlink [^>]*>", text):  # within the workbook
                    assert "location=" in link and "r:id" not in link
            assert 'TargetMode="External"' not in text


class _Page(HTMLParser):
    """Refuses what could run or ask for something, but for the scripts that the page's own ``policy`` names."""

    def __init__(self, policy: str) -> None:
        super().__init__()
        self._policy = policy
        self._script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("img", "iframe", "object", "embed", "base")
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name not in ("action", "formaction", "style"), (tag, name)
            if name in ("href", "src", "xlink:href"):
                assert (value or "").startswith(("#", "data:,")), (tag, name, value)
        if tag == "script":
            self._script = "data" if ("type", "application/json") in attrs else "code"

    def handle_data(self, data: str) -> None:
        if self._script == "data":
            json.loads(data)
        elif self._script == "code":  # ours, to the letter
            hashed = base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()
            assert f"'sha256-{hashed}'" in self._policy

    def handle_endtag(self, _tag: str) -> None:
        self._script = None


def check_page(raw: bytes) -> None:
    text = raw.decode()
    assert acts(text, "\n\t") == []
    policy = re.search('<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    assert policy is not None
    said = html.unescape(policy[1])
    assert "default-src 'none'" in said
    assert "unsafe" not in said
    _Page(said).feed(text)


def check_markdown(raw: bytes) -> None:
    text = raw.decode()
    assert acts(text) == []
    assert not re.search(r"(?<!\\)<(?:script|img|!--)", text)
    assert "[x](javascript:" not in text
    assert "![x](http" not in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in table.splitlines()}) == 1, table


def check_calendar(raw: bytes) -> None:
    text = raw.decode()
    assert acts(text, "\r\n") == []
    lines = text.replace("\r\n ", "").split("\r\n")
    assert all(re.match(r"[A-Z-]+[;:]", line) for line in lines if line)
    assert sum(line == "BEGIN:VEVENT" for line in lines) == sum(line == "END:VEVENT" for line in lines)


CHECKS: dict[str, Callable[[bytes], None]] = {
    "table": check_plain,
    "json": check_json,
    "jsonl": check_json_lines,
    "csv": check_separated(","),
    "tsv": check_separated("\t"),
    "xlsx": check_workbook,
    "html": check_page,
    "md": check_markdown,
    "ics": check_calendar,
}


def strings(value: object) -> set[str]:
    """Every text in a JSON document."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return set().union(*map(strings, value.values()))
    return set().union(*map(strings, value)) if isinstance(value, list) else set()
