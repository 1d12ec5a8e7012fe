"""Whatever form a result is asked for in, its figures are those of the gap report, as JSON and person by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dxskills.analysis.results import GAPS
from tests.cli import figures
from tests.cli.conftest import Run
from tests.cli.figures import STATUSES, Row, counted, counts, number
from tests.oracle.planning import enriched
from tests.oracle.trial import Clock, Trial, _act, open_registry
from tests.oracle.worlds import draw_world

TITLES = {name: name.capitalize() for name in STATUSES}
WORST = ("overdue", "expired", "pending", "expiring", "met", "waived")
DAY = "2026-11-24"

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")  # openpyxl's, of bars


@pytest.fixture
def demo(run: Run) -> Run:
    assert run("demo", "office", "--on", DAY).code == 0
    return lambda *line: run("--store", "office/store", "--framework", "office/data", *line)


def world(run: Run, seed: int) -> tuple[Run, date]:
    """A random office, and the day with most to tell."""
    from tests.oracle.ledger import Ledger

    drawn = enriched(draw_world(seed), seed)
    folder, clock = Path(f"world-{seed}"), Clock()
    folder.mkdir()
    ledger = Ledger(drawn.roles, drawn.trainings)
    with open_registry(drawn, folder, clock) as registry:
        for action in drawn.actions:
            clock.now += timedelta(minutes=1)
            _act(registry, ledger, action, clock.now, Trial())
        days = Random(seed).sample(sorted(drawn.days), min(6, len(drawn.days)))
        busiest = max(days, key=lambda day: registry.report(day).totals.obligations)
    places = ("--store", str(folder / "store"), "--framework", str(folder / "data"))
    return lambda *line: run(*places, *line), busiest


@pytest.mark.parametrize("scope", [(), ("--dept", "総務部"), ("--role", "dx-leader")], ids=str)
def test_the_sample_office(demo: Run, scope: tuple[str, ...]) -> None:
    seen = compare(demo, (*scope, "--as-of", DAY))
    assert min(seen[name] for name in ("people", "heat", "due", "months", "matrix", "staffing")) > 0, seen


def test_random_offices(run: Run) -> None:
    seen: Counter[str] = Counter()
    for seed in (14, 21, 40):
        office, day = world(run, seed)
        seen += compare(office, ("--as-of", day.isoformat()))
    assert min(seen[name] for name in ("people", "heat", "due", "months", "matrix")) > 0, seen


def compare(run: Run, asked: tuple[str, ...]) -> Counter[str]:
    """How much there was to compare, by kind."""
    report = figures.answer(run, "report", "--people", *asked)
    compare_with_people(report)
    compare_rows(run, report, asked)
    compare_workbook(run, report, asked)
    compare_markdown(run, report, asked)
    return Counter(
        people=len(report["people"]),
        staffing=len(report["staffing"]),
        heat=compare_page(run, report, asked),
        matrix=compare_matrix(run, report, asked),
        due=compare_due(run, report, asked),
        months=compare_forecast(run, report, asked),
    )


def compare_with_people(report: Row) -> None:
    mandatory = [row for row in report["people"] if row["necessity"] == "mandatory"]
    recommended = [row for row in report["people"] if row["necessity"] != "mandatory"]
    assert counts(report["totals"]) == counted(mandatory)
    assert counts(report["recommended"]) == counted(recommended)
    asked = report["totals"]["obligations"] - report["totals"]["waived"]
    met = report["totals"]["met"] + report["totals"]["expiring"]
    assert report["totals"]["readiness"] == (round(met / asked, 4) if asked else None)
    for row in report["requirements"]:
        path = row["role"], row["requirement"]
        own = [one for one in report["people"] if (one["role"], one["requirement"]) == path]
        assert counts(row) == counted(own)
    for row in report["departments"]:
        assert counts(row) == counted([one for one in mandatory if top(one["unit"]) == top(row["unit"])])
    for name in ("role", "domain"):
        of = {(row["role"], row["requirement"]): row[name] for row in report["requirements"]}
        for row in report[f"{name}s"]:
            own = [one for one in mandatory if of[one["role"], one["requirement"]] == row[name]]
            assert counts(row) == counted(own)


def top(unit: str | None) -> str:
    return (unit or "").partition("/")[0]


def compare_rows(run: Run, report: Row, asked: tuple[str, ...]) -> None:
    """CSV has the JSON's rows, told as text."""
    for line, rows in (
        (("report", "--people"), report["people"]),
        (("report",), report["requirements"]),
        (("report", "--dept"), report["departments"]),
    ):
        if line[-1] != "--dept" or "--dept" not in asked:
            assert as_text(figures.separated(run, *line, *asked)) == as_text(rows)


