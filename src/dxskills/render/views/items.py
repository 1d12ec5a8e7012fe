"""Trainings and certifications of the framework."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dxskills.analysis.plain import plain
from dxskills.framework.model import Certification, Framework, Item, Requirement, Training
from dxskills.i18n import N_, _, pick
from dxskills.render.document import Block, Cell, Column, Document, Facts, Flat, Lines, Table
from dxskills.render.views.labels import domain_name, item_name, requirement_name, role_name
from dxskills.render.views.periods import period_code, period_text, validity_text

_SHARED = ("id", "name_ja", "name_en", "domain", "validity")
_TRAININGS = (*_SHARED, "format", "hours", "cost", "capacity", "pass_score", "assumed")
_CERTIFICATIONS = (*_SHARED, "issuer", "apply_before", "subsidy", "assumed")
_FORMATS = {
    "course": N_("course"),
    "workshop": N_("workshop"),
    "e-learning": N_("e-learning"),
    "exam-preparation": N_("exam preparation"),
    "on-the-job": N_("on the job"),
    "secondment": N_("secondment"),
    "exchange": N_("exchange"),
    "self-study": N_("self-study"),
}


def training_list(framework: Framework) -> Document:
    trainings = sorted(framework.trainings.values(), key=lambda training: training.id)
    return Document(
        blocks=lambda: [_training_table(framework, trainings)],
        payload=lambda: [_training_row(training) for training in trainings],
        flat=lambda: Flat(_TRAININGS, [_flat_row(_training_row(training)) for training in trainings]),
    )


def certification_list(framework: Framework) -> Document:
    certifications = sorted(framework.certifications.values(), key=lambda certification: certification.id)
    return Document(
        blocks=lambda: [_certification_table(framework, certifications)],
        payload=lambda: [_certification_row(certification) for certification in certifications],
        flat=lambda: Flat(_CERTIFICATIONS, [_flat_row(_certification_row(each)) for each in certifications]),
    )


def _shared_row(item: Item) -> dict[str, Any]:
    validity = item.validity
    code = None if validity is None else f"{validity.unit}:{validity.count}"
    return {"id": item.id, "name": plain(item.name), "domain": item.domain, "validity": code}


def _training_row(training: Training) -> dict[str, Any]:
    own = ("format", "hours", "cost", "capacity", "pass_score", "assumed")
    return {**_shared_row(training), **{key: getattr(training, key) for key in own}}


def _certification_row(certification: Certification) -> dict[str, Any]:
    return {
        **_shared_row(certification),
        "issuer": certification.issuer,
        "apply_before": period_code(certification.apply_before),
        "subsidy": certification.subsidy,
        "assumed": certification.assumed,
    }


def _flat_row(row: dict[str, Any]) -> list[object]:
    name = row["name"]
    return [row["id"], name["ja"], name["en"], *list(row.values())[2:]]


def _training_table(framework: Framework, trainings: Sequence[Training]) -> Table:
    columns = [Column(_("Id")), Column(_("Training")), Column(_("Domain"), spare=1), Column(_("Format"), spare=2)]
    columns += [Column(_("Hours"), right=True), Column(_("Yen"), right=True, spare=3), Column(_("Valid for"))]
    rows = [
        [
            *(t.id, pick(t.name), domain_name(framework, t.domain), _format(t)),
            *(_amount(t.hours), _amount(t.cost), validity_text(t.validity)),
        ]
        for t in trainings
    ]
    return Table(columns, rows, empty=_("The framework has none."))


def _certification_table(framework: Framework, certifications: Sequence[Certification]) -> Table:
    columns = [Column(_("Id")), Column(_("Certification")), Column(_("Issuer"), spare=2), Column(_("Domain"), spare=1)]
    columns += [Column(_("Subsidy up to"), right=True, spare=3), Column(_("Valid for"))]
    rows = [
        [
            *(c.id, pick(c.name), c.issuer or "", domain_name(framework, c.domain)),
            *(_amount(c.subsidy), validity_text(c.validity)),
        ]
        for c in certifications
    ]
    return Table(columns, rows, empty=_("The framework has none."))


def _format(training: Training) -> str:
    said = training.format or ""
    return _(_FORMATS[said]) if said in _FORMATS else said


def _amount(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.10g}"


def training_view(framework: Framework, training: Training) -> Document:
    facts: list[tuple[str, str]] = [
        (_("Format"), _format(training)),
        (_("Hours"), _amount(training.hours)),
        (_("Cost"), _yen(training.cost)),
        (_("Seats"), _amount(training.capacity)),
        (_("Pass score"), _amount(training.pass_score)),
        (_("After"), ", ".join(item_name(framework, "training", each) for each in training.prerequisites)),
    ]
    return _view(framework, training, "training", facts)


def certification_view(framework: Framework, certification: Certification) -> Document:
    apply_before = certification.apply_before
    facts: list[tuple[str, str]] = [
        (_("Issuer"), certification.issuer or ""),
        (_("Subsidy up to"), _yen(certification.subsidy)),
        (
            _("Apply for renewal"),
            _("{period} before the end").format(period=period_text(apply_before)) if apply_before else "",
        ),
    ]
    return _view(framework, certification, "certification", facts)


def _yen(amount: int | None) -> str:
    return "" if amount is None else _("{amount} yen").format(amount=f"{amount:,}")


def _view(framework: Framework, item: Item, kind: str, facts: list[tuple[str, str]]) -> Document:
    asking = asked_by(framework, kind, item.covers or (item.id,))
    return Document(
        heading=f"{pick(item.name)} ({item.id})",
        blocks=lambda: _blocks(framework, item, kind, facts, asking),
        payload=lambda: {"schema": f"dxskills/{kind}/1", **plain(item), "asked_by": [q.path for q in asking]},
        flat=lambda: Flat(("role", "requirement"), [(q.role, q.id) for q in asking]),
    )


def _blocks(
    framework: Framework, item: Item, kind: str, facts: list[tuple[str, str]], asking: Sequence[Requirement]
) -> Iterator[Block]:
    if item.summary:
        yield Lines([pick(item.summary)])
    covered = [item_name(framework, kind, each) for each in item.covers if each != item.id]
    said: list[tuple[str, Cell | str]] = [
        (_("Domain"), domain_name(framework, item.domain)),
        (_("Valid for"), validity_text(item.validity)),
        *facts,
        (_("Also counts as"), ", ".join(covered)),
        (_("Grants"), ", ".join(item_name(framework, "skill", skill, level) for skill, level in item.all_grants)),
        (_("Also written"), ", ".join(item.aliases)),
        (_("Source"), item.source or ""),
    ]
    if item.assumed:
        said.append((_("Assumed"), Cell(_("holds something the office has still to decide"), "soon")))
    yield Facts([pair for pair in said if pair[1]])
    yield requirement_table(framework, asking)


def asked_by(framework: Framework, kind: str, ids: Sequence[str]) -> list[Requirement]:
    """The requirements that have one of these among what they ask for."""
    return [
        q
        for role in sorted(framework.roles.values(), key=lambda role: role.id)
        for q in role.requirements
        if any(each.kind == kind and each.id in ids for each in q.alternatives)
    ]


def requirement_table(framework: Framework, asking: Sequence[Requirement]) -> Table:
    rows = [
        [
            role_name(framework, q.role),
            requirement_name(framework, q.role, q.id),
            q.path,
            _("mandatory") if q.mandatory else _("recommended"),
        ]
        for q in asking
    ]
    columns = [Column(_("Role")), Column(_("Requirement")), Column(_("Id"), spare=1), Column(_("Necessity"), spare=2)]
    return Table(columns, rows, title=_("Asked for by"), empty=_("No requirement asks for it."))
