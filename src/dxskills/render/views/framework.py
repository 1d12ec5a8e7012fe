"""What ``framework check`` found: faults, what is still assumed, what no training leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dxskills.analysis.plain import plain
from dxskills.errors import Problem
from dxskills.framework.lint import Assumption, Unreachable
from dxskills.framework.model import Alternative, Framework
from dxskills.i18n import N_, _, pick
from dxskills.render.document import Block, Cell, Column, Document, Flat, Lines, Table
from dxskills.render.views.labels import item_name, requirement_name
from dxskills.render.views.problems import problem_table

_COLUMNS = ("finding", "file", "row", "column", "value", "code", "message")
_KINDS = {
    "organisation": N_("organisation"),
    "appointment": N_("appointment"),
    "category": N_("category"),
    "role": N_("role"),
    "function": N_("function"),
    "acquisition": N_("acquisition"),
    "staffing": N_("staffing"),
    "requirement": N_("requirement"),
    "domain": N_("domain"),
    "skill": N_("skill"),
    "training": N_("training"),
    "certification": N_("certification"),
}


def view(
    problems: Sequence[Problem],
    framework: Framework | None,
    assumed: Sequence[Assumption],
    unreachable: Sequence[Unreachable],
) -> Document:
    """``framework`` is None where the files have faults; what is assumed is then not known."""
    return Document(
        blocks=lambda: _blocks(problems, framework, assumed, unreachable),
        payload=lambda: _payload(problems, framework, assumed, unreachable),
        flat=lambda: Flat(_COLUMNS, _rows(problems, assumed, unreachable)),
    )


def _payload(
    problems: Sequence[Problem],
    framework: Framework | None,
    assumed: Sequence[Assumption],
    unreachable: Sequence[Unreachable],
) -> dict[str, Any]:
    return {
        "schema": "dxskills/framework-check/1",
        "framework": framework.hash if framework else None,
        "problems": [_fault(problem) for problem in problems],
        "assumed": [{**each._asdict(), "name": plain(each.name)} for each in assumed],
        "unreachable": [
            {"requirement": each.requirement.path, "lacking": [way._asdict() for way in each.lacking]}
            for each in unreachable
        ],
    }


def _fault(problem: Problem) -> dict[str, Any]:
    """The fault with line and column as numbers, for editors; a problem holds the column and the path in one text."""
    column, _blank, path = (problem.column or "").partition(" ")
    return {
        "file": problem.file,
        "line": problem.row,
        "column": int(column),
        "path": path,
        "value": problem.value,
        "code": problem.code,
        "message": problem.message,
    }


def _rows(
    problems: Sequence[Problem], assumed: Sequence[Assumption], unreachable: Sequence[Unreachable]
) -> Iterator[Sequence[object]]:
    for problem in problems:
        yield ("fault", *problem)
    for each in assumed:
        yield ("assumed", None, None, each.kind, each.path, "assumed", each.source)
    for lacking in unreachable:
        ways = " ".join(f"{way.kind}:{way.id}" for way in lacking.lacking)
        yield ("unreachable", None, None, "requirement", lacking.requirement.path, "unreachable", ways)


def _blocks(
    problems: Sequence[Problem],
    framework: Framework | None,
    assumed: Sequence[Assumption],
    unreachable: Sequence[Unreachable],
) -> Iterator[Block]:
    if problems:
        yield problem_table(problems, _("Faults"))
    if framework is None:
        return
    if not problems:
        yield Lines([Cell(_("The framework has no fault."), "good"), _amounts(framework)])
    yield _assumed(assumed)
    yield _unreachable(framework, unreachable)


def _amounts(framework: Framework) -> str:
    requirements = sum(len(role.requirements) for role in framework.roles.values())
    text = _("Roles: {roles}, requirements: {requirements}, trainings: {trainings}, certifications: {certifications}.")
    return text.format(
        roles=len(framework.roles),
        requirements=requirements,
        trainings=len(framework.trainings),
        certifications=len(framework.certifications),
    )


def _assumed(assumed: Sequence[Assumption]) -> Table:
    rows = [
        [_(_KINDS[each.kind]) if each.kind in _KINDS else each.kind, each.path, pick(each.name), each.source or ""]
        for each in assumed
    ]
    columns = [Column(_("Kind")), Column(_("Id")), Column(_("Item")), Column(_("Source"), spare=1)]
    return Table(
        columns,
        rows,
        title=_("Still to decide: marked as assumed ({count})").format(count=len(assumed)),
        empty=_("Nothing is marked as assumed."),
    )


def _unreachable(framework: Framework, unreachable: Sequence[Unreachable]) -> Table:
    rows = [
        [
            each.requirement.path,
            requirement_name(framework, each.requirement.role, each.requirement.id),
            ", ".join(_way(framework, way) for way in each.lacking),
        ]
        for each in unreachable
    ]
    columns = [Column(_("Id")), Column(_("Requirement")), Column(_("No training leads to"))]
    title = _("Requirements that no training leads to ({count})").format(count=len(unreachable))
    return Table(columns, rows, title=title, empty=_("Trainings lead to every requirement."))


def _way(framework: Framework, way: Alternative) -> str:
    return item_name(framework, way.kind, way.id, way.level)
