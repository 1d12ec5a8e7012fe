"""An office of three people, whose files the tests hand in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from dxskills import Registry
from dxskills.exchange.options import ImportOptions, ImportResult
from dxskills.index import StoredEntry

ROLES = """
schema: dxskills/roles/1
organisation: {id: office, name: 区, unit_levels: [部, 課, 係]}
appointments:
  - {id: regular, name: 一般職員}
  - {id: yearly, name: 会計年度任用職員, term: {fiscal_years: 1}}
categories: [{id: dx, name: DX人材}]
roles:
  - id: leader
    name: DXリーダー
    category: dx
    requirements: [{id: basics, training: security}]
"""
TRAININGS = """
schema: dxskills/trainings/1
domains: [{id: ict, name: ICT}]
skills:
  - {id: analysis, name: データ分析, domain: ict, levels: [基礎, 実務]}
trainings:
  - {id: security, name: セキュリティ研修, aliases: [Security Basics], domain: ict, pass_score: 40}
  - {id: literacy, name: リテラシー研修, domain: ict}
certifications:
  - {id: passport, name: ITパスポート試験, aliases: [iパス], domain: ict, subsidy: 7500}
"""
STAFF = """職員番号,氏名,部,課,任用形態,採用日
00000001,山田　学,総務部,職員課,一般職員,2010-04-01
00000002,髙橋　恵,総務部,総務課,一般職員,2015-04-01
00000003,林　彩,区民部,税務課,会計年度任用職員,2026-04-01
"""
TODAY = date(2026, 11, 23)
JUNE = date(2026, 6, 1)


class Office:
    """A registry, and a desk to lay files on."""

    def __init__(self, registry: Registry, desk: Path) -> None:
        self.registry = registry
        self.desk = desk

    def file(self, text: str | bytes, name: str = "file.csv") -> Path:
        path = self.desk / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def take(self, kind: str, *texts: str | bytes | Path, on: date = TODAY, **options: Any) -> ImportResult:
        """Import files, each given as its content."""
        paths = [
            text if isinstance(text, Path) else self.file(text, f"file{number or ''}.csv")
            for number, text in enumerate(texts)
        ]
        return self.registry.import_files(kind, paths, ImportOptions(on=on, today=TODAY, **options))

    def entries(self, kind: str, staff: str | None = None) -> list[StoredEntry]:
        """The entries of a kind that stand."""
        return [e for e in self.registry.index.entries(staff) if e.kind == kind and e.retracted_by is None]

    def data(self, kind: str, staff: str | None = None) -> list[dict[str, Any]]:
        return [entry.data for entry in self.entries(kind, staff)]

    def name(self, staff: str) -> str:
        return self.registry.journal.names()[staff].name

    def seq(self) -> int:
        return self.registry.journal.head().seq


def faults(result: ImportResult) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.code) for problem in result.problems]
