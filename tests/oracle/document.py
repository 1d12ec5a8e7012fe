"""The whole `report --format json --people` document, counted naively from the oracle's obligations (SPEC sections
5, 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from tests.oracle.oracle import DAY, FOREVER, NEVER, STATUSES, Doc, Entry, Holding, Obligation, Oracle, below


def document(
    roles: Doc,
    trainings: Doc,
    entries: Sequence[Entry],
    names: dict[str, str],
    as_of: date,
    known_at: datetime | None = None,
    horizon: int = 90,
    dept: str | None = None,
    role: str | None = None,
) -> Doc:
    """Everything but the two hashes, which are the product's own."""
    oracle = Oracle(roles, trainings, entries, known_at, horizon)
    return Report(oracle, names, as_of, dept, role).document()


def text(day: date | None) -> str | None:
    """ "null for no end or no evidence" """
    return None if day is None or day in (FOREVER, NEVER) else day.isoformat()


def counts(obligations: Iterable[Obligation]) -> Doc:
    """ "obligations" and "the same six counts" """
    statuses = [one.status for one in obligations]
    return {"obligations": len(statuses)} | {status: statuses.count(status) for status in STATUSES}


def readiness(counted: Doc) -> float | None:
    """ "*readiness* = (met + expiring) / (all − waived) (…) null where there are none", "4 decimals" """
    bound = counted["obligations"] - counted["waived"]
    return round((counted["met"] + counted["expiring"]) / bound, 4) if bound else None


