"""An office whose framework has what the rules of recording look at, and one person in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dxskills import Refused, Registry
from dxskills.journal.journal import Journal

ROLES = """
schema: dxskills/roles/1
organisation: {id: office, name: Office, fiscal_year_start: "04-01", unit_levels: [部, 課]}
appointments:
  - {id: regular, name: {ja: 一般職員, en: Regular}}
  - {id: yearly, name: Yearly, term: {fiscal_years: 1}}
  - {id: fixed, name: Fixed, term: {months: 60}}
roles:
  - id: leader
    name: {ja: リーダー, en: Leader}
    requirements: [{id: basics, training: basics}]
  - {id: mobile, name: Mobile, moves_with_person: true}
  - {id: placed, name: Placed, placement: {units: [総務部]}}
  - {id: open, name: Open, acquisition: [{route: internal-development, appointments: [regular, fixed]}]}
  - {id: everyone, name: Everyone, membership: everyone}
"""

TRAININGS = """
schema: dxskills/trainings/1
domains: [{id: ict, name: ICT}]
skills: [{id: data, name: Data, domain: ict, levels: [One, Two, Three]}]
trainings:
  - {id: basics, name: Basics, aliases: [基礎], domain: ict, pass_score: 40}
  - {id: plain, name: Plain, domain: ict}
certifications:
  - {id: exam, name: Exam, domain: ict, subsidy: 7500}
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


class Office:
    """A registry. ``said`` gives the data of the entry that a call writes, ``refusal`` the code it is refused with."""

    def __init__(self, folder: Path) -> None:
        (folder / "data").mkdir()
        (folder / "data" / "roles.yaml").write_text(ROLES, encoding="utf-8")
        (folder / "data" / "trainings.yaml").write_text(TRAININGS, encoding="utf-8")
        Journal.create(folder / "store", year_start=(4, 1))
        self.now = datetime(2026, 4, 1, tzinfo=UTC)
        self.registry = Registry.open(
            folder / "store", folder / "data", by="tester", clock=self._tick, index_folder=folder / "index"
        )

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def person(self, staff: str = "p", joined: str = "2020-04-01", **attributes: Any) -> None:
        values = {"unit": "総務部/職員課", "appointment": "regular", **attributes}
        self.registry.add_staff(staff, staff.upper(), joined=day(joined), **values)

    def call(self, method: str, *arguments: Any, **values: Any) -> Any:
        """Call the registry; dates are given as text."""
        dates = ("on", "start", "end", "until", "joined", "expires_on")
        said = {key: day(value) if key in dates and value else value for key, value in values.items()}
        return getattr(self.registry, method)(*arguments, **said)

    def said(self, method: str, *arguments: Any, **values: Any) -> dict[str, Any]:
        (entry,) = self.call(method, *arguments, **values).entries
        return dict(entry.data)

    def refusal(self, method: str, *arguments: Any, **values: Any) -> str:
        """The code of the refusal; nothing may have been written."""
        before = self.registry.journal.head()
        with pytest.raises(Refused) as refused:
            self.call(method, *arguments, **values)
        assert self.registry.journal.head() == before
        return refused.value.code

    def seq(self, method: str, *arguments: Any, **values: Any) -> int:
        return int(self.call(method, *arguments, **values).entries[-1].seq)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.person()
    yield made
    made.registry.close()
