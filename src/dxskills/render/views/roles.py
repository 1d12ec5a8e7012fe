"""The roles of the framework: all of them, or one with everything that the matrix says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dxskills.analysis.plain import plain
from dxskills.framework.model import Framework, Requirement, Role, Where
from dxskills.i18n import _, pick, shown_day
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Lines, Table
from dxskills.render.views.labels import appointment_name, domain_name, item_name, requirement_name, yes_or_no
from dxskills.render.views.periods import cycle_text, period_code, period_text

_COLUMNS = ("id", "name_ja", "name_en", "category", "membership", "requirements", "functions", "assumed")
_REQUIREMENTS = (
    *("role", "requirement", "name_ja", "name_en", "necessity", "domain", "asked_for", "at_least"),
    *("within", "cycle", "functions", "effective_from", "effective_until", "assumed"),
)


def list_view(framework: Framework) -> Document:
    roles = sorted(framework.roles.values(), key=lambda role: role.id)
    return Document(
        blocks=lambda: [_list(roles, framework)],
        payload=lambda: [_summary(role) for role in roles],
        flat=lambda: Flat(_COLUMNS, [_flat_row(role) for role in roles]),
    )


def _summary(role: Role) -> dict[str, Any]:
    return {
        "id": role.id,
        "name": plain(role.name),
        "category": role.category,
        "membership": _membership_code(role),
        "requirements": len(role.requirements),
        "functions": len(role.functions),
        "assumed": role.assumed,
    }


def _flat_row(role: Role) -> list[object]:
    summary = _summary(role)
    return [role.id, role.name.ja, role.name.en, *(summary[key] for key in _COLUMNS[3:])]


def _membership_code(role: Role) -> str:
    return "where" if isinstance(role.membership, Where) else role.membership


def _list(roles: list[Role], framework: Framework) -> Table:
    columns = [Column(_("Id")), Column(_("Role")), Column(_("Category"), spare=1), Column(_("Held by"))]
    columns += [Column(_("Requirements"), right=True), Column(_("Functions"), right=True, spare=2)]
    rows = [
        [
            *(role.id, pick(role.name), _category(role, framework), _membership(role, framework)),
            *(str(len(role.requirements)), str(len(role.functions))),
        ]
        for role in roles
    ]
    return Table(columns, rows, empty=_("The framework has none."))


def _category(role: Role, framework: Framework) -> str:
    known = framework.categories.get(role.category or "")
    return pick(known.name) if known else role.category or ""


def _membership(role: Role, framework: Framework) -> str:
    where = role.membership
    if not isinstance(where, Where):
        return _("everybody") if where == "everyone" else _("assignment")
    said = {
        _("manager"): None if where.manager is None else [yes_or_no(where.manager)],
        _("unit"): where.unit,
        _("appointment"): [appointment_name(framework, each) for each in where.appointment or ()],
        _("job family"): where.job_family,
        _("grade"): where.grade,
    }
    return "; ".join(f"{key}: {', '.join(values)}" for key, values in said.items() if values)


def view(framework: Framework, role: Role) -> Document:
    return Document(
        heading=f"{pick(role.name)} ({role.id})",
        blocks=lambda: _blocks(framework, role),
        payload=lambda: {"schema": "dxskills/role/1", **plain(role)},
        flat=lambda: Flat(_REQUIREMENTS, [_flat_requirement(framework, q) for q in role.requirements]),
    )


def _flat_requirement(framework: Framework, q: Requirement) -> list[object]:
    name = plain(q.name) or {"ja": None, "en": None}
    asked = "; ".join(f"{kind}:{id_}" + (f":{level}" if level else "") for kind, id_, level in q.alternatives)
    return [
        *(q.role, q.id, name["ja"], name["en"], q.necessity, q.domain, asked, q.at_least),
        *(period_code(q.within), cycle_text(q) if q.cycle else None, q.functions),
        *(plain(q.effective_from), plain(q.effective_until), q.assumed),
    ]


def _blocks(framework: Framework, role: Role) -> Iterator[Block]:
    if role.summary:
        yield Lines([pick(role.summary)])
    yield Facts(_facts(framework, role))
    if role.functions:
        rows = [[function.id, pick(function.name), pick(function.summary)] for function in role.functions]
        yield Table([Column(_("Id")), Column(_("Function")), Column(_("Description"))], rows, title=_("Functions"))
    if role.acquisition:
        yield _acquisition(framework, role)
    yield _requirements(framework, role)


def _facts(framework: Framework, role: Role) -> list[tuple[str, Cell | str]]:
    pairs: list[tuple[str, Cell | str]] = [
        (_("Category"), _category(role, framework) or "–"),
        (_("Held by"), _membership(role, framework)),
    ]
    if role.membership == "assigned":
        pairs.append((_("Placement"), ", ".join(role.placement) if role.placement is not None else _("any unit")))
        pairs.append(
            (_("Transfer"), _("moves with the person") if role.moves_with_person else _("ends the assignment"))
        )
    for staffing in role.staffing:
        level = _("the organisation") if staffing.level is None else staffing.per
        pairs.append(
            (_("Staffing"), _("at least {count} for each {level}").format(count=staffing.minimum, level=level))
        )
    if role.effective_from or role.effective_until:
        first, last = (shown_day(day) if day else "…" for day in (role.effective_from, role.effective_until))
        span = f"{first} – {last}"
        pairs.append((_("In effect"), span))
    if role.source:
        pairs.append((_("Source"), role.source))
    if role.assumed:
        pairs.append((_("Assumed"), Cell(_("holds something the office has still to decide"), "soon")))
    return pairs


def _acquisition(framework: Framework, role: Role) -> Table:
    routes = {
        "internal-development": _("developed from within"),
        "external-hire": _("hired from outside"),
        "recruitment": _("recruited"),
    }
    rows = [
        [
            routes.get(each.route, each.route),
            ", ".join(appointment_name(framework, id_) for id_ in each.appointments),
            pick(each.summary),
        ]
        for each in role.acquisition
    ]
    columns = [Column(_("Route")), Column(_("Appointments")), Column(_("Description"))]
    return Table(columns, rows, title=_("How the office comes by holders"))


def _requirements(framework: Framework, role: Role) -> Table:
    columns = [
        *(Column(_("Id")), Column(_("Requirement")), Column(_("Asked for")), Column(_("Due"))),
        *(Column(_("Domain"), spare=1), Column(_("Functions"), spare=3), Column(_("Necessity"), spare=2)),
    ]
    rows: list[list[Cell | str]] = []
    for q in role.requirements:
        rows.append(
            [
                *(q.id, requirement_name(framework, q.role, q.id), _asked_for(framework, q), _due(q)),
                *(domain_name(framework, q.domain), ", ".join(q.functions)),
                _("mandatory") if q.mandatory else Cell(_("recommended"), "quiet"),
            ]
        )
    return Table(columns, rows, title=_("Requirements"), empty=_("None."))


def _asked_for(framework: Framework, q: Requirement) -> str:
    names = [item_name(framework, kind, id_, level) for kind, id_, level in q.alternatives]
    if len(names) == 1:
        return names[0]
    return _("{count} of: {names}").format(count=q.at_least, names=", ".join(names))


def _due(q: Requirement) -> str:
    parts: Iterable[str | None] = (
        cycle_text(q) if q.cycle else None,
        period_text(q.within) if q.within else None,
        _("from {day}").format(day=shown_day(q.effective_from)) if q.effective_from else None,
        _("until {day}").format(day=shown_day(q.effective_until)) if q.effective_until else None,
    )
    return "; ".join(part for part in parts if part) or _("at once")
