"""Rows that go the short way become what they become on the long one, entry by entry and fault by fault."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxskills import Registry
from dxskills import registry as registry_module
from dxskills.errors import DxError
from dxskills.exchange import delimited, reading, short_way, sieve
from dxskills.exchange.alike_rows import Seen
from dxskills.exchange.table import Row
from dxskills.index import ahead
from dxskills.index.ahead import Ahead
from dxskills.journal.alike import AlikeEntries, Frame, Span
from dxskills.journal.lines_ahead import LinesAhead, MadeLines
from tests.exchange.office import Office, faults

STAFF_CELLS = ["00000001", "00000002", "00000003", "'00000001", " 00000002", "９", "99", ""]
DAYS = ["2026-06-01", "2026-06-02", "2026/6/1", "2026/06/01", "令和8年6月1日", "R8.6.1", "2026-02-30", "06/01/2026", ""]
TIMES = ["", "", " 10:00:00", " 10:00", "T10:00:00", " 10:00:00.5", "(月)", " 25:00", " x"]
TRAININGS = ["security", "セキュリティ研修", "Security Basics", "literacy", "nothing"]
OUTCOMES = ["", "修了", "不合格", "×", "終了"]
SCORES = ["", "80", "８０", "39.5", "優"]
NOTES = ["", "", "備考", " 備考 ", "別の備考", "'=1+1", "a\ue000", "x\u200b", 'say "so"', "一行\n二行"]
ENDS = ["", "", "", "2026-06-03", "2026-05-01"]


def a_row(quoted: bool) -> st.SearchStrategy[str]:
    notes = NOTES if quoted else [note for note in NOTES if '"' not in note and "\n" not in note]
    moment = st.tuples(st.sampled_from(DAYS), st.sampled_from(TIMES)).map("".join)
    cells = st.tuples(
        st.sampled_from(STAFF_CELLS[:3] * 5 + STAFF_CELLS),
        st.sampled_from(TRAININGS[:3] * 3 + TRAININGS),
        st.sampled_from(["2026-06-01", "2026-06-02 10:00:00"] * 10) | moment,
        st.sampled_from(ENDS),
        st.sampled_from(OUTCOMES[:3] * 3 + OUTCOMES),
        st.sampled_from(SCORES[:4] * 3 + SCORES),
        st.sampled_from(notes),
    )

    def written(row: tuple[str, ...]) -> str:
        return ",".join('"' + cell.replace('"', '""') + '"' if '"' in cell or "\n" in cell else cell for cell in row)

    odd = st.sampled_from(["", ",,,,,,", "00000001,security", "00000001,security,2026-06-01,,,,,too many"])
    return cells.map(written) if quoted else st.one_of(*[cells.map(written)] * 12, odd)


FILES = st.booleans().flatmap(lambda quoted: st.lists(a_row(quoted), min_size=1, max_size=40))
OPTIONS = st.sampled_from(
    [{}, {}, {"skip_invalid": True}, {"update": True}, {"update": True, "skip_invalid": True}, {"dry_run": True}]
)
HEADER = "職員番号,研修,受講日,終了日,結果,点数,備考"


def copied(base: Path, place: Path) -> Office:
    """The same office once more, with an index of its own."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(base, place)
    (place / "desk").mkdir(exist_ok=True)
    moment = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    registry = Registry.open(
        place / "store", place / "data", by="desk", clock=lambda: moment, index_folder=place / "index"
    )
    return Office(registry, place / "desk")


@pytest.fixture
def base(office: Office) -> Path:
    office.registry.close()
    return office.registry.journal.folder.parent


