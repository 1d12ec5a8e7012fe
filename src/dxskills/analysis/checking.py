"""Looking through the whole store for what does not agree: with itself, or with the framework as it is now."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import partial

from dxskills.analysis.check import CheckResult, Finding
from dxskills.analysis.check_finding import finding
from dxskills.analysis.check_known import Known
from dxskills.analysis.check_person import person_findings
from dxskills.framework.model import Where
from dxskills.index import Index
from dxskills.index.facts import NUMBER
from dxskills.index.stored import read_facts
from dxskills.journal.exposure import exposed
from dxskills.journal.journal import Journal
from dxskills.journal.names import Names
from dxskills.recording.transaction import Transaction

_SEVERITIES = ("error", "warning")


def check(index: Index, journal: Journal, names: Names, as_of: date) -> CheckResult:
    """Read every entry and say what is odd. Raises Damaged where the journal itself does not hold together."""
    journal.verify()
    # Never written: the rules of recording read the framework and the known units through one.
    tx = Transaction(index, lambda: names, 0)
    findings: list[Finding] = list(_name_findings(index, names))
    people = index.connection.execute("SELECT id, staff, known FROM person ORDER BY staff").fetchall()
    known = Known(
        tx,
        _posted_units(index),
        frozenset(staff for _person, staff, joined in people if joined),
        frozenset(q.path for q in index.numbering.requirements),
        as_of.toordinal(),
    )
    for person, staff, _joined in people:
        facts = read_facts(index.connection, person)
        findings.extend(person_findings(known, staff, facts, partial(_retraction, index, person)))
    findings.extend(_unused_units(index, known.units))
    findings.extend(finding("loose-permissions", item=str(path)) for path in exposed(journal.folder))
    findings.sort(key=lambda f: (_SEVERITIES.index(f.severity), f.code, f.staff or "", f.entry or 0, f.item or ""))
    return CheckResult(as_of, len(known.everybody), index.seq, tuple(findings))


def _posted_units(index: Index) -> frozenset[str]:
    """The units in which anybody was ever posted, and those above them."""
    rows = index.connection.execute("SELECT path FROM unit u WHERE EXISTS (SELECT 1 FROM posting WHERE unit = u.id)")
    paths: set[str] = set()
    for (path,) in rows:
        levels = path.split("/")
        paths.update("/".join(levels[: depth + 1]) for depth in range(len(levels)))
    return frozenset(paths)


def _retraction(index: Index, person: int) -> int | None:
    """The retraction that took a person's latest joining away."""
    row = index.connection.execute(
        "SELECT retracted FROM entry WHERE person = ? AND kind = ? AND retracted IS NOT NULL ORDER BY seq DESC LIMIT 1",
        (person, NUMBER["staff.joined"]),
    ).fetchone()
    return int(row[0]) if row else None


def _unused_units(index: Index, posted: frozenset[str]) -> Iterator[Finding]:
    """Units whose people hold a role, and nobody was ever in one: renamed, as a rule. Nothing before anybody is posted.

    One in a role's placement may well wait for its first people; whoever is assigned outside it is found anyway.
    """
    for role in index.framework.roles.values() if posted else ():
        units = role.membership.unit if isinstance(role.membership, Where) else None
        for unit in sorted(set(units or ()) - posted):
            yield finding("unused-unit", item=role.id, unit=unit)


def _name_findings(index: Index, names: Names) -> Iterator[Finding]:
    known = index.people()
    for staff in known:
        if staff not in names:
            yield finding("name-missing", staff)
    for staff in sorted(names.keys() - set(known)):
        yield finding("name-without-person", staff)
    for staff in known:  # whoever never joined, or no longer, is to be forgotten or joined first: nobody edits them
        name = names.get(staff)
        sign = _hidden(name.name + (name.kana or "")) if name is not None else None
        if sign is not None:
            yield finding("hidden-character", staff, item=f"U+{ord(sign):04X}")
    yield from _duplicates(known, names)


def _hidden(text: str) -> str | None:
    """The first character that shows nothing itself: it may turn others round, or make two names look like one."""
    if text.isprintable():
        return None
    return next((sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")), None)


def _duplicates(known: list[str], names: Names) -> Iterator[Finding]:
    alike: dict[tuple[str, str], str] = {}
    for staff in known:
        name = names.get(staff)
        if name is not None:
            other = alike.setdefault((_folded(name.name), _folded(name.kana or "")), staff)
            if other != staff:
                yield finding("possible-duplicate", staff, other=other)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
