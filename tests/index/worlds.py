"""Small journals for the tests of the index: entries written straight into a store, and what an index holds of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dxskills.framework.load import load
from dxskills.framework.model import Framework
from dxskills.framework.sources import Sources, make_sources
from dxskills.index import Index
from dxskills.journal.event import Draft
from dxskills.journal.journal import Journal

TRAININGS = """
schema: dxskills/trainings/1
domains: [{id: ict, name: ICT}]
skills: [{id: data, name: Data, domain: ict, levels: [One, Two, Three]}]
trainings:
  - {id: basics, name: Basics, domain: ict, validity: {months: 12}}
  - {id: advanced, name: Advanced, domain: ict, satisfies: [basics], grants: [{skill: data, level: 2}]}
certifications:
  - {id: licence, name: Licence, domain: ict, validity: {months: 36, renew: from-expiry, window: 6m}}
"""

ROLES = """
schema: dxskills/roles/1
organisation: {id: office, name: Office, fiscal_year_start: "04-01", unit_levels: [部, 課]}
appointments: [{id: regular, name: Regular}]
roles:
  - id: leader
    name: Leader
    requirements:
      - {id: basics, training: basics}
      - {id: licence, certification: licence, within: 12m}
      - {id: data, skill: data, level: 2}
  - {id: mobile, name: Mobile, moves_with_person: true, requirements: [{id: basics, training: basics}]}
  - id: everyone
    name: Everyone
    membership: everyone
    requirements: [{id: yearly, training: basics, cycle: {every: fiscal-year, by: "12-31"}}]
  - id: managers
    name: Managers
    membership: {where: {manager: true}}
    requirements: [{id: licence, certification: licence}]
"""

MORE_ROLES = ROLES.replace("  - {id: mobile", "  - {id: another, name: Another}\n  - {id: mobile").replace(
    "within: 12m", "within: 6m"
)

FIRST_MOMENT = datetime(2026, 4, 1, tzinfo=UTC)


def sources(roles: str = ROLES, trainings: str = TRAININGS) -> Sources:
    return make_sources(Path(), roles.encode(), trainings.encode())


def framework(roles: str = ROLES, trainings: str = TRAININGS) -> Framework:
    return load(sources(roles, trainings))


def draft(kind: str, staff: str = "p", on: str | None = None, **data: Any) -> Draft:
    return Draft(kind, staff, on, data)


def joined(staff: str = "p", on: str = "2020-04-01", **data: Any) -> Draft:
    return draft("staff.joined", staff, on, **{"unit": "A/a", "manager": False, **data})


def retracted(seq: int, staff: str = "p") -> Draft:
    return draft("entry.retracted", staff, None, seq=seq, reason="mistaken")


class World:
    """A store in ``folder``; each writing is a minute after the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = Journal.create(folder / "store", year_start=(4, 1))
        self.now = FIRST_MOMENT

    def write(self, *drafts: Draft, batch: str | None = None) -> int:
        """Write them in one go; returns the number of the last."""
        self.now += timedelta(minutes=1)
        with self.journal.writing() as writing:
            return writing.append(drafts, at=self.now, by="tester", batch=batch)[-1].seq

    def index(self, rules: Sources | None = None, *, memory: bool = False) -> Index:
        index = Index.open(self.journal, rules or sources(), folder=None if memory else self.folder / "index")
        index.catch_up()
        return index

    def anew(self, rules: Sources | None = None) -> dict[str, list[tuple[Any, ...]]]:
        """What an index holds that has just been built."""
        return contents(self.index(rules, memory=True))


_QUERIES = {
    "entries": "SELECT e.seq, p.staff, e.kind, e.day, e.data, e.retracted FROM told e JOIN person p ON p.id = e.person",
    "occasions": "SELECT * FROM occasion",
    "people": "SELECT staff, known, stale FROM person",
    "postings": "SELECT u.path, p.staff, x.first, x.last FROM posting x JOIN unit u ON u.id = x.unit"
    " JOIN person p ON p.id = x.person",
    "holdings": "SELECT u.path, t.path, p.staff, h.role, h.first, h.last, h.since, h.ends, h.entry FROM holding h"
    " JOIN unit u ON u.id = h.unit JOIN unit t ON t.id = u.top JOIN person p ON p.id = h.person",
    "states": "SELECT p.staff, s.requirement, s.first, s.last, s.until, s.ever, s.evidence FROM state s"
    " JOIN person p ON p.id = s.person",
    "waivers": "SELECT p.staff, w.requirement, w.first, w.last, w.seq FROM waiver w JOIN person p ON p.id = w.person",
    "plans": "SELECT p.staff, x.training, x.day, x.seq FROM plan x JOIN person p ON p.id = x.person",
    "requirements": "SELECT * FROM requirement",
    "head": "SELECT key, value FROM meta WHERE key IN ('journal', 'seq', 'hash', 'framework_hash')",
}


def contents(index: Index) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that an index can be asked of, its evidence worked out, units by their paths."""
    index.refresh()
    return {name: sorted(index.connection.execute(query), key=repr) for name, query in _QUERIES.items()}
