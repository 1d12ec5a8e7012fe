"""``why`` in words, in the language chosen: rule, entries, dates, verdict. Two blanks indent lines of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from dxskills.analysis.why import AlternativeFound, Due, Found, Held, NotAsked, Rule, Verdict, Why
from dxskills.dates import period_words
from dxskills.framework.model import Text
from dxskills.i18n import N_, _, pick, shown_day

STATUS_WORDS = {
    "met": N_("met"),
    "expiring": N_("expiring"),
    "pending": N_("pending"),
    "overdue": N_("overdue"),
    "expired": N_("expired"),
    "waived": N_("waived"),
}
NECESSITY_WORDS = {"mandatory": N_("mandatory"), "recommended": N_("recommended")}

_VERDICTS = {
    "waiver": N_("Waived: the waiver covers {as_of}."),
    "no-end": N_("Met: the evidence has no end."),
    "beyond-horizon": N_("Met: valid until {valid_until}, more than {horizon} days after {as_of}."),
    "within-horizon": N_("Expiring: valid until {valid_until}, at most {horizon} days after {as_of}."),
    "not-due-yet": N_("Pending: nothing valid on {as_of}, but there is time until {due_on}."),
    "was-valid": N_(
        "Expired: nothing valid on {as_of}; it was due on {due_on}, and it was valid until {was_valid_until}."
    ),
    "never-valid": N_("Overdue: nothing valid on {as_of}; it was due on {due_on}, and it never was valid."),
    "cycle-done": N_("Met: done in this fiscal year, which lasts until {valid_until}."),
    "cycle-open": N_("Pending: not done in this fiscal year yet, but there is time until {due_on}."),
    "cycle-missed": N_("Overdue: not done in this fiscal year; it was due on {due_on}."),
}
_DUE = {
    "at-once": N_("Due on {due_on}, without a period of grace, counted from {why}."),
    "within": N_("Due on {due_on}: {within} after {why}."),
    "by": N_("Due on {due_on}, the date by which it has to be done each fiscal year."),
    "year-end": N_("Due on {due_on}, the last day of the fiscal year."),
    "taken-up-late": N_(
        "Due on {due_on}, the last day of the fiscal year, because the date by which it has to be done"
        " each year had passed on {counted_from}."
    ),
    "grace": N_("Due on {due_on}: {within} after {why}, later than the date by which it has to be done this year."),
}
_COUNTED_FROM = {
    "held": N_("{day}, when the role was taken up"),
    "role": N_("{day}, when the role came into effect"),
    "requirement": N_("{day}, when the requirement came into effect"),
}
_ENDS = {
    "nothing": N_("no end"),
    "assessment": N_("no end"),
    "validity": N_("valid until {until}"),
    "renewal": N_("valid until {until}, running on from the end of the one before on {renews}"),
    "expires-on": N_("valid until {until}, as entered"),
    "revocation": N_("valid until {until}, the day before it was revoked (entry {revoked_by})"),
    "cycle": N_("counts up to {until}, the end of its fiscal year"),
}
_BECAUSE = {
    "outcome": N_("does not count: {outcome}"),
    "future": N_("does not count yet: it is dated after {as_of}"),
    "level": N_("does not count: level {level} is too low"),
    "replaced": N_("does not count any more: a later assessment took its place"),
    "revoked": N_("does not count: revoked on {revoked_on} (entry {revoked_by})"),
    "outside-year": N_("does not count: it lies outside this fiscal year"),
}
_OUTCOMES = {
    "completed": N_("completed"),
    "attended": N_("attended"),
    "failed": N_("failed"),
    "absent": N_("absent"),
    "withdrawn": N_("withdrawn"),
    "exempt": N_("exempt"),
}
_NOT_ASKED = {
    "not-in-service": N_("Not asked: {staff} is not in service on {as_of} (in service from {joined} to {left})."),
    "role-not-in-effect": N_("Not asked: the role is not in effect on {as_of} (from {from} to {until})."),
    "requirement-not-in-effect": N_("Not asked: the requirement is not in effect on {as_of} (from {from} to {until})."),
    "not-assigned": N_("Not asked: {staff} was never assigned to the role."),
    "assignment-ended": N_("Not asked: the assignment in {unit} (entry {entry}) ended on {end}."),
    "assignment-to-come": N_("Not asked yet: the assignment in {unit} (entry {entry}) starts on {start}."),
    "not-a-member": N_("Not asked: the role is held by all whose {condition} is {wanted}; here it is {is}."),
}
_CONDITIONS = {
    "manager": N_("manager"),
    "unit": N_("unit"),
    "appointment": N_("appointment"),
    "job_family": N_("job family"),
    "grade": N_("grade"),
}


def sentences(why: Why) -> list[str]:
    """The whole explanation, one line an element; an empty one parts two requirements."""
    person = f"{why.staff} {why.name}".rstrip()
    lines = [_("{person}, as of {as_of}").format(person=person, as_of=_day(why.as_of))]
    if why.known_at is not None:
        lines.append(_("With what had been entered by {known_at}.").format(known_at=why.known_at))
    for verdict in why.verdicts:
        lines += ["", *_verdict(verdict, why)]
    for missing in why.not_asked:
        lines += ["", _heading(missing), "  " + _not_asked(missing, why)]
    if not why.verdicts and not why.not_asked:
        lines += ["", _nothing_asked(why)]
    return lines


def _nothing_asked(why: Why) -> str:
    if why.in_service:
        return _("Nothing is asked of {staff} on {as_of}.").format(staff=why.staff, as_of=_day(why.as_of))
    return _(_NOT_ASKED["not-in-service"]).format(
        staff=why.staff, as_of=_day(why.as_of), joined=_day(why.joined), left=_day(why.left)
    )


def _heading(thing: Verdict | NotAsked) -> str:
    requirement = pick(thing.requirement_name) or thing.requirement
    return f"{pick(thing.role_name)} / {requirement} ({thing.role}/{thing.requirement})"


def _verdict(verdict: Verdict, why: Why) -> Iterator[str]:
    necessity = _(NECESSITY_WORDS[verdict.rule.necessity])
    yield _("{heading}: {status}, {necessity}").format(
        heading=_heading(verdict), status=_(STATUS_WORDS[verdict.status]), necessity=necessity
    )
    yield "  " + _held(verdict.held)
    yield from ("  " + line for line in _rule(verdict.rule, verdict))
    yield "  " + due_sentence(verdict.due, verdict.rule.within)
    for alternative in verdict.alternatives:
        yield from ("  " + line for line in _alternative(alternative, why))
    if verdict.waiver is not None:
        yield "  " + _waiver(verdict)
    for plan in verdict.planned:
        text = _("Planned: {name} on {on} (entry {entry}).")
        yield "  " + text.format(name=_named(plan.training_name, plan.training), on=_day(plan.on), entry=plan.entry)
    yield "  " + _(_VERDICTS[verdict.decided_by]).format(
        as_of=_day(why.as_of),
        horizon=why.horizon_days,
        due_on=_day(verdict.due_on),
        valid_until=_day(verdict.valid_until),
        was_valid_until=_day(verdict.was_valid_until),
    )


def _held(held: Held) -> str:
    if held.by == "assignment":
        text = _("Holds the role in {unit} since {since}, with no end (entry {entry}).")
        if held.until is not None:
            text = _("Holds the role in {unit} from {since} to {until} (entry {entry}).")
        return text.format(unit=_unit(held.unit), since=_day(held.since), until=_day(held.until), entry=held.entry)
    if held.by == "everyone":
        return _("Holds the role since {since}, as everybody in service does.").format(since=_day(held.since))
    text = _("Holds the role since {since}, as all do who meet its conditions: {conditions}.")
    said = [f"{_(_CONDITIONS[key])} = {_value(value)}" for key, value in held.conditions.items()]
    return text.format(since=_day(held.since), conditions="; ".join(said))


def _rule(rule: Rule, verdict: Verdict) -> Iterator[str]:
    names = [_alternative_name(each) for each in verdict.alternatives]
    listed = "; ".join(names)
    if rule.alternatives == 1:
        yield _("Asked for: {listed}.").format(listed=listed)
    else:
        text = _("Asked for: at least {at_least} of {number}: {listed}.")
        yield text.format(at_least=rule.at_least, number=rule.alternatives, listed=listed)
    if rule.cycle:
        yield _("It has to be done anew each fiscal year.")
    if rule.effective_from is not None:
        yield _("The requirement has been in effect since {day}.").format(day=_day(rule.effective_from))


def due_sentence(due: Due, within: str | None) -> str:
    """When it is due, and why; ``within`` is the requirement's grace, as in the framework."""
    counted = _(_COUNTED_FROM[due.because]).format(day=_day(due.counted_from))
    if due.how == "within" and within == "fiscal-year-end":
        text = _("Due on {due_on}, the last day of the fiscal year of {why}.")
        return text.format(due_on=_day(due.due_on), why=counted)
    return _(_DUE[due.how]).format(
        due_on=_day(due.due_on), why=counted, within=_period(within), counted_from=_day(due.counted_from)
    )


