"""The shipped matrix says everything that the policy's two tables say, cell by cell."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dxskills.framework.load import inspect
from dxskills.framework.shipped import shipped_folder
from dxskills.framework.sources import read_sources

DATA = Path(__file__).parents[2] / "data"

OFFICER, SUPPORT, FIXED, LEADER, STAFF, MANAGER = (
    "information-policy-officer",
    "it-support-specialist",
    "fixed-term-ict-specialist",
    "dx-leader",
    "all-staff",
    "manager",
)
EXPERTS = "別紙 ICT高度専門人材"
TALENT = "別紙 DX人材/各部課DXリーダー"

# 区分 column: role id → (its name, its category's name)
ROWS = {
    OFFICER: ("情報政策官", "ICT高度専門人材"),
    SUPPORT: ("IT専門支援員", "ICT高度専門人材"),
    FIXED: ("任期付ICT専門職員", "ICT高度専門人材"),
    LEADER: ("各部課DXリーダー", "DX人材"),
    STAFF: ("全職員", "全職員"),
    MANAGER: ("管理職", "管理職"),
}

# 機能・役割 column: role id → (the cell, a word of every duty in it)
DUTIES = {
    OFFICER: (
        f"{EXPERTS}/情報政策官/機能・役割",
        ["全庁的・技術的視点からのDX推進支援", "情報システムの統制", "効率的・効果的な活用", "経費の削減"],
    ),
    SUPPORT: (
        f"{EXPERTS}/IT専門支援員/機能・役割",
        [
            "全庁的・技術的視点からのDX推進支援",
            "全体最適化",
            "調達・運用の支援",
            "①システム要件定義の支援",
            "②業務フローの作成支援、業務改善の助言",
            "③見積内容の精査の助言",
            "④仕様書の作成支援",
            "⑤プロジェクトマネジメントの支援",
            "⑥ベンダーとの仕様調整・価格交渉の支援",
        ],
    ),
    FIXED: (
        f"{EXPERTS}/任期付ICT専門職員/機能・役割",
        [
            "技術的視点からの各部課のDX推進",
            "民間・他自治体の最新の取組",
            "大規模なシステム導入・構築",
            "国等の大規模な施策",
        ],
    ),
    LEADER: (
        f"{TALENT}/機能・役割",
        [
            "①データ分析・政策立案",
            "情報科学系の知識",
            "GIS・分析ツール",
            "②業務の効率化・改善",
            "改善策の検討",
            "Microsoft365の最大限の活用",
            "③区民サービスの向上",
            "区民視点のサービスの検討・実施",
            "④その他",
            "ICTスキルの教授",
            "業務改善の提案・調整・推進",
            "派遣を通じたノウハウ・文化の還元",
        ],
    ),
    STAFF: (
        "別紙 全職員/機能・役割",
        ["情報リテラシー、セキュリティ", "ICTツールの活用", "業務改善・データ利活用の視点"],
    ),
    MANAGER: ("別紙 管理職/機能・役割", ["デジタル技術を活用した改革・改善", "職員の働き方の見直し", "EBPM"]),
}

# 獲得（採用） column: role id → (route, appointment) of every line in the cell
ACQUISITION = {
    OFFICER: [("external-hire", "会計年度任用職員")],
    SUPPORT: [("external-hire", "会計年度任用職員")],
    FIXED: [("external-hire", "任期付職員")],
    LEADER: [("internal-development", "一般職員"), ("recruitment", "一般職員")],
    STAFF: [],
    MANAGER: [],
}

# 配置 column; the second table has none
PLACEMENT = {OFFICER: ["DX推進室/CIOオフィス"], SUPPORT: ["DX推進室/CIOオフィス"], FIXED: "any", LEADER: "any"}

SUBJECTS = [
    "地方自治制度",
    "特別区制度",
    "中野区政概要",
    "基本構想",
    "危機管理",
    "コンプライアンス",
    "財政の概要",
    "予算の仕組み",
    "契約",
    "会計",
    "文書・情報公開・個人情報保護",
    "区議会",
    "法務基礎",
]

# 育成 column: the cell → every training or certification it names
DEVELOPMENT = {
    f"{EXPERTS}/育成": [*SUBJECTS, "行政事務基礎研修", "各部課の業務の理解"],
    f"{TALENT}/育成": [
        "業務改善ワークショップ（BI・RPA）",
        "統合型GIS政策形成研修",
        "エキスパート職員育成支援プログラム",
        "エキスパート職員認定",
        "情報関連資格試験対策講座",
        "他組織への派遣（民間企業・デジタル庁等）",
        "人事交流",
        "ITパスポート試験",
        "情報セキュリティマネジメント試験",
        "基本情報技術者試験",
        "応用情報技術者試験",
        "情報処理安全確保支援士",
        "統計検定2級",
        "MOS（マイクロソフト オフィス スペシャリスト）",
        "GIS上級技術者",
        "ITコーディネータ",
        "データサイエンティスト検定",
    ],
    "別紙 全職員/育成": [
        "Microsoft365基本操作研修",
        "統合型GIS基本操作研修",
        "情報セキュリティ基礎研修",
        "ICTリテラシー研修",
        "データ活用基礎研修",
    ],
    "別紙 管理職/育成": ["管理職DX意識改革研修", "ICTツール活用事業推進事例研修", "管理職データリテラシー研修"],
    "別紙 管理職/機能・役割": ["EBPM研修"],
}

# 育成 column again: role id → the items that its requirements must ask for; the merged cell counts for three roles.
REQUIRED = {
    OFFICER: [*SUBJECTS, "各部課の業務の理解"],
    SUPPORT: [*SUBJECTS, "各部課の業務の理解"],
    FIXED: [*SUBJECTS, "各部課の業務の理解"],
    LEADER: [
        "業務改善ワークショップ（BI・RPA）",
        "統合型GIS政策形成研修",
        "エキスパート職員認定",
        "エキスパート職員育成支援プログラム",
        "情報関連資格試験対策講座",
        "他組織への派遣（民間企業・デジタル庁等）",
        "人事交流",
        "ITパスポート試験",
        "行政事務基礎研修",
    ],
    STAFF: DEVELOPMENT["別紙 全職員/育成"],
    MANAGER: [*DEVELOPMENT["別紙 管理職/育成"], "EBPM研修"],
}

# Spellings found in files of learning and personnel systems → what they mean.
SPELLINGS = {
    "trainings": {
        "【必修】ICTリテラシー研修": "it-literacy",
        "ＩＣＴリテラシー研修": "it-literacy",
        "ITリテラシー研修": "it-literacy",
        "Information Security Basics": "security-basics",
        "情報セキュリティ研修（基礎）": "security-basics",
        "【全職員】情報セキュリティ基礎研修 2026年度": "security-basics",
        "セキュリティ研修": "security-basics",
        "Ｍ３６５基本操作": "m365-basics",
        "Microsoft 365 基本操作": "m365-basics",
        "マイクロソフト365基本操作研修": "m365-basics",
        "GIS基本操作（統合型）": "gis-basics",
        "統合型GIS 基本操作": "gis-basics",
        "ﾃﾞｰﾀ活用基礎研修": "data-literacy",
        "データ活用基礎（BI, 統計入門）": "data-literacy",
        "データ利活用研修（基礎）": "data-literacy",
        "管理職ＤＸ意識改革研修": "manager-dx-mindset",
        "EBPM研修": "ebpm",
    },
    "certifications": {
        "ＩＴパスポート": "it-passport",
        "ｉパス": "it-passport",
        "ITﾊﾟｽﾎﾟｰﾄ試験": "it-passport",
        "セキュマネ": "sg",
        "ＦＥ": "fe",
        "基本情報技術者試験（FE）": "fe",
        "応用情報技術者試験(AP)": "ap",
        "登録セキスペ": "riss",
        "情報処理安全確保支援士（登録セキスペ）": "riss",
        "統計検定 ２級": "statistics-2",
        "統計検定（2級）": "statistics-2",
        "データサイエンティスト検定 リテラシーレベル": "ds-literacy",
    },
    "appointments": {name: name for name in ("regular", "fiscal-year", "fixed-term", "re-appointed")},
    "roles": {"各部課ＤＸリーダー": LEADER, "任期付ＩＣＴ専門職員": FIXED, "IT専門支援員": SUPPORT},
}

Entry = dict[str, Any]


def test_the_shipped_matrix_has_no_fault() -> None:
    framework, problems = inspect(read_sources(shipped_folder()))
    assert problems == []
    assert framework is not None and framework.organisation.id == "nakano"
    assert shipped_folder().resolve() == DATA


@cache
def documents() -> Entry:
    """Both files as one, every scalar as the text it is written as."""
    merged: Entry = {}
    for name in ("roles.yaml", "trainings.yaml"):
        merged |= yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return merged


def role(role_id: str) -> Entry:
    found: Entry = next(entry for entry in documents()["roles"] if entry["id"] == role_id)
    return found


def items() -> list[Entry]:
    return [*documents()["trainings"], *documents()["certifications"]]


def every_entry() -> list[Entry]:
    lists = ("domains", "skills", "trainings", "certifications", "appointments", "categories", "roles")
    found = [entry for name in lists for entry in documents()[name]]
    for entry in documents()["roles"]:
        found += entry["functions"] + entry["requirements"]
    return found


@pytest.mark.parametrize("role_id", ROWS)
def test_every_row_is_a_role_in_its_category(role_id: str) -> None:
    name, category = ROWS[role_id]
    assert role(role_id)["name"]["ja"] == name
    categories = {entry["id"]: entry for entry in documents()["categories"]}
    assert categories[role(role_id)["category"]]["name"]["ja"] == category
    assert len(documents()["roles"]) == len(ROWS)


@pytest.mark.parametrize("role_id", DUTIES)
def test_every_duty_is_a_function_that_names_its_cell(role_id: str) -> None:
    cell, duties = DUTIES[role_id]
    functions = role(role_id)["functions"]
    assert {function["source"] for function in functions} == {cell}
    for duty, function in zip(duties, functions, strict=True):
        assert duty in function["name"]["ja"]


@pytest.mark.parametrize("role_id", ACQUISITION)
def test_every_route_leads_to_its_role(role_id: str) -> None:
    names = {entry["id"]: entry["name"]["ja"] for entry in documents()["appointments"]}
    routes = [(a["route"], names[one]) for a in role(role_id).get("acquisition", []) for one in a["appointments"]]
    assert routes == ACQUISITION[role_id]


@pytest.mark.parametrize("role_id", PLACEMENT)
def test_every_placement_is_kept(role_id: str) -> None:
    assert role(role_id)["placement"]["units"] == PLACEMENT[role_id]


def test_the_second_table_holds_by_membership() -> None:
    assert role(STAFF)["membership"] == "everyone"
    assert role(MANAGER)["membership"] == {"where": {"manager": "true"}}


@pytest.mark.parametrize("cell", DEVELOPMENT)
def test_everything_a_development_cell_names_is_there(cell: str) -> None:
    named = {item["name"]["ja"] for item in items() if item["source"] == cell}
    assert set(DEVELOPMENT[cell]) <= named


@pytest.mark.parametrize("role_id", REQUIRED)
def test_every_role_asks_for_what_its_development_cell_names(role_id: str) -> None:
    names = {item["id"]: item["name"]["ja"] for item in items()}
    asked = set()
    for requirement in role(role_id)["requirements"]:
        for way in requirement.get("any_of", [requirement]):
            asked |= {names[way[kind]] for kind in ("training", "certification") if kind in way}
    assert set(REQUIRED[role_id]) <= asked


def test_the_course_in_public_administration_stands_for_all_its_subjects() -> None:
    names = {item["id"]: item["name"]["ja"] for item in items()}
    course = next(item for item in items() if item["id"] == "public-administration-basics")
    assert [names[one] for one in course["satisfies"]] == SUBJECTS


def test_money_for_qualifications_has_a_ceiling_everywhere_but_where_the_ward_itself_awards() -> None:
    without = [item["id"] for item in documents()["certifications"] if "subsidy" not in item]
    assert without == ["expert-staff"]


def test_renewals_are_as_their_issuers_ask() -> None:
    found = {item["id"]: item for item in documents()["certifications"]}
    assert found["riss"]["validity"]["months"] == "36"
    assert found["riss"]["renewal"] == {"apply_before": "60d"}
    assert found["gis-senior"]["validity"]["months"] == "60"
    assert found["it-coordinator"]["validity"]["months"] == "12"


def test_every_entry_names_its_cell_and_speaks_both_languages() -> None:
    for entry in every_entry():
        assert entry["source"].startswith(("別紙 ", "本文 ", "文書になし")), entry["id"]
        for text in [entry[key] for key in ("name", "summary") if key in entry]:
            assert text.keys() == {"ja", "en"} and all(text.values()), entry["id"]


def test_routes_and_head_counts_name_their_cells_too() -> None:
    for entry in documents()["roles"]:
        assert all(route["source"].endswith("/獲得（採用）") for route in entry.get("acquisition", []))
        for staffing in entry.get("staffing", []):
            assert staffing["source"].endswith("/配置") and staffing["assumed"] == "true"


def test_numbers_that_the_document_does_not_give_are_marked_as_assumed() -> None:
    invented = {"hours", "cost", "capacity", "pass_score", "validity", "subsidy", "levels", "grants", "term"}
    invented |= {"within", "cycle", "at_least", "effective_from"}
    for entry in every_entry():
        if invented & entry.keys():
            assert entry.get("assumed") == "true", entry["id"]


def test_a_leader_is_asked_for_both_halves() -> None:
    domains = {item["id"]: item["domain"] for item in [*items(), *documents()["skills"]]}
    asked = set()
    for requirement in role(LEADER)["requirements"]:
        if requirement.get("necessity") != "recommended":
            first = requirement.get("any_of", [requirement])[0]
            asked |= {domains[first[kind]] for kind in ("training", "certification", "skill") if kind in first}
    assert {"ict", "administrative"} <= asked


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@pytest.mark.parametrize("kind", SPELLINGS)
def test_spellings_of_source_files_are_known(kind: str) -> None:
    known: dict[str, set[str]] = {}
    for entry in documents()[kind]:
        for spelling in (entry["id"], *entry["name"].values(), *entry.get("aliases", [])):
            known.setdefault(folded(spelling), set()).add(entry["id"])
    assert {spelling: known.get(folded(spelling)) for spelling in SPELLINGS[kind]} == {
        spelling: {meant} for spelling, meant in SPELLINGS[kind].items()
    }
    assert not {spelling: ids for spelling, ids in known.items() if len(ids) > 1}
