"""Whatever is entered in whatever portions, the index that follows holds what one built at the end holds."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxskills.index import Index
from dxskills.journal.event import Draft
from tests.index.worlds import MORE_ROLES, World, contents, draft, framework, joined, sources

PEOPLE = st.sampled_from(["a", "b", "c"])
UNITS = st.sampled_from(["A", "A/a", "A/b", "B/b/x"])
DAYS = st.integers(0, 900).map(lambda days: (date(2024, 6, 1) + timedelta(days)).isoformat())


def entries(kind: str, **data: st.SearchStrategy[Any]) -> st.SearchStrategy[Draft]:
    return st.builds(lambda staff, on, said: draft(kind, staff, on, **said), PEOPLE, DAYS, st.fixed_dictionaries(data))


ENTRIES = st.one_of(
    st.builds(joined, PEOPLE, DAYS, unit=UNITS, manager=st.booleans()),
    entries("staff.changed", unit=UNITS),
    entries("staff.changed", manager=st.booleans()),
    entries("staff.left"),
    entries("role.assigned", role=st.sampled_from(["leader", "mobile", "gone"]), unit=UNITS),
    entries("role.unassigned", assignment=st.integers(1, 30)),
    entries(
        "training.recorded",
        training=st.sampled_from(["basics", "advanced", "gone"]),
        outcome=st.sampled_from(["completed", "completed", "exempt", "failed"]),
    ),
    entries("certification.recorded", certification=st.just("licence")),
    entries("certification.revoked", certification=st.just("licence")),
    entries("skill.assessed", skill=st.just("data"), level=st.integers(1, 3)),
    entries("requirement.waived", requirement=st.sampled_from(["leader/data", "gone/gone"]), until=DAYS),
    entries("training.enrolled", training=st.just("basics")),
    # Of an entry that there is: 0 stands for the latest before it, 1 for the one before that.
    st.builds(lambda back: draft("entry.retracted", "?", None, seq=back), st.integers(0, 6)),
)
WRITINGS = st.lists(st.lists(ENTRIES, min_size=1, max_size=5), min_size=1, max_size=8)


def settled(drafts: list[Draft], written: list[Draft]) -> list[Draft]:
    """The drafts with their retractions pointing at entries; ``written`` is added to."""
    result: list[Draft] = []
    for each in drafts:
        if each.kind == "entry.retracted":
            seq = len(written) - each.data["seq"]
            if seq < 1:
                continue
            each = draft("entry.retracted", written[seq - 1].staff or "", None, seq=seq, reason="mistaken")
        written.append(each)
        result.append(each)
    return result


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(writings=WRITINGS, pauses=st.sets(st.integers(0, 7)), asked=st.sets(st.integers(0, 7)))
def test_following_in_portions_is_building_anew(writings: list[list[Draft]], pauses: set[int], asked: set[int]) -> None:
    written: list[Draft] = []
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        index = world.index()
        for number, writing in enumerate(writings):
            drafts = settled(writing, written)
            if drafts:
                world.write(*drafts, batch=f"b{number}" if number % 2 else None)
            if number not in pauses:
                index.catch_up()
            if number in asked:
                index.refresh()
        index.catch_up()
        assert contents(index) == world.anew()
        other = Index.open(world.journal, framework(MORE_ROLES), folder=world.folder / "index")
        other.catch_up()
        assert contents(other) == world.anew(sources(MORE_ROLES))
        index.close()
        other.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(writings=WRITINGS, cut=st.integers(0, 8))
def test_the_past_is_what_an_index_held_then(writings: list[list[Draft]], cut: int) -> None:
    written: list[Draft] = []
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        then, moment = world.anew(), "2026-04-01T00:00:00.000000Z"
        for number, writing in enumerate(writings):
            drafts = settled(writing, written)
            if drafts:
                world.write(*drafts)
            if number == cut:
                then, moment = world.anew(), f"{world.now:%Y-%m-%dT%H:%M:%S.%fZ}"
        if cut >= len(writings):
            then, moment = world.anew(), "2100-01-01T00:00:00.000000Z"
        index = world.index()
        past = index.as_known(moment)
        assert contents(past) == then
        index.close()
        past.close()
