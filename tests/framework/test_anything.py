"""Whatever lies in the two files, the answer is a framework or faults at their places, never anything else."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dxskills.framework import cache
from dxskills.framework.load import inspect
from dxskills.framework.shipped import shipped_folder
from dxskills.framework.sources import make_sources, read_sources
from tests.framework.files import ROLES, TRAININGS

SHIPPED = read_sources(shipped_folder())
USUAL = (
    ROLES
    + """\
roles:
  - id: lead
    name: {ja: 主任, en: Lead}
    membership: {where: {manager: true, unit: [総務部]}}
    placement: {units: any}
    requirements:
      - {id: q, any_of: [{training: literacy}, {skill: gis, level: 2}], at_least: 1, within: 12m}
      - {id: c, training: security, cycle: {every: fiscal-year, by: "12-31"}, effective_from: 2027-04-01}
"""
)
SCRAPS = [
    *(
        "[",
        "]",
        "{",
        "}",
        "- ",
        ": ",
        ", ",
        "&a ",
        "*a",
        "!t ",
        "!!str ",
        "? ",
        "|\n",
        ">\n",
        "'",
        '"',
        "#",
        "%YAML 9.9\n",
    ),
    *("---\n", "...\n", "\n", "\r\n", "\t", " ", "\ufeff", "\x00", "\x85", "\u2028", "\ud7ff", "𠮷", "~", "null", "NO"),
    *(
        "0123",
        "1e999",
        "-1",
        "9" * 400,
        "2027-02-30",
        "02-29",
        "12q",
        "99999y",
        "{{x}}",
        "{0}",
        "id",
        "name",
        "<<: *a\n",
    ),
    *("schema", "roles", "requirements: ", "any_of: ", "membership: ", "where: ", "validity: ", "levels: ", "units: "),
]

pieces = st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=8)), max_size=40).map("".join)


def check(roles: bytes, trainings: bytes) -> None:
    framework, problems = inspect(make_sources(Path("data"), roles, trainings))
    assert (framework is None) == bool(problems)
    for problem in problems:
        assert problem.row is not None and problem.row >= 1
        assert problem.column is not None and int(problem.column.split(" ")[0]) >= 1
        assert problem.code and problem.message
    assert problems == sorted(problems, key=lambda p: (p.file, p.row, int((p.column or "").split(" ")[0])))
    if framework is not None:
        assert cache.loads(cache.dumps(framework)) == framework


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes(roles: bytes, trainings: bytes) -> None:
    check(roles, trainings)


@settings(deadline=None)
@given(pieces, pieces)
def test_any_scraps_of_yaml(roles: str, trainings: str) -> None:
    check(roles.encode(errors="surrogatepass"), trainings.encode(errors="surrogatepass"))


@settings(deadline=None)
@given(st.integers(0, len(USUAL)), st.integers(0, 30), pieces, st.integers(0, len(TRAININGS)), pieces)
def test_any_mending_of_good_files(at: int, length: int, new: str, cut: int, end: str) -> None:
    roles = USUAL[:at] + new + USUAL[at + length :]
    trainings = TRAININGS[:cut] + end + TRAININGS[cut:]
    check(roles.encode(errors="surrogatepass"), trainings.encode(errors="surrogatepass"))


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_value_of_the_shipped_matrix_replaced(data: st.DataObject) -> None:
    files = [SHIPPED.roles.decode(), SHIPPED.trainings.decode()]
    which = data.draw(st.integers(0, 1))
    lines = files[which].split("\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _value = lines[number].partition(":")
    lines[number] = key + colon + " " + data.draw(st.one_of(st.sampled_from(SCRAPS), pieces))
    files[which] = "\n".join(lines)
    check(files[0].encode(errors="surrogatepass"), files[1].encode(errors="surrogatepass"))
