"""Forgetting somebody, whatever goes wrong on the way: the old store whole or the new one, and in the end no trace."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from dxskills.errors import Damaged, DxError, OutcomeUnknown, Unavailable, Unexpected
from dxskills.index import Index
from dxskills.journal import disk, forgetting, rewriting, scrubbing
from dxskills.journal.backup import back_up
from dxskills.journal.event import Draft, Event
from dxskills.journal.headline import head_line, verify
from dxskills.journal.journal import Journal
from dxskills.journal.names import Name
from dxskills.journal.repair import repair
from dxskills.journal.traces import Traces
from dxskills.recording.forgetting import Forgotten, Occasion, find_traces, forget
from tests.index.worlds import framework
from tests.journal import faults
from tests.journal.faults import Deed, Faults, Machine, PowerCut

STAFF, NAME, KANA = "00012345", "中野　花子", "ナカノ ハナコ"
SECRETS = (STAFF, "００１２３４５", NAME, "中野花子", KANA, "IP-7731", "左利き", "育休")
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 4, 1, tzinfo=UTC)
FRAMEWORK = framework()

posix = pytest.mark.skipif(sys.platform == "win32", reason="kills a forked child, and looks at /proc")
steps = pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])


def said(kind: str, staff: str, on: str | None = "2026-06-03", **data: Any) -> Draft:
    return Draft(kind, staff, on, data)


FIRST = [
    said("staff.joined", "2", unit="総務部", manager=False),
    said("staff.joined", STAFF, unit="総務部", manager=True, grade="係長"),
    said("training.recorded", STAFF, training="basics", outcome="completed", note="左利き", instructor=STAFF),
    said("training.recorded", "2", training="basics", outcome="completed", instructor=STAFF, note="代理は中野花子さん"),
    said("skill.assessed", "2", skill="data", level=2, assessor="００１２３４５".replace("００１", "０００１")),
]
SECOND = [
    said("certification.recorded", STAFF, certification="licence", number="IP-7731", note="00012345の写しあり"),
    said("requirement.waived", STAFF, requirement="leader/data", until="2027-01-01", reason="育休", approver="課長"),
    said("training.recorded", "2", training="basics", outcome="failed", score=12.5),
]


def filled(folder: Path) -> Journal:
    """A store of two segments, with something of the person in every place that a store has."""
    journal = Journal.create(folder, year_start=(4, 1))
    with journal.writing() as writing:
        writing.save_names({STAFF: Name(NAME, KANA, "2026-04-01"), "2": Name("林 二", None, "2026-04-01")})
        writing.append(FIRST, at=NOW, by="mori", batch=None)
        writing.append(SECOND, at=NEXT_YEAR, by=STAFF, batch="20270401-1")
    quarantine = folder / "quarantine"
    line = next((folder / "journal").glob("2026*")).read_bytes().splitlines(keepends=True)
    (quarantine / "after-1-2026.jsonl").write_bytes(line[2] + line[0] + line[1][:60])
    (quarantine / "after-2-people.json").write_bytes((folder / "people.json").read_bytes()[:-20])
    (quarantine / "after-2-HEAD.tmp").write_bytes((folder / "HEAD").read_bytes())
    return journal


def forget_in(journal: Journal, *, at: datetime = NEXT_YEAR + timedelta(days=1), by: str = "mori") -> Forgotten:
    index = Index(journal, FRAMEWORK, None)
    with journal.writing(timeout=10) as writing:
        index.catch_up(writing.head)
        traces = find_traces(index, journal.names(), STAFF, ())
        return forget(journal, index, writing, traces, Occasion(at, by, None))


def traces_left(folder: Path) -> list[str]:
    """Where any text of the person's can be found in a folder, in whatever spelling."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        for secret in SECRETS:
            for spelt in (secret.encode(), secret.encode("utf-16-le"), secret.encode("ascii", "backslashreplace")):
                if spelt in raw:
                    found.append(f"{path.relative_to(folder)}: {secret}")
    return found


