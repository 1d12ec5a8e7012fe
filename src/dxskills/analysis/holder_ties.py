"""How the counts of holders in a report are tied: by what they lack, to each other, to functions and to staffing."""

from __future__ import annotations

from dxskills.analysis.published import GAPS, WELL, Numbers, Place


class HolderTies(Numbers):
    """Adds what ties qualified holders, the free of gaps, functions and staffing."""

    def tie_holders(self) -> None:
        for n in range(len(self.report.roles)):
            self._tie_qualified(n)
        self._tie_functions()
        self._tie_staffing()

    def _needs(self, role: str) -> dict[str, frozenset[int]]:
        """For each count of a role's holders, the mandatory requirements of which none is a gap of theirs."""
        rows = self.report.requirements
        asked = self.mandatory_of(role)
        of_domain = {half: frozenset(n for n in asked if rows[n].domain == half) for half in ("ict", "administrative")}
        needs = {"holders": frozenset[int](), "qualified": frozenset(asked)}
        if self.report.roles[self.role[role]].both_free is not None:
            needs["ict_free"], needs["administrative_free"] = of_domain["ict"], of_domain["administrative"]
            needs["both_free"] = needs["ict_free"] | needs["administrative_free"]
        return needs

    def _tie_qualified(self, n: int) -> None:
        needs = self._needs(self.report.roles[n].role)
        self._tie_free({("roles", n, name): need for name, need in needs.items()}, ("roles", n, "holders"))

    def _tie_free(self, needs: dict[Place, frozenset[int]], holders: Place) -> None:
        """Who is free of gaps in some requirements, in a place with ``holders``: how such counts bound each other."""
        places = list(needs)
        for position, one in enumerate(places):
            if one != holders and needs[one]:
                self.at_most([one], [holders], (f"~lacking {one[0]}", one[1], one[2]), telling=True)
            for other in places[position + 1 :]:
                if needs[one] == needs[other]:
                    self.equal(one, [other])
                elif needs[one] < needs[other]:
                    self.at_most([other], [one], (f"~between {one} {other}", 0, ""), telling=False)
                elif needs[other] < needs[one]:
                    self.at_most([one], [other], (f"~between {one} {other}", 0, ""), telling=False)
            if one[0] == "roles" and one != holders:
                self._tie_to_gaps(one, holders, needs[one])

    def _tie_to_gaps(self, free: Place, holders: Place, need: frozenset[int]) -> None:
        """Who is free of gaps is so in each requirement, and who is not lacks one of them."""
        if len(need) == 1:
            self.equal(free, [("requirements", q, status) for q in need for status in WELL])
            return
        for q in need:
            well = [("requirements", q, status) for status in WELL]
            self.at_most([free], well, (f"~well {free}", q, ""), telling=False)
        if need:
            gaps = [("requirements", q, status) for q in need for status in GAPS]
            self.at_most([holders], [free, *gaps], (f"~gaps {free}", 0, ""), telling=False)

    def _needed(self, role: str, function: str) -> frozenset[int]:
        """The mandatory requirements that the function rests on."""
        known = self.framework.roles[role].requirements
        listing = {q.id for q in known if function in q.functions}
        rows = self.report.requirements
        asked = [n for n in self.asked[role] if rows[n].requirement in listing] or self.asked[role]
        return frozenset(n for n in asked if rows[n].necessity == "mandatory")

    def _tie_functions(self) -> None:
        places: dict[tuple[str, str], dict[Place, frozenset[int]]] = {}
        whole: dict[tuple[str, str], list[Place]] = {}
        holders: dict[tuple[str, str], Place] = {}
        for n, row in enumerate(self.report.functions):
            here = row.role, row.unit
            places.setdefault(here, {})["functions", n, "holders"] = frozenset()
            holders[here] = ("functions", n, "holders")
            places[here]["functions", n, "covered"] = self._needed(*(row.role, row.function))
            whole.setdefault((row.role, row.function), []).append(("functions", n, "covered"))
        for here, needs in places.items():
            self._tie_free(needs, holders[here])
            self._tie_to_department(here[1], needs, holders[here])
        for (role, function), covered in whole.items():
            need = self._needed(role, function)
            total = ("roles", self.role[role], "")
            for name, needed in self._needs(role).items():
                if needed == need:
                    self.equal((*total[:2], name), covered)
        for role in {row.role for row in self.report.functions}:
            each = {here[1]: place for here, place in holders.items() if here[0] == role}
            self.equal(("roles", self.role[role], "holders"), each.values())
            if self.everyone(role):
                for unit, place in each.items():
                    self.equal(("departments", self.top[unit], "people"), [place])

    def _tie_to_department(self, unit: str, needs: dict[Place, frozenset[int]], holders: Place) -> None:
        n = self.top[unit]
        gaps: list[Place] = [("departments", n, status) for status in GAPS]
        for covered, need in needs.items():
            if need and covered[2] == "covered":
                self.at_most([holders], [covered, *gaps], (f"~gaps {covered}", 0, ""), telling=False)
            if need and need == set(self.mandatory) and len(need) == 1:
                self.equal(covered, [("departments", n, status) for status in WELL])

    # Staffing

    def _tie_staffing(self) -> None:
        rows = self.report.staffing
        for n, row in enumerate(rows):
            self.at_most(
                [("staffing", n, "qualified")], [("staffing", n, "assigned")], ("~unqualified", n, ""), telling=True
            )
            if not self.weight(row.role):
                self.equal(("staffing", n, "assigned"), [("staffing", n, "qualified")])
            if row.unit is not None and "/" not in row.unit:
                self.equal(("staffing", n, "assigned"), [self.local[row.role][row.unit]])
                self._tie_to_functions(n)
        for role in {row.role for row in rows}:
            self._tie_levels(role)

    def _tie_to_functions(self, n: int) -> None:
        row = self.report.staffing[n]
        everything = frozenset(self.mandatory_of(row.role))
        for m, function in enumerate(self.report.functions):
            here = function.role == row.role and function.unit == row.unit
            if here and self._needed(function.role, function.function) == everything:
                self.equal(("staffing", n, "qualified"), [("functions", m, "covered")])

    def _tie_levels(self, role: str) -> None:
        """The units of one level add up to the unit above them, and to the whole."""
        rows = [(n, row.unit) for n, row in enumerate(self.report.staffing) if row.role == role]
        by_level: dict[int, list[tuple[int, str]]] = {}
        wholes = [n for n, unit in rows if unit is None]
        for n, unit in rows:
            if unit is not None:
                by_level.setdefault(unit.count("/"), []).append((n, unit))
        number = self.role[role]
        above: dict[str, list[tuple[str, Place]]] = {
            "assigned": [("", ("roles", number, "holders"))],
            "qualified": [("", ("roles", number, "qualified"))],
            "ending": [("", ("staffing", n, "ending")) for n in wholes],
        }
        for n in wholes:
            self.equal(above["assigned"][0][1], [("staffing", n, "assigned")])
            self.equal(above["qualified"][0][1], [("staffing", n, "qualified")])
        above["assigned"] += [(unit + "/", place) for unit, place in self.local.get(role, {}).items()]
        for level in sorted(by_level):
            for name, larger in above.items():
                for prefix, total in larger:
                    parts = [("staffing", n, name) for n, unit in by_level[level] if unit.startswith(prefix)]
                    if parts:
                        self.equal(total, parts)
                larger += [(unit + "/", ("staffing", n, name)) for n, unit in by_level[level]]
