"""What must hold inside one entry beyond the form of its values: one of several keys, bounds, an order of dates."""

from __future__ import annotations

from dxskills.framework.place import Place
from dxskills.framework.roles_file import WAYS
from dxskills.framework.spelling import normal_path
from dxskills.framework.trainings_file import VALIDITY_UNITS
from dxskills.i18n import _

ORGANISATION = "organisation"
"""What staffing is per, if not per unit of a level."""


def check_rules(trainings: Place | None, roles: Place | None) -> None:
    """Note what is wrong inside the entries of either file; None for a file that could not be read."""
    if trainings is not None:
        _check_trainings(trainings)
    if roles is not None:
        _check_roles(roles)


def _check_trainings(trainings: Place) -> None:
    for kind in ("trainings", "certifications"):
        for item in trainings.entries(kind):
            validity = item.part("validity")
            if validity is not None:
                _exactly_one(validity, VALIDITY_UNITS)
                _renewal(validity)


def _check_roles(roles: Place) -> None:
    _unit_levels(roles)
    for appointment in roles.entries("appointments"):
        term = appointment.part("term")
        if term is not None:
            _exactly_one(term, ("fiscal_years", "months"))
    for role in roles.entries("roles"):
        _effective(role)
        _staffing(role)
        for holder in (role.part("placement"), _where(role)):
            if holder is not None:
                _units(holder)
        for requirement in role.entries("requirements"):
            _requirement(requirement)


def _where(role: Place) -> Place | None:
    membership = role.part("membership")
    return membership.part("where") if membership else None


def _exactly_one(place: Place, keys: tuple[str, ...]) -> bool:
    said = [key for key in place.node if key in keys and place.says(key)]
    if len(said) == 1:
        return True
    choices = ", ".join(keys)
    if said:
        sentence = _("{said} stand here together; exactly one of these is meant to: {choices}.")
        place.fault(said[1], "not-exactly-one", sentence.format(said=", ".join(said), choices=choices))
    elif all(place.lacks(key) for key in keys):
        place.fault(None, "not-exactly-one", _("Exactly one of these must be here: {choices}.").format(choices=choices))
    return False


def _renewal(validity: Place) -> None:
    if validity.says("renew") and validity.lacks("window"):
        validity.fault(
            "renew", "missing-key", _("The key window is missing: how long before expiry a renewal counts, as in 6m.")
        )
    if validity.says("window") and validity.lacks("renew"):
        validity.fault("window", "missing-key", _("A window means something only with `renew: from-expiry`."))


def _unit_levels(roles: Place) -> None:
    organisation = roles.part("organisation")
    seen: set[str] = set()
    for word in organisation.words("unit_levels") if organisation else ():
        if word.text in seen:
            roles.fault_at(word, "duplicate-level", _("The level {level} stands here twice.").format(level=word.text))
        seen.add(word.text)


def _units(place: Place) -> None:
    for key in ("units", "unit"):
        for word in place.words(key):
            if not normal_path(word.text):
                place.fault_at(word, "bad-unit", _("{unit} is no unit path.").format(unit=word.text))


def _effective(place: Place) -> None:
    """Dates are compared as they are written: year, month and day in this order."""
    first, last = place.word("effective_from"), place.word("effective_until")
    if first and last and len(first.text) == len(last.text) == 10 and first.text > last.text:
        sentence = _("effective_until {last} is before effective_from {first}.")
        place.fault_at(last, "effective-order", sentence.format(first=first.text, last=last.text))


def _staffing(role: Place) -> None:
    if "staffing" not in role.node:
        return
    membership = role.word("membership")
    if role.part("membership") or (membership and membership.text == "everyone"):
        sentence = _("Only a role that people are assigned to can have staffing; this one is held by membership.")
        role.fault("staffing", "staffing-of-members", sentence)
    seen: set[str] = set()
    for staffing in role.entries("staffing"):
        per = staffing.word("per")
        if per and per.text in seen:
            staffing.fault_at(
                per, "duplicate-staffing", _("Staffing per {per} stands here twice.").format(per=per.text)
            )
        if per:
            seen.add(per.text)


def _requirement(requirement: Place) -> None:
    _effective(requirement)
    single = _exactly_one(requirement, (*WAYS, "any_of"))
    ways = requirement.entries("any_of")
    for way in ways:
        if _exactly_one(way, WAYS):
            _level(way)
    if single:
        _level(requirement)
        _at_least(requirement)


def _level(way: Place) -> None:
    if way.says("level") and not way.says("skill"):
        way.fault("level", "level-without-skill", _("Only a skill has a level."))


def _at_least(requirement: Place) -> None:
    at_least = requirement.count("at_least")
    choices = requirement.node.get("any_of")
    count = len(choices) if isinstance(choices, list) else 1
    if at_least is not None and at_least > max(count, 1):
        sentence = _("at_least {wanted} of {count} can never be met.").format(wanted=at_least, count=count)
        requirement.fault("at_least", "bad-at-least", sentence, value=str(at_least))