def as_text(rows: Iterable[Row]) -> list[dict[str, str]]:
    return [{name: told(value) for name, value in row.items()} for row in rows]


def told(value: Any) -> str:
    return "" if value is None else " ".join(map(str, value)) if isinstance(value, list) else str(value)


def compare_workbook(run: Run, report: Row, asked: tuple[str, ...]) -> None:
    book = figures.workbook(run, "report", "--people", *asked)
    if len(report["departments"]) > 1:
        same(book["By department"], report["departments"], more={"People": "people", "Missing staff": "shortfall"})
    for title, necessity in (("Mandatory requirements", "mandatory"), ("Recommended requirements", "recommended")):
        rows = [row for row in report["requirements"] if row["necessity"] == necessity]
        assert title in book or not any(row["obligations"] for row in rows)
        same(listed(book[title], "Overdue") if title in book else [], rows if title in book else [])
    same(listed(book["By domain"], "Overdue"), [row for row in report["domains"] if row["obligations"]])
    held = [row for row in report["roles"] if row["holders"]]
    same(listed(book.get("By role", []), "Holders"), held, more={"Holders": "holders", "Qualified": "qualified"})
    places = [
        tuple(row[name] for name in ("target", "assigned", "qualified", "shortfall", "ending"))
        for row in report["staffing"]
    ]
    titles = ("Target", "Assigned", "Qualified", "Missing", "Ending")
    shown = [tuple(number(row[title]) or 0 for title in titles) for row in listed(book.get("Staffing", []), "Target")]
    assert sorted(shown) == sorted(places)
    people = [(row["Staff"], row["Status"].split()[-1]) for row in listed(book["People"], "Status")]
    assert Counter(people) == Counter((row["staff"], row["status"]) for row in report["people"])


def listed(rows: list[Row], title: str) -> list[Row]:
    """Without the notes that stand below a table."""
    return [row for row in rows if row.get(title) is not None]


def same(shown: list[Row], rows: list[Row], more: dict[str, str] | None = None) -> None:
    """The counts of a table's rows are those of the report's, and so is the share that follows from them."""
    of_title = {**{title: name for name, title in TITLES.items()}, **(more or {})}
    assert Counter(tuple(int(number(row[title]) or 0) for title in of_title) for row in shown) == Counter(
        tuple(row[name] for name in of_title.values()) for row in rows
    )
    for row in shown:
        one = {name: int(number(row[title]) or 0) for name, title in TITLES.items()}
        assert (number(row["Gaps"]) or 0) == sum(one[name] for name in GAPS)
        asked = sum(one.values()) - one["waived"]
        if "Readiness" in row:
            share = number(row["Readiness"])
            assert share == (pytest.approx((one["met"] + one["expiring"]) / asked, abs=6e-4) if asked else None)


def compare_markdown(run: Run, report: Row, asked: tuple[str, ...]) -> None:
    page = figures.markdown(run, "report", *asked)
    if len(report["departments"]) > 1:
        same(page["By department"], report["departments"], more={"People": "people", "Missing staff": "shortfall"})
    gaps = [row for row in report["requirements"] if row["necessity"] == "mandatory" and has_gap(row)]
    expiring = [row for row in report["requirements"] if row["necessity"] == "mandatory" and row["expiring"]]
    shown = page.get("Requirements with gaps", [])
    same([row for row in shown if number(row["Gaps"])], gaps)
    assert sum(number(row["Expiring"]) or 0 for row in shown) == sum(row["expiring"] for row in expiring)


def has_gap(row: Row) -> bool:
    return any(row[name] for name in GAPS)


def compare_page(run: Run, report: Row, asked: tuple[str, ...]) -> int:
    page = figures.page(run, "report", *asked)
    units: Counter[str] = Counter()
    sums: Counter[int] = Counter()
    rows: dict[int, int] = Counter()
    for strip, table in enumerate(page.tables.get("heat", [])):
        heads, body = table[0][2:], [row for row in table[1:] if len(row) > 1]
        for place, row in enumerate(body):
            shown = [0 if text in ("○", "·") else int(text.replace(",", "")) for text in row[1:]]
            rows[place] += sum(shown[1:])
            sums[place] = shown[0]
            for unit, count in zip(heads, shown[1:], strict=True):
                units[unit] += count
        assert strip == 0 or len(body) == len(sums)
    assert rows == sums
    gaps = [sum(row[name] for name in GAPS) for row in report["requirements"] if row["necessity"] == "mandatory"]
    assert Counter(sums.values()) == Counter(count for count in gaps if count)
    mandatory = [row for row in report["people"] if row["necessity"] == "mandatory" and row["status"] in GAPS]
    if "--dept" not in asked:
        assert +units == Counter(top(row["unit"]) or "no unit" for row in mandatory)
    missing = [int(row[1].partition("/")[0]) for table in page.tables.get("staffing", []) for row in table[1:]]
    assert sum(missing) == sum(row["shortfall"] for row in report["staffing"])
    return sum(sums.values())


