"""What entries of each kind have to say for the index to read them; asked only when reading failed.

The chain proves that nobody changed an entry, not that a program of ours wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from dxskills.errors import Damaged
from dxskills.i18n import _
from dxskills.journal.event import Event


def _is_text(value: object) -> bool:
    return type(value) is str


def _is_count(value: object) -> bool:
    return type(value) is int and value > 0


def _is_number(value: object) -> bool:
    return type(value) in (int, float)


def _is_yes_no(value: object) -> bool:
    return type(value) is bool


def _is_day(value: object) -> bool:
    try:
        return type(value) is str and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_Checks = dict[str, Callable[[object], bool]]
_ATTRIBUTES: _Checks = {
    **dict.fromkeys(("unit", "appointment", "job_family", "grade"), _is_text),
    "manager": _is_yes_no,
}
_NEEDED: dict[str, _Checks] = {
    "role.assigned": {"role": _is_text},
    "role.unassigned": {"assignment": _is_count},
    "training.recorded": {"training": _is_text, "outcome": _is_text},
    "training.enrolled": {"training": _is_text},
    "certification.recorded": {"certification": _is_text},
    "certification.revoked": {"certification": _is_text},
    "skill.assessed": {"skill": _is_text, "level": _is_count},
    "requirement.waived": {"requirement": _is_text, "until": _is_day},
    "entry.retracted": {"seq": _is_count},
}
_POSSIBLE: dict[str, _Checks] = {
    "staff.joined": _ATTRIBUTES,
    "staff.changed": _ATTRIBUTES,
    "staff.left": {"reason": _is_text},
    "role.assigned": {"unit": _is_text, "end": _is_day, "exception": _is_text},
    "training.recorded": {
        **dict.fromkeys(("time", "instructor", "note"), _is_text),
        **dict.fromkeys(("score", "hours"), _is_number),
        "end": _is_day,
    },
    "certification.recorded": {
        **dict.fromkeys(("number", "note"), _is_text),
        "expires_on": _is_day,
        "subsidy": _is_number,
    },
    "certification.revoked": {"reason": _is_text},
    "skill.assessed": {"assessor": _is_text},
    "requirement.waived": {"reason": _is_text, "approver": _is_text},
    "entry.retracted": {"reason": _is_text},
}
_WITHOUT_DAY = ("entry.retracted", "staff.forgotten")


def refuse_misshapen(events: Iterable[Event]) -> None:
    """Raise Damaged if an entry is none that dxskills writes; naming the first of them."""
    for event in events:
        field = _wrong_field(event)
        if field is not None:
            raise Damaged(
                "damaged",
                _("Entry {seq} of the journal is none that dxskills writes: {kind} with such a {field}."),
                hint=_("Another program has written it. Put the store back from a backup that is older."),
                seq=event.seq,
                kind=event.kind,
                field=field,
            )


def _wrong_field(event: Event) -> str | None:
    if event.kind not in _POSSIBLE and event.kind not in _NEEDED:
        return None
    if event.staff is None:
        return "staff"
    if event.on is None and event.kind not in _WITHOUT_DAY:
        return "on"
    for field, check in _NEEDED.get(event.kind, {}).items():
        if not check(event.data.get(field)):
            return field
    for field, check in _POSSIBLE.get(event.kind, {}).items():
        value = event.data.get(field)
        if value is not None and not check(value):
            return field
    return None
