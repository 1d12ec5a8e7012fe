"""Repair keeps what the chain proves, sets the rest aside, loses no byte, and leaves a store that is whole."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dxskills.errors import Damaged, DxError
from dxskills.journal import head
from dxskills.journal.head import SLOT
from dxskills.journal.journal import Journal
from dxskills.journal.names import Name
from dxskills.journal.repair import Repair, repair
from tests.journal import counts, faults
from tests.journal.entries import NEXT_YEAR, NOW, enter, make, notes, quarantined, segment
from tests.journal.faults import Deed, Faults, Machine, PowerCut

NAMES = {
    "00012345": Name("中野 花子", None, "2026-04-01"),
    "2": Name("沼袋 太郎", "ヌマブクロ", "2026-04-01"),
    "3": Name("鷺宮 一", None, "2026-04-01"),
}


@pytest.fixture(autouse=True)
def nobody_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slot of HEAD that cannot be read is not waited for."""
    monkeypatch.setattr(head, "_PAUSE", 0)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return filled(tmp_path / "store")


def filled(folder: Path) -> Journal:
    journal = make(folder)
    with journal.writing() as writing:
        writing.save_names(NAMES)
    enter(journal, "a")
    enter(journal, "b", "c")
    enter(journal, "d", at=NEXT_YEAR)
    enter(journal, "e", at=NEXT_YEAR)
    return journal


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def codes(done: Repair) -> list[str]:
    return [found.code for found in done.plan.findings]


def mend(journal: Journal, *, to_quarantine: bool = False) -> list[str]:
    """Repair, after a dry run that says the same and changes nothing; what is left is whole and takes entries."""
    before = content(journal.folder)
    told = repair(journal, to_quarantine=to_quarantine, dry_run=True)
    assert content(journal.folder) == before
    done = repair(journal, to_quarantine=to_quarantine)
    assert done.plan == told.plan
    assert done.done == bool(done.plan.findings)
    left = notes(journal)
    assert (journal.verify().surplus, journal.verify().entries) == (0, done.plan.end.seq)
    nothing_lost(before, content(journal.folder))
    again = repair(journal)
    assert (again.done, codes(again)) == (False, [])
    enter(journal, "z", at=NEXT_YEAR)
    assert notes(journal) == [*left, "z"]
    return codes(done)


