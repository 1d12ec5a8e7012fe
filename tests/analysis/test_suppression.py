"""Reports for publication: what is hidden, and that nobody computes it from the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from random import Random
from typing import Any

import pytest

from dxskills.analysis.results import (
    GAPS,
    STATUSES,
    Counts,
    DepartmentRow,
    DomainRow,
    FunctionRow,
    Report,
    RequirementRow,
    RoleRow,
    Scope,
    StaffingRow,
)
from dxskills.analysis.suppression import suppress
from dxskills.framework.model import Framework
from tests.analysis.office import Office
from tests.analysis.reader import cells, computable

ROLES = """
  - id: all
    name: All
    membership: everyone
    requirements:
      - {id: basics, training: basics}
      - {id: yearly, training: yearly, cycle: {every: fiscal-year}}
  - id: leader
    name: Leader
    functions: [{id: data, name: Data}, {id: lead, name: Lead}]
    staffing: [{per: 課, min: 2}, {per: organisation, min: 9}]
    requirements:
      - {id: exam, certification: exam, functions: [data]}
      - {id: law, training: law}
      - {id: advanced, training: advanced, necessity: recommended}
  - id: chief
    name: Chief
    requirements:
      - {id: law, training: law}
"""
UNITS = ("A/a", "A/b", "B/a", "C/a", "C/b", "D/a")
NOTHING_ASKED = {"other"}
"""Domains of no requirement."""
DAY = date(2026, 11, 1)

Holding = tuple[int, str, str, dict[str, str]]  # person, unit, role, status by requirement


@pytest.fixture
def framework(office: Callable[..., Office]) -> Framework:
    made: Office = office(ROLES)
    return made.registry.framework


def draw_report(framework: Framework, random: Random) -> Report:
    """The report of a random office of up to two hundred people, most of whom are well."""
    people = [(person, random.choices(UNITS, (9, 5, 7, 3, 1, 2))[0]) for person in range(random.randint(5, 200))]
    holdings: list[Holding] = []
    for person, unit in people:
        for role in framework.roles:
            if role == "all" or random.random() < (0.3 if role == "leader" else 0.1):
                told = {q.id: draw_status(random, q.cycle) for q in framework.roles[role].requirements}
                holdings.append((person, unit, role, told))
    return counted(framework, people, holdings)


def draw_status(random: Random, cycle: bool) -> str:
    if cycle:
        return random.choices(("met", "pending", "waived"), (30, 8, 1))[0]
    return random.choices(STATUSES, (30, 4, 6, 6, 2, 1))[0]


def counted(framework: Framework, people: list[tuple[int, str]], holdings: list[Holding]) -> Report:
    asked = sorted((role, q.id, q) for role in framework.roles for q in framework.roles[role].requirements)

    def counts(wanted: Callable[[str, Any], bool], inside: Iterable[Holding] = holdings) -> Counts:
        found = Counter(
            told[q.id] for _p, _u, role, told in inside for r, _id, q in asked if r == role and wanted(role, q)
        )
        return Counts.of([found[status] for status in STATUSES])

    def free(inside: Iterable[Holding], wanted: Callable[[Any], bool]) -> int:
        return sum(
            all(told[q.id] not in GAPS for r, _id, q in asked if r == role and q.mandatory and wanted(q))
            for _p, _u, role, told in inside
        )

    def at(role: str, unit: str) -> list[Holding]:
        return [h for h in holdings if h[2] == role and (h[1] + "/").startswith(unit)]

    tops = sorted({unit[0] for _person, unit in people})
    roles = []
    for role in sorted(framework.roles):
        held = at(role, "")
        halves: list[int | None] = [None] * 3
        if role != "all":
            halves = [
                free(held, lambda q: q.domain == "ict"),
                free(held, lambda q: q.domain == "administrative"),
                free(held, lambda q: q.domain in ("ict", "administrative")),
            ]
        of_role = counts(lambda r, q, role=role: r == role and q.mandatory)  # type: ignore[misc]
        roles.append(RoleRow(role, len(held), free(held, lambda q: True), of_role, *halves))
    staffing = []
    for unit in (None, *sorted({unit for _person, unit in people})):
        held = at("leader", unit + "/" if unit else "")
        target = 2 if unit else 9
        qualified = free(held, lambda q: True)
        staffing.append(
            StaffingRow("leader", unit, target, len(held), qualified, max(0, target - len(held)), len(held) // 3)
        )
    functions = []
    for function in ("data", "lead"):
        for top in tops:
            held = at("leader", top + "/")
            covered = free(held, lambda q: q.id == "exam" or function == "lead")  # noqa: B023
            functions.append(FunctionRow("leader", function, top, len(held), covered))
    return Report(
        organisation="office",
        as_of=DAY,
        known_at=None,
        horizon_days=90,
        scope=Scope(),
        framework=framework.hash,
        journal_seq=1,
        journal_hash="",
        people_count=len(people),
        totals=counts(lambda r, q: q.mandatory),
        recommended=counts(lambda r, q: not q.mandatory),
        departments=tuple(
            DepartmentRow(
                top,
                sum(unit[0] == top for _person, unit in people),
                counts(lambda r, q: q.mandatory, [h for h in holdings if h[1][0] == top]),
                sum(row.shortfall for row in staffing if row.unit and row.unit[0] == top),
            )
            for top in tops
        ),
        roles=tuple(roles),
        requirements=tuple(
            RequirementRow(role, q.id, q.necessity, q.domain, counts(lambda r, other, q=q: other is q))  # type: ignore[misc]
            for role, _id, q in asked
        ),
        staffing=tuple(staffing),
        functions=tuple(functions),
        domains=tuple(
            DomainRow(domain, counts(lambda r, q, domain=domain: q.mandatory and q.domain == domain))  # type: ignore[misc]
            for domain in sorted(framework.domains)
        ),
        people=None,
    )


@pytest.mark.parametrize("below", [2, 3, 5, 10])
def test_no_small_count_can_be_computed(framework: Framework, below: int) -> None:
    hidden = shown = 0
    for seed in range(25):
        report = draw_report(framework, Random(seed))
        whole, published = report.as_dict(), suppress(report, framework, below).as_dict()
        true, left = cells(whole), cells(published)
        small = {cell for cell, value in true.items() if value is not None and value < below}
        assert {c: v for c, v in computable(whole, published).items() if c in small} == {}, f"office {seed}"
        told = {cell for cell in small if left[cell] is not None}
        assert {cell[2] for cell in told if cell[0] != "domains"} <= {"expiring", "expired", "overdue"}
        assert {whole["domains"][cell[1]]["domain"] for cell in told if cell[0] == "domains"} <= NOTHING_ASKED
        hidden += sum(1 for cell in true if true[cell] is not None and left[cell] is None)
        shown += sum(1 for cell in small ^ set(true) if left[cell] is not None)
    assert hidden > 500
    assert shown > 500, "hiding everything would be easy"


def test_the_reader_computes_small_counts_if_only_they_are_hidden(framework: Framework) -> None:
    found = 0
    for seed in range(10):
        whole = draw_report(framework, Random(seed)).as_dict()
        published = draw_report(framework, Random(seed)).as_dict()
        for (section, n, name), value in cells(whole).items():
            if value is not None and value < 5:
                (published[section] if n < 0 else published[section][n])[name] = None
        found += sum(1 for value in computable(whole, published).values() if value < 5)
    assert found > 200


def test_what_is_computed_from_a_hidden_count_is_hidden_too(framework: Framework) -> None:
    for seed in range(10):
        report = draw_report(framework, Random(seed))
        published = suppress(report, framework, 5).as_dict()
        for row in [published["totals"], *published["departments"]]:
            parts = [row[name] for name in ("obligations", "met", "expiring", "waived")]
            assert row["readiness"] is None or None not in parts
        for row in published["staffing"]:
            assert (row["shortfall"] is None) == (row["assigned"] is None)
        for row in published["departments"]:
            below = [s["shortfall"] for s in published["staffing"] if s["unit"] and s["unit"][0] == row["unit"]]
            assert (row["shortfall"] is None) == (None in below)


def test_many_obligations_of_few_people_are_hidden(framework: Framework) -> None:
    found = 0
    for seed in range(25):
        report = draw_report(framework, Random(seed))
        whole, published = report.as_dict(), suppress(report, framework, 10).as_dict()
        computed = computable(whole, published)
        for n, row in enumerate(whole["departments"]):
            if row["people"] < 10 <= row["obligations"]:
                found += 1
                assert {published["departments"][n][name] for name in ("obligations", *STATUSES)} <= {None}
                assert not computed.keys() & {("departments", n, name) for name in ("obligations", *STATUSES)}
        for status in STATUSES:
            rows = [row[status] for row in whole["requirements"] if row["necessity"] == "mandatory"]
            if max(rows) < 10 <= whole["totals"][status]:
                found += 1
                assert published["totals"][status] is None
    assert found > 10


def test_the_document_keeps_its_keys_and_names_what_is_hidden(framework: Framework) -> None:
    report = draw_report(framework, Random(1))
    whole, published = report.as_dict(), suppress(report, framework, 5).as_dict()
    said = published.pop("suppressed")
    assert said["below"] == 5
    assert list(published) == list(whole)
    for pointer in said["hidden"]:
        row: Any = published
        for key in pointer[1:].split("/"):
            row = row[int(key)] if isinstance(row, list) else row[key]
        assert row is None
    left = {pointer for pointer in said["hidden"] if not pointer.endswith(("readiness", "shortfall"))}
    assert len(left) == sum(
        1 for cell, value in cells(published).items() if value is None and cells(whole)[cell] is not None
    )


def test_statuses_that_the_rules_exclude_are_no_secret(framework: Framework) -> None:
    published = suppress(draw_report(framework, Random(1)), framework, 5).as_dict()
    yearly = next(row for row in published["requirements"] if row["requirement"] == "yearly")
    assert (yearly["expiring"], yearly["overdue"], yearly["expired"]) == (0, 0, 0)


def test_where_everything_is_small_nothing_is_left(framework: Framework) -> None:
    few = suppress(draw_report(framework, Random(1)), framework, 100_000).as_dict()
    assert {value for value in cells(few).values() if value} == set()


def test_a_report_with_people_is_not_published(framework: Framework) -> None:
    report = draw_report(framework, Random(1)).replaced(people=())
    with pytest.raises(ValueError, match="people"):
        suppress(report, framework, 5)