def shape(events: list[Event]) -> list[Any]:
    """What is counted of entries, whoever they are about."""
    return [(e.seq, e.at, e.kind, e.on, e.data.get("outcome"), e.data.get("level"), e.data.get("unit")) for e in events]


OLD = len(FIRST) + len(SECOND)


def prove(journal: Journal, before: list[Event]) -> bool:
    """The store is one of the two, and the next write leaves nothing of the other; whether it is the new one."""
    found = list(journal.read())
    assert len(found) in (OLD, OLD + 1)
    assert shape(found)[:OLD] == shape(before)
    new = len(found) > OLD
    assert new or found == before
    journal.verify()
    with journal.writing(timeout=10):
        pass
    assert list(journal.read()) == found
    assert not journal.verify().unfinished
    assert {path.name.count(".") for path in (journal.folder / "journal").iterdir()} == {2 if new else 1}
    assert not list(journal.folder.glob("FORGETTING*"))
    assert bool(traces_left(journal.folder)) is not new
    if not new:
        forget_in(journal)
        assert traces_left(journal.folder) == []
    assert sorted(journal.names())[0] == "2"
    return new


@pytest.fixture
def scene(tmp_path: Path) -> Journal:
    return filled(tmp_path / "scene" / "store")


def copies(scene: Journal, folder: Path, step: int) -> Any:
    for nth in range(1, 2000, step):
        target = folder / f"{nth}" / "store"
        shutil.copytree(scene.folder, target)
        yield nth, Journal.open(target)
        shutil.rmtree(target.parent)


# --- what it does


def test_everything_that_tells_of_the_person_is_gone_and_what_counts_stays(scene: Journal) -> None:
    before = list(scene.read())
    done = forget_in(scene)
    pseudonym = done.event.staff or ""
    events = list(scene.read())
    assert traces_left(scene.folder) == []
    assert shape(events)[:OLD] == shape(before)
    assert [e.staff for e in events] == ["2" if e.staff == "2" else pseudonym for e in before] + [pseudonym]
    assert events[-1] == done.event
    assert done.event.data == {"first": 2, "entries": 4, "others": 3}
    assert events[2].data == {"training": "basics", "outcome": "completed", "instructor": pseudonym}
    assert events[3].data["instructor"] == pseudonym
    assert events[3].data["note"] == f"代理は{pseudonym}さん"
    assert events[4].data["assessor"] == pseudonym
    assert events[5].data == {"certification": "licence"}
    assert events[6].data == {"requirement": "leader/data", "until": "2027-01-01", "reason": "forgotten"}
    assert events[7].by == pseudonym
    assert events[7].data == before[7].data
    assert scene.names() == {"2": Name("林 二", None, "2026-04-01"), pseudonym: Name(pseudonym, None, "2027-04-02")}
    assert scene.verify().entries == OLD + 1


def test_the_quarantine_keeps_what_is_of_others(scene: Journal) -> None:
    done = forget_in(scene)
    left = {path.name: path.read_bytes() for path in (scene.folder / "quarantine").iterdir()}
    assert list(left) == ["after-1-2026.jsonl"] or sorted(left) == ["after-1-2026.jsonl", "after-2-people.json"]
    assert orjson.loads(left["after-1-2026.jsonl"])["staff"] == "2"
    assert any("2 lines that named the person" in notice for notice in done.notices)


def test_the_pseudonym_is_drawn(tmp_path: Path) -> None:
    drawn = {forget_in(filled(tmp_path / f"{number}")).event.staff for number in range(5)}
    assert len(drawn) == 5
    assert all(str(one).startswith("forgotten-") and len(str(one)) == 18 for one in drawn)


def test_entries_before_the_first_that_changes_stay_as_they_are(scene: Journal) -> None:
    first = (scene.folder / "journal" / "2026.jsonl").read_bytes().splitlines()[0]
    forget_in(scene)
    assert (scene.folder / "journal" / "2026.2.jsonl").read_bytes().splitlines()[0] == first