@contextmanager
def way(*, short: bool, process: bool = False) -> Iterator[None]:
    """Every file's rows go the short way, a few at a time, or none do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "LARGE", 1 if short else 10**9)
        patch.setattr(short_way, "VERY_LARGE", 1 if process else 10**9)
        patch.setattr(delimited, "_FEW", 2)
        patch.setattr(delimited, "_MANY", 8)
        patch.setattr(delimited, "_PART", 2**9)
        yield


def outcome(office: Office, text: str, **options: Any) -> tuple[dict[str, Any], list[Any], list[str]]:
    result = office.take("trainings", text, **options)
    said = result.as_dict()
    del said["batch"]
    for problem in said["problems"]:
        problem["file"] = ""
        problem["message"] = re.sub(r"Entry \d+", "Entry", problem["message"])  # the two ways add in different orders
    # To the letter: the order of an entry's fields too is the same.
    # The two ways add in different orders, so what a retraction takes back is not told by its number.
    stored = {entry.seq: entry for entry in office.registry.index.entries()}
    entries = sorted(
        (
            *(entry.kind, entry.staff or "", entry.on or "", bool(entry.retracted_by)),
            str(entry.data if entry.kind != "entry.retracted" else stored[entry.data["seq"]].data),
        )
        for entry in stored.values()
    )
    return said, entries, sorted(warning.partition("row")[2] for warning in result.warnings)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    FILES,
    OPTIONS,
    st.sampled_from(["\n", "\r\n"]),
    st.data(),
)
def test_both_ways_lead_to_the_same(
    base: Path, tmp_path: Path, rows: list[str], options: dict[str, Any], end: str, data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(rows) | a_row(quoted=False), max_size=20))
    texts = [end.join([HEADER, *rows]) + end, end.join([HEADER, *again]) + data.draw(st.sampled_from(["", end]))]
    check_both_ways(base, tmp_path, texts if again else texts[:1], options)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FILES.map(lambda rows: "\n".join([HEADER, *rows])), min_size=1, max_size=3), OPTIONS)
def test_both_ways_lead_to_the_same_in_many_worlds(
    base: Path, tmp_path: Path, texts: list[str], options: dict[str, Any]
) -> None:
    check_both_ways(base, tmp_path, texts, options)


def check_both_ways(base: Path, tmp_path: Path, texts: list[str], options: dict[str, Any]) -> None:
    found: list[list[Any]] = []
    for name in ("long", "short"):
        with way(short=name == "short"):
            office = copied(base, tmp_path / name)
            found.append([])
            for text in texts:
                try:
                    found[-1].append(outcome(office, text, **options))
                except Exception as error:
                    found[-1].append((type(error).__name__, getattr(error, "code", ""), str(error).partition(" ")[2]))
            assert [event.seq for event in office.registry.journal.read()] == list(range(1, office.seq() + 1))
            office.registry.close()
    assert found[1] == found[0]


def many(count: int, *, first: int = 0) -> list[str]:
    """Rows of three people, each with a moment of its own."""
    start = datetime(2026, 4, 1, 9)
    moments = [start + timedelta(minutes=47 * number) for number in range(first, first + count)]
    return [f"{number % 3 + 1:08d},security,{moment},,修了,80," for number, moment in enumerate(moments)]


def long_way(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the rows that are read cell by cell."""
    read: list[int] = []
    real = sieve.Sieve.rows

    def rows(self: sieve.Sieve) -> Iterator[Row]:
        for row in real(self):
            read.append(row.number)
            yield row

    monkeypatch.setattr(sieve.Sieve, "rows", rows)
    return read


@pytest.mark.parametrize("quoted", [False, True])
def test_few_rows_go_the_long_way(office: Office, monkeypatch: pytest.MonkeyPatch, quoted: bool) -> None:
    read = long_way(monkeypatch)
    rows = many(1000)
    if quoted:
        rows[0] = rows[0].replace("security", '"security"')
    text = "\n".join([HEADER, *rows])
    with way(short=True):
        assert office.take("trainings", text).added == 1000
        assert len(read) < 10
        assert office.take("trainings", text).unchanged == 1000
    assert len(read) < 20
    assert len({(entry.staff, entry.on, entry.data["time"]) for entry in office.entries("training.recorded")}) == 1000


def test_the_number_of_a_bad_row_is_that_of_the_spreadsheet(office: Office) -> None:
    rows = many(100)
    rows[57] = rows[57].replace("修了", "終了")
    rows[93] = "99" + rows[93][8:]
    with way(short=True):
        result = office.take("trainings", "\n".join(["一覧", HEADER, *rows]))
    assert faults(result) == [(60, "結果", "bad-outcome"), (96, "職員番号", "unknown-staff")]
    assert (result.read, result.added) == (100, 0)
    assert not office.entries("training.recorded")


