"""Looking through the whole store for what does not agree: with itself, or with the framework as it is now."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from dxskills.analysis.check import CheckResult, Finding
from dxskills.analysis.check_person import Known, finding, person_findings
from dxskills.i18n import N_
from dxskills.index import Index
from dxskills.index.stored import read_facts
from dxskills.journal.journal import Journal
from dxskills.journal.names import Names
from dxskills.recording.transaction import Transaction

_SEVERITIES = ("error", "warning")


def check(index: Index, journal: Journal, names: Names) -> CheckResult:
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
    )
    for person, staff, _joined in people:
        findings.extend(person_findings(known, staff, read_facts(index.connection, person)))
    findings.sort(key=lambda f: (_SEVERITIES.index(f.severity), f.code, f.staff or "", f.entry or 0))
    return CheckResult(len(known.everybody), index.seq, tuple(findings))


def _posted_units(index: Index) -> frozenset[str]:
    """The units in which anybody was ever posted, and those above them."""
    rows = index.connection.execute("SELECT path FROM unit u WHERE EXISTS (SELECT 1 FROM posting WHERE unit = u.id)")
    paths: set[str] = set()
    for (path,) in rows:
        levels = path.split("/")
        paths.update("/".join(levels[: depth + 1]) for depth in range(len(levels)))
    return frozenset(paths)


def _name_findings(index: Index, names: Names) -> Iterator[Finding]:
    known = index.people()
    for staff in known:
        if staff not in names:
            yield finding(
                "name-missing",
                staff,
                None,
                N_("{staff} has no name."),
                N_("Enter it with `dxskills staff edit {staff} --name`, or import a staff file that has it."),
            )
    for staff in sorted(names.keys() - set(known)):
        yield finding(
            "name-without-person",
            staff,
            None,
            N_("There is a name for {staff}, but nobody has that staff number."),
            N_("It is left from an entry that was retracted or cut off; import the staff file again if it was meant."),
        )
    yield from _duplicates(known, names)


def _duplicates(known: list[str], names: Names) -> Iterator[Finding]:
    alike: dict[tuple[str, str], list[str]] = {}
    for staff in known:
        name = names.get(staff)
        if name is not None:
            alike.setdefault((_folded(name.name), _folded(name.kana or "")), []).append(staff)
    for people in alike.values():
        for staff in people[1:]:
            yield finding(
                "possible-duplicate",
                staff,
                None,
                N_("{staff} has the same name and kana as {other}."),
                N_("If it is one person, retract what was entered under the wrong number, its joining last."),
                other=people[0],
            )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
