"""Every kind of finding of ``check``: what it says, how bad it is and what mends it. docs/check.md is made of this."""

from __future__ import annotations

from typing import NamedTuple

from dxskills.analysis.check import Severity
from dxskills.i18n import N_

TAKEN_BACK = "dxskills retract {entry} --reason {code}"


class Kind(NamedTuple):
    """Templates not translated yet. ``{command}`` in the remedy is the command filled in and quoted for a shell."""

    code: str
    severity: Severity
    message: str
    remedy: str
    command: str | None = TAKEN_BACK


_TAKE_BACK = N_("Take the entry back, and enter it anew if it was only wrong: {command}")
_RENAMED = N_("If it was renamed, put the old id back; else take the entry back: {command}")
_DATED = N_("If the day is wrong, take the entry back and enter it anew: {command}")
_SERVICE = N_("If the days in service are right, take the entry back: {command}")
_END = N_("If it is meant, take it back and enter it anew with --exception; else: {command}")
_UNASSIGN = "dxskills unassign {staff} {role} --unit {unit} --on {last}"


def _lost(code: str, message: str) -> Kind:
    return Kind(code, "error", message, _RENAMED)


KINDS = {
    # --- names
    "name-missing": Kind(
        "name-missing",
        "warning",
        N_("{staff} has no name."),
        N_("Enter it, or import a staff file that has it: {command}"),
        "dxskills staff edit {staff} --name NAME",
    ),
    "name-without-person": Kind(
        "name-without-person",
        "warning",
        N_("There is a name for {staff}, but nobody has that staff number."),
        N_("It is left from an entry that was retracted or cut off. Remove it, or enter the person again: {command}"),
        "dxskills staff forget {staff} --reason {code}",
    ),
    "hidden-character": Kind(
        "hidden-character",
        "warning",
        N_("The name of {staff} holds a character that nobody sees: {item}."),
        N_("If it is not meant, enter the name without it: {command}"),
        "dxskills staff edit {staff} --name NAME",
    ),
    "possible-duplicate": Kind(
        "possible-duplicate",
        "warning",
        N_("{staff} has the same name and kana as {other}."),
        N_(
            "If it is one person, enter under {other} what {command} shows and take it back with `dxskills retract`;"
            " if not, tell them apart with `dxskills staff edit {staff} --name`."
        ),
        "dxskills log {staff}",
    ),
    # --- ids that the framework lost
    "unknown-role": _lost(
        "unknown-role", N_("Entry {entry} assigns {staff} to {item}, a role that the framework does not have.")
    ),
    "unknown-training": _lost(
        "unknown-training", N_("Entry {entry} is about {item}, a training that the framework does not have.")
    ),
    "unknown-certification": _lost(
        "unknown-certification", N_("Entry {entry} is about {item}, a certification that the framework does not have.")
    ),
    "unknown-skill": _lost(
        "unknown-skill", N_("Entry {entry} is about {item}, a skill that the framework does not have.")
    ),
    "unknown-requirement": _lost(
        "unknown-requirement", N_("Entry {entry} waives {item}, a requirement that the framework does not have.")
    ),
    "unknown-appointment": Kind(
        "unknown-appointment",
        "error",
        N_("Entry {entry} gives {staff} the appointment {item}, which the framework does not have."),
        N_("If it was renamed, put the old id back; else enter the right one: {command}"),
        "dxskills staff edit {staff} --appointment APPOINTMENT --on {day}",
    ),
    "bad-level": Kind(
        "bad-level",
        "warning",
        N_("Entry {entry} gives level {level} of {item}, which has {levels} levels now."),
        N_("Take the entry back, and enter the level as it is called now: {command}"),
    ),
    "unused-unit": Kind(
        "unused-unit",
        "warning",
        N_("Membership of {item} asks for the unit {unit}, where nobody was ever posted."),
        N_("If the unit was renamed, correct roles.yaml."),
        None,
    ),
    # --- people
    "never-joined": Kind(
        "never-joined",
        "error",
        N_("There are entries about {staff}, whose joining was retracted; they count for nothing."),
        N_("Bring the joining back, or take the rest back too: {command}"),
        "dxskills retract {joining} --reason {code}",
    ),
    "no-unit": Kind(
        "no-unit",
        "warning",
        N_("{staff} is posted in no unit, so no department's report shows them."),
        N_("Enter it: {command}"),
        "dxskills staff transfer {staff} UNIT --on {day}",
    ),
    "no-appointment": Kind(
        "no-appointment",
        "warning",
        N_("The appointment of {staff} is not known, so no term limits their assignments."),
        N_("Enter it: {command}"),
        "dxskills staff edit {staff} --appointment APPOINTMENT --on {day}",
    ),
    "expired-appointment": Kind(
        "expired-appointment",
        "warning",
        N_("The term of {staff}'s appointment {item} was over on {limit}, and they are still in service."),
        N_(
            "Enter the new appointment: {command} — or the end with `dxskills staff leave {staff} --on {limit}`; where"
            " it was given anew, `dxskills staff edit {staff} --joined {day}` after that."
        ),
        "dxskills staff edit {staff} --appointment APPOINTMENT --on {day}",
    ),
    "joined-twice": Kind(
        "overlapping-service",
        "warning",
        N_("Entry {entry} lets {staff} join on {day}, while in service already."),
        N_("If they had left before it, enter that with `dxskills staff leave`; else let one joining stand: {command}"),
        "dxskills staff edit {staff} --joined {joined}",
    ),
    "left-twice": Kind(
        "overlapping-service",
        "warning",
        N_("Entry {entry} lets {staff} leave on {day}, while not in service."),
        N_("Take the entry back, or enter the joining before it: {command}"),
    ),
    "before-joining": Kind(
        "before-joining",
        "warning",
        N_("Entry {entry} describes {staff} from {day}, before joining on {joined}."),
        _SERVICE,
    ),
    # --- records
    "before-service": Kind(
        "outside-service",
        "warning",
        N_("Entry {entry} ({item}) is dated {day}, before {staff} joined on {joined}."),
        _SERVICE,
    ),
    "after-service": Kind(
        "outside-service",
        "warning",
        N_("Entry {entry} ({item}) is dated {day}, after {staff} left on {left}."),
        _SERVICE,
    ),
    "future-record": Kind(
        "future-record",
        "warning",
        N_("Entry {entry} ({item}) is dated {day}, which is still to come; until then it counts for nothing."),
        _DATED,
    ),
    "far-future": Kind(
        "far-future",
        "warning",
        N_("Entry {entry} is dated {day}, more than ten years from now."),
        _DATED,
    ),
    "far-past": Kind(
        "far-past",
        "warning",
        N_("Entry {entry} is dated {day}, more than sixty years ago."),
        _DATED,
    ),
    "past-enrolment": Kind(
        "past-enrolment",
        "warning",
        N_("{staff} was booked for {item} on {day} (entry {entry}), and nothing is recorded of it."),
        N_(
            "Record how it went, absence too: {command} — or, if it was called off, take the entry back:"
            " `dxskills retract {entry} --reason {code}`"
        ),
        "dxskills record training {item} {staff} --on {day} --outcome OUTCOME",
    ),
    "unknown-instructor": Kind(
        "unknown-instructor",
        "warning",
        N_("Entry {entry} names {item} as the instructor, whom nobody knows."),
        _TAKE_BACK,
    ),
    "revokes-nothing": Kind(
        "ends-nothing",
        "warning",
        N_("Entry {entry} revokes {item} on {day}, but no award is dated on or before it."),
        N_("Enter the award, or take the revocation back: {command}"),
    ),
    "unassigns-nothing": Kind(
        "ends-nothing",
        "warning",
        N_("Entry {entry} ends assignment {item}, which was retracted."),
        N_("It does nothing; take it back: {command}"),
    ),
    # --- assignments
    "assigned-outside-service": Kind(
        "outside-service",
        "warning",
        N_("The assignment of entry {entry} to {item} starts on {day}, when {staff} was not in service."),
        _SERVICE,
    ),
    "open-after-leaving": Kind(
        "open-after-leaving",
        "warning",
        N_("The assignment of entry {entry} to {item} runs on after {staff} left on {last}."),
        N_("It would go on if they came back; end it: {command}"),
        _UNASSIGN,
    ),
    "unknown-unit": Kind(
        "unknown-unit",
        "warning",
        N_("The assignment of entry {entry} to {item} is in {unit}, where nobody was ever posted."),
        N_("If the unit is written wrongly, take the entry back and enter it anew: {command}"),
    ),
    "outside-posting": Kind(
        "outside-posting",
        "warning",
        N_("The assignment of entry {entry} to {item} is in {unit}, and {staff} was posted in {posting}."),
        _END,
        _UNASSIGN,
    ),
    "role-not-assigned": Kind(
        "role-not-assigned",
        "warning",
        N_("Entry {entry} assigns {staff} to {item}, which people are not assigned to (any more)."),
        N_("All who meet its conditions hold the role now; take the entry back: {command}"),
    ),
    "outside-placement": Kind(
        "outside-placement",
        "warning",
        N_("The assignment of entry {entry} is in {unit}, outside the placement of {item}."),
        _END,
        _UNASSIGN,
    ),
    "wrong-appointment": Kind(
        "wrong-appointment",
        "warning",
        N_("The appointment of {staff} is {appointment}, which {item} is not open to (entry {entry})."),
        _END,
        _UNASSIGN,
    ),
    "past-term": Kind(
        "past-term",
        "warning",
        N_("The assignment of entry {entry} to {item} runs on (end: {end}), past the appointment's term on {last}."),
        _END,
        _UNASSIGN,
    ),
    "overlapping-assignment": Kind(
        "overlapping-assignment",
        "warning",
        N_("The assignments of entries {other} and {entry} to {item} in {unit} overlap."),
        N_("Take one of them back: {command}"),
    ),
    # --- the folder
    "loose-permissions": Kind(
        "loose-permissions",
        "warning",
        N_("{item} may be read or changed by other users of this machine."),
        N_("Keep them out: {command}"),
        "chmod -R go-rwx {item}",
    ),
}
"""By a name of ours; several kinds may share a code."""
