"""A small office for the tests of the analysis: a framework written in the test, an entry a line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from dxskills import Registry
from dxskills.analysis.results import ObligationRow, Report
from dxskills.journal.journal import Journal

ORGANISATION = """
schema: dxskills/roles/1
organisation: {id: office, name: Office, fiscal_year_start: "04-01", unit_levels: [部, 課, 係]}
appointments:
  - {id: regular, name: Regular}
  - {id: yearly, name: Yearly, term: {fiscal_years: 1}}
"""

TRAININGS = """
schema: dxskills/trainings/1
domains:
  - {id: ict, name: ICT}
  - {id: administrative, name: Administration}
  - {id: other, name: Other}
skills:
  - {id: data, name: Data, domain: ict, levels: [One, Two, Three]}
trainings:
  - {id: basics, name: Basics, domain: ict, pass_score: 40}
  - {id: law, name: Law, domain: administrative}
  - {id: yearly, name: Yearly, domain: ict, validity: {months: 12}}
  - {id: advanced, name: Advanced, domain: ict, satisfies: [yearly], grants: [{skill: data, level: 2}]}
  - {id: course, name: Course, domain: ict, validity: {days: 100}, grants: [{skill: data, level: 3}]}
certifications:
  - {id: exam, name: Exam, domain: ict}
  - {id: licence, name: Licence, domain: ict, validity: {months: 36, renew: from-expiry, window: 6m}}
  - {id: expert, name: Expert, domain: ict, satisfies: [licence]}
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


class Office:
    """A registry in ``folder`` with these roles. Each call of the clock is a minute after the one before."""

    def __init__(self, folder: Path, roles: str, trainings: str = TRAININGS) -> None:
        self.folder = folder
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self._write("roles", ORGANISATION + roles)
        self._write("trainings", trainings)
        Journal.create(folder / "store", year_start=(4, 1))
        self.registry = self.open()

    def _write(self, name: str, text: str) -> None:
        (self.folder / "data").mkdir(exist_ok=True)
        (self.folder / "data" / f"{name}.yaml").write_text(text, encoding="utf-8")

    def open(self) -> Registry:
        return Registry.open(
            self.folder / "store",
            self.folder / "data",
            by="tester",
            clock=self._tick,
            index_folder=self.folder / "index",
        )

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def change_rules(self, roles: str, trainings: str = TRAININGS) -> None:
        self.registry.close()
        self._write("roles", ORGANISATION + roles)
        self._write("trainings", trainings)
        self.registry = self.open()

    def person(self, staff: str = "p", unit: str | None = "A/a", joined: str = "2020-01-01", **attributes: Any) -> int:
        return self._seq(self.registry.add_staff(staff, staff.upper(), joined=day(joined), unit=unit, **attributes))

    def assign(self, staff: str, role: str, start: str, **values: Any) -> int:
        if "end" in values:
            values["end"] = day(values["end"])
        return self._seq(self.registry.assign(staff, role, start=day(start), **values))

    def train(self, training: str, on: str, staff: str = "p", **values: Any) -> int:
        if "end" in values:
            values["end"] = day(values["end"])
        return self._seq(self.registry.record_training(training, [staff], on=day(on), **values))

    def certify(self, certification: str, on: str, staff: str = "p", **values: Any) -> int:
        if "expires_on" in values:
            values["expires_on"] = day(values["expires_on"])
        return self._seq(self.registry.record_certification(certification, [staff], on=day(on), **values))

    def revoke(self, certification: str, on: str, staff: str = "p") -> int:
        return self._seq(self.registry.revoke(certification, [staff], on=day(on)))

    def assess(self, level: int, on: str, staff: str = "p") -> int:
        return self._seq(self.registry.assess("data", [staff], level, on=day(on)))

    def waive(self, requirement: str, start: str, until: str, staff: str = "p") -> int:
        written = self.registry.waive(requirement, [staff], start=day(start), until=day(until), reason="on leave")
        return self._seq(written)

    def enrol(self, training: str, on: str, staff: str = "p") -> int:
        return self._seq(self.registry.enrol(training, [staff], on=day(on)))

    @staticmethod
    def _seq(written: Any) -> int:
        return int(written.entries[-1].seq)

    def report(self, as_of: str, **scope: Any) -> Report:
        return self.registry.report(day(as_of), **scope)

    def rows(self, as_of: str, **scope: Any) -> list[ObligationRow]:
        """The single obligations; those of a person's own page must say the same."""
        rows = self.report(as_of, people=True, **scope).people or ()
        if not scope.keys() & {"dept", "role"}:
            for staff in {row.staff for row in rows}:
                page = self.registry.person(staff, as_of=day(as_of), **scope)
                assert list(page.obligations) == [row for row in rows if row.staff == staff]
        return list(rows)

    def row(self, as_of: str, staff: str = "p", **scope: Any) -> ObligationRow:
        """The person's one obligation on the day."""
        (row,) = [row for row in self.rows(as_of, **scope) if row.staff == staff]
        return row

    def status(self, as_of: str, staff: str = "p", **scope: Any) -> str:
        return self.row(as_of, staff, **scope).status
