"""The store's files: what is there, and that it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dxskills.i18n import _, n_
from dxskills.render.document import Block, Cell, Document, Facts, Flat, Lines

if TYPE_CHECKING:
    from dxskills.journal.backup import Backup
    from dxskills.journal.head import Head
    from dxskills.journal.headline import HeadLine
    from dxskills.journal.journal import Journal, Verification
    from dxskills.journal.repair import Repair


def verification_view(found: Verification) -> Document:
    values = {
        "entries": found.entries,
        "segments": found.segments,
        "bytes": found.size,
        "surplus_bytes": found.surplus,
        "people": found.people,
        "hash": found.head.hash,
        "unfinished_forgetting": found.unfinished,
    }
    pairs: list[tuple[str, Cell | str]] = [
        (_("Entries"), f"{found.entries:,}"),
        (_("Files"), f"{found.segments:,}"),
        (_("Bytes"), f"{found.size:,}"),
        (_("Names"), f"{found.people:,}"),
        (_("Last hash"), found.head.hash),
    ]
    if found.surplus:
        beyond = n_(
            "{count} byte of a write that was not acknowledged; the next write sets it aside",
            "{count} bytes of a write that was not acknowledged; the next write sets them aside",
            found.surplus,
        )
        pairs.append((_("Beyond the end"), beyond.format(count=f"{found.surplus:,}")))
    if found.unfinished:
        left = _(
            "a forgetting did not come to its end; the next write, or `dxskills store repair`, removes what it left"
        )
        pairs.append((_("Still to be removed"), left))
    return _document("dxskills/store-verify/1", values, pairs, _("The store is whole."))


def info_view(journal: Journal, head: Head, people: int) -> Document:
    folder = str(journal.folder.resolve())
    values = {
        "folder": folder,
        "id": journal.id,
        "entries": head.seq,
        "generation": head.generation,
        "segment": head.segment or None,
        "people": people,
        "hash": head.hash,
    }
    pairs: list[tuple[str, Cell | str]] = [
        (_("Folder"), folder),
        (_("Id"), journal.id),
        (_("Entries"), f"{head.seq:,}"),
        (_("Names"), f"{people:,}"),
        (_("Last file"), head.segment or "–"),
        (_("Last hash"), head.hash),
    ]
    return _document("dxskills/store-info/1", values, pairs, None)


def head_view(line: HeadLine) -> Document:
    values = {"line": line.text(), **line._asdict()}
    return Document(
        blocks=lambda: [Lines([line.text()])],
        payload=lambda: {"schema": "dxskills/store-head/1", **values},
        flat=lambda: Flat(tuple(values), [list(values.values())]),
    )


def backup_view(made: Backup) -> Document:
    folder = str(made.folder.resolve())
    line = made.line.text()
    values = {
        "folder": folder,
        "entries": made.found.entries,
        "bytes": made.found.size,
        "people": made.found.people,
        "line": line,
    }
    pairs: list[tuple[str, Cell | str]] = [
        (_("Folder"), folder),
        (_("Entries"), f"{made.found.entries:,}"),
        (_("Bytes"), f"{made.found.size:,}"),
        (_("Names"), f"{made.found.people:,}"),
    ]
    done = _("The backup is whole. Keep this line elsewhere:")
    return Document(
        blocks=lambda: [Facts(pairs), Lines([Cell(done, "good")]), Lines([line])],
        payload=lambda: {"schema": "dxskills/store-backup/1", **values},
        flat=lambda: Flat(tuple(values), [list(values.values())]),
    )


def repair_view(repair: Repair) -> Document:
    plan = repair.plan
    values = {
        "done": repair.done,
        "findings": [found._asdict() for found in plan.findings],
        "entries": plan.end.seq,
        "entries_set_aside": plan.lost,
        "lines_set_aside": plan.surplus.lines,
        "bytes_set_aside": plan.surplus.size,
        "hash": plan.end.hash,
    }
    if not plan.findings:
        verdict = _("The store is whole; there is nothing to repair.")
    elif repair.done:
        verdict = _("The store was repaired and is whole; entries: {count}.").format(count=f"{plan.end.seq:,}")
    else:
        verdict = _("Nothing was changed yet; `dxskills store repair` would leave this many entries: {count}.").format(
            count=f"{plan.end.seq:,}"
        )
    blocks: list[Block] = (
        [Lines([f"{found.code}: {found.message}" for found in plan.findings])] if plan.findings else []
    )
    blocks.append(Lines([Cell(verdict, "good")]))
    return Document(
        blocks=lambda: blocks,
        payload=lambda: {"schema": "dxskills/store-repair/1", **values},
        flat=lambda: Flat(("code", "message"), plan.findings),
    )


def _document(
    schema: str, values: dict[str, Any], pairs: list[tuple[str, Cell | str]], verdict: str | None
) -> Document:
    blocks: list[Block] = [Lines([Cell(verdict, "good")]), Facts(pairs)] if verdict else [Facts(pairs)]
    return Document(
        blocks=lambda: blocks,
        payload=lambda: {"schema": schema, **values},
        flat=lambda: Flat(tuple(values), [list(values.values())]),
    )
