"""From the checked documents to the compiled framework that everything else reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeVar

from dxskills.framework import entries, model, roles_file, trainings_file
from dxskills.framework.rules import ORGANISATION
from dxskills.framework.spelling import normal_path, normal_text

E = TypeVar("E", bound=model.Named)
HELD = model.Text("保有", "Held")
"""The only level of a skill that names none."""


def compile_framework(
    roles: roles_file.RolesDocument, trainings: trainings_file.TrainingsDocument, content_hash: str
) -> model.Framework:
    """The framework of two documents without a fault."""
    levels = tuple(roles.organisation.unit_levels)
    skills = {skill.id: _skill(skill) for skill in trainings.skills}
    courses = _items(trainings.trainings, _training)
    awards = _items(trainings.certifications, _certification)
    domains: dict[tuple[str, str], str | None] = {("skill", skill.id): skill.domain for skill in skills.values()}
    domains |= {("training", item.id): item.domain for item in courses.values()}
    domains |= {("certification", item.id): item.domain for item in awards.values()}
    return model.Framework(
        hash=content_hash,
        organisation=model.Organisation(
            roles.organisation.id,
            _text(roles.organisation.name),
            roles.organisation.fiscal_year_start,
            levels,
            **_origin(roles.organisation),
            summary=_maybe_text(roles.organisation.summary),
        ),
        domains=_by_id(model.Domain(**_named(entry)) for entry in trainings.domains),
        skills=skills,
        trainings=courses,
        certifications=awards,
        appointments=_by_id(
            model.Appointment(**_spelled(entry), term=_term(entry.term)) for entry in roles.appointments
        ),
        categories=_by_id(model.Category(**_named(entry)) for entry in roles.categories),
        roles=_by_id(_role(role, levels, domains) for role in roles.roles),
    )


def _by_id(listed: Iterable[E]) -> dict[str, E]:
    return {entry.id: entry for entry in listed}


def _text(text: entries.Bilingual) -> model.Text:
    return model.Text(text.ja, text.en)


def _maybe_text(text: entries.Bilingual | None) -> model.Text | None:
    return None if text is None else _text(text)


def _origin(entry: entries.Sourced) -> dict[str, Any]:
    return {"source": entry.source, "assumed": entry.assumed}


def _named(entry: entries.Entry) -> dict[str, Any]:
    return {"id": entry.id, "name": _text(entry.name), "summary": _maybe_text(entry.summary), **_origin(entry)}


def _spelled(entry: entries.Spelled) -> dict[str, Any]:
    return {**_named(entry), "aliases": tuple(entry.aliases)}


def _skill(skill: trainings_file.Skill) -> model.Skill:
    levels = tuple(_text(level) for level in skill.levels) or (HELD,)
    return model.Skill(**_spelled(skill), domain=skill.domain, levels=levels)


I = TypeVar("I", bound=model.Item)  # noqa: E741 - an item
W = TypeVar("W", bound=trainings_file.Item)


def _items(listed: Iterable[W], make: Callable[[W, dict[str, Any]], I]) -> dict[str, I]:
    """The items of one kind, each with all that a record of it counts as and brings."""
    by_id = {entry.id: entry for entry in listed}
    made: dict[str, I] = {}
    for entry in by_id.values():
        covers = _covers(entry, by_id)
        grants = [grant for covered in (entry.id, *covers) for grant in by_id[covered].grants]
        common = {
            **_spelled(entry),
            "domain": entry.domain,
            "validity": _validity(entry.validity),
            "grants": _grants(entry.grants),
            "satisfies": tuple(entry.satisfies),
            "covers": covers,
            "all_grants": _grants(grants),
        }
        made[entry.id] = make(entry, common)
    return made


def _covers(entry: W, by_id: dict[str, W]) -> tuple[str, ...]:
    reached, waiting = {entry.id}, [entry.id]
    while waiting:
        for further in by_id[waiting.pop()].satisfies:
            if further not in reached:
                reached.add(further)
                waiting.append(further)
    return tuple(sorted(reached))


def _grants(grants: Iterable[trainings_file.Grant]) -> tuple[model.Grant, ...]:
    return tuple(dict.fromkeys(model.Grant(grant.skill, grant.level) for grant in grants))


def _validity(validity: trainings_file.Validity | None) -> model.Validity | None:
    if validity is None:
        return None
    for unit in trainings_file.VALIDITY_UNITS:
        count: int | None = getattr(validity, unit)
        if count is not None:
            return model.Validity(unit, count, validity.window)
    raise AssertionError(validity)


def _training(entry: trainings_file.Training, common: dict[str, Any]) -> model.Training:
    return model.Training(
        **common,
        format=entry.format,
        hours=entry.hours,
        cost=entry.cost,
        capacity=entry.capacity,
        pass_score=entry.pass_score,
        prerequisites=tuple(entry.prerequisites),
    )


def _certification(entry: trainings_file.Certification, common: dict[str, Any]) -> model.Certification:
    apply_before = entry.renewal.apply_before if entry.renewal else None
    return model.Certification(**common, issuer=entry.issuer, apply_before=apply_before, subsidy=entry.subsidy)


def _term(term: roles_file.Term | None) -> model.Term | None:
    if term is None:
        return None
    if term.fiscal_years is not None:
        return model.Term("fiscal_years", term.fiscal_years)
    assert term.months is not None
    return model.Term("months", term.months)


def _role(role: roles_file.Role, levels: tuple[str, ...], domains: dict[tuple[str, str], str | None]) -> model.Role:
    units = role.placement.units
    routes = [appointment for route in role.acquisition for appointment in route.appointments]
    return model.Role(
        **_spelled(role),
        category=role.category,
        membership=_membership(role.membership),
        functions=tuple(model.Function(**_named(function)) for function in role.functions),
        placement=None if isinstance(units, str) else tuple(normal_path(unit) for unit in units),
        moves_with_person=role.moves_with_person,
        acquisition=tuple(
            model.Acquisition(a.route, tuple(a.appointments), _maybe_text(a.summary), a.source, a.assumed)
            for a in role.acquisition
        ),
        appointments=tuple(dict.fromkeys(routes)),
        staffing=tuple(_staffing(staffing, levels) for staffing in role.staffing),
        requirements=tuple(_requirement(requirement, role.id, domains) for requirement in role.requirements),
        effective_from=role.effective_from,
        effective_until=role.effective_until,
    )


def _membership(membership: roles_file.Membership) -> Literal["assigned", "everyone"] | model.Where:
    if isinstance(membership, str):
        return "everyone" if membership == "everyone" else "assigned"
    where = membership.where
    return model.Where(
        manager=where.manager,
        unit=_each(normal_path, where.unit),
        appointment=_each(str, where.appointment),
        job_family=_each(normal_text, where.job_family),
        grade=_each(normal_text, where.grade),
    )


def _each(form: Callable[[str], str], values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(form(value) for value in values)


def _staffing(staffing: roles_file.Staffing, levels: tuple[str, ...]) -> model.Staffing:
    level = None if staffing.per == ORGANISATION else levels.index(staffing.per)
    return model.Staffing(staffing.per, level, staffing.min, staffing.source, staffing.assumed)


def _requirement(
    requirement: roles_file.Requirement, role: str, domains: dict[tuple[str, str], str | None]
) -> model.Requirement:
    ways = tuple(_way(way) for way in (requirement.any_of if requirement.any_of is not None else [requirement]))
    return model.Requirement(
        id=requirement.id,
        role=role,
        alternatives=ways,
        name=_maybe_text(requirement.name),
        at_least=requirement.at_least,
        within=requirement.within,
        cycle=requirement.cycle is not None,
        cycle_by=requirement.cycle.by if requirement.cycle else None,
        necessity="mandatory" if requirement.necessity == "mandatory" else "recommended",
        functions=tuple(requirement.functions),
        effective_from=requirement.effective_from,
        effective_until=requirement.effective_until,
        domain=domains[ways[0].kind, ways[0].id],
        summary=_maybe_text(requirement.summary),
        **_origin(requirement),
    )


def _way(way: roles_file.Way) -> model.Alternative:
    if way.training is not None:
        return model.Alternative("training", way.training, 0)
    if way.certification is not None:
        return model.Alternative("certification", way.certification, 0)
    assert way.skill is not None
    return model.Alternative("skill", way.skill, 1 if way.level is None else way.level)