def test_a_forgetting_in_a_new_fiscal_year_begins_a_segment(scene: Journal) -> None:
    forget_in(scene, at=NEXT_YEAR + timedelta(days=400))
    assert sorted(path.name for path in (scene.folder / "journal").iterdir()) == [
        "2026.2.jsonl", "2027.2.jsonl", "2028.2.jsonl",
    ]  # fmt: skip
    with scene.writing() as writing:
        writing.append(SECOND[2:], at=NEXT_YEAR + timedelta(days=401), by="mori", batch=None)
    assert scene.verify().entries == OLD + 2


def test_a_name_that_may_mean_another_is_left_in_others_texts(scene: Journal) -> None:
    with scene.writing() as writing:
        writing.save_names({**scene.names(), "9": Name("中野　花子", None, "2026-04-01")})
    done = forget_in(scene)
    assert list(scene.read())[3].data["note"] == "代理は中野花子さん"
    assert any("somebody else may be meant" in notice for notice in done.notices)


@pytest.mark.parametrize(
    ("other", "left"),
    [
        ("中野　花子", True),
        ("中野花子", True),
        ("大中野 花子郎", True),
        ("ANN LEE", True),
        ("Ann Leeson", False),
        ("中野 葉菜", False),
    ],
)
def test_whose_name_may_be_meant(scene: Journal, other: str, left: bool) -> None:
    names = {STAFF: Name(NAME if ord(other[0]) > 127 else "Ann Lee", None, "2026-04-01"), "9": Name(other, None, "")}
    assert find_traces(Index(scene, FRAMEWORK, None), names, STAFF, ()).names == (() if left else (names[STAFF].name,))


def test_a_reading_that_may_mean_another_is_told_too(scene: Journal) -> None:
    with scene.writing() as writing:
        writing.save_names({**scene.names(), "9": Name("仲野　葉菜子", "ﾅｶﾉ ﾊﾅｺ", "2026-04-01")})
    assert any("somebody else may be meant" in notice for notice in forget_in(scene).notices)


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("00012345", "X"),
        ("０００１２３４５", "X"),
        ("No.00012345の件", "No.Xの件"),
        ("100012345 00012345-2 A00012345", None),
        ("中野 花子", "X"),
        ("担当:中野花子(代理)", "担当:X(代理)"),
        ("野花子", None),
        ("ﾅｶﾉﾊﾅｺ", "X"),
        ("Ann  Lee came", "X came"),
        ("ANN LEE", "X"),
        ("Joann Leeson", None),
        ("代講はﾅｶﾉ ﾊﾅｺ、ﾐﾔｷﾞ ｼﾞｭﾝ", "代講はX、X"),
        ("ミヤキ\u3099シ\u3099ュン", "X"),
        ("ミヤギ ジュ", None),
        ("", None),
    ],
)
def test_what_is_found_in_a_text(text: str, replaced: str | None) -> None:
    traces = Traces(STAFF, "X", (NAME, KANA, "Ann Lee", "ミヤギ　ジュン"))
    assert traces.replaced(text) == (text if replaced is None else replaced)
    assert traces.mentions(text) is (replaced is not None)


def test_a_short_number_is_not_found_in_dates() -> None:
    traces = Traces("12", "X")
    assert traces.replaced("12月12日") == "12月12日"
    assert traces.replaced("12") == "X"


def test_a_second_one_forgets_too(scene: Journal) -> None:
    forget_in(scene)
    index = Index(scene, FRAMEWORK, None)
    with scene.writing() as writing:
        index.catch_up(writing.head)
        traces = find_traces(index, scene.names(), "2", ())
        forget(scene, index, writing, traces, Occasion(NEXT_YEAR, "mori", "asked for"))
    assert {e.staff for e in scene.read()} == set(scene.names())
    assert all(path.name.endswith(".3.jsonl") for path in (scene.folder / "journal").iterdir())
    assert scene.verify().entries == OLD + 2
    with pytest.raises(DxError) as raised:
        forget_in(scene)
    assert raised.value.code == "unknown-staff"