def _period(text: str | None) -> str:
    if text is None or text == "fiscal-year-end":
        return _("the rest of the fiscal year")
    count = int(text[:-1])
    return period_words(text[-1], count)


def _alternative_name(alternative: AlternativeFound) -> str:
    name = _named(alternative.name, alternative.id)
    if alternative.kind != "skill":
        return name
    return _("{skill} at level {level}").format(skill=name, level=alternative.level)


def _alternative(alternative: AlternativeFound, why: Why) -> Iterator[str]:
    name = _alternative_name(alternative)
    if not alternative.found:
        yield _("{name}: nothing entered.").format(name=name)
        return
    yield _("{name}:").format(name=name)
    for found in alternative.found:
        yield "  " + _found(found, alternative, why)


def _found(found: Found, alternative: AlternativeFound, why: Why) -> str:
    verdict = _because(found, why) if not found.counts else _ends(found)
    text = _("entry {entry}: {what} of {on}: {verdict}.")
    if found.counts and found.because == "lapsed":
        text = _("entry {entry}: {what} of {on}: {verdict}, which is over.")
    line = text.format(entry=found.entry, what=_what(found, alternative), on=_day(found.on), verdict=verdict)
    return _("{sentence} This decides.").format(sentence=line) if found.decides else line


def _what(found: Found, alternative: AlternativeFound) -> str:
    name = _named(found.item_name, found.item)
    if found.kind == "assessment":
        return _("assessment at level {level}").format(level=found.level)
    if found.through == "satisfies":
        text = _("{name}, which also counts as {wanted},")
        return text.format(name=name, wanted=_named(alternative.name, alternative.id))
    if found.through == "grants":
        return _("{name}, which grants level {level},").format(name=name, level=found.level)
    return name