class Report:
    def __init__(self, oracle: Oracle, names: dict[str, str], day: date, dept: str | None, role: str | None) -> None:
        self.oracle, self.names, self.day, self.dept, self.role = oracle, names, day, dept, role
        self.people = [staff for staff in oracle.staff if oracle.in_service(staff, day)]
        # "The obligation's unit is the assignment's, or the person's on D for membership roles; `--dept` filters
        # by it."
        self.holdings = [
            one
            for one in oracle.holdings(day)
            if (dept is None or below(one.unit, dept)) and (role is None or one.role == role)
        ]
        self.obligations = oracle.obligations(self.holdings, day)
        self.mandatory = [one for one in self.obligations if one.mandatory]
        self.roles = [
            one for one in oracle.roles.values() if oracle.in_effect(one, day) and (role is None or one["id"] == role)
        ]

    def posting(self, staff: str) -> str | None:
        return self.oracle.attribute(staff, "unit", self.day)  # type: ignore[no-any-return]

    def people_in(self, unit: str | None) -> set[str]:
        """ "`people` (in totals, departments) = people in service in scope (…) Under `--role`, people are the
        holders." A person is where they are posted, a holder where they hold the role."""
        if self.role is not None:
            return {one.staff for one in self.holdings if unit is None or below(one.unit, unit)}
        return {
            staff
            for staff in self.people
            if (self.dept is None or below(self.posting(staff), self.dept))
            and (unit is None or below(self.posting(staff), unit))
        }

    def is_free(self, staff: str, role: str, domain: str | None = None) -> bool:
        """ "A holder is *qualified* when no mandatory obligation of that role is a gap", or none of one domain."""
        return not any(
            one.gap
            for one in self.mandatory
            if (one.holding.staff, one.holding.role) == (staff, role) and domain in (None, one.domain)
        )

    def document(self) -> Doc:
        total = counts(self.mandatory)
        return {
            "schema": "dxskills/report/1",
            "organisation": self.oracle.organisation,
            "as_of": self.day.isoformat(),
            "horizon_days": self.oracle.horizon,
            "scope": {"dept": self.dept, "role": self.role},
            "totals": {"people": len(self.people_in(None))} | total | {"readiness": readiness(total)},
            "recommended": counts(one for one in self.obligations if not one.mandatory),
            "departments": self.department_rows(),
            "roles": self.role_rows(),
            "requirements": self.requirement_rows(),
            "staffing": self.staffing_rows(),
            "functions": self.function_rows(),
            "domains": self.domain_rows(),
            "people": self.people_rows(),
        }

    def departments(self) -> list[str]:
        """ "departments = top-level units where somebody in scope is posted or holds a role" """
        staff = self.people_in(None)
        units = {self.posting(one) for one in staff} | {one.unit for one in self.holdings}
        tops = {unit.split("/")[0] for unit in units if unit is not None}
        if self.dept is not None:
            tops &= {self.dept.split("/")[0]}
        return sorted(tops)

    def department_rows(self) -> list[Doc]:
        """ "their shortfall sums the staffing rows at or below them" """
        rows = []
        for unit in self.departments():
            counted = counts(one for one in self.mandatory if below(one.holding.unit, unit))
            short = sum(row["shortfall"] for row in self.staffing_rows() if below(row["unit"], unit))
            row = {"unit": unit, "people": len(self.people_in(unit))}
            rows.append(row | counted | {"readiness": readiness(counted), "shortfall": short})
        return rows

    def role_rows(self) -> list[Doc]:
        """ "per holder of an `assigned` role whether both halves, ict and administrative, are free of gaps (…) show
        which half is missing (`ict_free`, `administrative_free`, `both_free` in the rows of roles)" """
        rows = []
        for role in sorted(self.roles, key=lambda one: one["id"]):
            name = role["id"]
            holders = {one.staff for one in self.holdings if one.role == name}
            row: Doc = {
                "role": name,
                "holders": len(holders),
                "qualified": sum(self.is_free(one, name) for one in holders),
            }
            row |= counts(one for one in self.mandatory if one.holding.role == name)
            ict = {one for one in holders if self.is_free(one, name, "ict")}
            administrative = {one for one in holders if self.is_free(one, name, "administrative")}
            halves = {"ict_free": ict, "administrative_free": administrative, "both_free": ict & administrative}
            assigned = role.get("membership", "assigned") == "assigned"
            rows.append(row | {key: len(half) if assigned else None for key, half in halves.items()})
        return rows

    def requirement_rows(self) -> list[Doc]:
        rows = []
        for role in self.roles:
            for requirement in role.get("requirements", []):
                if self.oracle.in_effect(requirement, self.day):
                    mine = [one for one in self.obligations if one.requirement is requirement]
                    row = {
                        "role": role["id"],
                        "requirement": requirement["id"],
                        "necessity": requirement.get("necessity", "mandatory"),
                        "domain": self.oracle.domain(requirement),
                    }
                    rows.append(row | counts(mine))
        return sorted(rows, key=lambda row: (row["role"], row["requirement"]))

    def staffing_rows(self) -> list[Doc]:
        """ "for a role with `staffing`, every unit of that level in which somebody in service is posted on D (at or
        below) has a row (…) `per: organisation` gives one row with unit null, left out under `--dept`." """
        rows = []
        for role in self.roles:
            for rule in role.get("staffing", []):
                if rule["per"] == "organisation":
                    units: list[str | None] = [None] if self.dept is None else []
                else:
                    depth = self.oracle.unit_levels.index(rule["per"]) + 1
                    posted = [unit.split("/") for unit in map(self.posting, self.people) if unit is not None]
                    named = {"/".join(unit[:depth]) for unit in posted if len(unit) >= depth}
                    units = [unit for unit in sorted(named) if self.dept is None or below(unit, self.dept)]
                rows += [self.staffing_row(role["id"], unit, rule["min"]) for unit in units]
        return sorted(rows, key=lambda row: (row["role"], row["unit"] or ""))

    def staffing_row(self, role: str, unit: str | None, target: int) -> Doc:
        """ "assigned (people assigned at or below it on D), qualified, shortfall = max(0, target − assigned),
        ending = assignments there that end within the horizon" """
        there = [one for one in self.holdings if one.role == role and (unit is None or below(one.unit, unit))]
        holders = {one.staff for one in there}
        limit = self.day + self.oracle.horizon * DAY
        return {
            "role": role,
            "unit": unit,
            "target": target,
            "assigned": len(holders),
            "qualified": sum(self.is_free(one, role) for one in holders),
            "shortfall": max(0, target - len(holders)),
            "ending": sum(one.ends is not None and one.ends <= limit for one in there),
        }

    def function_rows(self) -> list[Doc]:
        """ "every role, requirement and function in effect (…) functions per department shown" """
        rows = []
        for role in self.roles:
            for function in role.get("functions", []):
                for unit in self.departments():
                    holders = {one.staff for one in self.holdings if one.role == role["id"] and below(one.unit, unit)}
                    covered = sum(self.covers(one, role, function["id"]) for one in holders)
                    row = {"role": role["id"], "function": function["id"], "unit": unit}
                    rows.append(row | {"holders": len(holders), "covered": covered})
        return sorted(rows, key=lambda row: (row["role"], row["function"], row["unit"]))

    def covers(self, staff: str, role: Doc, function: str) -> bool:
        """ "covered in a unit by every holder there without a mandatory gap among the requirements in effect that
        list f (recommended ones count as listing, never as gaps; all of r's requirements where none lists f)" """
        effective = [one for one in role.get("requirements", []) if self.oracle.in_effect(one, self.day)]
        listing = [one for one in effective if function in one.get("functions", [])] or effective
        return not any(
            one.gap
            for one in self.mandatory
            if one.holding.staff == staff and any(one.requirement is listed for listed in listing)
        )

    def domain_rows(self) -> list[Doc]:
        return [
            {"domain": domain} | counts(one for one in self.mandatory if one.domain == domain)
            for domain in sorted(self.oracle.domains)
        ]

    def people_rows(self) -> list[Doc]:
        """ "gaps and non-gaps alike, sorted by staff, role, unit, requirement" """

        def key(one: Obligation) -> tuple[Any, ...]:
            holding: Holding = one.holding
            return holding.staff, holding.role, holding.unit or "", one.requirement["id"], holding.since

        return [
            {
                "staff": one.holding.staff,
                "name": self.names[one.holding.staff],
                "unit": one.holding.unit,
                "role": one.holding.role,
                "requirement": one.requirement["id"],
                "necessity": one.requirement.get("necessity", "mandatory"),
                "status": one.status,
                "held_since": text(one.holding.since),
                "due_on": text(one.due_on),
                "valid_until": text(one.valid_until),
                "evidence": list(one.evidence),
                "planned_on": text(one.planned_on),
            }
            for one in sorted(self.obligations, key=key)
        ]