def test_notes_and_last_days_may_differ_as_they_like(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    read = long_way(monkeypatch)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(300)]
    lasts = [d + timedelta(days=d.day % 4) for d in days]
    rows = [
        f"{d.day % 3 + 1:08d},security,{d.year}年{d.month}月{d.day}日,{last},修了,80,第{d:%j}回　「{d.day}\\」"
        for d, last in zip(days, lasts, strict=True)
    ]
    rows[100] = rows[100].replace(str(lasts[100]), "2025-12-31")
    rows[200] = rows[200].replace("第", "\x07")
    with way(short=True):
        result = office.take("trainings", "\n".join([HEADER, *rows]), skip_invalid=True)
    assert faults(result) == [(102, "終了日", "end-before-start"), (202, "備考", "control-character")]
    assert result.added == 298
    assert len(read) < 12
    notes = {entry.on: (entry.data["note"], entry.data["end"]) for entry in office.entries("training.recorded")}
    assert notes["2026-01-07"] == ("第007回　「7\\」", "2026-01-10")


def test_columns_that_nobody_reads_may_differ_as_they_like(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    read = long_way(monkeypatch)
    rows = [f"{row},氏名　{number}" for number, row in enumerate(many(1000))]
    rows[500] = rows[500].replace("氏名", "\x1b[2J")
    with way(short=True):
        result = office.take("trainings", "\n".join([HEADER + ",氏名", *rows]), skip_invalid=True)
    assert (result.added, faults(result)) == (999, [(502, "氏名", "control-character")])
    assert len(read) < 12


def test_certifications_and_enrolments_go_the_short_way_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    read = long_way(monkeypatch)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(200)]
    head, awards = "職員番号,資格,合格日,有効期限,合格証書番号,補助額", []
    for d in days:
        awards.append(f"{d.day % 3 + 1:08d},iパス,{d},{d + timedelta(days=365)},第IP-{d:%Y-%j}号,7000円")
    plans = "\n".join(["職員番号,研修,予定日", *(f"0000000{d.day % 3 + 1},security,{d:%Y/%m/%d}" for d in days)])
    with way(short=True):
        assert office.take("certifications", "\n".join([head, *awards])).added == 200
        assert office.take("enrolments", plans).added == 200
        assert office.take("enrolments", plans).unchanged == 200
    assert 0 < len(read) < 20
    entry = next(entry for entry in office.entries("certification.recorded") if entry.on == "2026-02-01")
    assert list(entry.data.items()) == [
        ("certification", "passport"),
        ("expires_on", "2027-02-01"),
        ("number", "第IP-2026-032号"),
        ("subsidy", 7000),
    ]


def test_rows_that_all_come_twice_are_held_against_each_other_in_one_go(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Span] = []
    real = AlikeEntries.frame

    def frame(self: AlikeEntries, span: Span) -> Frame:
        read.append(span)
        return real(self, span)

    monkeypatch.setattr(AlikeEntries, "frame", frame)
    rows = many(300)
    with way(short=True):
        result = office.take("trainings", "\n".join([HEADER, *rows, *rows]))
    assert (result.added, result.unchanged) == (300, 300)
    assert 0 < len(read) <= 2 * len(set(read))  # once for that, and once to write them


