"""Random registries, exported and imported into an empty one: every answer is the same."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from dxskills import Registry
from dxskills.errors import Refused
from dxskills.exchange.exporting.remarks import Remark
from dxskills.journal.names import Name
from tests.exchange.exporting.copying import answers, empty_copy, export_all, findings, import_all
from tests.oracle.trial import MINUTE, SHM, Clock, open_registry
from tests.oracle.worlds import Action, Draw, World, draw_world

FORMS = ("csv", "tsv", "json", "jsonl", "xlsx", "cp932.csv")
DAY = timedelta(days=1)
EXCEPTION = re.compile(rb'"exception":(?:null|"stood when it was exported")')


GONE = {"ends-nothing", "overlapping-service", "name-without-person", "never-joined"}
"""What ``check`` says of entries that have no effect, which an export leaves out and says so."""
IRREGULAR = {"outside-posting", "outside-placement", "wrong-appointment", "past-term"}
"""What it says of assignments that an export gives an exception."""


STAFF = ("00012345", "12345", "A-1")
TIMES = ("09:00:00", "23:59:59", "00:00:00", "14:22:10.5", "14:22:10.123456")
ITEMS = {
    "record_training": "training",
    "enrol": "training",
    "record_certification": "certification",
    "revoke": "certification",
    "assess": "skill",
}
TEXTS_OF_CP932 = (
    "中野 花子",
    "ナカノ ハナコ",
    "髙﨑①㈱～",
    "=1+1",
    "'=1+1",
    "''",
    "-0",
    "@SUM(A1)",
    "00123",
    "1e5",
    "2026-04-01",
    "TRUE",
    "null",
    'a "quoted", and\na second line',
    "-- a line\n\nand another",
    "<r>x</r>",
    "_x0041_",
    "http://example.invalid/",
    "C:\\new",
    "＝ＨＹＰＥＲＬＩＮＫ",
)
TEXTS = (*TEXTS_OF_CP932, "𠮷野家", "葛󠄀城", "ab\u200bc", "\u202eabc", "é", "é", "﨑\ue000", "🙂")


class Copied(NamedTuple):
    """``retracted`` says how many rows were retracted first, as imports would refuse them."""

    remarks: list[Remark]
    retracted: int
    differences: list[str]


def fill(registry: Registry, world: World, clock: Clock, seed: int, texts: Sequence[str]) -> None:
    """What the world does, as far as it is allowed, with all the details that an entry may have."""
    draw = Draw(Random(seed))
    for action in world.actions:
        clock.now += MINUTE
        with suppress(Refused):
            act(registry, action | details(draw, action, texts))


def details(draw: Draw, action: Action, texts: Sequence[str]) -> Action:
    """What a world leaves unsaid; ``texts`` are what people write."""
    lines = [text for text in texts if "\n" not in text]
    pools: dict[str, dict[str, Sequence[object]]] = {
        "add_staff": {"name": lines, "kana": lines},
        "edit_staff": {"name": lines, "kana": lines},
        "assign": {"exception": texts},
        "record_training": {"note": texts, "time": TIMES, "hours": [0, 1.5, 7, 0.25], "instructor": STAFF},
        "record_certification": {"note": texts, "number": lines, "subsidy": [0, 7500, 123456]},
        "revoke": {"reason": texts},
        "assess": {"assessor": [*lines, *STAFF]},
        "waive": {"approver": lines},
    }
    pool = pools.get(action["do"], {})
    return {key: draw.one(values) for key, values in pool.items() if draw.maybe(0.4) or key in action}


def act(registry: Registry, action: Action) -> None:
    values = dict(action)
    name = values.pop("do")
    if name in ("rejoin", "correct_joined"):
        registry.edit_staff(values["staff"], on=values["joined"], joined=values["joined"])
    elif name == "retract":
        registry.retract(1 + int(values["which"] * registry.index.seq), "a mistake")
    elif name == "waive":
        registry.waive(values.pop("requirement"), values.pop("staff"), reason="because", **values)
    elif name in ITEMS:
        getattr(registry, name)(values.pop(ITEMS[name]), values.pop("staff"), **values)
    else:
        getattr(registry, name)(values.pop("staff"), **values)


def copied(seed: int, form: str = "csv") -> Copied:
    """The registry of a world beside its copy, made by way of files of this form."""
    world = draw_world(seed)
    with tempfile.TemporaryDirectory(dir=SHM if SHM.is_dir() else None) as name:
        folder, clock = Path(name), Clock()
        with open_registry(world, folder, clock) as registry:
            fill(registry, world, clock, seed, TEXTS_OF_CP932 if form.startswith("cp932") else TEXTS)
            retracted = retract_refused(registry, folder, form)
            files, remarks = export_all(registry, folder / "files", form)
            with empty_copy(registry, folder / "data", folder / "copy") as copy:
                results = import_all(copy, files)
                again = export_all(copy, folder / "again", form)[0]
                refusals = [str(problem) for result in results.values() for problem in result.problems]
                found = refusals or list(differences(registry, copy, days(world), remarks))
                if form != "xlsx":  # which holds when it was made
                    found += [kind for kind in files if files[kind].read_bytes() != again[kind].read_bytes()]
                found += [f"{kind} changes its own registry" for kind in changing(registry, files, remarks)]
                return Copied(remarks, retracted, found)


def retract_refused(registry: Registry, folder: Path, form: str) -> int:
    """Retract what the export says that an import will refuse, after an import has refused as many rows."""
    retracted = 0
    while True:
        files, remarks = export_all(registry, folder / "files", form)
        described_before = {remark.entry for remark in remarks if remark.code == "before-joining"}
        for entry in described_before:
            registry.retract(entry or 0, "nobody is anything before joining")
        refused = {(remark.entry, remark.row) for remark in remarks if remark.refuses}
        if not refused and not described_before:
            return retracted
        if not refused or described_before:
            continue
        with (
            tempfile.TemporaryDirectory(dir=folder) as name,
            empty_copy(registry, folder / "data", Path(name)) as copy,
        ):
            results = import_all(copy, files, skip_invalid=True)
            assert sum(result.rejected for result in results.values()) == len(refused), remarks
        for entry in {entry for entry, _row in refused}:
            registry.retract(entry or 0, "an import would refuse it")
        retracted += len(refused)


def changing(registry: Registry, files: dict[str, Path], remarks: list[Remark]) -> list[str]:
    """The kinds of which an import into the very registry that was exported changes or refuses anything."""
    if any(remark.code == "exception-added" for remark in remarks):
        return []
    named = registry.journal.names()
    results = import_all(registry, files)
    changed = [kind for kind, result in results.items() if result.unchanged != result.read]
    return changed if registry.journal.names() == named else [*changed, "a name"]


def differences(registry: Registry, copy: Registry, asked: list[date], remarks: list[Remark]) -> Iterator[str]:
    added = any(remark.code == "exception-added" for remark in remarks)
    ours, theirs = answers(registry, asked), answers(copy, asked)
    for (what, one), (same, other) in zip(ours, theirs, strict=True):
        assert what == same
        if added:
            one, other = EXCEPTION.sub(b"", one), EXCEPTION.sub(b"", other)
        if one != other:
            yield f"{what}:\n  {one.decode()}\n  {other.decode()}"
    named, renamed = names(registry), names(copy)
    if named != renamed:
        yield f"names:\n  {named}\n  {renamed}"
    # What has no effect, and is left out, may be found fault with all the same.
    left_out = {remark.code for remark in remarks} & GONE
    known = [one for one in findings(registry) if one["code"] not in left_out | (IRREGULAR if added else set())]
    found = [one for one in findings(copy) if one["code"] not in left_out | (IRREGULAR if added else set())]
    if known != found:
        yield f"check:\n  {known}\n  {found}"


def names(registry: Registry) -> dict[str, Name]:
    """Everybody's name, with the day from which it is known: an older file must not bring an older name back."""
    people = registry.index.people()
    return {staff: name for staff, name in registry.journal.names().items() if staff in people}


def days(world: World) -> list[date]:
    return sorted({world.days[0] - DAY, *world.days[::2], world.days[-1] + 200 * DAY})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(8))
def test_a_copy_answers_everything_as_its_original_does(seed: int, form: str) -> None:
    assert copied(seed, form).differences == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 400, 20))
def test_many_copies_answer_everything_as_their_originals_do(first: int) -> None:
    for seed in range(first, first + 20):
        assert copied(seed, FORMS[seed % len(FORMS)]).differences == [], seed


def test_the_worlds_are_not_mostly_ones_that_an_import_refuses() -> None:
    """Else there would be little left to compare."""
    copies = [copied(seed) for seed in range(12)]
    assert sum(not copy.retracted for copy in copies) >= 6
    assert sum(all(remark.code != "exception-added" for remark in copy.remarks) for copy in copies) >= 6