def nothing_lost(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Every line of every segment, and every other file that is not as it was, is somewhere still."""
    for name, raw in before.items():
        if name in ("HEAD", "LOCK.holder") or after.get(name) == raw:
            continue
        for line in raw.split(b"\n") if name.startswith("journal") else [raw]:
            assert any(line in kept for kept in after.values()), (name, line)


def harm_slot(journal: Journal, *slots: int) -> None:
    raw = bytearray((journal.folder / "HEAD").read_bytes())
    for slot in slots:
        raw[slot * SLOT : slot * SLOT + SLOT] = b"\xff" * SLOT
    (journal.folder / "HEAD").write_bytes(raw)


def newest_slot(journal: Journal) -> int:
    return journal.head().generation % 2


def test_a_whole_store_is_left_alone(journal: Journal) -> None:
    before = {path: path.stat().st_mtime_ns for path in journal.folder.rglob("*")}
    assert not repair(journal).done
    assert {path: path.stat().st_mtime_ns for path in journal.folder.rglob("*")} == before
    assert codes(repair(make(journal.folder.parent / "empty"))) == []


@pytest.mark.parametrize("tail", [b'{"seq":6,"at"', b"\0" * 5000, b"rubbish\nmore\n", b"\n"])
def test_an_unfinished_tail_goes_to_quarantine(journal: Journal, tail: bytes) -> None:
    with segment(journal, 2027).open("ab") as file:
        file.write(tail)
    segment(journal, 2028).write_bytes(b"never acknowledged\n")
    assert mend(journal) == ["unfinished-tail"]
    assert sorted(quarantined(journal)) == sorted([tail, b"never acknowledged\n"])
    assert notes(journal) == ["a", "b", "c", "d", "e", "z"]


def test_whole_lines_behind_two_whole_slots_were_never_acknowledged(journal: Journal) -> None:
    before = (journal.folder / "HEAD").read_bytes()
    enter(journal, "f", at=NEXT_YEAR)
    (journal.folder / "HEAD").write_bytes(before)
    assert mend(journal) == ["unfinished-tail"]
    assert notes(journal) == ["a", "b", "c", "d", "e", "z"]


@pytest.mark.parametrize("more", [b"", b'{"seq":6,"at"'])
def test_what_the_lost_slot_named_is_kept(journal: Journal, more: bytes) -> None:
    harm_slot(journal, newest_slot(journal))
    assert notes(journal) == ["a", "b", "c", "d"]
    with segment(journal, 2027).open("ab") as file:
        file.write(more)
    assert mend(journal) == ["head-slot-lost"] + ["unfinished-tail"] * bool(more)
    assert notes(journal) == ["a", "b", "c", "d", "e", "z"]


@pytest.mark.parametrize("at", [NOW, NEXT_YEAR], ids=["same segment", "new segment"])
def test_what_the_lost_slot_named_is_never_taken_for_unfinished(tmp_path: Path, at: datetime) -> None:
    journal = make(tmp_path / "store")
    enter(journal, "a", "b")
    enter(journal, "c", "d", at=at)
    harm_slot(journal, newest_slot(journal))
    before = content(journal.folder)
    place = ("2026.jsonl", 3) if at == NOW else ("2027.jsonl", 1)
    for attempt in (lambda: enter(journal, "e", at=at), journal.verify):
        with pytest.raises(Damaged, match="slot of HEAD") as damaged:
            attempt()
        assert (damaged.value.params["segment"], damaged.value.params["line"]) == place
    after = content(journal.folder)
    after.pop("LOCK.holder", None)
    assert after == before
    assert mend(journal) == ["head-slot-lost"]
    assert notes(journal) == ["a", "b", "c", "d", "z"]


def test_the_older_slot_is_made_anew_too(journal: Journal) -> None:
    harm_slot(journal, 1 - newest_slot(journal))
    assert mend(journal) == ["head-slot-lost"]
    assert notes(journal) == ["a", "b", "c", "d", "e", "z"]


@pytest.mark.parametrize("copy", range(4))
def test_one_bad_copy_is_mended_before_the_other_is(journal: Journal, copy: int) -> None:
    raw = bytearray((journal.folder / "HEAD").read_bytes())
    raw[copy * SLOT // 2 + 50] ^= 4
    (journal.folder / "HEAD").write_bytes(raw)
    assert mend(journal) == ["head-worn"]


@pytest.mark.parametrize("harm", ["slots", "gone", "empty", "short"])
def test_head_is_built_anew_from_the_chain(journal: Journal, harm: str) -> None:
    path = journal.folder / "HEAD"
    harm_slot(journal, 0, 1)
    if harm == "gone":
        path.unlink()
    elif harm != "slots":
        path.write_bytes(b"" if harm == "empty" else b"x" * 100)
    with segment(journal, 2027).open("ab") as file:
        file.write(b'{"seq":6')
    with pytest.raises(Damaged, match="HEAD"):
        enter(journal, "f")
    assert mend(journal) == ["head-lost", "unfinished-tail"]
    assert notes(journal) == ["a", "b", "c", "d", "e", "z"]


def test_the_head_of_an_empty_store_is_built_anew(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    (journal.folder / "HEAD").unlink()
    assert mend(journal) == ["head-lost"]


@pytest.mark.parametrize("harm", ["gone", "link", "folder"])
def test_the_lock_is_made_anew(journal: Journal, harm: str) -> None:
    path = journal.folder / "LOCK"
    path.unlink()
    if harm == "link":
        path.symlink_to(journal.folder / "nowhere")
    elif harm == "folder":
        path.mkdir()
    assert mend(journal) == ["lock-missing"]
    assert path.stat().st_size == 0


def test_files_that_were_never_finished_go_to_quarantine(journal: Journal) -> None:
    for name in ("HEAD.tmp", "people.json.tmp", "store.json.tmp", "journal/2028.jsonl.tmp"):
        (journal.folder / name).write_bytes(name.encode())
    assert mend(journal) == ["stray-file"] * 4
    assert len(quarantined(journal)) == 4


def test_folders_that_are_gone_are_made(tmp_path: Path) -> None:
    journal = make(tmp_path / "store")
    (journal.folder / "HEAD").unlink()
    (journal.folder / "journal").rmdir()
    (journal.folder / "quarantine").rmdir()
    assert mend(journal) == ["head-lost"]


@pytest.mark.parametrize(
    ("harm", "kept"),
    [
        (lambda raw: b"", []),
        (lambda raw: raw[: len(raw) * 2 // 3], ["00012345"]),
        (lambda raw: raw.replace(b'"kana":"', b'"kana":7"'), ["00012345", "3"]),
        (lambda raw: raw.replace(b"dxskills/people/1", b"dxskills/people/x"), ["00012345", "2", "3"]),
        (lambda raw: raw.replace("一".encode(), b"\xff"), ["00012345", "2"]),
        (lambda raw: raw.replace(b'"2":', b'"3":'), ["00012345", "3"]),
    ],
    ids=["empty", "torn", "no text", "schema", "bytes", "twice"],
)
def test_names_that_can_be_read_are_kept(journal: Journal, harm: Callable[[bytes], bytes], kept: list[str]) -> None:
    path = journal.folder / "people.json"
    raw = harm(path.read_bytes())
    path.write_bytes(raw)
    assert mend(journal) == ["names-lost"]
    assert sorted(journal.names()) == kept
    assert all(name == NAMES[staff] for staff, name in journal.names().items())
    assert quarantined(journal) == [raw]


def test_missing_names_are_counted(journal: Journal) -> None:
    (journal.folder / "people.json").unlink()
    done = repair(journal)
    assert codes(done) == ["names-lost"]
    assert "1 people have no name" in done.plan.findings[0].message
    assert journal.names() == {}


# --- damage to what was acknowledged


def refused(journal: Journal) -> Damaged:
    before = content(journal.folder)
    for dry_run in (True, False):
        with pytest.raises(Damaged) as raised:
            repair(journal, dry_run=dry_run)
    assert content(journal.folder) == before
    assert raised.value.exit_code == 5
    assert "--to-quarantine" in (raised.value.hint or "")
    return raised.value


@pytest.mark.parametrize("bit", [0, 5])
def test_a_bit_flipped_anywhere_is_refused_or_costs_what_follows(journal: Journal, tmp_path: Path, bit: int) -> None:
    path = segment(journal)
    raw = path.read_bytes()
    numbers = [raw[:place].count(b"\n") for place in range(len(raw))]
    for place in range(bit, len(raw), 3):
        copy = tmp_path / "copy"
        shutil.copytree(journal.folder, copy)
        changed = bytearray(raw)
        changed[place] ^= 1 << bit
        harmed = Journal.open(copy)
        segment(harmed).write_bytes(changed)
        said = refused(harmed)
        assert (said.params["segment"], said.params["line"]) == ("2026.jsonl", numbers[place] + 1)
        assert (said.params["kept"], said.params["lost"]) == (numbers[place], 5 - numbers[place])
        before = content(copy)
        done = repair(harmed, to_quarantine=True)
        assert (codes(done), done.plan.lost) == (["entries-set-aside"], 5 - numbers[place])
        assert notes(harmed) == ["a", "b", "c"][: numbers[place]]
        nothing_lost(before, content(copy))
        shutil.rmtree(copy)
    counts.ran("damaged stores repaired with --to-quarantine", len(range(bit, len(raw), 3)))


def test_a_cut_anywhere_is_refused_or_costs_what_follows(journal: Journal, tmp_path: Path) -> None:
    path = segment(journal, 2027)
    raw = path.read_bytes()
    for place in range(len(raw)):
        copy = tmp_path / "copy"
        shutil.copytree(journal.folder, copy)
        harmed = Journal.open(copy)
        segment(harmed, 2027).write_bytes(raw[:place])
        whole = raw[:place].count(b"\n")
        said = refused(harmed)
        assert (said.params["kept"], said.params["lost"]) == (3 + whole, 2 - whole)
        repair(harmed, to_quarantine=True)
        assert notes(harmed) == ["a", "b", "c", "d", "e"][: 3 + whole]
        shutil.rmtree(copy)
    counts.ran("damaged stores repaired with --to-quarantine", len(raw))


def test_a_lost_or_doubled_line_and_a_lost_segment(journal: Journal, tmp_path: Path) -> None:
    lines = segment(journal).read_bytes().splitlines(keepends=True)
    for number, (changed, kept) in enumerate(
        [([lines[0], lines[2]], 1), ([*lines[:2], lines[1], lines[2]], 2), ([lines[0], lines[2], lines[1]], 1)]
    ):
        copy = tmp_path / f"{number}"
        shutil.copytree(journal.folder, copy)
        harmed = Journal.open(copy)
        segment(harmed).write_bytes(b"".join(changed))
        assert refused(harmed).params["kept"] == kept
        assert mend(harmed, to_quarantine=True) == ["entries-set-aside"]
    segment(journal).unlink()
    assert refused(journal).params["lost"] == 5
    assert mend(journal, to_quarantine=True) == ["entries-set-aside"]
    assert notes(journal) == ["z"]


def test_rubbish_with_lines_behind_a_lost_slot_is_not_taken_for_unfinished(journal: Journal) -> None:
    harm_slot(journal, newest_slot(journal))
    raw = segment(journal, 2027).read_bytes()
    segment(journal, 2027).write_bytes(raw[:-40] + b"!" + raw[-39:])
    assert refused(journal).params["kept"] == 4
    assert mend(journal, to_quarantine=True) == ["head-slot-lost", "entries-set-aside"]


def test_damage_without_a_head_is_refused_too(journal: Journal) -> None:
    (journal.folder / "HEAD").unlink()
    raw = segment(journal).read_bytes()
    segment(journal).write_bytes(raw.replace(b'"note":"b"', b'"note":"B"'))
    assert (refused(journal).params["line"], refused(journal).params["kept"]) == (2, 1)
    assert mend(journal, to_quarantine=True) == ["head-lost", "entries-set-aside"]
    assert notes(journal) == ["a", "z"]


def test_an_identity_that_is_gone_is_no_matter_for_a_repair(journal: Journal) -> None:
    (journal.folder / "store.json").unlink()
    with pytest.raises(Damaged, match=r"store\.json"):
        Journal.open(journal.folder)


# --- a repair that goes wrong


def everything_wrong(folder: Path, *, middle: bool) -> Journal:
    journal = filled(folder)
    with segment(journal, 2027).open("ab") as file:
        file.write(b'{"seq":6,"at"')
    for name in ("HEAD.tmp", "people.json.tmp", "journal/2028.jsonl.tmp"):
        (folder / name).write_bytes(b"half of " + name.encode())
    names = (folder / "people.json").read_bytes()
    (folder / "people.json").write_bytes(names[: len(names) - 30])
    (folder / "LOCK.holder").write_bytes(b'{"host":"else","pid":1}')
    (folder / "LOCK").unlink()
    if middle:
        segment(journal).write_bytes(segment(journal).read_bytes().replace(b'"note":"b"', b'"note":"B"'))
    else:
        harm_slot(journal, newest_slot(journal))
    return journal


KEPT = {False: ["a", "b", "c", "d", "e"], True: ["a"]}


def settled(journal: Journal, before: dict[str, bytes], *, middle: bool) -> None:
    """After whatever happened, a repair that is let alone brings the store to where the first one would have."""
    nothing_lost(before, content(journal.folder))
    repair(journal, to_quarantine=middle)
    assert notes(journal) == KEPT[middle]
    assert (journal.verify().surplus, sorted(journal.names())) == (0, ["00012345", "2"])
    nothing_lost(before, content(journal.folder))
    enter(journal, "z", at=NEXT_YEAR)
    assert notes(journal) == [*KEPT[middle], "z"]


def attempt(work: Callable[[], Any]) -> bool:
    try:
        work()
    except (DxError, KeyboardInterrupt):
        return False
    return True


@pytest.mark.parametrize("middle", [False, True], ids=["acknowledged whole", "damage in the middle"])
@pytest.mark.parametrize("deed", faults.DEEDS.values(), ids=faults.DEEDS.keys())
def test_every_call_of_a_repair_fails_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: Deed, middle: bool
) -> None:
    faulty = Faults(monkeypatch)
    scene = everything_wrong(tmp_path / "scene", middle=middle)
    before = content(scene.folder)
    for nth in range(1, 1000):
        folder = tmp_path / f"{nth}"
        shutil.copytree(scene.folder, folder)
        journal = Journal.open(folder)
        faulty.arm(nth, deed)
        done = attempt(lambda journal=journal: repair(journal, to_quarantine=middle))  # type: ignore[misc]
        calls = faulty.disarm()
        settled(journal, before, middle=middle)
        shutil.rmtree(folder)
        if len(calls) < nth:
            break
    assert done
    assert nth > 80


@pytest.mark.skipif(sys.platform == "win32", reason="kills a forked child")
@pytest.mark.parametrize("middle", [False, True], ids=["acknowledged whole", "damage in the middle"])
@pytest.mark.parametrize("deed", [faults.killed_before, faults.killed_within], ids=["before", "within"])
def test_a_repair_killed_at_every_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: Deed, middle: bool
) -> None:
    faulty = Faults(monkeypatch)
    scene = everything_wrong(tmp_path / "scene", middle=middle)
    before = content(scene.folder)
    for nth in range(1, 1000):
        folder = tmp_path / f"{nth}"
        shutil.copytree(scene.folder, folder)
        journal = Journal.open(folder)
        faulty.arm(nth, deed)
        status = faults.in_child(lambda journal=journal: repair(journal, to_quarantine=middle))  # type: ignore[misc]
        faulty.disarm()
        settled(journal, before, middle=middle)
        shutil.rmtree(folder)
        if status == 0:
            break
        assert status == 9
    assert nth > 80


@pytest.mark.skipif(sys.platform == "win32", reason="looks at /proc")
@pytest.mark.parametrize("middle", [False, True], ids=["acknowledged whole", "damage in the middle"])
def test_a_power_cut_after_every_change_of_a_repair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, middle: bool
) -> None:
    scene = everything_wrong(tmp_path / "scene", middle=middle)
    before = content(scene.folder)
    for nth in range(1, 200):
        folder = tmp_path / f"{nth}"
        shutil.copytree(scene.folder, folder)
        journal = Journal.open(folder)
        with monkeypatch.context() as patch:
            machine = Machine(folder, patch)
            machine.cut_after(nth)
            cut = False
            try:
                repair(journal, to_quarantine=middle)
            except PowerCut:
                cut = True
            machine.go_on()
            for number in range(4):
                target = tmp_path / f"{nth}-{number}"
                machine.rebuild(target, names_lost=number >= 2, content_lost=bool(number % 2))
                settled(Journal.open(target), before, middle=middle)
                shutil.rmtree(target)
            machine.forget()
        shutil.rmtree(folder)
        if not cut:
            break
    assert not cut
    assert nth > 40


def test_a_repair_waits_for_whoever_writes(journal: Journal) -> None:
    with segment(journal, 2027).open("ab") as file:
        file.write(b"x")
    with journal.writing(), pytest.raises(DxError) as raised:
        with segment(journal, 2027).open("ab") as file:
            file.write(b"x")
        repair(Journal.open(journal.folder), timeout=0.05)
    assert raised.value.code == "locked"


def test_the_report_is_plain_data(journal: Journal) -> None:
    with segment(journal, 2027).open("ab") as file:
        file.write(b"xy")
    plan = repair(journal, dry_run=True).plan
    assert json.loads(json.dumps(plan.findings)) == [["unfinished-tail", plan.findings[0].message]]
    assert (plan.surplus.files, plan.surplus.lines, plan.surplus.size) == (("2027.jsonl",), 1, 2)
