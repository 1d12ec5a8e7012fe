"""What a page shows besides the report adds up to what the report says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dxskills import Registry
from dxskills.analysis.overview import Overview
from dxskills.cli.main import main

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overview") / "office"
    assert main(["demo", str(folder)]) == 0
    return folder


def asked(office: Path, **question: Any) -> Overview:
    with Registry.open(office / "store", office / "data") as registry:
        return registry.overview(DAY, **question)


@pytest.mark.parametrize("dept", [None, "総務部", "総務部/職員課"])
@pytest.mark.parametrize("role", [None, "dx-leader"])
def test_units_and_requirements_add_up(office: Path, dept: str | None, role: str | None) -> None:
    found = asked(office, dept=dept, role=role)
    report = found.report
    total: Counter[str] = Counter()
    for place in found.places:
        total.update(place.counts.as_fields())
    assert +total == +Counter(report.totals.as_fields())
    for row in report.requirements:
        if row.necessity == "mandatory":
            of_row: Counter[str] = Counter()
            for place in found.places:
                if (place.role, place.requirement) == (row.role, row.requirement):
                    of_row.update(place.counts.as_fields())
            assert +of_row == +Counter(row.counts.as_fields())
    if dept is None:
        assert {place.unit for place in found.places} <= {row.unit for row in report.departments}
    else:
        assert all(f"{unit}/".startswith(f"{dept}/") and unit.count("/") <= dept.count("/") + 1 for unit in found.units)


def test_halves_add_up(office: Path) -> None:
    found = asked(office)
    whole = {half.role: half for half in found.halves if half.unit is None}
    held = {row.role: row for row in found.report.roles if row.holders and row.both_free is not None}
    assert whole.keys() == held.keys() >= {"dx-leader"}
    for role, row in held.items():
        half = whole[role]
        assert (half.holders, half.neither) == (row.holders, row.both_free)
        assert half.neither + half.administrative == row.ict_free
        assert half.neither + half.ict == row.administrative_free
        assert sum(each.holders for each in found.halves if each.role == role and each.unit) >= row.holders


def test_endings_are_those_of_the_people(office: Path) -> None:
    found = asked(office, people=True)
    assert found.report.people is not None
    told: Counter[tuple[str, str, str]] = Counter()
    for row in found.report.people:
        if row.necessity == "mandatory" and row.status in ("met", "expiring") and row.valid_until is not None:
            told[row.valid_until.isoformat()[:7], row.role, row.requirement] += 1
    assert {(row.month, row.role, row.requirement): row.count for row in found.endings} == told
    soon = sum(row.count for row in found.endings if not row.yearly and row.month <= "2027-02")
    assert soon >= found.report.totals.expiring > 0
    assert {row.month for row in found.endings if row.yearly} == {"2027-03"}


def test_the_report_in_it_is_the_report(office: Path) -> None:
    with Registry.open(office / "store", office / "data") as registry:
        assert registry.overview(DAY, people=True).report == registry.report(DAY, people=True)
        assert registry.overview(DAY).report == registry.report(DAY)
