"""Charts as text: in proportion, aligned, and in what the console can show."""

from __future__ import annotations

import io

from rich.console import Console

from dxskills.render import plain, terminal
from dxskills.render.bars import BLOCKS, HASHES, drawn, fill_for
from dxskills.render.document import Chart, Document, Flat, Series
from dxskills.render.text import width

SHARES = Series("Readiness", [1.0, 0.5, 0.0, None, 0.001], ["100 %", "50 %", "0 %", "-", "0.1 %"])
CHART = Chart(["2026-11", "十二月", "c", "d", "e"], [SHARES], top=1.0, title="Readiness", note="A note.")


def _document(chart: Chart) -> Document:
    return Document(lambda: [chart], lambda: None, lambda: Flat((), ()))


def test_bars_are_as_long_as_their_share_of_the_scale() -> None:
    lines = plain.render(_document(CHART)).splitlines()
    assert lines[0] == "Readiness"
    assert lines[-1] == "A note."
    bars = [line.partition("%")[2].strip() for line in lines[1:-1]]
    assert [bar.count("█") for bar in bars] == [32, 16, 0, 0, 0]
    assert bars[2:4] == ["", ""]
    assert bars[4] == "▏"  # what is there shows, however little it is
    assert {width(line.partition("%")[0]) for line in lines[1:-1] if "%" in line} == {13}


def test_without_an_end_of_the_scale_the_highest_value_is_it() -> None:
    chart = Chart(["a", "b"], [Series("n", [4.0, 1.0], ["4", "1"])])
    assert [len(line.bar) for line in drawn(chart, chart.series[0], 40)] == [17, 5]
    assert [line.bar[-1] for line in drawn(chart, chart.series[0], 40)] == ["█", "▎"]
    nothing = Chart(["a"], [Series("n", [0.0], ["0"])])
    assert [line.bar for line in drawn(nothing, nothing.series[0], 40)] == [""]


def test_bars_take_half_of_the_room_so_that_they_may_be_drawn_twice_as_wide() -> None:
    for cells in (40, 80, 200):
        for line in drawn(CHART, SHARES, cells):
            assert width(line.head) + 2 + 2 * len(line.bar) <= cells
    assert max(len(line.bar) for line in drawn(CHART, SHARES, 400)) == 60


def test_a_console_without_block_characters_gets_hashes() -> None:
    assert (fill_for("utf-8"), fill_for("cp932"), fill_for("ascii"), fill_for(None), fill_for("none")) == (
        *(BLOCKS, HASHES),
        *(HASHES, HASHES, HASHES),
    )
    text = plain.render(_document(CHART), "cp932")
    assert "█" not in text
    assert "#" * 32 in text
    text.encode("cp932")


def test_a_terminal_shows_the_same_lines_in_colour() -> None:
    toned = CHART.replaced(series=[SHARES.replaced(tones=["good", "bad"])])
    out = io.StringIO()
    terminal.print_to(Console(file=out, width=80, force_terminal=True, color_system="standard"), _document(toned))
    assert "\x1b[32m" + "█" * 32 in out.getvalue()
    assert "\x1b[1;31m" + "█" * 16 in out.getvalue()
    plain_out = io.StringIO()
    terminal.print_to(Console(file=plain_out, width=80), _document(CHART))
    assert [line.rstrip() for line in plain_out.getvalue().splitlines()] == plain.render(_document(CHART)).splitlines()


def test_several_series_are_drawn_one_below_the_other_to_one_scale() -> None:
    chart = Chart(["a"], [Series("First", [2.0], ["2"]), Series("Second", [1.0], ["1"])])
    lines = plain.render(_document(chart)).splitlines()
    assert (lines[0], lines[2]) == ("First", "Second")
    assert lines[1].count("█") == 2 * lines[3].count("█") + lines[3].count("▌")


def test_texts_in_a_chart_cannot_act() -> None:
    chart = Chart(["\x1b[2J"], [Series("\x1b[31m", [1.0], ["\r1"]), Series("b", [1.0], ["1"])], note="\x07")
    for text in (plain.render(_document(chart)),):
        assert not {"\x1b", "\r", "\x07"} & set(text)
