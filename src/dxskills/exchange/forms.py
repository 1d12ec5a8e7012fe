"""Which columns each kind of file has, under which names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_STAFF = ("職員番号", "職員ID", "社員番号", "user id")
_TRAINING = ("研修", "研修ID", "研修名", "course name")


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of one kind of file, each with its Japanese and other names, and those that it must have."""

    kind: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]


FORMS = {
    form.kind: form
    for form in (
        Form(
            "staff",
            {
                "staff": _STAFF,
                "name": ("氏名",),
                "kana": ("フリガナ", "氏名カナ"),
                "unit": ("所属",),
                "appointment": ("任用形態",),
                "job_family": ("職種",),
                "grade": ("職層",),
                "manager": ("管理職",),
                "joined": ("採用日", "採用年月日"),
                "left": ("退職日", "退職年月日"),
                "on": ("基準日",),
            },
            ("staff",),
        ),
        Form(
            "assignments",
            {
                "staff": _STAFF,
                "role": ("役割",),
                "unit": ("配置先",),
                "start": ("開始日",),
                "end": ("終了日",),
                "exception": (),
            },
            ("staff", "role", "start"),
        ),
        Form(
            "trainings",
            {
                "staff": _STAFF,
                "training": _TRAINING,
                "on": ("受講日", "修了日", "completed at"),
                "end": ("終了日",),
                "outcome": ("結果", "修了区分", "出欠", "status"),
                "score": ("点数",),
                "hours": ("時間",),
                "instructor": ("講師",),
                "note": ("備考",),
            },
            ("staff", "training", "on"),
        ),
        Form(
            "certifications",
            {
                "staff": _STAFF,
                "certification": ("資格", "資格名"),
                "on": ("取得日", "合格日", "登録日"),
                "expires_on": ("有効期限",),
                "number": ("番号", "合格証書番号"),
                "subsidy": ("補助額",),
                "note": ("備考",),
                "revoked_on": ("取消日", "失効日"),
                "revoked_reason": ("取消理由",),
            },
            ("staff", "certification", "on"),
        ),
        Form(
            "assessments",
            {
                "staff": _STAFF,
                "skill": ("スキル",),
                "level": ("レベル",),
                "on": ("評価日",),
                "assessor": ("評価者",),
            },
            ("staff", "skill", "level", "on"),
        ),
        Form(
            "waivers",
            {
                "staff": _STAFF,
                "requirement": ("要件",),
                "from": ("開始日",),
                "until": ("終了日",),
                "reason": ("理由",),
                "approver": ("承認者",),
            },
            ("staff", "requirement", "from", "until", "reason"),
        ),
        Form(
            "enrolments",
            {"staff": _STAFF, "training": _TRAINING, "on": ("予定日",)},
            ("staff", "training", "on"),
        ),
    )
}