def _because(found: Found, why: Why) -> str:
    return _(_BECAUSE[found.because or "outcome"]).format(
        outcome=_(_OUTCOMES.get(found.outcome or "", found.outcome or "?")),
        as_of=_day(why.as_of),
        level=found.level,
        revoked_on=_day(found.revoked_on),
        revoked_by=found.revoked_by,
    )


def _ends(found: Found) -> str:
    return _(_ENDS[found.ends_by]).format(
        until=_day(found.valid_until), renews=_day(found.renews_until), revoked_by=found.revoked_by
    )


def _waiver(verdict: Verdict) -> str:
    waiver = verdict.waiver
    assert waiver is not None
    text = _("Waived from {start} to {until} (entry {entry}): {reason}.")
    if waiver.approver:
        text = _("Waived from {start} to {until} by {approver} (entry {entry}): {reason}.")
    return text.format(
        start=_day(waiver.start),
        until=_day(waiver.until),
        approver=waiver.approver,
        entry=waiver.entry,
        reason=waiver.reason or "",
    )


def _not_asked(missing: NotAsked, why: Why) -> str:
    said: dict[str, Any] = {
        key: _day(value) if value is None or isinstance(value, date) else _value(value)
        for key, value in missing.params.items()
        if key not in ("condition", "is")
    }
    if missing.code == "not-a-member":
        said["condition"] = _(_CONDITIONS[missing.params["condition"]])
        said["is"] = _value(missing.params["is"])
    return _(_NOT_ASKED[missing.code]).format(staff=why.staff, as_of=_day(why.as_of), **said)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (tuple, list)):
        return _(" or ").join(map(str, value))
    return _("not known") if value is None else str(value)


def _named(name: Text | None, other: str) -> str:
    return pick(name) or other


def _unit(unit: str | None) -> str:
    return unit or _("no unit")


def _day(day: date | None) -> str:
    return shown_day(day) if day else _("open")
