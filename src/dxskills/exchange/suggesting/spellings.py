"""Headers and labels that the import does not take by itself, but that somebody who looks at a file understands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dxskills.exchange.columns import FORMS, normal_header

_OF_ANY_KIND: dict[str, tuple[str, ...]] = {
    "staff": (
        *("employee id", "employee no", "employee number", "emp no", "emp id", "staff id", "staff no", "staff number"),
        *(
            "personnel number",
            "user",
            "login id",
            "learner id",
            "職員コード",
            "職員No",
            "社員ID",
            "社員コード",
            "従業員番号",
        ),
        *("受講者番号", "受講者ID", "ログインID", "ユーザーID", "職番"),
    ),
    "training": (
        *(
            "course",
            "course title",
            "training name",
            "title",
            "講座",
            "講座名",
            "コース",
            "コース名",
            "研修名称",
            "研修コード",
        ),
        *("受講研修", "講習名", "科目"),
    ),
    "unit": ("department", "section", "division", "部署", "部署名", "所属名", "所属部署"),
    "note": ("remarks", "comment", "comments", "memo", "メモ", "摘要", "特記事項"),
}
_OF_KIND: dict[str, dict[str, tuple[str, ...]]] = {
    "staff": {
        "name": ("full name", "user name", "employee name", "姓名", "名前", "職員氏名", "漢字氏名"),
        "kana": ("カナ", "ふりがな", "カナ氏名", "氏名フリガナ", "name kana"),
        "unit": ("group",),
        "appointment": ("employment type", "雇用形態", "雇用区分", "任用区分", "職員区分"),
        "job_family": ("job family", "occupation", "職種名", "職群"),
        "grade": ("position", "job title", "職位", "役職", "職級"),
        "manager": ("is manager", "管理監督者", "管理職区分", "管理職フラグ"),
        "joined": ("hire date", "hired on", "date of joining", "入庁日", "入社日", "採用"),
        "left": ("leaving date", "termination date", "離職日", "退庁日", "退職"),
    },
    "assignments": {
        "role": ("role name", "役割名", "担当役割"),
        "start": ("start date", "from", "任命日", "指名日", "配置日", "着任日"),
        "end": ("end date", "until", "任期満了日", "満了日", "解任日"),
    },
    "trainings": {
        "on": (
            *("date", "completion date", "completed on", "date completed", "finished", "finish date", "attended on"),
            *(
                "実施日",
                "開催日",
                "研修日",
                "日付",
                "日時",
                "受講年月日",
                "修了年月日",
                "修了日時",
                "完了日",
                "開始日",
                "期日",
            ),
        ),
        "end": ("end date", "last day", "最終日", "終了"),
        "outcome": (
            *(
                "result",
                "completion status",
                "attendance",
                "判定",
                "合否",
                "受講状況",
                "修了状況",
                "ステータス",
                "出席",
            ),
            *("参加", "状態"),
        ),
        "score": ("points", "mark", "得点", "成績", "スコア", "テスト点数"),
        "hours": ("duration", "時間数", "研修時間", "受講時間"),
        "instructor": ("instructor id", "teacher", "trainer", "講師職員番号", "講師番号"),
    },
    "certifications": {
        "certification": (
            *("certificate", "certification name", "exam", "qualification"),
            *("試験", "試験名", "資格名称", "資格試験名", "検定名", "取得資格"),
        ),
        "on": (
            *("date", "issued", "issue date", "awarded on", "passed on"),
            *("取得年月日", "合格年月日", "登録年月日", "認定日", "交付日"),
        ),
        "expires_on": ("expiry", "expiry date", "expires", "valid until", "有効期間満了日", "満了日", "期限"),
        "number": ("certificate no", "certificate number", "license no", "証書番号", "登録番号", "認定番号"),
        "subsidy": ("grant", "助成額", "助成金額", "補助金額", "支給額", "支給決定額"),
    },
    "assessments": {
        "skill": ("skill name", "competency", "スキル名", "技能"),
        "level": ("proficiency", "習熟度", "到達度", "段階"),
        "on": ("date", "assessed on", "評価年月日", "評定日"),
        "assessor": ("assessed by", "評定者"),
    },
    "waivers": {
        "from": ("start date", "免除開始日"),
        "until": ("end date", "免除終了日", "免除期限"),
        "reason": ("免除理由", "事由"),
        "approver": ("approved by", "決裁者"),
    },
    "enrolments": {"on": ("planned date", "date", "受講予定日", "開催予定日", "開催日")},
}

EXACT, UNDERSTOOD, PART = 10.0, 8.0, 4.0


class Likeness(NamedTuple):
    """How much a header sounds like a column: ``score`` up to ``EXACT``; ``name`` is what it sounds like."""

    score: float
    name: str


class Spellings:
    """The headers of one kind of file: those that the import takes, and those that are understood besides."""

    def __init__(self, kind: str, levels: tuple[str, ...]) -> None:
        form = FORMS[kind]
        self.kind = kind
        self.levels = levels if kind == "staff" else ()
        self.columns: tuple[str, ...] = (*form.columns, *self.levels)
        self._exact: dict[str, str] = {}
        self._understood: dict[str, str] = {}
        for column in self.columns:
            for name in (column, *form.columns.get(column, ())):
                self._exact.setdefault(normal_header(name), column)
            for name in (*_OF_KIND[kind].get(column, ()), *_OF_ANY_KIND.get(column, ())):
                self._understood.setdefault(normal_header(name), column)

    def understood(self, header: str) -> str | None:
        """The column that the header is a word for, without any likeness being tried."""
        bare = normal_header(header)
        return self._exact.get(bare) or self._understood.get(bare)

    def likeness(self, header: str) -> dict[str, Likeness]:
        """The columns that the header sounds like."""
        bare = normal_header(header)
        if not bare or len(bare) > 100:
            return {}
        if bare in self._exact:
            return {self._exact[bare]: Likeness(EXACT, bare)}
        if bare in self._understood:
            return {self._understood[bare]: Likeness(UNDERSTOOD, bare)}
        found: dict[str, Likeness] = {}
        for column, near in self._near(bare):
            if column not in found or near.score > found[column].score:
                found[column] = near
        return found

    def _near(self, bare: str) -> Iterator[tuple[str, Likeness]]:
        from difflib import SequenceMatcher

        for name, column in (*self._exact.items(), *self._understood.items()):
            shorter, longer = sorted((len(name), len(bare)))
            if shorter >= (4 if name.isascii() else 2) and (name in bare or bare in name):
                yield column, Likeness(PART + shorter / longer, name)
            elif name.isascii() and (ratio := SequenceMatcher(None, bare, name).ratio()) >= 0.8:
                yield column, Likeness(PART + ratio, name)
