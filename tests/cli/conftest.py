"""Running the command line in the test's own process, in a folder of its own, on a fixed day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dxskills import i18n
from dxskills.cli import session
from dxskills.cli.main import main

ROLES = """\
schema: dxskills/roles/1
organisation: {id: office, name: {ja: 見本市, en: Sample City}, fiscal_year_start: "04-01", unit_levels: [部, 課, 係]}
appointments:
  - {id: regular, name: {ja: 一般職員, en: Regular}}
  - {id: fiscal-year, name: {ja: 会計年度任用職員, en: Fiscal-year appointment}, term: {fiscal_years: 1}}
roles:
  - id: leader
    name: {ja: DXリーダー, en: DX leader}
    functions: [{id: analysis, name: {ja: 分析, en: Analysis}}]
    staffing: [{per: 課, min: 1}]
    requirements:
      - {id: security, training: security-basics, within: 3m}
      - {id: exam, any_of: [{certification: it-passport}, {skill: analysis, level: 2}], within: 12m}
      - {id: culture, training: law, necessity: recommended}
  - id: everybody
    name: {ja: 全職員, en: All staff}
    membership: everyone
    requirements:
      - {id: yearly, training: security-basics, cycle: {every: fiscal-year, by: "12-31"}}
"""
TRAININGS = """\
schema: dxskills/trainings/1
domains:
  - {id: ict, name: {ja: ICT, en: ICT}}
  - {id: administrative, name: {ja: 行政事務, en: Public administration}}
skills:
  - id: analysis
    name: {ja: データ分析, en: Data analysis}
    domain: ict
    levels: [{ja: 基礎, en: Basic}, {ja: 実務, en: Working}]
trainings:
  - id: security-basics
    name: {ja: 情報セキュリティ基礎研修, en: Security basics}
    domain: ict
    pass_score: 40
    validity: {months: 12}
  - {id: law, name: {ja: 法令研修, en: Law for officials}, domain: administrative, hours: 3}
certifications:
  - {id: it-passport, name: {ja: ITパスポート, en: IT Passport}, domain: ict, issuer: IPA, subsidy: 7500}
"""
STAFF = """\
職員番号,氏名,フリガナ,部,課,係,任用形態,管理職,採用日
00000001,山田太郎,ヤマダ タロウ,総務部,職員課,,一般職員,○,2020-04-01
00000002,鈴木花子,スズキ ハナコ,総務部,職員課,人事係,一般職員,,2021-04-01
00000003,佐藤次郎,サトウ ジロウ,企画部,企画課,,会計年度任用職員,,2026-04-01
"""


class Ran(NamedTuple):
    """What a command line ended in."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory, caches and logs of one's own; noon of 2026-11-24 in English; nothing from the outside."""
    for name in (
        "DXSKILLS_STORE",
        "DXSKILLS_FRAMEWORK",
        "DXSKILLS_LANG",
        "DXSKILLS_DATES",
        "LC_MESSAGES",
        "LANG",
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("DXSKILLS_BY", "tester")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(session, "now", lambda: datetime(2026, 11, 24, 3, tzinfo=UTC))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run_line(*arguments: str) -> Ran:
        capsysbinary.readouterr()
        try:
            code = main(arguments)
        finally:
            i18n.use("en")
        out, err = capsysbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return run_line


@pytest.fixture
def framework() -> Path:
    """A small framework in ./data, named by ./dxskills.toml, without a store."""
    folder = Path("data")
    folder.mkdir()
    (folder / "roles.yaml").write_text(ROLES, encoding="utf-8")
    (folder / "trainings.yaml").write_text(TRAININGS, encoding="utf-8")
    Path("dxskills.toml").write_text('store = "store"\nframework = "data"\n', encoding="utf-8")
    return folder


@pytest.fixture
def office(run: Run) -> Run:
    """``run`` in a registry of three people, of whom 00000002 leads since April."""
    assert run("init").code == 0
    Path("data/roles.yaml").write_text(ROLES, encoding="utf-8")
    Path("data/trainings.yaml").write_text(TRAININGS, encoding="utf-8")
    Path("staff.csv").write_text(STAFF, encoding="utf-8")
    assert run("import", "staff", "staff.csv", "--on", "2026-04-01").code == 0
    assert run("assign", "00000002", "leader", "--start", "2026-04-01").code == 0
    return run