def test_a_damaged_journal_is_not_rewritten(scene: Journal) -> None:
    path = scene.folder / "journal" / "2026.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"level":2', b'"level":3'))
    before = {file: file.read_bytes() for file in scene.folder.rglob("*") if file.is_file()}
    with pytest.raises(Damaged):
        forget_in(scene)
    assert {file: file.read_bytes() for file in scene.folder.rglob("*") if file.is_file()} == before


# --- head lines


def test_a_head_line_from_before_is_explained_and_not_met(scene: Journal) -> None:
    before = head_line(scene).text()
    forget_in(scene)
    after = head_line(scene).text()
    with pytest.raises(Unexpected) as raised:
        verify(scene, before)
    assert (raised.value.code, raised.value.params["entry"], raised.value.params["first"]) == (
        "forgotten-since", OLD + 1, 2,
    )  # fmt: skip
    assert verify(scene, after).entries == OLD + 1


def test_a_head_line_of_an_entry_before_the_first_that_changed_still_fits(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "store", year_start=(4, 1))
    with journal.writing() as writing:
        writing.append(FIRST[:1], at=NOW, by="mori", batch=None)
    early = head_line(journal).text()
    with journal.writing() as writing:
        writing.append(FIRST[1:], at=NOW, by="mori", batch=None)
    forget_in(journal)
    assert verify(journal, early).entries == len(FIRST) + 1


def test_what_no_forgetting_explains_is_said_first(scene: Journal, tmp_path: Path) -> None:
    forget_in(scene)
    shutil.copytree(scene.folder, tmp_path / "other")
    for journal, kind in ((scene, "failed"), (Journal.open(tmp_path / "other"), "completed")):
        with journal.writing() as writing:
            data = {"training": "basics", "outcome": kind}
            writing.append([said("training.recorded", "2", **data)], at=NEXT_YEAR, by="mori", batch=None)
    with pytest.raises(Unexpected) as raised:
        verify(scene, head_line(Journal.open(tmp_path / "other")).text())
    assert raised.value.code == "rewritten"


# --- others meanwhile


def test_a_reader_that_began_before_reads_again(scene: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    real = Journal.read

    def read(self: Journal, *args: Any, **kwargs: Any) -> Any:
        if not done:
            done.append(1)
            forget_in(Journal.open(scene.folder))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Journal, "read", read)
    assert scene.verify().entries == OLD + 1
    done.clear()
    index = Index(scene, FRAMEWORK, None)
    monkeypatch.undo()
    index.catch_up()
    assert index.person_number(STAFF) is None


def test_an_index_that_was_up_to_date_is_emptied_for_good(scene: Journal, tmp_path: Path) -> None:
    caches = tmp_path / "caches"
    mine, other = (Index.open(scene, FRAMEWORK, folder=caches / name) for name in ("a", "b"))
    for index in (mine, other):
        index.catch_up()
    assert traces_left(caches)
    forget_in(scene)
    for index in (mine, other):
        index.catch_up()
    assert traces_left(caches) == []  # the files are still open
    assert mine.person_number(STAFF) is None
    mine.close()
    other.close()
    assert traces_left(caches) == []