def compare_matrix(run: Run, report: Row, asked: tuple[str, ...]) -> int:
    matrix = figures.answer(run, "matrix", *asked)
    worst: dict[tuple[str, str], str] = {}
    for row in report["people"]:
        key = row["staff"], f"{row['role']}/{row['requirement']}"
        worst[key] = min(worst.get(key, row["status"]), row["status"], key=WORST.index)
    cells = {(row["staff"], path): status for row in matrix["people"] for path, status in row["cells"].items()}
    assert cells == worst
    for row in matrix["requirements"]:
        own = [status for (_staff, path), status in worst.items() if path == f"{row['role']}/{row['requirement']}"]
        assert (row["asked"], row["gaps"]) == (len(own), sum(status in GAPS for status in own))
    flat = figures.separated(run, "matrix", *asked)
    assert {(row["staff"], path): row[path] for row in flat for path in row if "/" in path and row[path]} == worst
    (sheet,) = figures.workbook(run, "matrix", *asked).values()
    marks = Counter(value for row in sheet for value in row.values() if value in tuple("○△□×▲－"))
    signs = dict(zip(STATUSES, "○△□×▲－", strict=True))
    assert marks == Counter(signs[status] for status in worst.values())
    return len(cells)


def compare_due(run: Run, report: Row, asked: tuple[str, ...]) -> int:
    due = figures.answer(run, "due", "--within", "120", *asked)
    told_by = ("staff", "name", "unit", "role", "requirement", "status", "due_on", "valid_until")
    known = Counter(tuple(row[name] for name in told_by) for row in report["people"])
    # A longer look ahead makes some of what is met expiring; nothing else of a row may differ.
    wide = figures.answer(run, "report", "--people", "--horizon", "120", *asked)
    known |= Counter(tuple(row[name] for name in told_by) for row in wide["people"])
    listed_ = Counter(tuple(row[name] for name in told_by) for row in due)
    assert listed_ <= known
    last = (date.fromisoformat(report["as_of"]) + timedelta(days=120)).isoformat()
    pressing = [row for row in wide["people"] if row["necessity"] == "mandatory" and row["status"] in GAPS]
    expected = Counter(tuple(row[name] for name in told_by) for row in pressing if row["due_on"] <= last)
    late = Counter(row for row in listed_.elements() if row[5] in GAPS)
    assert late == expected
    assert as_text(figures.separated(run, "due", "--within", "120", *asked)) == as_text(due)
    assert len(figures.events(run, "due", "--within", "120", *asked)) == len(due)
    book = figures.workbook(run, "due", "--within", "120", *asked)
    in_book = [row["Staff"] for title in ("Late", "To come") for row in listed(book.get(title, []), "Status")]
    assert Counter(in_book) == Counter(row["staff"] for row in due)
    page = figures.markdown(run, "due", "--within", "120", *asked)
    assert sum(len(rows) for rows in page.values()) == len(due)
    return len(due)


def compare_forecast(run: Run, report: Row, asked: tuple[str, ...]) -> int:
    until = (date.fromisoformat(report["as_of"]) + timedelta(days=150)).isoformat()
    forecast = figures.answer(run, "forecast", "--until", until, *asked)
    assert forecast["start"]["totals"] == report["totals"]
    for point in forecast["months"]:
        then = figures.answer(run, "report", *asked[:-1], point["as_of"])
        assert (point["totals"], point["recommended"]) == (then["totals"], then["recommended"])
        assert point["shortfall"] == sum(row["shortfall"] for row in then["staffing"])
    flat = figures.separated(run, "forecast", "--until", until, *asked)
    assert [row["readiness"] for row in flat] == [told(each["totals"]["readiness"]) for each in forecast["months"]]
    points = [forecast["start"], *forecast["months"]]
    titles = ("People", "Overdue", "Expired", "Pending", "Missing staff")
    for form in (figures.workbook, figures.markdown):
        table = form(run, "forecast", "--until", until, *asked)
        for row, point in zip(listed(table["The figures"], "People"), points, strict=True):
            totals = point["totals"]
            expected = [*(totals[name] for name in ("people", "overdue", "expired", "pending")), point["shortfall"]]
            assert [number(row[title]) or 0 for title in titles] == expected
            assert number(row["Readiness"]) == pytest.approx(point["totals"]["readiness"], abs=6e-4)
    return len(points)
