"""Words and tones that several views share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from dxskills.i18n import N_, _, pick, short_day, shows_eras
from dxskills.render.document import Cell, Tone

if TYPE_CHECKING:
    from dxskills.analysis.results import Scope
    from dxskills.framework.model import Framework

_STATUS_WORDS = {
    "met": N_("met"),
    "expiring": N_("expiring"),
    "pending": N_("pending"),
    "overdue": N_("overdue"),
    "expired": N_("expired"),
    "waived": N_("waived"),
}
_STATUS_TONES: dict[str, Tone] = {
    "met": "good",
    "expiring": "soon",
    "pending": "open",
    "overdue": "bad",
    "expired": "bad",
    "waived": "quiet",
}
_STATUS_MARKS = {"met": "○", "expiring": "△", "pending": "□", "overdue": "×", "expired": "▲", "waived": "－"}
"""Each of another shape, so that they can be told without colour; all are in every Japanese font."""
_KIND_WORDS = {
    "staff.joined": N_("joined"),
    "staff.changed": N_("changed"),
    "staff.left": N_("left"),
    "role.assigned": N_("role assigned"),
    "role.unassigned": N_("assignment ended"),
    "training.recorded": N_("training"),
    "training.enrolled": N_("enrolment"),
    "certification.recorded": N_("certification"),
    "certification.revoked": N_("certification revoked"),
    "skill.assessed": N_("assessment"),
    "requirement.waived": N_("waiver"),
    "entry.retracted": N_("retraction"),
    "staff.forgotten": N_("forgotten"),
}
_OUTCOMES = {
    "completed": N_("completed"),
    "attended": N_("attended"),
    "failed": N_("failed"),
    "absent": N_("absent"),
    "withdrawn": N_("withdrawn"),
    "exempt": N_("exempt"),
}
_FIELD_WORDS = {
    "appointment": N_("appointment"),
    "approver": N_("approver"),
    "assessor": N_("assessor"),
    "certification": N_("certification"),
    "end": N_("end"),
    "entries": N_("own entries"),
    "exception": N_("exception"),
    "expires_on": N_("expires on"),
    "first": N_("from entry"),
    "grade": N_("grade"),
    "hours": N_("hours"),
    "instructor": N_("instructor"),
    "job_family": N_("job family"),
    "level": N_("level"),
    "manager": N_("manager"),
    "note": N_("note"),
    "number": N_("number"),
    "others": N_("entries of others"),
    "outcome": N_("outcome"),
    "reason": N_("reason"),
    "requirement": N_("requirement"),
    "role": N_("role"),
    "score": N_("score"),
    "seq": N_("entry"),
    "skill": N_("skill"),
    "subsidy": N_("subsidy"),
    "time": N_("time"),
    "training": N_("training"),
    "unit": N_("unit"),
    "until": N_("until"),
}


_DAYS = ("end", "expires_on", "until")
"""The fields that hold a day."""


def status_word(status: str) -> str:
    return _(_STATUS_WORDS[status])


def status_cell(status: str) -> Cell:
    return Cell(status_word(status), _STATUS_TONES[status], mark=_STATUS_MARKS[status])


def count_cell(count: int, status: str) -> Cell:
    """A count of one status: coloured where there is any, a quiet dash where there is none."""
    return Cell(f"{count:,}", _STATUS_TONES[status], count) if count else Cell("–", "quiet", 0)


def number_cell(count: int) -> Cell:
    return Cell(f"{count:,}", value=count) if count else Cell("–", "quiet", 0)


def day_cell(day: date | None, tone: Tone = "plain") -> Cell:
    return Cell(day_text(day), tone, day)


def kind_word(kind: str) -> str:
    return _(_KIND_WORDS[kind]) if kind in _KIND_WORDS else kind


def data_text(framework: Framework, data: Mapping[str, Any]) -> str:
    """An entry's values in one line, each with its name; what the framework names is called by that name."""
    return " · ".join(f"{field_word(key)}: {_called(framework, key, value)}" for key, value in data.items())


def _called(framework: Framework, key: str, value: object) -> str:
    text = value_text(value)
    if key == "outcome":
        return outcome_word(text)
    if key in _DAYS and shows_eras():
        return short_day(date.fromisoformat(text))
    tables: dict[str, Mapping[str, Any]] = {
        "appointment": framework.appointments,
        "certification": framework.certifications,
        "role": framework.roles,
        "skill": framework.skills,
        "training": framework.trainings,
    }
    known = tables.get(key, {})
    return pick(known[text].name) if text in known else text


def field_word(name: str) -> str:
    return _(_FIELD_WORDS[name]) if name in _FIELD_WORDS else name


def value_text(value: object) -> str:
    if isinstance(value, bool):
        return yes_or_no(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def outcome_word(outcome: str) -> str:
    return _(_OUTCOMES[outcome]) if outcome in _OUTCOMES else outcome


def yes_or_no(value: bool | None) -> str:
    return "" if value is None else _("yes") if value else _("no")


def day_text(day: date | None) -> str:
    """For a cell of a table."""
    return short_day(day) if day else ""


def role_name(framework: Framework, role: str) -> str:
    known = framework.roles.get(role)
    return pick(known.name) if known else role


def scope_name(framework: Framework, scope: Scope) -> str:
    """What an answer is about: a unit, else the organisation, and a role if it is about one alone."""
    place = scope.dept or pick(framework.organisation.name)
    return place if scope.role is None else f"{place}, {role_name(framework, scope.role)}"


def requirement_name(framework: Framework, role: str, requirement: str) -> str:
    """The requirement's own name, else the names of what it asks for, else its id."""
    known = framework.roles.get(role)
    found = next((q for q in known.requirements if q.id == requirement), None) if known else None
    if found is None:
        return requirement
    if found.name is not None:
        return pick(found.name)
    names = [item_name(framework, kind, id_, level) for kind, id_, level in found.alternatives]
    if len(names) == 1:
        return names[0]
    joined = " / ".join(names)
    return joined if found.at_least == 1 else _("{count} of {names}").format(count=found.at_least, names=joined)


def item_name(framework: Framework, kind: str, id_: str, level: int = 0) -> str:
    if kind == "skill":
        skill = framework.skills.get(id_)
        name = pick(skill.name) if skill else id_
        return _("{skill} at level {level}").format(skill=name, level=level)
    items = framework.trainings if kind == "training" else framework.certifications
    item = items.get(id_)
    return pick(item.name) if item else id_


def domain_name(framework: Framework, domain: str | None) -> str:
    known = framework.domains.get(domain or "")
    return pick(known.name) if known else domain or ""


def appointment_name(framework: Framework, appointment: str | None) -> str:
    known = framework.appointments.get(appointment or "")
    return pick(known.name) if known else appointment or ""