# --- the index, brought along meanwhile


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What came of each order to commit."""
    found: list[bool] = []
    real = Ahead.committed

    def waited(self: Ahead) -> bool:
        found.append(real(self))
        return found[-1]

    monkeypatch.setattr(Ahead, "committed", waited)
    return found


def dump(office: Office) -> dict[str, list[Any]]:
    """All that the index has, but for what it says of the framework."""
    connection = office.registry.index.connection
    tables = ("occasion", "told", "retraction", "person", "posting", "holding", "state")
    found = {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=str) for table in tables}
    return found | {
        "meta": [row for row in connection.execute("SELECT * FROM meta ORDER BY key") if row[0] != "generation"]
    }


def test_the_index_is_brought_along_by_a_process_of_its_own(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, committed: list[bool]
) -> None:
    batches = iter(["one", "two"] * 2)
    monkeypatch.setattr(registry_module, "_new_batch", lambda _now: next(batches))
    rows = many(300)
    texts = ["\n".join([HEADER, *rows]), "\n".join([HEADER, *rows[100:], *many(50, first=300), rows[0] + "と備考"])]
    found = []
    for name in ("ahead", "behind"):
        office = copied(base, tmp_path / name)
        with way(short=True, process=name == "ahead"):
            for text in texts:
                office.take("trainings", text, update=True)
        found.append(dump(office))
        office.registry.close()
    assert committed == [True, True]
    assert found[0] == found[1]


def test_an_import_that_is_refused_leaves_the_index_as_it_was(office: Office) -> None:
    before = dump(office)
    with way(short=True, process=True):
        assert office.take("trainings", "\n".join([HEADER, *many(300), "99,security,2026-06-01,,,,"])).refused
    assert dump(office) == before
    path = office.registry.index.path
    assert path is not None
    assert not list(path.parent.glob("*.entries"))


def test_without_the_process_that_makes_them_the_lines_are_made_here(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, committed: list[bool]
) -> None:
    text = "\n".join([HEADER, *many(300)])
    journals = []
    batches = iter(["one"] * 3)
    monkeypatch.setattr(registry_module, "_new_batch", lambda _now: next(batches))
    for name in ("made", "died", "altered"):
        office = copied(base, tmp_path / name)
        with way(short=True, process=True), pytest.MonkeyPatch.context() as patch:
            if name == "died":
                patch.setattr(LinesAhead, "follow", lambda self, _span: self.kill())
            elif name == "altered":
                patch.setattr(LinesAhead, "made", altered)
            if name == "altered":
                with pytest.raises(DxError):
                    office.take("trainings", text)
            else:
                assert office.take("trainings", text).added == 300
        journals.append([path.read_bytes() for path in sorted(office.registry.journal.folder.rglob("*.jsonl"))])
        office.registry.close()
    assert committed == [True, True]
    assert journals[0] == journals[1]
    assert journals[0][0].startswith(journals[2][0])
    assert journals[2][0].count(b"\n") == 3
    assert not list(tmp_path.rglob("*.entries*"))


def altered(self: LinesAhead) -> MadeLines | None:
    """The lines, one character of the last of which is another."""
    made = REAL_MADE(self)
    assert made is not None
    raw = made._path.read_bytes()
    made._path.write_bytes(raw[:-40] + b"x" + raw[-39:])
    return made


REAL_MADE = LinesAhead.made


@pytest.mark.parametrize("fault", ["no process", "dies at once", "dies later", "not where it was"])
def test_without_the_process_the_index_catches_up(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, committed: list[bool], fault: str
) -> None:
    text = "\n".join([HEADER, *many(300)])
    office = copied(base, tmp_path / "one")
    with way(short=True, process=True):
        if fault == "no process":
            monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
        elif fault == "dies at once":
            monkeypatch.setattr(sys, "executable", shutil.which("false") or "false")
        elif fault == "dies later":
            real = Ahead.follow

            def follow(self: Ahead, span: Span) -> None:
                real(self, span)
                self.kill()

            monkeypatch.setattr(Ahead, "follow", follow)
        else:
            real_start = ahead.Start
            monkeypatch.setattr(ahead, "Start", lambda **said: real_start(**said | {"seq": 99}))
        assert office.take("trainings", text).added == 300
    assert committed == [False]
    assert office.registry.index.seq == office.seq()
    assert len(office.entries("training.recorded")) == 300


def test_hashes_that_were_seen_are_remembered_beyond_a_million(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Seen, "_MOST", 100)
    seen = Seen(frozenset({7}))
    assert seen.fresh([7, 8, 8]) == [False, True, False]
    hashes = [hash(("a", number)) for number in range(5000)]
    fresh = [one for start in range(0, 5000, 50) for one in seen.fresh(hashes[start : start + 50]) or [True] * 50]
    assert sum(fresh) > 4950
    assert seen.fresh(hashes) == [False] * 5000
