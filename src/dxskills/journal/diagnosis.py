"""What is wrong with a store's files, and what a repair would do about each of it: looking only."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import NamedTuple

from dxskills.errors import Damaged
from dxskills.i18n import N_, _
from dxskills.journal import disk, head, identity, lock, names
from dxskills.journal.editions import edition_of
from dxskills.journal.forgetting import Intent, read_intent
from dxskills.journal.head import Head, Slots
from dxskills.journal.names import Names
from dxskills.journal.recovery import ASIDE, FORGETTING
from dxskills.journal.segments import FOLDER, count_lines, segment_sizes
from dxskills.journal.survey import Flaw, Survey, survey


class Finding(NamedTuple):
    """Something wrong, and what is done about it, in the user's language; ``code`` is stable."""

    code: str
    message: str


class Surplus(NamedTuple):
    """What lies behind the end: the files that it is in, its lines (a torn one too) and bytes."""

    files: tuple[str, ...] = ()
    lines: int = 0
    size: int = 0


class Plan(NamedTuple):
    """``end`` is where the journal will end; ``lost`` counts acknowledged entries that then count no more."""

    findings: tuple[Finding, ...]
    end: Head
    damage: Flaw | None
    renew: bool
    surplus: Surplus
    lost: int
    strays: tuple[Path, ...]
    names: Names | None


def make_plan(folder: Path, store_id: str) -> Plan:
    slots = head.examine(folder, store_id)
    seen = survey(folder, store_id, slots.newest, beyond=slots.destroyed)
    end, damage = _end(slots, seen)
    counting = end.segment or (damage.segment if damage else "")
    surplus = _surplus(folder, end, counting)
    lost = surplus.lines if slots.newest is None else max(0, slots.newest.seq - end.seq)
    renew = slots.worn or slots.newest is None or end[1:] != slots.newest[1:]
    under_way = _under_way(folder)
    strays = _strays(folder, counting, under_way)
    mended = _names(folder)
    findings = [
        *_lock_findings(folder),
        *_head_findings(slots, end, damage),
        *_surplus_findings(surplus, damage, lost),
        *(finding("stray-file", _("{file} was never finished: to quarantine/."), file=path.name) for path in strays),
        *_names_findings(mended, seen.staff),
        *_forgetting_findings(under_way),
    ]
    return Plan(tuple(findings), end, damage, renew, surplus, lost if damage else 0, strays, mended)


def finding(code: str, message: str, **params: object) -> Finding:
    return Finding(code, message.format_map(params))


def _end(slots: Slots, seen: Survey) -> tuple[Head, Flaw | None]:
    """Where the journal is to end, and the first damage to what was, or may have been, acknowledged."""
    newest = slots.newest
    generation = seen.good.seq + 1 if newest is None else newest.generation + 1
    end = seen.good._replace(generation=generation)
    if newest is not None and seen.passed and not slots.destroyed:
        return (newest if end[1:] == newest[1:] else end), None
    if newest is not None and not seen.passed:
        short = Flaw(end.segment or newest.segment, seen.lines + 1, N_("acknowledged entries are lost from here on"))
        return end, seen.flaw if seen.flaw and not seen.flaw.torn else short
    # A slot is gone that may have named more than the other: what the chain holds together is kept, and only a line
    # without an end is sure to have been named by neither.
    return end, seen.flaw if seen.flaw and not seen.flaw.torn else None


def _surplus(folder: Path, end: Head, counting: str) -> Surplus:
    sizes = segment_sizes(folder, counting) if (folder / FOLDER).is_dir() else {}
    files, lines, size = [], 0, 0
    for name, length in sizes.items():
        start = end.length if name == end.segment else 0
        if name >= end.segment and length > start:
            files.append(name)
            lines += count_lines(folder / FOLDER / name, start)
            size += length - start
    return Surplus(tuple(files), lines, size)


def _strays(folder: Path, counting: str, under_way: Intent | None) -> tuple[Path, ...]:
    """What was never finished, and segments of an edition that nothing speaks of."""
    aside = [folder / (name + ASIDE) for name in (head.NAME, names.FILE, identity.FILE, FORGETTING)]
    if under_way is None:
        aside.append(folder / FORGETTING)
    known = {edition_of(counting), *((under_way.before, under_way.after) if under_way else ())}
    for name in disk.list_folder(folder / FOLDER) if (folder / FOLDER).is_dir() else []:
        edition = edition_of(name.removesuffix(ASIDE))
        if edition is not None and (name.endswith(ASIDE) or edition not in known):
            aside.append(folder / FOLDER / name)
    return tuple(path for path in aside if path.exists())


def _under_way(folder: Path) -> Intent | None:
    """The forgetting that has begun, if it can be read which."""
    try:
        return read_intent(folder) if (folder / FORGETTING).exists() else None
    except Damaged:
        return None


def _forgetting_findings(under_way: Intent | None) -> list[Finding]:
    if under_way is None:
        return []
    message = _("A forgetting did not come to its end: what it left is removed.")
    return [finding("forgetting-unfinished", message)]


def _names(folder: Path) -> Names | None:
    """The names that can still be read, where not all of them can."""
    try:
        names.read_names(folder)
    except Damaged:
        path = folder / names.FILE
        with disk.reading(path):
            return names.salvage(disk.read_file(path)) if path.exists() else {}
    return None


def _lock_findings(folder: Path) -> list[Finding]:
    if is_file(folder / lock.FILE):
        return []
    return [finding("lock-missing", _("LOCK was missing or no plain file: made anew."))]


def _head_findings(slots: Slots, end: Head, damage: Flaw | None) -> list[Finding]:
    found = []
    if slots.newest is None:
        found.append(
            finding(
                "head-lost",
                _("HEAD was unreadable: built anew from the chain, which holds for {count} entries. Whether there were"
                  " more is told by a head line kept elsewhere (`store verify --expect`)."),
                count=end.seq,
            )
        )  # fmt: skip
    elif slots.destroyed:
        found.append(
            finding(
                "head-slot-lost",
                _("One of the two slots of HEAD was unreadable: built anew. The other one names {named} entries, the "
                  "chain goes on for {more}; those are kept."),
                named=slots.newest.seq,
                more=max(0, end.seq - slots.newest.seq),
            )
        )  # fmt: skip
    elif slots.worn or (damage is None and end[1:] != slots.newest[1:]):
        found.append(finding("head-worn", _("HEAD was readable, but not as it was written: written anew.")))
    return found


def _surplus_findings(surplus: Surplus, damage: Flaw | None, lost: int) -> list[Finding]:
    params = {"files": ", ".join(surplus.files), "size": surplus.size, "lines": surplus.lines}
    if damage is not None:
        message = _(
            "{segment}, line {line}: {reason}. Entries that were or may have been acknowledged, and count no "
            "more: {lost}. From there on {lines} lines ({size} bytes) go to quarantine/."
        )
        where = {"segment": damage.segment, "line": damage.line, "reason": _(damage.reason), "lost": lost}
        return [finding("entries-set-aside", message, **params, **where)]
    if surplus.size:
        message = _("{files}: {size} bytes were written but never acknowledged: to quarantine/.")
        return [finding("unfinished-tail", message, **params)]
    return []


def _names_findings(mended: Names | None, staff: frozenset[str]) -> list[Finding]:
    if mended is None:
        return []
    message = _(
        "people.json was damaged: kept in quarantine/, and made anew of the {count} names that can be read. {missing} "
        "people have no name now; import a staff file that has it."
    )
    return [finding("names-lost", message, count=len(mended), missing=len(staff - mended.keys()))]


def is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False
