"""Values that the import does not take as they are written, and what some of them surely mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dxskills.errors import Refused
from dxskills.exchange.columns import normal_header
from dxskills.exchange.outcomes import ATTENDANCE, parse_attendance, parse_outcome
from dxskills.exchange.profiles.profile import fold_cell
from dxskills.exchange.suggesting.contents import MOST_VALUES, Contents
from dxskills.exchange.values import parse_yes_no
from dxskills.framework.lookup import FINDERS
from dxskills.framework.model import Framework

_MOST_LISTED = 40
_OUTCOMES = {
    "completed": (
        "出席",
        "完了",
        "受講済",
        "受講済み",
        "修了済",
        "修了済み",
        "可",
        "pass",
        "complete",
        "done",
        "present",
    ),
    "attended": ("参加", "attendance"),
    "failed": ("不可", "否", "未達", "fail"),
    "absent": ("欠", "不参加", "no show", "no-show", "did not attend"),
    "withdrawn": ("取消", "取り消し", "キャンセル", "cancelled", "canceled", "withdrew"),
    "exempt": ("免", "waived", "exempted"),
}
_BY_WORD = {fold_cell(word): outcome for outcome, words in _OUTCOMES.items() for word in words}
_OF_ATTENDANCE = ("出席", "出欠", "参加", "attend", "presence")


class Meaning(NamedTuple):
    """``meant`` is None where somebody has to say it; ``near`` is then what it may be, or blank."""

    written: str
    meant: str | None
    near: str = ""


def find_meanings(column: str, header: str, contents: Contents, framework: Framework) -> list[Meaning]:
    """The values of a column that need a word: all outcomes, and of the others those that are not understood."""
    return list(_meanings(column, header, contents, framework))[:_MOST_LISTED]


def _meanings(column: str, header: str, contents: Contents, framework: Framework) -> Iterator[Meaning]:
    seen: set[str] = set()
    for value in contents.values[:MOST_VALUES]:
        if fold_cell(value) in seen:
            continue
        seen.add(fold_cell(value))
        if column == "outcome":
            yield _outcome(value, header)
        elif column in FINDERS:
            near = _unknown(column, value, framework)
            if near is not None:
                yield Meaning(value, None, near)
        elif column == "manager" and not _is_yes_no(value):
            yield Meaning(value, None)


def _outcome(value: str, header: str) -> Meaning:
    attendance = any(word in normal_header(header) for word in _OF_ATTENDANCE)
    try:
        return Meaning(
            value, (parse_attendance if attendance or normal_header(header) == ATTENDANCE else parse_outcome)(value)
        )
    except Refused:
        return Meaning(value, _BY_WORD.get(fold_cell(value)))


def _unknown(column: str, value: str, framework: Framework) -> str | None:
    """What a name that is not known may be, blank if nothing is near; None for a known one."""
    try:
        FINDERS[column](framework, value)
    except Refused as refusal:
        return str(refusal.params.get("near") or "")
    return None


def _is_yes_no(value: str) -> bool:
    try:
        parse_yes_no(value)
    except Refused:
        return False
    return True
