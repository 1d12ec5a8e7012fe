"""Forgetting a person: the journal written anew without them, and everything else of the store that tells of them.

FORGETTING is written first and removed last, and says what is under way. While HEAD names the old edition, nothing has
happened and the new one is rubbish; once it names the new one, the old one is, with the name, and what the quarantine
holds of the person. Whoever writes next brings it to its end, whatever stopped it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from dxskills.errors import Damaged, DxError, OutcomeUnknown
from dxskills.i18n import _
from dxskills.journal import disk, names, scrubbing
from dxskills.journal.editions import edition_of
from dxskills.journal.head import Head, empty_head
from dxskills.journal.identity import check_of
from dxskills.journal.recovery import ASIDE
from dxskills.journal.recovery import FORGETTING as FILE
from dxskills.journal.rewriting import Rewriting
from dxskills.journal.segments import FOLDER, scan
from dxskills.journal.traces import Traces

if TYPE_CHECKING:
    from dxskills.journal.writing import Writing

_SCHEMA = "dxskills/forgetting/1"


class Intent(NamedTuple):
    """What is under way: from edition ``before`` to ``after``; ``as_of`` is the day of the pseudonym in people.json."""

    before: int
    after: int
    as_of: str | None
    traces: Traces


def forget(writing: Writing, plan: Rewriting, traces: Traces, as_of: str | None) -> scrubbing.Scrubbed:
    """Let ``plan``'s journal take the place of the one that counts, and remove what else tells of the person.

    Raises Unavailable or Damaged where nothing has happened, OutcomeUnknown "forgetting-unfinished" where it counts and
    something is still to be removed.
    """
    intent = Intent(plan.old.edition, plan.edition, as_of, traces)
    writing.replace(lambda: _written(plan, intent))
    try:
        removed = bring_to_its_end(plan.folder, writing.head, plan.store_id)
    except DxError as error:
        raise _unfinished(plan.folder, error.message) from error
    writing.clean = True
    return removed


def _written(plan: Rewriting, intent: Intent) -> Head:
    try:
        with disk.writing(plan.folder):
            _write_intent(plan.folder, intent)
            end = plan.write()
        # What takes the place of everything is read once before it does.
        for _event in scan(plan.folder, empty_head(plan.store_id), end):
            pass
    except BaseException:
        with suppress(OSError):
            _remove_edition(plan.folder, intent.after)
            disk.remove(plan.folder / FILE)
        raise
    return end


def bring_to_its_end(folder: Path, end: Head, store_id: str) -> scrubbing.Scrubbed:
    """With the lock held: remove what a forgetting that counts has still to remove, or all that one left that does not.

    May be done again, whatever step it stopped at. Damaged if it cannot be read what was under way.
    """
    removed = scrubbing.NOTHING
    intent = read_intent(folder)
    with disk.writing(folder):
        # HEAD may have got its place in memory only.
        disk.fsync_folder(folder)
        if end.edition == intent.before:
            _remove_edition(folder, intent.after)
        elif end.edition == intent.after:
            _rename(folder, intent)
            removed = scrubbing.scrub(folder, store_id, intent.traces)
            _remove_edition(folder, intent.before)
        disk.remove(folder / FILE)
        disk.fsync_folder(folder)
    return removed


def _rename(folder: Path, intent: Intent) -> None:
    known = names.read_names(folder)
    traces = intent.traces
    named = names.Name(traces.pseudonym, None, intent.as_of) if intent.as_of else None
    if traces.staff in known or (named and traces.pseudonym not in known):
        known.pop(traces.staff, None)
        names.write_names(folder, known | ({traces.pseudonym: named} if named else {}))
    disk.remove(folder / (names.FILE + ASIDE))


def _remove_edition(folder: Path, edition: int) -> None:
    for name in disk.list_folder(folder / FOLDER):
        if edition_of(name) == edition:
            disk.remove(folder / FOLDER / name)
    disk.fsync_folder(folder / FOLDER)


def _write_intent(folder: Path, intent: Intent) -> None:
    content: dict[str, Any] = {"schema": _SCHEMA, **intent._asdict(), "traces": intent.traces._asdict()}
    # It says what is to be removed: a bit that flipped must not make that another edition.
    content["check"] = check_of(content)
    disk.write_file(folder / FILE, orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE))


def read_intent(folder: Path) -> Intent:
    """What is under way; Damaged if that cannot be read."""
    path = folder / FILE
    with disk.reading(path):
        raw = disk.read_file(path)
    try:
        content = orjson.loads(raw)
        if content.pop("check") != check_of(content) or content.pop("schema") != _SCHEMA:
            raise ValueError
        said = content.pop("traces")
        traces = Traces(said["staff"], said["pseudonym"], tuple(said["names"]), tuple(said["users"]))
        intent = Intent(**content, traces=traces)
        if intent.after != intent.before + 1:
            raise ValueError
        return intent
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = _("`dxskills store repair` sets it aside; then forget the person again.")
        raise Damaged("damaged", _("{path} is missing or unreadable."), hint=hint, path=path) from error


def _unfinished(folder: Path, reason: str) -> OutcomeUnknown:
    message = _("The journal has forgotten the person, but not everything else could be removed: {reason}")
    hint = _("The next command that writes to {folder}, or `dxskills store repair`, brings it to its end.")
    return OutcomeUnknown("forgetting-unfinished", message, hint=hint, reason=reason, folder=folder)