def test_a_backup_that_is_overtaken_begins_again(
    scene: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dxskills.journal import backup, recovery

    real = recovery.copy_bytes
    done: list[int] = []

    def copy_bytes(*args: Any) -> None:
        real(*args)
        if not done:
            done.append(1)
            forget_in(scene)

    monkeypatch.setattr(backup, "copy_bytes", copy_bytes)
    made = back_up(scene, tmp_path / "backup")
    assert made.found.entries == OLD + 1
    assert traces_left(tmp_path / "backup") == []
    assert [path.name for path in tmp_path.iterdir()].count("backup") == 1


def test_copies_of_killed_backups_beside_the_store_go(scene: Journal) -> None:
    aside = scene.folder.with_name(".monthly.77-0a0b0c0d.unfinished")
    shutil.copytree(scene.folder, aside)
    other = filled(scene.folder.parent / "other")
    foreign = other.folder.rename(scene.folder.with_name(".else.78-0a0b0c0d.unfinished"))
    forget_in(scene)
    assert not aside.exists()
    assert foreign.exists()


def test_a_copy_that_may_not_be_removed_is_told(scene: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    aside = scene.folder.with_name(".monthly.77-0a0b0c0d.unfinished")
    shutil.copytree(scene.folder, aside)
    monkeypatch.setattr(shutil, "rmtree", lambda *_args, **_options: None)
    done = forget_in(scene)
    assert any(str(aside) in notice for notice in done.notices)
    assert not scene.verify().unfinished


def test_a_backup_of_a_store_after_it_is_a_store(scene: Journal, tmp_path: Path) -> None:
    forget_in(scene)
    back_up(scene, tmp_path / "backup")
    assert list(Journal.open(tmp_path / "backup").read()) == list(scene.read())


# --- repair


def test_repair_brings_it_to_its_end(scene: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "scrub", _failing)
        with pytest.raises(OutcomeUnknown) as raised:
            forget_in(scene)
    assert raised.value.code == "forgetting-unfinished"
    assert scene.verify().unfinished
    assert traces_left(scene.folder)
    assert [found.code for found in repair(scene).plan.findings] == ["forgetting-unfinished"]
    assert traces_left(scene.folder) == []
    assert not repair(scene).plan.findings


@pytest.mark.parametrize("moment", ["written", "counts"])
def test_head_lost_on_the_way_loses_no_entry(scene: Journal, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    before = list(scene.read())
    with monkeypatch.context() as patch:
        if moment == "counts":
            patch.setattr(scrubbing, "scrub", _failing)
        else:
            patch.setattr(rewriting.Rewriting, "write", _dying(rewriting.Rewriting.write, patch))
        with pytest.raises((OutcomeUnknown, PowerCut)):
            forget_in(scene)
    (scene.folder / "HEAD").unlink()
    assert repair(scene).done
    prove(scene, before)


def test_segments_that_nothing_speaks_of_are_set_aside(scene: Journal) -> None:
    (scene.folder / "journal" / "2026.7.jsonl").write_bytes(b"from somewhere\n")
    scene.verify()
    assert [found.code for found in repair(scene).plan.findings] == ["stray-file"]
    assert b"from somewhere\n" in [path.read_bytes() for path in (scene.folder / "quarantine").iterdir()]


def test_what_is_under_way_but_cannot_be_read_is_set_aside(scene: Journal) -> None:
    (scene.folder / "FORGETTING").write_bytes(b"{")
    with pytest.raises(Damaged, match="FORGETTING"), scene.writing():
        pass
    assert [found.code for found in repair(scene).plan.findings] == ["stray-file"]
    forget_in(scene)
    assert traces_left(scene.folder) == []


def test_what_is_under_way_is_never_taken_for_another_edition(scene: Journal) -> None:
    """A bit that flipped in the file that says what to remove must not remove the edition that counts."""
    traces = Traces(STAFF, "forgotten-0a0b0c0d", (NAME,))
    path = scene.folder / "FORGETTING"
    forgetting._write_intent(scene.folder, forgetting.Intent(2, 3, None, traces))
    raw = path.read_bytes()
    assert forgetting.read_intent(scene.folder).after == 3
    for bit in range(8 * len(raw)):
        changed = bytearray(raw)
        changed[bit >> 3] ^= 1 << (bit & 7)
        path.write_bytes(changed)
        with pytest.raises(Damaged, match="FORGETTING"):
            forgetting.read_intent(scene.folder)
    before = list(scene.read())
    path.unlink()
    forgetting._write_intent(scene.folder, forgetting.Intent(1, 1, None, traces))
    with pytest.raises(Damaged, match="FORGETTING"), scene.writing():
        pass
    repair(scene)
    assert list(scene.read()) == before


def _failing(*_args: Any) -> Any:
    raise OSError(errno.EIO, "no disk")


def _dying(real: Callable[..., Any], removing: pytest.MonkeyPatch) -> Callable[..., Any]:
    def write(plan: Any) -> Any:
        real(plan)
        # The process dies here, so that nothing more is removed either.
        removing.setattr(forgetting, "_remove_edition", lambda *_args: None)
        removing.setattr(disk, "remove", lambda *_args: None)
        raise PowerCut

    return write


# --- whatever goes wrong


@pytest.fixture
def before(scene: Journal) -> list[Event]:
    return list(scene.read())


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faults:
    return Faults(monkeypatch)


@steps
@pytest.mark.parametrize("deed", faults.DEEDS.values(), ids=faults.DEEDS.keys())
def test_every_call_fails_once(
    tmp_path: Path, scene: Journal, before: list[Event], faulty: Faults, deed: Deed, step: int
) -> None:
    seen = set[bool]()
    for nth, journal in copies(scene, tmp_path, step):
        faulty.arm(nth, deed)
        error: BaseException | None = None
        try:
            forget_in(journal)
        except (DxError, KeyboardInterrupt) as raised:
            error = raised
        calls = faulty.disarm()
        new = prove(journal, before)
        seen.add(new)
        if error is None:
            assert new
        elif isinstance(error, Unavailable | Damaged):
            assert not new, "said that nothing happened, and it did"
        if len(calls) < nth:
            break
    assert seen == {False, True}
    assert nth > 150


@posix
@steps
@pytest.mark.parametrize("deed", [faults.killed_before, faults.killed_within], ids=["before", "within"])
def test_killed_at_every_call(
    tmp_path: Path, scene: Journal, before: list[Event], faulty: Faults, deed: Deed, step: int
) -> None:
    seen = set[bool]()
    for nth, journal in copies(scene, tmp_path, step):
        faulty.arm(nth, deed)
        status = faults.in_child(partial(forget_in, journal))
        faulty.disarm()
        seen.add(prove(journal, before))
        if status == 0:
            break
        assert status == 9
    assert seen == {False, True}
    assert nth > 150


class Cut(NamedTuple):
    """What is left after the ``nth`` change; ``early`` if the power went off before the work was done."""

    nth: int
    early: bool
    left: Journal


def power_cuts(
    scene: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch, step: int, work: Callable[[Journal], object]
) -> Iterator[Cut]:
    """Everything that power cuts may leave, the last of them after the end."""
    for nth, journal in copies(scene, folder, step):
        with monkeypatch.context() as patch:
            machine = Machine(journal.folder, patch)
            machine.cut_after(nth)
            early = False
            try:
                work(journal)
            except PowerCut:
                early = True
            machine.go_on()
            for number in range(4):
                target = folder / f"{nth}-{number}" / "store"
                target.parent.mkdir()
                machine.rebuild(target, names_lost=number >= 2, content_lost=bool(number % 2))
                yield Cut(nth, early, Journal.open(target))
                shutil.rmtree(target.parent)
            machine.forget()
        if not early:
            return


@posix
@steps
def test_power_cut_after_every_change(
    tmp_path: Path, scene: Journal, before: list[Event], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    seen = set[bool]()
    for cut in power_cuts(scene, tmp_path, monkeypatch, step, forget_in):
        new = prove(cut.left, before)
        seen.add(new)
        assert cut.early or new
    assert not cut.early
    assert seen == {False, True}
    assert cut.nth > 60


@posix
@pytest.mark.slow
def test_power_cut_while_it_is_brought_to_its_end(
    tmp_path: Path, scene: Journal, before: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "scrub", _failing)
        with pytest.raises(OutcomeUnknown):
            forget_in(scene)

    def bring_to_its_end(journal: Journal) -> None:
        with journal.writing(timeout=10):
            pass

    for cut in power_cuts(scene, tmp_path, monkeypatch, 1, bring_to_its_end):
        assert prove(cut.left, before)
    assert not cut.early
