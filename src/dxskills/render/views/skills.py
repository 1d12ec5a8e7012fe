"""Skills of the framework, their levels and what leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dxskills.analysis.plain import plain
from dxskills.framework.model import Framework, Item, Skill
from dxskills.i18n import _, pick
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Lines, Table
from dxskills.render.views.items import asked_by, requirement_table
from dxskills.render.views.labels import domain_name

_COLUMNS = ("id", "name_ja", "name_en", "domain", "levels", "assumed")


def list_view(framework: Framework) -> Document:
    skills = sorted(framework.skills.values(), key=lambda skill: skill.id)
    return Document(
        blocks=lambda: [_list(framework, skills)],
        payload=lambda: [_summary(skill) for skill in skills],
        flat=lambda: Flat(_COLUMNS, [[s.id, s.name.ja, s.name.en, s.domain, len(s.levels), s.assumed] for s in skills]),
    )


def _summary(skill: Skill) -> dict[str, Any]:
    levels = plain(skill.levels)
    return {
        "id": skill.id,
        "name": plain(skill.name),
        "domain": skill.domain,
        "levels": levels,
        "assumed": skill.assumed,
    }


def _list(framework: Framework, skills: list[Skill]) -> Table:
    rows = [[s.id, pick(s.name), domain_name(framework, s.domain), _levels(s)] for s in skills]
    columns = [Column(_("Id")), Column(_("Skill")), Column(_("Domain"), spare=1), Column(_("Levels"))]
    return Table(columns, rows, empty=_("The framework has none."))


def _levels(skill: Skill) -> str:
    return " · ".join(f"{number} {pick(level)}" for number, level in enumerate(skill.levels, start=1))


def view(framework: Framework, skill: Skill) -> Document:
    leading = _leading_to(framework, skill)
    columns = ("kind", "id", "level")
    return Document(
        heading=f"{pick(skill.name)} ({skill.id})",
        blocks=lambda: _blocks(framework, skill, leading),
        payload=lambda: {
            "schema": "dxskills/skill/1",
            **plain(skill),
            "granted_by": [dict(zip(columns, (kind, item.id, level), strict=True)) for kind, item, level in leading],
        },
        flat=lambda: Flat(columns, [(kind, item.id, level) for kind, item, level in leading]),
    )


def _leading_to(framework: Framework, skill: Skill) -> list[tuple[str, Item, int]]:
    kinds: list[tuple[str, list[Item]]] = [
        ("training", list(framework.trainings.values())),
        ("certification", list(framework.certifications.values())),
    ]
    found = [
        (kind, item, grant.level)
        for kind, items in kinds
        for item in items
        for grant in item.all_grants
        if grant.skill == skill.id
    ]
    return sorted(found, key=lambda each: (each[2], each[0], each[1].id))


def _blocks(framework: Framework, skill: Skill, leading: list[tuple[str, Item, int]]) -> Iterator[Block]:
    if skill.summary:
        yield Lines([pick(skill.summary)])
    facts: list[tuple[str, Cell | str]] = [
        (_("Domain"), domain_name(framework, skill.domain)),
        (_("Levels"), _levels(skill)),
    ]
    if skill.assumed:
        facts.append((_("Assumed"), Cell(_("holds something the office has still to decide"), "soon")))
    yield Facts(facts)
    kinds = {"training": _("training"), "certification": _("certification")}
    rows = [[str(level), kinds[kind], pick(item.name), item.id] for kind, item, level in leading]
    columns = [Column(_("Level"), right=True), Column(_("Kind")), Column(_("Item")), Column(_("Id"), spare=1)]
    yield Table(columns, rows, title=_("What grants it"), empty=_("Nothing grants it; only an assessment gives it."))
    yield requirement_table(framework, asked_by(framework, "skill", (skill.id,)))
