"""Somebody who computes what a published report hides, from sums and bounds; written apart from the product.

They know what does not add up (people who hold a role twice, or are posted nowhere): it is taken from the whole report.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import inf
from typing import Any

Doc = dict[str, Any]
Cell = tuple[str, int, str]
Sum = tuple[dict[Cell, int], int]  # weights, and what they add up to

STATUSES = ("met", "expiring", "pending", "overdue", "expired", "waived")
COUNTS = ("obligations", *STATUSES)
PEOPLE = (
    "people",
    "holders",
    "qualified",
    "ict_free",
    "administrative_free",
    "both_free",
    "assigned",
    "ending",
    "covered",
)
LISTS = ("departments", "roles", "requirements", "staffing", "functions", "domains")


def cells(document: Doc) -> dict[Cell, int | None]:
    """Every count, None where it is hidden; what the whole report has null is left to :func:`computable`."""
    rows = [("totals", -1, document["totals"]), ("recommended", -1, document["recommended"])]
    rows += [(section, n, row) for section in LISTS for n, row in enumerate(document[section])]
    return {(s, n, name): row[name] for s, n, row in rows for name in (*COUNTS, *PEOPLE) if name in row}


def computable(whole: Doc, published: Doc) -> dict[Cell, int]:
    """The hidden counts that can only be what they are."""
    true = {cell: value for cell, value in cells(whole).items() if value is not None}
    shown = {cell: value for cell, value in cells(published).items() if value is not None}
    unknown = true.keys() - shown.keys()
    sums = [_open(one, shown) for one in _sums(whole, true)]
    at_most = [_open(one, shown) for one in _inequalities(whole, true)]
    low, high = _bounds(_combined(sums), at_most, unknown)
    assert all(low[cell] <= true[cell] <= high[cell] for cell in unknown), "the reader reckons wrongly"
    return {cell: int(low[cell]) for cell in unknown if low[cell] == high[cell]}


def _open(one: Sum, shown: dict[Cell, int]) -> Sum:
    weights, known = one
    left = {cell: weight for cell, weight in weights.items() if cell not in shown}
    return left, known - sum(weight * shown[cell] for cell, weight in weights.items() if cell in shown)


def _sums(doc: Doc, true: dict[Cell, int]) -> Iterator[Sum]:
    for weights in _weights(doc, true):
        yield weights, sum(true[cell] * weight for cell, weight in weights.items())


def _weights(doc: Doc, true: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
    for section, n, name in true:
        if name == "obligations":
            yield {(section, n, name): -1, **{(section, n, status): 1 for status in STATUSES}}
    asked = list(enumerate(doc["requirements"]))
    for name in COUNTS:
        for section in ("departments", "roles", "domains"):
            parts = {(section, n, name): 1 for n in range(len(doc[section]))}
            if section == "domains":
                inside = [m for m, q in asked if q["domain"] is None and q["necessity"] == "mandatory"]
                parts.update({("requirements", m, name): 1 for m in inside})
            if parts:
                yield {("totals", -1, name): -1, **parts}
        for necessity, total in (("mandatory", "totals"), ("recommended", "recommended")):
            parts = {("requirements", n, name): 1 for n, row in asked if row["necessity"] == necessity}
            yield {(total, -1, name): -1, **parts}
        for kind, section in (("role", "roles"), ("domain", "domains")):
            for n, row in enumerate(doc[section]):
                inside = [m for m, q in asked if q[kind] == row[kind] and q["necessity"] == "mandatory"]
                yield {(section, n, name): -1, **{("requirements", m, name): 1 for m in inside}}
    if doc["departments"]:
        yield {
            ("totals", -1, "people"): -1,
            **{("departments", n, "people"): 1 for n in range(len(doc["departments"]))},
        }
    for n, role in enumerate(doc["roles"]):
        yield from _of_role(doc, n, role["role"], [m for m, q in asked if q["role"] == role["role"]])


def _of_role(doc: Doc, n: int, role: str, asked: list[int]) -> Iterator[dict[Cell, int]]:
    holders = ("roles", n, "holders")
    for m in asked:
        yield {holders: -1, ("requirements", m, "obligations"): 1}
    functions = [(m, row) for m, row in enumerate(doc["functions"]) if row["role"] == role]
    for function in {row["function"] for _m, row in functions}:
        yield {holders: -1, **{("functions", m, "holders"): 1 for m, row in functions if row["function"] == function}}
    for (m, one), (k, other) in combinations(functions, 2):
        if one["unit"] == other["unit"]:
            yield {("functions", m, "holders"): -1, ("functions", k, "holders"): 1}
    staffing = [(m, row) for m, row in enumerate(doc["staffing"]) if row["role"] == role]
    for name in ("assigned", "qualified"):
        total = ("roles", n, "holders" if name == "assigned" else name)
        for level in {(row["unit"] or "").count("/") for _m, row in staffing if row["unit"]}:
            at = [m for m, row in staffing if row["unit"] and row["unit"].count("/") == level]
            yield {total: -1, **{("staffing", m, name): 1 for m in at}}
        for m, row in staffing:
            if row["unit"] is None:
                yield {total: -1, ("staffing", m, name): 1}
    for m, row in functions:
        at = [k for k, place in staffing if (place["unit"] or "").startswith(row["unit"] + "/")]
        if at and len({doc["staffing"][k]["unit"].count("/") for k in at}) == 1:
            yield {("functions", m, "holders"): -1, **{("staffing", k, "assigned"): 1 for k in at}}


def _inequalities(doc: Doc, true: dict[Cell, int]) -> Iterator[Sum]:
    """Sums of which only is known that they are at most so much."""
    for section, n, name in true:
        total = {"qualified": "assigned" if section == "staffing" else "holders", "covered": "holders"}.get(name)
        if name in ("ict_free", "administrative_free", "both_free"):
            total = "holders"
            yield {("roles", n, "qualified"): 1, (section, n, name): -1}, 0
        if total is not None:
            yield {(section, n, name): 1, (section, n, total): -1}, 0
        if name == "both_free":
            yield {(section, n, name): 1, (section, n, "ict_free"): -1}, 0
            yield {(section, n, name): 1, (section, n, "administrative_free"): -1}, 0


def _combined(sums: list[Sum]) -> list[Sum]:
    """Also what any two sums say together that have two unknown cells in common."""
    sums = [one for one in sums if one[0]]
    more = []
    for (one, first), (other, second) in combinations(sums, 2):
        common = one.keys() & other.keys()
        if len(common) < 2:
            continue
        sign = -1 if all(one[cell] == other[cell] for cell in common) else 1
        joint = {c: one.get(c, 0) + sign * other.get(c, 0) for c in one.keys() | other.keys()}
        more.append(({c: weight for c, weight in joint.items() if weight}, first + sign * second))
    return sums + [one for one in more if one[0]]


def _bounds(sums: list[Sum], at_most: list[Sum], unknown: set[Cell]) -> tuple[dict[Cell, float], dict[Cell, float]]:
    low: dict[Cell, float] = dict.fromkeys(unknown, 0)
    high: dict[Cell, float] = dict.fromkeys(unknown, inf)
    both = [*sums, *(({c: -w for c, w in weights.items()}, -known) for weights, known in sums), *at_most]
    for _round in range(200):
        before = dict(low), dict(high)
        for weights, known in both:
            for cell, weight in weights.items():
                least = sum(w * (low[c] if w > 0 else high[c]) for c, w in weights.items() if c != cell)
                if least == -inf:
                    continue
                if weight > 0:
                    high[cell] = min(high[cell], (known - least) // weight)
                else:
                    low[cell] = max(low[cell], -((known - least) // -weight))
        if (low, high) == before:
            break
    return low, high
