"""The compiled framework survives being bytes."""

from __future__ import annotations

import subprocess
import sys

import orjson
import pytest

from dxskills.framework import cache
from dxskills.framework.load import load
from dxskills.framework.shipped import shipped_folder
from dxskills.framework.sources import read_sources
from tests.framework.files import build


def test_what_comes_back_is_what_went_in() -> None:
    framework = load(read_sources(shipped_folder()))
    again = cache.loads(cache.dumps(framework))
    assert again == framework
    assert list(again.roles) == list(framework.roles)
    assert hash(again.roles["dx-leader"].requirements[0].alternatives) is not None


def test_every_part_comes_back_in_its_own_type() -> None:
    framework = build(
        roles="""\
        schema: dxskills/roles/1
        organisation: {id: o, name: {ja: 区}, summary: S, source: here, assumed: true, unit_levels: [部]}
        appointments: [{id: a, name: A, term: {months: 3}, aliases: [B]}]
        categories: [{id: c, name: C, summary: {en: D}}]
        roles:
          - id: r
            name: R
            category: c
            placement: {units: [X/Y]}
            acquisition: [{route: recruitment, appointments: [a], summary: S, source: x, assumed: true}]
            staffing: [{per: 部, min: 0, source: y}]
            functions: [{id: f, name: F}]
            effective_from: 2020-01-01
            effective_until: 2030-01-01
            requirements:
              - {id: q, name: Q, summary: S, any_of: [{skill: gis}, {training: literacy}], within: 1y, functions: [f]}
              - {id: p, training: literacy, cycle: {every: fiscal-year, by: "03-01"}, effective_until: 2026-01-01}
          - {id: m, name: M, membership: {where: {manager: true, unit: [X], grade: [G]}}}
          - {id: e, name: E, membership: everyone}
        """,
        trainings="""\
        schema: dxskills/trainings/1
        domains: [{id: d, name: D, summary: S}]
        skills: [{id: gis, name: GIS, domain: d, levels: [A, {ja: 乙, en: B}]}]
        trainings:
          - {id: literacy, name: L, format: course, hours: 1.5, cost: 3, capacity: 4, pass_score: 60,
             validity: {months: 3, renew: from-expiry, window: 2w}, grants: [{skill: gis}], prerequisites: [more]}
          - {id: more, name: M, satisfies: [literacy]}
        certifications:
          - {id: x, name: X, issuer: I, renewal: {apply_before: 60d}, subsidy: 7500, validity: {year_end: 1}}
        """,
    )
    again = cache.loads(cache.dumps(framework))
    assert again == framework
    assert repr(again) == repr(framework)  # equality alone would let a list pass for a tuple inside a NamedTuple


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"null", b"[1]", b"[1,2,3,4,5,6,7,8,9,10]", b"\xff"])
def test_other_bytes_are_told_from_it(raw: bytes) -> None:
    with pytest.raises(ValueError):
        cache.loads(raw)


def test_bytes_of_another_version_are_told_from_it() -> None:
    rows = orjson.loads(cache.dumps(build()))
    with pytest.raises(ValueError):
        cache.loads(orjson.dumps([rows[0] + 1, *rows[1:]]))


def test_reading_it_imports_neither_yaml_nor_pydantic() -> None:
    script = (
        "import sys\n"
        "from dxskills.framework import cache, lookup, sources, shipped, spelling\n"
        "sys.exit(sorted({'yaml', 'pydantic', 'difflib'} & set(sys.modules)) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
